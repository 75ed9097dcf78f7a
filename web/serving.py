"""The app on its port until the process is told to stop. Knows signals and patience, nothing of what is served."""

from __future__ import annotations

import signal
from collections.abc import Callable

import uvicorn
from fastapi import FastAPI

from web.opening import Opening

KEEP_ALIVE = 75
"""Seconds an idle connection is kept: longer than clients and proxies do, or they write into one just closed."""
GRACE = 10
"""Seconds that requests under way have left when the process is told to stop."""


def run(app: FastAPI, host: str, port: int, told: Callable[[], bool]) -> None:
    """Returns after SIGTERM or SIGINT, with nothing more under way, so that what was built can be closed in order.

    Where to open it is said after `told` returns.
    """
    # The server raises the signal again when it has stopped: unheard, that would end the process before it closed.
    signal.signal(signal.SIGTERM, lambda *_: None)
    config = uvicorn.Config(
        app, host=host, port=port, log_config=None, access_log=False, timeout_graceful_shutdown=GRACE,
        timeout_keep_alive=KEEP_ALIVE,
    )  # fmt: skip
    Opening(config, told).run()
