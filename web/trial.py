"""Trying the sample school without typing a password: one route, there only where the sample was started.

Signs in with the passwords the sample itself made (demo/school.py): an account of the same name that somebody else
made, or whose password was changed, is not let in. Knows no page.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response

from trust.errors import NotFound, TooMany, WrongPassword
from web.identity import address, keep
from web.resources import Resources


class Tryable(Protocol):
    """A sample account that may be tried."""

    @property
    def role(self) -> str: ...
    @property
    def username(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def password(self) -> str: ...


class Trial(Protocol):
    """The sample's accounts to try; none until they are made."""

    def tryable(self) -> Sequence[Tryable]: ...


def routes(app: FastAPI, parts: Resources, trial: Trial) -> None:
    @app.post("/try/{role}", include_in_schema=False)
    def attempt(role: str, request: Request) -> Response:
        if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return RedirectResponse("/sign-in", 303)
        found = next((t for t in trial.tryable() if t.role == role), None)
        if found is None:
            raise NotFound()
        try:
            _, token, _ = parts.store.accounts.sign_in(found.username, found.password, address(request))
        except WrongPassword:
            return RedirectResponse("/sign-in?wrong=1", 303)
        except TooMany:
            return RedirectResponse("/sign-in?wait=1", 303)
        answer = RedirectResponse("/", 303)
        keep(answer, token, parts.settings, parts.switches.session_days)
        return answer
