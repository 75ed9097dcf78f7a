"""A Qdrant server that is away, slow or ill is told of as a part that is down, never as a stack trace."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from knowledge.server import open_memory, open_server
from tests.qdrant_rest import standin
from trust.errors import PartDown


class Ill(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_error(500, "out of order")

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def ill() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Ill)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_nobody_listening_is_told_as_the_index_being_down() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        with pytest.raises(PartDown) as told:
            open_server(f"http://127.0.0.1:{free.getsockname()[1]}", None)
    assert told.value.part == "index"


def test_a_server_error_is_told_as_the_index_being_down(ill: str) -> None:
    with pytest.raises(PartDown) as told:
        open_server(ill, "a key")
    assert told.value.part == "index"
    assert "a key" not in told.value.zh + told.value.en


def test_a_server_that_never_answers_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("knowledge.server.SECONDS", 1)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        with pytest.raises(PartDown):
            open_server(f"http://127.0.0.1:{silent.getsockname()[1]}", None)


def test_the_memory_engine_starts_empty_each_time() -> None:
    assert open_memory().count() == 0


def test_two_processes_that_start_at_once_on_an_empty_server_both_come_up(monkeypatch: pytest.MonkeyPatch) -> None:
    with standin() as server:
        open_server(server.url, None)
        first = iter([False])  # the second asks before the first has made it, and makes it too late
        truly = server.client.collection_exists
        monkeypatch.setattr(server.client, "collection_exists", lambda name: next(first, None) is None and truly(name))
        assert open_server(server.url, None).count() == 0


def test_a_collection_that_cannot_be_made_is_told_as_the_index_being_down(monkeypatch: pytest.MonkeyPatch) -> None:
    with standin() as server:
        monkeypatch.setattr(server.client, "create_collection", lambda *_, **__: int("full"))
        with pytest.raises(PartDown):
            open_server(server.url, None)
