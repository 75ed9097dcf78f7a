"""Reading pictures within what one file may spend: so many pages, so many seconds, and what was left is named.

Knows budgets and words for the uploader; how a picture is read is ocr.py's, how a page is drawn drawn.py's.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from ingest import ocr, picture
from ingest.aids import Aids
from ingest.layout import Page, blocks_of
from ingest.parsed import Block, Note
from ingest.picture import Picture
from trust.errors import TooLarge, Unreadable
from trust.sources import Locator

MISSING = Note("本系统未安装文字识别", "text recognition is not installed")
SPENT = Note("超过一份文件的识别上限，请拆分后再上传", "beyond what is recognised in one file: split it")
BLANK = Note("没有认出文字", "no text was recognised")


@dataclass
class Sight:
    """One upload's. `read` names what was recognised, by its place; `files` counts it and what is attached to it."""

    aids: Aids
    clock: Callable[[], float] = time.monotonic
    read: list[Note] = field(default_factory=list)
    unread: list[Note] = field(default_factory=list)
    files: int = 0
    _looked: int = 0

    def __post_init__(self) -> None:
        """Counted from the file's beginning: what parsing took is gone."""
        self._begun = self.clock()

    @property
    def blind(self) -> bool:
        return self.aids.tesseract is None

    def page(self, drawn: Callable[[], Picture], number: int, where: Note) -> Page:
        """A drawn page as lines; without lines it is named in `unread`, by `where` it stands and why."""
        why = self._why_not()
        if why is None:
            found = ocr.seen(picture.cleaned(drawn()), self.aids)
            if found.lines:
                self.read.append(where)
                return Page(number, found.width, found.height, list(found.lines), [])
            why = BLANK
        self.unread.append(Note(f"{where.zh}：{why.zh}", f"{where.en}: {why.en}"))
        return Page(number, 1.0, 1.0, [], [])

    def picture(self, data: bytes, at: Locator, where: Note) -> list[Block]:
        """What stands on a picture within a file. Small ones and broken ones are no text; nothing on it is no news."""
        if not picture.worth(data):
            return []
        why = self._why_not()
        if why is not None:
            self.unread.append(Note(f"{where.zh}：{why.zh}", f"{where.en}: {why.en}"))
            return []
        try:
            drawn = next(iter(picture.pages(data)))
        except (Unreadable, TooLarge):
            return []
        found = ocr.seen(picture.cleaned(drawn), self.aids)
        if found.lines:
            self.read.append(where)
        blocks = blocks_of([Page(1, found.width, found.height, list(found.lines), [])]).blocks
        return [Block("paragraph" if b.kind == "heading" else b.kind, b.text, 0, at) for b in blocks]

    def notes(self) -> tuple[Note, ...]:
        """`…的文字由识别得出，请对照原件`, one for all."""
        if not self.read:
            return ()
        zh, en = _listed([n.zh for n in self.read]), _listed([n.en for n in self.read])
        return (Note(f"{zh}的文字由图像识别得出，可能有误，请对照原件", f"Recognised, may be wrong: {en}"),)

    def _why_not(self) -> Note | None:
        if self.blind:
            return MISSING
        if self._looked >= self.aids.pages or self.clock() - self._begun > self.aids.seconds:
            return SPENT
        self._looked += 1
        return None


def _listed(names: list[str], most: int = 12) -> str:
    return "、".join(names[:most]) + (f"等 {len(names)} 处" if len(names) > most else "")

