"""Whether a comment stands on its facts: every sentence cites, every number is a figure of what it cites, nobody else
is named and nothing kept back is said. Pure; the same for what rules, a model or a person wrote.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, get_args

from learning.comment import Fact
from learning.numeral import NUMERAL

Part = Literal["summary", "strength", "weak", "next"]
PARTS: tuple[Part, ...] = get_args(Part)
NEEDED: tuple[Part, ...] = ("strength", "weak", "next")
MOST, LONGEST, MOST_CITED = 12, 200, 20
_QUOTED = re.compile(r"“([^“”]*)”")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_COUNTED = r"分(?!别|工|析|布|明|清|外)|条|名|个百分点|成(?!绩|果|为|长|品|功)"
_SPELT = re.compile(rf"百分之{NUMERAL}|(?:{NUMERAL})(?={_COUNTED})")
_FREE = ("一条", "十分", "一名", "一成")
_COMPARES = re.compile(r"全班|班[里级上]?第|排名|名列|第[一二三四五六七八九十\d]+名|[比较]?(?:其他|别的)同学")
_SLOT = re.compile(r"“[^“”]*”|\d+(?:\.\d+)?%?")


@dataclass(frozen=True)
class Sentence:
    """`cites`: ids of the facts it rests on."""

    part: Part
    text: str
    cites: tuple[str, ...]


@dataclass(frozen=True)
class Fault:
    """What is wrong with which sentence (from 1; 0: with the whole), for readers of both languages."""

    sentence: int
    zh: str
    en: str


def faults(
    said: Sequence[Sentence], found: Iterable[Fact], others: Iterable[str] = (), kept_back: Iterable[str] = ()
) -> list[Fault]:
    """None where it stands. `others`: names of other students; `kept_back`: words its readers may not know."""
    known = {f.id: f for f in found}
    made = list(_whole(said))
    banned = [w for w in others if len(w) > 1], [w for w in kept_back if len(w) > 1]
    for n, sentence in enumerate(said, 1):
        made += [Fault(n, *words) for words in _wrong(sentence, known, *banned)]
    return made


def slots(said: Sequence[Sentence]) -> list[str]:
    """What is left without the frame: what is quoted and the numbers, in order."""
    return [found for sentence in said for found in _SLOT.findall(sentence.text)]


def numbers(text: str) -> list[str]:
    """Those outside quotations, as `86.5` or `72%`; spelt-out ones as they stand."""
    bare = _QUOTED.sub("“”", unicodedata.normalize("NFKC", text))
    found = [m.group() + ("%" if bare[m.end() :].lstrip().startswith("%") else "") for m in _NUMBER.finditer(bare)]
    return found + [m.group() for m in _SPELT.finditer(bare) if not bare.startswith(_FREE, m.start())]


def _whole(said: Sequence[Sentence]) -> Iterable[Fault]:
    there = {s.part for s in said}
    if not set(NEEDED) <= there:
        yield Fault(0, "评语要写出优点、不足和下一步", "a comment tells strengths, a weak point and a next step")
    if len(said) > MOST:
        yield Fault(0, f"最多 {MOST} 句", f"at most {MOST} sentences")


def _wrong(
    s: Sentence, known: Mapping[str, Fact], others: Sequence[str], kept_back: Sequence[str]
) -> Iterable[tuple[str, str]]:
    cited = [known[c] for c in s.cites if c in known]
    if not s.text.strip() or len(s.text) > LONGEST:
        yield f"每句 1 至 {LONGEST} 字", f"a sentence has 1 to {LONGEST} characters"
    if not cited or len(cited) < len(s.cites) or len(cited) > MOST_CITED:
        yield "没有写明依据，或依据不存在", "it cites nothing, or something that is not there"
    text = unicodedata.normalize("NFKC", s.text)
    allowed = {_value(n) for fact in cited for n in fact.numbers}
    for number in numbers(s.text):
        if _value(number) not in allowed:
            yield f"“{number}”不在所引依据的数据里", f"{number} is not a figure of what it cites"
    quotes = {unicodedata.normalize("NFKC", q) for fact in cited for q in fact.quotes}
    for quoted in _QUOTED.findall(text):
        if quoted not in quotes:
            yield f"“{quoted}”不在所引依据里", "it quotes what is not in what it cites"
    if any(unicodedata.normalize("NFKC", name) in text for name in others):
        yield "不要提到其他学生", "it names another student"
    if _COMPARES.search(_QUOTED.sub("", text)):
        yield "不要与其他学生比较", "it compares with other students"
    if any(unicodedata.normalize("NFKC", word) in text for word in kept_back):
        yield "含有读者无权知道的企业内容", "it says what its readers may not know of the enterprise"


def _value(number: str) -> tuple[Decimal, bool] | str:
    try:
        return Decimal(number.rstrip("%")), number.endswith("%")
    except ArithmeticError:
        return number
