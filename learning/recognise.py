"""Which published exercise a learner's words ask, word for word or in other words. Pure: two texts and counts of words.

An item is met when the words say most of what it asks, and little that it does not speak of; words that many items
share weigh little. What it asks is its fact (thing and aspect) or its stem; its key never counts. Knows no person:
whoever calls has chosen the items, so that nothing hidden counts.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from learning.alike import bare, pairs
from learning.answerkey import answer_key
from learning.equivalent import same
from learning.exercise import BLANK, Exercise, Span
from learning.scan import quantities

SAID, ABOUT, LESS = 0.5, 0.4, 0.25
"""The weight of what an item asks that the words have to say; of the words that the item has to speak of."""
WHOLE, SAME = 0.8, 0.92
"""The share of a stem's words that a message in the form of an exercise says."""
_ASKING = re.compile(
    r"请问|请|帮我|算一下|是?多少|多[大高长久快深重]|什么时候|什么是|是?什么|怎么样|怎么|怎样|如何|为什么|为何|因为|"
    r"哪[些个里种一]?|几[个次种步项克]?|分别|各自|各种|各个|大约|大概|主要|应该|应当|需要|这[些个门]?|那[些个门]?|说明了?|"
    r"表示|意思|对[吗吧]|对不对|是吗|正确[吗吧]|[吗呢吧的了？?，。、；：:“”（）()]"
)
_FRAME = re.compile(
    r"^(?:按|依据|根据)?《[^》]*》(?:中的公式计算)?[，：:]?|下面横线处应填（\s*）：|下列说法与|一致的有|（[\s　]*）|"
    r"_{2,}|实训中(?:某小组)?遇到这样的情况：|请依据|写出|正确的处理办法|将每个|对应起来|与它的|主要内容|简述|已知|"
    r"某小组按《[^》]*》实训(?:时遇到这样的情况：|，中途出现)|组员对怎么办意见不一|组员[甲乙]说：“[^”]*”|"
    r"评判他们的说法|(?:两人的|这种)说法都?不合规定|改正|正确的处置|该资料|应如何处置|并逐条说明要求|遇到下列情况各应怎样处置|"
    r"(?:，逐条|部分)的?[零一两三四五六七八]点(?:要求|内容)|的要求。$"
)
_FORM = re.compile(
    r"_{2,}|（[\s　]*）|\([\s　]*\)|(?:^|[\s；;。，])[A-Ha-h][.．、:：）)]\s?\S|判断(?:正误|对错|题)|对还是错|"
    r"(?:单|多)选|选择题|填空|下列(?:说法|各项|哪)|横线处|连线|排序题|简述"
)
_QUESTION = re.compile(
    r"[？?吗呢]|什么|多少|怎么|怎样|如何|为何|哪[些个里种]|几[个次种步]|\b(?:what|how|why|which|when|where)\b"
)
_TITLE = re.compile(r"《([^》]*)》")
_OPENING = re.compile(r"^(?:按|依据)?《[^》]*》(?:中的公式计算)?[，：:]?(?:下面横线处应填（\s*）：)?")
_NUMBERED = re.compile(r"^[\d.]+\s*|^[一二三四五六七八九十]+、")
_NUMBER = re.compile(r"[\d.%％±~～]+|[一二三四五六七八九十百千万两]+(?=[个元克度吨米毫次倍])")
SHORT = 3
REMEMBERED = 4096
"""Items whose words are kept: counting them anew at every question would take .2 ms each."""
_MARKS = str.maketrans("《》_", "   ")


@dataclass(frozen=True)
class _Known:
    """What an item asks, in pairs of characters: its `core`, all it speaks of, every word of its stem and options."""

    core: tuple[frozenset[str], ...]
    whole: frozenset[str]
    stem: frozenset[str]
    options: frozenset[str]


def handed_over(message: str) -> bool:
    """Whether a message may be an exercise's own words: in the form of one, with a source's title, or a statement."""
    return bool(_FORM.search(message) or _TITLE.search(message)) or not _QUESTION.search(message)


class Recogniser:
    """Over the items one learner may meet. Built once a turn: counting words is all it costs."""

    def __init__(self, items: Sequence[Exercise]) -> None:
        self._items = tuple(items)
        self._known = [_known(item) for item in self._items]
        self._counts = Counter(w for known in self._known for w in frozenset().union(*known.core))

    def asked(self, message: str) -> Exercise | None:
        """The item that the message asks, in whatever words; None where it asks none."""
        said = _words(message)
        found = [(self._met(said, known), -n) for n, known in enumerate(self._known)]
        best, n = max(found, default=(0.0, 0))
        return self._items[-n] if best > 0 else None

    def given(self, message: str) -> Exercise | None:
        """The item whose own words are handed over: nearly its whole stem, or most of it in the form of an exercise."""
        bar = WHOLE if _FORM.search(message) else SAME
        said = _all(message)
        shares = [
            (len(k.stem & said) / max(1, len(k.stem)), len(k.options & said), -n) for n, k in enumerate(self._known)
        ]
        share, _, n = max(shares, default=(0.0, 0, 0))
        return self._items[-n] if share >= bar else None

    def answered_by(self, message: str, quotes: Sequence[tuple[str, str]]) -> Exercise | None:
        """The item whose fact stands in what would be quoted, (passage id, text): the words ask for its very key, or
        say something of what it asks.
        """
        said = _words(message)
        key = answer_key(message, [(text, "") for _, text in quotes])
        values = key[0].values if key else ()
        found = [
            (_tells(item, values), self._met(said, self._known[n], LESS, LESS), -n)
            for n, item in enumerate(self._items) if any(_within(span, quotes) for span in item.spans)
        ]  # fmt: skip
        told, best, n = max(found, default=(False, 0.0, 0))
        return self._items[-n] if told or best > 0 else None

    def _met(
        self, said: frozenset[str], known: _Known, least: float = SAID, about_least: float = ABOUT
    ) -> float:
        """How surely the words ask this item; 0 where they do not."""
        weigh = self._weight
        own = weigh(said)
        about = weigh(said & known.whole) / own if own else 0.0
        best = 0.0
        for core in known.core:
            asks = weigh(core)
            share = weigh(core & said) / asks if asks else 0.0
            if share >= least and about >= about_least:
                best = max(best, share * about)
        return best

    def _weight(self, words: frozenset[str]) -> float:
        n = len(self._items) + 1
        return math.fsum(math.log1p(n / (1 + self._counts[w])) for w in sorted(words))


def _within(span: Span, quotes: Sequence[tuple[str, str]]) -> bool:
    """Whether a quotation of the same passage holds the span, or the span it."""
    mine = bare(span.quote)
    return any(p == span.passage_id and (bare(text) in mine or mine in bare(text)) for p, text in quotes)


def _tells(item: Exercise, values: Sequence[str]) -> bool:
    """Whether one of the values asked for is all of the item's key."""
    return item.kind in ("single", "fill") and len(item.key) == 1 and any(
        bare(v) == bare(item.key[0]) or same(v, item.key[0]) for v in values
    )


def _all(text: str) -> frozenset[str]:
    """Every pair, the source's title too."""
    return pairs(text.translate(_MARKS))


@lru_cache(maxsize=REMEMBERED)
def _known(item: Exercise) -> _Known:
    thing, aspect = item.about
    stem = _FRAME.sub(" ", item.stem)
    core = [_words(stem)]
    if thing and aspect and item.kind not in ("multiple", "short"):
        core.append(_words(f"{thing} {aspect}"))
    if BLANK in item.stem:
        core += [_words(text) for text in _around(stem_of(item), item.key)]
    if item.kind in ("short", "case"):
        core.append(_words(_NUMBERED.sub("", thing)))
    title = " ".join(_TITLE.findall(item.stem))
    whole = frozenset().union(*core, _words(title), _words(thing), _words(aspect))
    return _Known(tuple(c for c in core if c), whole, _all(item.stem), _all(" ".join(item.options)))


def stem_of(item: Exercise) -> str:
    """The statement alone, its blanks kept."""
    return _OPENING.sub("", item.stem)


def _around(statement: str, key: Sequence[str]) -> list[str]:
    """The subject with the clause that holds the blank, and with the unit asked for."""
    clauses = [c for c in re.split(r"[，。；：:,;]", statement) if c.strip()]
    held = next((c for c in clauses if BLANK in c), "")
    before = clauses[: clauses.index(held)] if held else []
    subject = clauses[0] if clauses else ""
    units = " ".join(q.unit or "" for k in key for q in quantities(k))
    near = before[-1] if before and len(held.replace(BLANK, "").strip()) < SHORT else ""
    return [f"{subject} {near} {held} {units}".replace(BLANK, " ")]


def _words(text: str) -> frozenset[str]:
    """Pairs of the words that count: without what asks, and without numbers, which are written in many ways."""
    return pairs(_NUMBER.sub(" ", _ASKING.sub(" ", text)))
