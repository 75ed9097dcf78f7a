"""The process that forks one reader per sheet of people: `python -m tools._formats.rosternursery FD`. See
ingest/nursery.py.
"""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import Any

from ingest.nursery import serve


def load() -> None:
    """The sheet's library, before the first fork."""
    from tools._formats import roster

    roster.rows(_headed(roster.HEADERS))


def _headed(headers: tuple[str, ...]) -> bytes:
    from io import BytesIO

    from openpyxl import Workbook

    book, out = Workbook(), BytesIO()
    book.worksheets[0].append(headers)
    book.save(out)
    return out.getvalue()


def answer(_filename: str, data: bytes) -> dict[str, Any]:
    from tools._formats import roster

    return {"rows": [asdict(row) for row in roster.rows(data)]}


if __name__ == "__main__":
    serve(int(sys.argv[1]), load, answer)
