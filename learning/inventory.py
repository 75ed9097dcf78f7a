"""What the lines of a task name to fetch, to fill in and to hand in: tools and materials, forms, other papers. Pure.

Every name is verbatim in its line. Does not know what other papers of the place want beside (learning/papers.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from learning import clue
from learning.checks import Cited, how
from learning.line import Line

_RESULT = re.compile(r"产出|输出|成果|交付|提交")
_FORM_NAME = re.compile(r"(?:单|表|卡|簿|记录|报告|清单|台账|日志)$")
_CUTTER = re.compile(r"刀具|刀片|砂轮")
_BENCH = re.compile(r"滴定|称量|蒸馏|培养|烘干|过滤|比色|镜检")
"""Methods that need a set of things on the bench."""
_HOUSED = re.compile(r"((?:[A-Z]+\d+\s?)?[\u4e00-\u9fff]{2,10})\s?\d+\s?[台套]")
_STEM = re.compile(r"(?:[\u4e00-\u9fff]{0,4}?([\u4e00-\u9fff]{2})|([A-Za-z]{2,3}) ?)[机罐箱炉仪泵锅釜计]")


def tools(every: Sequence[Line]) -> tuple[str, ...]:
    found: list[str] = []
    for line in every:
        cells = [v for h, v in line.cells if clue.TOOL_HEADERS.search(h)]
        found += [name for value in cells for name in clue.listed(value)]
        found += [name for name in how(line) if clue.instrument(name)]
        found += clue.tools(line.body or line.text) if not line.cells else []
    named_by = [line.cells[0][1] for line in every if any(_CUTTER.fullmatch(h) for h, _ in line.cells)]
    every_kind = [n for n in clue.unlike(found) if not _of_row(n, named_by)]
    return tuple(sorted(every_kind, key=clue.material))


def _of_row(name_: str, rows: Sequence[str]) -> bool:
    """`精车刀` is the tool that the row `精车外圆` names."""
    return name_.endswith("刀") and len(name_) > len("车刀") and any(r.startswith(name_[:-1]) for r in rows)


def records(every: Iterable[Line]) -> tuple[Cited, ...]:
    found: dict[str, Cited] = {}
    for line in every:
        for sentence in clue.sentences(line.text):
            for form in clue.records(sentence):
                found.setdefault(form, Cited(form, line.passage))
        for form in _columns(line):
            if _FORM_NAME.search(form):
                found.setdefault(form, Cited(form, line.passage))
    return tuple(found.values())


def _columns(line: Line) -> list[str]:
    return [name for h, v in line.cells[1:] if _RESULT.search(h) for name in clue.listed(v)]


def results(every: Iterable[Line]) -> tuple[str, ...]:
    """What the work leaves behind that is no form: what the source wants written or kept."""
    found = [name for line in every for name in [*_columns(line), *clue.written(line.body or line.text)]]
    return tuple(dict.fromkeys(name for name in found if not _FORM_NAME.search(name)))


def fetched(
    named: Sequence[str], methods: Iterable[str], rooms: Iterable[Cited], steps: Sequence[str]
) -> tuple[str, ...]:  # fmt: skip
    """With the things that the methods of checking need, and the machines of the rooms that serve a step."""
    bench = [f"{m}器材" for told in methods for m in clue.listed(told) if _BENCH.fullmatch(m)]
    held = [m[1].strip() for room in rooms for m in _HOUSED.finditer(room.text)]
    found = [*named, *dict.fromkeys(bench), *(h for h in held if any(serves(h, s) for s in steps))]
    return tuple(sorted(clue.unlike(found), key=clue.material))


def serves(tool: str, step: str) -> bool:
    """What the machine is called after is done here: `小型均质机` where there is `预热均质`."""
    stem = _STEM.fullmatch(tool)
    return tool in step or (stem is not None and (stem[1] or stem[2]) in step)


def kept(own: Sequence[Cited], others: Sequence[Cited], course: Sequence[Cited]) -> tuple[Cited, ...]:
    """Each once: what the course calls `交接本` is the enterprise's `交接班本`."""
    told = [*own, *course]
    more = [o for o in others if not any(_within(c.text, o.text) for c in told)]
    return tuple({c.text: c for c in [*told, *more]}.values())


def _within(name_: str, longer: str) -> bool:
    """All its characters stand there, in order."""
    rest = iter(longer)
    return all(c in rest for c in name_)
