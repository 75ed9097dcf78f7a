"""One student of the class and their comment: state, sentences with their grounds, both signatures, what changed, and
what this reader may do with it. The rules are the records'.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from nicegui import ui

from learning.commentwords import Tone
from records.commentrows import ISSUED, Comment
from records.comments import Line
from records.schemerows import Held
from web.commenting import drawn
from web.pages.commentchanges import changes_part
from web.pages.commentedit import edited
from web.pages.commentparts import sentences, signatures, written
from web.pages.confirming import sure
from web.pages.viewer import Viewer

Again = Callable[[str], Awaitable[None]]
"""Draws the list anew with this student open."""


class CommentCard:
    def __init__(
        self, viewer: Viewer, held: Held, tone: Tone, line: Line, again: Again, is_open: bool
    ) -> None:
        self._viewer, self._held, self._tone, self._line, self._again = viewer, held, tone, line, again
        self._teaches = "school" in held.sides
        with ui.element("li").classes("sy-card sy-grade-line") as row:
            row.props["data-student"] = line.student
            self._head(is_open)
            if is_open and line.comment is not None:
                self._whole(line.comment)
            elif is_open:
                self._nothing()

    def _head(self, is_open: bool) -> None:
        viewer, line = self._viewer, self._line
        state = line.comment.state if line.comment else "none"
        with ui.element("div").classes("sy-grade-head"):
            ui.label(line.name).classes("sy-strong").props('dir="auto"')
            ui.label(viewer.say(f"comments_state_{state}")).classes(f"sy-grade-state sy-comment-{state}")
            if line.stale:
                ui.label(viewer.say("comments_state_stale")).classes("sy-grade-state sy-grade-queued")
            if line.comment is not None or not self._teaches:
                word, to = ("comments_close", "") if is_open else ("comments_open", line.student)
                act = ui.button(viewer.say(word), on_click=lambda: self._again(to)).props("flat no-caps dense")
                act.props(f'aria-expanded="{str(is_open).lower()}"').classes("sy-comment-open")
                act.props["aria-label"] = f"{viewer.say(word)} {line.name}"
            else:
                self._button("comments_draw", "edit_note", self._draw).classes("sy-comment-open")

    def _nothing(self) -> None:
        if not self._teaches:
            ui.label(self._viewer.say("comments_mentor_none")).classes("sy-note sy-words")

    def _whole(self, comment: Comment) -> None:
        viewer = self._viewer
        if self._line.stale:
            ui.label(viewer.say("comments_stale")).classes("sy-note sy-words sy-comment-warn")
        if not comment.joined:
            ui.label(viewer.say("comments_school_only")).classes("sy-note sy-words")
        written(viewer, comment)
        sentences(viewer, comment)
        signatures(viewer, comment)
        self._acts(comment)
        changes_part(viewer, comment)

    def _acts(self, comment: Comment) -> None:
        stale, mine = self._line.stale, self._viewer.first.id
        done = {s.side: s.person for s in comment.signatures}
        following = "enterprise" if "school" in done else "school"
        with ui.element("div").classes("sy-grade-acts"):
            may = comment.state != ISSUED and following in comment.sides and mine not in done.values()
            if may and not stale:
                self._button("comments_sign", "draw", lambda: self._sign(comment), "unelevated color=primary")
            if mine in done.values():
                self._button("comments_unsign", "undo", lambda: self._unsign(comment))
            if "school" in comment.sides and not stale:
                self._button("comments_edit", "edit", lambda: self._edit(comment))
            if "school" in comment.sides:
                self._button("comments_redraw", "autorenew", self._redraw)

    def _button(
        self, word: str, icon: str, act: Callable[[], Awaitable[None]], look: str = "flat dense"
    ) -> ui.button:
        return ui.button(self._viewer.say(word), icon=icon, on_click=act).props(f"no-caps {look}")

    async def _redraw(self) -> None:
        if await sure(self._viewer, self._viewer.say("comments_redraw_sure"), "comments_redraw", "primary"):
            await self._draw()

    async def _draw(self) -> None:
        viewer, line = self._viewer, self._line
        version = line.comment.version if line.comment else 0

        def act() -> Comment:
            (principal, scope), scheme = viewer.now(), self._held.id
            return drawn(
                viewer.parts, principal, scope, scheme, line.student, self._tone, version, viewer.request_id
            )  # fmt: skip

        await self._done(act, "comments_drawn")

    async def _edit(self, comment: Comment) -> None:
        if await edited(self._viewer, comment):
            await self._again(comment.student)

    async def _sign(self, comment: Comment) -> None:
        viewer, sign = self._viewer, self._viewer.parts.store.comments.sign
        if await sure(viewer, viewer.say("comments_sign_sure"), "comments_sign", "primary"):
            await self._done(lambda: sign(*viewer.now(), comment.id, comment.version), "comments_signed")

    async def _unsign(self, comment: Comment) -> None:
        viewer, unsign = self._viewer, self._viewer.parts.store.comments.unsign
        if await sure(viewer, viewer.say("comments_unsign_sure"), "comments_unsign"):
            await self._done(lambda: unsign(*viewer.now(), comment.id, comment.version), "comments_unsigned")

    async def _done(self, act: Callable[[], Comment], word: str) -> None:
        """The list is drawn anew either way: a refusal may mean that somebody was faster."""
        if await self._viewer.do(act) is not None:
            ui.notify(self._viewer.say(word), type="positive", position="top")
        await self._again(self._line.student)
