"""A stand-in for a Qdrant server, whose binary no test machine has: the part of its REST API that knowledge/server.py
calls, on 127.0.0.1, over the client's own engine in memory. Many processes may use it at a time; calls take turns.

What is in a request and a reply is the client's models' business. Knows nothing of passages.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from pydantic import TypeAdapter
from qdrant_client import QdrantClient, models

Body = dict[str, Any]
_SELECTOR: TypeAdapter[Any] = TypeAdapter(models.PointsSelector)


@dataclass
class Standin:
    """`url` while it serves; `key` is wanted of every caller where it is set; `calls` counts what was asked. While
    `down` every call is refused, as by a balancer with no node behind it.
    """

    key: str | None = None
    url: str = ""
    calls: int = 0
    down: bool = False
    client: QdrantClient = field(default_factory=lambda: QdrantClient(":memory:"))
    turns: threading.RLock = field(default_factory=threading.RLock)

    def answer(self, method: str, path: str, body: Body) -> Any:
        """What the server would reply. KeyError for a call it does not know; ValueError as the engine raises it."""
        parts = path.strip("/").split("/")
        if parts[0] != "collections" or len(parts) < 2:
            raise KeyError(path)
        with self.turns:
            self.calls += 1
            return _ACTS[method, "/".join(parts[2:])](self.client, parts[1], body)


def _create(client: QdrantClient, name: str, body: Body) -> Any:
    asked = models.CreateCollection.model_validate(body)
    return client.create_collection(
        name, vectors_config=asked.vectors or {}, sparse_vectors_config=asked.sparse_vectors
    )


def _upsert(client: QdrantClient, name: str, body: Body) -> Any:
    return client.upsert(name, points=models.PointsList.model_validate(body).points)


def _payload(client: QdrantClient, name: str, body: Body) -> Any:
    asked = models.SetPayload.model_validate(body)
    return client.set_payload(name, payload=asked.payload, points=asked.filter or asked.points or [])


def _delete(client: QdrantClient, name: str, body: Body) -> Any:
    return client.delete(name, points_selector=_SELECTOR.validate_python(body))


def _query(client: QdrantClient, name: str, body: Body) -> Any:
    asked = models.QueryRequest.model_validate(body)
    return client.query_points(
        name, query=asked.query, using=asked.using, query_filter=asked.filter, search_params=asked.params,
        limit=asked.limit or 10, with_payload=asked.with_payload or False, with_vectors=asked.with_vector or False,
    )  # fmt: skip


def _count(client: QdrantClient, name: str, body: Body) -> Any:
    asked = models.CountRequest.model_validate(body)
    return client.count(name, count_filter=asked.filter, exact=True)


def _scroll(client: QdrantClient, name: str, body: Body) -> Any:
    asked = models.ScrollRequest.model_validate(body)
    points, after = client.scroll(
        name, limit=asked.limit or 10, offset=asked.offset, with_payload=asked.with_payload or False,
        with_vectors=asked.with_vector or False, scroll_filter=asked.filter,
    )  # fmt: skip
    return models.ScrollResult(points=points, next_page_offset=after)


_ACTS: dict[tuple[str, str], Callable[[QdrantClient, str, Body], Any]] = {
    ("GET", "exists"): lambda client, name, _: {"exists": client.collection_exists(name)},
    ("GET", ""): lambda client, name, _: client.get_collection(name),
    ("PUT", ""): _create,
    ("DELETE", ""): lambda client, name, _: client.delete_collection(name),
    ("PUT", "index"): lambda *_: {"operation_id": 0, "status": "completed"},
    ("PUT", "points"): _upsert,
    ("POST", "points/payload"): _payload,
    ("POST", "points/delete"): _delete,
    ("POST", "points/query"): _query,
    ("POST", "points/count"): _count,
    ("POST", "points/scroll"): _scroll,
}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    standin: Standin

    def _serve(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length) or b"{}")
        if self.standin.key and self.headers.get("api-key") != self.standin.key:
            return self._reply(401, "wrong key")
        if self.standin.down:
            return self._reply(503, "no node")
        try:
            found = self.standin.answer(self.command, urlsplit(self.path).path, body)
        except KeyError:
            return self._reply(404, "not known")
        except ValueError as error:  # what the engine says of a missing collection, a wrong size, an ill filter
            return self._reply(404 if "not found" in str(error) else 400, str(error))
        return self._reply(200, "ok", found)

    do_GET = do_PUT = do_POST = do_DELETE = _serve

    def _reply(self, status: int, said: str, found: Any = None) -> None:
        result = found.model_dump(mode="json") if hasattr(found, "model_dump") else found
        sent = json.dumps({"result": result, "status": said, "time": 0.0}).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(sent)))
        self.end_headers()
        self.wfile.write(sent)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


@contextmanager
def standin(key: str | None = None) -> Iterator[Standin]:
    """Serves until the block ends."""
    made = Standin(key)
    server = _Server(("127.0.0.1", 0), type("Handler", (_Handler,), {"standin": made}))
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    made.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
