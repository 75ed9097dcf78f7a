"""Comments that people left in a file: what they say to each other about the text is not the text. Counted and named,
so that nobody takes them for read. Knows no formats.
"""

from __future__ import annotations

from ingest.parsed import Note


def unread(count: int) -> tuple[Note, ...]:
    """Nothing where there are none."""
    if not count:
        return ()
    return (Note(f"文件有 {count} 条批注，未读入", f"{count} comments in it were not read"),)
