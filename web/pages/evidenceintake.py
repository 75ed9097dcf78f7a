"""Evidence from a sheet, on the page: the template, the file, how far it is, the report row by row."""

from __future__ import annotations

from nicegui import ui

from web.intake import Taking
from web.pages.evidencecard import card
from web.pages.rosterpanel import SheetFile
from web.pages.viewer import Viewer

SHOWN = 100


class IntakePanel:
    def __init__(self, viewer: Viewer) -> None:
        self._viewer = viewer
        self._made: Taking | None = None
        say = viewer.say
        with card(viewer, "intake_title", "intake_more"):
            ui.link(say("intake_template"), "/api/evidence/import/template").props("download")
            file = SheetFile(viewer, self._sent, self._refused, "/api/evidence/import", "intake_choose")
            file._props["accept"] = ".xlsx,.csv"
            self._told = ui.element("div").props('role="status" aria-live="polite"')
        self._timer = ui.timer(0.7, self._look, active=False)

    def _refused(self, why: str) -> None:
        ui.notify(why, type="warning", position="top")

    async def _sent(self, sheet_id: str) -> None:
        viewer = self._viewer
        self._made = await viewer.do(lambda: viewer.parts.intake.taking(viewer.now()[0], sheet_id))
        self._timer.active = self._made is not None

    def _look(self) -> None:
        made, say = self._made, self._viewer.say
        if made is None:
            return
        self._told.clear()
        with self._told:
            if made.over:
                self._timer.active = False
                self._report(made)
                return
            ui.label(say("intake_going", done=len(made.lines), total=len(made.rows)))
            ui.linear_progress(len(made.lines) / len(made.rows), show_value=False).props(
                f'aria-label="{say("intake_title")}"'
            )

    def _report(self, made: Taking) -> None:
        say, english = self._viewer.say, int(self._viewer.language == "en")
        ui.label(say("intake_report", total=len(made.rows), **made.counts)).classes("sy-strong")
        if made.broken:
            ui.label(made.broken[english]).classes("sy-strong")
        with ui.element("ul").classes("sy-evidence-list"):
            for one in made.bad[:SHOWN]:
                with ui.element("li").classes("sy-small"):
                    ui.label(say("intake_bad", row=one.row, username=one.username or "—", why=one.why[english]))
            if (rest := len(made.bad) - SHOWN) > 0:
                with ui.element("li"):
                    ui.label(say("intake_rest", n=rest)).classes("sy-small sy-muted")
