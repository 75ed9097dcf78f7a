"""The process that forks one reader per exercise file: `python -m tools._formats.nursery FD`. See ingest/nursery.py."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import Any

from ingest.nursery import serve


def load() -> None:
    """The formats' libraries, before the first fork."""
    from tools._formats import sniffed

    sniffed.read("a.txt", "1. 热身（ A ）\nA. 甲 B. 乙 C. 丙".encode())


def answer(filename: str, data: bytes) -> dict[str, Any]:
    from tools._formats import sniffed

    name, found = sniffed.read(filename, data)
    return {"format": name, **asdict(found)}


if __name__ == "__main__":
    serve(int(sys.argv[1]), load, answer)
