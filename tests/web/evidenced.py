"""A register, an agreement and a consent in the sample school, for tests of evidence; and sheets of it."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

from openpyxl import Workbook

from eval.house import Caller, Running
from tests.web.standing import Standing
from tools._formats.evidencesheet import HEADERS

TODAY = f"{datetime.now(UTC):%Y-%m-%d}"
YESTERDAY = f"{datetime.now(UTC) - timedelta(days=1):%Y-%m-%d}"


@contextmanager
def shared(house: Running) -> Iterator[None]:
    """In force between the school and yuchuan; student1 consents. Everything gone afterwards."""
    standing = Standing(house.house.resources.store.database)
    until = f"{datetime.now(UTC) + timedelta(days=90):%Y-%m-%d}"
    school, firm = house.caller("steward1"), house.caller("steward2")
    made = school.post("/api/registers", school="school", enterprise="yuchuan", until=until).raise_for_status().json()
    firm.post(f"/api/registers/{made['id']}/signature", hash=made["hash"]).raise_for_status()
    term = {"function": "work_order_steps", "label": "school/internal+course:cnc1"}
    about = {"school": "school", "enterprise": "yuchuan", "title": "共建", "until": until, "releases": [term]}
    held = school.post("/api/agreements", **about).raise_for_status().json()
    firm.post(f"/api/agreements/{held['id']}/signature", hash=held["hash"]).raise_for_status()
    house.caller("student1").post("/api/consents", enterprise="yuchuan").raise_for_status()
    try:
        yield
    finally:
        standing.restore()


def row(**words: Any) -> list[Any]:
    told = {"类型": "作业", "学生用户名": "student1", "日期": YESTERDAY, "活动": "粗车外圆"} | words
    return [told.get(name) for name in HEADERS]


def book(rows: Sequence[Sequence[Any]]) -> bytes:
    made, out = Workbook(), BytesIO()
    sheet: Any = made.active
    sheet.append(["某班过程证据"])
    sheet.append(list(HEADERS))
    for one in rows:
        sheet.append(list(one))
    made.save(out)
    return out.getvalue()


def send(who: Caller, data: bytes, name: str = "a.xlsx") -> Any:
    return who.client.post("/api/evidence/import", files={"file": (name, data)})


def taken(who: Caller, data: bytes, name: str = "a.xlsx") -> dict[str, Any]:
    """The report once it is over."""
    told: dict[str, Any] = send(who, data, name).raise_for_status().json()
    end = time.monotonic() + 120
    while not told["over"] and time.monotonic() < end:
        time.sleep(0.05)
        told = who.get(f"/api/evidence/import/{told['id']}").json()
    assert told["over"]
    return told
