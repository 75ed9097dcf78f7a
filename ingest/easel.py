"""The process that forks one drawer per page: `python -m ingest.easel FD`. See ingest/nursery.py.

An order is a line of JSON, a line break, and the PDF's bytes.
"""

from __future__ import annotations

import json
import sys
from base64 import b64encode
from typing import Any

from ingest.nursery import serve


def load() -> None:
    """PDFium, before the first fork."""
    from ingest import pageview

    _ = pageview


def answer(_: str, data: bytes) -> dict[str, Any]:
    """The page as PNG when a width is asked for, else where the quote stands on it."""
    from ingest import pageview

    head, pdf = data.split(b"\n", 1)
    order = json.loads(head)
    if "width" in order:
        return {"image": b64encode(pageview.image(pdf, order["page"], order["width"])).decode()}
    return pageview.marks(pdf, order["page"], order["quote"])


if __name__ == "__main__":
    serve(int(sys.argv[1]), load, answer)
