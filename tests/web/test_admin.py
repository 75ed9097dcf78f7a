"""What administrators do over the API: owners, people from a sheet, courses, settings, jobs, upkeep, first steps."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from openpyxl import Workbook, load_workbook

from eval.house import Caller, Running
from tools._formats.roster import HEADERS
from trust.roles import ROLES, Role

PATHS = ("owners", "courses", "projects", "system", "settings", "jobs", "backups", "start", "people/template")
PEOPLE = (
    ("s9001", "许知白", "school", "学生", "cnc1、food1"),
    ("t9001", "纪行远", "school", "教师", "cnc1"),
    ("m9001", "陶拙", "yuchuan", "企业导师", "cnc1"),
)


@pytest.fixture
def admin(house: Running, documents: dict[str, str]) -> Caller:
    return house.caller("admin1")


@pytest.fixture(autouse=True)
def as_before(house: Running) -> Iterator[None]:
    yield
    start = house.house.resources.store.switching.start.values()
    house.caller("admin1").client.patch("/api/admin/settings", json=start).raise_for_status()


def tries(house: Running, given: dict[str, str]) -> httpx.Response:
    """Signing in, from a client of its own."""
    return httpx.post(f"{house.url}/api/sessions", json=given, timeout=60)


def sheet(*rows: tuple[str, ...], headers: tuple[str, ...] = HEADERS) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in (headers, *rows):
        book.worksheets[0].append(row)
    book.save(out)
    return out.getvalue()


def entered(house: Running, by: Caller, data: bytes) -> dict[str, Any]:
    sent = by.client.post("/api/admin/people/import", files={"file": ("人员.xlsx", data)}).raise_for_status().json()
    house.house.resources.upkeep.wait()
    report: dict[str, Any] = by.get(f"/api/admin/people/import/{sent['id']}").raise_for_status().json()
    assert report["over"]
    return report


def test_a_sheet_s_good_rows_go_in_and_its_bad_ones_are_named(house: Running, admin: Caller) -> None:
    bad = (
        ("有 空格", "甲", "school", "学生", ""), ("x1", "乙", "nowhere", "学生", ""),
        ("x2", "丙", "school", "班长", ""), ("x3", "丁", "school", "学生", "nocourse"),
        ("x4", "", "school", "学生", ""), ("x5", "戊", "school", "企业导师", ""),
        ("student1", "冒名者", "school", "学生", ""), ("admin1", "平台管理员", "school", "数据专员", ""),
    )  # fmt: skip
    report = entered(house, admin, sheet(*PEOPLE, *bad))
    assert (report["added"], report["total"], len(report["bad"])) == (3, 11, 8)
    assert [b["row"] for b in report["bad"]] == list(range(5, 13))
    assert all(b["why"] for b in report["bad"])
    known = {p["username"]: p for p in admin.get("/api/people").json()["items"]}
    assert not known.keys() & {"x1", "x2", "x3", "x4", "x5"}
    assert known["admin1"]["memberships"] == [{"owner": "school", "role": "admin"}]
    book = load_workbook(io.BytesIO(admin.get(f"/api/admin/people/import/{report['id']}/passwords").content))
    first = {str(r[0].value): str(r[2].value) for r in book.worksheets[0].iter_rows(min_row=2)}
    assert first.keys() == {"s9001", "t9001", "m9001"}
    answer = tries(house, {"username": "t9001", "password": first["t9001"].lstrip("'")})
    assert answer.json()["principal"]["roles"] == ["teacher"]
    again = entered(house, admin, sheet(*PEOPLE))
    assert (again["added"], again["unchanged"], again["passwords"]) == (0, 3, 0)
    more = entered(house, admin, sheet(("s9001", "许知白", "school", "学生", "ecom1")))
    assert (more["completed"], more["bad"]) == (1, [])


def test_a_sheet_is_its_sender_s_alone_and_is_forgotten_when_asked(house: Running, admin: Caller) -> None:
    report = entered(house, admin, sheet(("s9002", "白露", "school", "学生", "")))
    path = f"/api/admin/people/import/{report['id']}"
    for other in ("teacher1", "steward1"):
        assert house.caller(other).get(path).status_code == 404
    assert admin.client.delete(path).status_code == 204
    assert admin.get(path).status_code == 404


@pytest.mark.parametrize("data", [b"no sheet", sheet(headers=("甲", "乙", "丙", "丁", "戊")), sheet()])
def test_what_is_no_list_of_people_is_refused_in_words(admin: Caller, data: bytes) -> None:
    answer = admin.client.post("/api/admin/people/import", files={"file": ("人员.xlsx", data)})
    assert answer.status_code in (415, 422)
    assert answer.json()["detail"]


def test_the_template_holds_this_platform_s_owners_and_reads_back_as_an_empty_list(admin: Caller) -> None:
    data = admin.get("/api/admin/people/template").content
    notes = load_workbook(io.BytesIO(data))["填写说明"]
    told = "".join(str(c.value) for row in notes.iter_rows() for c in row)
    assert "yuchuan（屿川精密制造有限公司）" in told
    assert "cnc1（数控车削与铣削）" in told
    answer = admin.client.post("/api/admin/people/import", files={"file": ("空.xlsx", data)})
    assert answer.json()["detail"] == "表里没有人员"


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("who", ["student1", "teacher1", "mentor1", "steward1"])
def test_nobody_but_an_administrator_finds_anything_there(house: Running, who: str, path: str) -> None:
    assert house.caller(who).get(f"/api/admin/{path}").status_code == 404


def test_nobody_but_an_administrator_may_change_anything_there(house: Running) -> None:
    teacher = house.caller("teacher1").client
    posted = (
        "owners", "courses", "projects", "courses/cnc1/people", "projects/shaft/people", "backups", "backups/drill",
        "jobs/x/retry", "people/import",
    )  # fmt: skip
    for path in posted:
        assert teacher.post(f"/api/admin/{path}", json={}).status_code == 404, path
    assert teacher.patch("/api/admin/settings", json={"per_minute": 1}).status_code == 404
    assert teacher.post(f"/api/people/{house.people['student1']}/password").status_code == 404


def test_owners_courses_and_projects_are_made_and_joined(house: Running, admin: Caller) -> None:
    new = {"id": "qinglan", "name": "青岚汽修", "kind": "enterprise"}
    assert admin.post("/api/admin/owners", **new).status_code == 201
    assert admin.post("/api/admin/owners", **new).status_code == 422
    assert admin.client.patch("/api/admin/owners/qinglan", json={"name": "青岚汽车服务"}).status_code == 204
    assert {**new, "name": "青岚汽车服务"} in admin.get("/api/admin/owners").json()["items"]
    assert admin.post("/api/admin/courses", id="car1", owner="school", title="汽车维护").status_code == 204
    student = house.people["student2"]
    assert admin.post("/api/admin/courses/car1/people", person=student, part="learner").status_code == 204
    found = next(c for c in admin.get("/api/admin/courses").json()["items"] if c["id"] == "car1")
    assert found["people"] == [{"person": student, "part": "learner"}]
    assert admin.client.delete(f"/api/admin/courses/car1/people/{student}/learner").status_code == 204
    project = {"id": "oil", "owner": "school", "title": "更换机油", "course": "car1"}
    assert admin.post("/api/admin/projects", **project).status_code == 204
    assert admin.post("/api/admin/projects/oil/people", person=student).status_code == 204
    found = next(p for p in admin.get("/api/admin/projects").json()["items"] if p["id"] == "oil")
    assert found["people"] == [student]
    assert admin.client.delete(f"/api/admin/projects/oil/people/{student}").status_code == 204


def test_a_reset_password_ends_sessions_and_a_disabled_person_may_come_back(house: Running, admin: Caller) -> None:
    made = admin.post("/api/people", username="r9001", name="重来", home="school").json()
    assert admin.post(f"/api/people/{house.people['admin1']}/password").status_code == 403
    password = admin.post(f"/api/people/{made['id']}/password").json()["password"]
    tried = {"username": "r9001", "password": made["password"]}
    assert tries(house, tried).status_code == 401
    assert admin.client.delete(f"/api/people/{made['id']}").status_code == 204
    tried["password"] = password
    assert tries(house, tried).status_code == 401
    assert admin.post(f"/api/people/{made['id']}/enable").status_code == 204
    assert tries(house, tried).status_code == 200
    assert admin.client.delete(f"/api/people/{house.people['admin1']}").status_code == 403


def test_a_changed_setting_holds_at_once_and_is_audited(house: Running, admin: Caller) -> None:
    teacher = house.caller("teacher1")
    assert admin.client.patch("/api/admin/settings", json={"max_upload": 1024**2}).status_code == 200
    about = {"owner": "school", "label": "school/public", "name": "大.txt"}
    assert teacher.upload("甲" * 400_000, **about).status_code == 413
    assert admin.client.patch("/api/admin/settings", json={"max_upload": 2 * 1024**2}).status_code == 200
    assert teacher.upload("甲" * 400_000, **about).status_code == 202
    assert admin.client.patch("/api/admin/settings", json={"session_days": 3}).status_code == 200
    tried = {"username": "staff2", "password": house.passwords["staff2"]}
    assert "Max-Age=259200" in tries(house, tried).headers["set-cookie"]
    for wrong in ({"session_days": 0}, {"per_minute": 10**9}, {"no_such": 1}, {"max_upload": "viel"}):
        assert admin.client.patch("/api/admin/settings", json=wrong).status_code == 422
    store = house.house.resources.store
    acts, _ = store.audit.read(store.people.principal(house.people["admin1"]), "system")
    changed = next(e for e in acts if e.act == "SettingChanged")
    assert changed.body["setting"] == "session_days"
    assert (changed.body["before"], changed.body["after"]) == (7, 3)


def test_fewer_questions_a_minute_hold_at_once(house: Running, admin: Caller) -> None:
    staff = house.caller("staff2")
    assert staff.post("/api/chat", message="酸奶发酵温度？").status_code == 200
    admin.client.patch("/api/admin/settings", json={"per_minute": 1}).raise_for_status()
    said = [staff.post("/api/chat", message="酸奶发酵温度？").status_code for _ in range(3)]
    assert 429 in said


def test_a_failed_document_is_named_by_id_and_reason_alone_and_may_be_tried_again(
    house: Running, admin: Caller
) -> None:
    mentor = house.caller("mentor1")
    form = {"owner": "yuchuan", "label": "yuchuan/confidential", "library": "enterprise", "title": "涂层配方绝密"}
    sent = mentor.client.post("/api/documents", data=form, files={"file": ("配方.docx", b"PK\x03\x04 broken")}).json()
    assert mentor.settled(sent["id"])["state"] == "failed"
    answer = admin.get("/api/admin/jobs")
    job = next(j for j in answer.json()["items"] if j["document"] == sent["id"])
    assert (job["owner"], job["state"], job["stage"], job["reason"]) == ("yuchuan", "failed", "reading", "unreadable")
    assert not any(word in answer.text for word in ("涂层", "配方", "confidential"))
    assert admin.post(f"/api/admin/jobs/{sent['id']}/retry").status_code == 202
    assert mentor.settled(sent["id"])["state"] == "failed"
    assert admin.post("/api/admin/jobs/nothing/retry").status_code == 404
    queue = next(p for p in admin.get("/api/admin/system").json()["parts"] if p["name"] == "queue")
    assert queue["state"] == "warn"
    assert queue["remedy"]


def test_every_part_of_the_system_is_looked_at(admin: Caller) -> None:
    found = {p["name"]: p for p in admin.get("/api/admin/system").json()["parts"]}
    assert found.keys() == {"database", "index", "workers", "queue", "model", "embedder", "disk"}
    assert {found[n]["state"] for n in ("database", "index", "workers")} == {"ok"}
    assert {found[n]["state"] for n in ("model", "embedder")} == {"off"}


def test_a_backup_is_made_and_a_drill_restores_it_and_leaves_nothing_behind(house: Running, admin: Caller) -> None:
    upkeep, data = house.house.resources.upkeep, house.house.resources.settings.data
    before = {p.name for p in data.iterdir()}
    assert admin.post("/api/admin/backups").status_code == 202
    upkeep.wait()
    assert admin.post("/api/admin/backups/drill").status_code == 202
    upkeep.wait()
    drilled, made = admin.get("/api/admin/backups").json()["items"][:2]
    assert (made["kind"], made["state"], made["progress"]) == ("backup", "done", 1.0)
    assert made["told"]["files"] >= 5
    assert (drilled["kind"], drilled["state"]) == ("drill", "done"), drilled
    assert drilled["told"]["opened"] >= 5
    assert drilled["told"]["chains_hold"]
    assert {p.name for p in data.iterdir()} - before == {"backups"}
    assert oct((data / "backups" / made["told"]["name"]).stat().st_mode)[-3:] == "600"
    (data / "backups" / made["told"]["name"]).write_bytes(b"damaged")
    assert admin.post("/api/admin/backups/drill").status_code == 202
    upkeep.wait()
    worst = admin.get("/api/admin/backups").json()["items"][0]
    assert (worst["state"], worst["told"]) == ("failed", {"fault": "bad-input"})


def test_the_first_steps_are_true_of_what_is_there(admin: Caller, student: Caller) -> None:
    student.post("/api/chat", message="粗车外圆的主轴转速是多少？").raise_for_status()
    steps = admin.get("/api/admin/start").json()["steps"]
    assert list(steps) == ["enterprise", "people", "steward", "upload", "answer"]
    assert all(steps.values())


def test_an_administrator_s_answers_hold_no_content(house: Running, admin: Caller, documents: dict[str, str]) -> None:
    told = "".join(admin.get(f"/api/admin/{path}").text for path in PATHS if path != "people/template")
    told += admin.get("/api/people").text
    for word in ("粗车教学要点", "涂层刀具", "酸奶发酵", "三十七", "传动轴工序卡", "yuchuan/confidential"):
        assert word not in told
    for path in ("/api/documents", "/api/threads", "/api/search?q=转速"):
        answer = admin.get(path)
        assert answer.status_code in (403, 404) or answer.json().get("items", []) == []
    assert ROLES[Role.ADMIN].level == 0
