"""A server killed while a class's records are brought, scored, published and taken out: what was answered holds,
nothing is there twice or half, what was told again is whole, and what a made file left goes with the next start.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select

from records.schema import evidence, grades
from records.store import Store
from tests.records.evidenced import register
from tests.records.graded import agreed, graded
from tests.serve.processes import Processes, Started, processes
from tests.web.evidenced import book, row
from trust.settings import Settings

ROWS = 3000


@dataclass
class School:
    """A class with a signed scheme, a register and an agreement; tokens by user name."""

    made: Processes
    settings: Settings
    tokens: dict[str, str]
    ids: dict[str, str]
    scheme: str
    server: Started

    def ask(self, who: str) -> httpx.Client:
        headers = {"Authorization": f"Bearer {self.tokens[who]}"}
        return httpx.Client(base_url=self.server.url, headers=headers, timeout=120)

    def again(self) -> None:
        self.server.kill()
        self.server = self.made.app()
        self.server.wait()

    @contextmanager
    def opened(self) -> Iterator[Store]:
        """The records themselves, once no server holds them."""
        self.server.kill()
        store = Store.open(self.settings)
        yield store
        store.close()


@pytest.fixture
def school(tmp_path: Path) -> Iterator[School]:
    settings = Settings(data=tmp_path / "data")
    store = Store.open(settings)
    made = graded(store)
    agreed(made.cast)
    register(made.cast)
    who = {name: made.cast(name) for name in ("teacher", "teacher2", "mentor", "student")}
    tokens = {name: store.accounts.make_token(p, "t", 1)[1] for name, p in who.items()}
    store.close()
    with processes(tmp_path) as started:
        server = started.app()
        server.wait()
        yield School(started, settings, tokens, dict(made.cast.ids), made.held.id, server)


def sent(school: School, data: bytes) -> str:
    with school.ask("teacher") as teacher:
        file = {"file": ("证据.xlsx", data, "application/octet-stream")}
        return str(teacher.post("/api/evidence/import", files=file).raise_for_status().json()["id"])


def awaited(school: School, sheet: str, enough: int) -> dict[str, Any]:
    """The report once so many rows are done; the sheet of a server that lives comes to its end."""
    with school.ask("teacher") as teacher:
        while True:
            told: dict[str, Any] = teacher.get(f"/api/evidence/import/{sheet}").raise_for_status().json()
            if told["done"] >= enough or told["over"]:
                return told
            time.sleep(0.01)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_an_import_killed_in_the_middle_is_whole_once_the_sheet_is_sent_again(school: School) -> None:
    rows = [row(学生用户名="student", 活动=f"粗车外圆{n}") for n in range(ROWS)]
    data = book(rows)
    told = awaited(school, sent(school, data), 200)
    school.again()
    assert not told["over"]
    with school.ask("teacher") as teacher:
        assert teacher.get(f"/api/evidence/import/{told['id']}").status_code == 404
    last = awaited(school, sent(school, data), ROWS)
    assert last["over"]
    assert (last["bad"], last["broken"], last["corrected"]) == ([], None, 0)
    assert last["unchanged"] >= told["done"]
    assert last["unchanged"] % 200 == 0
    assert last["added"] + last["unchanged"] == ROWS
    with school.opened() as store:
        with store.database.read() as conn:
            assert conn.execute(select(func.count()).select_from(evidence)).scalar_one() == ROWS
            assert conn.execute(select(func.count()).where(evidence.c.version > 1)).scalar_one() == 0
        assert store.audit.verify() == []


def scored(school: School, who: str, student: str, criterion: str, points: int, version: int) -> httpx.Response:
    where = f"/api/schemes/{school.scheme}/students/{school.ids[student]}/scores/{criterion}"
    with school.ask(who) as rater:
        return rater.put(where, json={"points": str(points)}, headers={"If-Match": f'"{version}"'})


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_scores_and_grades_that_were_answered_outlive_kills_and_replay(school: School) -> None:
    version = points = 0
    for _ in range(3):
        answered = threading.Event()
        said: list[int] = []

        def score(at: int = version, answered: threading.Event = answered, said: list[int] = said) -> None:
            try:
                while scored(school, "teacher", "student", "skill", 60 + at % 40, at).status_code == 200:
                    at += 1
                    said.append(at)
                    if len(said) >= 5:
                        answered.set()
            except httpx.TransportError:
                return

        scoring = threading.Thread(target=score)
        scoring.start()
        assert answered.wait(240)
        school.server.kill()
        scoring.join(240)
        school.again()
        with school.ask("teacher") as teacher:
            sheet = teacher.get(f"/api/schemes/{school.scheme}/sheet").raise_for_status().json()
        version, points = mine(sheet, school.ids["student"])
        assert version in (said[-1], said[-1] + 1)
        assert points == 60 + (version - 1) % 40
    for who, criterion, given in (("teacher2", "skill", 70), ("mentor", "skill", 75), ("mentor", "safety", 85)):
        assert scored(school, who, "student", criterion, given, 0).status_code == 200
    assert scored(school, "teacher", "student", "skill", 72, version).status_code == 200
    where = f"/api/schemes/{school.scheme}/students/{school.ids['student']}/grade"
    with school.ask("teacher") as teacher:
        published = teacher.post(where)
    assert published.status_code == 201, published.text
    school.again()
    with school.ask("student") as student:
        held = student.get("/api/grades").raise_for_status().json()["items"]
    assert [g["id"] for g in held] == [published.json()["id"]]
    with school.opened() as store:
        with store.database.read() as conn:
            assert conn.execute(select(func.count()).select_from(grades)).scalar_one() == 1
        assert [found.wrong for found in store.replaying.every()] == [()]
        assert store.audit.verify() == []


def mine(sheet: dict[str, Any], student: str) -> tuple[int, int]:
    """(version, points) of the caller's own score of the skill."""
    row = next(r for r in sheet["items"] if r["student"] == student)
    score = next(s for s in row["scores"] if s["criterion"] == "skill")
    return score["version"], int(float(score["points"]))


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_an_export_killed_in_the_middle_leaves_nothing_on_the_disk_and_the_next_is_whole(school: School) -> None:
    data = book([row(学生用户名="student", 活动=f"粗车外圆{n}") for n in range(400)])
    awaited(school, sent(school, data), 400)
    printing = school.settings.data / "tmp" / "printing"

    def export() -> None:
        with school.ask("student") as student:
            try:
                student.get("/api/portfolio/file", params={"form": "pdf"})
            except httpx.TransportError:
                return

    taking = threading.Thread(target=export)
    taking.start()
    end = time.monotonic() + 240
    while not any(path.is_file() for path in printing.rglob("given.*")):
        assert time.monotonic() < end
        assert taking.is_alive()
        time.sleep(0.005)
    school.again()
    taking.join(240)
    with school.ask("student") as student:
        made = student.get("/api/portfolio/file", params={"form": "pdf"}).raise_for_status()
        assert made.content.startswith(b"%PDF")
        assert made.content.rstrip().endswith(b"%%EOF")
        told = student.get("/api/me/export").raise_for_status().json()
    assert "粗车外圆399" in str(told)
    assert [path for path in printing.rglob("*") if path.is_file()] == []
    with school.opened() as store:
        assert store.audit.verify() == []
