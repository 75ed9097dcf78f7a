"""Which kind of exercise file this is, by its content, and what its reader makes of it. Runs in the confined process.

The name tells apart only what the content does not (a table as CSV). Knows the formats by their first signs.
"""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from io import StringIO
from typing import Literal, get_args

from ingest.decode import decode
from ingest.kinds import kind_of, suffix
from learning.exercise import OPEN, Exercise
from learning.from_tables import shares
from tools._formats import aiken, excel, gift, moodle, typed, word
from tools._formats.paper import Imported
from trust.errors import TooLarge, UnsupportedType

FormatName = Literal["excel", "word", "moodle", "gift", "aiken", "typed"]
FORMAT_NAMES: tuple[FormatName, ...] = get_args(FormatName)
MOST_ITEMS = 2000
_AIKEN = re.compile(r"^[ \t]*ANSWER[ \t]*[:：][ \t]*[A-Za-z][ \t]*$", re.MULTILINE | re.IGNORECASE)
_GIFT = re.compile(r"^(?:::|\$CATEGORY:|// )|(?<!\\)\{\s*(?:[=~#]|T(?:RUE)?\s*[}#]|F(?:ALSE)?\s*[}#]|\})", re.MULTILINE)


def read(filename: str, data: bytes) -> tuple[FormatName, Imported]:
    """Raises Unreadable, UnsupportedType or TooLarge, in words."""
    name, found = _read(filename, data)
    if len(found.items) + len(found.problems) > MOST_ITEMS:
        raise TooLarge(f"一个文件最多 {MOST_ITEMS} 题，请拆成几份", f"At most {MOST_ITEMS} exercises a file: split it")
    return name, replace(found, items=tuple(map(_scored, found.items)))


def _scored(item: Exercise) -> Exercise:
    """An open answer's points, even where the file names none."""
    if item.kind not in OPEN or len(item.points) == len(item.key):
        return item
    return replace(item, points=shares(len(item.key)))


def _read(filename: str, data: bytes) -> tuple[FormatName, Imported]:
    kind = kind_of(filename if suffix(filename) in ("xlsx", "docx", "csv") else "file.txt", data)
    if kind == "xlsx":
        return "excel", excel.read(data)
    if kind == "docx":
        return "word", word.read(data)
    if kind == "html" or (kind in ("csv", "txt") and data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")):
        return "moodle", moodle.read(data)
    if kind not in ("csv", "txt"):
        raise UnsupportedType(
            f"{kind.upper()} 不是能导入的习题文件；可用：Excel、Word、Moodle XML、GIFT、Aiken",
            f"{kind.upper()} holds no exercises to import; use Excel, Word, Moodle XML, GIFT or Aiken",
        )
    text = decode(data)
    if kind == "csv" or suffix(filename) in ("csv", "tsv"):
        return "excel", excel.read_grid(_grid(text))
    plain = text.encode()
    if _AIKEN.search(text):
        return "aiken", aiken.read(plain)
    return ("gift", gift.read(plain)) if _GIFT.search(text) else ("typed", typed.read(text.split("\n")))


def _grid(text: str) -> list[list[str]]:
    tabs = text.partition("\n")[0].count("\t") > text.partition("\n")[0].count(",")
    return list(csv.reader(StringIO(text), delimiter="\t" if tabs else ","))
