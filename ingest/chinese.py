"""Whether a text reads as Chinese, so that an encoding can be told by what it makes of the bytes.

Knows characters and their frequencies; nothing of files.
"""

from __future__ import annotations

import re

SHORT, LEAST = 40, 4
SEEN = 40_000
_HAN = re.compile(r"[\u3400-\u9fff]")
_COMMON = re.compile(
    r"[的一是不了在有和人这中大为上个国我以要他时来用们到作地于出就分对成会可"
    r"主发年动同工能下过子说产种面而方后多定行学法所民得经业國學會個來時們為這]"
)
ODD = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd]")


def reads_as_chinese(text: str) -> bool:
    """Any bytes of pairs decode as GB18030; real Chinese uses the 3755 everyday characters of GB 2312 and no
    private ones, and a longer text the commonest among them (Korean bytes would look everyday too)."""
    han = _HAN.findall(text[:20_000])
    everyday = sum(map(_is_everyday, han))
    if not han or ODD.search(text) or everyday < len(han) * 0.85:
        return False
    return len(han) < SHORT or sum(map(bool, map(_COMMON.match, han))) >= len(han) / 25


def wide(data: bytes) -> str | None:
    """`utf-16-le` or `utf-16-be` where the bytes, without a mark, read as Chinese in it, else None."""
    start = data[: SEEN - SEEN % 4]
    for name in ("utf-16-le", "utf-16-be") if len(data) % 2 == 0 else ():
        try:
            text = start.decode(name)
        except UnicodeDecodeError:
            continue
        han = _HAN.findall(text)
        plain = sum(
            c in "\r\n\t" or " " <= c <= "~" or "\u3000" <= c <= "\u303f" or "\uff00" <= c <= "\uff5e" for c in text
        )
        known = len(han) >= LEAST and len(han) + plain >= len(text) * 0.9 and any(map(_COMMON.match, han))
        if known and reads_as_chinese(text):
            return name
    return None


def _is_everyday(han: str) -> bool:
    pair = han.encode("gb18030")
    return 0xB0 <= pair[0] < 0xD8 and pair[1] >= 0xA1
