"""The process that forks one printer per file: `python -m tools._export.printnursery FD AIDS`. See
ingest/nursery.py.
"""

from __future__ import annotations

import json
import sys
from base64 import b64encode
from functools import partial
from typing import Any

from ingest.aids import Aids
from ingest.nursery import serve


def load() -> None:
    """What a printer needs, before the first fork."""
    from ingest import office
    from tools._export import pdfmark

    _ = office, pdfmark


def answer(aids: Aids, _: str, data: bytes) -> dict[str, Any]:
    """A file is a line with its implicit mark, a line break, and the Word file's bytes."""
    from ingest import office
    from tools._export import pdfmark

    mark, word = data.split(b"\n", 1)
    made = office.printed(word, aids.soffice or "")
    return {"pdf": b64encode(pdfmark.marked(made, mark.decode())).decode()}


if __name__ == "__main__":
    serve(int(sys.argv[1]), load, partial(answer, Aids(**json.loads(sys.argv[2]))))
