"""What jobs, competitions and certificates ask for, against what the courses teach (岗课赛证创).

Knows the arguments, where documents come from and the shape of the result; rows and cells are learning's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar, get_args

from pydantic import BaseModel, Field, model_validator

from learning.closeness import near
from learning.correspondence import granted, stated
from learning.coverage import Coverage, Judged, Sought
from learning.module import modules, place
from learning.nearby import mentioned
from learning.opened import filled
from learning.planned import asked_in, bank, promised, promises
from learning.requirement import Kind, Requirement
from tools._matrix import Matrix, shown
from tools._opened import Opened, opened
from tools._sought import Source, sources, whole
from tools._taught import NEAR, Ranks, courses, ranked
from tools._tool import Arguments, ToolResult
from trust.day import day
from trust.errors import NotEnough
from trust.labels import join
from trust.roles import Act
from trust.sources import Findings, Passage
from trust.turn import Turn

MOST = 120
"""Requirement rows."""
OF_BANK = 0.7
"""The closeness of the closest bank of questions that another one needs."""


class MatchArguments(Arguments):
    """Requirements by `query` or `document_ids`; the course documents are found when none are named."""

    query: str | None = Field(
        default=None, min_length=2, max_length=200,
        description="The job, competition, certificate or trade, in its own words; leave out when ids are given.",
    )  # fmt: skip
    document_ids: list[str] = Field(default=[], max_length=10, description="Documents that hold the requirements.")
    course_document_ids: list[str] = Field(default=[], max_length=20, description="Course documents; found if empty.")
    kinds: list[Kind] = Field(
        default=list(get_args(Kind)), min_length=1, max_length=4,
        description="post (job), competition, certificate, venture.",
    )  # fmt: skip

    @model_validator(mode="after")
    def _about_something(self) -> MatchArguments:
        if not (self.query or self.document_ids):
            raise ValueError("a query or documents")
        return self


class MatchTool:
    """Compare what job profiles, competition rules and certificate standards require with the course modules that
    teach it (岗课赛证对照): a matrix with the cited passages of each cell, the gaps, and what is out of date.

    Call it when a teacher or mentor asks whether courses cover a job, a competition or a certificate, or what is
    missing. Do not call it to answer a question about one requirement; search does that.
    """

    name: ClassVar[str] = "match_requirements"
    needs: ClassVar[Act] = Act.REVIEW
    arguments: ClassVar[type[Arguments]] = MatchArguments
    result: ClassVar[type[BaseModel]] = Matrix

    def run(self, turn: Turn, arguments: MatchArguments) -> ToolResult:
        """Raises NotEnough without requirements or courses, NotFound for ids that are not there, PartDown."""
        turn.emit("progress", {"stage": "requirements", "words": "正在读取岗位、赛项与证书要求"})
        asked = sources(turn, arguments.query, arguments.document_ids, arguments.kinds)
        if not asked:
            raise _no_requirements()
        pairs = [(source, row) for source in asked for row in source.rows][:MOST]
        rows = [row for _, row in pairs]
        turn.emit("progress", {"stage": "courses", "words": "正在查找课程资料"})
        ranks = ranked(turn, rows)
        read, close = courses(turn, rows, ranks, arguments.course_document_ids)
        taught = sorted((module for passages in read for module in modules(passages)), key=place)
        if not taught:
            raise _no_courses()
        turn.emit("progress", {"stage": "match", "words": "正在逐条对照"})
        banks = _banks(turn, rows, ranks, arguments.course_document_ids)
        coverage = Coverage(taught, turn.search.telling, Sought(ranks, close))
        judged = coverage.judged(rows)
        lent = Opened() if arguments.course_document_ids else _lent(turn, rows, judged, coverage, read, close)
        judged = filled(coverage, rows, judged, lent.papers)
        judged = mentioned(coverage, rows, judged, [*taught, *lent.papers, *lent.records])
        missing = {n: one.missing for n, one in enumerate(judged) if one.missing}
        plan = promised(missing, [*promises(read), *asked_in(banks)], coverage.weigher)
        said = (*stated([p for source in asked for p in source.passages], taught), *granted(read))
        every = _every(asked, [*read, *banks, *lent.texts])
        findings = Findings(arguments.query or asked[0].document.title, every, join(p.label for p in every), len(every))
        made, citations = shown(pairs, [*taught, *lent.papers], judged, said, day(turn.now), arguments.query, plan)
        return ToolResult(made, findings, citations, join([turn.floor, *(p.label for p in every)]))


def _lent(
    turn: Turn, rows: Sequence[Requirement], judged: Sequence[Judged], coverage: Coverage,
    read: Sequence[tuple[Passage, ...]], close: Mapping[str, float],
) -> Opened:
    """Those opened to the courses, looked for where books leave something out."""
    left = [row for row, one in zip(rows, judged, strict=True) if coverage.untaught(coverage.asked(row), one)]
    return opened(turn, left, read, close)


def _banks(
    turn: Turn, rows: Sequence[Requirement], ranks: Ranks, named: Sequence[str]
) -> list[tuple[Passage, ...]]:
    """The banks of questions that the search finds near the first, whole, those of other trades left out; where courses
    are named, of these only.
    """
    found = named or dict.fromkeys(d for places in ranks for d, place in sorted(places.items()) if place < NEAR)
    banks = [passages for d in found if bank(passages := whole(turn, d))]
    close = near(rows, banks)
    return [passages for passages in banks if close[passages[0].document_id] >= OF_BANK]


def _every(asked: Sequence[Source], read: Sequence[tuple[Passage, ...]]) -> tuple[Passage, ...]:
    """All that was read: gaps rest on every course passage as much as cells do."""
    return tuple(dict.fromkeys([*(p for s in asked for p in s.passages), *(p for run in read for p in run)]))


def _no_requirements() -> NotEnough:
    return NotEnough(
        "在你有权阅读的资料里没有找到这样的要求。需要岗位说明、赛项规程或职业技能等级标准（赛证题库、企业工艺库或实训资源库里），"
        "请写明岗位、赛项或证书的名称，或直接指定资料。",
        "Found no such requirements in what you may read. Needed: a job profile, competition rules or a certificate "
        "standard. Name the job, competition or certificate, or choose documents.",
    )


def _no_courses() -> NotEnough:
    return NotEnough(
        "没有可以对照的课程资料。需要课程资源库里的课程标准、教材或讲义，请先上传或指定课程资料。",
        "Nothing to compare with. Needed: course standards, textbooks or handouts in the course library.",
    )
