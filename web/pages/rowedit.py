"""Rows that are edited in place: add, change, remove. Writes into the rows it is given; knows no meaning of theirs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from nicegui import ui

from web.pages.viewer import Viewer


@dataclass(frozen=True)
class Column:
    """`kind`: text, number, quote (not edited) or choice of `options`. `share` of the width."""

    name: str
    word: str
    share: float = 1
    kind: str = "text"
    options: Mapping[str, str] | None = None


class RowEdit:
    """`rows` is changed in place. `blank` is a new row; without it none can be added."""

    def __init__(
        self, viewer: Viewer, rows: list[dict[str, Any]], columns: tuple[Column, ...], changed: Callable[[], None],
        *, blank: Mapping[str, Any] | None = None, editable: bool = True,
    ) -> None:  # fmt: skip
        self._viewer, self._rows, self._columns, self._changed = viewer, rows, columns, changed
        self._blank, self._editable = blank, editable
        self._box = ui.element("div").classes("sy-edit-rows")
        self._draw()

    def _draw(self) -> None:
        self._box.clear()
        shares = " ".join(f"minmax(0, {c.share}fr)" for c in self._columns)
        with self._box:
            for row in self._rows:
                with ui.element("div").classes("sy-edit-row").style(f"--sy-columns: {shares} auto"):
                    for column in self._columns:
                        self._cell(row, column)
                    if self._editable:
                        remove = ui.button(icon="close", on_click=lambda _, r=row: self._remove(r))
                        remove.props(f'flat dense round size=12px aria-label="{self._viewer.say("row_remove")}"')
            if self._editable and self._blank is not None:
                add = ui.button(self._viewer.say("row_add"), icon="add", on_click=self._add)
                add.props("flat dense no-caps size=13px").classes("sy-edit-add")

    def _cell(self, row: dict[str, Any], column: Column) -> None:
        word, value = self._viewer.say(column.word), row.get(column.name)

        def set_to(new: Any) -> None:
            row[column.name] = new
            self._changed()

        if column.kind == "quote":
            with ui.element("div").classes("sy-edit-quote"):
                ui.label(word).classes("sy-small sy-muted")
                ui.label(str(value or ""))
            return
        if column.kind == "choice":
            made: Any = ui.select(
                dict(column.options or {}), value=value, label=word, on_change=lambda e: set_to(e.value)
            )
            made.props("options-dense")
        elif column.kind == "number":
            made = ui.number(
                word, value=value, min=0, precision=0, on_change=lambda e: set_to(int(e.value or 0))
            )
        else:
            made = ui.textarea(word, value=str(value or ""), on_change=lambda e: set_to(e.value or ""))
            made.props("autogrow debounce=250")
        made.props("outlined dense" + ("" if self._editable else " readonly"))

    def _add(self) -> None:
        self._rows.append(dict(self._blank or {}))
        self._draw()
        self._changed()

    def _remove(self, row: dict[str, Any]) -> None:
        self._rows[:] = [r for r in self._rows if r is not row]
        self._draw()
        self._changed()
