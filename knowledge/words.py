"""The content words of a question: what a passage that answers it ought to hold, and how much each tells.

Part numbers, numbers, Latin words and Chinese words; what only asks, counts or joins (empty.json) is left out. A word
tells more the rarer it is in everyday Chinese (jieba's dictionary), whatever the base holds. The only file that imports
jieba. Knows nothing of passages.
"""

from __future__ import annotations

import json
import math
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from knowledge.tokens import CJK, normalise

Kind = Literal["code", "number", "latin", "word"]

CODE, NUMBER, LATIN, RAREST = 13.0, 8.0, 10.0, 13.0
"""What a part number, a number, a Latin word and the rarest Chinese word tell, in nats."""
SMOOTH = 20
SINGLE, SINGLE_MOST = 0.7, 9.0
"""A lone character tells less than its frequency says: it stands in many words."""
EMPTY = Path(__file__).parent / "empty.json"

_CODE = re.compile(r"[a-z]+-?\d+[a-z0-9]*(?:-\d+)*|\d+[a-z]+\d+[a-z0-9]*|\d+-\d+")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_LATIN = re.compile(r"[a-z]{2,}")
_RUN = re.compile(rf"[{CJK}]+")
_ASKING = re.compile(
    r"为什么|为何|什么时候|什么样|什么|多长时间|多久|百分之几|百分之多少|多少钱|多少|多[大高长远重深宽厚快]|怎么办|怎么样|怎样|"
    r"怎么|如何|哪[一几]?[些个种位项类条道批台组年月天里]?|几[个种次条位名岁点号周天步项类页人把件道]?|谁|何时|是否|有没有|"
    r"第(?:[一二三四五六七八九十几]{1,3}|\d{1,2})步|(?:最后|下)一步|能不能|可不可以|是不是|请问|告诉我|帮我|介绍一下|说说|一下|吗|呢|吧|啊"
)


_LOOSE = frozenset(
    "的了吗呢吧是与和及或把被让向从就都也还又再才该请得着过之其此这那个些每各第所以我你他她它们且而则但若"
    "如果由为有要会能可在用不没未无按一二三两多少大小最全半共先再使到说看叫问想指须"
)
"""Characters that make no name with the one beside them."""
_PLACING = frozenset("后前中上下时里内外段进做清低扣净记值")
"""Characters that make none with the word before them."""


def told(normal: str) -> str:
    """A normalised question without what only asks."""
    return _ASKING.sub("  ", normal)


@dataclass(frozen=True)
class Word:
    """`text` in normal form; `weight` is what it tells, in nats."""

    text: str
    kind: Kind
    weight: float


class Lexicon:
    """Its first use reads jieba's dictionary: about half a second, 90 MB. Safe from several threads."""

    def __init__(self) -> None:
        words = json.loads(EMPTY.read_text("utf-8"))
        self._joining, self._english = frozenset(words["joining"]), frozenset(words["english"].split())
        self._empty = frozenset(words["empty"].split())
        self._lock = threading.Lock()

    def warm(self) -> None:
        """Read the dictionary now."""
        with self._lock:
            self._cutter, self._deeds  # noqa: B018

    @cached_property
    def _cutter(self) -> Any:
        import jieba  # type: ignore[import-untyped]

        cutter = jieba.Tokenizer()
        # not `initialize`: that reads a cache which anybody on this machine could have written
        cutter.FREQ, cutter.total = cutter.gen_pfdict(cutter.get_dict_file())
        cutter.initialized = True
        return cutter

    @cached_property
    def _deeds(self) -> frozenset[str]:
        """The dictionary's verbs of two characters and more."""
        with self._cutter.get_dict_file() as file:
            entries = (line.decode("utf-8").split() for line in file)
            return frozenset(word for word, _, kind in entries if kind == "v" and len(word) > 1)

    def cut(self, text: str) -> list[str]:
        """All words of a text, unknown ones guessed."""
        self.warm()
        return list(self._cutter.cut(text))

    def content(self, question: str) -> tuple[Word, ...]:
        """The content words of a normalised question, each once, in order of kind and place."""
        self.warm()
        found = {m: Word(m, "code", CODE) for m in _CODE.findall(question)}
        rest = _CODE.sub("  ", question)
        for number in _NUMBER.findall(rest):
            found.setdefault(number, Word(number, "number", NUMBER))
        for latin in _LATIN.findall(rest):
            if latin not in self._english:
                found.setdefault(latin, Word(latin, "latin", LATIN))
        for run in _RUN.findall(told(rest)):
            for text in self._words(run):
                found.setdefault(text, Word(text, "word", self._weight(text)))
        return tuple(found.values())

    def telling(self, text: str) -> tuple[tuple[str, float, bool], ...]:
        """The content words of any text, in its order: each with what it tells, in nats, and whether it is only a deed
        (a verb that is no noun as well). No numbers; a word with a character behind it is one name (`首件卡`).
        """
        self.warm()
        normal = normalise(text)
        found = {w: (w, LATIN, False) for w in _LATIN.findall(normal) if w not in self._english}
        for run in _RUN.findall(normal):
            for word in self._names(run):
                found.setdefault(word, (word, self._weight(word), word in self._deeds))
        return tuple(found.values())

    def _names(self, run: str) -> Iterator[str]:
        """Dictionary words, each with the lone character behind it, and lone characters together."""
        pieces, at = list(self._cutter.cut(run, HMM=False)), 0
        while at < len(pieces):
            reach = at + 1
            while reach < len(pieces) and len(pieces[reach]) == 1 and self._joins(pieces[at], pieces[reach]):
                reach += 1
            # a word takes one character, where a word or nothing comes behind it
            name = "".join(pieces[at:reach])
            if len(pieces[at]) > 1 and (reach - at != 2 or pieces[at] in self._deeds):
                name, reach = pieces[at], at + 1
            if len(name) > 1 or not (name in self._joining or name in self._empty):
                yield name
            at = reach

    @staticmethod
    def _joins(one: str, other: str) -> bool:
        return one not in _LOOSE and other not in _LOOSE and other not in _PLACING

    def _words(self, run: str) -> Iterator[str]:
        """Dictionary words, and neighbouring single characters together: often a name."""
        singles = ""
        for piece in (*self._cutter.cut(run, HMM=False), ""):
            if len(piece) == 1 and piece not in self._joining and piece not in self._empty:
                singles += piece
                continue
            if singles:
                yield singles
                singles = ""
            if len(piece) > 1 and piece not in self._empty:
                yield piece

    def _weight(self, text: str) -> float:
        if len(text) > 1 and text in self._cutter.FREQ:
            return self._rarity(text)
        return min(RAREST, sum(SINGLE * min(SINGLE_MOST, self._rarity(c)) for c in text))

    def _rarity(self, text: str) -> float:
        return math.log(self._cutter.total / (self._cutter.FREQ.get(text, 0) + SMOOTH))
