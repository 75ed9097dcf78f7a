"""What other papers of the same place say to a piece of work, each sentence verbatim. Pure.

A paper belongs to the work where its title holds the machine's type, where it says it is for the same line and kind of
product, where a step of the work names it, where its title holds the part's number, or where it teaches the way a step
holds its piece. The machine's paper gives rules and what to do with the first piece; the line's control plan its limits
for each step; a named standard the values that its step must come to; a paper on the way its bounds. Does not find the
papers, nor say who may read them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from learning import clue, inventory
from learning.checks import Check, Cited
from learning.line import Line, lines
from learning.outcome import heading
from learning.placing import step_of
from learning.project import words
from learning.rule import Rule, whole
from learning.scan import quantities
from learning.stepname import name, under
from learning.structure import row
from trust.sources import Passage

Kind = Literal["machine", "line", "named", "part", "way"]
RULES, NOTES, CHECKS, TIES, ALIKE = 6, 6, 10, 3, 2
"""What one paper gives at most, of each; ties of a kind; pairs of characters that products of one line share."""
_TIES: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("machine", re.compile(
        r"(?<![A-Za-z0-9-])([A-Z]{1,4}\d{3,5}[A-Z]?)(?=\s?[\u4e00-\u9fff]{0,6}?(?:机床|[车铣磨钻镗]床|加工中心|机(?!加)))")),
    ("line", re.compile(r"(\d+\s?号[\u4e00-\u9fff]{0,6}?线)(?!路|圈)")),
    ("named", re.compile(r"按(?:照)?([\u4e00-\u9fff]{2,12}?(?:规范|标准|规定|办法|制度|细则|指导书|说明书))")),
    ("part", re.compile(r"(?<![A-Za-z0-9-])([A-Z]{2,4}-\d{3,5})(?![\d-])")),
    ("way", re.compile(r"([\u4e00-\u9fff]{3,6}?)(?:装夹|夹持)")),
)  # fmt: skip
_WAYS = re.compile(r"装夹|夹具|夹紧|找正")
_HEAD = re.compile(r"(?:规范|标准|规定|办法|制度|细则|指导书|说明书)$")
_FIRST = re.compile(r"首件|首样|首次")
_RUNNING = re.compile(r"加工中|运行中|操作中|生产中|首件|首样")
_GRANTED = re.compile(r"方可|才可|才能")
_FOR = re.compile(r"适用|用于|产线|产品")
_CODE = re.compile(r"[A-Z]{2,5}\s?\d{1,2}(?!\d)")
_LIMIT = re.compile(r"限值|要求|标准|允许|目标|规定值")
_WHAT = re.compile(r"内容|项目|部位|名称|对象")
_BANNED = re.compile(r"^禁用[：:]")
_KIND_OF_PAPER = re.compile(r"(?:生产)?(?:工艺规程|工艺卡|规程|作业指导书|指导书|操作说明|说明书|SOP)\S*$")
_FORM = re.compile(r"[A-Z]{2,5} ?(?:记录|档案)")
_CHAIN = re.compile(r"→")
_BOUND = re.compile(r"不[少大小超高低]|以[内下上]|[≤≥]|以内|须|必须")


@dataclass(frozen=True)
class Tie:
    """Why a paper may belong: the word that has to be in it."""

    kind: Kind
    word: str


@dataclass(frozen=True)
class Companion:
    tie: Tie
    passages: tuple[Passage, ...]

    @property
    def title(self) -> str:
        return self.passages[0].title

    @cached_property
    def every(self) -> tuple[Line, ...]:
        """Its lines but for headings; read once for all tasks."""
        return tuple(_whole_row(line) for line in lines(self.passages) if line.kind != "heading")


@dataclass(frozen=True)
class Beside:
    """For one task. `at` are notes with the place of their step, `critical` the steps that a control plan sets a limit
    for, `standards` the titles of the papers that `checks` are of.
    """

    rules: tuple[Rule, ...] = ()
    notes: tuple[Cited, ...] = ()
    at: tuple[tuple[int, Cited], ...] = ()
    checks: tuple[Check, ...] = ()
    records: tuple[Cited, ...] = ()

    @property
    def critical(self) -> frozenset[int]:
        return frozenset(n for n, c in self.at if _CODE.search(c.text))

    @property
    def standards(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(c.source.passage.title for c in self.checks))


def ties(read: Sequence[Passage]) -> tuple[Tie, ...]:
    """What the work itself names, at most a few of each kind; the part only by the work's title."""
    text = "\n".join(p.text for p in read)
    made: list[Tie] = []
    for kind, pattern in _TIES:
        found = pattern.findall(read[0].title if kind == "part" else text)
        made += [Tie(kind, word) for word in list(dict.fromkeys(_plain(w) for w in found))[:TIES]]
    return tuple(made)


def titled_so(tie: Tie, title: str) -> bool:
    """Whether a paper of that title may belong at all; of a line any may, its scope says so."""
    return tie.kind == "line" or _by_title(tie, title)


def _speaks(line: Line, word: str) -> bool:
    """A row or a heading of that name."""
    return (line.cells[0][1] if line.cells else line.section[-1] if line.section else "") == word


def belongs(tie: Tie, paper: Sequence[Passage], work: Sequence[Passage]) -> bool:
    if tie.kind == "way":
        return _by_title(tie, paper[0].title) and any(_speaks(line, tie.word) for line in lines(paper))
    if tie.kind != "line":
        return _by_title(tie, paper[0].title)
    told = words(" ".join([paper[0].title, *_scope(paper, tie.word)]))
    product = words(_KIND_OF_PAPER.sub("", work[0].title))
    return bool(_scope(paper, tie.word)) and len(told & product) >= min(ALIKE, max(1, len(product)))


def _by_title(tie: Tie, title: str) -> bool:
    if tie.kind == "way":
        return _WAYS.search(title) is not None
    if tie.kind != "named":
        return re.search(rf"(?<![A-Za-z0-9-]){re.escape(tie.word)}(?![\d-])", title) is not None
    head = _HEAD.search(tie.word)
    about = tie.word[: head.start()] if head else ""
    return head is not None and len(about) > 1 and about in title and head[0] in title[title.find(about) :]


def why(tie: Tie) -> str:
    told = {"machine": "同一机床", "line": "同一产线和产品", "named": "规程写明按它做", "part": "同一零件",
            "way": "同一装夹方式"}
    return f"{told[tie.kind]}（{tie.word}）"


def chapters(one: Companion) -> list[str]:
    """Its headings below the title, in order."""
    every = [h for line in lines(one.passages) for h in line.section[1:2] if h != one.title]
    return list(dict.fromkeys(every))


def opening(one: Companion) -> tuple[str, Passage]:
    """The first line it says, with its passage."""
    line = next((line for line in lines(one.passages) if line.kind != "heading"), None)
    return (line.text, line.passage) if line else (one.passages[0].text, one.passages[0])


def _scope(paper: Sequence[Passage], word: str) -> list[str]:
    """The sentences before its first chapter that say what it is for."""
    opening = [line for line in lines(paper) if len(line.section) < 2 or line.section[-1] == line.passage.title]
    said = [s for line in opening for s in whole(line.body or line.text)]
    return [s for s in said if _FOR.search(s) and word in _plain(s)]


def beside(companions: Iterable[Companion], steps: Sequence[str]) -> Beside:
    """What they all say to a task with these steps, in order."""
    made = [_said(c, steps) for c in companions]
    return Beside(
        tuple(r for b in made for r in b.rules), tuple(n for b in made for n in b.notes),
        tuple(a for b in made for a in b.at), tuple(c for b in made for c in b.checks),
        tuple({r.text: r for b in made for r in b.records}.values()),
    )  # fmt: skip


def _said(companion: Companion, steps: Sequence[str]) -> Beside:
    every, kind = companion.every, companion.tie.kind
    if kind == "machine":
        return _of_machine(every, companion, steps)
    if kind == "line":
        return _of_line(every, steps)
    if kind == "way":
        return _of_way(every, companion.tie.word, steps)
    return _of_standard(every, companion.tie.word, steps) if kind == "named" else Beside()


def _whole_row(line: Line) -> Line:
    """A row is one though a cell of it has a semicolon of its own."""
    found = None if line.cells else row(line.text)
    return replace(line, cells=found.cells) if found else line


def _of_machine(every: Sequence[Line], companion: Companion, steps: Sequence[str]) -> Beside:
    """Nothing of it where the task does no work at a machine, nor of what is for those who maintain it."""
    if not any(_WORKED.search(s) for s in steps) or _UPKEEP.search(companion.title):
        return Beside()
    title = companion.title
    at = title.find(companion.tie.word)
    about = _MACHINE_NAME.match(title[at:]) if at >= 0 else None
    called = about[0] if about else companion.tie.word
    rules, notes = [], []
    for line in (line for line in every if not line.cells):
        for sentence in whole(line.body or line.text):
            first = any(_FIRST.search(h) for h in line.section[1:])
            kept = clue.dangerous(sentence) or clue.forbidding(sentence) or (first and clue.bodily(sentence))
            if kept or (first and _GRANTED.search(sentence)):
                rules.append(Rule(Cited(sentence, line.passage), clue.vital(sentence), called))
            elif any(_RUNNING.search(h) for h in line.section[1:]):
                notes.append(Cited(sentence, line.passage))
    return Beside(tuple(rules[:RULES]), tuple(notes[:NOTES]), records=inventory.records(every))


_UPKEEP = re.compile(r"点检|保养|维护|维修|检修")
_WORKED = re.compile(r"[车铣钻磨镗削]|加工")
_MACHINE_NAME = re.compile(r"[A-Z0-9]+\s?[\u4e00-\u9fff]{0,6}?(?:机床|[车铣磨钻镗]床|加工中心|机)")


def _of_line(every: Sequence[Line], steps: Sequence[str]) -> Beside:
    """Rows with a limit, at the step they name, or that a row with the same code names."""
    named = [(name(s), s) for s in steps]
    rows = [line for line in every if line.cells]
    at = []
    for line in rows:
        if any(_LIMIT.search(h) for h, _ in line.cells[1:]):
            n = _place(line, rows, named)
            at += [(n, Cited(line.text, line.passage))] if n is not None else []
    said = [(line, s) for line in every if not line.cells for s in whole(line.body or line.text)]
    banned = [Rule(Cited(s, line.passage), False) for line, s in said if clue.forbidding(s)] if at else []
    kept = {m[0]: Cited(m[0], line.passage) for line, s in said if at for m in _FORM.finditer(s) if "填" in s}
    return Beside(tuple(banned[:RULES]), at=tuple(at), records=tuple(kept.values()))


def _place(line: Line, rows: Sequence[Line], named: Sequence[tuple[str, str]]) -> int | None:
    found = step_of(line.cells[0][1], named)
    code = _CODE.search(line.cells[0][1])
    if found is not None or code is None:
        return found
    same = [r for r in rows if r is not line and any(code[0] in v for _, v in r.cells[1:])]
    return next((n for r in same if (n := step_of(r.cells[0][1], named)) is not None), None)


def _of_standard(every: Sequence[Line], word: str, steps: Sequence[str]) -> Beside:
    """For the step that names it: rows and sentences with what they must come to, who looks at it, what is banned."""
    n = next((n for n, s in enumerate(steps) if word in _plain(s)), None)
    if n is None:
        return Beside()
    made, at, rules = [], [], []
    for line in every:
        if line.cells:
            made += _wanted(line)
            continue
        for sentence in whole(line.body or line.text):
            if clue.forbidding(sentence) or _BANNED.match(sentence):
                rules.append(Rule(Cited(sentence, line.passage), False, heading(steps[n])))
            elif _BOUND.search(sentence) and quantities(sentence):
                source = Cited(sentence, line.passage)
                made.append(Check(under(line), sentence.rstrip("。"), "", "", source, line.passage.title))
            elif _CHAIN.search(sentence):
                at.append((n, Cited(sentence, line.passage)))
    return Beside(tuple(rules[:RULES]), at=tuple(at), checks=tuple(made[:CHECKS]))


def _of_way(every: Sequence[Line], word: str, steps: Sequence[str]) -> Beside:
    """For each step that holds its piece so: its row, and the sentences with a bound that stand under one heading."""
    at = [n for n, s in enumerate(steps) if word in _plain(s)]
    own = [line for line in every if _speaks(line, word)]
    said = [Cited(line.text, line.passage) for line in own if line.cells]
    for line in (line for line in every if not line.cells and line.section in {o.section for o in own}):
        said += [Cited(s, line.passage) for s in whole(line.body or line.text) if _BOUND.search(s) and quantities(s)]
    return Beside(at=tuple((n, c) for n in at for c in said[:NOTES]))


def _wanted(line: Line) -> list[Check]:
    limit = next((v for h, v in line.cells[1:] if _LIMIT.search(h)), "")
    what = next((v for h, v in line.cells[1:] if _WHAT.search(h)), "")
    item = " ".join(filter(None, (line.cells[0][1], what)))
    return [Check(item, limit, "", "", Cited(line.text, line.passage), line.passage.title)] if limit else []


def _plain(text: str) -> str:
    return re.sub(r"\s", "", text)
