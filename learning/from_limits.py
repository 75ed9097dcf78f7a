"""Exercises that ask for judgement: limit sizes, measured values, records, values at which to act, reasons. Pure.

Values measured are drawn near the limits, or are a record's own. Does not judge what it makes (verifier.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from random import Random

from learning import tolerance
from learning.because import reasons
from learning.chance import dice, mixed, shuffled
from learning.derived import told
from learning.exercise import Exercise
from learning.from_tables import over, shares
from learning.record import Done, Reading, handled, readings
from learning.scheduled import incoming
from learning.sourced import Source, span, tags, titled
from learning.stepvalue import StepValue, step_values
from learning.tolerance import Limits, Stated, stated
from learning.trigger import Trigger, triggers
from trust.sources import Passage

OPTIONS, MATCHED, EACH = 5, 5, 4
"""Values among the options; steps matched; points for a reason."""
_UNFIT = re.compile(r"[“”]")
_FOR = re.compile(r"以?防|以免|避免|因为")


def from_limits(source: Source, passage: Passage) -> Iterator[Exercise]:
    for one in stated(passage.text):
        if _UNFIT.search(f"{one.thing}{one.aspect}{one.value}"):
            continue
        yield from _limit(passage, one)
        seen = [] if incoming(over(passage, one.quote)) else readings(source.records, one)
        yield from _fitting(passage, one, seen)
        yield from _case(source, passage, one, seen)
    for rule in triggers(passage.text):
        yield from _due(passage, rule)
    yield from _why(passage)
    yield from _matching(passage)


def _said(one: Stated) -> str:
    return f"“{one.thing}”的“{one.aspect}”为“{one.value}”"


def _limit(passage: Passage, one: Stated) -> Iterator[Exercise]:
    """One limit, or what lies between them, of a value with deviations."""
    if not re.search(r"±|[)）]$", one.value) or one.limits.low is None or one.limits.high is None:
        return
    names = (tolerance.UPPER, tolerance.LOWER, tolerance.SPAN) if one.limits.size else (
        tolerance.MOST, tolerance.LEAST)
    what = dice("limit", passage.text, one.quote).choice(names)
    unit, of = f"（{one.limits.unit}）" if one.limits.unit else "", "的" if one.limits.size else ""
    stem = f"按{titled(passage)}，{_said(one)}，求它{of}{what}{unit}。"
    key = tolerance.limit_of(stem, [passage.text])
    if key is not None:
        low, high = one.limits.low, one.limits.high
        sums = f"{high:f}－{low:f}＝{key}" if what == tolerance.SPAN else f"允许范围 {one.limits.told}"
        yield Exercise(
            "calculate", stem, (key,), span(passage, one.quote), f"由“{one.value}”得{sums}；{what}为 {key}。",
            about=(one.thing, f"{one.aspect}{what}"), difficulty=2, bloom="应用", tags=tags(passage),
        )  # fmt: skip


def _fitting(passage: Passage, one: Stated, seen: Sequence[Reading]) -> Iterator[Exercise]:
    """Which of some measured values are good: a record's where it has good and bad ones, else drawn ones."""
    real = tuple(dict.fromkeys(r.value for r in seen))[:OPTIONS]
    fit = [v for v in real if one.limits.holds(Decimal(v))]
    if not 2 <= len(fit) < len(real):
        real = ()
    chance = dice("measured", passage.text, one.quote, one.value)
    options = shuffled(real or drawn(one.limits, chance), "measured", one.quote, one.value)
    key = tuple(o for o in options if one.limits.holds(Decimal(o)))
    if not 2 <= len(key) < len(options):
        return
    of = f"{titled(seen[0].passage)}中，" if real else ""
    rows = [r for r in seen if r.value in real]
    spans = [*span(passage, one.quote), *(s for r in rows for s in span(r.passage, r.text))]
    unit = f"（{one.limits.unit}）" if one.limits.unit else ""
    yield Exercise(
        "multiple", f"按{titled(passage)}，{_said(one)}。{of}下列实测值{unit}合格的有（　）。", key,
        tuple(dict.fromkeys(spans)), f"允许范围为 {one.limits.told}；{'；'.join(_judged(one, o) for o in options)}。",
        options=options, origins=tuple("原文" if o in key else "数值偏移" for o in options),
        about=(one.thing, f"{one.aspect}判定"), difficulty=2, bloom="应用", tags=tags(passage),
    )  # fmt: skip


def _judged(one: Stated, value: str) -> str:
    return one.limits.judged(Decimal(value)).removesuffix("，不合格").removesuffix("，合格")


def drawn(limits: Limits, chance: Random) -> tuple[str, ...]:
    """Two or three values within the limits and one or two beyond, near them, with their places; none if too narrow."""
    known = [x for x in (limits.low, limits.high) if x is not None]
    places = max(max(0, -int(x.as_tuple().exponent)) for x in known)
    step = Decimal(1).scaleb(-places)
    both = limits.low is not None and limits.high is not None
    width = (limits.high - limits.low) if limits.high is not None and limits.low is not None else abs(known[0]) / 4
    width = max(width, 4 * step)
    ends = (limits.low if limits.low is not None else known[0] - width,
            limits.high if limits.high is not None else known[0] + width)  # fmt: skip

    def at(share: str) -> Decimal:
        return ((ends[0] + width * Decimal(share)) / step).quantize(Decimal(1)) * step

    inside = [at(s) for s in chance.sample(["0.2", "0.35", "0.6", "0.8"], 2)]
    if not limits.strict:
        inside.append(chance.choice(known))
    shares_ = ("-0.2", "1.25") if both else ("-0.1", "-0.3") if limits.high is None else ("1.1", "1.3")
    beyond = [at(s) for s in shares_]
    beyond = [b for b in beyond if b > 0 and not limits.holds(b)] or [known[-1] + step]
    if limits.strict:
        beyond = [known[0], *beyond[:1]]
    values = dict.fromkeys(f"{v:f}" for v in (*inside, *beyond) if v > 0)
    return tuple(values)


def _case(source: Source, passage: Passage, one: Stated, seen: Sequence[Reading]) -> Iterator[Exercise]:
    """A bad value that a record holds: the range, the judgement, and what the papers say is to be done."""
    for bad in (r for r in seen if not one.limits.holds(Decimal(r.value))):
        own = [p for p in source.passages if p.document_id == passage.document_id]
        texts = {p.id: p for p in (passage, *own, bad.passage, *source.records)}
        above = one.limits.high is not None and Decimal(bad.value) > one.limits.high
        done = handled(one.thing, bad.batch, bad.header, [p.text for p in texts.values()], above)
        whole = [(p, d.line) for d in done for p in texts.values() if d.line in p.text]
        stem = (
            f"{titled(bad.passage)}记着：{bad.by}“{bad.batch}”的“{bad.header}”实测为“{bad.value}”。按{titled(passage)}，"
            f"{_said(one)}。"
        )
        first = tolerance.judged(stem, [passage.text])
        if first is None:
            continue
        stem += _questions(len(first) > 1, done)
        cited = [*span(passage, one.quote), *span(bad.passage, bad.text),
                 *(s for p, line in whole for s in span(p, line))]  # fmt: skip
        key = (*first, *(d.told for d in done))
        quoted = "\n".join(s.quote for s in dict.fromkeys(cited))
        yield Exercise(
            "case", stem, key, tuple(dict.fromkeys(cited)), f"原文：\n{quoted}", points=shares(len(key), 3 * len(key)),
            about=(one.thing, "实测判定"), difficulty=3, bloom="分析", tags=tags(passage),
        )  # fmt: skip


def _questions(ranged: bool, done: Sequence[Done]) -> str:
    """Only what the answer tells."""
    told = "、".join(dict.fromkeys(d.asked for d in done))
    asked = [*([tolerance.RANGE] if ranged else []), "是否合格，差多少",
             *([f"对照发下的这份记录和规定，写明{told}"] if done else [])]  # fmt: skip
    return f"请写出：{'；'.join(f'（{n}）{a}' for n, a in enumerate(asked, 1))}。"


def _due(passage: Passage, rule: Trigger) -> Iterator[Exercise]:
    """At which values something is to be done."""
    chance = dice("due", passage.text, rule.text)
    options = shuffled([f"{v} {rule.unit}".replace(" %", "%") for v in drawn(rule.limits, chance)], "due", rule.text)
    key = tuple(o for o in options if (v := tolerance.number(o)) is not None and rule.limits.holds(v))
    if 2 <= len(key) < len(options) and rule.text in passage.text:
        of = f"（占{rule.base}）" if rule.base else ""
        yield Exercise(
            "multiple", f"按{titled(passage)}，“{rule.of}”为下列各值{of}时，应当“{rule.deed}”的有（　）。", key,
            span(passage, rule.text), f"原文：{rule.text}", options=options, about=(rule.of, rule.deed), difficulty=2,
            origins=tuple("原文" if o in key else "数值偏移" for o in options), bloom="应用", tags=tags(passage),
        )  # fmt: skip


def _why(passage: Passage) -> Iterator[Exercise]:
    """A rule whose reason the source gives."""
    for found in reasons(passage.text):
        key = tuple(told(e) for e in found.effects)
        stem = f"{titled(passage)}写明：“{found.rule}”。{_reason(found.effects[0])}？"
        if found.step and len(key) > 1:
            stem = f"{titled(passage)}对“{found.step}”有明确要求。做得不够和做过了头各会怎样？"
        yield Exercise(
            "short", stem, key,
            span(passage, found.text), f"原文：{found.text}。", points=(EACH,) * len(key), about=(found.rule, "原因"),
            difficulty=2, bloom="理解", tags=tags(passage),
        )  # fmt: skip


def _reason(effect: str) -> str:
    """The one question that what the source says answers."""
    if effect.startswith("否则"):
        return "不照做会怎样"
    return "做过了头会怎样" if "过" in effect[:8] and not _FOR.match(effect) else "为什么这样规定"


def _matching(passage: Passage) -> Iterator[Exercise]:
    """Steps and what they set, of one kind and unit: nothing but knowing tells which is whose."""
    by_kind: dict[tuple[str, str], list[StepValue]] = {}
    for value in step_values(passage.text):
        shape = re.sub(r"\d+(?:\.\d+)?", "0", value.value)
        by_kind.setdefault((value.aspect, shape), []).append(value)
    for (aspect, _), every in by_kind.items():
        once = [v for v in every if [o.value for o in every].count(v.value) == 1]
        chosen = once[:MATCHED]
        if len(chosen) < 3:
            continue
        chosen = list(mixed([v for v in every if v in chosen], "left", passage.text, aspect))
        key = tuple(v.value for v in chosen)
        quote = "\n".join(v.quote for v in chosen)
        yield Exercise(
            "match", f"按{titled(passage)}，将每个步骤与它的“{aspect}”对应起来。", key,
            tuple(s for v in chosen for s in span(passage, v.quote)), f"原文：\n{quote}",
            options=mixed(key, "steps", passage.text, aspect), left=tuple(v.name for v in chosen),
            about=("步骤", aspect), difficulty=2, bloom="理解", tags=tags(passage),
        )  # fmt: skip
