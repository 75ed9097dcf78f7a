"""Every field of a lesson plan and of its loose-leaf unit, edited in place. Knows their order and what must add up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nicegui import ui

from learning.tier import LEVELS
from web.lessons import due, points
from web.pages.rowedit import Column, RowEdit
from web.pages.viewer import Viewer

_LINE = {"text": "", "citation": None}
_TEXT = (Column("text", "row_text"),)
_POINTS = (Column("text", "row_text", 1.2), Column("measure", "row_measure"))
_QUOTED = (Column("title", "lesson_title", 0.6, "quote"), Column("quote", "row_basis", 1.4, "quote"))


class LessonEdit:
    """`content` is a lesson as JSON and is changed in place; `changed` is told of every change."""

    def __init__(self, viewer: Viewer, content: dict[str, Any], changed: Callable[[], None], *, editable: bool) -> None:
        self._viewer, self._content, self._told, self._editable = viewer, content, changed, editable
        self._sums: list[Callable[[], None]] = []
        if content.get("plan"):
            self._plan(content["plan"])
        if content.get("loose_leaf"):
            self._leaf(content["loose_leaf"])

    def _plan(self, p: dict[str, Any]) -> None:
        with self._part("lesson_head"), ui.element("div").classes("sy-edit-head"):
            for name, word in (("title", "lesson_title"), ("course", "lesson_course"), ("topic", "lesson_topic"),
                               ("class_name", "lesson_class"), ("place", "lesson_place"), ("methods", "lesson_methods"),
                               ("preparation", "lesson_preparation")):  # fmt: skip
                self._word(p, name, word)
            tiers = {t: self._viewer.say(f"tier_{t}") for t in LEVELS}
            tier = ui.select(tiers, value=p["tier"], label=self._viewer.say("lesson_tier"))
            tier.on_value_change(lambda e: self._set(p, "tier", e.value)).props(self._props("options-dense"))
            hours = ui.number(self._viewer.say("lesson_hours"), value=p["hours"], min=1, max=16, precision=0)
            hours.on_value_change(lambda e: self._set(p, "hours", int(e.value or 0))).props(self._props())
        self._rows("lesson_analysis", p["analysis"], _TEXT, _LINE)
        for name in ("quality", "knowledge", "ability"):
            self._rows(f"lesson_{name}", p["goals"][name], _TEXT, _LINE)
        for name in ("focus", "hard"):
            self._rows(f"lesson_{name}", p[name], _POINTS, {**_LINE, "measure": ""})
        values = (Column("text", "row_text"), Column("basis", "row_basis", 1, "quote"))
        self._rows("lesson_values", p["values"], values, None)
        self._stages(p)
        self._assessment(p)
        self._rows("lesson_resources", p["resources"], _QUOTED, None)
        self._rows("lesson_board", p.setdefault("board", []), _TEXT, _LINE)
        with self._part("lesson_reflection"):
            self._word(p, "reflection", "lesson_reflection", long=True)
        if p["note"]:
            with self._part("lesson_note"):
                self._word(p, "note", "lesson_note", long=True)

    def _stages(self, p: dict[str, Any]) -> None:
        phases = {name: self._viewer.say(f"phase_{name}") for name in ("before", "during", "after")}
        columns = (
            Column("phase", "row_phase", 1.05, "choice", phases), Column("name", "row_name", 1),
            Column("teacher", "row_teacher", 2.2), Column("student", "row_student", 2),
            Column("intent", "row_intent", 1.4), Column("minutes", "row_minutes", 0.7, "number"),
        )  # fmt: skip
        blank = {c.name: "" for c in columns} | {"phase": "during", "minutes": 0, "citations": []}
        with self._part("lesson_stages"):
            self._sum("sum_minutes", lambda: due(self._content))
            self._editor(p["stages"], columns, blank)

    def _assessment(self, p: dict[str, Any]) -> None:
        columns = (
            Column("item", "row_item", 1), Column("standard", "row_standard", 2.2),
            Column("points", "row_points", 0.6, "number"), Column("by", "row_by", 0.8),
        )  # fmt: skip
        blank = {"item": "", "standard": "", "points": 0, "by": "教师", "citation": None}
        with self._part("lesson_assessment"):
            self._sum("sum_points", lambda: (points(p["assessment"]), 100))
            self._editor(p["assessment"], columns, blank)

    def _leaf(self, leaf: dict[str, Any]) -> None:
        ui.label(self._viewer.say("lesson_leaf")).classes("sy-edit-leaf")
        with self._part("lesson_head"):
            self._word(leaf, "title", "lesson_title")
        for name in ("task_description", "task_analysis", "knowledge"):
            self._rows(f"leaf_{name}", leaf[name], _TEXT, _LINE)
        self._rows("leaf_guidance", leaf["guidance"], (Column("number", "row_number", 0.1, "quote"), *_TEXT), None)
        for name in ("settings", "checks"):
            self._rows(f"leaf_{name}", leaf.get(name) or [], _TEXT, None)
        columns = (
            Column("item", "row_item", 1), Column("standard", "row_standard", 2.4),
            Column("points", "row_points", 0.6, "number"),
        )  # fmt: skip
        blank = {"item": "", "standard": "", "points": 0}
        with self._part("leaf_evaluation"):
            self._sum("sum_points", lambda: (points(leaf["evaluation"]), 100))
            self._editor(leaf["evaluation"], columns, blank)
        with self._part("leaf_summary"):
            self._lines(leaf)
        self._rows("leaf_extension", leaf["extension"], _TEXT, _LINE)
        self._rows("leaf_links", leaf["links"], _QUOTED, None)

    def _lines(self, leaf: dict[str, Any]) -> None:
        """Plain lines, edited as text."""
        made = ui.textarea(self._viewer.say("row_text"), value="\n".join(leaf["summary"]))
        made.on_value_change(
            lambda e: self._set(leaf, "summary", [x.strip() for x in str(e.value or "").split("\n") if x.strip()])
        ).props(self._props("autogrow"))

    def _part(self, word: str) -> ui.element:
        made = ui.element("section").classes("sy-card sy-edit-part").props(f'data-part="{word}"')
        with made:
            ui.label(self._viewer.say(word)).classes("sy-edit-title")
        return made

    def _rows(
        self, word: str, rows: list[dict[str, Any]], columns: tuple[Column, ...], blank: dict[str, Any] | None
    ) -> None:
        if rows or (blank is not None and self._editable):
            with self._part(word):
                self._editor(rows, columns, blank)

    def _editor(
        self, rows: list[dict[str, Any]], columns: tuple[Column, ...], blank: dict[str, Any] | None
    ) -> None:
        RowEdit(self._viewer, rows, columns, self._changed, blank=blank, editable=self._editable)

    def _word(self, held: dict[str, Any], name: str, word: str, *, long: bool = False) -> None:
        made: Any = (ui.textarea if long else ui.input)(self._viewer.say(word), value=held.get(name, ""))
        made.on_value_change(lambda e: self._set(held, name, e.value or ""))
        made.props(self._props("autogrow" if long else "debounce=250")).classes("sy-wide")

    def _props(self, more: str = "") -> str:
        return f"outlined dense {more}" + ("" if self._editable else " readonly")

    def _sum(self, word: str, look: Callable[[], tuple[int, int]]) -> None:
        shown = ui.label("").classes("sy-edit-sum").props('role="status"')

        def tell() -> None:
            is_now, wanted = look()
            shown.set_text(self._viewer.say(word, sum=is_now, due=wanted))
            shown.classes(**{"remove" if is_now == wanted else "add": "sy-edit-wrong"})

        self._sums.append(tell)
        tell()

    def _set(self, held: dict[str, Any], name: str, value: Any) -> None:
        held[name] = value
        self._changed()

    def _changed(self) -> None:
        for tell in self._sums:
            tell()
        self._told()
