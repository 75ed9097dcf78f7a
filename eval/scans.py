"""Pages drawn from known text, worsened as scans are, read back, and how many characters came back right.

The texts are the sample school's own. Knows pictures and characters; nothing of the product but its reader.
"""

from __future__ import annotations

import difflib
import io
import random
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from ingest.confine import Confine
from trust.errors import Unreadable

FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc",
)  # fmt: skip
WIDTH, HEIGHT, LETTER, MARGIN = 1654, 2339, 34, 150
"""A4 at 200 points an inch, letters of 12 points."""
ROWS, ACROSS = 26, 38


@dataclass(frozen=True)
class Way:
    """One way a page comes out of a scanner or a telephone."""

    name: str
    worsen: Callable[[Image.Image, random.Random], Image.Image]


def _same(page: Image.Image, _: random.Random) -> Image.Image:
    return page


def _turn(degrees: float) -> Callable[[Image.Image, random.Random], Image.Image]:
    return lambda page, _: page.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=255)


def _noisy(page: Image.Image, chance: random.Random) -> Image.Image:
    """Salt, pepper and grain."""
    grain = np.random.default_rng(chance.randrange(2**32))
    values = np.asarray(page, dtype=np.float32) + grain.normal(0, 18, (page.height, page.width))
    drawn = grain.random(values.shape)
    values[drawn < 0.008], values[drawn > 0.992] = 0, 255
    return Image.fromarray(np.clip(values, 0, 255).astype(np.uint8))


def _faint(page: Image.Image, _: random.Random) -> Image.Image:
    """Grey on grey."""
    return page.point(lambda v: int(175 + v * 40 / 255))


def _shaded(page: Image.Image, _: random.Random) -> Image.Image:
    """A photograph under a lamp: one corner in the dark, a little out of focus, a little crooked."""
    light = np.linspace(1.0, 0.45, page.width)[None, :] * np.linspace(1.0, 0.7, page.height)[:, None]
    dimmed = Image.fromarray((np.asarray(page, dtype=np.float32) * light).astype(np.uint8))
    return dimmed.filter(ImageFilter.GaussianBlur(1.0)).rotate(1.5, Image.Resampling.BICUBIC, fillcolor=110)


WAYS = (
    Way("clean", _same), Way("tilted 3°", _turn(3)), Way("turned 90°", _turn(90)), Way("turned 180°", _turn(180)),
    Way("noisy", _noisy), Way("faint", _faint), Way("shaded", _shaded),
)  # fmt: skip


_SIGNS = re.compile(r"^#+\s*|^\|[-:| ]+\|$|[|*`]", re.MULTILINE)
"""What marks headings and tables in the sources and is never seen on a printed page."""


def wrapped(text: str) -> Iterator[list[str]]:
    """Pages of lines: the text's own lines, cut where the page ends."""
    text = _SIGNS.sub(" ", text)
    lines = [line[n : n + ACROSS] for line in text.split("\n") if line.strip() for n in range(0, len(line), ACROSS)]
    for start in range(0, len(lines), ROWS):
        yield lines[start : start + ROWS]


def drawn(lines: Sequence[str]) -> Image.Image:
    font = ImageFont.truetype(next(f for f in FONTS if Path(f).exists()), LETTER)
    page = Image.new("L", (WIDTH, HEIGHT), 255)
    pen = ImageDraw.Draw(page)
    for n, line in enumerate(lines):
        pen.text((MARGIN, MARGIN + n * LETTER * 2.3), line, font=font, fill=0)
    return page


def png(page: Image.Image) -> bytes:
    buffer = io.BytesIO()
    page.save(buffer, "PNG")
    return buffer.getvalue()


def accuracy(wanted: str, got: str) -> float:
    """Share of the wanted characters found again in order, blanks and width aside."""
    a, b = _bare(wanted), _bare(got)
    matched = sum(m.size for m in difflib.SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks())
    return matched / len(a) if a else 1.0


def _bare(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def measured(confine: Confine, texts: Sequence[str], pages: int) -> dict[str, float]:
    """Mean accuracy a way, over so many pages."""
    chosen = [page for text in texts for page in wrapped(text) if len(page) > ROWS // 2][:pages]
    figures = {}
    for way in WAYS:
        chance, found = random.Random(7), []
        for lines in chosen:
            try:
                parsed = confine.read("page.png", png(way.worsen(drawn(lines), chance)))
                found.append(accuracy("".join(lines), "".join(b.text for b in parsed.blocks)))
            except Unreadable:
                found.append(0.0)
        figures[way.name] = sum(found) / len(found)
    return figures
