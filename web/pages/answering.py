"""The form an exercise is answered with: one shape per kind, all of it usable by keyboard. Knows no key."""

from __future__ import annotations

from collections.abc import Callable

from nicegui import ui

from learning.exercise import RIGHT, WRONG
from tools._formats.paper import LETTERS
from web.pages.viewer import Viewer
from web.practising import Next

Read = Callable[[], list[str]]


def form(viewer: Viewer, shown: Next) -> Read:
    """Draws it; what it returns reads the answer, in the shape of the key."""
    asked = shown.item.asked
    kind, options = asked.kind, list(asked.options)
    if kind == "judge":
        return _one(viewer, {RIGHT: f"✓ {RIGHT}", WRONG: f"× {WRONG}"})
    if kind == "single":
        return _one(viewer, {o: f"{letter}. {o}" for letter, o in zip(LETTERS, options, strict=False)})
    if kind == "multiple":
        return _several(options)
    if kind == "order":
        return _Ordered(viewer, options).read
    if kind == "match":
        return _matched(viewer, list(asked.left), options)
    if kind in ("short", "case"):
        box = ui.textarea(label=viewer.say("practice_text")).props("outlined autogrow").classes("sy-wide")
        return lambda: [box.value or ""]
    return _blanks(viewer, shown.blanks)


def _one(viewer: Viewer, options: dict[str, str]) -> Read:
    radio = ui.radio(options).classes("sy-choices").props(f'aria-label="{viewer.say("practice_choose")}"')
    return lambda: [radio.value] if radio.value else []


def _several(options: list[str]) -> Read:
    with ui.element("div").classes("sy-choices"):
        boxes = [ui.checkbox(f"{letter}. {o}") for letter, o in zip(LETTERS, options, strict=False)]
    return lambda: [o for o, box in zip(options, boxes, strict=False) if box.value]


def _blanks(viewer: Viewer, n: int) -> Read:
    boxes = []
    for i in range(n):
        label = viewer.say("practice_blank", n=i + 1) if n > 1 else viewer.say("practice_unit_hint")
        boxes.append(ui.input(label=label).props("outlined dense").classes("sy-blank"))
    return lambda: [box.value or "" for box in boxes]


def _matched(viewer: Viewer, left: list[str], options: list[str]) -> Read:
    boxes = []
    for one in left:
        with ui.element("div").classes("sy-match"):
            ui.label(one)
            choice = ui.select(options, label=viewer.say("practice_choose")).props("outlined dense options-dense")
            boxes.append(choice.classes("sy-match-box").props(f'aria-label="{_attribute(one)}"'))
    return lambda: [box.value or "" for box in boxes]


class _Ordered:
    """A list whose lines go up and down by buttons."""

    def __init__(self, viewer: Viewer, options: list[str]) -> None:
        self._viewer, self._lines = viewer, options
        self._box = ui.element("ol").classes("sy-order")
        self._draw()

    def read(self) -> list[str]:
        return list(self._lines)

    def _draw(self) -> None:
        self._box.clear()
        with self._box:
            for n, line in enumerate(self._lines):
                with ui.element("li"):
                    ui.label(line).classes("sy-order-text")
                    self._button("arrow_upward", "practice_up", n, n - 1)
                    self._button("arrow_downward", "practice_down", n, n + 1)

    def _button(self, icon: str, word: str, n: int, to: int) -> None:
        button = ui.button(icon=icon, on_click=lambda: self._swap(n, to)).props("flat round dense")
        button.props(f'aria-label="{_attribute(self._viewer.say(word, what=self._lines[n]))}"')
        button.set_enabled(0 <= to < len(self._lines))

    def _swap(self, n: int, to: int) -> None:
        self._lines[n], self._lines[to] = self._lines[to], self._lines[n]
        self._draw()


def _attribute(text: str) -> str:
    return text.replace('"', "”").replace("\\", "＼")
