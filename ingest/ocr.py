"""A picture → lines of text by tesseract. The only file that knows how it is called.

Knows words and boxes as tesseract's TSV gives them; nothing of files or budgets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from ingest import program
from ingest.aids import Aids
from ingest.items import mark_length
from ingest.layout import Line
from ingest.picture import Picture, png, turned

SECONDS = 40
SURE, POOR, GOOD = 50.0, 30.0, 72.0
"""Of 100: a line below the first is no text, a word below the second is left out, a page above the third needs no
second look."""
_WIDE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
_LETTER = re.compile(r"[\w\u3400-\u9fff]")
_ORIENTATION = re.compile(rb"Rotate:\s*(\d+)")


@dataclass(frozen=True)
class Word:
    """`line` is unique in its picture, `block` a region of it; the box in pixels; `sure` 0 to 100."""

    line: tuple[int, int, int]
    text: str
    left: float
    top: float
    right: float
    bottom: float
    sure: float

    @property
    def block(self) -> int:
        return self.line[0]


@dataclass(frozen=True)
class Seen:
    """Lines in reading order, the size of the picture they were read from, and how sure it all is."""

    lines: tuple[Line, ...]
    width: float
    height: float
    sure: float


def seen(picture: Picture, aids: Aids) -> Seen:
    """What stands on the picture. One that reads badly is looked at once more the way tesseract says is up."""
    first = _read(picture, aids)
    if first.sure >= GOOD or min(picture.size) < 100:
        return first
    degrees = _upright(picture, aids)
    tries = [_read(turned(picture, way), aids) for way in ([degrees] if degrees else [])]
    return max([first, *tries], key=lambda s: s.sure)


def _read(picture: Picture, aids: Aids) -> Seen:
    """In Chinese alone first: with English beside it tesseract takes short Chinese lines for Latin ones (.94 of the
    characters against .88, `python -m eval reading --parts scans`). A page that is mostly Latin is read with both.
    """
    first = _looked(picture, aids, aids.languages.partition("+")[0])
    text = "".join(line.text for line in first.lines)
    if len(_WIDE.findall(text)) * 3 > len(text):
        return first
    return max(first, _looked(picture, aids, aids.languages), key=lambda s: s.sure)


def _looked(picture: Picture, aids: Aids, languages: str) -> Seen:
    told = program.run(
        aids.tesseract or "", ["stdin", "stdout", "-l", languages, "--psm", "3", "tsv"], png(picture), SECONDS
    )
    words = list(_words(told.decode("utf-8", "replace")))
    size = _usual([w.bottom - w.top for w in words])
    runs = (list(run) for _, run in groupby(words, key=lambda w: w.line))
    lines = [line for run in runs if (line := _line(run, size)) is not None]
    letters = sum(len(w.text) for w in words)
    sure = sum(w.sure * len(w.text) for w in words) / letters if letters else 0.0
    return Seen(tuple(lines), float(picture.width), float(picture.height), sure)


def _upright(picture: Picture, aids: Aids) -> int:
    """Degrees to turn clockwise; 0 where nobody can tell."""
    told = program.run(aids.tesseract or "", ["stdin", "stdout", "-l", "osd", "--psm", "0"], png(picture), SECONDS)
    found = _ORIENTATION.search(told)
    return int(found.group(1)) % 360 if found else 0


def _words(table: str) -> Iterator[Word]:
    for row in table.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) == 12 and cells[0] == "5" and cells[11].strip():
            block, paragraph, line = (int(c) for c in cells[2:5])
            left, top, width, height = (float(c) for c in cells[6:10])
            box = (left, top, left + width, top + height)
            yield Word((block, paragraph, line), cells[11].strip(), *box, float(cells[10]))


def _usual(heights: Sequence[float]) -> float:
    return sorted(heights)[len(heights) // 2] if heights else 0.0


def _line(words: Sequence[Word], usual: float) -> Line | None:
    """None for what is no text. Heights vary with the letters in a line: only a clearly larger one counts as larger."""
    kept = [w for w in words if w.sure >= POOR]
    letters = sum(len(_LETTER.findall(w.text)) for w in kept)
    if not letters or sum(w.sure * len(w.text) for w in kept) / sum(len(w.text) for w in kept) < SURE:
        return None
    text = _joined(kept)
    heights = sorted(w.bottom - w.top for w in kept)
    height = heights[int(len(heights) * 0.75)]
    size = height if height > usual * 1.6 else usual
    top, bottom = min(w.top for w in kept), max(w.bottom for w in kept)
    under = kept[1].left if len(kept) > 1 and mark_length(text) else None
    return Line(text, kept[0].left, kept[-1].right, top, bottom, size, False, under, kept[0].block)


def _joined(words: Sequence[Word]) -> str:
    """Chinese without the blanks tesseract puts between its words."""
    text = ""
    for word in words:
        close = not text or _WIDE.match(text[-1]) or _WIDE.match(word.text[0])
        text += word.text if close else f" {word.text}"
    return text
