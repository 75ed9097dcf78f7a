"""The process that forks one reader per sheet of evidence: `python -m tools._formats.evidencenursery FD`. See
ingest/nursery.py.
"""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import Any

from ingest.nursery import serve


def load() -> None:
    """The sheet's library, before the first fork."""
    from tools._formats import evidencesheet

    evidencesheet.rows(evidencesheet.template((), ()))


def answer(_filename: str, data: bytes) -> dict[str, Any]:
    from tools._formats import evidencesheet

    return {"rows": [asdict(row) for row in evidencesheet.rows(data)]}


if __name__ == "__main__":
    serve(int(sys.argv[1]), load, answer)
