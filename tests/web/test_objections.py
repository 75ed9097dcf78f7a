"""Objections over HTTP: raised by the learner, seen by who sees the piece, answered once it was put right."""

from __future__ import annotations

from time import sleep

import pytest

from eval.house import Running
from tests.web.evidenced import book, row, shared
from tests.web.test_grading import EVERYBODY


def test_an_objection_is_seen_by_those_the_piece_is_and_closed_once_it_was_put_right(house: Running) -> None:
    with shared(house):
        teacher, student = house.caller("teacher1"), house.caller("student1")
        file = {"file": ("证据.xlsx", book([row(活动="轴的粗车", 得分=19)]), "application/octet-stream")}
        sheet = teacher.client.post("/api/evidence/import", files=file).raise_for_status().json()["id"]
        for _ in range(600):
            if teacher.get(f"/api/evidence/import/{sheet}").raise_for_status().json()["over"]:
                break
            sleep(0.1)
        else:
            pytest.fail("the import is not over after a minute")
        (piece,) = student.get("/api/evidence").raise_for_status().json()["items"]
        for who in EVERYBODY:
            sent = house.caller(who).post("/api/objections", evidence=piece["id"], words="不是 19 分")
            assert sent.status_code == (201 if who == "student1" else 404)
        assert student.post("/api/objections", evidence=piece["id"], words="再说").status_code == 409
        seen = {who for who in EVERYBODY if house.caller(who).get("/api/objections").json()["items"]}
        assert seen == {"student1", "teacher1", "mentor1"}  # who the register lets see an assignment
        (made,) = teacher.get("/api/objections").json()["items"]
        assert made["words"] == ""
        assert "不是 19 分" not in house.caller("mentor1").get("/api/objections").text
        where = f"/api/objections/{made['id']}"
        opened = teacher.get(f"{where}/evidence").json()
        assert (opened["evidence"]["id"], opened["words"]) == (piece["id"], "不是 19 分")
        assert "处理学生的更正申请" in student.get("/api/evidence/looks").text
        assert teacher.post(f"{where}/answer", outcome="changed").status_code == 409
        assert student.post(f"{where}/answer", outcome="kept", words="好的").status_code == 403
        for who in ("student2", "mentor2", "steward1", "admin1"):
            assert house.caller(who).get(f"{where}/evidence").status_code == 404
            assert house.caller(who).post(f"{where}/answer", outcome="kept", words="好的").status_code == 404
        right = {"version": piece["version"], "points": "91", "out_of": "100"}
        fixed = teacher.client.put(f"/api/evidence/{house.people['student1']}/{piece['id']}", json=right)
        assert fixed.status_code == 200, fixed.text
        assert teacher.post(f"{where}/answer", outcome="changed", words="已更正").json()["outcome"] == "changed"
        assert "不是 19 分" in student.get("/api/me/export").text
