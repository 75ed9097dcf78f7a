"""What in a module says an item: a sentence that says it, or a measure of a section that is named for it. Pure.

A sentence attests an item where it holds, with the heading it stands under, the words without which nothing is said of
the item and by weight most of it, and holds one of those words itself, not in passing; in a section whose heading names
the item, a rule or a measure does. A reference to elsewhere, what is said not to be there, the words of a bad example
and what a chapter promises attest nothing; who asks to calculate needs a formula. A sentence that only mentions what
is asked for is a hint. Does not know the other modules.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from learning.demand import Item
from learning.kin import KINDS, meant
from learning.line import bare
from learning.module import Module, Unit
from learning.quoting import DOING, HEADING, cures, passing, process, tells, worth
from learning.structure import row
from learning.term import HALF, Place, Terms
from learning.unlike import modifier, unlike

PLAIN, TELLS = 0.22, 0.5
"""What the best word of an item tells that must be named in a heading; the share of it that a word must tell to be
asked of a hint.
"""
NAMED = 0.5
"""The share of an item that a heading must say for the section to be named for it."""
MOST_OF, LONGER = 0.7, 2
"""The share of an item's characters that a hint must say; characters above which a name is longer."""
WHOLE, TITLED = 3, 0.9
"""Characters of an item that stand as they are in a sentence; the share of it that a title must say to name it."""
STRICT = 0.66
"""The line from which a document must say it in the item's own words."""
BESIDE = 0.25
"""What a word counts that only other sentences of the section say."""
TOUCHED = 0.2
"""The share of an item, and of the rest of its requirement, that a hint says."""
_DENIED = re.compile(r"不(.)[\u4e00-\u9fff]?(.)")
_LISTS = re.compile(r"(?<=、)[\u4e00-\u9fff](?=、)")
_WARNS = re.compile(r"不能|不得|不要|违规|扣分|不符|禁止|虚假")
_ORDER, _ORDERED = re.compile(r"先.+再"), re.compile(r"先|再|然后|依次")
_READS = re.compile(r"[看读识]")
_EXAMPLE = re.compile(r"^(?:● )?例|例如|比如|例子")
_ELSEWHERE = re.compile(
    r"(?:参?见|参看|详见)(?:本书|本章|附录|第.{1,3}[章节]|[表图\d])|[各另]有(?:单独|专门|专项)?(?:文件|规定|说明)"
)
_ABSENT = re.compile(r"(?:没有|不用|无需|而不是|不是|不在|而不看)[\u4e00-\u9fff]{0,2}$")
_JOINT = re.compile(r"[与和及、]")
_CASE = r"(?:● )?[^：:。]{2,16}[：:]\s*(?:先|再|可以)?"
"""What is to be done in a case stands behind its colon."""
_HOW, _STEP = re.compile(r"[写做用]法|步骤|办法|怎样"), re.compile(r"\s*\d{1,2}[.、．]")
_NAMING = re.compile(r"[\u4e00-\u9fff]{2,6}")
_NO_NAME = re.compile(r"[有要的和与看懂测准怎为从看识算]")
_CHANGES, _EXPLAINS = re.compile(r"^(修订|修改|优化|改进|改造)"), re.compile(r"^解释")
_WHY = re.compile(r"原因|为什么|因为|作用|使|所以|因此|道理|目的|决定")
_CHECKED = re.compile(r"验证|举例|例子")
_BAD = re.compile(r"(?:差|错误|不好)的(?:写法|做法|例子)|反例")
_FORBIDS = re.compile(r"^(?:● )?(?:不|别|避免|禁止|切忌)")
_SAID = re.compile(r"[“\"][^”\"]*[”\"]")
_PROMISES = re.compile(r"^本[章节课]|本章(?:讲|先|将|从)")
_CALCULATES = re.compile(r"^(?:并|先|再)?(?:计算|换算|算清|口算|试算|测算|核算)")
_FORMULA = re.compile(r"[＝=≈÷×∶]|公式|除以|乘以|乘积|之比")
_CLAUSE = re.compile(r"[，。；：,;:]")


@dataclass(frozen=True)
class Spot:
    """A sentence or row, with what it says in small letters."""

    unit: Unit
    said: Place


@dataclass(frozen=True)
class Section:
    """What stands under one heading of a module; `title` is its document's."""

    heading: Place
    title: Place
    spots: tuple[Spot, ...]

    @cached_property
    def all(self) -> Place:
        return Place("\n".join([self.heading.text, *(s.said.text for s in self.spots)]))


@dataclass(frozen=True)
class Attested:
    """`units` say the item, best first; `hint` only mentions it. `share` is how much of the item the best section
    says, whether it attests or not.
    """

    units: tuple[Unit, ...] = ()
    hint: Unit | None = None
    share: float = 0.0


def sections(module: Module) -> tuple[Section, ...]:
    """In the module's order; passages that stand one after another under one heading are one section."""
    runs: list[tuple[str, list[Unit]]] = []
    for run in module.units:
        heading = (run[0].passage.locator.heading or "").split(" › ")[-1]
        if not runs or heading != runs[-1][0]:
            runs.append((heading, []))
        for unit in run:
            if HEADING.fullmatch(unit.text) and row(unit.text) is None:
                runs.append((unit.text, []))
            else:
                runs[-1][1].append(unit)
    title = Place(module.title.lower())
    return tuple(
        Section(Place(heading.lower()), title, tuple(Spot(u, Place(u.text.lower())) for u in units))
        for heading, units in runs if units
    )  # fmt: skip


def attested(of: Sequence[Section], item: Item, terms: Terms, whole: Terms, line: float) -> Attested:
    """`line` is the share of the item that must be said, `whole` the requirement."""
    found: list[tuple[int, float, float, int, Unit]] = []
    hints: list[tuple[int, float, float, int, Unit]] = []
    best, n = 0.0, 0
    every = [(spot, section.heading, terms.held(spot.said)) for section in of for spot in section.spots]
    often = sum(bool(terms.needed(own)) and not _barred(spot, h, item, terms, own) for spot, h, own in every) > 1
    for section in of:
        around = _Around(section, terms, item, line, often)
        share = terms.of(around.every)
        best = max(best, share)
        if not around.every | around.titled and item.text[0] != "不":
            n += len(section.spots)
            continue
        for spot in section.spots:
            n += 1
            own = terms.held(spot.said)
            around_it = own or around.named or around.titled or item.text[0] == "不"
            if not around_it or _barred(spot, section.heading, item, terms, own):
                continue
            mentions = _mentions(spot, item, terms) or _touches(spot, terms, whole, own)
            into = found if around.says(spot, own) else hints if mentions else None
            if into is not None:
                cure, shown = cures(terms, spot.unit), around.shows(spot)
                plain = not (own or cure or shown)
                value = process(spot.unit, terms) if plain else worth(spot.unit, section.heading, terms, whole) + shown
                beside = not (terms.needed(own) or cure or shown)
                poor = passing(spot.unit, terms) or (
                    len(terms.told) == 1 and other(section.heading.text, terms.core, whole.text)
                )
                order = beside + 2 * tells(spot.unit) + 3 * poor
                into.append((order, -value, -_shared(spot, item) * plain, n, spot.unit))
    hint = min(hints, key=lambda h: h[:4])[4] if hints else None
    return Attested(tuple(f[4] for f in sorted(found, key=lambda f: f[:4])), hint, best)


@dataclass(frozen=True)
class _Around:
    """A section as one item is looked for in it; `often`: the module speaks of it in two sentences."""

    section: Section
    terms: Terms
    item: Item
    line: float
    often: bool

    @cached_property
    def named(self) -> frozenset[str]:
        return self.terms.held(self.section.heading)

    @cached_property
    def titled(self) -> frozenset[str]:
        return self.terms.held(self.section.title)

    @cached_property
    def every(self) -> frozenset[str]:
        return self.terms.held(self.section.all)

    def says(self, spot: Spot, own: frozenset[str]) -> bool:
        """Whether this sentence attests the item; `own` are the words of it that it holds."""
        terms, text = self.terms, spot.said.text
        if self.item.headed:
            return _name_of(self.section, terms) and bool(own)
        if len(terms.core) >= WHOLE and terms.core in text:
            return True
        if _ORDER.search(self.item.text) and not _ORDERED.search(text):
            return False
        if terms.most < PLAIN and (self.item.name or not any(w in KINDS for w in terms.told)):
            table = row(spot.unit.text)
            if table is not None and table.name == terms.core:
                return True
            return self.line <= STRICT and terms.core in self.section.heading.text and bool(own)
        here = f"{self.section.heading.text}\n{text}"
        if self.line >= STRICT and not any(w in here for w in terms.needed(terms.told)):
            return False
        if terms.verbatim(spot.said):
            return True
        if _CALCULATES.search(self.item.text):
            own |= {w for w in terms.told if self.item.text.startswith(w)}  # a formula says that it is calculated
        return self._sentence(spot, own) or self._section(spot, own)

    def shows(self, spot: Spot) -> bool:
        """A step of a section that tells how the thing is done."""
        heading = self.section.heading.text
        how = _HOW.search(heading) is not None and bool(self.terms.needed(self.named))
        return how and _STEP.match(spot.said.text) is not None

    def _sentence(self, spot: Spot, own: frozenset[str]) -> bool:
        terms, around = self.terms, own | self.named | self.titled
        which = "" if calculates(terms.text) else modifier(terms.text, terms.last, terms.general)
        if own & terms.required and which and which not in around:
            return False
        by_kind = terms.kinds(spot.said)
        lacking = terms.lacking(around)
        share = self._share(around, by_kind) + BESIDE * terms.of(self.every - around)
        if not terms.needed(own) or lacking - by_kind or share < self.line:
            return False
        last = terms.tail in own | by_kind or bool(terms.either & own) or _LISTS.search(terms.text)
        if not (last or terms.needed(self.named)):
            return False
        if terms.needed(self.named | self.titled):
            return True
        return self._spoken(spot, own) and self._plainly(spot, own)

    def _section(self, spot: Spot, own: frozenset[str]) -> bool:
        """A measure of a section that its heading names for the item, or a title that says all of it."""
        terms, every = self.terms, self.every | self.titled | own
        by_kind = terms.kinds(self.section.all)
        said = terms.held(spot.said)
        telling = len(said) > 1 and self._share(own, frozenset()) >= self.line
        named = bool(terms.needed(self.named)) and (
            terms.of(self.named) >= NAMED or bool(said) or terms.tail in self.named
        )
        doing = DOING.search(spot.unit.text) is not None
        many = len(terms.told)
        around = bool(said or self.named) and terms.of(self.titled | self.named) >= TITLED
        titled = many > 1 and (terms.of(self.titled) >= TITLED or around)
        if (doing or spot.unit.text.startswith("●")) and self._means(spot, said):
            return True
        if terms.lacking(every) - by_kind or self._share(every, by_kind) < self.line:
            return False
        telling_words = sum(v >= PLAIN for v in terms.told.values())
        if not terms.needed(own) and telling_words < 2 and self._elsewhere():
            return False
        return telling or (doing and (named or titled))

    def _elsewhere(self) -> bool:
        """Not every sentence under `冷却与检验` is about both; nor does a section tell a thing in detail that does not
        speak of what it is told of.
        """
        under, said = self.item.under, self.section.all.text
        apart = bool(under) and not any(under[i : i + 2] in said for i in range(len(under) - 1))
        return apart or _JOINT.search(bare(self.section.heading.text)) is not None

    def _means(self, spot: Spot, said: frozenset[str]) -> bool:
        """All that the thing is done with, by its words or by another name."""
        named = any(o in spot.said.text for others in self.terms.phrases for o in others)
        return (bool(self.terms.means) and self.terms.means <= said) or (self.item.using and named)

    def _share(self, held: frozenset[str], by_kind: frozenset[str]) -> float:
        return self.terms.of(held) + HALF * self.terms.of(by_kind - held)

    def _spoken(self, spot: Spot, own: frozenset[str]) -> bool:
        """Not in passing."""
        terms, text = self.terms, spot.said.text
        here = sum(bool(terms.needed(terms.held(s.said))) for s in self.section.spots) > 1
        doing = DOING.search(spot.unit.text) is not None
        telling = sum(terms.told.get(w, 0.0) >= TELLS * terms.most for w in own) > 1
        warned = self.item.text.startswith("不") and _WARNS.search(text) is not None
        if calculates(self.item.text) and _FORMULA.search(text):
            return True
        needed = terms.needed(own)
        ruled = not re.match(r"\s*\d", text) and any(re.match(rf"{_CASE}{re.escape(w)}", text) for w in needed)
        ruled = ruled or any(f"就{o}" in text for o in _said_as(needed))
        return here or telling or warned or ruled or self._read(text) or (doing and self.often and len(terms.told) == 1)

    def _read(self, text: str) -> bool:
        """`看懂图`: `看一张图`."""
        deed = _READS.match(self.item.text)
        return deed is not None and text.lstrip("● ").startswith(deed[0])

    def _plainly(self, spot: Spot, own: frozenset[str]) -> bool:
        """By a word of its own, a longer name for it, or in a measure that is no example."""
        text = spot.said.text
        if any(w in text for w in self.terms.needed(own)):
            return True
        longer = any(len(o) > LONGER and o in text for w in own for o in meant(w))
        doing = DOING.search(spot.unit.text) is not None or _WARNS.search(text) is not None
        return longer or self._read(text) or (doing and not _EXAMPLE.search(text))


def opening(section: Section, word: str) -> tuple[Unit, ...]:
    """The sentence that opens with the word, behind its number; else those that say it."""
    opens = [s.unit for s in section.spots if re.match(rf"\W*(?:\d+[.、．]\s*)?{re.escape(word)}", s.said.text)]
    return tuple(opens or [s.unit for s in section.spots if word in s.said.text])


def calculates(text: str) -> bool:
    """Whether an item asks to calculate something."""
    return _CALCULATES.search(text) is not None


def _shared(spot: Spot, item: Item) -> int:
    """The item's own characters that it holds: equals are told apart by them."""
    return sum(c in spot.said.text for c in set(item.text))


def other(heading: str, thing: str, whole: str) -> bool:
    """The heading names another kind of the thing asked for: `圆弧补偿` for 补偿."""
    name, _, behind = bare(heading).partition(thing) if thing else ("", "", "")
    return not behind and _NAMING.fullmatch(name) is not None and not _NO_NAME.search(name) and name not in whole


def done(item: str, text: str) -> bool:
    """Who asks to change or explain a thing is not told by its name alone."""
    change = _CHANGES.match(item)
    if change is not None:
        return change[1] in text
    return _EXPLAINS.match(item) is None or _WHY.search(text) is not None


def _name_of(section: Section, terms: Terms) -> bool:
    """The heading, or the title, says every word of a name."""
    return any(all(w in p.text for w in terms.told) for p in (section.heading, section.title))


def _touches(spot: Spot, terms: Terms, whole: Terms, own: frozenset[str]) -> bool:
    """A measure that says what is to be done, and of the rest of the requirement what it is about."""
    heads = {w for w in own & terms.deeds if w in spot.said.text and not terms.text.startswith(w)}
    doing = DOING.search(spot.unit.text) is not None or spot.unit.text.startswith("●")
    rest = whole.of(whole.held(spot.said) - own)
    return bool(heads) and doing and terms.of(own) >= TOUCHED and rest >= TOUCHED / 2


def _mentions(spot: Spot, item: Item, terms: Terms) -> bool:
    """The sentence says every word that tells, as it stands."""
    denied = _DENIED.fullmatch(item.text)  # 不写空话: 不写……的话
    if denied and spot.said.text.startswith(f"不{denied[1]}") and f"的{denied[2]}" in spot.said.text:
        return True
    telling = {w for w, v in terms.told.items() if v >= TELLS * terms.most}
    if not telling or terms.most < PLAIN or item.headed or sum(map(len, telling)) < MOST_OF * len(item.text):
        return False
    named = max(map(len, telling)) > LONGER or DOING.search(spot.unit.text) is not None
    return named and all(any(_stands(o, spot.said.text) for o in (w, *_names(w))) for w in telling)


def _said_as(words: Iterable[str]) -> set[str]:
    return {o for w in words for o in (w, *meant(w)) if len(o) > 1}


def _names(word: str) -> tuple[str, ...]:
    """Its other names, where it is a long one itself."""
    return tuple(o for o in meant(word) if len(o) > LONGER) if len(word) > LONGER else ()


def _stands(word: str, text: str) -> bool:
    """As a word: not the beginning of a thing's name, `灌装头`."""
    return re.search(rf"{re.escape(word)}(?![头机器仪盘架])", text) is not None


def _barred(spot: Spot, heading: Place, item: Item, terms: Terms, own: frozenset[str]) -> bool:
    text = spot.said.text
    if _PROMISES.search(text) or _BAD.search(text) or not done(item.text, text) or unlike(item.text, text):
        return True
    if item.text.startswith("不") and not _FORBIDS.search(text) and not _WARNS.search(text):
        return True
    if _CALCULATES.search(item.text) and not _FORMULA.search(text):
        return True
    if _FORBIDS.search(text) and not item.text.startswith("不"):
        text = _SAID.sub("", text)
    kept = [c for c in _CLAUSE.split(text) if not _ELSEWHERE.search(c)]
    needed = terms.needed(own)
    if _in_column(spot, heading, terms, needed):
        return True
    here = {w for w in needed if any(_there(w, c) for c in kept)}
    if item.using and any(w in text and w not in here for w in needed):
        return True
    return bool(needed) and not here and not _by_kin(needed, kept, terms)


def _in_column(spot: Spot, heading: Place, terms: Terms, needed: frozenset[str]) -> bool:
    """Only the name of a column says it (`时段: 开场`), or the deed stands in one of how something is checked."""
    table = row(spot.unit.text)
    if table is None or not needed:
        return False
    values = "\n".join(v.lower() for _, v in table.cells)
    if len(terms.told) == 1 and not (terms.held(Place(values)) or terms.held(heading)):
        return True
    told = [h for h, v in table.cells if needed & terms.held(Place(v.lower()))]
    return bool(told) and all(_CHECKED.search(h) for h in told)


def _there(word: str, clause: str) -> bool:
    """It stands in the clause, and not as what is not there."""
    return any(not _ABSENT.search(clause[: m.start()]) for m in re.finditer(re.escape(word), clause))


def _by_kin(words: frozenset[str], clauses: Sequence[str], terms: Terms) -> bool:
    return any(w not in clause and w in terms.held(Place(clause)) for w in words for clause in clauses)
