"""What is written to the log about exchanges: ids, patterns, times. Never a query, a text or an error's message."""

from __future__ import annotations

import logging
import traceback
from pathlib import Path

import structlog

_NAME = "web"


def quiet() -> None:
    """Errors only, for measurements and tests."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))


class WithoutMessages(logging.Filter):
    """For a library's logger that logs exceptions whole: leaves the type alone."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            record.msg, record.args, record.exc_info = f"failed: {type(error).__name__} {_frames(error)}", (), None
        return True


def failed(request_id: str, error: Exception) -> None:
    """An error nobody named. Its message may quote content, so its type and the frames it passed must suffice."""
    structlog.get_logger(_NAME).error(
        "failed", request_id=request_id, error=type(error).__name__, frames=_frames(error)
    )


def _frames(error: BaseException) -> list[str]:
    return [f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in traceback.extract_tb(error.__traceback__)]


def served(request_id: str, method: str, route: str, status: int, seconds: float) -> None:
    structlog.get_logger(_NAME).info(
        "served", request_id=request_id, method=method, route=route, status=status,
        milliseconds=round(seconds * 1000, 1),
    )
