"""What the course teaches about single steps: why they are done so, the formula of a figure, a question it has asked.

Beside the sentences that share most with the whole work (_prior.py). Everything is found by search, as far as the asker
may read, and verbatim. A step that nothing explains gets nothing rather than something near.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from learning.belongs import elsewhere, leans
from learning.clue import sentences
from learning.line import bare
from learning.outcome import heading
from learning.project import words
from learning.structure import rows
from tools._prior import ASKED, LONGEST, MARK, office
from trust.sources import Passage
from trust.turn import Turn

LOOKED, STEPS, MOST, SHARED, SAME = 4, 12, 8, 2, 4
"""Passages looked at for a step; steps asked for; sentences given in all; words a sentence, and a question, must
share.
"""
_WHY = re.compile(r"因为|因此|所以|否则|使(?!用)|才|靠|等于|作用是|越.{1,8}越|过[慢快高低]|更|就得到|最好|反而")
_FORMULA = re.compile(r"([\u4e00-\u9fffA-Z]{2,8})\s?(?:（[^）]*）)?\s?[＝=]")
_ORDINAL = re.compile(r"^(?:工序|工步|步骤)\s?\d+\s?")
Said = list[tuple[Passage, str]]


def knowledge(
    turn: Turn, steps: Sequence[str], told: Said, own: Sequence[Passage], fit: Callable[[Passage], bool]
) -> Said:  # fmt: skip
    """`told`, and behind it what single steps need, each sentence once. `fit`: whether a passage may be used for it."""
    theirs, made, work = {p.document_id for p in own}, list(told), " ".join(steps)
    for step in steps[:STEPS]:
        found = [
            p for p in turn.originals(f"{heading(step)} {step}"[:200], k=LOOKED, library="course").passages
            if p.document_id not in theirs and not office(p.title) and fit(p)
        ]  # fmt: skip
        held = [pair for p in found for pair in _formulas(p, step)] or _best(found, step, work)
        made += [pair for pair in held if pair[1] not in {s for _, s in made}]
    if not made:
        made = [pair for step in steps[:STEPS] for pair in _asked(turn, step, fit)][:1]
    return made[: max(MOST, len(told))]


def _formulas(p: Passage, step: str) -> Iterator[tuple[Passage, str]]:
    """Of a figure that the step names."""
    for sentence in sentences(p.text):
        said = MARK.sub("", sentence)
        found = _FORMULA.match(said)
        if found and found[1] in step and len(said) <= LONGEST:
            yield p, said


def _best(found: Sequence[Passage], step: str, work: str) -> Said:
    """The sentence that says why, of a section on the step or one that names it."""
    deed, named = _ORDINAL.sub("", heading(step)), words(step)
    ranked = []
    for p in found if len(deed) > 1 else ():
        above = p.locator.heading or ""
        on = _on(deed, bare(above.split(" › ")[-1]))
        for s in (MARK.sub("", s) for s in sentences(p.text)):
            shared = len(words(s) & named)
            fits = _WHY.search(s) and len(s) <= LONGEST and not ASKED.search(s) and not leans(s)
            if fits and (on or deed in s) and shared >= SHARED - on and not elsewhere(s, p.text, above, work):
                ranked.append((shared + 2 * on + len(_WHY.findall(s)), p, s))
    best = max(ranked, key=lambda r: r[0], default=None)
    return [(best[1], best[2])] if best else []


def _on(deed: str, section: str) -> int:
    """How surely the section is on this deed: it says it whole, or it is what the deed ends with."""
    if deed in section:
        return 2
    return int(any(len(part) > 1 and deed.endswith(part) for part in re.split("[与和的、]", section)))


def _asked(turn: Turn, step: str, fit: Callable[[Passage], bool]) -> Said:
    """A question that the course has asked and explained, from its words on."""
    made = []
    for p in turn.originals(step[:200], k=LOOKED, library="course").passages:
        for row in rows(p.text) if fit(p) else ():
            said = row.get("题干")
            if said and row.get("解析") and len(words(said) & words(step)) >= SAME:
                made.append((p, row.text[row.text.find("题干") :]))
    return made
