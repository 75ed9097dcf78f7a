"""A file's name and bytes → Parsed: finds out what it is and hands it to the reader of that kind.

Runs inside the confined process. Knows nothing of cutting, labels or storage.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from ingest import mail, markup, pdf, prose, sheets, slides, word
from ingest.kinds import FileKind, kind_of
from ingest.parsed import Block, Parsed
from trust.errors import Unreadable

__all__ = ["Block", "Parsed", "read"]

_UNSTORABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

READERS: dict[FileKind, Callable[[bytes], Parsed]] = {
    "docx": word.read,
    "pptx": slides.read,
    "xlsx": sheets.read,
    "csv": sheets.read_csv,
    "md": markup.read_markdown,
    "html": markup.read_html,
    "txt": prose.read,
    "eml": mail.read,
    "pdf": pdf.read,
}


def read(filename: str, data: bytes) -> Parsed:
    """The file's blocks. Raises Unreadable, UnsupportedType or TooLarge with words for the uploader."""
    parsed = _clean(READERS[kind_of(filename, data)](data))
    if not any(b.text.strip() for b in parsed.blocks if b.kind != "heading") and not _titles(parsed):
        raise Unreadable(
            "文件里没有可读的文字（可能只有图片）；请上传含文字的文件", "There is no text in the file (images only?)"
        )
    return parsed


def _titles(parsed: Parsed) -> bool:
    """Headings count as text, except the sheet names of an empty workbook."""
    return any(b.kind == "heading" and b.locator.sheet is None for b in parsed.blocks)


def _clean(parsed: Parsed) -> Parsed:
    """Without control characters and halves of characters, which no store or page can hold."""
    cleaned = (replace(b, text=_UNSTORABLE.sub("", b.text).replace("\u00a0", " ").strip()) for b in parsed.blocks)
    margins = tuple(_UNSTORABLE.sub("", m) for m in parsed.margins)
    return Parsed(tuple(b for b in cleaned if b.text), parsed.unread, margins)
