"""A PDF by PDFium: its pages as pictures, and a damaged file written anew. Knows nothing of text."""

from __future__ import annotations

import io
from types import TracebackType

import pypdfium2 as pdfium  # type: ignore[import-untyped]

from ingest.picture import Picture
from trust.errors import Unreadable

DPI, MOST_PIXELS = 220, 12_000_000


class Document:
    """A context: closed at its end. Raises Unreadable for what PDFium cannot open or draw."""

    def __init__(self, data: bytes) -> None:
        try:
            self._pdf = pdfium.PdfDocument(data)
        except pdfium.PdfiumError as broken:
            raise _damaged() from broken

    def __enter__(self) -> Document:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self._pdf.close()

    def page(self, number: int) -> Picture:
        """Grey, upright as the page says it is, at 220 points an inch or as many as fit into 12 million points."""
        try:
            page = self._pdf[number]
            width, height = page.get_size()
            scale = min(DPI / 72, (MOST_PIXELS / max(width * height, 1.0)) ** 0.5)
            drawn: Picture = page.render(scale=scale, grayscale=True).to_pil().convert("L")
            page.close()
        except (pdfium.PdfiumError, ValueError, IndexError) as broken:
            raise _damaged() from broken
        return drawn


def rewritten(data: bytes) -> bytes:
    """The file as PDFium understands it, which mends tables of contents that are broken and pages without a size.

    Raises Unreadable for what PDFium cannot open either.
    """
    try:
        pdf, out = pdfium.PdfDocument(data), io.BytesIO()
        for page in pdf:
            page.set_mediabox(*page.get_mediabox())
        pdf.save(out)
        pdf.close()
    except (pdfium.PdfiumError, ValueError, IndexError) as broken:
        raise _damaged() from broken
    return out.getvalue()


def _damaged() -> Unreadable:
    return Unreadable("PDF 已损坏，请重新导出后再上传", "Damaged PDF: export it again and upload that")
