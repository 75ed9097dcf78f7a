"""What stands in a Word document as a file of its own (altChunk): a web page or plain text is read like one, where it
stands; of anything else there is nothing, and the caller names it. Knows nothing of packages.
"""

from __future__ import annotations

from collections.abc import Callable

from ingest.parsed import Block, Parsed
from trust.errors import Unreadable

_PAGE, _TEXT = frozenset({"text/html", "application/xhtml+xml"}), "text/plain"


def blocks(content_type: str, data: bytes) -> tuple[Block, ...] | None:
    """None where it cannot be read here."""
    read = _reader(content_type.partition(";")[0].strip().lower())
    if read is None:
        return None
    try:
        return read(data).blocks
    except Unreadable:
        return None


def _reader(kind: str) -> Callable[[bytes], Parsed] | None:
    """Loaded when one is met: the reader of pages brings libraries that no server needs."""
    if kind in _PAGE:
        from ingest import markup

        return markup.read_html
    if kind == _TEXT:
        from ingest import prose

        return prose.read
    return None
