"""What stands in a Word document as a file of its own (altChunk): a web page or plain text is read like one, where it
stands; of anything else there is nothing, and the caller names it. Knows nothing of packages.
"""

from __future__ import annotations

from ingest import markup, prose
from ingest.parsed import Block
from trust.errors import Unreadable

READERS = {
    "text/html": markup.read_html,
    "application/xhtml+xml": markup.read_html,
    "text/plain": prose.read,
}


def blocks(content_type: str, data: bytes) -> tuple[Block, ...] | None:
    """None where it cannot be read here."""
    reader = READERS.get(content_type.partition(";")[0].strip().lower())
    if reader is None:
        return None
    try:
        return reader(data).blocks
    except Unreadable:
        return None
