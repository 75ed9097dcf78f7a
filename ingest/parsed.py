"""What a reader hands over: `Block`s in reading order, and the parts it could not read. Pure data.

Knows nothing of file formats, of cutting into passages, or of labels.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from trust.sources import Locator

Kind = Literal["heading", "paragraph", "step", "row", "formula", "code", "note"]
WHOLE: frozenset[Kind] = frozenset({"step", "row", "formula"})
NOWHERE = Locator()


@dataclass(frozen=True)
class Block:
    """One paragraph, list item, table row … as it stands in the file.

    `level` is a heading's depth (1 = top) or a step's nesting (0 = outermost). `locator` says page, slide or sheet;
    its heading is filled in when cutting.
    """

    kind: Kind
    text: str
    level: int = 0
    locator: Locator = field(default=NOWHERE)


@dataclass(frozen=True)
class Note:
    """Something the uploader should know of the reading, in both languages."""

    zh: str
    en: str


@dataclass(frozen=True)
class Parsed:
    """A file's text. `unread` names the parts that hold no text (`第 3 页`), `notes` what was read in a way to know of.

    `margins` are running headers and footers: not part of the text, but a mark like 机密 stands there. `language` is
    the text's, as BCP 47 writes it; None where there is too little to tell.
    """

    blocks: tuple[Block, ...]
    unread: tuple[Note, ...] = ()
    margins: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    language: str | None = None

    @property
    def size(self) -> int:
        return sum(len(b.text) for b in self.blocks)
