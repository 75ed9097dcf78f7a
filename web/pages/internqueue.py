"""A mentor's queue: entries handed in, confirmed or given back with a tap on a phone. Holds no rules of its own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from nicegui import ui

from learning.placement import LONGEST_WORD, Entry
from records.internlogrows import Logged
from records.placementrows import MENTOR, Placement
from records.workplans import Of, Plan
from web.pages.internparts import editions_of, entry_line
from web.pages.viewer import Viewer

Found = tuple[list[tuple[Logged, Placement]], Mapping[Of, Plan]]
After = Callable[[], Awaitable[None]]


class Queue:
    def __init__(self, viewer: Viewer) -> None:
        self._viewer = viewer
        self._box = ui.element("section").classes("sy-card sy-intern-card").props('data-part="queue"')

    async def draw(self, after: After) -> None:
        """`after` a decision, whatever else shows it is drawn anew."""
        viewer = self._viewer
        found = await viewer.do(self._look)
        self._box.clear()
        with self._box:
            ui.label(viewer.say("queue_title")).classes("sy-strong").props('role="heading" aria-level="2"')
            if found is None or not found[0]:
                ui.label(viewer.say("queue_none")).classes("sy-muted").props('role="status"')
                return
            with ui.element("ul").classes("sy-intern-list"):
                for entry, held in found[0]:
                    self._entry(entry, held, found[1], after)

    def _look(self) -> Found:
        """The first day first."""
        store, (principal, scope) = self._viewer.parts.store, self._viewer.now()
        placed = {p.id: p for p in store.placements.watched(principal, scope) if MENTOR in p.sides}
        waiting = store.intern_logs.page(principal, scope, None, Entry.HANDED_IN)
        mine = [(e, placed[e.placement]) for e in reversed(waiting) if e.placement in placed]
        return mine, editions_of(self._viewer, [e for e, _ in mine])

    def _entry(self, entry: Logged, held: Placement, editions: Mapping[Of, Plan], after: After) -> None:
        viewer = self._viewer
        with ui.element("li").classes("sy-intern-line").props(f'data-entry="{entry.id}"'):
            entry_line(viewer, entry, editions, held.name)
            remark = ui.input(viewer.say("queue_remark")).props(f"outlined dense maxlength={LONGEST_WORD}")
            with ui.element("div").classes("sy-intern-acts"):
                yes = ui.button(viewer.say("queue_confirm"), icon="done")
                yes.props("unelevated no-caps color=primary").classes("sy-intern-main")
                no = ui.button(viewer.say("queue_return"), icon="undo").props("outline no-caps")
            yes.on_click(lambda: self._decide(entry, True, str(remark.value or ""), after))
            no.on_click(lambda: self._decide(entry, False, str(remark.value or ""), after))

    async def _decide(self, entry: Logged, confirm: bool, remark: str, after: After) -> None:
        viewer = self._viewer
        decide = viewer.parts.store.intern_logs.decide
        done = await viewer.do(lambda: decide(*viewer.now(), entry.id, entry.version, confirm, remark))
        if done is not None:
            word = "queue_confirmed" if confirm else "queue_returned"
            ui.notify(viewer.say(word), type="positive", position="top")
            await self.draw(after)
            await after()
