"""Around every HTTP exchange: its id, its safety headers, its count and its log line; and the last catch of errors.

Knows nothing of what is asked. Logs the route's pattern, never the address with its query.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Sequence

from fastapi import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from trust.errors import Fault
from web.journal import about, failed, served
from web.problems import respond
from web.security import API_POLICY, headers, page_policy

Observe = Callable[[str, str, int, float], None]
WATCHED = ("/healthz", "/readyz", "/metrics")
API_PATHS = ("/api/", "/v1/", "/xapi/", "/mcp", "/healthz", "/readyz", "/metrics", "/openapi.json")


def is_api(path: str) -> bool:
    return path.startswith(API_PATHS) or path == "/api"


class Envelope:
    """Each of `observe` is told `(method, route, status, seconds)` of every exchange."""

    def __init__(self, app: ASGIApp, observe: Sequence[Observe]) -> None:
        self._app, self._observe = app, observe

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, status, nonce = time.perf_counter(), 0, secrets.token_urlsafe(16)
        state = scope.setdefault("state", {})
        state["request_id"], state["nonce"] = secrets.token_hex(12), nonce
        policy = API_POLICY if is_api(scope["path"]) else page_policy(nonce)

        async def enveloped(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], *self._headers(policy, state["request_id"], scope, message)]
            await send(message)

        try:
            with about(state["request_id"]):
                await self._app(scope, receive, enveloped)
        # The outermost frame: an error nobody named must neither reach the caller nor the log with its message,
        # which may quote content; its type and the frames it passed suffice to find it.
        except Exception as error:
            failed(state["request_id"], error)
            if not status:
                await respond(Request(scope), Fault())(scope, receive, enveloped)
        finally:
            route = _route(scope)
            seconds = time.perf_counter() - started
            for observe in self._observe:
                observe(scope["method"], route, status, seconds)
            if is_api(scope["path"]) and not (route in WATCHED and status == 200):
                served(state["request_id"], scope["method"], route, status, seconds)

    def _headers(self, policy: str, request: str, scope: Scope, message: Message) -> list[tuple[bytes, bytes]]:
        added = [*headers(policy), (b"x-request-id", request.encode())]
        named = {name.lower() for name, _ in message["headers"]}
        if is_api(scope["path"]) and b"cache-control" not in named:
            added.append((b"cache-control", b"no-store"))
        return added


def _route(scope: Scope) -> str:
    if not is_api(scope["path"]):
        return "pages"
    return str(getattr(scope.get("route"), "path", "unknown"))
