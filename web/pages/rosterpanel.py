"""People from a sheet, on the page: the template, the file, how far it is, the report row by row, first passwords."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from nicegui import events, ui

from tools._formats.roster import MOST_BYTES, passwords
from web.pages.admincard import card
from web.pages.viewer import Viewer
from web.upkeep import Entering, reported

SHOWN = 100


class RosterPanel:
    def __init__(self, viewer: Viewer, changed: Callable[[], Awaitable[None]]) -> None:
        self._viewer, self._changed = viewer, changed
        self._made: Entering | None = None
        say = viewer.say
        with card(say("people_import")):
            ui.label(say("people_import_more")).classes("sy-muted")
            with ui.element("div").classes("sy-admin-form"):
                ui.link(say("people_template"), "/api/admin/people/template").props("download")
                upload = ui.upload(
                    label=say("people_choose"), auto_upload=True, max_files=1, max_file_size=MOST_BYTES,
                    on_upload=self._sent, on_rejected=self._rejected,
                )
                upload.props('accept=".xlsx" flat bordered hide-upload-btn').classes("sy-admin-upload")
            self._upload = upload
            self._told = ui.element("div").props('role="status" aria-live="polite"')
        self._timer = ui.timer(0.7, self._look, active=False)

    def _rejected(self) -> None:
        ui.notify(self._viewer.say("too_large", size=MOST_BYTES // 1024**2), type="warning", position="top")

    async def _sent(self, event: events.UploadEventArguments) -> None:
        viewer, data = self._viewer, await event.file.read()
        self._upload.reset()
        self._made = await viewer.do(lambda: viewer.parts.upkeep.enter(viewer.now()[0], data))
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
