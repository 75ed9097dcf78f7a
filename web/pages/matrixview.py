"""One kept matrix: requirements down, modules across; a cell opens what the course says; gaps and what is outdated."""

from __future__ import annotations

from nicegui import ui

from records.artefactrows import Artefact
from tools._matrix import CellOut, Matrix, RequirementOut
from trust.sources import Citation
from web.pages.frame import label_line
from web.pages.source import SourcePanel
from web.pages.viewer import Viewer

TOOL = "match_requirements"
SIGNS = {"full": "●", "partial": "○"}


class MatrixView:
    def __init__(self, viewer: Viewer, source: SourcePanel) -> None:
        self._viewer, self._source = viewer, source
        self._box = ui.element("section").classes("sy-set")

    def show(self, kept: Artefact) -> None:
        matrix, cited = Matrix.model_validate(kept.result), {c.n: c for c in kept.citations}
        self._box.clear()
        with self._box:
            self._head(kept, matrix)
            self._outdated(matrix)
            self._table(matrix, cited)
            self._listed(matrix, cited, [n for n in matrix.gaps if n not in matrix.unsure], "matrix_gaps")
            self._listed(matrix, cited, matrix.unsure, "matrix_unsure")
            self._listed(matrix, cited, [a.requirement for a in matrix.advice if a.requirement in matrix.partly],
                         "matrix_half")
            self._stated(matrix, cited)
            ui.label(matrix.marked).classes("sy-small sy-muted")
            for counted in matrix.counts:
                ui.label(counted.words)

    def _head(self, kept: Artefact, matrix: Matrix) -> None:
        say = self._viewer.say
        ui.label(kept.title).classes("sy-set-title")
        ui.label(say(
            "matrix_told", rows=len(matrix.requirements), modules=len(matrix.modules), gaps=len(matrix.gaps),
            partly=len(matrix.partly),
        )).classes("sy-muted")  # fmt: skip
        label_line(kept.label, self._viewer.names, self._viewer.language)
        if kept.stale:
            ui.label(say("matrix_stale")).classes("sy-note sy-note-bad").props('role="alert"')
        with ui.element("div").classes("sy-wish-row"):
            file = f"/api/artefacts/{kept.id}/files/xlsx"
            ui.button(say("matrix_excel"), icon="download", on_click=lambda: ui.navigate.to(file)).props(
                "outline no-caps"
            )
            ui.label(f"● {say('matrix_full')}　○ {say('matrix_partial')}").classes("sy-small sy-muted")

    def _table(self, matrix: Matrix, cited: dict[int, Citation]) -> None:
        cells = {(c.requirement, c.module): c for c in matrix.cells}
        with ui.element("div").classes("sy-grid").props('tabindex="0"'), ui.element("table"):
            with ui.element("thead"), ui.element("tr"):
                with ui.element("th").props('scope="col"'):
                    ui.label(self._viewer.say("matrix_row"))
                for module in matrix.modules:
                    with ui.element("th").props('scope="col"'):
                        ui.label(module.name)
            with ui.element("tbody"):
                for row in matrix.requirements:
                    with ui.element("tr"):
                        self._row(row, matrix, cited)
                        for module in matrix.modules:
                            with ui.element("td"):
                                self._cell(cells.get((row.n, module.n)), cited)

    def _row(self, row: RequirementOut, matrix: Matrix, cited: dict[int, Citation]) -> None:
        """The requirement, and below it what no module covers or why none need cover it."""
        say = self._viewer.say
        with ui.element("th").props('scope="row"').classes("sy-gap" if row.n in matrix.gaps else ""):
            facts = " · ".join(filter(None, (row.kind_name, row.area, row.task, row.level)))
            ui.label(facts).classes("sy-small sy-muted")
            self._link(row.text, cited[row.citation])
            missing = next((a.missing for a in matrix.advice if a.requirement == row.n), [])
            if row.n in matrix.partly and missing:
                ui.label(say("matrix_missing", items="、".join(missing))).classes("sy-small sy-missing")
            elif row.n in matrix.unsure:
                ui.label(say("matrix_near")).classes("sy-small sy-missing")
            elif row.rule or row.condition:
                ui.label(say("matrix_rule" if row.rule else "matrix_condition")).classes("sy-small sy-muted")

    def _link(self, text: str, citation: Citation) -> None:
        with ui.element("button").props('type="button"').classes("sy-grid-text") as made:
            ui.label(text)
        made.on("click", lambda: self._source.open(citation))

    def _cell(self, cell: CellOut | None, cited: dict[int, Citation]) -> None:
        """A button for each passage; nothing where nothing was found."""
        if cell is None:
            return
        word = self._viewer.say(f"matrix_{cell.strength}")
        for place, n in enumerate(cell.citations):
            with ui.element("button").props('type="button"').classes(f"sy-cell sy-cell-{cell.strength}") as made:
                ui.label(f"{SIGNS[cell.strength]} {word}" if place == 0 else f"+{place}")
                if place == 0 and cell.strength == "partial" and cell.covers:
                    ui.label("、".join(cell.covers)).classes("sy-small")
            made.props["aria-label"] = f"{word} {cited[n].title}"
            made.on("click", lambda _, c=cited[n]: self._source.open(c))

    def _listed(self, matrix: Matrix, cited: dict[int, Citation], numbers: list[int], heading: str) -> None:
        """Requirements with what is to be done for each, and what the course says of it already."""
        advice = {a.requirement: a for a in matrix.advice}
        if not numbers:
            return
        with ui.element("section").classes("sy-card sy-gaps"):
            ui.label(self._viewer.say(heading)).classes("sy-strong")
            with ui.element("ul"):
                for row in (r for r in matrix.requirements if r.n in numbers):
                    with ui.element("li"):
                        self._link(f"{row.kind_name} · {row.text}（{row.source}）", cited[row.citation])
                        if row.n in advice:
                            ui.label(advice[row.n].words).classes("sy-small sy-muted")
                            for n in advice[row.n].citations:
                                self._link(f"[{n}] {cited[n].quote}", cited[n])

    def _stated(self, matrix: Matrix, cited: dict[int, Citation]) -> None:
        if matrix.stated:
            with ui.element("section").classes("sy-card sy-gaps"):
                ui.label(self._viewer.say("matrix_stated")).classes("sy-strong")
                for one in matrix.stated:
                    self._link(one.text, cited[one.citation])

    def _outdated(self, matrix: Matrix) -> None:
        if not matrix.outdated:
            return
        with ui.element("section").classes("sy-note sy-note-bad sy-outdated").props('role="alert"'):
            ui.label(self._viewer.say("matrix_outdated")).classes("sy-strong")
            for one in matrix.outdated:
                why = self._viewer.say(f"matrix_{one.reason}", date=one.date or "", by=one.by)
                ui.label(f"{one.source}：{why}")
