"""A text in half-width forms, every character still traceable to where it stood. Pure; knows no numbers."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_WIDE = re.compile(
    r"(?<=[\uff10-\uff19])\uff0c(?=[\uff10-\uff19]{3})|"
    r"[\uff01-\uff0b\uff0d-\uff5e\u3380-\u33df\u00b5\u2126\u2212\u301c\u3000]"
)
"""A wide comma is one inside a number only; elsewhere it is the sentence's."""
_SAME = {"\u2212": "-", "\u301c": "~", "\u00b5": "μ", "\u3000": " "}


@dataclass(frozen=True)
class Narrow:
    """`plain` to be read, `written` as it was. Superscripts and circled numbers stay what they are."""

    written: str
    plain: str
    places: tuple[int, ...] | None

    @classmethod
    def of(cls, written: str) -> Narrow:
        if not _WIDE.search(written):
            return cls(written, written, None)
        shown, places = [], []
        for at, c in enumerate(written):
            plain = (_SAME.get(c) or unicodedata.normalize("NFKC", c)) if _WIDE.match(written, at) else c
            shown.append(plain)
            places += [at] * len(plain)
        return cls(written, "".join(shown), (*places, len(written)))

    def place(self, start: int, end: int) -> tuple[int, str]:
        """Where a stretch of `plain` stands in `written`, and its characters there."""
        if self.places is None:
            return start, self.written[start:end]
        first, last = self.places[start], self.places[end - 1] + 1
        return first, self.written[first:last]
