"""A file's name and bytes → Parsed: finds out what it is and hands it to the reader of that kind.

Old office formats are converted first; what is attached to a mail is read like any other file, so deep and no deeper.
Runs inside the confined process. Knows nothing of cutting, labels or storage.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from ingest import archive, image, mail, markup, office, pdf, prose, sheets, slides, word
from ingest.aids import Aids
from ingest.kinds import CONVERTED, FileKind, kind_of, suffix
from ingest.language import SAMPLE, language_of
from ingest.parsed import Block, Note, Parsed
from ingest.sight import Sight
from trust.errors import Unreadable

__all__ = ["Block", "Parsed", "read"]

_UNSTORABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

READERS: dict[FileKind, Callable[[bytes], Parsed]] = {
    "csv": sheets.read_csv,
    "md": markup.read_markdown,
    "html": markup.read_html,
    "txt": prose.read,
}
SEEING: dict[FileKind, Callable[[bytes, Sight], Parsed]] = {
    "docx": word.read,
    "pptx": slides.read,
    "xlsx": sheets.read,
    "pdf": pdf.read,
    "image": image.read,
}
PACKAGES: frozenset[FileKind] = frozenset({"docx", "pptx", "xlsx"})
DEEPEST, MOST_FILES = 3, 40
"""Mails within mails, and files in all of them together."""


def read(filename: str, data: bytes, aids: Aids | None = None) -> Parsed:
    """The file's blocks. Raises Unreadable, UnsupportedType or TooLarge with words for the uploader."""
    parsed = _clean(_read(filename, data, Sight(aids or Aids()), 0))
    if not any(b.text.strip() for b in parsed.blocks if b.kind != "heading") and not _titles(parsed):
        raise Unreadable(
            "文件里没有可读的文字（可能只有图片）；请上传含文字的文件", "There is no text in the file (images only?)"
        )
    return replace(parsed, language=language_of(_sample(parsed)))


def _read(filename: str, data: bytes, sight: Sight, depth: int) -> Parsed:
    sight.files += 1
    if sight.files > MOST_FILES:
        raise mail.too_many()
    kind = kind_of(filename, data)
    sight.aids.check(kind, suffix(filename))
    notes: tuple[Note, ...] = ()
    if kind in CONVERTED:
        data = office.converted(kind, suffix(filename), data, sight.aids.soffice or "")
        kind = kind_of(f"converted.{CONVERTED[kind]}", data)
        notes = (_CONVERTED,)
    if kind == "eml":
        inner = partial(_read, sight=sight, depth=depth + 1) if depth < DEEPEST else None
        return mail.read(data, inner)
    unread: tuple[Note, ...] = ()
    if kind in PACKAGES:
        archive.check(data)
        unread = _enclosed(archive.enclosed(data))
    parsed = SEEING[kind](data, sight) if kind in SEEING else READERS[kind](data)
    return replace(parsed, notes=(*notes, *parsed.notes), unread=(*parsed.unread, *unread))


def _enclosed(names: tuple[str, ...]) -> tuple[Note, ...]:
    """A file within a file is not opened: said once, with a few names."""
    if not names:
        return ()
    zh, en = "、".join(names[:3]), ", ".join(names[:3])
    return (Note(f"嵌入的 {len(names)} 个文件未打开（{zh}），需要时请单独上传",
                 f"{len(names)} embedded files were not opened ({en}): upload them by themselves"),)  # fmt: skip


_CONVERTED = Note("由旧格式转换后读取，版式可能略有出入", "Read after conversion from an old format")


def _sample(parsed: Parsed) -> str:
    text, found = 0, []
    for block in parsed.blocks:
        found.append(block.text)
        text += len(block.text)
        if text > SAMPLE:
            break
    return "\n".join(found)


def _titles(parsed: Parsed) -> bool:
    """Headings count as text, except the sheet names of an empty workbook."""
    return any(b.kind == "heading" and b.locator.sheet is None for b in parsed.blocks)


def _clean(parsed: Parsed) -> Parsed:
    """Without control characters and halves of characters, which no store or page can hold."""
    cleaned = (replace(b, text=_UNSTORABLE.sub("", b.text).replace("\u00a0", " ").strip()) for b in parsed.blocks)
    margins = tuple(_UNSTORABLE.sub("", m) for m in parsed.margins)
    return replace(parsed, blocks=tuple(b for b in cleaned if b.text), margins=margins)
