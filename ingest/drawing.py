"""Pages of PDFs of strangers, drawn in a process of their own with little time and memory. Stores nothing.

What that process says is checked anew: it has seen hostile bytes.
"""

from __future__ import annotations

import binascii
import json
from base64 import b64decode
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from ingest.confine import Confine
from ingest.limits import Limits
from trust.errors import Unreadable

LIMITS = Limits(seconds=20, memory=2 * 1024**3, output=32 * 1024**2)
WIDEST = 2000
_PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True)
class Drawn:
    """A page: of how many, its height over its width, and the boxes of the quote as shares of both, from the upper
    left: left, top, right, bottom.
    """

    pages: int
    ratio: float
    marks: list[tuple[float, float, float, float]]


_DRAWN: TypeAdapter[Drawn] = TypeAdapter(Drawn)


class PageDrawer:
    """Long-lived; its process starts with the first page and leaves when idle."""

    def __init__(self, tmp: Path, limits: Limits = LIMITS) -> None:
        self._confine = Confine(tmp, limits, "ingest.easel")

    def image(self, pdf: bytes, page: int, width: int) -> bytes:
        """Page `page` (from 1) as PNG. Raises Unreadable, TooLarge or PartDown."""
        told = self._ask({"page": page, "width": min(width, WIDEST)}, pdf)
        try:
            made = b64decode(str(told.get("image")), validate=True)
        except binascii.Error:
            raise _undrawn() from None
        if not made.startswith(_PNG):
            raise _undrawn()
        return made

    def marks(self, pdf: bytes, page: int, quote: str) -> Drawn:
        """Where on it the quote stands; no boxes where it is not found. Raises as `image` does."""
        try:
            return _DRAWN.validate_python(self._ask({"page": page, "quote": quote}, pdf))
        except ValidationError:
            raise _undrawn() from None

    def close(self) -> None:
        self._confine.close()

    def _ask(self, order: dict[str, Any], pdf: bytes) -> dict[str, Any]:
        return self._confine.answer("page.pdf", json.dumps(order, ensure_ascii=False).encode() + b"\n" + pdf)


def _undrawn() -> Unreadable:
    return Unreadable("这一页画不出来", "This page cannot be drawn")
