"""The text on a picture of a question, by tesseract where it is installed. Nothing is kept: the picture is read and
forgotten, its text goes back to whoever sent it.

`seen` is the one place that knows how a picture becomes text; the bytes go through pipes, never to disk.
"""

from __future__ import annotations

import shutil
import subprocess

from fastapi import APIRouter, Request
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool

from trust.errors import BadInput, PartDown, UnsupportedType
from web.identity import Asker
from web.resources import Parts
from web.upload import read_file

router = APIRouter(tags=["talk"])
LARGEST, SECONDS, LONGEST = 8 * 1024**2, 20, 2000
_KINDS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
_LANGUAGES = "chi_sim+eng"


class Seen(BaseModel):
    text: str


def seen(data: bytes) -> str:
    """The text on a PNG or JPEG. UnsupportedType, BadInput where no text is on it, PartDown without tesseract."""
    if not data.startswith(_KINDS):
        raise UnsupportedType("请用 PNG 或 JPEG 图片", "Use a PNG or JPEG picture")
    program = shutil.which("tesseract")
    if program is None:
        raise PartDown("ocr", "没有安装文字识别，请直接输入问题", "No text recognition here: type the question")
    order = [program, "stdin", "stdout", "-l", _LANGUAGES, "--psm", "6"]
    try:
        done = subprocess.run(order, input=data, capture_output=True, timeout=SECONDS, check=True)  # noqa: S603
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        raise BadInput("这张图片读不出来，请换一张更清楚的", "The picture cannot be read: try a clearer one") from None
    text = _joined(done.stdout.decode("utf-8", "replace"))
    if not text:
        raise BadInput("图片上没有认出文字", "No text was recognised on the picture")
    return text[:LONGEST]


def _joined(text: str) -> str:
    """Without the blanks tesseract puts between Chinese characters."""
    said = " ".join(text.split())
    kept = [
        c for n, c in enumerate(said)
        if c != " " or (said[n - 1].isascii() and said[n + 1 : n + 2].isascii())
    ]  # fmt: skip
    return "".join(kept)


@router.post("/api/pictures/text", summary="The text on a picture of a question")
async def read(request: Request, _: Asker, parts: Parts) -> Seen:
    """Multipart `file`, PNG or JPEG up to 8 MB."""
    data = (await read_file(request, min(LARGEST, parts.settings.max_upload)))[1]
    return Seen(text=await run_in_threadpool(seen, data))
