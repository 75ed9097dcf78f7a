"""The shape of a requirements matrix as it leaves, with its citations numbered. Finds and judges nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal

from pydantic import BaseModel

from learning.checks import Cited
from learning.coverage import Cell, Strength
from learning.module import Module
from learning.planned import Promise
from learning.requirement import NAMES, Kind, Requirement
from learning.sourced import book
from learning.validity import Standing
from tools._sought import Source
from tools._work_order import Numbered, Quoted
from trust.sources import Citation

MARKED = (
    "本对照表由系统依据所引资料按词语自动对照生成：一个课程单元的原文写到要求的大部分用语为“覆盖”，写到一部分为“部分覆盖”；"
    "“缺口”只说明所读课程资料里没有找到。使用前请教师审核。"
)
Outdated = Literal["expired", "not_yet", "replaced"]
REASONS: dict[Outdated, str] = {"expired": "已过有效期或复审日期", "not_yet": "尚未生效", "replaced": "已有新版本"}
WHO: dict[Kind, str] = {
    "post": "请企业导师在岗位实习中带教", "competition": "在赛前训练中补充", "certificate": "在考前实训中补充",
    "venture": "由双创课程或创业导师补充",
}  # fmt: skip
"""Who can fill a gap that has no place in the course yet."""
STRENGTHS: dict[Strength, str] = {"full": "覆盖", "partial": "部分覆盖"}


class RequirementOut(BaseModel):
    """`quote` is verbatim; `expires` is the earlier of the record's review date and the text's own. `rule`: it governs
    the contest or examination, no course teaches it.
    """

    n: int
    kind: Kind
    kind_name: str
    source: str
    document_id: str
    version: str
    begins: date | None
    expires: date | None
    section: str
    area: str
    task: str
    level: str
    text: str
    quote: str
    citation: int
    rule: bool = False


class ModuleOut(BaseModel):
    """A chapter, or a project of a course; `title` is its document's."""

    n: int
    name: str
    title: str
    document_id: str


class CellOut(BaseModel):
    """`citations` are numbers of what the module says on the requirement."""

    requirement: int
    module: int
    strength: Strength
    words: str
    citations: list[int]


class OutdatedOut(BaseModel):
    """A document of requirements, its rows, and why it no longer counts; `by` is what replaces it."""

    document_id: str
    source: str
    reason: Outdated
    words: str
    date: date | None
    by: str
    requirements: list[int]


class Counted(BaseModel):
    """How many of a source's requirements are covered; one sentence in `words`."""

    source: str
    rows: int
    full: int
    partly: int
    gaps: int
    words: str
    rules: int = 0


class Advice(BaseModel):
    """What a gap calls for: `module` is where it would stand nearest, None for nowhere yet; `citations` what a course
    standard promises on it.
    """

    requirement: int
    module: int | None
    words: str
    citations: list[int] = []


class Matrix(BaseModel):
    """`gaps` are numbers of requirements that no module covers, `partly` of those covered in part only, `rules` of
    those that no course teaches. `stated` is what the documents say themselves on a course.
    """

    title: str
    made_on: date
    requirements: list[RequirementOut]
    modules: list[ModuleOut]
    cells: list[CellOut]
    gaps: list[int]
    partly: list[int]
    outdated: list[OutdatedOut]
    marked: str = MARKED
    counts: list[Counted] = []
    rules: list[int] = []
    advice: list[Advice] = []
    stated: list[Quoted] = []


def shown(
    rows: Sequence[tuple[Source, Requirement]], taught: Sequence[Module], found: Sequence[Cell],
    near: Mapping[int, int], said: Sequence[Cited], today: date, query: str | None,
    plan: Mapping[int, Promise] | None = None,
) -> tuple[Matrix, tuple[Citation, ...]]:
    """Modules that cover nothing stay: an empty column is an answer too. `near` has the places of gaps, `said` what
    the documents say on the course, `plan` what course standards promise on gaps.
    """
    numbered = Numbered()
    wanted = [_requirement(n, source, row, numbered) for n, (source, row) in enumerate(rows, 1)]
    made = [
        CellOut(
            requirement=c.requirement + 1, module=c.module + 1, strength=c.strength, words=STRENGTHS[c.strength],
            citations=[numbered.of(u.text, u.passage) for u in c.quoted],
        )
        for c in found
    ]
    full = {c.requirement for c in made if c.strength == "full"}
    some = {c.requirement for c in made}
    return Matrix(
        title=f"{query or _course(taught) or rows[0][0].document.title} 岗课赛证对照"[:100], made_on=today,
        requirements=wanted, modules=[
            ModuleOut(n=n, name=m.name, title=m.title, document_id=m.document_id) for n, m in enumerate(taught, 1)
        ],
        cells=made, gaps=[r.n for r in wanted if r.n not in some and not r.rule],
        partly=[r.n for r in wanted if r.n in some - full], outdated=_outdated(rows, today),
        counts=_counts(wanted, some, full), rules=[r.n for r in wanted if r.rule and r.n not in some],
        advice=[
            _advice(r, near.get(r.n - 1), taught, (plan or {}).get(r.n - 1), numbered)
            for r in wanted if r.n not in some and not r.rule
        ],
        stated=[Quoted(text=c.text, citation=numbered.of(c.text, c.passage)) for c in said],
    ), tuple(numbered.made)  # fmt: skip


def _advice(
    row: RequirementOut, module: int | None, taught: Sequence[Module], plan: Promise | None, numbered: Numbered
) -> Advice:
    """Where a course standard promises it, that it is to be taught; else where it would stand, else who could."""
    if plan is not None:
        where = f"，可放在“{taught[module].name}”里" if module is not None else ""
        return Advice(
            requirement=row.n, module=None if module is None else module + 1,
            words=f"课程标准的“{plan.heading}”里提到了，教材和讲义还没有展开，建议补充{where}",
            citations=[numbered.of(plan.unit.text, plan.unit.passage)],
        )  # fmt: skip
    if module is None:
        return Advice(requirement=row.n, module=None, words=f"课程资料都没有写到，建议{WHO[row.kind]}")
    return Advice(requirement=row.n, module=module + 1, words=f"与“{taught[module].name}”最近，建议在其中补充")


def _course(taught: Sequence[Module]) -> str:
    """The course that the modules belong to, where a course standard names it."""
    named = (re.match(r"(《.+》)课程标准", m.title) for m in taught)
    return next((m[1] for m in named if m), "")


def _counts(wanted: Sequence[RequirementOut], some: set[int], full: set[int]) -> list[Counted]:
    made = []
    for source in dict.fromkeys(r.source for r in wanted):
        numbers = {r.n for r in wanted if r.source == source}
        covered, partly = len(numbers & full), len(numbers & (some - full))
        rules = sum(r.rule and r.n not in some for r in wanted if r.n in numbers)
        gaps = len(numbers) - covered - partly - rules
        words = f"{book(source)}共 {len(numbers)} 条：覆盖 {covered} 条，部分覆盖 {partly} 条，缺口 {gaps} 条"
        words += f"，另有 {rules} 条是比赛或考核的规则，不由课程教。" if rules else "。"
        made.append(
            Counted(source=source, rows=len(numbers), full=covered, partly=partly, gaps=gaps, words=words, rules=rules)
        )
    return made


def _requirement(n: int, source: Source, row: Requirement, numbered: Numbered) -> RequirementOut:
    document, state = source.document, source.standing
    return RequirementOut(
        n=n, kind=row.kind, kind_name=NAMES[row.kind], source=document.title, document_id=document.id,
        version=state.version, begins=state.begins, expires=state.ends, section=row.section, area=row.area,
        task=row.task, level=row.level, text=row.text, quote=row.quote, citation=numbered.of(row.quote, row.passage),
        rule=row.rule,
    )  # fmt: skip


def _outdated(rows: Sequence[tuple[Source, Requirement]], today: date) -> list[OutdatedOut]:
    found = []
    for source in {s.document.id: s for s, _ in rows}.values():
        numbers = [n for n, (s, _) in enumerate(rows, 1) if s.document.id == source.document.id]
        for reason, day, by in _why(source.standing, source.replaced, today):
            found.append(OutdatedOut(
                document_id=source.document.id, source=source.document.title, reason=reason, words=REASONS[reason],
                date=day, by=by, requirements=numbers,
            ))  # fmt: skip
    return found


def _why(state: Standing, replaced: str | None, today: date) -> list[tuple[Outdated, date | None, str]]:
    found: list[tuple[Outdated, date | None, str]] = []
    if state.expired(today):
        found.append(("expired", state.ends, ""))
    if state.begins is not None and state.begins > today:
        found.append(("not_yet", state.begins, ""))
    if replaced:
        found.append(("replaced", None, replaced))
    return found
