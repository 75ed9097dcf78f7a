"""Exercise files of strangers, read in a process of their own with little time and memory. Stores nothing.

What that process says is checked anew: it has seen hostile bytes.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from ingest.confine import Confine
from ingest.limits import Limits
from learning.exercise import Exercise
from tools._formats.paper import Problem
from tools._formats.sniffed import FormatName
from trust.errors import Unreadable

LIMITS = Limits(seconds=20, memory=1024**3, output=16 * 1024**2)
MOST_BYTES = 8 * 1024**2


@dataclass(frozen=True)
class Read:
    """The good rows, and the bad ones named."""

    format: FormatName
    items: tuple[Exercise, ...]
    problems: tuple[Problem, ...]


_READ: TypeAdapter[Read] = TypeAdapter(Read)


class PaperReader:
    """Long-lived; its process starts with the first file and leaves when idle."""

    def __init__(self, tmp: Path, limits: Limits = LIMITS) -> None:
        self._confine = Confine(tmp, limits, "tools._formats.nursery")

    def read(self, filename: str, data: bytes) -> Read:
        """Raises Unreadable, UnsupportedType, TooLarge or PartDown."""
        told: Any = self._confine.answer(filename, data)
        try:
            return _READ.validate_python(told)
        except ValidationError:
            raise Unreadable("文件里的习题读不出来", "The exercises in the file could not be read") from None

    def close(self) -> None:
        self._confine.close()
