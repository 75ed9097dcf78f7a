"""The learning path's page: what to learn next and why, all steps, whom one shows it; for mentors what they are shown.

Matching takes a moment: the page stands first, the steps come after. Holds no rules (web/pathing.py).
"""

from __future__ import annotations

from urllib.parse import quote

from fastapi import Request
from fastapi.responses import Response
from nicegui import ui

from records.paths import Mentor
from trust.roles import Role
from trust.sources import Citation
from web.files import CHINA
from web.pages.answers import place
from web.pages.entering import entered
from web.pages.frame import DRAWN, titled
from web.pages.source import SourcePanel
from web.pages.states import empty, failed, loading
from web.pages.toasts import toast
from web.pages.viewer import Viewer
from web.pathing import Looked, Place, Shown, learn, looked, mentors, shown
from web.resources import Resources


def register(parts: Resources) -> None:
    @ui.page("/path", response_timeout=DRAWN)
    async def path_page(request: Request, post: str | None = None) -> Response | None:
        viewer = await entered(request, parts, "/path", "path", "path", may=_for_whom, unless="path_only")
        if not isinstance(viewer, Viewer):
            return viewer
        with ui.element("div").classes("sy-main sy-path"):
            titled(viewer.say("path"))
            held = _held(viewer)
            if Role.STAFF in held:
                PathPage(viewer, post)
            if Role.MENTOR in held:
                ShownPart(viewer)
        return None


def _held(viewer: Viewer) -> set[Role]:
    return {m.role for m in viewer.first.memberships}


def _for_whom(viewer: Viewer) -> bool:
    return bool(_held(viewer) & {Role.STAFF, Role.MENTOR})


class PathPage:
    def __init__(self, viewer: Viewer, post: str | None) -> None:
        self._viewer, self._post = viewer, post
        self._source = SourcePanel(viewer)
        ui.label(viewer.say("path_more")).classes("sy-muted")
        self._box = ui.element("div").classes("sy-path-steps").props('aria-live="polite"')
        self._whom = ui.element("section").classes("sy-card sy-path-whom")
        with self._box:
            loading(viewer, viewer.say("path_loading"))
        ui.timer(0.05, self._first, once=True)

    async def _first(self) -> None:
        await self.refresh()
        await self._show_whom()

    async def refresh(self) -> None:
        """Look again at the steps. Whom one shows them stays as it is: a switch drawn anew under a finger loses the
        click.
        """
        viewer = self._viewer
        found = await viewer.do(lambda: looked(viewer.parts, *viewer.now(), viewer.request_id, self._post))
        self._box.clear()
        with self._box:
            if found is None:
                failed(viewer, self.refresh)
            elif found.post is None:
                empty(viewer.say("path_none"), viewer.say("path_none_more"), icon="badge")
            else:
                self._draw(found)

    def _draw(self, found: Looked) -> None:
        viewer, post = self._viewer, found.post
        if post is None:
            return
        if len(found.posts) > 1:
            choice = ui.select({d.id: d.title for d in found.posts}, value=post.id, label=viewer.say("path_post"))
            choice.props("outlined dense options-dense").classes("sy-path-post")
            choice.on_value_change(lambda e: ui.navigate.to(f"/path?post={e.value}"))
        else:
            ui.label(post.title).classes("sy-strong").props('dir="auto"')
        learnt = sum(p.done is not None for p in found.places)
        self._meter(learnt, len(found.places))
        with ui.element("section").classes("sy-card sy-path-next"):
            titled(viewer.say("path_next"), 2)
            if found.ahead:
                self._step(found.ahead, whole=True)
            else:
                ui.label(viewer.say("path_done_all")).classes("sy-muted")
        titled(viewer.say("path_steps"), 2)
        with ui.element("ol").classes("sy-path-list"):
            for one in found.places:
                with ui.element("li").classes("sy-card sy-path-one" + (" sy-path-done" if one.done else "")):
                    self._step(one, whole=False)

    def _meter(self, learnt: int, of: int) -> None:
        told = self._viewer.say("path_progress", n=learnt, of=of)
        with ui.element("div").classes("sy-path-meter"):
            bar = ui.element("progress").props(f'max="{max(1, of)}" value="{learnt}"')
            bar.props["aria-label"] = told
            ui.label(told).classes("sy-small sy-muted")

    def _step(self, one: Place, whole: bool) -> None:
        """What is asked for, in the profile's words, and where it is taught; `whole` with the passages' own words, else
        the best lesson alone.
        """
        viewer = self._viewer
        with ui.element("button").props('type="button"').classes("sy-path-text") as asked:
            ui.label(one.asked.quote).props('dir="auto"')
        asked.on("click", lambda: self._source.open(one.asked))
        if whole:
            self._cited("path_asked", one.asked, False, "badge")
        lessons = list(zip(one.step.lessons, one.lessons, strict=True))
        for lesson, cited in lessons if whole else lessons[:1]:
            word = "path_because" if lesson.course else "path_because_own"
            self._cited(word, cited, whole, "menu_book" if lesson.course else "factory", lesson.strength == "partial")
        if not one.lessons:
            ui.label(viewer.say("path_gap")).classes("sy-small sy-muted")
        with ui.element("div").classes("sy-path-acts"):
            if one.done:
                at = f"{one.done.astimezone(CHINA):%Y-%m-%d}"
                ui.label(viewer.say("path_learnt_on", at=at)).classes("sy-small sy-path-when")
                self._button("path_unlearn", "undo", lambda: self._mark(one, False))
            else:
                self._button("path_learnt", "check", lambda: self._mark(one, True))
            if whole:
                ui.link(viewer.say("path_ask"), f"/?ask={quote(one.step.requirement.text)}").classes("sy-small")
                ui.link(viewer.say("path_practise"), "/practice").classes("sy-small")

    def _cited(self, word: str, cited: Citation, whole: bool, icon: str, part: bool = False) -> None:
        """Why: whose words, and a button that opens them in their place."""
        viewer = self._viewer
        with ui.element("div").classes("sy-path-why"):
            with ui.element("button").props('type="button"').classes("sy-cited") as row:
                ui.icon(icon).props('aria-hidden="true"')
                ui.label(cited.title).classes("sy-cited-title").props('dir="auto"')
                told = [viewer.say(word), place(cited.locator, viewer.language)]
                told += [viewer.say("path_part")] if part else []
                ui.label(" · ".join(filter(None, told))).classes("sy-cited-where")
            row.on("click", lambda: self._source.open(cited))
            if whole:
                ui.label(cited.quote).classes("sy-path-quote").props('dir="auto"')

    def _button(self, word: str, icon: str, act: object) -> None:
        made = ui.button(self._viewer.say(word), icon=icon, on_click=act)  # type: ignore[arg-type]
        made.props("flat no-caps dense")

    async def _mark(self, one: Place, learnt: bool) -> None:
        viewer = self._viewer
        await viewer.carry_out(lambda: learn(viewer.parts, *viewer.now(), one.key, learnt))
        await self.refresh()

    async def _show_whom(self) -> None:
        viewer = self._viewer
        found = await viewer.do(lambda: mentors(viewer.parts, viewer.now()[0]))
        self._whom.clear()
        with self._whom:
            titled(viewer.say("path_share"), 2)
            ui.label(viewer.say("path_share_more")).classes("sy-small sy-muted")
            if not found:
                ui.label(viewer.say("path_share_none")).classes("sy-small sy-muted")
            for mentor in found or ():
                made = ui.switch(mentor.name, value=mentor.shown)
                made.on_value_change(lambda e, m=mentor: self._switch(m, bool(e.value)))

    async def _switch(self, mentor: Mentor, on: bool) -> None:
        viewer, paths = self._viewer, self._viewer.parts.store.paths
        act = paths.share if on else paths.unshare
        if await viewer.carry_out(lambda: act(viewer.now()[0], mentor.id)):
            toast(viewer.say("path_shared" if on else "path_unshared", name=mentor.name))


class ShownPart:
    """For a mentor: what their people show them."""

    def __init__(self, viewer: Viewer) -> None:
        self._viewer = viewer
        self._source = SourcePanel(viewer)
        ui.label(viewer.say("path_shown_more")).classes("sy-muted")
        titled(viewer.say("path_shown"), 2)
        self._box = ui.element("div").classes("sy-path-steps")
        with self._box:
            loading(viewer)
        ui.timer(0.05, self.refresh, once=True)

    async def refresh(self) -> None:
        viewer = self._viewer
        found = await viewer.do(lambda: shown(viewer.parts, *viewer.now()))
        self._box.clear()
        with self._box:
            if found is None:
                failed(viewer, self.refresh)
            elif not found:
                empty(viewer.say("path_shown_none"), icon="group")
            for one in found or ():
                self._one(one)

    def _one(self, one: Shown) -> None:
        viewer = self._viewer
        with ui.element("section").classes("sy-card sy-path-one"):
            ui.label(one.name).classes("sy-path-text").props('role="heading" aria-level="3" dir="auto"')
            told = viewer.say("path_progress", n=len(one.learnt), of=one.of)
            ui.label(f"{one.post.title} · {told}").classes("sy-small sy-muted").props('dir="auto"')
            with ui.element("ul").classes("sy-path-learnt"):
                for cited in one.learnt:
                    with ui.element("li"):
                        ui.label(cited.quote).props('dir="auto"')
