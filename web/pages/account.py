"""One's account: where one is signed in, tokens for other programs, what is kept about oneself. One's own alone."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta, timezone

from fastapi import Request
from fastapi.responses import Response
from nicegui import ui

from records.accounts import LONGEST_DAYS, Token
from records.mine import Kept
from records.sessions import Session
from web.pages.confirming import sure
from web.pages.dialogs import dialog
from web.pages.entering import entered
from web.pages.frame import DRAWN, titled
from web.pages.toasts import toast
from web.pages.viewer import Viewer
from web.resources import Resources

CHINA = timezone(timedelta(hours=8))


def register(parts: Resources) -> None:
    @ui.page("/account", response_timeout=DRAWN)
    async def account_page(request: Request) -> Response | None:
        viewer = await entered(request, parts, "/account", "account", "own", may=lambda _: True)
        if not isinstance(viewer, Viewer):
            return viewer
        await AccountPage(viewer).refresh()
        return None


class AccountPage:
    def __init__(self, viewer: Viewer) -> None:
        self._viewer = viewer
        with ui.element("div").classes("sy-main sy-account"):
            titled(viewer.say("account"))
            self._sessions = self._card("account_sessions")
            self._tokens = self._card("account_tokens", "account_tokens_more")
            self._data = self._card("account_data", "account_data_more")

    def _card(self, word: str, more: str = "") -> ui.element:
        viewer = self._viewer
        with ui.element("section").classes("sy-card sy-account-card"):
            ui.label(viewer.say(word)).classes("sy-strong").props('role="heading" aria-level="2"')
            if more:
                ui.label(viewer.say(more)).classes("sy-small sy-muted")
            return ui.element("div").classes("sy-account-rows")

    async def refresh(self) -> None:
        found = await self._viewer.do(self._look)
        if found is None:
            return
        sessions, tokens, kept = found
        for box in (self._sessions, self._tokens, self._data):
            box.clear()
        with self._sessions:
            self._draw_sessions(sessions)
        with self._tokens:
            self._draw_tokens(tokens)
        with self._data:
            self._draw_kept(kept)

    def _look(self) -> tuple[list[Session], list[Token], Kept]:
        viewer, store = self._viewer, self._viewer.parts.store
        who = viewer.now()[0]
        return store.sessions.list(who, viewer.session), store.accounts.tokens(who), store.mine.kept(who)

    def _draw_sessions(self, sessions: list[Session]) -> None:
        viewer = self._viewer
        for one in sessions:
            facts = [viewer.say("account_since", at=_day(one.made_at))] if one.made_at else []
            facts.append(viewer.say("account_until", at=_day(one.until)))
            with ui.element("div").classes("sy-account-row"):
                self._named(one.device or viewer.say("account_unknown_device"), facts)
                if one.here:
                    ui.label(viewer.say("account_here")).classes("sy-small sy-muted")
                else:
                    end = ui.button(viewer.say("account_end"), on_click=lambda s=one: self._end(s))
                    end.props("flat no-caps dense")
        if len(sessions) > 1:
            ui.button(viewer.say("account_end_others"), on_click=self._end_others).props("outline no-caps dense")

    async def _end(self, one: Session) -> None:
        viewer = self._viewer
        if await viewer.carry_out(lambda: viewer.parts.store.sessions.end(viewer.now()[0], one.id)):
            toast(viewer.say("account_ended"))
        await self.refresh()

    async def _end_others(self) -> None:
        viewer, kept = self._viewer, self._viewer.parts.store.sessions
        if await viewer.do(lambda: kept.end_others(viewer.now()[0], viewer.session)) is not None:
            toast(viewer.say("account_ended"))
        await self.refresh()

    def _draw_tokens(self, tokens: list[Token]) -> None:
        viewer = self._viewer
        if not tokens:
            ui.label(viewer.say("account_token_none")).classes("sy-small sy-muted")
        for one in tokens:
            facts = [viewer.say("account_until", at=_day(one.until))]
            facts += [viewer.say("account_used", at=_day(one.last_used_at))] if one.last_used_at else []
            with ui.element("div").classes("sy-account-row"):
                self._named(one.name, facts)
                revoke = ui.button(viewer.say("account_revoke"), on_click=lambda t=one: self._revoke(t))
                revoke.props("flat no-caps dense color=negative")
        with ui.element("div").classes("sy-account-new"):
            name = ui.input(viewer.say("account_token_name")).props("outlined dense maxlength=100")
            days = ui.number(viewer.say("account_token_days"), value=30, min=1, max=LONGEST_DAYS, precision=0)
            days.props("outlined dense")
            made = ui.button(viewer.say("account_token_make"), on_click=lambda: self._make(name, days))
            made.props("unelevated no-caps")

    async def _make(self, name: ui.input, days: ui.number) -> None:
        viewer = self._viewer
        words, lasting = str(name.value or ""), int(days.value or 0)
        made = await viewer.do(lambda: viewer.parts.store.accounts.make_token(viewer.now()[0], words, lasting))
        if made is None:
            return
        with dialog(viewer, viewer.say("account_token_made")) as shown:
            ui.label(made[1]).classes("sy-account-token")
        await shown
        shown.delete()
        await self.refresh()

    async def _revoke(self, token: Token) -> None:
        viewer = self._viewer
        if not await sure(viewer, viewer.say("account_revoke_sure"), "account_revoke"):
            return
        await viewer.carry_out(lambda: viewer.parts.store.accounts.revoke_token(viewer.now()[0], token.id))
        await self.refresh()

    def _draw_kept(self, kept: Kept) -> None:
        viewer = self._viewer
        with ui.element("dl").classes("sy-account-kept"):
            for name, count in asdict(kept).items():
                with ui.element("div"):
                    with ui.element("dt"):
                        ui.label(viewer.say(f"kept_{name}"))
                    with ui.element("dd"):
                        ui.label(str(count))
        ui.link(viewer.say("account_export"), "/api/me/export")

    def _named(self, name: str, facts: list[str]) -> None:
        with ui.element("div").classes("sy-account-named"):
            ui.label(name).props('dir="auto"')
            ui.label(" · ".join(facts)).classes("sy-small sy-muted")


def _day(at: datetime) -> str:
    return f"{at.astimezone(CHINA):%Y-%m-%d %H:%M}"
