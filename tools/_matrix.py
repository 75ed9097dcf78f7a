"""The shape of a requirements matrix as it leaves, with its citations numbered. Finds and judges nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal

from pydantic import BaseModel

from learning.checks import Cited
from learning.coverage import Judged, Strength
from learning.demand import Item
from learning.module import Module
from learning.planned import BANKED, GOALS, Promise
from learning.requirement import NAMES, Kind, Requirement
from learning.sourced import book
from learning.validity import Standing
from tools._sought import Source
from tools._work_order import Numbered, Quoted
from trust.sources import Citation

MARKED = (
    "本对照表由系统依据所引资料逐项自动对照生成：把每条要求拆成几项，一个课程单元的原文写到全部各项为“覆盖”，写到其中一部分为"
    "“部分覆盖”，并写明还缺哪几项；哪个单元都没有写到、而所读资料里有相近句子的为“待核对”，句子列在后面，是否算讲到由教师定；“缺口”是连相近的句子也没有找到。课程资料包括课程标准、教材、讲义和向本课程开放的企业资料、实训情境；企业资料和实训情境只列教材没有写到的几项或正讲这一项的一节，"
    "企业资料前面注明。题库不算讲授。课程标准的项目只有名称，要求只写名称的，都按“部分覆盖”计。"
    "使用前请教师审核。"
)
Outdated = Literal["expired", "not_yet", "replaced"]
REASONS: dict[Outdated, str] = {"expired": "已过有效期或复审日期", "not_yet": "尚未生效", "replaced": "已有新版本"}
WHO: dict[Kind, str] = {
    "post": "请企业导师在岗位实习中带教", "competition": "在赛前训练中补充", "certificate": "在考前实训中补充",
    "venture": "由双创课程或创业导师补充",
}  # fmt: skip
"""Who can fill a gap that has no place in the course yet."""
HINTS = 3
"""Mentions told of one requirement."""
NAMED_ONLY = "各项都有对应，引文只说到名称或一部分，讲到什么程度请教师核对"
OF_PAPERS = "各项都有对应；教材没有写到的几项出自所列企业资料，能否用来上课请教师核对"
FORM_ONLY = "只写了考核方式，没有写考哪些内容，请教师对照考试范围"
_CONDUCT = re.compile(r"卫生|安全|防护|护[目镜]|手套|烫伤|受伤|出血|落地|混用|泄露|虚假|绝对化|承诺|带压|带电")
CONDUCT = "比赛或考核规则；其中的安全、卫生、职业规范，请在平时实训中一并要求"
"""A rule that also says how one behaves at work."""
Planned = Sequence[tuple[Promise, tuple[Item, ...]]]
STRENGTHS: dict[Strength, str] = {"full": "覆盖", "partial": "部分覆盖"}


class RequirementOut(BaseModel):
    """`quote` is verbatim; `expires` is the earlier of the record's review date and the text's own. `rule`: it governs
    the contest or examination, no course teaches it. `condition`: it says whom a job takes.
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
    condition: bool = False


class ModuleOut(BaseModel):
    """A chapter, or a project of a course; `title` is its document's."""

    n: int
    name: str
    title: str
    document_id: str


class CellOut(BaseModel):
    """`citations` are numbers of what the module says on the requirement, `covers` the items of it that it says."""

    requirement: int
    module: int
    strength: Strength
    words: str
    citations: list[int]
    covers: list[str] = []


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
    """How many of a source's requirements are covered; one sentence in `words`. `unsure` are not among `gaps`."""

    source: str
    rows: int
    full: int
    partly: int
    gaps: int
    words: str
    rules: int = 0
    conditions: int = 0
    unsure: int = 0


class Advice(BaseModel):
    """What a gap, or a requirement covered in part, calls for: `missing` are the items no module covers, of a gap all;
    `module` is where they would stand nearest, None for nowhere yet; `citations` what a course standard or a bank of
    questions says on them.
    """

    requirement: int
    module: int | None
    words: str
    citations: list[int] = []
    missing: list[str] = []


class Matrix(BaseModel):
    """`gaps` are numbers of requirements that no module covers, `unsure` of those among them that a sentence comes
    near, `partly` of those covered in part only, `rules` of those that no course teaches, `conditions` of those that
    say whom a job takes. `stated` is what the documents say themselves on a course.
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
    conditions: list[int] = []
    unsure: list[int] = []


def shown(
    rows: Sequence[tuple[Source, Requirement]], taught: Sequence[Module], judged: Sequence[Judged],
    said: Sequence[Cited], today: date, query: str | None,
    plan: Mapping[int, Planned] | None = None,
) -> tuple[Matrix, tuple[Citation, ...]]:
    """Modules that cover nothing stay: an empty column is an answer too. `said` is what the documents say on the
    course, `plan` what course standards and banks promise on what is missing.
    """
    numbered = Numbered()
    wanted = [_requirement(n, source, row, numbered) for n, (source, row) in enumerate(rows, 1)]
    made = [
        CellOut(
            requirement=c.requirement + 1, module=c.module + 1, strength=c.strength, words=STRENGTHS[c.strength],
            citations=[numbered.of(u.text, u.passage) for u in c.quoted], covers=merged(c.items),
        )
        for one in judged for c in one.cells
    ]  # fmt: skip
    full = {r.n for r, one in zip(wanted, judged, strict=True) if _whole(one)}
    some = {c.requirement for c in made}
    aside = {r.n for r in wanted if r.rule or r.condition}
    near = {r.n for r, one in zip(wanted, judged, strict=True) if one.hints or (plan or {}).get(r.n - 1)}
    near -= some | aside
    return Matrix(
        title=f"{query or _course(taught) or rows[0][0].document.title} 岗课赛证对照"[:100], made_on=today,
        requirements=wanted, modules=[
            ModuleOut(n=n, name=m.name, title=m.title, document_id=m.document_id) for n, m in enumerate(taught, 1)
        ],
        cells=made, gaps=[r.n for r in wanted if r.n not in some | aside],
        partly=[r.n for r in wanted if r.n in some - full], outdated=_outdated(rows, today),
        counts=_counts(wanted, some, full, near), rules=[r.n for r in wanted if r.rule],
        advice=[
            _advice(r, one, taught, (plan or {}).get(r.n - 1, ()), numbered)
            for r, one in zip(wanted, judged, strict=True) if r.n not in aside and (r.n not in full or one.wished)
        ] + [
            Advice(requirement=r.n, module=None, words=FORM_ONLY)
            for r, (_, row) in zip(wanted, rows, strict=True) if row.form
        ] + [
            Advice(requirement=r.n, module=None, words=CONDUCT)
            for r in wanted if r.rule and _CONDUCT.search(r.text)
        ],
        stated=[Quoted(text=c.text, citation=numbered.of(c.text, c.passage)) for c in said],
        conditions=[r.n for r in wanted if r.condition], unsure=sorted(near),
    ), tuple(numbered.made)  # fmt: skip


def _whole(one: Judged) -> bool:
    return any(c.strength == "full" for c in one.cells)


def _advice(
    row: RequirementOut, one: Judged, taught: Sequence[Module], plan: Planned, numbered: Numbered
) -> Advice:
    """What is missing: what the course standard or a bank speaks of, what a book only mentions, and the rest with who
    could fill it; of a gap also where it would stand.
    """
    missing, module = merged([i for i in one.missing if not i.name] or one.missing), one.nearest
    planned = {i for _, items in plan for i in items}
    hints = [h for h in one.hints if h.item not in planned][:HINTS]
    told = {i.text for i in planned} | {h.item.text for h in hints}
    rest = [text for text in missing if text not in told]
    words = [_rest(row, one, rest, taught, bool(told))]
    for where in dict.fromkeys(_where(p) for p, _ in plan):
        words.append(f"{where}：{'、'.join(merged([i for p, items in plan if _where(p) == where for i in items]))}")
    words += ["提到的这些教材和讲义还没有展开，建议补充"] if plan else []
    words += [f"有相近的句子，是否算讲到请教师核对：{'、'.join(h.item.text for h in hints)}"] if hints else []
    words += [f"加分项课程没有写到：{'、'.join(merged(one.wished))}"] if one.wished else []
    quoted = [(p.unit.text, p.unit.passage) for p, _ in plan] + [(h.unit.text, h.unit.passage) for h in hints]
    return Advice(
        requirement=row.n, module=None if module is None else module + 1, words="；".join(w for w in words if w),
        missing=missing, citations=list(dict.fromkeys(numbered.of(text, passage) for text, passage in quoted)),
    )  # fmt: skip


def _rest(row: RequirementOut, one: Judged, rest: Sequence[str], taught: Sequence[Module], told: bool) -> str:
    """What nothing speaks of, and who could fill it."""
    if one.cells:
        opened = any(taught[c.module].opened for c in one.cells)
        named = "" if told or _whole(one) else OF_PAPERS if opened else NAMED_ONLY
        return f"还缺：{'、'.join(rest)}（建议{WHO[row.kind]}）" if rest else named
    where = ""
    if one.nearest is not None:
        where = f"“{' '.join(filter(None, (taught[one.nearest].name, one.section)))}”"
    if told:
        return f"还缺：{'、'.join(rest)}（建议{WHO[row.kind]}）" if rest else ""
    if not where:
        return f"课程资料都没有写到，建议{WHO[row.kind]}"
    return f"课程资料没有写到；与{where}最近，可在其中补充，或{WHO[row.kind]}"


def _where(promise: Promise) -> str:
    if promise.heading == GOALS:
        return f"{book(promise.unit.passage.title)}的学习目标里提到"
    return "课程题库里有练习" if promise.heading == BANKED else f"课程标准的“{promise.heading}”里提到"


def merged(items: Sequence[Item]) -> list[str]:
    """What is missing, each thing once."""
    return list(dict.fromkeys(i.text for i in items))


def _course(taught: Sequence[Module]) -> str:
    """The course that the modules belong to, where a course standard names it."""
    named = (re.match(r"(《.+》)课程标准", m.title) for m in taught)
    return next((m[1] for m in named if m), "")


def _counts(
    wanted: Sequence[RequirementOut], some: set[int], full: set[int], near: set[int]
) -> list[Counted]:
    made = []
    for source in dict.fromkeys(r.source for r in wanted):
        numbers = {r.n for r in wanted if r.source == source}
        covered, partly = len(numbers & full), len(numbers & (some - full))
        rules = sum(r.rule for r in wanted if r.n in numbers)
        conditions = sum(r.condition for r in wanted if r.n in numbers)
        unsure = len(numbers & near)
        gaps = len(numbers) - covered - partly - rules - conditions - unsure
        words = f"{book(source)}共 {len(numbers)} 条：覆盖 {covered} 条，部分覆盖 {partly} 条"
        words += f"，待核对 {unsure} 条，缺口 {gaps} 条" if unsure else f"，缺口 {gaps} 条"
        words += f"，另有 {rules} 条是比赛或考核的规则，不由课程教" if rules else ""
        words += f"，{conditions} 条是招聘条件，不由课程教。" if conditions else "。"
        made.append(
            Counted(source=source, rows=len(numbers), full=covered, partly=partly, gaps=gaps, words=words, rules=rules,
                    conditions=conditions, unsure=unsure)
        )
    return made


def _requirement(n: int, source: Source, row: Requirement, numbered: Numbered) -> RequirementOut:
    document, state = source.document, source.standing
    return RequirementOut(
        n=n, kind=row.kind, kind_name=NAMES[row.kind], source=document.title, document_id=document.id,
        version=state.version, begins=state.begins, expires=state.ends, section=row.section, area=row.area,
        task=row.task, level=row.level, text=row.text, quote=row.quote, citation=numbered.of(row.quote, row.passage),
        rule=row.rule, condition=row.condition,
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
