"""The desk's audit: filters, verification of the chain, export. Entries name ids; no content ever stood in them."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from nicegui import ui

from records import acts
from records.audit import BrokenLink, Entry
from web.auditline import line
from web.desk import wanted
from web.files import CHINA
from web.pages.viewer import Viewer
from web.words import WORDS

STEP = 50
ALL = ""
ACTS = sorted(kind.__name__ for kind in acts.Act.__args__)


async def audit_part(viewer: Viewer, owner: str) -> None:
    await _Audit(viewer, owner).show()


class _Audit:
    def __init__(self, viewer: Viewer, owner: str) -> None:
        self._viewer, self._owner = viewer, owner
        say = viewer.say
        with ui.element("div").classes("sy-filters sy-filters-more"):
            options = {ALL: say("audit_all"), **{a: self._named(a) for a in ACTS}}
            self._act = ui.select(options, value=ALL, label=say("audit_act"))
            self._act.props("outlined dense options-dense").classes("sy-filter-select")
            self._about = ui.input(say("audit_about")).props("outlined dense debounce=400 clearable maxlength=64")
            self._since = ui.input(say("audit_since")).props("outlined dense type=date stack-label")
            self._until = ui.input(say("audit_until")).props("outlined dense type=date stack-label")
        for field in (self._act, self._about, self._since, self._until):
            field.on_value_change(self.show)
        with ui.element("div").classes("sy-doc-acts"):
            ui.button(say("audit_verify"), icon="verified", on_click=self._verify).props("flat no-caps dense")
            ui.button(say("audit_file"), icon="download", on_click=self._file).props("flat no-caps dense")
        self._said = ui.label("").classes("sy-note").props('role="status"')
        self._said.set_visibility(False)
        self._table = ui.element("div").classes("sy-desk-scroll")
        self._more = ui.button(say("more_entries"), on_click=self._older).props("flat no-caps")
        self._cursor: str | None = None
        self._people: dict[str, str] = {}

    def _filter(self) -> dict[str, str]:
        given = {"act": self._act, "about": self._about, "since": self._since, "until": self._until}
        return {name: str(field.value).strip() for name, field in given.items() if field.value}

    async def show(self) -> None:
        self._table.clear()
        with self._table, ui.element("table").classes("sy-table"):
            with ui.element("thead"), ui.element("tr"):
                for word in ("audit_when", "audit_act", "audit_what"):
                    ui.element("th")._text = self._viewer.say(word)
            self._body = ui.element("tbody")
        self._cursor = None
        await self._older()

    async def _older(self) -> None:
        viewer, given, cursor = self._viewer, self._filter(), self._cursor
        filtered = wanted(given.get("act"), given.get("about"), _day(given.get("since")), _day(given.get("until")))
        read = viewer.parts.store.audit.read
        if not self._people:
            page = await viewer.do(lambda: viewer.parts.store.members.page(viewer.now()[0], self._owner))
            self._people = {m.id: m.name for m in page or []}
        found = await viewer.do(lambda: read(viewer.now()[0], self._owner, cursor, STEP, filtered))
        if found is None:
            return
        entries, self._cursor = found
        self._more.set_visibility(self._cursor is not None)
        with self._body:
            for entry in entries:
                self._row(entry)
            if not entries and cursor is None:
                with ui.element("tr"):
                    ui.element("td").props("colspan=3")._text = viewer.say("audit_none")

    def _row(self, entry: Entry) -> None:
        said = line(entry.body, self._people, self._viewer.names, self._viewer.language)
        with ui.element("tr"):
            ui.element("td").classes("sy-desk-when")._text = f"{entry.at.astimezone(CHINA):%Y-%m-%d %H:%M:%S}"
            ui.element("td").classes("sy-desk-did")._text = self._named(entry.act)
            ui.element("td").classes("sy-words")._text = said

    def _named(self, act: str) -> str:
        """Its own name where the catalogue has none."""
        return self._viewer.say(f"act_{act}") if f"act_{act}" in WORDS else act

    async def _verify(self) -> None:
        viewer = self._viewer

        def walk() -> tuple[BrokenLink | None]:
            return (viewer.parts.store.audit.verify_of(viewer.now()[0], self._owner),)

        found = await viewer.do(walk)
        if found is None:
            return
        (broken,) = found
        said = viewer.say("audit_whole") if broken is None else viewer.say("audit_broken", seq=broken.seq)
        self._said.set_text(said)
        self._said.classes(remove="sy-note-bad") if broken is None else self._said.classes("sy-note-bad")
        self._said.set_visibility(True)

    def _file(self) -> None:
        ui.navigate.to(f"/api/audit/file?{urlencode({'owner': self._owner, **self._filter()})}")


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
