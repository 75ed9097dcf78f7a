"""Pictures of people, read in a process of their own: the text on one shown with a question, or one made fit to be kept
and shown. Stores nothing.

Knows what it may cost; how a picture is read is image.py's. What that process says is checked anew.
"""

from __future__ import annotations

import binascii
from base64 import b64decode
from dataclasses import dataclass
from pathlib import Path

from ingest.aids import Aids
from ingest.confine import Confine
from ingest.limits import KEPT_SIDE, Limits
from trust.errors import PartDown, Unreadable

LIMITS = Limits(seconds=30, memory=2 * 1024**3, output=1024**2)

CLEANING = Limits(seconds=20, memory=2 * 1024**3, output=8 * 1024**2)
KEPT = "picture.kept"


@dataclass(frozen=True)
class Kept:
    """A JPEG of so many pixels."""

    data: bytes
    width: int
    height: int


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

    def kept(self, data: bytes) -> Kept:
        """Made anew, with nothing of what the file carried besides pixels. Raises Unreadable, TooLarge, PartDown."""
        told = self._confine.answer(KEPT, data, CLEANING)
        try:
            made, width, height = b64decode(str(told.get("jpeg")), validate=True), told["width"], told["height"]
        except (binascii.Error, KeyError):
            raise _damaged() from None
        sides = all(isinstance(side, int) and 0 < side <= KEPT_SIDE for side in (width, height))
        if not sides or not made.startswith(b"\xff\xd8\xff"):
            raise _damaged()
        return Kept(made, width, height)

    def close(self) -> None:
        self._confine.close()


def _damaged() -> Unreadable:
    return Unreadable("图片已损坏，请重新保存后再上传", "Damaged picture: save it again and upload that")
