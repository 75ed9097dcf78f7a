"""Who is calling: a session cookie with its CSRF token, or a bearer token. Signing in and out, and `me`.

Does not know how passwords or tokens are kept (records/accounts.py).
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, Field

from trust.errors import Forbidden, NotSignedIn
from trust.principal import Principal, Scope
from trust.roles import Act
from trust.settings import Settings
from web.devices import device
from web.resources import Parts, Resources
from web.shapes import PrincipalOut, Strict

COOKIE = "shuangyuan_session"
SAFE = ("GET", "HEAD", "OPTIONS")
router = APIRouter(tags=["identity"])


@dataclass(frozen=True)
class Identity:
    """`session` is the cookie's token; None for a bearer."""

    principal: Principal
    session: str | None = None


class Credentials(Strict):
    username: str = Field(min_length=1, max_length=200)
    password: str = Field(min_length=1, max_length=1000)


class SessionOut(BaseModel):
    """Send `csrf_token` back as `X-CSRF-Token` on every writing call made with the cookie."""

    principal: PrincipalOut
    csrf_token: str


def identify(request: Request, parts: Parts) -> Identity:
    """The caller, or NotSignedIn; Forbidden when a cookie comes without its CSRF token."""
    header = request.headers.get("authorization")
    if header is not None:
        return Identity(by_bearer(parts, header))
    token = request.cookies.get(COOKIE)
    found = parts.store.accounts.session(token) if token else None
    if token is None or found is None:
        raise NotSignedIn()
    principal, csrf = found
    sent = request.headers.get("x-csrf-token", "")
    if request.method not in SAFE and not hmac.compare_digest(sent.encode(), csrf.encode()):
        raise Forbidden("缺少或错误的 X-CSRF-Token", "missing or wrong X-CSRF-Token")
    return Identity(principal, token)


def by_bearer(parts: Resources, header: str) -> Principal:
    """The holder of `Bearer …`."""
    kind, _, token = header.partition(" ")
    principal = parts.store.accounts.bearer(token.strip()) if kind.lower() == "bearer" and token.strip() else None
    if principal is None:
        raise NotSignedIn("令牌无效或已过期", "The token is not valid or has expired")
    return principal


Who = Annotated[Identity, Depends(identify)]


def scope_of(who: Who, parts: Parts) -> Scope:
    """What the caller may read today; computed once per request."""
    return parts.store.labels.scope(who.principal)


Sees = Annotated[Scope, Depends(scope_of)]


def asker(who: Who) -> Principal:
    """A caller who may ask at all; an administrator reads no content."""
    if not who.principal.may(Act.ASK):
        raise Forbidden("你的角色不能查阅或提问", "Your role may not search or ask")
    return who.principal


Asker = Annotated[Principal, Depends(asker)]


def keep(response: Response, token: str, settings: Settings, days: int) -> None:
    """The session cookie, for `days`: out of scripts' reach, never sent along from another site's forms."""
    response.set_cookie(
        COOKIE, token, max_age=days * 86400, httponly=True, secure=settings.secure_cookies,
        samesite="lax", path="/",
    )


def told(request: Request) -> str:
    """What the session will be known by."""
    return device(request.headers.get("user-agent", ""))


def address(request: Request) -> str:
    return request.client.host if request.client else ""


@router.post("/api/sessions", summary="Sign in")
def sign_in(given: Credentials, request: Request, response: Response, parts: Parts) -> SessionOut:
    principal, token, csrf = parts.store.accounts.sign_in(
        given.username, given.password, address(request), told(request)
    )
    keep(response, token, parts.settings, parts.switches.session_days)
    return SessionOut(principal=PrincipalOut.of(principal), csrf_token=csrf)


@router.delete("/api/sessions/current", status_code=204, summary="Sign out")
def sign_out(who: Who, response: Response, parts: Parts) -> None:
    if who.session is not None:
        parts.store.accounts.sign_out(who.session)
    response.delete_cookie(COOKIE, path="/")


@router.get("/api/me")
def me(who: Who) -> PrincipalOut:
    return PrincipalOut.of(who.principal)
