"""What stands around a lesson, found as far as the asker may read it: course standard, rooms, records, instructions.

Knows where to look; what is taken from each is learning's (around.py, syllabus.py, tidying.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from learning.around import Around, advice, again, bad, veto
from learning.checks import Cited
from learning.companion import Companion
from learning.example import practice_of
from learning.formula import formulas
from learning.line import lines
from learning.material import Material, chapter
from learning.rounds import hardest
from learning.syllabus import syllabus
from learning.tidying import ending, first_piece, setting
from learning.workorder import Step
from tools._beside import Beside
from tools._elsewhere import narrows_nobody
from tools._school import STANDARD, School
from tools._whole import read_whole
from trust.labels import join
from trust.sources import Passage
from trust.turn import Turn

LOOKED, BESIDE, SHORTEST = 6, 2, 3
_OWED = re.compile(r"每(?:名|位|个)?(?:学生|生|人)")


def around(
    turn: Turn, bidden: School, near: Beside, material: Material, done: Sequence[Step], kin: Sequence[Companion],
    wanted: bool | None,
) -> Around:  # fmt: skip
    """Nothing where there is no work. `wanted` is that of the school's rules."""
    if not material.tasks:
        return Around()
    papers = (*bidden.rooms, *bidden.rules)
    standard = next((c.passage.document_id for c in papers if STANDARD.search(c.passage.title)), None)
    read = read_whole(turn, standard) if standard else ()
    wrong = bad(near.records)
    title = f"{material.title} {' '.join(t.title for t in material.tasks)}"
    taught = " ".join(f"{chapter(s.lead.title)} {s.title}" for s in material.sections)
    work = " ".join(s.text for t in material.tasks for s in t.steps)
    owed = [r.source for r in bidden.papers.vetoes if not r.vital and _OWED.search(r.source.text)]
    return Around(
        advice(read) if wrong else None, wrong, veto(read), bidden.rooms, again(near.records, wrong) if wrong else None,
        next((c for c in owed if "首件" in c.text), None), setting(kin), first_piece(kin), ending(kin),
        syllabus(read, title, work, _rooms(turn, material, wanted) if read else (), taught),
        _holding(turn, done) if wanted is not False else (), _practice(turn, material),
    )


def _holding(turn: Turn, done: Sequence[Step]) -> tuple[Cited, ...]:
    """Of the owner's courseware the row on the way that the hardest step works, and what is said beside it."""
    risky = [s for s in done if s.risks and not s.waits]
    if not risky:
        return ()
    step = hardest(risky)
    held = step.source.passage.label
    for p in turn.originals(f"{step.text} 装夹 方式"[:200], k=LOOKED, library="training").passages:
        if p.document_id == step.source.passage.document_id or not narrows_nobody(p, held):
            continue
        every = lines([p])
        at = next((line for line in every if line.cells and line.cells[0][1] in step.text), None)
        if at is not None and len(at.cells[0][1]) >= SHORTEST:
            said = [x for x in every if x.section == at.section and not x.cells and x.kind != "heading"]
            return (Cited(at.text, p), *(Cited(x.body or x.text, p) for x in said[:BESIDE]))
    return ()


def _practice(turn: Turn, material: Material) -> tuple[tuple[str, str, Cited], ...]:
    """Of each formula that is taught a question of the same book."""
    told = [(f.text, c.passage.document_id) for s in material.sections for c in s.told for f in formulas(c.text)]
    made = []
    for formula, document in dict.fromkeys(told):
        if (found := practice_of(read_whole(turn, document), formula)) is not None:
            made.append((formula, found[1], Cited(found[0], found[2])))
    return tuple(made)


def _rooms(turn: Turn, material: Material, wanted: bool | None) -> list[Passage]:
    """Papers of the school that list its training rooms."""
    held = join(p.label for p in material.passages)
    found = turn.originals("实训室 工位数 开放时间 预约", k=LOOKED, library="course").passages
    return [p for p in found if "工位" in p.text and (wanted or narrows_nobody(p, held))]
