"""The text on a picture of a question, where text recognition is installed. Nothing is kept: the picture is read and
forgotten, its text goes back to whoever sent it.
"""

from __future__ import annotations

from fastapi import APIRouter, Request
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool

from trust.errors import UnsupportedType
from web.identity import Asker
from web.resources import Parts
from web.upload import read_file

router = APIRouter(tags=["talk"])
LARGEST, LONGEST = 8 * 1024**2, 2000
_KINDS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


class Seen(BaseModel):
    text: str


@router.post("/api/pictures/text", summary="The text on a picture of a question")
async def read(request: Request, _: Asker, parts: Parts) -> Seen:
    """Multipart `file`, PNG or JPEG up to 8 MB."""
    data = (await read_file(request, min(LARGEST, parts.settings.max_upload)))[1]
    if not data.startswith(_KINDS):
        raise UnsupportedType("请用 PNG 或 JPEG 图片", "Use a PNG or JPEG picture")
    return Seen(text=(await run_in_threadpool(parts.pictures.text, data))[:LONGEST])
