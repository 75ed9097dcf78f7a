"""What a course standard wants of every task by its section on marks: forms to keep, vetoes, tests to pass first. Pure.

Every stretch is verbatim. Does not know how the marks are added up, nor who may read the standard.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from learning.checks import Cited
from learning.line import Line, lines
from learning.rule import Rule, whole
from trust.sources import Passage

_MARKS = re.compile(r"考核|评价|成绩|评分")
_KEPT = re.compile(r"记录|档案|过程材料|台账")
_FORM = re.compile(r"(?:卡|单|表|本|簿|记录|档案|台账|日志|报告)$")
_VETO = re.compile(
    r"一票否决|(?:严重|重大)?违[章规纪反][^，。；]{0,6}(?:记零|不合格)|(?:出现|发生)[^。；]{2,20}(?:记零|不合格)"
)
_FIRST = re.compile(r"未(?:达到|通过|取得)[^，。；]{0,4}(?:不能|不得|不准)")
_OWED = re.compile(r"每(?:名|位|个)?(?:学生|生|人)(?:均)?(?:须|应|要)")
_LOCKED = re.compile(r"手机[^。；]{0,12}(?:柜|上交|保管|不得|不准|禁止|不带)|(?:禁止|不得|不准)[^。；]{0,6}手机")


def forms(read: Sequence[Passage]) -> tuple[Cited, ...]:
    """What is kept of every task: the forms that a row on records names, else the row's own name where it is one."""
    found: dict[str, Cited] = {}
    for line in _of_marks(read):
        if not line.cells or not _KEPT.search(line.cells[0][1]):
            continue
        named = [n.strip() for _, v in line.cells[1:] for n in re.split("[、，,]", v)]
        kept = [n for n in named if len(n) > 1 and _FORM.search(n)]
        own = [line.cells[0][1]] if _FORM.search(line.cells[0][1]) and not kept else []
        for name in (*kept, *own):
            found.setdefault(name, Cited(name, line.passage))
    return tuple(found.values())


def vetoes(read: Sequence[Passage]) -> tuple[Rule, ...]:
    """What fails whoever does it, with what it stands under in its table; tests that have to be passed first, and what
    everybody has to do.
    """
    made = []
    for line in _of_marks(read):
        if line.cells:
            told = [c.strip() for _, v in line.cells[1:] for c in re.split("[，。；]", v) if _VETO.search(c)]
            made += [Rule(Cited(c, line.passage), True, line.cells[0][1]) for c in told]
            continue
        for sentence in whole(line.body or line.text):
            veto, first = _VETO.search(sentence) is not None, _FIRST.search(sentence) is not None
            if veto or first or _OWED.search(sentence):
                made.append(Rule(Cited(sentence, line.passage), veto, entry=first and not veto))
    return tuple(made)


def phones(read: Sequence[Passage]) -> Cited | None:
    """The sentence that keeps learners' phones away from the work."""
    said = (Cited(s, line.passage) for line in lines(read) if not line.cells for s in whole(line.body or line.text))
    return next((c for c in said if _LOCKED.search(c.text)), None)


def _of_marks(read: Sequence[Passage]) -> list[Line]:
    return [
        line for line in lines(read) if line.kind != "heading" and any(_MARKS.search(h) for h in line.section[1:])
    ]
