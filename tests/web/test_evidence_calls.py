"""Evidence over HTTP: sheets in with a report per row, who reads whose, registers and consents, nothing beyond."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from eval.house import Running
from tests.web.evidenced import TODAY, YESTERDAY, book, row, send, shared, taken

EVERYBODY = ("student1", "student2", "teacher1", "mentor1", "staff1", "mentor2", "steward1", "steward2", "admin1")


@pytest.fixture(scope="module", autouse=True)
def standing(house: Running) -> Iterator[None]:
    with shared(house):
        yield


@pytest.fixture(scope="module")
def told(house: Running, standing: None) -> dict[str, Any]:
    """One piece of each student, by the teacher."""
    rows = [row(活动="甲作业", 得分=88.5), row(活动="乙作业", 学生用户名="student2", 结果="合格")]
    assert taken(house.caller("teacher1"), book(rows))["added"] == 2
    return {name: house.caller(name).get("/api/evidence").json()["items"][0] for name in ("student1", "student2")}


def test_good_rows_go_in_bad_ones_are_named_and_the_same_sheet_again_changes_nothing(house: Running) -> None:
    teacher = house.caller("teacher1")
    rows = [
        row(活动="第一课", 类型="考勤", 结果="出勤", **{"时长（分钟）": 90}),
        row(活动="轴的粗车", 得分="86.5", 满分=100, 能力点="轴类加工、量具使用"),
        row(活动="日志", 类型="实习日志", 企业编号="yuchuan", 备注="首件送检合格", 结果="完成"),
        row(类型="体检"), row(日期="昨天"), row(学生用户名="nobody"), row(得分="好"), row(得分=120, 满分=100),
        row(备注="登记表不许"), row(课程编号="none1"), row(活动=None), row(日期="2010-01-01"),
        row(企业编号="hemu"), row(活动="轴的粗车", 得分="1"),
    ]  # fmt: skip
    report = taken(teacher, book(rows))
    assert (report["added"], report["total"], report["done"]) == (3, 14, 14)
    assert [b["row"] for b in report["bad"]] == [*range(6, 17)]
    assert all(b["why"] and "nobody" not in b["why"] for b in report["bad"])
    again = taken(teacher, book(rows))
    assert (again["added"], again["corrected"], again["unchanged"], len(again["bad"])) == (0, 0, 3, 11)
    own = house.caller("student1").get("/api/evidence").json()["items"]
    mine = {e["activity"]: e for e in own}
    assert (mine["轴的粗车"]["points"], mine["轴的粗车"]["competencies"]) == ("86.5", ["轴类加工", "量具使用"])
    assert (mine["日志"]["enterprise"], mine["日志"]["words"]) == ("yuchuan", "首件送检合格")
    changed = taken(teacher, book([row(活动="轴的粗车", 得分="90", 满分=100, 能力点="轴类加工、量具使用")]))
    assert changed["corrected"] == 1


def test_a_csv_from_a_chinese_office_is_read_too(house: Running) -> None:
    text = f"类型,学生用户名,日期,活动,结果\n竞赛,student1,{TODAY.replace('-', '/')},市级技能赛,二等奖\n"
    assert taken(house.caller("teacher1"), text.encode("gb18030"), "a.csv")["added"] == 1


def test_the_template_reads_back_empty_and_says_how(house: Running) -> None:
    teacher = house.caller("teacher1")
    data = teacher.get("/api/evidence/import/template")
    sheets = load_workbook(BytesIO(data.content))
    assert sheets.sheetnames == ["过程证据", "填写说明"]
    said = "".join(str(c.value) for r in sheets["填写说明"].iter_rows() for c in r)
    assert "数控车削与铣削" in said
    assert "yuchuan" in said
    assert send(teacher, data.content).status_code == 422


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04broken", b"\x00\x01\x02", "没有表头".encode()])
def test_what_is_no_sheet_is_told_in_words(house: Running, data: bytes) -> None:
    answer = send(house.caller("teacher1"), data)
    assert answer.status_code in (413, 415, 422)
    assert answer.json()["detail"]


@pytest.mark.parametrize("name", EVERYBODY)
def test_who_sees_whose_evidence_and_a_stranger_learns_nothing(
    house: Running, told: dict[str, Any], name: str
) -> None:
    may = {"student1": {"student1"}, "student2": {"student2"}, "teacher1": {"student1", "student2"},
           "mentor1": {"student1"}}  # fmt: skip
    caller = house.caller(name)
    nobody = caller.get("/api/evidence", student="nobody-here", reason="核对").json() | {"request_id": ""}
    for student, piece in told.items():
        answer = caller.get("/api/evidence", student=house.people[student], reason="核对")
        if student in may.get(name, set()):
            assert piece["id"] in answer.text
            continue
        assert (answer.json() | {"request_id": ""}) == nobody
        assert piece["activity"] not in answer.text
        path = f"/api/evidence/{house.people[student]}/{piece['id']}"
        assert caller.client.put(path, json={"version": 1, "outcome": "改"}).status_code == 404
        assert caller.client.delete(path, params={"version": 1}).status_code == 404


@pytest.mark.parametrize("name", EVERYBODY)
def test_only_teachers_and_mentors_enter_evidence_and_of_their_own_alone(house: Running, name: str) -> None:
    answer = send(house.caller(name), book([row(活动=f"来自{name}", 学生用户名="student2")]))
    assert answer.status_code == (202 if name in ("teacher1", "mentor1", "mentor2") else 403)
    if name.startswith("mentor"):
        report = taken(house.caller(name), book([row(活动=f"来自{name}", 学生用户名="student2")]))
        assert (report["added"], len(report["bad"])) == (0, 1)
    assert house.caller("teacher1" if name == "mentor1" else "mentor1").get(
        f"/api/evidence/import/{answer.json().get('id', 'x')}"
    ).status_code == 404  # fmt: skip


@pytest.mark.parametrize("name", EVERYBODY)
def test_a_portfolio_is_seen_by_whom_its_evidence_is(house: Running, told: dict[str, Any], name: str) -> None:
    may = {"student1": {"student1"}, "student2": {"student2"}, "teacher1": {"student1", "student2"},
           "mentor1": {"student1"}}  # fmt: skip
    caller = house.caller(name)
    for student in ("student1", "student2"):
        answer = caller.get("/api/portfolio", student=house.people[student], reason="核对")
        assert answer.status_code == (200 if student in may.get(name, set()) else 404)
        if answer.status_code == 200:
            skill = next(f for f in answer.json()["dimensions"] if f["dimension"] == "skill")
            assert skill["pieces"] >= 1
            assert skill["share"]


def test_staff_give_a_reason_which_the_learner_and_their_school_read(house: Running, told: dict[str, Any]) -> None:
    teacher, student = house.caller("teacher1"), house.people["student1"]
    assert teacher.get("/api/evidence", student=student).status_code == 422
    assert teacher.get("/api/evidence", student=student, reason="期中面谈").status_code == 200
    for who, seen in (("student1", True), ("steward1", True), ("student2", False), ("teacher1", False),
                      ("steward2", False), ("admin1", False)):  # fmt: skip
        assert ("期中面谈" in house.caller(who).get("/api/evidence/looks").text) is seen


def test_a_correction_needs_the_version_that_was_read(house: Running, told: dict[str, Any]) -> None:
    teacher = house.caller("teacher1")
    path = f"/api/evidence/{house.people['student2']}/{told['student2']['id']}"
    assert teacher.client.put(path, json={"version": 1, "outcome": "良好"}).json()["version"] == 2
    assert teacher.client.put(path, json={"version": 1, "outcome": "优秀"}).status_code == 409
    assert teacher.client.put(path, json={"version": 2, "points": 3, "out_of": 2}).status_code == 422
    own = house.caller("student2").client.put(path, json={"version": 2, "outcome": "优秀"})
    assert own.status_code == 403


@pytest.mark.parametrize("name", EVERYBODY)
def test_registers_are_read_by_both_houses_and_changed_by_their_stewards_alone(house: Running, name: str) -> None:
    caller = house.caller(name)
    items = caller.get("/api/registers").json()["items"]
    assert len(items) == (0 if name in ("mentor2", "admin1") else 1)
    held = house.caller("steward1").get("/api/registers").json()["items"][0]
    if name not in ("steward1", "steward2"):
        status = caller.client.delete(f"/api/registers/{held['id']}").status_code
        assert status == (404 if not items else 403)
        wish = {"school": "school", "enterprise": "yuchuan", "until": held["until"]}
        assert caller.post("/api/registers", **wish).status_code == 404
    if name != "steward1":
        assert caller.get("/api/registers/refused", owner="school").status_code == 404


def test_what_was_turned_away_is_counted_without_a_name(house: Running, told: dict[str, Any]) -> None:
    taken(house.caller("teacher1"), book([row(活动="不许的备注", 备注="私事")]))
    answer = house.caller("steward1").get("/api/registers/refused", owner="school")
    assert {"kind": "assignment", "why": "part"}.items() <= next(
        r for r in answer.json()["items"] if r["why"] == "part"
    ).items()
    assert "student" not in answer.text
    assert "私事" not in answer.text


def test_withdrawing_consent_ends_the_mentors_sight_and_consenting_again_begins_anew(
    house: Running, told: dict[str, Any]
) -> None:
    student, mentor = house.caller("student1"), house.caller("mentor1")
    about = {"student": house.people["student1"], "reason": "周评"}
    log = row(类型="实习日志", 活动="跟岗第一天", 结果="完成")
    assert taken(mentor, book([log]))["added"] == 1
    assert "跟岗第一天" in mentor.get("/api/evidence", **about).text
    gone = student.client.delete("/api/consents/yuchuan").json()
    assert gone["withdrawn"] >= 1
    assert mentor.get("/api/evidence", **about).status_code == 404
    assert "跟岗第一天" not in student.get("/api/evidence").text
    assert student.client.delete("/api/consents/yuchuan").status_code == 404
    assert student.post("/api/consents", enterprise="yuchuan").status_code == 201
    assert "跟岗第一天" not in mentor.get("/api/evidence", **about).raise_for_status().text
    again = taken(mentor, book([log]))
    assert (again["added"], again["unchanged"]) == (0, 0), "a tombstone is told apart from what is there unchanged"
    assert ["撤回" in line["why"] for line in again["bad"]] == [True]
    assert house.caller("student2").post("/api/consents", enterprise="school").status_code == 422
    assert house.caller("teacher1").post("/api/consents", enterprise="yuchuan").status_code == 404


def test_answers_and_rehearsals_of_the_product_are_evidence_too(house: Running) -> None:
    item = {"kind": "judge", "stem": "急停按钮位于操作面板右下角。", "key": ["对"], "tags": ["岗:安全操作"]}
    made = house.caller("teacher1").post("/api/bank/items", items=[item], label="school/public").json()["items"][0]
    student = house.caller("student1")
    held = house.house.resources.store
    from records.attempts import ITEM, Given
    from trust.labels import parse

    principal = held.people.principal(house.people["student1"])
    given = Given(ITEM, made["id"], parse("school/public"), ("对",), True, 1.0, 1.0, ("安全操作",))
    held.attempts.keep(principal, held.labels.scope(principal), None, given)
    found = student.get("/api/evidence", kind="practice").json()["items"]
    assert [(e["activity"], e["points"], e["source"]) for e in found] == [("安全操作", "1.0", "own")]
    seen = house.caller("teacher1").get("/api/evidence", student=principal.id, kind="practice", reason="核对").json()
    assert len(seen["items"]) == 1
    mentors = house.caller("mentor1").get("/api/evidence", student=principal.id, kind="practice", reason="核对").json()
    assert mentors["items"] == [], "the register keeps practice from mentors"


def test_the_export_holds_it_all(house: Running, told: dict[str, Any]) -> None:
    student = house.caller("student1")
    assert "甲作业" in student.get("/api/me/export").text
    text = student.get("/api/me/export", form="text").text
    assert "过程证据" in text
    assert YESTERDAY[:4] in text
