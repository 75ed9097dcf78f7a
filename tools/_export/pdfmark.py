"""The implicit mark of generated content in a PDF: the entry `AIGC` of its document information. Wraps pypdf."""

from __future__ import annotations

from io import BytesIO

from pypdf import PdfWriter


def marked(pdf: bytes, implicit: str) -> bytes:
    """The same pages, with what the standard asks for in their metadata (mark.py)."""
    writer = PdfWriter(clone_from=BytesIO(pdf))
    writer.add_metadata({"/AIGC": implicit})
    out = BytesIO()
    writer.write(out)
    return out.getvalue()
