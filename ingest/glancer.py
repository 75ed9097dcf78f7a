"""The process that forks one reader per picture of a person: `python -m ingest.glancer FD AIDS`. See
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
    """Pillow, before the first fork."""
    from ingest import image

    _ = image


def answer(aids: Aids, name: str, data: bytes) -> dict[str, Any]:
    """The text on the picture, a line per block; or the picture made anew, where its name says that it is kept."""
    from ingest import image, picture
    from ingest.kinds import suffix

    if suffix(name) == "kept":
        made, width, height = picture.kept(data)
        return {"jpeg": b64encode(made).decode(), "width": width, "height": height}
    from ingest.sight import Sight

    return {"text": "\n".join(block.text for block in image.read(data, Sight(aids)).blocks)}


if __name__ == "__main__":
    serve(int(sys.argv[1]), load, partial(answer, Aids(**json.loads(sys.argv[2]))))
