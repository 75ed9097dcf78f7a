"""Sources into the files people would upload, in memory. `python -m demo.build OUTDIR` writes them for looking at.

Knows which file a source asks for. Does not know who uploads it, nor what is done with it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from demo import page, pdf, sheet, slides, word
from demo.markup import Block, blocks
from demo.source import Source, load

__all__ = ["Source", "build", "load"]

_BUILDERS: dict[str, Callable[[str, list[Block]], bytes]] = {
    "docx": word.build,
    "pptx": slides.build,
    "xlsx": sheet.build,
    "pdf": pdf.build,
    "html": page.build,
}


def build(source: Source) -> bytes:
    """The file's bytes."""
    maker = _BUILDERS.get(source.format)
    return maker(source.title, blocks(source.body)) if maker else source.body.lstrip().encode()


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    for each in load(Path(__file__).parent / "sources"):
        (target / each.filename).write_bytes(build(each))
