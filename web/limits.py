"""How much one caller may send: bytes per request, and questions per minute. Counts live in this process alone."""

from __future__ import annotations

import math
import threading
import time
from collections import deque
from collections.abc import Callable

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from trust.errors import TooLarge, TooMany
from web.problems import respond

FORM_SLACK = 64 * 1024
PLAIN = 1024 * 1024
UPLOADS = (
    "/api/documents", "/api/exercises/imports", "/api/templates", "/api/admin/people/import", "/api/pictures/text",
    "/api/evidence/import",
)  # fmt: skip


class BodyLimit:
    """Small bodies are read whole before anything runs; an upload is only measured by what it declares, and counted
    while it is read (web/upload.py).
    """

    def __init__(self, app: ASGIApp, upload: Callable[[], int]) -> None:
        self._app, self._upload = app, upload

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD", "OPTIONS"):
            await self._app(scope, receive, send)
            return
        uploading = scope["path"] in UPLOADS
        limit = await run_in_threadpool(self._upload) + FORM_SLACK if uploading else PLAIN
        if declared(scope) > limit:
            await respond(Request(scope), TooLarge())(scope, receive, send)
            return
        if uploading:
            await self._app(scope, receive, send)
            return
        body = await _whole(receive, limit)
        if body is None:
            await respond(Request(scope), TooLarge())(scope, receive, send)
            return
        await self._app(scope, _replay(body, receive), send)


def declared(scope: Scope) -> int:
    """The length the caller announces, 0 if none."""
    value = next((v for k, v in scope["headers"] if k == b"content-length"), b"0")
    return int(value) if value.isdigit() else 0


async def _whole(receive: Receive, limit: int) -> bytes | None:
    """All of it, or None past the limit."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return bytes(body)
        body += message.get("body", b"")
        if len(body) > limit:
            return None
        if not message.get("more_body"):
            return bytes(body)


def _replay(body: bytes, receive: Receive) -> Receive:
    waiting: deque[Message] = deque([{"type": "http.request", "body": body, "more_body": False}])

    async def again() -> Message:
        return waiting.popleft() if waiting else await receive()

    return again


class Allowance:
    """A bucket per person that refills steadily: bursts pass, floods wait. `per_minute` may change while it is used."""

    def __init__(self, per_minute: int | Callable[[], int], clock: Callable[[], float] = time.monotonic) -> None:
        self._asked = per_minute if callable(per_minute) else lambda: per_minute
        self._clock = clock
        self._left: dict[str, tuple[float, float]] = {}
        self._lock = threading.Lock()

    def take(self, person: str) -> None:
        """One, or TooMany with the seconds to wait."""
        now, most = self._clock(), float(self._asked())
        rate = most / 60
        with self._lock:
            left, at = self._left.get(person, (most, now))
            left = min(most, left + (now - at) * rate)
            if left < 1:
                raise TooMany(retry_after=math.ceil((1 - left) / rate))
            self._left[person] = (left - 1, now)
