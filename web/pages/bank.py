"""The bank's page: find items, look at them whole, edit, publish, retire; and make a paper. For reviewers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from fastapi.responses import Response
from nicegui import ui

from learning.itemstats import ItemStatistics
from learning.reasons import Reason
from records.bankrows import Banked
from trust.principal import Principal, Scope
from trust.roles import Act
from trust.sources import Passage
from web.pages.bankfilter import BankFilter
from web.pages.bankitem import ItemActs, as_item, card, changed
from web.pages.bankpaper import PaperPanel
from web.pages.entering import entered
from web.pages.frame import DRAWN, titled
from web.pages.itemedit import EditDialog
from web.pages.source import SourcePanel
from web.pages.viewer import Viewer
from web.resources import Resources

STEP = 20


def register(parts: Resources) -> None:
    @ui.page("/bank", response_timeout=DRAWN)
    async def bank_page(request: Request) -> Response | None:
        viewer = await entered(request, parts, "/bank", "bank", "studio", "bank", may=Act.REVIEW)
        if not isinstance(viewer, Viewer):
            return viewer
        await BankPage(viewer).refresh()
        return None


@dataclass(frozen=True)
class Look:
    """One look at the bank."""

    items: Sequence[Banked]
    passages: Mapping[str, Passage]
    used: Mapping[str, ItemStatistics]
    more: bool
    tags: Sequence[tuple[str, int]]


class BankPage:
    def __init__(self, viewer: Viewer) -> None:
        self._viewer, self._count = viewer, STEP
        self._source = SourcePanel(viewer)
        self._acts = ItemActs(
            self._source.open, self._edit, lambda b: self._moved(b, "published"), lambda b: self._moved(b, "retired"),
            lambda b: self._moved(b, "accepted"), self._approve,
        )  # fmt: skip
        with ui.element("div").classes("sy-main sy-studio sy-bank"):
            titled(viewer.say("bank"))
            ui.label(viewer.say("bank_more")).classes("sy-muted sy-studio-more")
            self._paper = PaperPanel(viewer)
            self._filter = BankFilter(viewer, self._again)
            self._list = ui.element("section").classes("sy-set")
            self._empty = ui.label("").classes("sy-empty-line")
            self._more = ui.button(viewer.say("more"), on_click=self._longer).props("flat no-caps")
        self._aside = ui.element("div")

    async def _again(self) -> None:
        self._count = STEP
        await self.refresh()

    async def _longer(self) -> None:
        self._count += STEP
        await self.refresh()

    async def refresh(self) -> None:
        wanted = self._filter.wanted
        look = await self._viewer.do(lambda: self._look(self._count))
        if look is None or wanted != self._filter.wanted:  # a newer look is on its way
            return
        self._filter.tags(look.tags)
        self._paper.tags(look.tags)
        self._list.clear()
        with self._list:
            for banked in look.items:
                card(self._viewer, banked, look.passages, look.used.get(banked.id), self._acts)
        self._empty.set_text(self._viewer.say("bank_none" if look.tags else "bank_empty"))
        self._empty.set_visibility(not look.items)
        self._more.set_visibility(look.more)

    def _look(self, count: int) -> Look:
        (principal, scope), store = self._viewer.now(), self._viewer.parts.store
        found = store.bank.page(principal, scope, self._filter.wanted, limit=count)
        shown = store.bank.several(principal, scope, [b.id for b in found[:count]])
        cited = list(dict.fromkeys(s.passage_id for b in shown for s in b.item.spans))
        passages = {p.id: p for p in store.library.passages(principal, scope, cited)}
        used = store.attempts.statistics(principal, scope, [b.id for b in shown])
        return Look(shown, passages, used, len(found) > count, store.bank.tags(principal, scope))

    def _edit(self, banked: Banked) -> None:
        async def save(change: dict[str, Any]) -> Sequence[Reason] | None:
            item = changed(banked.item, change)
            bank = self._viewer.parts.store.bank
            if not await self._done(lambda p, s: bank.edit(p, s, banked.id, banked.version, item)):
                return None
            return ()

        with self._aside:
            EditDialog(self._viewer, as_item(banked), save)

    async def _moved(self, banked: Banked, state: str) -> None:
        bank = self._viewer.parts.store.bank
        await self._done(lambda p, s: bank.move(p, s, banked.id, banked.version, state))

    async def _approve(self, banked: Banked) -> None:
        bank = self._viewer.parts.store.bank
        await self._done(lambda p, s: bank.approve(p, s, banked.id, banked.version))

    async def _done(self, act: Callable[[Principal, Scope], Banked]) -> bool:
        """Carried out as who this is now; the list looked at again."""
        if await self._viewer.do(lambda: act(*self._viewer.now())) is None:
            return False
        ui.notify(self._viewer.say("bank_done"), type="positive", position="top")
        await self.refresh()
        return True
