"""The server, which says where to open it once it listens. Knows no app."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable

import uvicorn


class Opening(uvicorn.Server):
    """Says where to open it, once it listens and everything else was said: the last line of a start."""

    def __init__(self, config: uvicorn.Config, told: Callable[[], bool]) -> None:
        super().__init__(config)
        self._told = told

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            threading.Thread(target=self._say, name="opening", daemon=True).start()

    def _say(self) -> None:
        self._told()
        host = "127.0.0.1" if self.config.host in ("0.0.0.0", "::") else self.config.host  # noqa: S104 - compared
        print(f"用浏览器打开 / open in a browser: http://{host}:{self.config.port}", flush=True)
