"""A picture that was uploaded → blocks, page by page (a TIFF may hold many). Knows neither pixels nor tesseract."""

from __future__ import annotations

from functools import partial

from ingest import picture
from ingest.layout import blocks_of
from ingest.parsed import Note, Parsed
from ingest.picture import Picture
from ingest.sight import BLANK, Sight
from trust.errors import Unreadable


def read(data: bytes, sight: Sight) -> Parsed:
    """Raises Unreadable where nothing on it could be recognised."""
    pages = []
    for number, drawn in enumerate(picture.pages(data), 1):
        where = Note(f"第 {number} 页", f"page {number}") if number > 1 else Note("图片", "the picture")
        pages.append(sight.page(partial(_itself, drawn), number, where))
    if not any(page.lines for page in pages):
        raise Unreadable(
            f"图片里{BLANK.zh}；请换更清晰、更端正的图片，或上传含文字的文件",
            "No text was recognised in the picture: try a clearer one, or upload a file with text",
        )
    parsed = blocks_of(pages)
    return Parsed(parsed.blocks, tuple(sight.unread), parsed.margins, sight.notes())


def _itself(drawn: Picture) -> Picture:
    return drawn
