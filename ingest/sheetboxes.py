"""Text boxes and shapes that lie on the sheets of a workbook, which openpyxl leaves out: their words by sheet, by the
rows they are anchored to. Knows the XML of drawings; nothing of cells. A package is checked before it comes here.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from typing import Any

from openpyxl.xml.functions import Element, fromstring

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
BOX = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}sheet"
ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
ANCHORS = (f"{BOX}twoCellAnchor", f"{BOX}oneCellAnchor", f"{BOX}absoluteAnchor")


def boxes(data: bytes) -> dict[str, list[str]]:
    """Paragraphs by the sheet's title; of sheets without any nothing."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = frozenset(package.namelist())
        if not any(name.startswith("xl/drawings/") for name in names):
            return {}
        sheets = {rid: target for rid, _, target in _related(package, names, "xl/workbook.xml")}
        found = {}
        for sheet in _read(package, names, "xl/workbook.xml").iter(SHEET):
            drawn = _related(package, names, sheets.get(sheet.get(ID) or "", ""))
            words = [line for _, kind, part in drawn if kind == "drawing" for line in _words(package, names, part)]
            if words:
                found[sheet.get("name") or ""] = words
        return found


def _words(package: zipfile.ZipFile, names: frozenset[str], drawing: str) -> Iterator[str]:
    anchors = [a for a in _read(package, names, drawing) if a.tag in ANCHORS]
    for anchor in sorted(anchors, key=_place):
        for paragraph in (p for shape in anchor.iter(f"{BOX}sp") for p in shape.iter(f"{A}p")):
            text = "".join("\n" if t.tag == f"{A}br" else t.text or "" for t in paragraph.iter() if t.tag in _TEXT)
            if text.strip():
                yield text.strip()


_TEXT = (f"{A}t", f"{A}br")


def _place(anchor: Any) -> tuple[int, int]:
    """Row and column of its upper left corner; first where it has none."""
    at = [anchor.findtext(f"{BOX}from/{BOX}{side}") or "0" for side in ("row", "col")]
    row, column = (int(n) if n.isdigit() else 0 for n in at)
    return row, column


def _related(package: zipfile.ZipFile, names: frozenset[str], part: str) -> list[tuple[str, str, str]]:
    """Id, kind and part of each relation."""
    folder, _, name = part.rpartition("/")
    found = []
    for relation in _read(package, names, f"{folder}/_rels/{name}.rels"):
        target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target") or "")).lstrip("/")
        found.append((relation.get("Id") or "", (relation.get("Type") or "").rpartition("/")[2], target))
    return found


def _read(package: zipfile.ZipFile, names: frozenset[str], part: str) -> Any:
    """Empty where there is no such part, or it is no XML."""
    try:
        return fromstring(package.read(part)) if part in names else Element("none")
    except SyntaxError:
        return Element("none")
