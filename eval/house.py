"""A throw-away house over real HTTP: the whole product in a temporary folder, with the sample school's people.

Knows how to start it, sign people in and wait for an upload. Does not know what is measured.
"""

from __future__ import annotations

import shutil
import socket
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import uvicorn

from demo.school import accounts, enter_people
from knowledge.server import open_memory
from serve import House, assemble
from trust.settings import Settings
from web.journal import quiet
from web.serving import KEEP_ALIVE

SETTLED = ("ready", "failed", "awaiting_label")


@dataclass
class Caller:
    """One signed-in person over HTTP."""

    username: str
    client: httpx.Client

    def get(self, path: str, **params: Any) -> httpx.Response:
        return self.client.get(path, params={k: v for k, v in params.items() if v is not None})

    def post(self, path: str, **json: Any) -> httpx.Response:
        return self.client.post(path, json=json)

    def upload(
        self,
        text: str,
        *,
        owner: str,
        label: str,
        name: str,
        title: str | None = None,
        library: str = "course",
        replaces: str | None = None,
    ) -> httpx.Response:
        form = {"owner": owner, "label": label, "library": library, "title": title or name}
        form |= {"replaces": replaces} if replaces else {}
        files = {"file": (name, text.encode(), "text/plain")}
        return self.client.post("/api/documents", data=form, files=files)

    def settled(self, document_id: str, seconds: float = 60) -> dict[str, Any]:
        """The document's row once its work is done. Raises TimeoutError."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            row: dict[str, Any] = self.get(f"/api/documents/{document_id}").json()
            if row.get("state") in SETTLED:
                return row
            time.sleep(0.02)
        raise TimeoutError(f"document {document_id} did not settle")


@dataclass
class Running:
    """The started house: its parts in process, its address, and one Caller per sample account."""

    house: House
    url: str
    passwords: dict[str, str]
    people: dict[str, str]
    callers: dict[str, Caller] = field(default_factory=dict)

    def caller(self, username: str) -> Caller:
        """Signed in once and kept."""
        if username not in self.callers:
            client = httpx.Client(base_url=self.url, timeout=60)
            answer = client.post(
                "/api/sessions", json={"username": username, "password": self.passwords[username]}
            ).raise_for_status()
            client.headers["X-CSRF-Token"] = answer.json()["csrf_token"]
            self.callers[username] = Caller(username, client)
        return self.callers[username]


@contextmanager
def running(
    data: Path | None = None,
    change: Callable[[House], House] = lambda house: house,
    engine: str = "edge",
    **settings: Any,
) -> Iterator[Running]:
    """Start on a free port of 127.0.0.1, stop and remove afterwards. `change` may swap parts before the start.

    `engine`: `edge`, or `client` for the Qdrant client's own engine, which stands in for a server.
    """
    quiet()
    folder = data or Path(tempfile.mkdtemp(prefix="shuangyuan-"))
    index = open_memory() if engine == "client" else None
    house = change(assemble(Settings(data=folder, **settings), index=index))
    held = socket.socket()  # held from here on: a port that is found free and let go may be another's a moment later
    held.bind(("127.0.0.1", 0))
    port = held.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(house.app, log_level="error", timeout_keep_alive=KEEP_ALIVE))
    thread = threading.Thread(target=server.run, args=([held],), daemon=True)
    try:
        rows = accounts(folder)
        people = enter_people(house.resources.store, rows)
        for person in people.values():  # they know their way
            house.resources.store.tours.put(person, 0, over=True)
        thread.start()
        while not server.started:
            if not thread.is_alive():
                raise RuntimeError("the house did not start")
            time.sleep(0.01)
        yield Running(house, f"http://127.0.0.1:{port}", {r["username"]: r["password"] for r in rows}, people)
    finally:
        server.should_exit = True
        if thread.ident is not None:
            thread.join(timeout=20)
        held.close()
        house.close()
        if data is None:
            shutil.rmtree(folder, ignore_errors=True)
