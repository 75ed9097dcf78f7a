"""Templates of schools, looked at and filled in a process of their own with little time and memory. Stores nothing.

What that process says is checked anew: it has seen hostile bytes.
"""

from __future__ import annotations

import binascii
import json
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from ingest.confine import Confine
from ingest.limits import Limits
from tools._export.mark import Mark
from trust.errors import Unreadable

LIMITS = Limits(seconds=20, memory=1024**3, output=48 * 1024**2)
MOST_BYTES = 4 * 1024**2
_ASKS = TypeAdapter(list[tuple[str, str]])
Asks = list[tuple[str, str]]
"""Placeholders as (list, field); the list is empty for a name at large."""


class TemplateFiller:
    """Long-lived; its process starts with the first template and leaves when idle."""

    def __init__(self, tmp: Path, limits: Limits = LIMITS) -> None:
        self._confine = Confine(tmp, limits, "tools._export.nursery")

    def look(self, template: bytes) -> Asks:
        """What it asks for. Raises Unreadable, UnsupportedType, TooLarge or PartDown."""
        told = self._confine.answer("template.docx", b"null\n" + template)
        try:
            return _ASKS.validate_python(told.get("asks"))
        except ValidationError:
            raise _unusable() from None

    def fill(self, template: bytes, values: Mapping[str, Any], mark: Mark) -> bytes:
        """The filled file, marked. Raises as `look` does."""
        order = json.dumps({"values": values, "mark": asdict(mark)}, ensure_ascii=False)
        told = self._confine.answer("template.docx", order.encode() + b"\n" + template)
        try:
            made = b64decode(str(told.get("file")), validate=True)
        except binascii.Error:
            raise _unusable() from None
        if not made.startswith(b"PK\x03\x04"):
            raise _unusable()
        return made

    def close(self) -> None:
        self._confine.close()


def _unusable() -> Unreadable:
    return Unreadable("模板无法使用，请检查后重新上传", "The template cannot be used: check it and upload it again")
