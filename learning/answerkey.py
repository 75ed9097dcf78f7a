"""What in a passage answers a question: the line that is about it, and the values or words in it that are asked for.

Rules over words: a row's cells under the headers the question names, else the quantities of the nearest clause, else
what a sentence says of its subject. Pure; finds no passages (search does) and leads nobody (hints.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from learning.alike import bare, pairs, plain
from learning.blank import numeral
from learning.equivalent import number, same, within
from learning.numeral import NUMERAL, read
from learning.options import quantity
from learning.scan import quantities, unit_in
from learning.structure import NONE, row, sentences

BLANK = "____"
CJK = re.compile(r"[\u4e00-\u9fff]")
_CLAUSE = re.compile(r"[^，。；;,]+")
_SAYS = re.compile(r"(?:＝|=|是指|指的是|称为|应当|应该|应|须|要|是|为|：|:)")
_NUMBERS = re.compile(r"\d+(?:\.\d+)?")
_SPELT = re.compile(rf"(?=[零〇一二两三四五六七八九十百千]{{2}}){NUMERAL}")
_ASKING = re.compile(
    r"请问|是?多少|多[大高长久快深]|什么时候|什么是|是?什么|怎么样|怎么|怎样|如何|为什么|为何|哪[些个里种]?|"
    r"几[个次种步项]?|[吗呢吧的？?]"
)
_AMOUNT = re.compile(r"多少|多[大高长久快深]|几|怎么算|怎样算|如何计算|公式|范围|温度|时间|转速|压力|尺寸")
_MEASURED = (
    (r"温度|多少度|几度", r"℃|°C|摄氏"), (r"转速", r"r/min|转"), (r"压力|气压|真空", r"Pa|bar"),
    (r"时间|多久|多长时间|几[秒分小天]", r"\d\s?(?:s|min|h|d)(?![a-zA-Z/])|秒|分钟|小时|天"),
    (r"长度|直径|厚度|宽度|深度|公差|偏差|多[长厚宽深](?!时)", r"mm|cm|μm|\d\s?m(?![a-zA-Z])|毫米"),
    (r"重量|质量|多重", r"\d\s?(?:g|kg|t)(?![a-zA-Z/])|克|吨"), (r"比例|占比|百分之|率是多少", r"%|％|百分之"),
    (r"进给", r"mm/r|mm/min"), (r"酸度|pH", r"pH|°T"), (r"价格|多少钱|金额|费用", r"元"),
)
"""What is asked for, and the units it is measured in."""
FITS = 3
TRIED = 8
MOST, LEAST = 0.5, 2
"""The share of a value's words that an attempt must say; characters that a value in words must have."""


@dataclass(frozen=True)
class AnswerKey:
    """`line` is verbatim in the passage; `values` are pieces of it, in its order; `units` those their columns name."""

    line: str
    values: tuple[str, ...]
    units: tuple[str, ...] = ()

    @property
    def whole(self) -> tuple[str, ...]:
        """The values with the units of their columns."""
        units = self.units or ("",) * len(self.values)
        return tuple(f"{v} {u}".strip() for v, u in zip(self.values, units, strict=True))

    @property
    def masked(self) -> str:
        return masked(self.line, self.values)


def topic(question: str) -> str:
    """What a question is about: its words without those that ask."""
    return _ASKING.sub("", question)


def answer_key(question: str, told: Sequence[tuple[str, str]]) -> tuple[AnswerKey, int] | None:
    """Over (text, title and heading) of each candidate: the line that says most of what is asked, what of it is asked,
    and which candidate it stands in; None where nothing is.
    """
    wanted, amount = pairs(topic(question)), bool(_AMOUNT.search(question))
    ranked = sorted(
        (-_share(wanted, amount, unit, frame, _fits(question, unit)), n, at)
        for n, (text, frame) in enumerate(told) for at, unit in enumerate(_units(text))
    )  # fmt: skip
    for _, n, at in ranked[:TRIED]:
        unit = list(_units(told[n][0]))[at]
        values = tuple(dict.fromkeys(v for v in _values(question, unit) if not wanted >= pairs(v)))
        if values:
            return AnswerKey(unit, values, tuple(_unit(unit, v) for v in values)), n
    return None


def tries(message: str, values: Sequence[str]) -> bool:
    """Whether a message can be an attempt at these values: it holds a numeral where one of them does, else a sign of
    their script.
    """
    if any(numeral(c) for value in values for c in value):
        return any(numeral(c) for c in message)
    han = any(CJK.search(value) for value in values)
    return bool(CJK.search(message)) if han else any(c.isalpha() for c in message)


def _share(wanted: frozenset[str], amount: bool, unit: str, frame: str, fits: bool) -> float:
    """How much of the question a line says; its frame counts half. A value is looked for where one is asked for, and
    one of the unit that is asked for before others.
    """
    own = wanted & pairs(unit)
    head = re.split(r"是|指|称|＝|=|：|:", unit)[0]
    defines = len(wanted & pairs(head)) if len(head) < len(unit) and len(head) <= 14 else 0
    return len(own) + 0.5 * len((wanted - own) & pairs(frame)) + 0.5 * defines + 2 * (
        amount and bool(re.search(r"\d|[＝=]", unit))
    ) + FITS * fits


def _fits(question: str, line: str) -> bool:
    """Whether the line holds a unit of what is asked for: ℃ for a temperature. What is named last is what is asked."""
    named = [(found[-1].start(), unit) for asked, unit in _MEASURED if (found := list(re.finditer(asked, question)))]
    return bool(named) and re.search(max(named)[1], line) is not None


def _units(quote: str) -> Iterator[str]:
    for line in quote.split("\n"):
        if row(line.strip()) is not None:
            yield line.strip()
        else:
            yield from (s for s in sentences(line) if s.strip())


def _values(question: str, unit: str) -> Iterator[str]:
    wanted = pairs(question)
    found = row(unit)
    if found is not None:
        rest = [(h, v) for h, v in found.cells[1:] if v not in NONE and not wanted >= pairs(v)]
        named = [v for h, v in rest if wanted & pairs(h)]
        yield from named or [v for _, v in rest if re.search(r"\d", v)]
        return
    clauses = [m[0] for m in _CLAUSE.finditer(unit)]
    if held := _measured(question, clauses):
        yield from held
        return
    said = _SAYS.search(unit)
    if said and len(bare(unit[said.end() :])) >= LEAST:
        yield unit[said.end() :].strip("。；; ")
    elif len(clauses) > 1:
        nearest = max(range(len(clauses)), key=lambda n: len(wanted & pairs(clauses[n])))
        yield clauses[nearest - 1 if nearest else 1].strip()


def _measured(question: str, clauses: Sequence[str]) -> list[str]:
    """The quantities of the clause that says most of the question, of the unit asked for where some are."""
    wanted = pairs(question)
    held = [(c, q.text) for c in clauses for q in quantities(c) if re.search(r"\d", q.text)]
    held = [(c, text) for c, text in held if _fits(question, text)] or held
    best = max((len(wanted & pairs(c)) for c, _ in held), default=0)
    return [text for c, text in held if len(wanted & pairs(c)) == best]


def _unit(line: str, value: str) -> str:
    """The unit that the header of a value's column names, as it is written there."""
    found = row(line)
    header = next((h for h, v in found.cells if v == value), "") if found else ""
    named = unit_in(header) if header and not any(q.unit for q in quantities(value)) else None
    return named or ""


def masked(text: str, values: tuple[str, ...]) -> str:
    """The text with every written form of the values blanked, their bare numbers too."""
    spans = [(m.start(), m.end()) for v in values for m in re.finditer(re.escape(v), text)]
    spans += [(q.start, q.end) for q in quantities(text) if any(same(q.text, v) for v in values)]
    amounts = {n for v in values for n in _amounts(v)}
    for m in re.finditer(r"[\d０-９]+(?:[.．][\d０-９]+)?", text):
        if Decimal(plain(m[0])) in amounts:
            spans.append((m.start(), m.end()))
    spans += [(m.start(), m.end()) for m in _SPELT.finditer(text) if read(m[0]) in amounts]
    out, reached = "", 0
    for start, end in sorted(spans):
        if start >= reached:
            out += text[reached:start] + BLANK
        reached = max(reached, end)
    return re.sub(rf"(?:{BLANK}\s*[~～—–-]?\s*)+{BLANK}", BLANK, out + text[reached:])


def tells(text: str, values: tuple[str, ...]) -> bool:
    """Whether a text gives one of the values away, in whatever form."""
    said = bare(text)
    if any(bare(v) in said for v in values if bare(v) and not bare(v).isdigit()):
        return True
    if _amounts(text) & {n for v in values for n in _amounts(v)}:
        return True
    return any(_alike(q.text, v) for q in quantities(text) for v in values)


def _amounts(text: str) -> set[Decimal]:
    """The numbers in it, in digits or spelt with two characters and more."""
    spelt = (read(m[0]) for m in _SPELT.finditer(text))
    return {Decimal(n) for n in _NUMBERS.findall(plain(text))} | {n for n in spelt if n is not None}


def _alike(said: str, value: str) -> bool:
    """Equal, or the same bounds written otherwise: `4.3~4.7 MPa` for `4.5±0.2 MPa`."""
    a, b = quantity(said), quantity(value)
    return same(said, value) or bool(a and b and a.unit == b.unit and None not in a.limits and a.limits == b.limits)


@dataclass(frozen=True)
class Judged:
    """`share` of the values that were given; `near` the value that is right but for its unit, if one is."""

    share: float
    near: str = ""

    @property
    def right(self) -> bool:
        return self.share == 1


def judged(attempt: str, key: AnswerKey) -> Judged:
    """How much of the key an attempt gives: values in any equal form, words by most of their pairs."""
    given = [q.text for q in quantities(attempt)]
    hit = [
        v for v, whole in zip(key.values, key.whole, strict=True)
        if bare(v) in bare(attempt) or _ends(attempt, whole) or _worded(attempt, v)
        or any(within(g, w) and not half(g, w) for g in given for w in (v, whole))
    ]  # fmt: skip
    numbers = {n for n in map(number, _NUMBERS.findall(plain(attempt))) if n is not None}
    near = next((v for v in key.values if v not in hit and (own := _own(v)) and own <= numbers), "")
    return Judged(len(hit) / len(key.values), near)


def half(said: str, value: str) -> bool:
    """One end of a range, or a value without its tolerance: true as far as it goes."""
    a, b = quantity(said), quantity(value)
    if a is None or b is None or a.value is None or same(said, value) or not within(said, value):
        return False
    bounds = (b.value, *b.limits) if b.above is not None else b.limits
    return any(x is not None and same(said, f"{x} {b.unit or ''}".strip()) for x in bounds)


def _ends(attempt: str, value: str) -> bool:
    """Both numbers of a range or a tolerance in words of one's own, with the unit: `从 650 到 800 r/min`."""
    own, unit = _own(value), (q.unit for q in quantities(value))
    said = {n for n in map(number, _NUMBERS.findall(plain(attempt))) if n is not None}
    return len(own) > 1 and own <= said and next(unit, None) in {q.unit for q in quantities(attempt)}


def _own(value: str) -> set[object]:
    return {n for n in map(number, _NUMBERS.findall(plain(value))) if n is not None}


def _worded(attempt: str, value: str) -> bool:
    """A value without numbers, most of which the attempt says."""
    wanted = pairs(value)
    return not re.search(r"\d", value) and bool(wanted) and len(wanted & pairs(attempt)) >= MOST * len(wanted)
