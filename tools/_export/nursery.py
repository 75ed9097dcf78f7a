"""The process that forks one reader per template: `python -m tools._export.nursery FD`. See ingest/nursery.py.

An order is a line of JSON, a line break, and the template's bytes.
"""

from __future__ import annotations

import json
import sys
from base64 import b64encode
from typing import Any

from ingest.nursery import serve


def load() -> None:
    """The libraries, before the first fork."""
    from tools._export import plan_form, word

    word.placeholders(plan_form.template())


def answer(_: str, data: bytes) -> dict[str, Any]:
    """Placeholders when only looked at; the filled and marked file when values come with it."""
    from tools._export import package, stamped, word
    from tools._export.mark import Mark

    head, template = data.split(b"\n", 1)
    order = json.loads(head)
    package.check(template)
    if order is None:
        return {"asks": [[u.rows, u.name] for u in word.placeholders(template)]}
    mark = Mark(**order["mark"] | {"sources": tuple(order["mark"]["sources"])})
    made = stamped.word(word.filled(template, order["values"]), mark)
    return {"file": b64encode(made).decode()}


if __name__ == "__main__":
    serve(int(sys.argv[1]), load, answer)
