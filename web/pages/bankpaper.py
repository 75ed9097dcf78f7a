"""Making a paper on the bank's page: a blueprint row by row, the forms that come of it, and their files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nicegui import ui

from tools._formats import FORMATS
from tools._formats.blind import BLIND, write
from tools._formats.paper import File, Paper, Part
from web.bankpapers import Blueprint, CellIn, FormOut, PaperOut, built
from web.exercises import ExerciseIn
from web.pages.itemcard import kind_names
from web.pages.viewer import Viewer

USUAL, POINTS = 5, 100


class Row:
    """One cell of the blueprint as fields."""

    def __init__(self, viewer: Viewer, tags: dict[str, str]) -> None:
        say, every = viewer.say, {"": viewer.say("bank_any")}
        with ui.element("div").classes("sy-bank-row sy-paper-row") as self.box:
            self.tag = _select(tags, say("bank_tag"))
            self.kind = _select(every | kind_names(viewer), say("bank_kind"))
            self.level = _select(every | {n: say(f"difficulty_{n}") for n in (1, 2, 3)}, say("studio_difficulty"))
            self.count = ui.number(say("paper_count"), value=USUAL, min=1, max=100, precision=0)
            self.count.props("outlined dense").classes("sy-wish-small")

    @property
    def cell(self) -> CellIn:
        return CellIn(
            count=int(self.count.value or 1), tag=self.tag.value or None, difficulty=self.level.value or None,
            kinds=[self.kind.value] if self.kind.value else [],
        )  # fmt: skip


class PaperPanel:
    def __init__(self, viewer: Viewer) -> None:
        self._viewer, say = viewer, viewer.say
        self._tags = {"": say("bank_any")}
        self._rows: list[Row] = []
        with (
            ui.expansion(say("paper_make"), icon="description").classes("sy-add").props("dense-toggle"),
            ui.element("div").classes("sy-paper"),
        ):
            with ui.element("div").classes("sy-bank-row"):
                self._title = ui.input(say("paper_title"), value=say("paper_usual"))
                self._title.props("outlined dense maxlength=100").classes("sy-wish-kinds")
                self._points = ui.number(say("paper_points"), value=POINTS, min=1, max=1000, precision=0)
                self._points.props("outlined dense").classes("sy-wish-small")
                self._forms = ui.select({1: say("paper_one"), 2: say("paper_two")}, value=2, label=say("paper_forms"))
                self._forms.props("outlined dense options-dense").classes("sy-bank-choice")
            ui.label(say("paper_cell_more")).classes("sy-small sy-muted")
            self._cells = ui.element("div").classes("sy-paper")
            with ui.element("div").classes("sy-bank-row"):
                ui.button(say("paper_add"), icon="add", on_click=self._add).props("flat dense no-caps")
                self._drafts = ui.checkbox(say("paper_drafts")).props("dense")
                ui.space()
                build = ui.button(say("paper_build"), icon="fact_check", on_click=self._build)
                build.props("unelevated no-caps color=primary")
            self._made = ui.element("div").classes("sy-paper")
        self._add()

    def tags(self, found: Sequence[tuple[str, int]]) -> None:
        """What there is to choose from."""
        self._tags = {"": self._viewer.say("bank_any"), **{t: f"{t}（{n}）" for t, n in found}}
        for row in self._rows:
            row.tag.set_options(self._tags)

    def _add(self) -> None:
        with self._cells:
            row = Row(self._viewer, self._tags)
        with row.box:
            remove = ui.button(icon="close", on_click=lambda: self._drop(row)).props("flat round dense")
            remove.props(f'aria-label="{self._viewer.say("paper_remove")}"')
        self._rows.append(row)

    def _drop(self, row: Row) -> None:
        if len(self._rows) > 1:
            self._rows.remove(row)
            row.box.delete()

    async def _build(self) -> None:
        viewer = self._viewer
        wish = Blueprint(
            title=str(self._title.value or "").strip() or viewer.say("paper_usual"), forms=self._forms.value,
            points=max(1, min(1000, int(self._points.value or POINTS))), drafts=bool(self._drafts.value),
            cells=[row.cell for row in self._rows],
        )  # fmt: skip
        made = await viewer.do(lambda: built(viewer.parts, *viewer.now(), wish))
        self._made.clear()
        if made is not None:
            with self._made:
                self._show(made)

    def _show(self, made: PaperOut) -> None:
        say = self._viewer.say
        if made.parallel:
            ui.label(say(f"paper_{made.parallel}", n=sum(made.forms[-1].again))).classes("sy-note")
        for form in made.forms:
            with ui.element("div").classes("sy-paper-form").props(f'data-form="{form.name}"'):
                ui.label(say("paper_form", name=form.name, n=len(form.items), points=made.points)).classes("sy-strong")
                with ui.element("div").classes("sy-bank-row"):
                    for name in BLIND:
                        for part, word in (("paper", "paper_blind"), ("answers", "paper_answers")):
                            words = say(word, format=say(f"paper_{name}"))
                            button = ui.button(words, icon="download", on_click=self._taker(made, form, name, part))
                            button.props("outline dense no-caps size=13px")

    def _taker(self, made: PaperOut, form: FormOut, name: str, part: Any) -> Any:
        return lambda: self._taken(made, form, name, part)

    async def _taken(self, made: PaperOut, form: FormOut, name: str, part: Part) -> None:
        items = tuple(ExerciseIn.model_validate(i.model_dump(include=_FIELDS)).item() for i in form.items)
        title = f"{made.title}（{form.name} 卷）" if len(made.forms) > 1 else made.title
        paper = Paper(items, title, worth=tuple(i.worth for i in form.items), part=part)
        file: File | None = await self._viewer.do(lambda: write(name, paper))
        if file is not None:
            ending = "" if part == "paper" else "答案"
            ui.download.content(file.data, f"{title}{ending}{FORMATS[name].suffix}", FORMATS[name].media_type)


_FIELDS = set(ExerciseIn.model_fields)


def _select(options: dict[Any, str], label: str) -> ui.select:
    made = ui.select(dict(options), value="", label=label)
    return made.props("outlined dense options-dense").classes("sy-bank-choice")
