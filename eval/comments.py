"""A class with forty pieces of evidence each, from a sheet: imported, graded, commented, exported: seconds, wrong
numbers, uncited sentences, and how alike the two most alike comments are once the frame is off.

`python -m eval comments --students 60`. Works on the store itself in a throw-away folder; no server, no model. Every
number is reckoned again here, from the sheet's rows and the scores that went in, by the names the sentence quotes.
"""

from __future__ import annotations

import random
import re
import tempfile
import time
from dataclasses import dataclass
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from difflib import SequenceMatcher
from io import BytesIO
from itertools import combinations, pairwise
from pathlib import Path
from typing import Annotated, Any

import typer
from openpyxl import Workbook

from eval.grading import School, schooled, score
from eval.report import show, write_json
from learning.commentcheck import Sentence, slots
from learning.commentwords import write
from learning.usualregister import usual
from records.passwords import Passwords
from records.store import Store, utc_now
from tools._formats.commentsheet import sheet_of
from tools._formats.evidencesheet import HEADERS, EvidenceReader
from trust.day import day
from trust.settings import Settings
from web.intake import Intake

_CHEAP = Passwords(time=1, memory=8, lanes=1)
_WORTH = {"出勤": Decimal(1), "迟到": Decimal("0.6"), "缺勤": Decimal(0)}
_DIMENSION = {"作业": "技能", "考勤": "素养"}
_NUMBER, _QUOTED = re.compile(r"\d+(?:\.\d+)?"), re.compile(r"“([^“”]*)”")


@dataclass(frozen=True)
class _Row:
    """Of the sheet: kind, activity, points of a hundred or the word."""

    kind: str
    activity: str
    points: Decimal | None
    word: str


def run(students: int, pieces: int, seed: int = 1) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="shuangyuan-comments-") as folder:
        settings = Settings(data=Path(folder) / "data")
        store = Store.open(settings, passwords=_CHEAP)
        intake = Intake(store, EvidenceReader(settings.data / "tmp" / "evidence"), utc_now)
        try:
            return _measured(schooled(store, students, random.Random(seed)), intake, pieces, random.Random(seed))
        finally:
            intake.close()
            store.close()


def _measured(school: School, intake: Intake, pieces: int, chance: random.Random) -> dict[str, Any]:
    _register(school)
    rows = {s: _rows(pieces, chance) for s in school.students}
    times = [time.perf_counter()]
    added = _import(school, intake, rows)
    times.append(time.perf_counter())
    score(school)
    for student in school.students:
        school.store.grades.publish(*school.who("teacher1"), school.held.id, student)
    times.append(time.perf_counter())
    said = {s: _comment(school, s) for s in school.students}
    times.append(time.perf_counter())
    _, issued = school.store.comments.taken(*school.who("teacher1"), school.held.id, "student")
    held = [(line.name, line.comment) for line in issued if line.comment]
    sheet_of([(name, c.sentences, c.edition, c.written_by, c.edited) for name, c in held])
    times.append(time.perf_counter())
    spent = [round(b - a, 2) for a, b in pairwise(times)]
    return {
        "students": len(said), "rows_added": added, "issued": len(held),
        **dict(zip(("import_s", "grade_s", "comment_and_sign_s", "export_s"), spent, strict=True)),
        "all_s": round(times[-1] - times[0], 2), **_judged(school, rows, said),
    }  # fmt: skip


def _judged(
    school: School, rows: dict[str, list[_Row]], said: dict[str, tuple[Sentence, ...]]
) -> dict[str, Any]:
    every = [(s, one) for s, told in said.items() for one in told]
    checked = [len(_NUMBER.findall(_QUOTED.sub("", one.text))) for _, one in every]
    left = [slots(told) for told in said.values()]
    alike = [SequenceMatcher(None, a, b, autojunk=False).ratio() for a, b in combinations(left, 2)]
    return {
        "numbers": sum(checked), "wrong_numbers": sum(_wrong(school, rows[s], s, one) for s, one in every),
        "sentences": len(every), "uncited": sum(not one.cites for _, one in every),
        "identical": len(left) - len({tuple(x) for x in left}), "most_alike": round(max(alike, default=0.0), 3),
    }  # fmt: skip


def _wrong(school: School, rows: list[_Row], student: str, one: Sentence) -> int:
    """How many numbers of it are not what the sheet and the scores give for what it names."""
    text, names = _QUOTED.sub("", one.text), _QUOTED.findall(one.text)
    held = {Decimal(n) for n in _NUMBER.findall(text)}
    return len(held - _right(school, rows, student, names))


def _right(school: School, rows: list[_Row], student: str, names: list[str]) -> set[Decimal]:
    if not names:
        return {_mean(school, student, ("c1", "c2", "c3", "c4"))}
    found = {r.activity: r for r in rows}
    for name in names:
        if name in found:
            points = found[name].points
            return set() if points is None else {points, Decimal(100)}
        if name in ("c1", "c2", "c3", "c4"):
            return {_mean(school, student, (name,))}
        of = [r for r in rows if _DIMENSION[r.kind] == name]
        if of:
            worth = [_WORTH[r.word] if r.points is None else r.points / 100 for r in of]
            share = (sum(worth, Decimal(0)) / len(worth)).quantize(Decimal("0.01"), ROUND_HALF_UP)
            return {Decimal(len(of)), share * 100}
    return set()


def _mean(school: School, student: str, criteria: tuple[str, ...]) -> Decimal:
    """Every judge weighs the same in this scheme."""
    given = [school.points[(student, c, j)] for c in criteria for j in school.judges]
    return (sum(given, Decimal(0)) / len(given)).quantize(Decimal("0.1"), ROUND_HALF_UP)


def _comment(school: School, student: str) -> tuple[Sentence, ...]:
    comments, teacher, mentor = school.store.comments, school.who("teacher1"), school.who("mentor1")
    basis = comments.basis(*teacher, school.held.id, student)
    made = comments.enter(*teacher, basis, "student", 0, write(basis.found, "student"), "extract")
    once = comments.sign(*teacher, made.id, made.version)
    return comments.sign(*mentor, made.id, once.version).sentences


def _rows(pieces: int, chance: random.Random) -> list[_Row]:
    level = chance.randint(55, 85)
    made = []
    for n in range(pieces):
        if n % 5 == 0:
            word = chance.choice(["出勤", "出勤", "出勤", "迟到", "缺勤"])
            made.append(_Row("考勤", f"第{n + 1}次课", None, word))
        else:
            made.append(_Row("作业", f"任务{n + 1}", Decimal(level + chance.randint(-20, 15)), ""))
    return made


def _import(school: School, intake: Intake, rows: dict[str, list[_Row]]) -> int:
    book, out = Workbook(), BytesIO()
    page: Any = book.active
    page.append(list(HEADERS))
    when = f"{day(utc_now()) - timedelta(days=1):%Y-%m-%d}"
    for n, student in enumerate(school.students):
        for r in rows[student]:
            told = {"类型": r.kind, "学生用户名": f"s{n}", "日期": when, "活动": r.activity, "结果": r.word or None}
            if r.points is not None:
                told |= {"得分": str(r.points), "满分": "100"}
            page.append([told.get(name) for name in HEADERS])
    book.save(out)
    teacher, _ = school.who("teacher1")
    taking = intake.take(teacher, out.getvalue())
    while not taking.over:
        time.sleep(0.02)
    return taking.counts["added"]


def _register(school: School) -> None:
    store = school.store
    until = day(utc_now()) + timedelta(days=365)
    stewards = {o: next(p for p in school.stewards if p.home == o) for o in ("school", "firm")}
    made = store.registers.propose(
        stewards["school"], school="school", enterprise="firm", entries=usual(), until=until
    )
    store.registers.sign(stewards["firm"], made.id, made.hash)
    for student in school.students:
        store.enterprise_consents.give(store.people.principal(student), "firm")


def comments(
    students: Annotated[int, typer.Option(min=1, max=500)] = 60,
    pieces: Annotated[int, typer.Option(min=1, max=200)] = 40,
    json: Annotated[Path | None, typer.Option("--json")] = None,
) -> None:
    """Import, grade, comment, sign and export a class of two sides with two judges each."""
    found = run(students, pieces)
    show("comments", found)
    write_json(json, found)


def register(app: typer.Typer) -> None:
    app.command()(comments)
