"""What is written to the log about exchanges: ids, patterns, times. Never a query, a text or an error's message."""

from __future__ import annotations

import traceback
from pathlib import Path

import structlog

_NAME = "web"


def quiet() -> None:
    """Errors only, for measurements and tests."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))


def failed(request_id: str, error: Exception) -> None:
    """An error nobody named. Its message may quote content, so its type and the frames it passed must suffice."""
    frames = [f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in traceback.extract_tb(error.__traceback__)]
    structlog.get_logger(_NAME).error("failed", request_id=request_id, error=type(error).__name__, frames=frames)


def served(request_id: str, method: str, route: str, status: int, seconds: float) -> None:
    structlog.get_logger(_NAME).info(
        "served", request_id=request_id, method=method, route=route, status=status,
        milliseconds=round(seconds * 1000, 1),
    )
