"""What tests of internships over HTTP share: a published work order, a requirement, a student who meets it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from eval.house import Caller, Running
from records.attempts import REHEARSAL, Given
from tests.web.evidenced import book, row, taken
from tests.web.test_artefact_calls import make, patch
from trust.day import day
from trust.labels import parse

TODAY = day(datetime.now(UTC))
ORDER = (
    "阶梯轴加工作业指导书\n一、装夹找正\n1. 用三爪卡盘夹紧毛坯，伸出长度 60 mm。\n2. 找正跳动，不超过 0.05 mm。\n"
    "二、粗车外圆\n1. 主轴转速取 600 r/min 粗车外圆。\n2. 测量外径，留精车余量 0.5 mm。\n3. 主轴停稳后清理切屑。\n"
)
WHY = "安排实习"
REQUIREMENT = {"processes": ["粗车外圆"], "safety": ["车间安全考核"], "days": 60, "line": "0.8"}
BASE = "/api/internships"


def order(house: Running) -> str:
    """A work order that students of the course may read."""
    teacher = house.caller("teacher1")
    label = "school/internal|course:cnc1"
    sent = teacher.upload(ORDER, owner="school", label=label, name="阶梯轴.txt", title="阶梯轴加工作业指导书")
    document = str(sent.raise_for_status().json()["id"])
    assert teacher.settled(document)["state"] == "ready"
    made = make(teacher, document)
    reviewed = patch(teacher, made, state="in_review").json()
    return str(patch(teacher, reviewed, state="published").json()["id"])


def asked(house: Running) -> None:
    client = house.caller("teacher1").client
    held = {p["id"]: p for p in client.get(f"{BASE}/projects").json()["items"]}["shaft"]
    path, version = f"{BASE}/projects/shaft/requirement", {"If-Match": str(held["version"])}
    client.put(path, json=REQUIREMENT, headers=version).raise_for_status()


def walk(house: Running, name: str = "student1", vetoes: int = 0) -> None:
    """A whole rehearsal, as it is kept at its end."""
    store = house.house.resources.store
    person = store.people.principal(house.people[name])
    told, right = {"task": "粗车外圆", "slips": vetoes, "vetoes": vetoes}, 10 - vetoes
    given = Given(REHEARSAL, "whole", parse("school/public"), (), right == 10, right, 10.0, ("粗车外圆",), 0.05, told)
    store.attempts.keep(person, store.labels.scope(person), None, given)


def examined(house: Running) -> None:
    rows = [row(活动="车间安全考核", 得分=95, 满分=100)]
    assert taken(house.caller("teacher1"), book(rows))["bad"] == []


def wanted(house: Running, **changes: Any) -> dict[str, Any]:
    told = {
        "student": house.people["student1"], "project": "shaft", "enterprise": "yuchuan",
        "mentor": house.people["mentor1"], "since": f"{TODAY - timedelta(days=10)}",
        "until": f"{TODAY + timedelta(days=30)}",
        "terms": {"workdays": [1, 2, 3, 4, 5, 6]},
    }  # fmt: skip
    return told | changes


def place(who: Caller, about: dict[str, Any], reason: str = WHY) -> Any:
    return who.client.post(BASE, json=about, params={"reason": reason})


def put(who: Caller, placement: str, ago: int = 0, version: int = 0, **told: Any) -> Any:
    body = {"did": "粗车阶梯轴外圆", "minutes": 450, "note": "换了一次刀片", "safety": "停机后清理切屑"} | told
    path = f"{BASE}/{placement}/log/{TODAY - timedelta(days=ago)}"
    return who.client.put(path, json=body, headers={"If-Match": str(version)})


def step(who: Caller, entry: dict[str, Any], what: str, **body: Any) -> Any:
    """Hand in, or decide."""
    headers = {"If-Match": str(entry["version"])}
    return who.client.post(f"{BASE}/logs/{entry['id']}/{what}", json=body or None, headers=headers)
