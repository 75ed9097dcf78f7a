"""The MCP server at /mcp (streamable HTTP, stateless): the same tools, for programs that bring a bearer token.

Knows the protocol's library; each call resolves its caller anew and goes through web/toolbox.py.
"""

from __future__ import annotations

import json
from contextlib import AbstractAsyncContextManager
from typing import Any

from fastapi import Request
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel.server import Server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.types import CallToolRequestParams, CallToolResult, ListToolsResult, PaginatedRequestParams, TextContent, Tool
from starlette.concurrency import run_in_threadpool
from starlette.types import Receive, Scope, Send

from trust.errors import Fault, NotSignedIn
from web.identity import by_bearer
from web.language import language_of
from web.problems import request_id, respond
from web.resources import Resources
from web.toolbox import ToolAnswer, mine, used

Context = ServerRequestContext[Any, Request]


class Door:
    """One ASGI app, told apart from the tools it shows."""

    def __init__(self, parts: Resources) -> None:
        self._parts = parts
        server: Server[Any] = Server("shuangyuan", on_list_tools=self._listed, on_call_tool=self._called)
        self._sessions = StreamableHTTPSessionManager(server, json_response=True, stateless=True)

    def run(self) -> AbstractAsyncContextManager[None]:
        """Open while the app runs."""
        return self._sessions.run()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        try:
            principal = await run_in_threadpool(by_bearer, self._parts, request.headers.get("authorization", ""))
        except Fault as fault:
            await respond(request, fault)(scope, receive, send)
            return
        scope["state"]["principal"] = principal
        await self._sessions.handle_request(scope, receive, send)

    async def _listed(self, context: Context, _: PaginatedRequestParams | None) -> ListToolsResult:
        tools = mine(self._parts, _request(context).state.principal)
        return ListToolsResult(
            tools=[Tool(name=t.name, description=t.description, input_schema=t.parameters) for t in tools]
        )

    async def _called(self, context: Context, params: CallToolRequestParams) -> CallToolResult:
        request = _request(context)
        try:
            made = await run_in_threadpool(self._use, request, params.name, params.arguments or {})
        except Fault as fault:
            words = fault.detail(language_of(request.headers.get("accept-language")))
            return CallToolResult(content=[TextContent(text=words)], is_error=True)
        shown = made.model_dump(mode="json")
        return CallToolResult(
            content=[TextContent(text=json.dumps(shown, ensure_ascii=False))], structured_content=shown
        )

    def _use(self, request: Request, name: str, arguments: dict[str, Any]) -> ToolAnswer:
        principal = request.state.principal
        scope = self._parts.store.labels.scope(principal)
        return used(self._parts, principal, scope, name, arguments, request_id(request.scope))


def _request(context: Context) -> Request:
    """The HTTP request a message came with; this door has no other kind."""
    if context.request is None:
        raise NotSignedIn()
    return context.request
