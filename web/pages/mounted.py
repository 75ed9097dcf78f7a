"""How NiceGUI stands inside the app: at the root, behind the API, its scripts marked with the response's nonce.

Knows the framework's corners; no page.
"""

from __future__ import annotations

import logging
from types import SimpleNamespace
from typing import Any

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from nicegui import core, ui, ui_run_with
from starlette.datastructures import MutableHeaders
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Match, Mount
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.envelope import is_api
from web.journal import WithoutMessages
from web.pages import (
    account,
    admin,
    agreements,
    bank,
    board,
    chat,
    comments,
    desk,
    document,
    evidence,
    findings,
    internship,
    lessons,
    library,
    matrix,
    mygrades,
    path,
    portfolio,
    practice,
    read,
    review,
    scoring,
    signin,
    studio,
    theme,
    trying,
    workbench,
)
from web.pages.apology import broken, missing
from web.pages.frame import ASSETS
from web.resources import Resources


class _Behind(Mount):
    """Matches everything the API does not own: an unknown API path stays the API's own 404 or 405."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        if is_api(scope["path"]):
            return Match.NONE, {}
        return super().matches(scope)


class _Marked:
    """Puts the nonce on each script of a page. Element data is escaped by the framework, so only its own template
    holds script tags.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        nonce = str(scope["state"]["nonce"]).encode()
        held: list[Message] = []

        async def marking(message: Message) -> None:
            if message["type"] == "http.response.start" and _is_page(message):
                held.append(message)
            elif not held:
                await send(message)
            else:
                held.append(message)
                if not message.get("more_body"):
                    await _release(held, nonce, send)

        await self._app(scope, receive, marking)


def _is_page(message: Message) -> bool:
    return any(k.lower() == b"content-type" and v.startswith(b"text/html") for k, v in message["headers"])


async def _release(held: list[Message], nonce: bytes, send: Send) -> None:
    start, *parts = held
    body = b"".join(part.get("body", b"") for part in parts).replace(b"<script", b'<script nonce="' + nonce + b'"')
    MutableHeaders(raw=start["headers"])["content-length"] = str(len(body))
    await send(start)
    await send({"type": "http.response.body", "body": body})
    held.clear()


def mount(app: FastAPI, parts: Resources) -> None:
    """Put the pages under `app`. Once per process: the framework is one app of its own."""
    signin.routes(app, parts)
    theme.routes(app)
    own = (
        chat, library, document, studio, lessons, practice, bank, matrix, agreements, review, workbench, desk, admin,
        read, account, trying, path, scoring, board, mygrades, evidence,
        portfolio, comments, findings, internship,
    )  # fmt: skip
    for page in (signin, *own):
        page.register(parts)
    core.app.add_exception_handler(404, missing)
    core.app.add_exception_handler(Exception, broken)
    logging.getLogger("nicegui").addFilter(WithoutMessages())
    app.mount("/assets", StaticFiles(directory=ASSETS), name="assets")
    # At start the framework looks for its server among all objects there are; that breaks any tuple another thread is
    # just making (bpo-15108: SystemError). It wants the server for its own shutdown only, which nobody here calls.
    ui_run_with.gc = SimpleNamespace(get_objects=tuple)  # type: ignore[attr-defined, assignment]
    ui.run_with(
        app, title="双元", language="zh-CN", favicon=ASSETS / "icon.svg", tailwind=False, show_welcome_message=False,
        dark=None, reconnect_timeout=30.0, gzip_middleware_factory=None,
    )  # fmt: skip
    # The framework lets any site open its socket; ours is for our own pages.
    engine: Any = core.sio.eio
    engine.cors_allowed_origins = None
    app.router.routes.pop()
    app.router.routes.append(_Behind("/", app=GZipMiddleware(_Marked(core.app), compresslevel=4), name="pages"))
