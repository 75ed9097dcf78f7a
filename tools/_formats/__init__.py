"""Exercises as files and back: each format has a writer, and a reader that names, by row, what it could not take."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tools._formats import aiken, excel, gift, moodle, word
from tools._formats.paper import File, Imported, Paper

__all__ = ["FORMATS", "File", "Format", "Imported", "Paper"]


@dataclass(frozen=True)
class Format:
    """One kind of file."""

    suffix: str
    media_type: str
    write: Callable[[Paper], File]
    read: Callable[[bytes], Imported]


FORMATS = {
    "excel": Format(
        ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", excel.write, excel.read
    ),
    "word": Format(
        ".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", word.write, word.read
    ),
    "moodle": Format(".xml", "application/xml", moodle.write, moodle.read),
    "gift": Format(".gift.txt", "text/plain; charset=utf-8", gift.write, gift.read),
    "aiken": Format(".aiken.txt", "text/plain; charset=utf-8", aiken.write, aiken.read),
}
