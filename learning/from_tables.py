"""Exercises from tables: choices, statements, blanks, matching and cases, each about cells of one table. Pure.

Every row names a thing, every other column is an aspect of it. Knows nothing of prose (from_text.py) and does not
judge what it makes (verifier.py).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from random import Random

from learning.chance import dice, mixed, shuffled
from learning.distractors import SIBLING, values, words
from learning.exercise import BLANK, RIGHT, WRONG, Exercise
from learning.options import entailing, kind
from learning.sourced import Source, askable, aspects, column, fit, naming, others, span, tags, titled
from learning.spoken import asked, bared, worded
from learning.structure import Row, Table, tables
from trust.sources import Passage

_TROUBLE = re.compile(r"现象|缺陷|问题|故障|异常|样子|症状|情形|危害|风险|投诉|表现")
_REMEDY = re.compile(r"原因|处理|措施|查|对策|纠偏|办法|怎么|怎样|排除|控制|预防|改进")
_IN_ORDER = re.compile(r"步骤|流程|顺序|次序|工序|过程|程序|路线|节奏|日程")
_SEQUENCE = re.compile(r"工序|工步|步骤|阶段|环节|工序名称|操作步骤|工序内容")
_THEN = re.compile(r"异常时|超[差限]时|不合格时|偏[离差]时|失控时")
_CLOCK = re.compile(r"\d{1,2}[:：]\d{2}")
_HEADING = re.compile(r"^(?:[一二三四五六七八九十]{1,3}、|\d{1,2}(?:\.\d{1,2})+\s)(?=\S{2,20}$)")
MATCHED, WORTH, ORDERED, SEVERAL = 5, 10, 8, 0.6


def from_tables(source: Source, passage: Passage) -> Iterator[Exercise]:
    for table in tables(passage.text):
        name = naming(table)
        if name is None or not askable(table):
            continue
        if all(_CLOCK.match(r.get(name)) for r in table.rows):
            name = _deed(table, name)  # by heart nobody need know at which minute what is done
        if name is None:
            continue
        for header in _asked_for(table, name):
            for row in table.rows:
                if fit(row.get(header)):
                    yield from _of_cell(source, passage, table, row, name, header)
            yield from _matching(passage, table, name, header)
        yield from _measures(passage, table, name)
        yield from _ordering(passage, table, name)
        yield from _statements(source, passage, table, name)
        yield from _cases(passage, table, name)


def _asked_for(table: Table, name: str) -> tuple[str, ...]:
    return tuple(h for h in aspects(table, name) if not any(_CLOCK.match(r.get(h)) for r in table.rows))


def _deed(table: Table, hours: str) -> str | None:
    """The column that says what is done at each hour."""
    every = [h for h in aspects(table, hours) if len(set(column(table, h))) == len(table.rows)]
    return max(every, key=lambda h: sum(map(len, column(table, h))), default=None)


def _of_cell(
    source: Source, passage: Passage, table: Table, row: Row, name: str, header: str
) -> Iterator[Exercise]:
    """One choice, one statement and one blank about a cell, and the way back where the value is the row's alone."""
    thing, value = row.get(name), row.get(header)
    about, by = (thing, header), f"按{titled(passage)}"
    stem = f"{by}，{_of(thing)}“{asked(header)}”为{BLANK}。"
    where = _whose(source, passage, table, thing)
    by, stem = f"{by}{where}", stem.replace(f"{by}，", f"{by}{where}，", 1)
    blank = Exercise("fill", stem, (value,), span(passage, row.text), f"原文：{row.text}", about=about, difficulty=2,
                     tags=tags(passage))  # fmt: skip
    wrong = _wrong(source, table, row, name, header)
    if wrong:
        options = shuffled([value, *(w for w, _ in wrong)], passage.text, *about)
        origins = dict(wrong) | {value: "原文"}
        yield replace(
            blank, kind="single", stem=f"{by}，{_of(thing)}“{asked(header)}”是（　）。", options=options, difficulty=1,
            origins=tuple(origins[o] for o in options),
        )  # fmt: skip
        chance = dice("judge", passage.text, *about)
        right = chance.random() < 0.5
        said = value if right else wrong[chance.randrange(len(wrong))][0]
        stem = f"{by}，{_of(thing)}“{bared(header)}”为“{worded(header, said)}”。"
        yield replace(blank, kind="judge", stem=stem, key=(RIGHT if right else WRONG,), difficulty=1, bloom="理解")
    yield blank
    names = words(thing, others(table, name, row), dice("back", passage.text, *about))
    if names and column(table, header).count(value) == 1:
        options = shuffled([thing, *names], "back", passage.text, *about)
        stem = f"{by}，哪个“{name}”的“{asked(header)}”是“{value}”？（　）"
        yield replace(
            blank, kind="single", stem=stem, key=(thing,), options=options,
            about=(value, name), origins=tuple("原文" if o == thing else "相邻行" for o in options), bloom="理解",
        )  # fmt: skip


def _whose(source: Source, passage: Passage, table: Table, thing: str) -> str:
    """Of which table, by its heading, where another one has a row of the same name."""
    again = _names(tuple(p.text for p in source.passages))[thing] > 1
    heading = headed(passage, table) if again else ""
    return f"的{heading}" if heading else ""


@lru_cache(maxsize=16)
def _names(texts: tuple[str, ...]) -> Counter[str]:
    """In how many tables, each told once, a row has this name."""
    every = {t.text: t for text in texts for t in tables(text)}.values()
    return Counter(name for t in every if (own := naming(t)) is not None for name in {r.get(own) for r in t.rows})


def headed(passage: Passage, table: Table) -> str:
    """The heading a table stands under, without its number."""
    return over(passage, table.text)


def over(passage: Passage, text: str) -> str:
    """The heading that a stretch of the passage stands under, without its number."""
    above = passage.text[: max(0, passage.text.find(text))].split("\n")
    near = next((line for line in reversed(above) if _HEADING.match(line.strip())), "")
    return _HEADING.sub("", near.strip() or (passage.locator.heading or "").split(" › ")[-1]).strip()


def _of(thing: str) -> str:
    """A thing has properties; a time of day or a number is a row of the table."""
    return f"“{thing}”的" if kind(thing)[0] == "words" else f"“{thing}”一项，"


def _wrong(source: Source, table: Table, row: Row, name: str, header: str) -> tuple[tuple[str, str], ...]:
    """Wrong values for a cell with their origins."""
    thing, value = row.get(name), row.get(header)
    near = others(table, header, row)
    chance = dice(thing, header, value)
    if kind(value)[0] in ("words", "code"):
        usable = [o for o in near if not source.says(thing, header, o)]
        return tuple((o, "相邻行") for o in words(value, usable, chance))
    found = values(value, near, lambda v: source.says(thing, header, v), chance)
    return tuple((v, "相邻行" if origin == SIBLING else origin) for v, origin in found)


def _matching(passage: Passage, table: Table, name: str, header: str) -> Iterator[Exercise]:
    """The rows whose value is theirs alone, with their values mixed."""
    every = column(table, header)
    chosen = _alike([r for r in table.rows if fit(r.get(header)) and every.count(r.get(header)) == 1], header)[:MATCHED]
    left, key = tuple(r.get(name) for r in chosen), tuple(r.get(header) for r in chosen)
    if len(chosen) >= 3:
        yield Exercise(
            "match", f"按{titled(passage)}，将每个“{name}”与它的“{asked(header)}”对应起来。", key,
            span(passage, table.text), "原文：\n" + "\n".join(r.text for r in chosen),
            options=mixed(key, "match", passage.text, header), left=left, about=(name, header), difficulty=2,
            bloom="理解", tags=tags(passage),
        )  # fmt: skip


def _alike(rows: list[Row], header: str) -> list[Row]:
    """Those whose values are of one kind and unit, the most there are: units alone would tell the pairs."""
    kinds = [kind(r.get(header)) for r in rows]
    common = max(dict.fromkeys(kinds), key=kinds.count, default=None)
    return [r for r, k in zip(rows, kinds, strict=True) if k == common]


def _measures(passage: Passage, table: Table, name: str) -> Iterator[Exercise]:
    """Hazards or troubles that name no row, with what is done about them."""
    troubles = [h for h in aspects(table, name) if _TROUBLE.search(h)]
    for trouble in troubles:
        for measure in (h for h in aspects(table, name) if h != trouble and _REMEDY.search(h)):
            if len(set(column(table, trouble))) == len(column(table, trouble)):
                yield from _matching(passage, table, trouble, measure)


def _ordering(passage: Passage, table: Table, name: str) -> Iterator[Exercise]:
    """Rows that are the steps of one process, from the first to the last. A table of settings may list its cuts (工步)
    in any order: these are numbered, or stand under a heading that says that they follow each other.
    """
    heading = (passage.locator.heading or "").split(" › ")[-1]
    if name == "工步" and not _IN_ORDER.search(heading) and not all(re.match(r"\d", r.get(name)) for r in table.rows):
        return
    key = tuple(re.sub(r"^\d+\s*", "", r.get(name)) for r in table.rows[:ORDERED])
    places = [passage.text.find(k) for k in key]
    if not _SEQUENCE.fullmatch(name) or len(key) < 3 or len(set(key)) < len(key) or places != sorted(set(places)):
        return
    yield Exercise(
        "order", f"按{titled(passage)}的表格，将各“{name}”按先后次序排列。", key, span(passage, table.text),
        "原文次序：" + " → ".join(key), options=mixed(key, "rows", passage.text), about=(key[0], "次序"), difficulty=2,
        bloom="应用", tags=tags(passage),
    )  # fmt: skip


def _statements(source: Source, passage: Passage, table: Table, name: str) -> Iterator[Exercise]:
    """Four statements about the table, two or three of them true; a false one has another row's value."""
    pairs = [(r, h) for r in table.rows for h in _asked_for(table, name) if fit(r.get(h))]
    drawn = shuffled(pairs, "statements", passage.text, table.text)
    for at in range(0, len(drawn) - 3, 4):
        chance = dice("statements", passage.text, str(at))
        true = chance.sample(range(4), 2 if chance.random() < SEVERAL else 3)
        made = [_statement(source, table, r, name, h, n in true, chance) for n, (r, h) in enumerate(drawn[at : at + 4])]
        options = tuple(s for s, _ in made)
        key = tuple(s for s, true in made if true)
        if 2 <= len(key) < 4 and len(set(options)) == 4 and not entailing(options):
            told = [r.text for r, _ in drawn[at : at + 4]]
            yield Exercise(
                "multiple", f"下列说法与{titled(passage)}一致的有（　）。", key, span(passage, table.text),
                "原文：\n" + "\n".join(dict.fromkeys(told)), options=options,
                about=("".join(r.get(name) for r, _ in drawn[at : at + 4]), "".join(h for _, h in drawn[at : at + 4])),
                origins=tuple("原文" if o in key else "相邻行" for o in options), difficulty=3, bloom="分析",
                tags=tags(passage),
            )  # fmt: skip


def _statement(
    source: Source, table: Table, row: Row, name: str, header: str, true: bool, chance: Random
) -> tuple[str, bool]:
    """As wished, unless there is nothing wrong to say."""
    thing, value = row.get(name), row.get(header)
    wrong = () if true else _wrong(source, table, row, name, header)
    said = chance.choice(wrong)[0] if wrong else value
    return f"{_of(thing)}“{bared(header)}”为“{worded(header, said)}”", not wrong


def _cases(passage: Passage, table: Table, name: str) -> Iterator[Exercise]:
    """Something went wrong: what may have caused it, what is to be done?"""
    yield from _faulty(passage, table, name)
    for trouble in (h for h in table.headers if _TROUBLE.search(h) and not _THEN.search(h)):
        every = [r.get(trouble) for r in table.rows]
        yield from _told(passage, table, trouble, [r for r in table.rows if every.count(r.get(trouble)) == 1])


def _faulty(passage: Passage, table: Table, name: str) -> Iterator[Exercise]:
    """What is to be done where a checked part is not as it should be."""
    for header in (h for h in aspects(table, name) if _THEN.search(h)):
        for row in (r for r in table.rows if fit(r.get(header))):
            stem = f"检查时发现“{row.get(name)}”不符合要求。请依据{titled(passage)}，写出应采取的措施。"
            yield Exercise(
                "case", stem, (row.get(header),), span(passage, row.text), f"原文：{row.text}", points=shares(1),
                about=(row.get(name), header), difficulty=3, bloom="分析", tags=tags(passage),
            )  # fmt: skip


def _told(passage: Passage, table: Table, name: str, rows: list[Row]) -> Iterator[Exercise]:
    wanted = [h for h in table.headers if h != name and _REMEDY.search(h)]
    for row in rows:
        if not fit(row.get(name)):
            continue
        key = tuple(dict.fromkeys(v for h in wanted if (v := row.get(h)) and v not in ("—", "-")))
        if key and wanted:
            sought = "、".join(f"“{h}”" for h in wanted)
            stem = f"实训中某小组遇到这样的情况：{name}为“{row.get(name)}”。请依据{titled(passage)}，写出{sought}。"
            yield Exercise(
                "case", stem, key, span(passage, row.text), f"原文：{row.text}", points=shares(len(key)),
                about=(row.get(name), name), difficulty=3, bloom="分析", tags=tags(passage),
            )  # fmt: skip


def shares(n: int, total: int = WORTH) -> tuple[int, ...]:
    """`total` points over `n` answers, as even as whole points allow."""
    return tuple(total // n + (i < total % n) for i in range(n))
