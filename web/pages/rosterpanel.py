"""People from a sheet, on the page: the template, the file, how far it is, the report row by row, first passwords."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from nicegui import ui

from tools._formats.roster import MOST_BYTES, passwords
from web.pages.admincard import card
from web.pages.viewer import Viewer
from web.upkeep import Entering, reported

SHOWN = 100


class SheetFile(ui.element, component="sheetfile.js"):
    """The file goes straight to the API call: the page framework never holds it. `sent` is given the list's id."""

    def __init__(
        self, viewer: Viewer, sent: Callable[[str], Awaitable[None]], refused: Callable[[str], None],
        url: str = "/api/admin/people/import", choose: str = "people_choose",
    ) -> None:  # fmt: skip
        super().__init__()
        self._props["url"] = url
        self._props["csrf"], self._props["language"] = viewer.csrf, viewer.language
        self._props["most"] = MOST_BYTES
        self._props["words"] = {
            "choose": viewer.say(choose),
            "large": viewer.say("too_large", size=MOST_BYTES // 1024**2),
            "broken": viewer.say("upload_broken"),
        }
        self.on("sent", lambda event: sent(str(event.args)))
        self.on("refused", lambda event: refused(str(event.args)))


class RosterPanel:
    def __init__(self, viewer: Viewer, changed: Callable[[], Awaitable[None]]) -> None:
        self._viewer, self._changed = viewer, changed
        self._made: Entering | None = None
        say = viewer.say
        with card(say("people_import")):
            ui.label(say("people_import_more")).classes("sy-muted")
            ui.link(say("people_template"), "/api/admin/people/template").props("download")
            SheetFile(viewer, self._sent, self._refused)
            self._told = ui.element("div").props('role="status" aria-live="polite"')
        self._timer = ui.timer(0.7, self._look, active=False)

    def _refused(self, why: str) -> None:
        ui.notify(why, type="warning", position="top")

    async def _sent(self, list_id: str) -> None:
        viewer = self._viewer
        self._made = await viewer.do(lambda: viewer.parts.upkeep.entering(viewer.now()[0], list_id))
        self._timer.active = self._made is not None

    async def _look(self) -> None:
        made = self._made
        if made is None:
            return
        say = self._viewer.say
        self._told.clear()
        with self._told:
            if not made.over:
                ui.label(say("people_going", done=len(made.entered), total=len(made.rows)))
                ui.linear_progress(len(made.entered) / len(made.rows), show_value=False).props(
                    f'aria-label="{say("people_import")}"'
                )
                return
            self._timer.active = False
            self._report(made)
        await self._changed()

    def _report(self, made: Entering) -> None:
        say, counts = self._viewer.say, made.counts
        ui.label(say("people_report", total=len(made.rows), **counts)).classes("sy-strong")
        with ui.element("ul").classes("sy-admin-list"):
            for row, username, why in reported(made, self._viewer.language)[:SHOWN]:
                with ui.element("li"):
                    ui.label(say("people_bad", row=row, username=username, why=why))
        if made.passwords:
            button = ui.button(say("people_passwords", count=len(made.passwords)), icon="download")
            button.on_click(lambda: ui.download(passwords(made.passwords), "初始密码.xlsx"))
            button.props("unelevated no-caps color=primary")
            ui.label(say("people_passwords_more")).classes("sy-small sy-muted")
