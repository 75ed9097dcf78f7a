"""The review page, for teachers and mentors: the queue, one thing opened, and what to do with it. Holds no rules."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import Request
from fastapi.responses import Response
from nicegui import ui

from learning.exercise import listed
from records.artefactrows import IN_REVIEW, PUBLISHED, Artefact
from records.bankrows import Banked
from trust.roles import Act
from web.artefacts import moved
from web.files import CHINA
from web.markup import safe_html
from web.pages.confirming import sure
from web.pages.entering import entered
from web.pages.frame import DRAWN, label_line, titled
from web.pages.releasing import release_button
from web.pages.source import SourcePanel
from web.pages.states import empty
from web.pages.viewer import Viewer
from web.resources import Resources
from web.reviewing import After, Read, named, opened, queue, waiting_items


def register(parts: Resources) -> None:
    @ui.page("/review", response_timeout=DRAWN)
    async def review_page(request: Request, id: str | None = None) -> Response | None:
        viewer = await entered(request, parts, "/review", "review", "studio", "review", may=Act.REVIEW)
        if not isinstance(viewer, Viewer):
            return viewer
        await ReviewPage(viewer).start(id)
        return None


class ReviewPage:
    def __init__(self, viewer: Viewer) -> None:
        self._viewer = viewer
        self._source = SourcePanel(viewer)
        self._published = False
        self._main = ui.element("div").classes("sy-main sy-studio sy-review")

    async def start(self, shown: str | None) -> None:
        say = self._viewer.say
        with self._main:
            titled(say("review"))
            ui.label(say("review_more")).classes("sy-muted sy-studio-more")
            names = {"waiting": say("review_waiting"), "published": say("review_published")}
            choice = ui.toggle(names, value="waiting", on_change=lambda e: self._switch(e.value == "published"))
            choice.props("no-caps unelevated dense padding='xs md' toggle-color=primary").classes("sy-toggle")
            self._list = ui.element("div").classes("sy-review-list")
            self._open = ui.element("section")
            self._items = ui.element("section").classes("sy-stack")
        await self._show()
        if shown:
            await self._look(shown)
        if self._mentors():
            await self._show_items()

    def _mentors(self) -> bool:
        first = self._viewer.first
        return any(first.may(Act.REVIEW, o) for o in self._viewer.names.enterprises)

    async def _switch(self, published: bool) -> None:
        self._published = published
        self._open.clear()
        await self._show()

    async def _show(self, after: After | None = None) -> None:
        viewer = self._viewer
        page = await viewer.do(lambda: queue(viewer.parts, *viewer.now(), self._published, after))
        found, following = page or ([], None)
        people = {a.author: named(viewer.parts, a.author) for a in found}
        if after is None:
            self._list.clear()
        with self._list:
            if not found and after is None:
                empty(viewer.say("review_none_published" if self._published else "review_none"), icon="task_alt")
            for artefact in found:
                self._row(artefact, people[artefact.author])
            if following:
                more = ui.button(viewer.say("more")).props("flat no-caps")
                more.on_click(lambda: self._further(more, following))

    async def _further(self, button: ui.button, after: After) -> None:
        button.delete()
        await self._show(after)

    def _row(self, a: Artefact, author: str) -> None:
        say = self._viewer.say
        with ui.element("button").classes("sy-review-row").props(f'type="button" data-artefact="{a.id}"') as row:
            with ui.element("div").classes("sy-review-line"):
                ui.label(say(f"tool_{a.tool}")).classes("sy-small sy-review-kind")
                ui.label(a.title).classes("sy-strong")
            when = f"{a.changed_at.astimezone(CHINA):%Y-%m-%d %H:%M}"
            ui.label(say("review_by", person=author, edition=a.edition, at=when)).classes("sy-small sy-muted")
        row.on("click", lambda: self._look(a.id))

    async def _look(self, artefact_id: str) -> None:
        viewer = self._viewer
        found = await viewer.do(lambda: opened(viewer.parts, *viewer.now(), artefact_id))
        self._open.clear()
        if found is None:
            return
        with self._open:
            self._opened(found)
        ui.run_javascript('document.querySelector(".sy-review-open")?.scrollIntoView({block: "start"})')

    def _opened(self, read: Read) -> None:
        viewer, a = self._viewer, read.artefact
        with ui.element("article").classes("sy-card sy-review-open").props(f'data-state="{a.state}"'):
            titled(a.title, 2)
            label_line(a.label, viewer.names, viewer.language)
            ui.label(self._standing(a)).classes("sy-small sy-review-standing")
            if read.out_of_reach:
                names = "、".join(viewer.names.owner(o) for o in read.out_of_reach)
                ui.label(viewer.say("review_out_of_reach", owners=names)).classes("sy-note")
            self._remarks(read)
            self._stale(a)
            ui.html(safe_html(read.words), sanitize=False).classes("sy-review-words")
            with ui.expansion(viewer.say("review_sources", count=len(a.citations))).classes("sy-review-sources"):
                for c in a.citations:
                    with ui.element("div").classes("sy-review-source"):
                        ui.button(f"[{c.n}] {c.title}", on_click=lambda _, c=c: self._source.open(c)).props(
                            "flat dense no-caps"
                        )
                        ui.label(c.quote).classes("sy-small sy-muted")
            self._acts(a)

    def _standing(self, a: Artefact) -> str:
        viewer = self._viewer
        if a.state != IN_REVIEW:
            return viewer.say(f"state_{a.state}")
        names = "、".join(viewer.names.owner(o) for o in a.waits_for)
        return viewer.say("review_waits", owners=names) if a.waits_for else viewer.say("review_ready")

    def _remarks(self, read: Read) -> None:
        if read.artefact.remarks:
            ui.label(self._viewer.say("review_said")).classes("sy-strong")
        for r in read.artefact.remarks:
            ui.label(f"{read.names[r.person]} · {r.at.astimezone(CHINA):%Y-%m-%d %H:%M}：{r.text}").classes("sy-note")

    def _stale(self, a: Artefact) -> None:
        if not a.stale:
            return
        with ui.element("div").classes("sy-note"):
            ui.label(self._viewer.say("review_stale"))
            for changed in a.changed[:10]:
                ui.label(f"“{changed.quote[:120]}”").classes("sy-small")

    def _acts(self, a: Artefact) -> None:
        viewer, say, first = self._viewer, self._viewer.say, self._viewer.first
        mine = [o for o in a.waits_for if first.may(Act.REVIEW, o)]
        with ui.element("div").classes("sy-review-acts"):
            if a.state == IN_REVIEW and mine:
                self._button("review_approve", "verified", lambda: self._approve(a))
            if a.state == IN_REVIEW and first.may(Act.PUBLISH):
                self._button("review_publish", "publish", lambda: self._move(a, PUBLISHED))
            if a.state == IN_REVIEW:
                back = ui.button(say("review_back"), icon="undo", on_click=lambda: self._back(a))
                back.props("flat no-caps color=negative")
            if a.state == PUBLISHED and (first.may(Act.PUBLISH) or a.author == first.id):
                retire = ui.button(say("review_retire"), icon="block", on_click=lambda: self._retire(a))
                retire.props("flat no-caps color=negative")
            release_button(viewer, a)

    def _button(self, word: str, icon: str, act: Callable[[], object]) -> None:
        ui.button(self._viewer.say(word), icon=icon, on_click=act).props("unelevated no-caps color=primary")

    async def _approve(self, a: Artefact) -> None:
        viewer = self._viewer
        approve = viewer.parts.store.artefacts.approve
        await self._done(await viewer.do(lambda: approve(*viewer.now(), a.id, a.version)), a.id)

    async def _move(self, a: Artefact, state: str, comment: str = "") -> bool:
        viewer = self._viewer
        done = await viewer.do(lambda: moved(viewer.parts, *viewer.now(), a.id, a.version, state, comment))
        await self._done(done, a.id if state == PUBLISHED else None)
        return done is not None

    async def _done(self, made: Artefact | None, again: str | None) -> None:
        if made is None:
            return
        ui.notify(self._viewer.say("review_done"), type="positive", position="top")
        self._open.clear()
        await self._show()
        if again:
            await self._look(again)

    async def _retire(self, a: Artefact) -> None:
        if await sure(self._viewer, self._viewer.say("review_retire_sure"), "review_retire"):
            await self._move(a, "retired")

    async def _back(self, a: Artefact) -> None:
        """Never without a reason."""
        viewer = self._viewer
        with ui.dialog() as dialog, ui.card().classes("sy-dialog"):
            ui.label(viewer.say("review_back")).classes("sy-dialog-title")
            why = ui.textarea(viewer.say("review_comment")).props("outlined autogrow maxlength=2000").classes("sy-wide")
            with ui.element("div").classes("sy-dialog-buttons"):
                ui.button(viewer.say("cancel"), on_click=lambda: dialog.submit(None)).props("flat no-caps")
                send = ui.button(viewer.say("review_back"), on_click=lambda: dialog.submit(str(why.value or "")))
                send.props("unelevated no-caps color=negative")
        while (said := await dialog) is not None:
            if not said.strip():
                ui.notify(viewer.say("review_comment_needed"), type="warning", position="top")
            elif await self._move(a, "draft", said):
                break
            dialog.open()  # the reason is still there
        dialog.delete()

    async def _show_items(self) -> None:
        viewer = self._viewer
        found = await viewer.do(lambda: waiting_items(viewer.parts, *viewer.now()))
        self._items.clear()
        with self._items:
            titled(viewer.say("review_items"), 2)
            if not found:
                ui.label(viewer.say("review_items_none")).classes("sy-muted")
            for banked in found or []:
                self._item(banked)
            ui.link(viewer.say("review_open_bank"), "/bank")

    def _item(self, banked: Banked) -> None:
        viewer, item = self._viewer, banked.item
        with ui.element("article").classes("sy-card sy-review-item").props(f'data-item="{banked.id}"'):
            ui.label(item.stem).classes("sy-strong")
            for option in item.options:
                ui.label(f"{'✓' if option in item.key else '·'} {option}").classes("sy-small")
            ui.label(f"{listed(item.key)}　{item.explanation}").classes("sy-small sy-muted")
            self._button("review_item_approve", "verified", lambda: self._approve_item(banked, viewer))

    async def _approve_item(self, banked: Banked, viewer: Viewer) -> None:
        approve = viewer.parts.store.bank.approve
        if await viewer.do(lambda: approve(*viewer.now(), banked.id, banked.version)) is not None:
            ui.notify(viewer.say("review_done"), type="positive", position="top")
            await self._show_items()
