"""Bytes → text when nobody says the encoding: marks, then strict tries, then a statistical guess.

Knows nothing of formats. Raises Unreadable rather than hand over mojibake.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

from ingest.parsed import Note
from trust.errors import Unreadable

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"),
          (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip
SHORT = 40
MOST_CHAOS = 15.0
"""Percent of a guess that looks like mojibake to charset-normalizer."""
_HAN = re.compile(r"[\u3400-\u9fff]")
_COMMON = re.compile(
    r"[的一是不了在有和人这中大为上个国我以要他时来用们到作地于出就分对成会可"
    r"主发年动同工能下过子说产种面而方后多定行学法所民得经业國學會個來時們為這]"
)
_ODD = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd]")


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
    text, guess = _known(data, declared), None
    if text is None:
        text, guess = _guessed(data)
    notes = () if guess is None else (_guess(guess),)
    return Decoded(re.sub(r"\r\n?", "\n", text).removeprefix("\ufeff"), notes)


def _guess(encoding: str) -> Note:
    return Note(f"文字编码不明，按 {encoding} 猜读，请核对", f"Encoding unknown, read as {encoding}: check it")


def _known(data: bytes, declared: str | None) -> str | None:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data.decode(name, "replace")
    if declared and (text := _strict(data, _wider(declared))) is not None and not _ODD.search(text):
        return text
    for wide, zeros in (("utf-16-le", data[1:2000:2]), ("utf-16-be", data[0:2000:2])):
        if zeros.count(0) > max(1, len(zeros) // 8) and (text := _strict(data, wide)) is not None:
            return text
    if (text := _strict(data, "utf-8")) is not None:
        return text
    if (text := _strict(data, "gb18030")) is not None and _reads_as_chinese(text):
        return text
    return None


def _guessed(data: bytes) -> tuple[str, str]:
    """By statistics, and what was guessed."""
    best = from_bytes(data).best()
    if best is None or best.percent_chaos > MOST_CHAOS:
        raise Unreadable(
            "认不出文件的文字编码，请另存为 UTF-8 再上传", "The text encoding is not known: save it as UTF-8"
        )
    return str(best), best.encoding


def _wider(name: str) -> str:
    """The superset a name is used for in the wild."""
    return "gb18030" if name.lower().replace("-", "") in ("gb2312", "gbk", "hzgb2312") else name


def _strict(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except (UnicodeDecodeError, LookupError):
        return None


def _reads_as_chinese(text: str) -> bool:
    """Any bytes of pairs decode as GB18030; real Chinese uses the 3755 everyday characters of GB 2312 and no
    private ones, and a longer text the commonest among them (Korean bytes would look everyday too)."""
    han = _HAN.findall(text[:20_000])
    everyday = sum(1 for c in han if (b := c.encode("gb18030"))[0] in range(0xB0, 0xD8) and b[1] >= 0xA1)
    if not han or _ODD.search(text) or everyday < len(han) * 0.85:
        return False
    return len(han) < SHORT or sum(map(bool, map(_COMMON.match, han))) >= len(han) / 25
