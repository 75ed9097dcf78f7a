"""The words of an item and what each tells: how rare it is in everyday Chinese, and in the courses read. Pure.

Rarity in general is given (a lexicon's, nats); rarity in the courses is counted, ln((N + 1) / (n + .5)) over their
passages as BM25 does (Robertson & Spärck Jones 1976). A word all trades use tells nearly nothing, however seldom the
courses use it. The last word that tells is the head, what the item is about: what stands before it says which. Does
not judge what is covered.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from learning.kin import GROUPS, meant
from learning.module import UNITS

Telling = Callable[[str], Sequence[tuple[str, float, bool]]]
"""The content words of a text, in its order: each with what it tells, in nats, and whether it is only a deed."""
COMMON, RARE = 7.5, 12.5
"""Nats of a word that all trades use, and of one that few do."""
LEAST = 0.03
HEAD = 0.2
"""The weight from which an item's last word is what it is about; else the word that tells most is."""
ALIKE = 0.7
"""Where no word does, those are heads that tell as much of the most."""
LISTED = 0.3
"""What a lone character counts in a list of such: `钻、扩、铰、镗`."""
STRETCH, WHOLE, TELLS = 5, 3, 0.08
"""Characters in one piece that both say, or of a whole item, to stand for its head; the weight of a word that tells."""
HALF = 0.5
"""What a word counts where only what it is a kind of is said."""
_FORMS = frozenset("表卡单本仪机")
ENOUGH = 0.6
"""What such a piece counts, or all that the item is done with."""
DEED = 0.3
"""What a verb counts where an item opens with it: what it is done with tells more."""
SPECIAL = 12.0
"""Nats from which a deed that no course says is a trade's own, `滴定`."""
FLOOR = 0.4
"""What a word keeps however many passages say it: a chapter that says it all the time is about it."""
_ASKING = frozenset(["为什么", "什么", "多少", "怎样", "每个", "每次"])
_OTHER = frozenset("头室词")
_SIZED = frozenset("值量率件数")
_BY = re.compile(r"^(?:根据|依据|按照?).+?(?=选择|选用|确定|修改|判断|制定|计算|调整|写出)")
_SORT = re.compile(r"原因|顺序|比例")
_WHERE = ("上", "中", "里", "内")
MORE, NEAR = 1.4, 6
"""How much more a deed that stands last must tell than its thing to be needed with it; characters before 的."""
OWN = 0.7
"""What an owner must tell of what its thing tells to be as much asked for."""
_WRITING = re.compile(r"填写|写出|写明|编写|编制|说明|设计|计算|完成|找出|使用|安排|选择|判断|识读|读懂|看懂|修改")
"""Deeds that any subject is set with."""
_LATIN = re.compile(r"[a-z]{2,}", re.I)
_RUN = re.compile("[\u4e00-\u9fff]+")
_LIST = re.compile(r"(?:^|(?<=、))[\u4e00-\u9fff](?=、)|(?<=、)[\u4e00-\u9fff](?=的|$)")


@dataclass(frozen=True)
class Place:
    """A text that is looked into, in small letters: a passage with its headings, a sentence, a title."""

    text: str


@dataclass(frozen=True)
class Terms:
    """An item's words with their weights; `heads` are what it is about, `phrases` what courses call several of its
    words together: other names → these words, `means` what it is done with, `last` the head that stands last, `core`
    the text without the deed it opens with. `told` is what each word tells whatever the courses say often, `required`
    the words without which nothing is said of the item, `deeds` those of its words that are only deeds, `tail` its
    last thing, however plain, `either` two of which one is needed, `general` what each word tells in
    everyday Chinese. `seen` keeps what was looked for.
    """

    text: str
    weights: Mapping[str, float]
    heads: frozenset[str]
    phrases: Mapping[tuple[str, ...], frozenset[str]] = field(default_factory=dict)
    means: frozenset[str] = frozenset()
    last: str = ""
    core: str = ""
    told: Mapping[str, float] = field(default_factory=dict)
    required: frozenset[str] = frozenset()
    deeds: frozenset[str] = frozenset()
    tail: str = ""
    either: frozenset[str] = frozenset()
    general: Mapping[str, float] = field(default_factory=dict)
    seen: dict[str, frozenset[str]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def weight(self) -> float:
        return sum(self.weights.values())

    def held(self, said: Place) -> frozenset[str]:
        """Its words that a text says."""
        found = self.seen.get(said.text)
        if found is None:
            found = self.seen[said.text] = self._held(said)
        return found

    def _held(self, said: Place) -> frozenset[str]:
        own = {w for w in self.weights if holds(said, w)}
        for others, words in self.phrases.items():
            own |= words if any(o in said.text for o in others) else set()
        short = "不" + "".join(w[0] for w in self.told)
        own |= set(self.told) if len(short) > 2 and self.text.startswith("不") and short in said.text else set()
        own |= {d for d in self.deeds - own if any(d[0] + w in said.text for w in own)}  # 测水分
        own |= {w for w in self.weights if w not in own and len(w) > 2 and w[-1] in _SIZED and w[:-1] in said.text}
        return frozenset(own)

    def needed(self, held: Collection[str]) -> frozenset[str]:
        """What is needed of it and held."""
        return frozenset(w for w in self.required | self.either if w in held)

    def lacking(self, held: Collection[str]) -> frozenset[str]:
        """What is needed of it and not held."""
        one = frozenset() if not self.either or self.either & frozenset(held) else self.either
        return (self.required - frozenset(held)) | one

    def stands(self, said: Place) -> bool:
        """Whether a word that is needed stands there itself, not another for it."""
        return any((w[:-1] if w[-1] in _SIZED and len(w) > 2 else w) in said.text for w in self.required | self.either)

    def kinds(self, said: Place) -> frozenset[str]:
        """Its words of which the text says what they are a kind of."""
        return frozenset(w for w in self.told if _kind_of(w, said))

    def of(self, held: Collection[str]) -> float:
        """How much of the item these words tell, 0–1, whatever the courses say often."""
        whole = sum(self.told.values())
        return sum(v for w, v in self.told.items() if w in held) / whole if whole else 0.0

    @property
    def most(self) -> float:
        return max(self.told.values(), default=0.0)

    def share(self, said: Place) -> float:
        """How much of the item the text says, 0–1, by weight; 0 where it says no head."""
        if not self.weights:
            return 0.0
        held = self.held(said)
        made = sum(self.weights[w] for w in held) / self.weight
        made += HALF * sum(self.weights[w] for w in self.weights if w not in held and _kind_of(w, said)) / self.weight
        if self.verbatim(said) or (self.means and self.means <= held):
            return max(made, ENOUGH)
        return made if held & self.heads else 0.0

    def verbatim(self, said: Place) -> bool:
        """Whether a long piece of it stands in the text, or all of it."""
        if len(self.core) >= WHOLE and self.core in said.text:
            return True
        return any(piece in said.text for run in _RUN.findall(self.text) for piece in _pieces(run))

    def plainly(self, said: Place) -> int:
        """How many of its words that tell stand there as they are, or all together by another name."""
        own = {w for w in self.weights if w in said.text}
        for others, words in self.phrases.items():
            own |= words if any(o in said.text for o in others) else set()
        return sum(self.weights[w] >= TELLS for w in own) if own & self.heads else 0


def _pieces(run: str) -> list[str]:
    return [run[i : i + STRETCH] for i in range(len(run) - STRETCH + 1)]


def holds(said: Place, word: str) -> bool:
    """The word itself, or one that courses use for it."""
    return any(w in said.text and _stands(w, said.text) for w in (word, *meant(word)))


def _stands(word: str, text: str) -> bool:
    """Not as the beginning of another thing's name, `灌装头`, `测量室`."""
    return any(text[at.end() : at.end() + 1] not in _OTHER for at in re.finditer(re.escape(word), text))


def _kind_of(word: str, said: Place) -> bool:
    """The text speaks of what the word is a kind of: 螺纹 for 外螺纹."""
    return len(word) > 2 and word[-2:] in said.text and word[-1] not in _FORMS


class Weigher:
    """Makes the terms of items against the courses read."""

    def __init__(self, telling: Telling, places: Iterable[Place]) -> None:
        self._telling, self._places = telling, tuple(places)
        self._known: dict[str, float] = {}

    def terms(self, text: str, using: bool = False) -> Terms:
        """A text without content words has no terms and no heads. `using`: its first word is as much its head."""
        told = [t for t in self._telling(text) if t[0] not in UNITS and t[0] not in _ASKING and t[0][:2] != "每个"]
        weights = self._weights(text, told)
        deeds = {w for w, _, deed in told if deed}
        means = list(takewhile(lambda w: w not in deeds, weights)) if using else []
        heads = frozenset(weights) & set(_LIST.findall(text)) or _heads(weights, deeds) | _owner(text, weights, deeds)
        heads |= {next((w for w in means if weights[w] >= HEAD), "")} - {""}
        phrases = {
            tuple(o.lower() for o in group if o != name): frozenset(w for w in weights if w in name)
            for group in GROUPS for name in group if name in text and name not in weights
            and sum(w in name for w in weights) > 1
        }  # fmt: skip
        core = text.removeprefix(told[0][0]) if told and told[0][2] and text != told[0][0] else text
        last = next((w for w in reversed(weights) if w in heads), "")
        by_what = frozenset(means if len(means) < len(weights) else ())
        tells = self._told(text, told)
        needed = _required(text, tells, deeds) | {next((w for w in means if tells[w] >= HEAD), "")} - {""}
        either = _either(tells, deeds, needed)
        return Terms(
            text, weights, heads, phrases, by_what, last, core, tells, needed - either, frozenset(deeds),
            _tail(tells, deeds), either, {w: _general(nats) for w, nats, _ in told},
        )  # fmt: skip

    def _told(self, text: str, told: Sequence[tuple[str, float, bool]]) -> dict[str, float]:
        """A deed that any subject is set with, or that opens the item, tells less."""
        made = {w: _general(nats) * max(FLOOR, self.rarity(w)) for w, nats, _ in told}
        listed = set(_LIST.findall(text))
        made |= {w: LISTED for w in made if w in listed}
        for n, (word, nats, deed) in enumerate(told):
            opens = n == 0 and deed and text.startswith(word) and (nats < SPECIAL or self.rarity(word) < 1)
            if len(told) > 1 and (_WRITING.fullmatch(word) or opens):
                made[word] *= DEED
        by = _BY.match(text)
        return {w: v * DEED if by and w in text[: by.end()] else v for w, v in made.items()}

    def _weights(self, text: str, told: Sequence[tuple[str, float, bool]]) -> dict[str, float]:
        listed = set(_LIST.findall(text))
        weights = {w: LISTED if w in listed else _general(nats) * self.rarity(w) for w, nats, _ in told}
        first, nats, deed = told[0] if told else ("", 0.0, False)
        if len(told) > 1 and deed and text.startswith(first) and (nats < RARE or self.rarity(first) < 1):
            weights[first] *= DEED
        return weights

    def rarity(self, word: str) -> float:
        """1 for a word that no passage says, less the more say it."""
        if word not in self._known:
            n = sum(holds(p, word) for p in self._places)
            whole = math.log(2 * (len(self._places) + 1))
            self._known[word] = max(LEAST, math.log((len(self._places) + 1) / (n + 0.5)) / whole)
        return self._known[word]


def _required(text: str, told: Mapping[str, float], deeds: Collection[str]) -> frozenset[str]:
    """The last thing that tells, whose it is (`薄壁零件的变形`), the kind (`盘类`); all of a list of single
    characters; a deed that stands last only where it tells more.
    """
    listed = frozenset(told) & set(_LIST.findall(text))
    if listed:
        return listed
    by = _BY.match(text)
    words = [w for w in told if by is None or w in text[by.end() :]] or list(told)
    many = [w for w in words if len(w) > 1] or words
    telling = [w for w in many if told[w] >= HEAD] or sorted(many, key=lambda w: -told[w])[:1]
    things = [w for w in telling if w not in deeds or w == telling[0]] or telling
    found = {*things[-1:], *(w for w in telling[-1:] if told[w] >= MORE * told[things[-1]])}
    found |= {w for w in words if _LATIN.fullmatch(w)}  # `pH 计测量`: no other measuring
    found |= {w for w in words if w.endswith("类") or (_SORT.fullmatch(w) and text.endswith(w))}
    before = text.rpartition("的")[0]
    close = [w for w in telling if w in before[-NEAR:] and w not in deeds]
    owner = max(close, key=lambda w: told[w], default="")
    if owner and not before.endswith(_WHERE) and told[owner] >= OWN * told[things[-1]]:
        found.add(owner)
    return frozenset(found)


def _tail(told: Mapping[str, float], deeds: Collection[str]) -> str:
    things = [w for w in told if w not in deeds and len(w) > 1] or list(told)
    return things[-1] if things else ""


def _either(told: Mapping[str, float], deeds: Collection[str], needed: frozenset[str]) -> frozenset[str]:
    """`主轴转速`: the last thing, or a deed behind it that tells about as much, as a thing may be told by either."""
    words = [w for w in told if len(w) > 1]
    if len(words) > 1 and words[-1] in deeds and words[-2] in needed and words[-1] not in needed:
        return frozenset(words[-2:]) if told[words[-1]] >= told[words[-2]] else frozenset()
    return frozenset()


def _general(nats: float) -> float:
    return min(1.0, max(LEAST, (nats - COMMON) / (RARE - COMMON)))


def _heads(weights: Mapping[str, float], deeds: Collection[str]) -> frozenset[str]:
    """The last word that tells enough, what stands before it says which; where it is a deed, what is done so too."""
    many = [w for w in weights if len(w) > 1] or list(weights)
    telling = [w for w in many if weights[w] >= HEAD]
    if not telling:
        most = max((weights[w] for w in many), default=0.0)
        return frozenset(w for w in many if weights[w] >= ALIKE * most)
    before = telling[-2:-1] if telling[-1] in deeds and telling[-2:-1] != many[:1] else []
    return frozenset([telling[-1], *before])


def _owner(text: str, weights: Mapping[str, float], deeds: Collection[str]) -> frozenset[str]:
    """`薄壁零件的变形`: as much of the one as of the other, where what stands before 的 tells more."""
    before = text.rpartition("的")[0]
    own = max((w for w in weights if w in before), key=lambda w: weights[w], default="")
    most = max((weights[w] for w in _heads(weights, deeds)), default=0.0)
    return frozenset([own]) if own and weights[own] >= most else frozenset()
