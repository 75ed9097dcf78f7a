"""Signing in and out, and the choice of language. A plain form, so that the password never passes the page's socket."""

from __future__ import annotations

import re
from urllib.parse import parse_qs

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response
from nicegui import ui
from starlette.concurrency import run_in_threadpool

from trust.errors import TooMany, WrongPassword
from trust.principal import Principal
from trust.roles import Act
from web.identity import COOKIE, address, keep, told
from web.pages.frame import head, sheet
from web.pages.viewer import LANGUAGE_COOKIE, SIGN_IN, page_language, viewer_of
from web.resources import Resources
from web.trial import Trial
from web.words import say

PAGES = re.compile(r"/[a-z-]*")
"""Where a choice of language leads back to: a page of ours."""


def routes(app: FastAPI, parts: Resources) -> None:
    """The plain requests behind the page."""

    @app.post(SIGN_IN, include_in_schema=False)
    async def sign_in(request: Request) -> Response:
        form = parse_qs((await request.body()).decode("utf-8", "replace"), keep_blank_values=True)
        return await run_in_threadpool(_sign_in, parts, request, form)

    @app.post("/sign-out", include_in_schema=False)
    def sign_out(request: Request) -> Response:
        token = request.cookies.get(COOKIE)
        if token and _same_site(request):
            parts.store.accounts.sign_out(token)
        answer = RedirectResponse(SIGN_IN, 303)
        answer.delete_cookie(COOKIE, path="/")
        return answer

    @app.get("/language", include_in_schema=False)
    def language(to: str = "zh", back: str = "/") -> Response:
        answer = RedirectResponse(back if PAGES.fullmatch(back) else "/", 303)
        answer.set_cookie(LANGUAGE_COOKIE, "en" if to == "en" else "zh", max_age=31_536_000, samesite="lax")
        return answer


def _sign_in(parts: Resources, request: Request, form: dict[str, list[str]]) -> Response:
    username, password = (form.get(name, [""])[0] for name in ("username", "password"))
    if not _same_site(request):
        return RedirectResponse(SIGN_IN, 303)
    try:
        principal, token, _ = parts.store.accounts.sign_in(username.strip(), password, address(request), told(request))
    except WrongPassword:
        return RedirectResponse(f"{SIGN_IN}?wrong=1", 303)
    except TooMany:
        return RedirectResponse(f"{SIGN_IN}?wait=1", 303)
    answer = RedirectResponse(home_of(principal), 303)
    keep(answer, token, parts.settings, parts.switches.session_days)
    return answer


def home_of(principal: Principal) -> str:
    """Where somebody begins: an administrator has nothing to ask."""
    return "/" if principal.may(Act.ASK) else "/admin"


def _same_site(request: Request) -> bool:
    """Browsers say where a form comes from; another site may not sign anybody in or out."""
    return request.headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none")


def register(parts: Resources) -> None:
    @ui.page(SIGN_IN)
    def sign_in_page(
        request: Request, wrong: str | None = None, wait: str | None = None, expired: str | None = None
    ) -> Response | None:
        if viewer_of(request, parts) is not None:
            return RedirectResponse("/", 303)
        language = page_language(request)
        head(say(language, "sign_in"), language)
        flags = {"wrong_password": wrong, "locked": wait, "expired": expired}
        sheet("admin.css")
        _card(language, [say(language, key) for key, flag in flags.items() if flag], parts.trial)
        return None


def _card(language: str, notes: list[str], trial: Trial | None) -> None:
    with ui.element("div").classes("sy-gate"), ui.element("div").classes("sy-gate-card"):
        with ui.element("div").classes("sy-gate-brand"):
            ui.element("img").props('src="/assets/icon.svg" alt=""')
            with ui.element("div"):
                ui.label(say(language, "brand")).classes("sy-brand-name").props('role="heading" aria-level="1"')
                ui.label(say(language, "tagline")).classes("sy-muted")
        for note in notes:
            ui.label(note).classes("sy-note sy-note-bad").props('role="alert"')
        with ui.element("form").props(f'method="post" action="{SIGN_IN}"').classes("sy-gate-form"):
            _field("username", say(language, "username"), "text", "username")
            _field("password", say(language, "password"), "password", "current-password")
            with ui.element("button").props('type="submit"').classes("sy-button sy-button-main"):
                ui.label(say(language, "sign_in"))
        _tryable(language, trial)
        ui.label(say(language, "forgotten")).classes("sy-small sy-muted")
        ui.label(say(language, "promise")).classes("sy-small sy-gate-promise")
        other = "zh" if language == "en" else "en"
        ui.link(say(language, "other_language"), f"/language?to={other}&back={SIGN_IN}").classes("sy-small")


def _tryable(language: str, trial: Trial | None) -> None:
    """The sample school's accounts, one button each; nothing anywhere else."""
    offered = trial.tryable() if trial is not None else ()
    if not offered:
        return
    with ui.element("div").classes("sy-try"):
        ui.label(say(language, "try_title")).classes("sy-small sy-strong")
        with ui.element("div").classes("sy-try-list"):
            for one in offered:
                with (
                    ui.element("form").props(f'method="post" action="/try/{one.role}"'),
                    ui.element("button").props('type="submit"').classes("sy-button"),
                ):
                    ui.label(say(language, f"role_{one.role}"))


def _field(name: str, label: str, kind: str, autocomplete: str) -> None:
    with ui.element("label").classes("sy-field"):
        ui.label(label)
        ui.element("input").props(f'name="{name}" type="{kind}" autocomplete="{autocomplete}" required')
