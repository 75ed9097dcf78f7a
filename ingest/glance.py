"""The text on a picture that a person shows with a question, read in a process of its own. Stores nothing.

Knows what it may cost; how a picture is read is image.py's. What that process says is checked anew.
"""

from __future__ import annotations

from pathlib import Path

from ingest.aids import Aids
from ingest.confine import Confine
from ingest.limits import Limits
from trust.errors import PartDown, Unreadable

LIMITS = Limits(seconds=30, memory=2 * 1024**3, output=1024**2)


class PictureReader:
    """Long-lived; its process starts with the first picture and leaves when idle."""

    def __init__(self, tmp: Path, aids: Aids, limits: Limits = LIMITS) -> None:
        self._aids = aids
        self._confine = Confine(tmp, limits, "ingest.glancer", aids)

    def text(self, data: bytes) -> str:
        """Raises Unreadable where nothing was recognised, TooLarge, and PartDown without tesseract."""
        if self._aids.tesseract is None:
            raise PartDown("ocr", "没有安装文字识别，请直接输入问题", "No text recognition here: type the question")
        told = self._confine.answer("picture", data).get("text")
        if not isinstance(told, str) or not told.strip():
            raise Unreadable("图片上没有认出文字", "No text was recognised on the picture")
        return told.strip()

    def close(self) -> None:
        self._confine.close()
