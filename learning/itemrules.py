"""What must hold of one exercise, each rule by itself: pure checks of the item and of the passages it cites.

Knows no other items (sets.py) and no way of answering (solver.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from learning.alike import bare, common, holds, plain
from learning.derived import derived
from learning.exercise import BLANK, OPEN, RIGHT, WRONG, Exercise
from learning.formula import formulas, wanted
from learning.numbers import numbers, unsupported
from learning.options import distinct, entailing, same_kind
from learning.reasons import Flag, Reason
from learning.situation import situations
from learning.structure import placed, rows, units

HINT, HINT_SHARE = 4, 0.6
LONG, UNEVEN = 220, 3.0
_ALL = re.compile(r"(?:以上|上述|前述|所有选项)?(?:都|均|皆|全部?)(?:不?[对错是]|不?正确|不?属于)$|^(?:以上|上述)")
_NOT = re.compile(r"(?<!【)(?:不正确|不属于|不包括|不应当?|不能|错误|不是|除外|没有|有误)")
_ABSOLUTE = re.compile(r"一定|必然|绝对|总是|从不|永远|所有|任何|完全|唯一")
_DONE = re.compile(r"这样处理：“[^”]*”")
"""How somebody handled a case, wrongly."""
_ANSWER = re.compile(r"《[^》]*》|“[^”]*”")


def faults(item: Exercise, texts: Mapping[str, str]) -> Iterator[Reason]:
    """The rules that `item` breaks; `texts` are the readable passages by id."""
    if not _complete(item):
        yield Reason.INCOMPLETE
    if not proper_key(item):
        yield Reason.KEY
    if not all(s.quote and s.quote in texts.get(s.passage_id, "") for s in item.spans):
        yield Reason.NOT_VERBATIM
    yield from _of_options(item)
    yield from _of_stem(item)
    cited = [texts.get(s.passage_id, "") for s in item.spans]
    worked = derived(item.asked, cited)
    known = worked is not None and set(item.key) <= set(worked)
    if not (known or _entailed(item)):
        yield Reason.NOT_ENTAILED
    if _also_right(item, texts):
        yield Reason.ALSO_RIGHT
    if not (_stem_true(item, cited) if known else _true_numbers(item, cited)):
        yield Reason.NUMBERS


def flags(item: Exercise) -> Iterator[Flag]:
    words = item.options if item.kind in ("single", "multiple") else (item.stem,) if item.kind == "judge" else ()
    if any(_ABSOLUTE.search(w) for w in words):
        yield Flag.ABSOLUTE
    if len(item.stem) > LONG:
        yield Flag.LONG_STEM
    lengths = [len(o) for o in item.options]
    if item.kind == "single" and lengths and max(lengths) > UNEVEN * min(lengths) + 4:
        yield Flag.UNEVEN


def _complete(item: Exercise) -> bool:
    scored = item.kind not in OPEN or (len(item.points) == len(item.key) and min(item.points, default=0) > 0)
    return bool(plain(item.stem) and item.key and item.spans and item.explanation.strip() and scored)


def proper_key(item: Exercise) -> bool:
    key, options = item.key, item.options
    if len(set(map(bare, key))) != len(key) and item.kind not in ("fill", "match"):
        return False
    if item.kind == "single":
        return len(options) >= 3 and len(key) == 1 and sum(bare(o) == bare(key[0]) for o in options) == 1
    if item.kind == "multiple":
        return 2 <= len(key) < len(options) and set(key) <= set(options)
    if item.kind == "judge":
        return key in ((RIGHT,), (WRONG,))
    if item.kind == "fill":
        return item.stem.count(BLANK) == len(key) and all(map(bare, key))
    if item.kind == "order":
        return len(key) >= 3 and sorted(key) == sorted(options) and key != options
    if item.kind == "match":
        return 2 < len(item.left) == len(key) == len(set(item.left)) and set(key) <= set(options)
    return bool(key)


def _of_options(item: Exercise) -> Iterator[Reason]:
    if item.kind not in ("single", "multiple", "order", "match"):
        return
    if not distinct(item.options):
        yield Reason.OPTIONS_ALIKE
    if any(_ALL.search(plain(o)) for o in item.options):
        yield Reason.ALL_OF_THEM
    if item.kind == "single" and not same_kind(item.options):
        yield Reason.OPTIONS_MIXED
    if item.kind in ("single", "multiple") and entailing(item.options):
        yield Reason.OPTIONS_ENTAIL


def _of_stem(item: Exercise) -> Iterator[Reason]:
    if item.kind in ("single", "fill", "calculate") and any(holds(item.stem, k) for k in item.key):
        yield Reason.STEM_TELLS
    elif item.kind == "single" and item.key and _hinted(item):
        yield Reason.STEM_HINTS
    if item.kind in ("single", "multiple") and _NOT.search(_ANSWER.sub("", item.stem)):
        yield Reason.NEGATIVE


def _hinted(item: Exercise) -> bool:
    """A stretch that the stem shares with the key alone, and that is most of the key."""
    key = item.key[0]
    shared = common(item.stem, key)
    alone = not any(shared in plain(o) for o in item.options if o != key)
    return alone and (len(shared) >= HINT or (len(shared) > 1 and len(shared) >= HINT_SHARE * len(plain(key))))


def _entailed(item: Exercise) -> bool:
    """Whether the quoted stretch holds what the key says."""
    quote = item.quote
    if item.kind in ("single", "fill", "short", "case"):
        return all(holds(quote, k) for k in item.key)
    if item.kind == "order":
        places = [placed(quote, k) for k in item.key]
        return -1 not in places and places == sorted(set(places))
    if item.kind == "match":
        found = [[v for _, v in r.cells] for r in rows(quote)]
        told = {(s.name, s.response) for s in situations(quote)}
        pairs = zip(item.left, item.key, strict=False)
        return all((a, b) in told or any(a in c and b in c for c in found) for a, b in pairs)
    if item.kind == "calculate":
        return any(wanted(item.stem) in (f.result, *f.names) for f in formulas(quote))
    return True  # statements: the blind solver reads them


def _also_right(item: Exercise, texts: Mapping[str, str]) -> bool:
    """A wrong option that some passage says of the same thing and aspect."""
    if item.kind != "single" or not all(item.about):
        return False
    thing, aspect = item.about
    thing, aspect = bare(thing), bare(aspect)
    near = [u for text in texts.values() for u, plain in units(text) if thing in plain and aspect in plain]
    return any(holds(u, o) for u in near for o in item.options if o not in item.key)


def _stem_true(item: Exercise, cited: list[str]) -> bool:
    """What is worked out is no source's number, what it is worked out from is."""
    return not unsupported(item.stem, [*cited, *re.findall(r"《[^》]*》", item.stem), "（1）（2）（3）"])


def _true_numbers(item: Exercise, cited: list[str]) -> bool:
    """Numbers of the question and of the key stand in what is cited; a false statement may change one of them."""
    if item.kind == "calculate":
        return bool(numbers(item.key[0])) if item.key else False
    titles = [_m for s in (item.stem,) for _m in re.findall(r"《[^》]*》", s)]
    said = [*cited, *titles]
    if item.kind == "judge":
        return item.key == (WRONG,) or not unsupported(item.stem, said)
    stem = _DONE.sub("", item.stem) if item.kind == "case" else item.stem
    return not unsupported("\n".join([stem, *item.key]), said)
