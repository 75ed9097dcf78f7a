"""Stand-ins for what no test machine has: a language model (as an object and over HTTP), an embedder."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeVar

from pydantic import BaseModel

from agent.chat import Call, Malformed, Said

T = TypeVar("T", bound=BaseModel)


@dataclass
class ScriptedChat:
    """Keeps agent.chat.Chat by a script: tool calls to choose, and drafts (or the errors to raise) to compose."""

    drafts: list[BaseModel | Exception | str] = field(default_factory=list)
    calls: list[tuple[Call, ...] | Exception] = field(default_factory=list)
    name: str = "scripted"
    heard: list[tuple[Said, ...]] = field(default_factory=list)
    salts: list[str] = field(default_factory=list)

    def choose(self, messages: Sequence[Said], tools: Sequence[Mapping[str, Any]], salt: str = "") -> tuple[Call, ...]:
        self.heard.append(tuple(messages))
        self.salts.append(salt)
        wanted = self.calls.pop(0) if self.calls else ()
        if isinstance(wanted, Exception):
            raise wanted
        return wanted

    def compose(self, messages: Sequence[Said], schema: type[T], salt: str = "") -> T:
        self.heard.append(tuple(messages))
        self.salts.append(salt)
        draft = self.drafts.pop(0)
        if isinstance(draft, Exception):
            raise draft
        if isinstance(draft, str):
            raise Malformed(draft)
        return schema.model_validate(draft.model_dump())


@dataclass(frozen=True)
class Sends:
    """A reply sent by hand: `act` writes to the connection, and the connection ends with it."""

    act: Callable[[BaseHTTPRequestHandler], None]


Reply = str | bytes | int | Mapping[str, Any] | Sends


def drips(piece: bytes, every: float) -> Sends:
    """`piece` again and again until the client has had enough."""

    def act(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "application/json")
        handler.end_headers()
        while True:
            handler.wfile.write(piece)
            handler.wfile.flush()
            time.sleep(every)

    return Sends(act)


@dataclass
class ScriptedServer:
    """An OpenAI-compatible server on 127.0.0.1 that answers by a script: `script(request)` gives the content of the
    reply, a whole message (for tool calls), an HTTP status to fail with, or raw bytes to send as they are."""

    script: Callable[[dict[str, Any]], Reply]
    url: str = ""
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    def reply(self, request: dict[str, Any]) -> tuple[int, bytes] | Sends:
        self.requests.append(request)
        said = self.script(request)
        if isinstance(said, Sends):
            return said
        if isinstance(said, int):
            return said, b'{"error": {"message": "scripted"}}'
        if isinstance(said, bytes):
            return 200, said
        message = {"role": "assistant", "content": said} if isinstance(said, str) else {"role": "assistant", **said}
        choice = {"index": 0, "message": message, "finish_reason": "tool_calls" if "tool_calls" in message else "stop"}
        usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
        whole = {"id": "c", "object": "chat.completion", "created": 0, "model": "m", "choices": [choice]}
        return 200, json.dumps({**whole, "usage": usage}).encode()


@contextmanager
def scripted_server(script: Callable[[dict[str, Any]], Reply]) -> Iterator[ScriptedServer]:
    """Serves until the block ends."""
    scripted = ScriptedServer(script)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            scripted.headers.append({name.lower(): value for name, value in self.headers.items()})
            replied = scripted.reply(json.loads(body))
            if isinstance(replied, Sends):
                self.close_connection = True
                with suppress(OSError):
                    replied.act(self)
                return
            status, sent = replied
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent)

        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    scripted.url = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield scripted
    finally:
        server.shutdown()
        server.server_close()


def tool_call(name: str, arguments: Mapping[str, Any] | str, call_id: str = "call-1") -> dict[str, Any]:
    """A message that calls a tool; `arguments` as text may be broken JSON."""
    sent = arguments if isinstance(arguments, str) else json.dumps(arguments, ensure_ascii=False)
    call = {"id": call_id, "type": "function", "function": {"name": name, "arguments": sent}}
    return {"content": None, "tool_calls": [call]}


class HashEmbedder:
    """Keeps knowledge.embed.Embedder: texts that share characters are close. `encoded` counts texts."""

    def __init__(self, size: int = 64) -> None:
        self.size = size
        self.encoded = 0

    def encode_queries(self, texts: Sequence[str]) -> list[list[float]]:
        return [self._vector(t) for t in texts]

    def encode_passages(self, texts: Sequence[str]) -> list[list[float]]:
        return [self._vector(t) for t in texts]

    def _vector(self, text: str) -> list[float]:
        self.encoded += 1
        vector = [0.01] * self.size
        for character in text:
            digest = hashlib.sha256(character.encode()).digest()
            vector[digest[0] % self.size] += 1 if digest[1] % 2 else -1
        return vector
