"""Pictures made fit for recognition: opened safely, upright, grey, of a useful size, evenly lit, straight.

The only file that imports Pillow. Knows pixels; nothing of text. What a picture claims to be is judged from its
header, before a pixel is unpacked.
"""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter, ImageOps, UnidentifiedImageError

from ingest.limits import KEPT_SIDE
from trust.errors import TooLarge, Unreadable

Picture = Image.Image
MOST_PIXELS = 80_000_000
MOST_FRAMES = 200
NARROWEST, WIDEST = 1400, 3400
"""Pixels of the longer side between which letters have a size that is read well."""
LEAST_SIDE, LEAST_PIXELS = 40, 12_000
TILT, STEP = 6.0, 0.25
_BROKEN = (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, struct.error, IndexError, KeyError)


def pages(data: bytes) -> Iterator[Picture]:
    """Every frame, as it stands. Raises Unreadable; TooLarge for one that claims more pixels than any page has."""
    picture = _opened(data)
    frames = min(getattr(picture, "n_frames", 1), MOST_FRAMES) if picture.format == "TIFF" else 1
    for number in range(frames):
        try:
            picture.seek(number)
            _check(picture)
            yield _grey(ImageOps.exif_transpose(picture))
        except Image.DecompressionBombError as bomb:
            raise _huge() from bomb
        except _BROKEN as broken:
            raise _damaged() from broken


def worth(data: bytes) -> bool:
    """Large enough to hold words: no bullet, line or icon. False for what cannot be opened."""
    try:
        picture = _opened(data)
    except (Unreadable, TooLarge):
        return False
    return min(picture.size) >= LEAST_SIDE and picture.width * picture.height >= LEAST_PIXELS


def cleaned(picture: Picture) -> Picture:
    """Of the size that is read well, evenly lit, without specks, straight."""
    return straightened(_evened(_sized(picture)))


def kept(data: bytes) -> tuple[bytes, int, int]:
    """A picture to keep and show: made anew as a JPEG, upright, KEPT_SIDE pixels at most on a side, with nothing of
    what the file carried besides pixels; its width and height. Raises as `pages` does.
    """
    picture = _opened(data)
    try:
        if getattr(picture, "n_frames", 1) > 1:
            picture.seek(0)
        picture.draft("RGB", (KEPT_SIDE, KEPT_SIDE))
        upright = _flat(ImageOps.exif_transpose(picture))
        upright.thumbnail((KEPT_SIDE, KEPT_SIDE), Image.Resampling.LANCZOS)
        bare = Image.new("RGB", upright.size)
        bare.paste(upright)
    except Image.DecompressionBombError as bomb:
        raise _huge() from bomb
    except _BROKEN as broken:
        raise _damaged() from broken
    buffer = io.BytesIO()
    bare.save(buffer, "JPEG", quality=82, optimize=True)
    return buffer.getvalue(), bare.width, bare.height


def turned(picture: Picture, degrees: int) -> Picture:
    """Clockwise by a multiple of 90."""
    ways = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}
    return picture.transpose(ways[degrees]) if degrees in ways else picture


def png(picture: Picture) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()


def straightened(picture: Picture) -> Picture:
    """Turned by the few degrees at which its lines of text lie level: there the ink per row varies most.

    Method: projection profiles (Postl 1986), coarse then fine, on a small copy.
    """
    small = picture.copy()
    small.thumbnail((900, 900))
    best = max((float(d) for d in np.arange(-TILT, TILT + 1, 1.0)), key=lambda d: _levelness(small, d))
    best = max((float(d) for d in np.arange(best - 0.75, best + 1, STEP)), key=lambda d: _levelness(small, d))
    if abs(best) < STEP or _levelness(small, best) < _levelness(small, 0.0) * 1.05:
        return picture
    return picture.rotate(best, Image.Resampling.BICUBIC, expand=True, fillcolor=255)


def _levelness(picture: Picture, degrees: float) -> float:
    ink = 255.0 - np.asarray(picture.rotate(degrees, Image.Resampling.BILINEAR, fillcolor=255), dtype=np.float32)
    rows = ink.sum(axis=1)
    return float(np.square(np.diff(rows)).sum())


def _opened(data: bytes) -> Picture:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "TIFF", "BMP", "WEBP", "GIF"))
    except Image.DecompressionBombError as bomb:
        raise _huge() from bomb
    except _BROKEN as broken:
        raise _damaged() from broken
    _check(picture)
    return picture


def _check(picture: Picture) -> None:
    if picture.width * picture.height > MOST_PIXELS:
        raise _huge()


def _flat(picture: Picture) -> Picture:
    """In colours on white paper."""
    if picture.mode.startswith("I") or picture.mode == "F":
        return _grey(picture).convert("RGB")
    return _on_paper(picture).convert("RGB")


def _on_paper(picture: Picture) -> Picture:
    """Without anything to see through."""
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        clear = picture.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", clear.size, "white"), clear)
    return picture


def _grey(picture: Picture) -> Picture:
    picture = _on_paper(picture)
    if picture.mode in ("I;16", "I", "F"):
        values = np.asarray(picture, dtype=np.float32)
        top = float(values.max()) or 1.0
        return Image.fromarray((values / top * 255).astype(np.uint8))
    return picture.convert("L")


def _sized(picture: Picture) -> Picture:
    long = max(picture.size)
    scale = NARROWEST / long if long < NARROWEST else WIDEST / long if long > WIDEST else 1.0
    scale = min(scale, 3.0)
    if scale == 1.0:
        return picture
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    return picture.resize(size, Image.Resampling.LANCZOS)


def _evened(picture: Picture) -> Picture:
    """Paper becomes white and ink black wherever light falls: each point is divided by the paper around it, then the
    range is stretched. White letters on a dark ground are turned over first.
    """
    grey = np.asarray(picture, dtype=np.float32)
    if np.median(grey) < 100:
        grey = 255.0 - grey
    if _speckled(grey):
        grey = np.asarray(Image.fromarray(grey.astype(np.uint8)).filter(ImageFilter.MedianFilter(3)), dtype=np.float32)
    even = np.clip(grey / np.maximum(_paper(grey), 1.0), 0.0, 1.0)
    low = float(np.percentile(even, 0.5))
    if low > 0.9:
        low = float(even.min())
    stretched = (even - low) / max(1.0 - low, 0.05)
    return Image.fromarray((np.clip(stretched, 0.0, 1.0) * 255).astype(np.uint8))


def _paper(grey: NDArray[np.float32]) -> NDArray[np.float32]:
    """How bright the paper is around each point: the brightest of a neighbourhood on a small copy, made smooth."""
    height, width = grey.shape
    size = (max(1, width // 12), max(1, height // 12))
    small = Image.fromarray(grey.astype(np.uint8)).resize(size, Image.Resampling.BOX)
    bright = small.filter(ImageFilter.MaxFilter(7)).filter(ImageFilter.GaussianBlur(6))
    return np.asarray(bright.resize((width, height), Image.Resampling.BILINEAR), dtype=np.float32)


def _speckled(grey: NDArray[np.float32]) -> bool:
    """Many single points far from all four around them: noise of a bad scan, not letters."""
    inner = grey[1:-1, 1:-1]
    around = np.stack([grey[:-2, 1:-1], grey[2:, 1:-1], grey[1:-1, :-2], grey[1:-1, 2:]])
    alone = (inner < around.min(axis=0) - 60) | (inner > around.max(axis=0) + 60)
    return bool(alone.mean() > 0.004)


def _huge() -> TooLarge:
    return TooLarge("图片尺寸过大，已拒绝；请缩小后再上传", "The picture is too large: make it smaller")


def _damaged() -> Unreadable:
    return Unreadable("图片已损坏，请重新保存后再上传", "Damaged picture: save it again and upload that")
