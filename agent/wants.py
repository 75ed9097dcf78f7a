"""What shape of answer a question asks for: steps, one step of them, or quoted sentences. Rules over its words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.tokens import normalise

_STEPS = re.compile(
    r"步骤|流程|(?:清洗|操作|检验|报名|申诉|处理|审批)的?程序|操作(?:顺序|过程|方法|规程)|工序有哪|工艺路线|分几步|哪几步|每一步|先.{0,6}后|顺序是|"
    r"(?:怎么|如何|怎样)(?:做|操作|对刀|装夹|安装|拆卸|更换|清洗|清洁|检查|调整|进行|完成|使用|开机|关机|发货|上架|退货|设置|"
    r"建立|制作)|how (?:to|do (?:i|we|you)|should (?:i|we))|\bsteps\b|procedure|workflow|sequence of"
)
_REASON = re.compile(r"为什么|为何|原因|作用|目的|\bwhy\b")
_DIGIT = {c: n for n, c in enumerate("一二三四五六七八九十", 1)}
_CN = r"十?[一二两三四五六七八九]|十|\d{1,2}"
_NTH = re.compile(rf"第\s*({_CN})\s*(?:个)?步(?!骤有|长)")
_STEP_N = re.compile(r"\bstep\s*(?:no\.?\s*)?(\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten)\b")
_ORDINAL = re.compile(r"\b(first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|next) step\b")
_ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_FIRSTS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


@dataclass(frozen=True)
class Wants:
    """`step` is the one step asked for (1-based, -1 the last)."""

    steps: bool = False
    step: int | None = None


def wants(question: str) -> Wants:
    plain = normalise(question)
    step = _step(plain)
    return Wants(step is not None or bool(_STEPS.search(plain) and not _REASON.search(plain)), step)


def _step(plain: str) -> int | None:
    if found := _NTH.search(plain):
        return numeral(found[1])
    if re.search(r"最后(?:的)?一(?:个)?步", plain):
        return -1
    if found := _STEP_N.search(plain):
        return int(found[1]) if found[1].isdigit() else _ONES.index(found[1]) + 1
    if found := _ORDINAL.search(plain):
        return -1 if found[1] == "last" else _FIRSTS.index(found[1]) + 1 if found[1] in _FIRSTS else None
    return None


def numeral(text: str) -> int:
    """`3`, `三`, `两`, `十二` as a number."""
    if text.isdigit():
        return int(text)
    text = text.replace("两", "二")
    if text.startswith("十"):
        return 10 + (_DIGIT[text[1]] if len(text) > 1 else 0)
    return _DIGIT[text]
