"""Files for the reading tests, made here: scanned pages, old formats, hostile ones. Not a test."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path

import docx
from PIL import Image, ImageDraw, ImageFont

FOLDER = Path("/usr/share/fonts/opentype/noto")
FONTS = (FOLDER / "NotoSansCJK-Regular.ttc", FOLDER / "NotoSerifCJK-Regular.ttc")
TEXT = (
    "数控车床开机前必须检查润滑油位、气源压力和冷却液液位。",
    "粗车外圆时主轴转速取 800 r/min，进给量取 0.25 mm/r。",
    "操作者每天上班前填写设备点检表，并交班组长签字确认。",
)


def page(lines: Iterable[str] = TEXT, size: int = 40, ink: int = 0, paper: int = 255) -> Image.Image:
    font = ImageFont.truetype(next(f for f in FONTS if f.exists()), size)
    drawn = Image.new("L", (1500, 900), paper)
    for n, line in enumerate(lines):
        ImageDraw.Draw(drawn).text((120, 120 + n * size * 2), line, font=font, fill=ink)
    return drawn


def saved(drawn: Image.Image, kind: str = "PNG") -> bytes:
    buffer = io.BytesIO()
    drawn.save(buffer, kind)
    return buffer.getvalue()


def word(*paragraphs: str, picture: bytes | None = None) -> bytes:
    buffer, document = io.BytesIO(), docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if picture:
        document.add_picture(io.BytesIO(picture))
    document.save(buffer)
    return buffer.getvalue()


def package(like: bytes, **parts: bytes) -> bytes:
    """The same package with some parts replaced or added (`__` stands for `/`, `_DOT_` for a dot)."""
    named = {name.replace("__", "/").replace("_DOT_", "."): data for name, data in parts.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(like)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            if item.filename not in named:
                new.writestr(item, old.read(item))
        for name, data in named.items():
            new.writestr(name, data)
    return out.getvalue()


def pdf(*objects: bytes) -> bytes:
    """Objects numbered from 1, the first the catalogue."""
    out, places = b"%PDF-1.7\n", []
    for n, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % n + body + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % at for at in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    tail = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(out))
    return out + head + table + tail


def stream(content: bytes, more: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n" % (len(content), more) + content + b"\nendstream"


def squeezed(content: bytes, times: int = 1) -> bytes:
    for _ in range(times):
        content = zlib.compress(content, 9)
    return stream(content, b"/Filter [" + b"/FlateDecode " * times + b"]")
