"""The hint ladder: where to look, the rule with its key masked, a parallel case, and only then the answer. Pure.

No rung below the answer gives the key away, in whatever form it may be written; what would is said more cautiously.
Climbing takes an attempt: three messages without one climb too, but never to the answer.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from learning.alike import bare, pairs
from learning.answerkey import AnswerKey, masked, tells
from learning.scan import quantities
from learning.spoken import bared, spoken
from learning.structure import Row, row, rows, sentences
from trust.sources import Passage

WHERE, RULE, PARALLEL, ANSWER = 1, 2, 3, 4
ALIKE = 3
"""Pairs of characters a parallel sentence must share."""
_STEP = re.compile(r"([^：:，。；\d]{2,12})[：:](?!\s)")
PATIENCE, LONGEST = 3, 80
"""Messages without an attempt that climb one rung."""


@dataclass(frozen=True)
class Climb:
    """Where a learner stands with one question. `idle`: messages without a new attempt since the last step; `last`:
    the attempt before; `assigned`: it is a published exercise.
    """

    question: str
    rung: int = WHERE
    attempts: int = 0
    idle: int = 0
    solved: bool = False
    last: str = ""
    assigned: bool = False

    def after(self, attempt: str, *, right: bool) -> Climb:
        """The next standing; `attempt` is empty for a message that is none. The answer is reached by being right, or by
        attempts; the same one again is none.
        """
        if right:
            return replace(self, attempts=self.attempts + 1, idle=0, solved=True, rung=ANSWER)
        if attempt and bare(attempt) != bare(self.last):
            tried = self.attempts + 1
            return replace(self, attempts=tried, idle=0, rung=min(ANSWER, self.rung + 1), last=attempt)
        if self.idle + 1 < PATIENCE:
            return replace(self, idle=self.idle + 1)
        return replace(self, idle=0, rung=min(ANSWER if self.attempts else PARALLEL, self.rung + 1))

    @property
    def over(self) -> bool:
        return self.solved or self.rung >= ANSWER

    def told(self) -> dict[str, object]:
        return {"question": self.question, "rung": self.rung, "attempts": self.attempts, "idle": self.idle,
                "solved": self.solved, "last": self.last, "assigned": self.assigned}  # fmt: skip


def climb(told: Mapping[str, object]) -> Climb:
    """What `told` gave. Raises KeyError, TypeError, ValueError where it is none."""
    rung, attempts, idle = (int(str(told[k])) for k in ("rung", "attempts", "idle"))
    assigned = bool(told.get("assigned"))
    return Climb(str(told["question"]), rung, attempts, idle, bool(told["solved"]), str(told["last"]), assigned)


@dataclass(frozen=True)
class Place:
    """Rung 1: the document and, unless they tell the key, the section, and a table's row and column or the step."""

    title: str
    section: str
    row: str = ""
    column: str = ""
    step: str = ""


def where(key: AnswerKey, passage: Passage) -> Place:
    heading = (passage.locator.heading or "").split(" › ")[-1]
    title = masked(passage.title, key.values) if tells(passage.title, key.values) else passage.title
    section = "" if tells(heading, key.values) else heading
    own = row(key.line)
    names = (own.name, column(key, own)) if own else ("", "")
    if not own:
        step = step_name(key.line)
        return Place(title, section, step="" if tells(step, key.values) else step)
    return Place(title, section, *(names if all(names) and not tells("".join(names), key.values) else ("", "")))


def step_name(line: str) -> str:
    """What a step is called, in front of its colon; empty where nothing is."""
    found = _STEP.match(line.strip())
    return found[1] if found else ""


def column(key: AnswerKey, one: Row) -> str:
    """The words of the header under which the key stands; empty where it has several parts or places."""
    found = [h for h, v in one.cells[1:] if v in key.values]
    return bared(found[0]) if len(found) == len(key.values) == 1 else ""


def rule(key: AnswerKey) -> str:
    """Rung 2: the line with its key masked; empty where what is left still tells it."""
    shown = spoken(key.masked)
    return "" if tells(shown, key.values) else shown


def parallel(key: AnswerKey, passages: Sequence[Passage], avoid: Container[str] = ()) -> str:
    """Rung 3: another row of the same table, or another sentence of the same passage with the same kind of quantity,
    that does not say the key; empty where there is none. The first passage is the key's own. `avoid`: names of rows
    that the learner has just taken for the one asked for, which are no examples while there are others.
    """
    own, mine = row(key.line), pairs(key.line)
    units = {q.unit for v in key.whole for q in quantities(v)}
    near: list[tuple[int, str]] = []
    mistaken: list[tuple[int, str]] = []
    for n, passage in enumerate(passages):
        for other in rows(passage.text) if own else ():
            same_table = [h for h, _ in other.cells] == [h for h, _ in own.cells] if own else False
            if same_table and other.text != key.line and not tells(other.text, key.values):
                (mistaken if other.name in avoid else near).append((len(mine & pairs(other.text)), other.text))
        for sentence in () if own else sentences(passage.text):
            fits = bare(sentence) != bare(key.line) and any(c.isdigit() for c in sentence) and len(sentence) <= 80
            if fits and not tells(sentence, key.values) and (alike := _alike(key, sentence, units, n == 0)):
                near.append((alike + len(mine & pairs(sentence)), sentence))
    share, told = max(near or mistaken, key=lambda found: found[0], default=(0, ""))
    said = spoken(told) if own or share >= ALIKE else ""
    return "" if tells(said, key.values) else said


def reason(key: AnswerKey, passage: Passage) -> str:
    """What the source gives as a reason beside the line of the key, naming what it is about; empty where it gives none.
    """
    own = row(key.line)
    names = pairs(own.name) if own else pairs(step_name(key.line))
    for sentence in sentences(passage.text):
        apart = bare(sentence) not in bare(key.line) and row(sentence) is None
        if apart and _WHY.search(sentence) and len(sentence) <= LONGEST and names & pairs(sentence):
            return sentence
    return ""


def taught(key: AnswerKey, passages: Sequence[Passage]) -> tuple[Passage, str] | None:
    """What another document concludes about the step of the key: the sentence before `因此…` and that one, of a section
    on that step. None rather than one on a neighbouring step.
    """
    step = step_name(key.line)
    for passage in passages if len(step) > 1 else ():
        section = (passage.locator.heading or "").split(" › ")[-1]
        if step not in section or row(key.line):
            continue
        for line in passage.text.split("\n"):
            said = _whole(line)
            for before, after in pairwise(said):
                told = f"{before}{after}".strip()
                if _SO.match(after) and step in after and told in line and len(told) <= 2 * LONGEST:
                    return passage, told
    return None


def apart(key: AnswerKey, passages: Sequence[Passage]) -> str:
    """The sentence with which the document of the key, whose passages these are, keeps the values of another product
    from being taken for its own; empty where it says nothing of that.
    """
    for passage in passages:
        for sentence in (s.strip() for line in passage.text.split("\n") for s in _whole(line)):
            if _MIXED.search(sentence) and len(sentence) <= LONGEST and not tells(sentence, key.values):
                return sentence
    return ""


def contrast(key: AnswerKey, passage: Passage) -> tuple[str, str, str, bool] | None:
    """A row of the same table whose name is most like the one asked for and whose value lies wholly to one side:
    (row, column, the other row, whether the asked one is higher), to ask why.
    """
    own = row(key.line)
    asked = column(key, own) if own else ""
    mine = _ends(key.values[0]) if len(key.values) == 1 else None
    if own is None or not asked or mine is None:
        return None
    header = next(h for h, _ in own.cells[1:] if bared(h) == asked)
    best: tuple[int, str, bool] | None = None
    for other in rows(passage.text):
        theirs = _ends(other.get(header)) if other.name != own.name else None
        like = len(pairs(own.name) & pairs(other.name))
        if theirs and like and (mine[0] > theirs[1] or mine[1] < theirs[0]) and (best is None or like > best[0]):
            best = (like, other.name, mine[0] > theirs[1])
    return (own.name, asked, best[1], best[2]) if best else None


def _whole(line: str) -> list[str]:
    """Its sentences to their full stops."""
    return [m[0] for m in _WHOLE.finditer(line)]


def _ends(value: str) -> tuple[float, float] | None:
    numbers = [float(n) for n in re.findall(r"\d+(?:\.\d+)?", value)]
    whole = re.fullmatch(r"[\d.\s~～%-]+", value)
    return (min(numbers), max(numbers)) if numbers and whole else None


_WHOLE = re.compile(r"[^。\n]+。")
_SO = re.compile(r"\s*(?:因此|所以)")
_MIXED = re.compile(r"(?:参数|数值|条件|要求|用量)[^。；]{0,6}(?:不得|不能|不可|不要|勿)[^。；]{0,3}混")
_WHY = re.compile(r"否则|因为|所以|以免|防止|避免|过[慢快高低紧松].{0,6}会|会使|目的是")


def _alike(key: AnswerKey, sentence: str, units: set[str | None], own: bool) -> int:
    """How like the key its quantities are: nothing where the key is a quantity and they are of another kind or place.
    A tolerance is most like another one.
    """
    if not units:
        return 1
    found = [q for q in quantities(sentence) if q.unit in units]
    toleranced = any(q.above is not None for v in key.whole for q in quantities(v))
    return (ALIKE + ALIKE * any((q.above is not None) is toleranced for q in found)) if found and own else 0


def another_step(key: AnswerKey, passage: Passage, shown: str = "") -> str:
    """A step of the same passage to ask for next, that has a value and was not shown; empty where there is none."""
    if not step_name(key.line):
        return ""
    lines = [line for line in sentences(passage.text) if step_name(line) and any(c.isdigit() for c in line)]
    left = [line for line in lines if bare(line) != bare(key.line) and bare(line) != bare(shown)]
    return step_name(left[-1]) if left else ""


def another(key: AnswerKey, passage: Passage, shown: str = "") -> tuple[str, str] | None:
    """A row and a column of the same table to ask for next: the last with a value of its own there that was not shown
    as an example, if there is one.
    """
    own = row(key.line)
    asked = column(key, own) if own else ""
    if own is None or not asked:
        return None
    headers = [h for h, _ in own.cells]
    header = next(h for h in headers[1:] if bared(h) == asked)
    left = [r for r in rows(passage.text) if [h for h, _ in r.cells] == headers and r.text != own.text]
    named = [r.name for r in left if any(c.isdigit() for c in r.get(header)) and spoken(r.text) != shown]
    return (named[-1], asked) if named else None
