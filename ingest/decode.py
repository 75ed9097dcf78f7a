"""Bytes → text when nobody says the encoding: marks, then strict tries, then a statistical guess.

Knows nothing of formats. Raises Unreadable rather than hand over mojibake.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

from ingest.chinese import ODD, reads_as_chinese, wide
from ingest.parsed import Note
from trust.errors import Unreadable

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"),
          (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f\ufffd]")
WHOLE = 20
"""Whole characters for each broken one, so that the rest is read."""
MOST_CHAOS = 15.0
"""Percent of a guess that looks like mojibake to charset-normalizer."""
NONE: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Decoded:
    """`notes` says so where the encoding was only guessed."""

    text: str
    notes: tuple[Note, ...] = ()


def decode(data: bytes, declared: str | None = None) -> str:
    """The text with line ends as \\n. `declared` (a charset named in the file) is tried before guessing."""
    return decoded(data, declared).text


def decoded(data: bytes, declared: str | None = None) -> Decoded:
    """The same, with what the reader should know. Raises Unreadable where every guess reads badly."""
    text, notes = _known(data, declared), NONE
    if text is None:
        text, notes = _torn(data) or _guessed(data)
    return Decoded(re.sub(r"\r\n?", "\n", text).removeprefix("\ufeff"), notes)


def _torn(data: bytes) -> tuple[str, tuple[Note, ...]] | None:
    """Of a file cut off or with a few broken bytes in it, the rest, which is beyond doubt."""
    for name in ("utf-8", "gb18030"):
        text = data.decode(name, "replace")
        bad, good = text.count("\ufffd"), len(_BEYOND_ASCII.findall(text))
        if good >= bad * WHOLE and reads_as_chinese(text.replace("\ufffd", "")):
            return text, (
                Note(f"有 {bad} 处字节损坏，以 \ufffd 代替，请核对", f"{bad} broken bytes stand as \ufffd: check them"),
            )
    return None


def _guess(encoding: str) -> Note:
    return Note(f"文字编码不明，按 {encoding} 猜读，请核对", f"Encoding unknown, read as {encoding}: check it")


def _known(data: bytes, declared: str | None) -> str | None:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data.decode(name, "replace")
    if declared and (text := _strict(data, _wider(declared))) is not None and not ODD.search(text):
        return text
    for name, zeros in (("utf-16-le", data[1:2000:2]), ("utf-16-be", data[0:2000:2])):
        if zeros.count(0) > max(1, len(zeros) // 8) and (text := _strict(data, name)) is not None:
            return text
    if (text := _strict(data, "utf-8")) is not None:
        return text
    if (told := wide(data)) and (text := _strict(data, told)) is not None:
        return text
    if (text := _strict(data, "gb18030")) is not None and reads_as_chinese(text):
        return text
    return None


def _guessed(data: bytes) -> tuple[str, tuple[Note, ...]]:
    """By statistics, and what was guessed."""
    best = from_bytes(data).best()
    if best is None or best.percent_chaos > MOST_CHAOS:
        raise Unreadable(
            "认不出文件的文字编码，请另存为 UTF-8 再上传", "The text encoding is not known: save it as UTF-8"
        )
    return str(best), (_guess(best.encoding),)


def _wider(name: str) -> str:
    """The superset a name is used for in the wild."""
    return "gb18030" if name.lower().replace("-", "") in ("gb2312", "gbk", "hzgb2312") else name


def _strict(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except (UnicodeDecodeError, LookupError):
        return None
