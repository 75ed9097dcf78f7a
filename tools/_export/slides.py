"""A lesson as slides for the class: title, goals, key points, course of the lesson, steps, safety, assessment, summary.

At most six points and eight lines of text a slide; what does not fit goes on the next one. The citations of what a
slide says stand in its notes. Knows python-pptx and the lesson's shape.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml.ns import qn
from pptx.util import Cm, Pt

from learning.tier import LEVELS
from tools._export import stamped
from tools._export.cited import place
from tools._export.mark import Mark
from tools._lesson import Lesson, LessonPlan, LooseLeaf, StageOut
from trust.sources import Citation

MOST_POINTS, MOST_LINES = 6, 8
WIDE, HIGH = 33.87, 19.05
"""Centimetres: 16 to 9."""
_FONT = "Noto Sans CJK SC"
_SIZE, _LARGEST, _SMALLEST = 22, 26, 10
_LINE, _GAP = 0.0353 * 1.4, 0.4
"""Centimetres a line takes for each point of its size; those between two points."""
_MARGIN, _TOP = 1.8, 3.6
_TEAL, _INK, _BROWN = "12566B", "1C2733", "B45309"
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Point:
    """One point of a slide and what it rests on; `head` stands bold before it."""

    text: str
    cited: tuple[int, ...] = ()
    head: str = ""

    @property
    def words(self) -> str:
        return _UNWRITABLE.sub("", f"{self.head}：{self.text}" if self.head else self.text)


def write(lesson: Lesson, citations: Sequence[Citation], mark: Mark) -> bytes:
    deck = _Deck(citations)
    deck.first(lesson, mark)
    for title, points in _sections(lesson):
        for n, page in enumerate(pages := _pages(points), 1):
            deck.slide(f"{title}（{n}/{len(pages)}）" if len(pages) > 1 else title, page)
    return stamped.slides(deck.made, mark)


def _sections(lesson: Lesson) -> Iterable[tuple[str, list[Point]]]:
    if lesson.plan is not None:
        yield from _of_plan(lesson.plan)
    if lesson.loose_leaf is not None:
        yield from _of_leaf(lesson.loose_leaf)
    if lesson.plan is not None:
        p = lesson.plan
        yield "考核评价", [
            Point(f"{a.standard}（{a.points} 分，{a.by}）", _cited(a.citation), a.item) for a in p.assessment
        ]
        yield "课后任务", [_set(s) for s in p.stages if s.phase == "after"]
        yield "课堂小结", [Point(x.text, _cited(x.citation)) for x in (*p.focus, *p.hard)]


def _of_plan(p: LessonPlan) -> Iterable[tuple[str, list[Point]]]:
    goals = (("知识", p.goals.knowledge), ("能力", p.goals.ability), ("素质", p.goals.quality))
    yield "学习目标", [Point(line.text, _cited(line.citation), head) for head, lines in goals for line in lines]
    points = (("重点", p.focus), ("难点", p.hard))
    yield "重点与难点", [Point(x.text, _cited(x.citation), head) for head, every in points for x in every]
    during = [s for s in p.stages if s.phase == "during"]
    yield "课堂流程", [Point(f"{s.minutes} 分钟", (), s.name) for s in during]
    yield "课前准备", [_set(s) for s in p.stages if s.phase == "before"]
    yield "课堂任务", [Point(s.student, tuple(s.citations), s.name) for s in during]
    yield "安全与职业素养", [Point(f"{v.text}\n原文：{v.basis}", (v.citation,)) for v in p.values]


def _set(stage: StageOut) -> Point:
    """Outside class learners read what is set, then what they do with it."""
    return Point(f"{stage.teacher}\n{stage.student}", tuple(stage.citations), stage.name)


def _of_leaf(leaf: LooseLeaf) -> Iterable[tuple[str, list[Point]]]:
    yield "任务描述", [Point(x.text, _cited(x.citation)) for x in leaf.task_description]
    yield "必备知识", [Point(x.text, _cited(x.citation)) for x in leaf.knowledge]
    yield "操作步骤", [Point(g.text, (g.citation,), str(n)) for n, g in enumerate(leaf.guidance, 1)]
    yield "拓展实训", [Point(x.text, _cited(x.citation)) for x in leaf.extension]


def _cited(number: int | None) -> tuple[int, ...]:
    return () if number is None else (number,)


def _pages(points: Sequence[Point]) -> list[list[Point]]:
    """In order, as many to a slide as fit."""
    pages: list[list[Point]] = []
    left = 0
    for point in points:
        lines = _lines(point.words, _SIZE)
        if not pages or lines > left or len(pages[-1]) == MOST_POINTS:
            pages.append([])
            left = MOST_LINES
        pages[-1].append(point)
        left -= lines
    return pages


def _lines(text: str, size: int) -> int:
    """Lines the text takes across a slide, a little more rather than less."""
    room = (WIDE - 2 * _MARGIN - 1.2) / (size * 0.0353)
    return sum(max(1, math.ceil(_width(line) / room)) for line in text.split("\n"))


def _width(text: str) -> float:
    """In Chinese characters."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.6 for c in text)


def _fitting(points: Sequence[Point]) -> int:
    """The largest size at which all of it stands on the slide; below the usual one only for a very long point."""
    for size in range(_LARGEST, _SMALLEST, -1):
        high = sum(_lines(p.words, size) * size * _LINE + _GAP for p in points)
        if high <= HIGH - _TOP - 1.6:
            return size
    return _SMALLEST


class _Deck:
    """The slides so far."""

    def __init__(self, citations: Sequence[Citation]) -> None:
        self.made: Any = Presentation()
        self.made.slide_width, self.made.slide_height = Cm(WIDE), Cm(HIGH)
        self._citations = {c.n: c for c in citations}

    def first(self, lesson: Lesson, mark: Mark) -> None:
        slide, p = self._blank(), lesson.plan
        _bar(slide, 0, 0.6, HIGH)
        size = 40 if _width(lesson.title) < 20 else 32
        _text(slide, [(lesson.title, True)], (2.4, 4.6, WIDE - 4.8, 4.6), size, _TEAL, MSO_ANCHOR.BOTTOM)
        if p is not None:
            about = [p.course, f"{p.topic}　{p.hours} 课时　{LEVELS[p.tier].name}", p.class_name]
            _text(slide, [(line, False) for line in about if line], (2.4, 9.6, WIDE - 4.8, 4), 20, _INK)
        _text(slide, [(mark.line, False)], (2.4, 14.8, WIDE - 4.8, 3), 14, _BROWN)
        self._notes(slide, [], mark.line)

    def slide(self, title: str, points: Sequence[Point]) -> None:
        slide = self._blank()
        _bar(slide, 0, 0.4, HIGH)
        _text(slide, [(title, True)], (_MARGIN, 0.9, WIDE - 2 * _MARGIN, 1.9), 30, _TEAL, MSO_ANCHOR.MIDDLE)
        box = (_MARGIN, _TOP, WIDE - 2 * _MARGIN, HIGH - _TOP - 1.2)
        size = _fitting(points)
        frame = _text(slide, [], box, size, _INK)
        for n, point in enumerate(points):
            paragraph = frame.paragraphs[0] if n == 0 else frame.add_paragraph()
            paragraph.space_after, paragraph.line_spacing = Cm(_GAP), 1.15
            if point.head:
                _run(paragraph, _UNWRITABLE.sub("", f"{point.head}："), size, _TEAL, bold=True)
            _run(paragraph, _UNWRITABLE.sub("", point.text), size, _INK)
        self._notes(slide, [n for p in points for n in p.cited])

    def _blank(self) -> Any:
        return self.made.slides.add_slide(self.made.slide_layouts[6])

    def _notes(self, slide: Any, numbers: Sequence[int], more: str = "") -> None:
        found = [self._citations[n] for n in dict.fromkeys(numbers) if n in self._citations]
        told = [f"[{c.n}] 《{c.title}》{place(c.locator)}：{c.quote}" for c in found]
        lines = ([more] if more else []) + (["出处：", *told] if told else [])
        slide.notes_slide.notes_text_frame.text = _UNWRITABLE.sub("", "\n".join(lines))


def _bar(slide: Any, left: float, width: float, height: float) -> None:
    shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, Cm(left), Cm(0), Cm(width), Cm(height))
    shape.fill.solid()
    shape.fill.fore_color.rgb = _color(_TEAL)
    shape.line.fill.background()


def _text(
    slide: Any, lines: Sequence[tuple[str, bool]], box: tuple[float, float, float, float], size: int, color: str,
    anchor: Any = MSO_ANCHOR.TOP,
) -> Any:  # fmt: skip
    frame = slide.shapes.add_textbox(*(Cm(x) for x in box)).text_frame
    frame.word_wrap, frame.vertical_anchor = True, anchor
    for n, (line, bold) in enumerate(lines):
        paragraph = frame.paragraphs[0] if n == 0 else frame.add_paragraph()
        _run(paragraph, _UNWRITABLE.sub("", line), size, color, bold=bold)
    return frame


def _color(name: str) -> Any:
    made: Any = RGBColor
    return made.from_string(name)


def _run(paragraph: Any, words: str, size: int, color: str, *, bold: bool = False) -> None:
    for n, part in enumerate(words.split("\n")):
        if n:
            paragraph.add_line_break()
        run = paragraph.add_run()
        run.text, run.font.size, run.font.bold, run.font.name = part, Pt(size), bold, _FONT
        run.font.color.rgb = _color(color)
        properties = run._r.get_or_add_rPr()
        properties.set("lang", "zh-CN")
        east = properties.makeelement(qn("a:ea"), {"typeface": _FONT})
        properties.append(east)
