"""What is written to the log: one JSON object a line with ids, patterns and times. Never a query, a text or an error's
message. Our own loggers say what they say; of a library's logger only that it spoke, and where, because nobody here
chose its words.
"""

from __future__ import annotations

import logging
import sys
import traceback
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TextIO

import structlog

_NAME = "web"
_OURS = ("web", "agent", "tools", "ingest", "knowledge", "records", "uvicorn")
_ALLOWED = ["step", "document", "generation", "seconds", "error"]


def quiet() -> None:
    """Errors only, for measurements and tests."""
    structlog.reset_defaults()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))


def write_to(stream: TextIO | None = None) -> logging.Handler:
    """From now on the process's log goes there (standard error unless told): JSON, or for reading on a terminal."""
    out = stream or sys.stderr
    before: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    shown = structlog.dev.ConsoleRenderer() if out.isatty() else structlog.processors.JSONRenderer(ensure_ascii=False)
    structlog.configure(
        processors=[*before, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(out)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*before, structlog.stdlib.ExtraAdder(allow=_ALLOWED)],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, shown],
        )
    )
    handler.addFilter(WithoutMessages())
    handler.addFilter(_withheld)
    logging.getLogger().handlers[:] = [handler]
    for name in _OURS:
        logging.getLogger(name).setLevel(logging.INFO)
    logging.getLogger("uvicorn").setLevel(logging.WARNING)
    return handler


def about(request_id: str) -> AbstractContextManager[None]:
    """Whatever is logged in the block bears the request's id."""
    return structlog.contextvars.bound_contextvars(request_id=request_id)


class WithoutMessages(logging.Filter):
    """For a library's logger that logs exceptions whole: leaves the type alone."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            record.msg, record.args, record.exc_info = f"failed: {type(error).__name__} {_frames(error)}", (), None
        return True


def _withheld(record: logging.LogRecord) -> bool:
    if record.name.partition(".")[0] not in _OURS and not isinstance(record.msg, dict):
        record.msg, record.args = f"a library spoke at {Path(record.pathname).name}:{record.lineno}", ()
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
