"""Exported files read back as a reader would see them: their words, and what their properties say."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

from docx import Document
from docx.oxml.ns import qn


def words(data: bytes) -> list[str]:
    """Every paragraph of a Word file, those in tables too, in order."""
    body = Document(BytesIO(data)).element.body
    return ["".join(t.text or "" for t in p.iter(qn("w:t"))) for p in body.iter(qn("w:p"))]


def tables(data: bytes) -> list[list[list[str]]]:
    made: Any = Document(BytesIO(data))
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in made.tables]


def properties(data: bytes) -> dict[str, str]:
    """The custom properties of any Office file."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        root = ElementTree.fromstring(package.read("docProps/custom.xml"))
    return {p.attrib["name"]: "".join(p.itertext()) for p in root}
