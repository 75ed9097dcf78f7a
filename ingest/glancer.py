"""The process that forks one reader per picture of a question: `python -m ingest.glancer FD AIDS`. See
ingest/nursery.py.
"""

from __future__ import annotations

import json
import sys
from functools import partial
from typing import Any

from ingest.aids import Aids
from ingest.nursery import serve


def load() -> None:
    """Pillow, before the first fork."""
    from ingest import image

    _ = image


def answer(aids: Aids, _: str, data: bytes) -> dict[str, Any]:
    """The text on the picture, a line per block."""
    from ingest import image
    from ingest.sight import Sight

    return {"text": "\n".join(block.text for block in image.read(data, Sight(aids)).blocks)}


if __name__ == "__main__":
    serve(int(sys.argv[1]), load, partial(answer, Aids(**json.loads(sys.argv[2]))))
