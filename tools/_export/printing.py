"""Our own Word files as PDF with their fonts embedded, by LibreOffice in a confined process. Stores nothing.

Knows whether LibreOffice is there; nothing of what is in a file.
"""

from __future__ import annotations

import binascii
from base64 import b64decode
from pathlib import Path

from ingest.aids import Aids
from ingest.confine import Confine
from ingest.limits import Limits
from tools._export.mark import Mark
from trust.errors import PartDown, Unreadable

LIMITS = Limits(seconds=120, memory=4 * 1024**3, output=64 * 1024**2)


class Printer:
    """Long-lived; its process starts with the first file and leaves when idle."""

    def __init__(self, tmp: Path, aids: Aids, limits: Limits = LIMITS) -> None:
        self._aids = aids
        self._confine = Confine(tmp, limits, "tools._export.printnursery", aids)

    @property
    def there(self) -> bool:
        """Whether this machine makes PDFs."""
        return self._aids.soffice is not None

    def pdf(self, word: bytes, mark: Mark) -> bytes:
        """Raises PartDown where LibreOffice is not installed, Unreadable where it made nothing."""
        if not self.there:
            raise PartDown(
                "pdf", "本系统未安装 LibreOffice，不能生成 PDF；请下载 Word 文件",
                "LibreOffice is not installed here, so there is no PDF: take the Word file",
            )  # fmt: skip
        order = mark.implicit.encode() + b"\n" + word
        try:
            made = b64decode(str(self._confine.answer("file.docx", order).get("pdf")), validate=True)
        except binascii.Error:
            made = b""
        if not made.startswith(b"%PDF-"):
            raise Unreadable("没能生成 PDF，请下载 Word 文件", "No PDF could be made: take the Word file")
        return made

    def close(self) -> None:
        self._confine.close()
