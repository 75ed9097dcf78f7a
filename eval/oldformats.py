"""The sample school's own files, saved by LibreOffice in old and foreign formats, and what is read back of them.

Knows LibreOffice only as a program that saves; what reads is the product.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from demo.build import build
from demo.source import Source
from ingest.confine import Confine
from ingest.parsed import Parsed

FORMATS = {"docx": ("doc", "rtf", "odt"), "xlsx": ("xls", "ods"), "pptx": ("ppt", "odp")}
SECONDS = 180


def saved_as(data: bytes, old: str, new: str) -> bytes:
    """The same document as `new`. Raises RuntimeError where LibreOffice makes none."""
    soffice = shutil.which("soffice")
    if soffice is None:
        raise RuntimeError("LibreOffice is not installed")
    with tempfile.TemporaryDirectory(prefix="shuangyuan-") as name:
        folder = Path(name)
        (folder / f"given.{old}").write_bytes(data)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        subprocess.run(  # noqa: S603
            [soffice, profile, "--headless", "--convert-to", new, "--outdir", name, str(folder / f"given.{old}")],
            check=False, capture_output=True, timeout=SECONDS,
        )  # fmt: skip
        made = folder / f"given.{new}"
        if not made.exists():
            raise RuntimeError(f"no {new} was made")
        return made.read_bytes()


def words(texts: Sequence[str]) -> str:
    return "".join("".join(text.split()) for text in texts)


def kept(before: Parsed, after: Parsed) -> tuple[float, float, float]:
    """Share of the blocks that came back letter for letter, of all letters that stand in some block, and of the drawn
    list numbers that are the same. The first two without those numbers: LibreOffice's own DOC counts a list that
    begins anew as two (its picture of that file shows so), which is no fault of reading.
    """
    there = {words([_unmarked(b.text)]): b.text for b in after.blocks}
    whole = words([_unmarked(b.text) for b in after.blocks])
    wanted = [words([_unmarked(b.text)]) for b in before.blocks]
    marked = [b.text for b in before.blocks if _unmarked(b.text) != b.text]
    same = sum(text in there for text in wanted) / len(wanted)
    letters = sum(len(text) for text in wanted if text in whole) / max(1, sum(map(len, wanted)))
    numbers = sum(words([there.get(words([_unmarked(text)]), "")]) == words([text]) for text in marked)
    return same, letters, numbers / len(marked) if marked else 1.0


def _unmarked(text: str) -> str:
    return re.sub(r"^\s*\d{1,3}[.、)）]\s*", "", text)


def measured(confine: Confine, every: Sequence[Source], each: int) -> dict[str, dict[str, float]]:
    """For every old format: blocks and letters kept, over so many files."""
    figures = {}
    for old, others in FORMATS.items():
        made = [build(replace(s, format=old)) for s in every if s.format == old][:each]
        before = [confine.read(f"a.{old}", data) for data in made]
        for new in others:
            after = [confine.read(f"a.{new}", saved_as(data, old, new)) for data in made]
            pairs = [kept(a, b) for a, b in zip(before, after, strict=True)]
            figures[new] = {
                "files": len(pairs),
                "blocks_kept": sum(p[0] for p in pairs) / len(pairs),
                "letters_kept": sum(p[1] for p in pairs) / len(pairs),
                "numbers_kept": sum(p[2] for p in pairs) / len(pairs),
            }  # fmt: skip
    return figures
