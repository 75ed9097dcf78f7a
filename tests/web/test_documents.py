"""The library over HTTP, row by row of the contract; and that hidden and absent are one answer."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import unquote

import pytest

from eval.house import Caller, Running

KEYS = {
    "id", "title", "owner", "library", "label", "proposed_label", "state", "stage", "progress", "error", "passages",
    "version",
}  # fmt: skip


def sent(caller: Caller, name: str, data: bytes, **form: str):
    return caller.client.post("/api/documents", data=form, files={"file": (name, data)})


def until(caller: Caller, document: str, state: str, seconds: float = 60) -> dict[str, Any]:
    """The row once it has come to `state`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        row: dict[str, Any] = caller.get(f"/api/documents/{document}").json()
        if row.get("state") == state:
            return row
        time.sleep(0.02)
    raise TimeoutError(row)


def test_an_upload_is_received_read_and_ready(teacher: Caller) -> None:
    answer = sent(teacher, "砂轮检查.txt", "砂轮安装前须做音响检查。".encode(), owner="school", library="training")
    assert answer.status_code == 202
    assert set(answer.json()) == {"id", "state"}
    row = teacher.settled(answer.json()["id"])
    assert set(row) >= KEYS
    assert (row["state"], row["title"], row["label"]) == ("ready", "砂轮检查", "school/internal")
    assert (row["passages"], row["progress"], row["error"], row["proposed_label"]) == (1, 1.0, None, None)


def test_the_same_bytes_under_the_same_label_are_the_same_document(teacher: Caller) -> None:
    form = {"owner": "school", "library": "course"}
    first = sent(teacher, "重复.txt", "同一份内容。".encode(), **form)
    again = sent(teacher, "重复.txt", "同一份内容。".encode(), **form)
    other = sent(teacher, "重复.txt", "同一份内容。".encode(), label="school/restricted", **form)
    assert (first.status_code, again.status_code, other.status_code) == (202, 200, 202)
    assert first.json()["id"] == again.json()["id"] != other.json()["id"]


def test_the_same_bytes_sent_by_many_hands_at_once_are_one_document(teacher: Caller) -> None:
    form = {"owner": "school", "library": "course"}
    with ThreadPoolExecutor(6) as hands:
        sent_at_once = [hands.submit(sent, teacher, "同时.txt", "同时上传的一份。".encode(), **form) for _ in range(6)]
        answers = [each.result() for each in sent_at_once]
    assert sorted(a.status_code for a in answers) == [200] * 5 + [202]
    assert len({a.json()["id"] for a in answers}) == 1
    assert teacher.settled(answers[0].json()["id"])["passages"] == 1
    assert [row["title"] for row in teacher.get("/api/documents", q="同时").json()["items"]] == ["同时"]


def test_the_original_comes_back_as_a_download_with_its_own_name(student: Caller, documents: dict[str, str]) -> None:
    answer = student.get(f"/api/documents/{documents['lesson']}/file")
    assert "粗车外圆时主轴转速取800 r/min" in answer.content.decode()
    disposition = answer.headers["content-disposition"]
    assert disposition.startswith("attachment")
    assert unquote(disposition.partition("UTF-8''")[2]) == "粗车教学要点.txt"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_the_list_shows_what_one_may_read_newest_first_in_pages(student: Caller, documents: dict[str, str]) -> None:
    seen: list[str] = []
    cursor = None
    while True:
        page = student.get("/api/documents", cursor=cursor, limit=2).json()
        assert len(page["items"]) <= 2
        seen += [row["id"] for row in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen))
    assert seen.index(documents["card"]) < seen.index(documents["lesson"]) < seen.index(documents["safety"])
    assert documents["secret"] not in seen
    assert documents["yoghurt"] not in seen


def test_the_list_can_be_narrowed(student: Caller, documents: dict[str, str]) -> None:
    def ids(**by: str) -> set[str]:
        return {row["id"] for row in student.get("/api/documents", **by).json()["items"]}

    assert documents["card"] in ids(library="enterprise")
    assert documents["lesson"] not in ids(library="enterprise")
    assert documents["lesson"] in ids(q="粗车")
    assert documents["card"] not in ids(q="粗车")
    assert documents["lesson"] in ids(state="ready")
    assert not ids(state="failed") & set(documents.values())


def test_search_gives_passages_best_first_without_scores(student: Caller, documents: dict[str, str]) -> None:
    body = student.get("/api/search", q="粗车外圆主轴转速", k=3).json()
    assert set(body) == {"passages", "searched"}
    assert set(body["passages"][0]) == {"id", "document_id", "title", "locator", "text", "label", "integrity"}
    assert set(body["passages"][0]["locator"]) == {"page", "heading", "sheet", "slide"}
    assert body["passages"][0]["document_id"] == documents["lesson"]
    assert len(body["passages"]) <= 3
    only = student.get("/api/search", q="转速", library="enterprise").json()
    assert only["searched"] == ["enterprise"]
    assert {p["document_id"] for p in only["passages"]} == {documents["card"]}
    passage = student.get(f"/api/passages/{body['passages'][0]['id']}").json()
    assert passage == body["passages"][0]


def test_the_administrator_reads_no_content(house: Running, documents: dict[str, str]) -> None:
    admin = house.caller("admin1")
    assert admin.get("/api/search", q="转速").status_code == 403
    assert admin.post("/api/chat", message="转速？").status_code == 403
    assert admin.get("/api/documents").json() == {"items": [], "next": None}
    assert admin.get(f"/api/documents/{documents['safety']}").status_code == 404


def test_hidden_and_absent_are_the_same_answer_byte_for_byte(
    student: Caller, mentor: Caller, documents: dict[str, str]
) -> None:
    passage = mentor.get("/api/search", q="涂层刀片年度协议价", k=1).json()["passages"][0]["id"]
    assert mentor.get(f"/api/passages/{passage}").status_code == 200
    calls = [
        ("GET", "/api/documents/{}", documents["secret"]), ("GET", "/api/documents/{}/file", documents["secret"]),
        ("DELETE", "/api/documents/{}", documents["secret"]), ("GET", "/api/passages/{}", passage),
        ("POST", "/api/documents/{}/label", documents["secret"]),
    ]  # fmt: skip
    for method, path, hidden in calls:
        said = []
        for name in (hidden, "0" * len(hidden)):
            json = {"label": "yuchuan/confidential", "version": 1} if method == "POST" else None
            answer = student.client.request(method, path.format(name), json=json)
            headers = {k: v for k, v in answer.headers.items() if k not in ("x-request-id", "date")}
            said.append((answer.status_code, re.sub(r'"request_id":"\w+"', "", answer.text), headers))
        assert said[0] == said[1], path
        assert said[0][0] == 404


@pytest.mark.parametrize(
    ("who", "form", "status"),
    [("student1", {"owner": "school", "library": "course"}, 403),
     ("mentor1", {"owner": "school", "library": "course"}, 403),
     ("mentor1", {"owner": "hemu", "library": "enterprise"}, 403),
     ("teacher1", {"owner": "school", "library": "course", "label": "school/confidential"}, 403),
     ("teacher1", {"owner": "school", "library": "nonsense"}, 422),
     ("teacher1", {"owner": "school", "library": "course", "label": "school/secret"}, 422),
     ("teacher1", {"owner": "school", "library": "course", "label": "school/internal & hemu/internal"}, 422),
     ("teacher1", {"owner": "school", "library": "course", "label": "school/internal & nobody/public"}, 422),
     ("mentor1", {"owner": "yuchuan", "library": "enterprise", "label": "yuchuan/internal|course:food1"}, 422),
     ("mentor1", {"owner": "yuchuan", "library": "enterprise", "label": "yuchuan/internal|course:none"}, 422),
     ("steward2", {"owner": "yuchuan", "library": "enterprise", "label": "yuchuan/internal|course:none"}, 422),
     ("teacher1", {"owner": "school", "library": "course", "review_by": "明天"}, 422),
     ("teacher1", {"library": "course"}, 422),
     ("teacher1", {"owner": "school", "library": "course", "colour": "red"}, 422)],
)  # fmt: skip
def test_an_upload_one_may_not_make_is_refused(house: Running, who: str, form: dict[str, str], status: int) -> None:
    assert sent(house.caller(who), "x.txt", "内容。".encode(), **form).status_code == status


@pytest.mark.parametrize(
    ("name", "data", "status"),
    [("a.zip", b"PK\x03\x04....", 415), ("a.png", b"\x89PNG\r\n", 422),
     ("a.doc", b"\xd0\xcf\x11\xe0" + b"\0" * 600, 415),
     ("a.exe", b"MZ\x90\x00\x03\x00\x00\x00", 415), ("empty.txt", b"", 422)],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_at_the_door_in_words(
    teacher: Caller, name: str, data: bytes, status: int
) -> None:
    answer = sent(teacher, name, data, owner="school", library="course")
    assert answer.status_code == status
    assert len(answer.json()["detail"]) > 5


def test_a_damaged_file_fails_with_the_reason_in_its_row(teacher: Caller) -> None:
    answer = sent(teacher, "坏.docx", b"PK\x03\x04 broken", owner="school", library="course")
    assert answer.status_code == 202
    row = until(teacher, answer.json()["id"], "failed")
    assert row["error"]
    assert "/" not in row["error"]
    address = f"/api/documents/{row['id']}"
    english = teacher.client.get(address, headers={"Accept-Language": "en"}).json()["error"]
    assert english.isascii()
    assert teacher.client.get(address, headers={"Accept-Language": "zh"}).json()["error"] == row["error"] != english


def test_a_file_past_the_limit_is_413(house: Running, teacher: Caller) -> None:
    limit = house.house.resources.settings.max_upload
    answer = sent(teacher, "大.txt", b"a" * (limit + 1), owner="school", library="course")
    assert answer.status_code == 413


def test_without_a_file_or_with_two_the_form_is_422(teacher: Caller) -> None:
    form = {"owner": "school", "library": "course"}
    files = [("file", ("a.txt", b"a")), ("file", ("b.txt", b"b"))]
    assert teacher.client.post("/api/documents", data=form, files=files).status_code == 422
    assert teacher.client.post("/api/documents", files={"other": (None, "x")}).status_code == 422
    assert teacher.client.post("/api/documents", json=form).status_code == 415


def test_a_large_upload_leaves_no_temporary_file(
    teacher: Caller, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    def refused(*args: object, **more: object) -> None:
        raise AssertionError("a plaintext temporary file was made")

    monkeypatch.setattr("tempfile.SpooledTemporaryFile.rollover", refused)
    large = ("长文本用来检验上传不落盘。" * 200_000).encode()
    answer = sent(teacher, "大文本.txt", large, owner="school", library="course", label="school/restricted")
    assert answer.status_code == 202
    assert teacher.client.delete(f"/api/documents/{answer.json()['id']}").status_code == 204


def test_a_steward_raises_a_label_at_once_and_cannot_lower_it(house: Running, teacher: Caller, student: Caller) -> None:
    text = "量块组编号为LK-0417，存放于恒温柜。"
    answer = sent(teacher, "量具台账.txt", text.encode(), owner="school", library="training")
    document = answer.json()["id"]
    teacher.settled(document)
    steward = house.caller("steward1")
    path = f"/api/documents/{document}"
    version = steward.get(path).json()["version"]
    assert student.get(path).status_code == 200
    assert teacher.post(f"{path}/label", label="school/restricted", version=version).status_code == 403
    raised = steward.post(f"{path}/label", label="school/restricted", version=version)
    assert raised.json()["label"] == "school/restricted"
    assert student.get(path).status_code == 404
    assert document not in student.get("/api/search", q="LK-0417").text
    assert steward.post(f"{path}/label", label="school/restricted", version=version).status_code == 409
    lower = steward.post(f"{path}/label", label="school/public", version=raised.json()["version"])
    assert lower.status_code == 409
    nowhere = steward.post(f"{path}/label", label="school/confidential+course:none", version=raised.json()["version"])
    assert (nowhere.status_code, nowhere.json()["type"]) == (422, "urn:shuangyuan:bad-label")


def test_a_stricter_proposal_waits_for_the_steward(house: Running, teacher: Caller, student: Caller) -> None:
    roster = "姓名：陆小川，学号：2023010417，身份证号：110101199003078515，联系电话：13800138000。"
    answer = sent(teacher, "实习名单.txt", roster.encode(), owner="school", library="course")
    row = teacher.settled(answer.json()["id"])
    assert row["state"] == "awaiting_label"
    assert row["proposed_label"]
    path = f"/api/documents/{row['id']}"
    assert student.get(path).status_code == 404
    steward = house.caller("steward1")
    seen = steward.get(path).json()
    confirmed = steward.post(f"{path}/label", label=seen["proposed_label"], version=seen["version"])
    assert confirmed.status_code == 200
    assert steward.settled(row["id"])["state"] == "ready"


def test_a_deleted_document_is_gone_at_once(teacher: Caller, student: Caller, mentor: Caller) -> None:
    text = "临时通知：周五停机检修代号qz77。"
    answer = sent(teacher, "临时通知.txt", text.encode(), owner="school", library="course")
    document = answer.json()["id"]
    teacher.settled(document)
    assert document in student.get("/api/search", q="qz77").text
    assert student.client.delete(f"/api/documents/{document}").status_code == 403
    assert teacher.client.delete(f"/api/documents/{document}").status_code == 204
    assert teacher.get(f"/api/documents/{document}").status_code == 404
    assert document not in student.get("/api/search", q="qz77").text
    assert teacher.client.delete(f"/api/documents/{document}").status_code == 404
