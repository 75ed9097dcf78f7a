"""The portfolio over HTTP: whose it is, works with pictures made anew, hostile files refused, Word and PDF as told."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from PIL import Image
from PIL.TiffImagePlugin import IFDRational
from pypdf import PdfReader

from eval.house import Caller, Running
from records.attempts import ITEM, Given
from tests.web.evidenced import book, row, shared, taken
from trust.labels import parse

EVERYBODY = ("student1", "student2", "teacher1", "mentor1", "staff1", "mentor2", "steward1", "steward2", "admin1")
PLACE = "30.2741"


@pytest.fixture(scope="module", autouse=True)
def standing(house: Running) -> Iterator[None]:
    with shared(house):
        yield


def photo(size: tuple[int, int] = (640, 480), form: str = "JPEG", **more: Any) -> bytes:
    """With a camera, a place and a turn in it."""
    made, out = Image.new("RGB", size, "#3a7"), BytesIO()
    exif = made.getexif()
    exif[0x010F], exif[0x0112] = "PhoneMaker", 6
    exif.get_ifd(0x8825)[2] = (IFDRational(30), IFDRational(16), IFDRational(26.8))
    made.save(out, form, exif=exif, **more)
    return out.getvalue()


def put(who: Caller, data: bytes, name: str = "轴.jpg", **words: str) -> Any:
    return who.client.post("/api/portfolio/works", data=words, files={"file": (name, data)})


@pytest.fixture(scope="module")
def lived(house: Running, standing: None) -> dict[str, str]:
    """Works of both students by whom they are for, evidence and answers."""
    rows = [
        row(活动="台阶轴的粗车", 得分=86.5, 满分=100, 能力点="轴类加工"),
        row(类型="竞赛", 活动="市级技能赛", 结果="二等奖"),
        row(类型="证书", 活动="数控车工中级", 结果="合格"),
        row(活动="另一人的作业", 学生用户名="student2", 得分=12, 满分=100),
    ]
    assert taken(house.caller("teacher1"), book(rows))["added"] == 4
    store = house.house.resources.store
    for name in ("student1", "student2"):
        person = store.people.principal(house.people[name])
        for right in (False, True):
            known, label = (f"{name}的能力",), parse("school/public")
            given = Given(ITEM, "i1", label, ("对",), right, float(right), 1.0, known, 0.5)
            store.attempts.keep(person, store.labels.scope(person), None, given)
    for name in ("student1", "student2"):  # calls made up elsewhere may have left some
        held = house.caller(name)
        for work in held.get("/api/portfolio").json()["works"]:
            held.client.delete(f"/api/portfolio/works/{work['id']}").raise_for_status()
    made = {}
    for shown in ("self", "teachers", "mentors"):
        answer = put(house.caller("student1"), photo(), title=f"给{shown}", note="第一次独立完成", shown_to=shown)
        assert answer.status_code == 201, answer.text
        made[shown] = str(answer.json()["id"])
    made["other"] = str(put(house.caller("student2"), photo((300, 200))).json()["id"])
    return made


def test_a_picture_is_made_anew_upright_without_place_or_camera(house: Running, lived: dict[str, str]) -> None:
    student = house.caller("student1")
    answer = student.get(f"/api/portfolio/works/{lived['self']}/picture")
    assert answer.headers["content-type"] == "image/jpeg"
    with Image.open(BytesIO(answer.content)) as made:
        assert made.size == (480, 640)
        assert dict(made.getexif()) == {}
    assert b"PhoneMaker" not in answer.content
    held = {w["id"]: w for w in student.get("/api/portfolio").json()["works"]}
    assert (held[lived["self"]]["width"], held[lived["self"]]["height"]) == (480, 640)


def _claiming(width: int, height: int) -> bytes:
    """A small PNG whose header claims a huge picture."""
    def chunk(kind: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")

    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\x00\x00\x00"
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", 415), (b"%PDF-1.7 not a picture", 415),
        (b"\xff\xd8\xff not a picture at all", 422), (photo()[:900], 422), (_claiming(60_000, 60_000), 413),
        (b"\xff\xd8\xff" + bytes(8 * 1024**2), 413), (b"RIFF\x00\x00\x00\x00WAVEfmt ", 422), (b"", 415),
    ],
    ids=["svg", "pdf", "words", "half", "huge", "heavy", "sound", "nothing"],
)  # fmt: skip
def test_what_is_no_fit_picture_is_refused_in_words(house: Running, data: bytes, status: int) -> None:
    answer = put(house.caller("student1"), data)
    assert answer.status_code == status, answer.text
    assert answer.json()["detail"]


def test_a_large_png_or_webp_becomes_a_small_jpeg(house: Running) -> None:
    student = house.caller("student1")
    for form, name in (("PNG", "a.png"), ("WEBP", "a.webp")):
        made = put(student, photo((2400, 900), form), name).raise_for_status().json()
        assert (made["title"], max(made["width"], made["height"])) == ("a", 1600)
        assert student.client.delete(f"/api/portfolio/works/{made['id']}").status_code == 204
        assert student.get(f"/api/portfolio/works/{made['id']}/picture").status_code == 404


@pytest.mark.parametrize("name", EVERYBODY)
def test_who_sees_whose_portfolio_and_a_stranger_learns_nothing(
    house: Running, lived: dict[str, str], name: str
) -> None:
    may = {"student1": {"self", "teachers", "mentors"}, "teacher1": {"teachers"}, "mentor1": {"mentors"}}
    caller, about = house.caller(name), {"student": house.people["student1"], "reason": "核对"}
    nobody = caller.get("/api/portfolio", student="nobody-here", reason="核对").json() | {"request_id": ""}
    answer = caller.get("/api/portfolio", **about)
    if name in may:
        assert {w["id"] for w in answer.json()["works"]} == {lived[shown] for shown in may[name]}
        practised = [c["competency"] for c in answer.json()["mastery"]]
        assert practised == ([] if name == "mentor1" else ["student1的能力"])
        assert "另一人" not in answer.text
        assert "student2的能力" not in answer.text
    else:
        assert (answer.json() | {"request_id": ""}) == nobody
        assert caller.get("/api/portfolio/file", **about).status_code == 404
    for shown in ("self", "teachers", "mentors"):
        path = f"/api/portfolio/works/{lived[shown]}"
        seen = caller.get(f"{path}/picture", **about).status_code
        assert seen == (200 if shown in may.get(name, set()) else 404)
        if name != "student1":
            assert caller.client.delete(path).status_code == 404
            assert caller.client.put(path, json={"version": 1, "title": "改"}).status_code == 404
    if not name.startswith("student"):
        assert put(caller, photo()).status_code == 403


def test_staff_give_a_reason_once_and_the_learner_reads_it(house: Running, lived: dict[str, str]) -> None:
    teacher, student = house.caller("teacher1"), house.people["student2"]
    picture = f"/api/portfolio/works/{lived['other']}/picture"
    assert teacher.get(picture, student=student).status_code == 422
    assert teacher.get("/api/portfolio", student=student, reason="看作品").status_code == 200
    assert teacher.get(picture, student=student).status_code == 200
    said = house.caller("student2").get("/api/evidence/looks").text
    assert said.count("看作品") == 1


def test_what_is_another_s_changes_no_byte(house: Running, lived: dict[str, str]) -> None:
    student, teacher = house.caller("student1"), house.caller("teacher1")
    about = {"student": house.people["student1"], "reason": "核对"}
    before = student.get("/api/portfolio").content, teacher.get("/api/portfolio", **about).content
    assert taken(teacher, book([row(活动="新作业", 学生用户名="student2", 得分=1, 满分=100)]))["added"] == 1
    more = put(house.caller("student2"), photo((200, 200))).json()["id"]
    assert (student.get("/api/portfolio").content, teacher.get("/api/portfolio", **about).content) == before
    house.caller("student2").client.delete(f"/api/portfolio/works/{more}")


def test_a_work_is_changed_by_the_version_that_was_read(house: Running, lived: dict[str, str]) -> None:
    student, path = house.caller("student1"), f"/api/portfolio/works/{lived['self']}"
    wish = {"version": 1, "title": "我的轴", "note": "改过", "for_teachers": False, "for_mentors": False}
    assert student.client.put(path, json=wish).json()["version"] == 2
    assert student.client.put(path, json=wish).status_code == 409
    assert student.client.put(path, json=wish | {"version": 2, "title": "长" * 61}).status_code == 422
    assert put(student, photo(), shown_to="everybody").status_code == 422


def test_the_word_file_tells_it_all_and_says_that_it_is_generated(house: Running, lived: dict[str, str]) -> None:
    answer = house.caller("student1").get("/api/portfolio/file")
    made = Document(BytesIO(answer.content))
    cells = [c.text for t in made.tables for r in t.rows for c in r.cells]
    lines = [p.text for p in made.paragraphs]
    assert lines[0].startswith("【生成内容】")
    for told in ("台阶轴的粗车", "86.5 / 100", "市级技能赛", "数控车工中级", "student1的能力", "还没有证据"):
        assert any(told in c for c in cells), told
    assert any("给mentors" in line for line in lines)
    assert "另一人的作业" not in "".join(cells)
    assert len(made.inline_shapes) == 4, "three pictures and the radar"
    parts = {str(p.partname): p.blob for p in made.part.package.iter_parts()}
    chart = parts["/word/charts/chart1.xml"].decode()
    assert "知识" in chart
    assert b"AIGC" in parts["/docProps/custom.xml"]
    assert "no-store" in answer.headers["cache-control"]
    seen = Document(BytesIO(house.caller("mentor1").get(
        "/api/portfolio/file", student=house.people["student1"], reason="核对"
    ).content))  # fmt: skip
    assert not any("给teachers" in p.text for p in seen.paragraphs)


@pytest.mark.slow
def test_the_pdf_says_the_same_with_every_font_embedded(house: Running, lived: dict[str, str]) -> None:
    answer = house.caller("student1").get("/api/portfolio/file", form="pdf")
    assert answer.headers["content-type"] == "application/pdf"
    made = PdfReader(BytesIO(answer.content))
    assert "AIGC" in str(dict(made.metadata or {}))
    text = "".join(page.extract_text() for page in made.pages).replace(" ", "")  # Chinese stands apart from Latin
    for told in ("生成内容", "台阶轴的粗车", "市级技能赛", "给teachers"):
        assert told in text
    fonts = [f for page in made.pages for f in page["/Resources"]["/Font"].values()]  # type: ignore[index]
    assert fonts
    for font in fonts:
        inner = font.get_object()
        inner = inner["/DescendantFonts"][0].get_object() if "/DescendantFonts" in inner else inner
        assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(inner["/FontDescriptor"].get_object())


def test_without_libreoffice_word_is_offered_in_words(house: Running, tmp_path: Any) -> None:
    from ingest.aids import Aids
    from tools._export.mark import Mark
    from tools._export.printing import Printer
    from trust.errors import PartDown

    printer = Printer(tmp_path, Aids())
    assert not printer.there
    with pytest.raises(PartDown, match="LibreOffice"):
        printer.pdf(b"PK", Mark("1", 1, "t", "extract", "", "2026-01-01", ()))


def test_the_export_of_one_s_own_data_holds_works(house: Running, lived: dict[str, str]) -> None:
    told = house.caller("student1").get("/api/me/export").json()["works"]
    assert {w["id"] for w in told} == {lived["self"], lived["teachers"], lived["mentors"]}
    text = house.caller("student1").get("/api/me/export", form="text").text
    assert "成长档案里的作品" in text
    assert "base64" not in text
