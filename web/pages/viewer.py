"""The person at one open page. Every act looks the session up again: signing out or losing a grant counts at once.

Knows the session cookie; keeps no content.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from fastapi import Request
from nicegui import run, ui

from trust.errors import Fault, NotSignedIn
from trust.principal import Principal, Scope
from web.identity import COOKIE
from web.journal import failed
from web.language import Language
from web.levels import Names
from web.resources import Resources
from web.words import say

T = TypeVar("T")
LANGUAGE_COOKIE = "shuangyuan_language"
SIGN_IN = "/sign-in"


def page_language(request: Request) -> Language:
    """Chinese until the reader chose otherwise."""
    return "en" if request.cookies.get(LANGUAGE_COOKIE) == "en" else "zh"


@dataclass(frozen=True)
class Viewer:
    parts: Resources
    session: str
    csrf: str
    first: Principal
    language: Language
    names: Names
    request_id: str

    def say(self, key: str, **values: object) -> str:
        return say(self.language, key, **values)

    def now(self) -> tuple[Principal, Scope]:
        """Who this is today and what they may read today. Raises NotSignedIn."""
        found = self.parts.store.accounts.session(self.session)
        if found is None:
            raise NotSignedIn()
        return found[0], self.parts.store.labels.scope(found[0])

    async def do(self, act: Callable[[], T]) -> T | None:
        """Run `act` off the event loop. A fault is shown in words and gives None; an ended session leads to sign-in."""
        try:
            return await run.io_bound(act)
        except NotSignedIn:
            ui.navigate.to(f"{SIGN_IN}?expired=1")
        except Fault as fault:
            ui.notify(fault.detail(self.language), type="warning", position="top")
        # The last frame below the page: the person is told, the log learns where, neither learns content.
        except Exception as error:
            failed(self.request_id, error)
            ui.notify(self.say("lost", id=self.request_id), type="negative", position="top")
        return None

    async def carry_out(self, act: Callable[[], None]) -> bool:
        """The same for an act that gives nothing; whether it was done."""

        def done() -> bool:
            act()
            return True

        return await self.do(done) is True


def viewer_of(request: Request, parts: Resources) -> Viewer | None:
    """The signed-in person behind a page request."""
    token = request.cookies.get(COOKIE)
    found = parts.store.accounts.session(token) if token else None
    if token is None or found is None:
        return None
    principal, csrf = found
    names = names_of(parts)
    request_id = str(request.state.request_id)
    return Viewer(parts, token, csrf, principal, page_language(request), names, request_id)


def names_of(parts: Resources) -> Names:
    """What owners and courses are called."""
    owners = parts.store.people.owners()
    return Names(
        {o.id: o.name for o in owners},
        frozenset(o.id for o in owners if o.kind == "enterprise"),
        {course: title for course, _, title in parts.store.people.courses()},
    )
