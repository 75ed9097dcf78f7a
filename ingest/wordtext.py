"""The visible text of one Word paragraph, formulas included; deleted and hidden words left out.

python-docx's own `.text` skips inserted runs, formulas and text boxes, hence this walk. Knows only paragraph XML.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ingest.formula import M, linear
from ingest.numbering import W
from ingest.wordhidden import vanish

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
V = "{urn:schemas-microsoft-com:vml}"
_SKIP = {f"{W}{n}" for n in ("del", "moveFrom", "instrText", "txbxContent", "pPr", "rPr", "rt", "footnoteReference")}
_SKIP.add("{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback")
_BREAKS = {f"{W}tab": " ", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}ptab": " "}


def paragraph_text(node: Any) -> str:
    return "".join(_walk(node)).replace("\u00a0", " ").strip()


def _walk(node: Any) -> Iterator[str]:
    for child in node:
        tag = child.tag
        if tag in _SKIP or (tag == f"{W}r" and vanish(child.find(f"{W}rPr"))):
            continue
        if tag == f"{W}t":
            yield child.text or ""
        elif tag == f"{W}br" and child.get(f"{W}type") in ("page", "column"):
            continue
        elif tag in _BREAKS:
            yield _BREAKS[tag]
        elif tag == f"{M}oMath":
            yield linear(child)
        else:
            yield from _walk(child)


def boxes(node: Any) -> Iterator[Any]:
    """Text boxes anchored in the paragraph, once each (the compatibility copy is skipped)."""
    for child in node:
        if child.tag == f"{W}txbxContent":
            yield child
        elif child.tag not in _SKIP:
            yield from boxes(child)


def pictures(node: Any) -> Iterator[str]:
    """Relation ids of the pictures below, without those in text boxes (walked by themselves) and in deleted text."""
    for child in node:
        if child.tag in (f"{A}blip", f"{V}imagedata"):
            name = child.get(f"{R}embed") or child.get(f"{R}id")
            if name:
                yield name
        elif child.tag not in _SKIP:
            yield from pictures(child)


def tracked(body: Any) -> bool:
    """Somebody's changes stand in it, neither accepted nor refused."""
    return next(body.iter(f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo"), None) is not None


def only_formula(node: Any) -> bool:
    """Nothing but a formula: never cut when chunking."""
    return any(True for _ in node.iter(f"{M}oMath")) and not any((t.text or "").strip() for t in node.iter(f"{W}t"))


def emphasis(node: Any) -> tuple[bool, float]:
    """(all of it bold, largest font size set on its runs or 0)."""
    runs = [r for r in node.iter(f"{W}r") if any((t.text or "").strip() for t in r.iter(f"{W}t"))]
    bold = bool(runs) and all(
        (b := r.find(f"{W}rPr/{W}b")) is not None and b.get(f"{W}val") not in ("0", "false") for r in runs
    )
    sizes = [float(s.get(f"{W}val")) / 2 for r in runs if (s := r.find(f"{W}rPr/{W}sz")) is not None]
    return bold, max(sizes, default=0.0)
