"""DOCX → blocks: heading levels, automatic list numbers, tables as rows, text boxes, footnotes, formulas.

unstructured's partition_docx loses automatic numbers ("1.", "（一）"), merged headers and formulas, all of which
process documents live by, so python-docx's package is walked here. Knows nothing of cutting or labels.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.parser import parse_xml

from ingest import remarks, wordchunk, wordhidden, wordtext
from ingest.aids import Aids
from ingest.numbering import Numbering, W, list_of
from ingest.outline import heading_level, is_contents, is_step
from ingest.parsed import Block, Kind, Note, Parsed
from ingest.sight import Sight
from ingest.table import rows
from ingest.wordtable import Cell, grid_of
from ingest.wordtext import boxes, emphasis, only_formula, paragraph_text, pictures
from trust.errors import Unreadable
from trust.sources import Locator

DEEPEST = 9
LONG_CELL = 200
ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
CHANGED = Note("文档含修订痕迹，按接受全部修订后的文字读取", "Tracked changes are read as if all were accepted")
HIDDEN = Note("文档含隐藏文字，未读入", "Hidden text in it was not read")


def read(data: bytes, sight: Sight | None = None) -> Parsed:
    sight = sight or Sight(Aids())
    try:
        document = docx.Document(io.BytesIO(data))
    except (PackageNotFoundError, KeyError, SyntaxError, zipfile.BadZipFile) as broken:
        raise Unreadable("DOCX 已损坏，请用 Word 重新保存再上传", "Damaged DOCX: save it again in Word") from broken
    except ValueError as other:
        raise Unreadable(
            "不是普通的 Word 文档（可能含宏或是模板），请另存为 .docx 再上传",
            "Not a plain Word document: save it as .docx",
        ) from other
    changed = wordtext.tracked(document.element.body)
    hidden = wordhidden.take_out(document.element.body, document.styles.element)
    walk = Walk(document, sight)
    blocks = [*walk.blocks(document.element.body), *walk.footnotes()]
    said = remarks.unread(_comments(document))
    notes = (*((CHANGED,) if changed else ()), *((HIDDEN,) if hidden else ()), *said, *sight.notes())
    return Parsed(tuple(b for b in blocks if b.text), tuple(sight.unread), tuple(_margins(document)), notes)


class Walk:
    """One pass over a document, keeping list counters and the page."""

    def __init__(self, document: Document, sight: Sight) -> None:
        self._part, self._sight, self._pictures = document.part, sight, 0
        self._styles = {s.get(f"{W}styleId"): s for s in document.styles.element.iter(f"{W}style")}
        related = [r.target_part for r in document.part.rels.values() if r.reltype == RELATIONSHIP_TYPE.NUMBERING]
        self._lists = Numbering.read(parse_xml(related[0].blob)) if related else Numbering()
        paragraphs = list(document.element.body.iter(f"{W}p"))
        self._styled = any(self._level(p) is not None for p in paragraphs)
        sizes = sorted(s for p in paragraphs if (s := emphasis(p)[1]))
        self._body_size = sizes[len(sizes) // 2] if sizes else 0.0
        self._paged = next(document.element.body.iter(f"{W}lastRenderedPageBreak"), None) is not None
        self._page = 1

    def blocks(self, container: Any) -> Iterator[Block]:
        for node in container:
            if node.tag == f"{W}p":
                yield from self._paragraph(node)
            elif node.tag == f"{W}tbl":
                yield from self._table(node)
            elif node.tag == f"{W}sdt":
                gallery = node.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
                content = node.find(f"{W}sdtContent")
                if content is not None and (gallery is None or "Contents" not in (gallery.get(f"{W}val") or "")):
                    yield from self.blocks(content)
            elif node.tag in (f"{W}ins", f"{W}customXml", f"{W}moveTo", f"{W}smartTag"):
                yield from self.blocks(node)
            elif node.tag == f"{W}altChunk":
                yield from self._chunk(node)

    def _chunk(self, node: Any) -> Iterator[Block]:
        part = self._part.related_parts.get(node.get(ID) or "")
        if part is None:
            return
        found = wordchunk.blocks(part.content_type, part.blob)
        if found is None:
            name = str(part.partname).rpartition("/")[2]
            self._sight.unread.append(
                Note(f"插入的文件 {name} 未打开，需要时请单独上传", f"{name}, inserted as a file, was not opened")
            )
        yield from (replace(b, locator=self._where) for b in found or ())

    def footnotes(self) -> Iterator[Block]:
        for relation in self._part.rels.values():
            if relation.reltype in (RELATIONSHIP_TYPE.FOOTNOTES, RELATIONSHIP_TYPE.ENDNOTES):
                for paragraph in parse_xml(relation.target_part.blob).iter(f"{W}p"):
                    yield Block("note", paragraph_text(paragraph))

    @property
    def _where(self) -> Locator:
        return Locator(page=self._page if self._paged else None)

    def _paragraph(self, node: Any) -> Iterator[Block]:
        self._page += sum(1 for _ in node.iter(f"{W}lastRenderedPageBreak"))
        text = paragraph_text(node)
        if text and not self._style_name(node).startswith(("toc ", "目录")) and not is_contents(text):
            yield self._block(node, text)
        for box in boxes(node):
            yield from self.blocks(box)
        yield from self._seen(node)

    def _seen(self, node: Any) -> Iterator[Block]:
        """What stands on the pictures in a paragraph or a table."""
        for name in pictures(node):
            part = self._part.related_parts.get(name)
            if part is not None:
                self._pictures += 1
                where = Note(f"第 {self._pictures} 幅图片", f"picture {self._pictures}")
                yield from self._sight.picture(part.blob, self._where, where)

    def _block(self, node: Any, text: str) -> Block:
        listed = list_of(self._properties(node))
        label = self._lists.label(*listed) if listed else None
        full = (label or "") + text
        level = self._level(node) if self._styled else self._guessed(node, full)
        if level is not None and len(text) <= 120:
            return Block("heading", full.replace("\n", " "), level, self._where)
        kind: Kind = "step" if label is not None or is_step(text) else "paragraph"
        if only_formula(node):
            kind = "formula"
        return Block(kind, full, listed[1] if listed else 0, self._where)

    def _table(self, table: Any) -> Iterator[Block]:
        """Rows with their headers; a cell that holds a text of its own gives its paragraphs instead."""
        cells, header_rows = grid_of(table)
        for node in table.iter(f"{W}lastRenderedPageBreak"):
            self._page += node is not None
        if not any(cell.paragraphs > 1 and len(cell.text) > LONG_CELL for row in cells for cell in row if cell):
            yield from rows([[c.text if c else None for c in row] for row in cells], self._where, header_rows)
            yield from self._seen(table)
            return
        for row in cells:
            yield from self._layout_row(row)

    def _layout_row(self, row: list[Cell | None]) -> Iterator[Block]:
        filled = [c for c in row if c and c.text]
        long = [c for c in filled if c.paragraphs > 1 and len(c.text) > LONG_CELL]
        if not long:
            yield from rows([[c.text if c else None for c in row]], self._where)
            return
        if short := [c.text for c in filled if c not in long]:
            yield Block("paragraph", "；".join(" ".join(t.split()) for t in short) + "：", 0, self._where)
        for cell in long:
            yield from self.blocks(cell.node)

    def _properties(self, node: Any) -> Iterator[Any]:
        """The paragraph's own settings, then its style's and that one's bases'."""
        own = node.find(f"{W}pPr")
        yield own
        style = None if own is None else own.find(f"{W}pStyle")
        name = None if style is None else style.get(f"{W}val")
        for _ in range(DEEPEST):
            found = self._styles.get(name) if name else None
            if found is None:
                return
            yield found.find(f"{W}pPr")
            base = found.find(f"{W}basedOn")
            name = None if base is None else base.get(f"{W}val")

    def _style_name(self, node: Any) -> str:
        style = node.find(f"{W}pPr/{W}pStyle")
        found = None if style is None else self._styles.get(style.get(f"{W}val"))
        name = None if found is None else found.find(f"{W}name")
        return "" if name is None else (name.get(f"{W}val") or "").lower()

    def _level(self, node: Any) -> int | None:
        """0 for the title, 1–9 for headings, by style or outline level."""
        if self._style_name(node) in ("title", "标题"):
            return 0
        for properties in self._properties(node):
            outline = None if properties is None else properties.find(f"{W}outlineLvl")
            if outline is not None and (level := int(outline.get(f"{W}val"))) < DEEPEST:
                return level + 1
        name, _, number = self._style_name(node).rpartition(" ")
        return int(number) if name in ("heading", "标题") and number.isdigit() else None

    def _guessed(self, node: Any, text: str) -> int | None:
        """Documents without heading styles: a short numbered or large line in bold or a larger font."""
        bold, size = emphasis(node)
        larger = bool(self._body_size) and size > self._body_size * 1.1
        if not (bold or larger) or len(text) > 40 or text.endswith(("。", "；", "：", ":", "，")):
            return None
        return heading_level(text) or (1 if larger else 4)


def _comments(document: Document) -> int:
    """How many, answers to one another included."""
    parts = [r.target_part for r in document.part.rels.values() if r.reltype == RELATIONSHIP_TYPE.COMMENTS]
    return sum(1 for part in parts for _ in parse_xml(part.blob).iter(f"{W}comment"))


def _margins(document: Document) -> Iterator[str]:
    """Running headers and footers: they do not belong to the text, but a 机密 there counts."""
    seen: set[str] = set()
    for relation in document.part.rels.values():
        if relation.reltype in (RELATIONSHIP_TYPE.HEADER, RELATIONSHIP_TYPE.FOOTER):
            for paragraph in relation.target_part.element.iter(f"{W}p"):
                text = paragraph_text(paragraph)
                if text and text not in seen:
                    seen.add(text)
                    yield text
