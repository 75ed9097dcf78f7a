"""A grade out of judgements by two sides under a signed scheme: bounds while something is missing, the grade once
nothing is. Pure.

The same rows under the same scheme give the same grade to the last digit, in whatever order they come. Within a side
the robust mean; where two judgements differ by more than the scheme's threshold, or one says "unsafe" and another
does not, a third is asked for and the middle one counts. Recorded process is added with its small weight and never
stands in for a person. Nothing is rounded before the end. Knows no names, no course beyond the scheme, and nothing of
who may see the result.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from learning.bounds import OPEN, Bounds, hull, middle, point, rounded, spread, weighed
from learning.judged import Judged, Judgement
from learning.provenance import Node
from learning.scheme import FULL, Criterion, Scheme, Share
from trust.errors import BadInput

KERNEL = "1"
"""Changes with anything that may change a grade; a published grade names the one it was made by."""
Wanted = Literal["judgement", "third", "moderator", "process", "safety", "criterion"]
ZERO = point(Decimal(0))


@dataclass(frozen=True)
class Need:
    """What the grade still waits for: on which criterion, of which side where it is one side's."""

    wanted: Wanted
    criterion: str
    side: str = ""


@dataclass(frozen=True)
class Grade:
    """`final` is None while anything is needed; `low` and `high` hold whatever it may become.

    `unsafe`: whether an unsafe verdict stands; None while that is open. `carried`: what was excused and who carried
    it, in ids.
    """

    scheme: str
    student: str
    final: Decimal | None
    low: Decimal
    high: Decimal
    unsafe: bool | None
    needs: tuple[Need, ...]
    carried: tuple[str, ...]
    tree: Node


@dataclass(frozen=True)
class _Part:
    """One stretch of the work: its node, what it waits for, what was excused in it. `value` None: all of it was
    excused.
    """

    node: Node
    needs: tuple[Need, ...] = ()
    carried: tuple[str, ...] = ()

    @property
    def value(self) -> Bounds | None:
        return self.node.value


def grade(scheme: Scheme, judged: Judged) -> Grade:
    """Raises BadInput for rows on criteria or sides that the scheme does not know."""
    _known(scheme, judged)
    parts = [(c, *_criterion(scheme, c, judged)) for c in scheme.criteria]
    needs = [need for _, part, _ in parts for need in part.needs]
    carried = [row for _, part, _ in parts for row in part.carried]
    counted = [(c, part, part.value) for c, part, _ in parts if part.value]
    if not counted:
        needs.append(Need("criterion", ""))
    total = sum((Fraction(c.weight) for c, _, _ in counted), Fraction(0))
    value = weighed([(Fraction(c.weight) / total, value) for c, _, value in counted]) if counted else OPEN
    unsafe = _verdict([verdict for _, _, verdict in parts])
    if unsafe is not False:
        value = value.capped(Fraction(scheme.cap), surely=unsafe is True)
    rule = "weighed" + (", capped" if unsafe else "") + (", over what was not excused" if total != 1 else "")
    nodes = tuple(p.node.under(Fraction(c.weight) / total) if p.value else p.node for c, p, _ in parts)
    low, high = (rounded(v, scheme.places, scheme.rounding) for v in (value.low, value.high))
    return Grade(
        scheme.digest, judged.student, high if not needs and low == high else None, low, high, unsafe, tuple(needs),
        tuple(carried), Node("grade", scheme.digest, value, rule=rule, parts=nodes),
    )  # fmt: skip


def _known(scheme: Scheme, judged: Judged) -> None:
    keys = {j.criterion for j in judged.judgements} | {e.criterion for e in judged.events}
    for key in sorted(keys - {c.id for c in scheme.criteria}):
        raise BadInput(f"评分方案里没有指标“{key}”", f"no criterion {key} in the scheme")
    for judgement in judged.judgements:
        criterion = scheme.criterion(judgement.criterion)
        sides = {s.side for s in criterion.shares} if criterion else set()
        if judgement.side is not None and judgement.side not in sides:
            raise BadInput(f"指标“{judgement.criterion}”不由这一方评分", "this criterion is not theirs to judge")


def _criterion(scheme: Scheme, criterion: Criterion, judged: Judged) -> tuple[_Part, bool | None]:
    """People first, then the process; and the verdict on safety, which people alone give."""
    human = _human(scheme, criterion, judged)
    if human.value is None:
        return _excused(criterion, human)
    line = criterion.unsafe_below
    verdict = False if line is None else _below(human.value, Fraction(line))
    if not criterion.process:
        return _Part(_over(criterion, human.value, "", human.node), human.needs, human.carried), verdict
    process = _process(scheme, criterion, judged)
    needs, carried = human.needs + process.needs, human.carried + process.carried
    if process.value is None:
        return _Part(_over(criterion, human.value, "process excused", human.node), needs, carried), verdict
    share = Fraction(criterion.process)
    value = weighed([(1 - share, human.value), (share, process.value)])
    if scheme.excused == "others" and (process.needs or not human.value.known):  # either may yet be excused
        value = hull([value, human.value])
    node = _over(criterion, value, "weighed", human.node.under(1 - share), process.node.under(share))
    return _Part(node, needs, carried), verdict


def _over(criterion: Criterion, value: Bounds | None, rule: str, *parts: Node) -> Node:
    return Node("criterion", criterion.id, value, rule=rule, parts=parts)


def _excused(criterion: Criterion, human: _Part) -> tuple[_Part, bool | None]:
    """Nobody judges it. The others carry its weight, but an excusal is no way past safety."""
    if criterion.unsafe_below is None:
        return _Part(_over(criterion, None, "excused", human.node), human.needs, human.carried), False
    node = _over(criterion, OPEN, "excused, but safety must be judged", human.node)
    return _Part(node, (*human.needs, Need("safety", criterion.id)), human.carried), None


def _human(scheme: Scheme, criterion: Criterion, judged: Judged) -> _Part:
    """Both sides as the scheme weighs them; a moderator where they differ too much."""
    sides = [(share, _side(scheme, criterion, share, judged)) for share in criterion.shares]
    needs = tuple(need for _, part in sides for need in part.needs)
    carried = tuple(row for _, part in sides for row in part.carried)
    there = [(Fraction(share.weight), part.value, part.node) for share, part in sides if part.value]
    gone = tuple(part.node for _, part in sides if not part.value)
    called, more = _called(criterion, judged.of(criterion.id, None))
    if not there and not called:
        return _Part(Node("human", criterion.id, None, rule="excused", parts=gone), needs, carried)
    total = sum((weight for weight, _, _ in there), Fraction(0))
    nodes = (*(node.under(weight / total) for weight, _, node in there), *gone)
    values = [value for _, value, _ in there]
    if called:
        rule, value = "middle", middle([*values, *(n.value for n in called if n.value)])
    elif not _apart(scheme, criterion, values):
        rule, value = "weighed", weighed([(weight / total, value) for weight, value, _ in there])
    else:
        rule, value = "sides apart", hull(values)
        more = (Need("moderator", criterion.id),) if all(v.known for v in values) else ()
    return _Part(Node("human", criterion.id, value, rule=rule, parts=(*nodes, *called)), needs + more, carried)


def _called(criterion: Criterion, called: Sequence[Judgement]) -> tuple[tuple[Node, ...], tuple[Need, ...]]:
    """Moderators must judge: no policy stands in for them."""
    given = [OPEN if j.points is None else point(j.points) for j in called]
    nodes = tuple(Node("judgement", j.id, value, rule="moderator") for j, value in zip(called, given, strict=True))
    waits = any(j.points is None for j in called)
    return nodes, (Need("moderator", criterion.id),) if waits else ()


def _side(scheme: Scheme, criterion: Criterion, share: Share, judged: Judged) -> _Part:
    """One side's raters: what they gave, what is missing by the scheme's policy, a third where two differ too much."""
    rows = judged.of(criterion.id, share.side)
    counted = [j for j in rows if not (j.missing == "excused" and scheme.excused == "others")]
    carried = tuple(j.id for j in rows if j not in counted)
    empty = share.raters - sum(j.seat == "rater" for j in rows)
    nodes = [Node("judgement", j.id, _given(scheme, j), rule=j.missing or j.seat) for j in counted]
    nodes += [Node("seat", f"{share.side} {n + 1}", OPEN, rule="nobody yet") for n in range(empty)]
    if not nodes:
        return _Part(Node("side", share.side, None, rule="excused"), (), carried)
    values = [n.value for n in nodes if n.value]
    needs = tuple(Need("judgement", criterion.id, share.side) for value in values if not value.known)
    if any(j.seat == "third" for j in counted) or not _apart(scheme, criterion, values):
        rule, value = "middle", middle(values)
    else:
        rule, value = "raters apart", hull(values)
        needs = needs or (Need("third", criterion.id, share.side),)
    return _Part(Node("side", share.side, value, rule=rule, parts=tuple(nodes)), needs, carried)


def _given(scheme: Scheme, judgement: Judgement) -> Bounds:
    if judgement.points is not None:
        return point(judgement.points)
    return ZERO if judgement.missing == "absent" and scheme.absent == "zero" else OPEN


def _apart(scheme: Scheme, criterion: Criterion, values: Sequence[Bounds]) -> bool:
    """Whether two differ, or may yet differ, by more than the threshold or in what they say of safety."""
    if len(values) < 2:
        return False
    if spread(values) > Fraction(scheme.threshold):
        return True
    line = criterion.unsafe_below
    verdicts = {False if line is None else _below(value, Fraction(line)) for value in values}
    return verdicts not in ({True}, {False})


def _below(value: Bounds, line: Fraction) -> bool | None:
    if value.high < line:
        return True
    return False if value.low >= line else None


def _verdict(verdicts: Sequence[bool | None]) -> bool | None:
    """One unsafe verdict is enough; while one is open, so is the whole, unless another is unsafe already."""
    if any(v is True for v in verdicts):
        return True
    return None if any(v is None for v in verdicts) else False


def _process(scheme: Scheme, criterion: Criterion, judged: Judged) -> _Part:
    """What was earned of what the plan says is to be earned: further events never lower it, fewer never raise it."""
    excused = any(key == criterion.id for key, _ in judged.excused_process)
    if excused and scheme.excused == "others":
        return _Part(Node("process", criterion.id, None, rule="excused"), (), (f"process:{criterion.id}",))
    events = judged.process(criterion.id)
    full = Fraction(FULL)
    earned = sum((Fraction(e.earned) for e in events), Fraction(0))
    reached = min(full, full * earned / Fraction(criterion.expected))
    waits = excused or criterion.id in judged.open_process
    nodes = tuple(Node("event", e.id, point(e.earned)) for e in events)
    value = Bounds(reached, full if waits else reached)
    node = Node("process", criterion.id, value, rule="earned of the plan", parts=nodes)
    return _Part(node, (Need("process", criterion.id),) if waits else ())
