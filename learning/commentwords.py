"""A comment by rules: which facts it tells, and in which of its phrases. Pure: the same facts give the same words.

Which phrase is taken follows from the student's own facts, so that a class does not read the same sentence over and
over. Chinese only. Knows no reader beyond the tone.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal, get_args

from learning.comment import FULL, Fact, digest
from learning.commentcheck import Part, Sentence
from trust.errors import BadInput

Tone = Literal["student", "parent", "enterprise"]
TONES: tuple[Tone, ...] = get_args(Tone)
_WHO: dict[Tone, str] = {"student": "你", "parent": "孩子", "enterprise": "该生"}
_SUMMARY = (
    "这一阶段{who}的综合成绩是 {value} 分。", "{who}本阶段的综合成绩为 {value} 分。",
    "按双方评分，{who}的综合成绩为 {value} 分。",
)  # fmt: skip
_BEST = (
    "{who}在“{name}”上得 {value} 分{level}，是各项指标里最扎实的。", "最突出的是“{name}”：{who}得 {value} 分{level}。",
    "“{name}”是{who}的长处，得 {value} 分{level}。",
)  # fmt: skip
_DIMENSION = (
    "“{name}”方面有 {count} 条过程记录，平均得到应得的 {share}。",
    "从 {count} 条“{name}”方面的记录看，平均得分率为 {share}。",
    "{who}在“{name}”方面留下 {count} 条记录，得分率平均 {share}。",
)  # fmt: skip
_PIECE = (
    "其中“{name}”{result}，完成得最好。", "做得最好的一次是“{name}”，{result}。", "“{name}”{result}，值得肯定。",
)  # fmt: skip
_WEAK = (
    "相对薄弱的是“{name}”，得 {value} 分。", "“{name}”得 {value} 分，还有提升的空间。",
    "需要多下功夫的是“{name}”，目前 {value} 分。",
)  # fmt: skip
_UNSAFE = ("“{name}”得 {value} 分，触及安全底线，必须先改正。",)
_WEAK_PIECE = (
    "丢分较多的一次是“{name}”，{result}。", "“{name}”{result}，失分较多。", "记录中“{name}”{result}，还不稳定。",
)  # fmt: skip
_NEXT = (
    "下一步对照“{above}”的要求练习“{name}”，争取达到 {at} 分{how}。",
    "下一步请把“{name}”练到“{above}”，目标 {at} 分{how}。",
    "接下来以“{above}”（{at} 分）为目标，继续打磨“{name}”{how}。",
)  # fmt: skip
_NEXT_PIECE = (
    "下一步建议重做“{name}”，找出失分的原因。", "接下来可以从“{name}”补起，弄清每一处失分。",
    "建议把“{name}”再做一遍，并记下改进的地方。",
)  # fmt: skip
_NEXT_PLAIN = ("下一步继续巩固“{name}”，保持现有水平。", "接下来在“{name}”上保持稳定，再求提高。")


def write(found: Sequence[Fact], tone: Tone) -> tuple[Sentence, ...]:
    """Strengths, a weak point and a next step. BadInput where there is nothing to tell of."""
    return _Writing(found, tone).whole()


class _Writing:
    def __init__(self, found: Sequence[Fact], tone: Tone) -> None:
        self._seed, self._who = int(digest(found)[:12], 16), _WHO[tone]
        self._grade = [f for f in found if f.topic == "grade"]
        self._criteria = _ranked(found, "criterion")
        self._dimensions = _ranked(found, "dimension")
        self._pieces = _ranked([f for f in found if f.numbers or len(f.quotes) > 1], "piece")
        if not (self._criteria or self._dimensions):
            raise BadInput("还没有可以依据的评分或过程记录", "Nothing is there yet for a comment to rest on")

    def whole(self) -> tuple[Sentence, ...]:
        made = [self._say("summary", _SUMMARY, f, value=f.numbers[0]) for f in self._grade]
        return (*made, *self._strengths(), *self._weak(), self._next())

    def _strengths(self) -> list[Sentence]:
        made = []
        if self._criteria and not self._criteria[0].unsafe:
            best = self._criteria[0]
            level = f"，达到“{best.level}”的要求" if best.level else ""
            made.append(self._say("strength", _BEST, best, value=best.numbers[0], level=level))
        if self._dimensions:
            best = self._dimensions[0]
            made.append(self._say("strength", _DIMENSION, best, count=best.numbers[0], share=best.numbers[1]))
        if self._pieces:
            made.append(self._say("strength", _PIECE, self._pieces[0], result=_result(self._pieces[0])))
        return made or [self._say("strength", _NEXT_PLAIN, self._criteria[0])]

    def _weak(self) -> list[Sentence]:
        unsafe, made = [f for f in self._criteria if f.unsafe], []
        if unsafe:
            made += [self._say("weak", _UNSAFE, f, value=f.numbers[0]) for f in unsafe]
        elif self._criteria:
            made.append(self._say("weak", _WEAK, self._criteria[-1], value=self._criteria[-1].numbers[0]))
        worst = self._worst()
        if worst is not None:
            made.append(self._say("weak", _WEAK_PIECE, worst, result=_result(worst)))
        if not made:
            least = self._dimensions[-1]
            made.append(self._say("weak", _DIMENSION, least, count=least.numbers[0], share=least.numbers[1]))
        return made

    def _next(self) -> Sentence:
        aim = next((f for f in reversed(self._criteria) if f.next_level), None)
        worst = self._worst()
        if aim is not None and aim.next_level is not None:
            above, at, how = aim.next_level
            return self._say("next", _NEXT, aim, above=above, at=at, how=f"：“{how}”" if how else "")
        if worst is not None:
            return self._say("next", _NEXT_PIECE, worst)
        return self._say("next", _NEXT_PLAIN, (self._criteria or self._dimensions)[-1])

    def _worst(self) -> Fact | None:
        """A piece that lost something and is not the one praised."""
        least = self._pieces[-1] if len(self._pieces) > 1 else None
        return least if least is not None and least.value < min(FULL, self._pieces[0].value) else None

    def _say(self, part: Part, phrases: Sequence[str], fact: Fact, **told: str) -> Sentence:
        phrase = phrases[self._seed % len(phrases)]
        self._seed //= 3
        return Sentence(part, phrase.format(who=self._who, name=fact.name, **told), (fact.id,))


def _ranked(found: Sequence[Fact], topic: str) -> list[Fact]:
    """The best first; of equal ones those that weigh on more, then by name."""
    kept = [f for f in found if f.topic == topic]
    return sorted(kept, key=lambda f: (-f.value, -len(f.rests), -_out_of(f), f.id))


def _out_of(fact: Fact) -> Decimal:
    return Decimal(fact.numbers[-1]) if fact.topic == "piece" and fact.numbers else Decimal(0)


def _result(fact: Fact) -> str:
    if fact.numbers:
        return f"得 {fact.numbers[0]} 分（满分 {fact.numbers[1]} 分）"
    return f"记为“{fact.quotes[1]}”"
