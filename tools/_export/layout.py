"""How our own Word forms look: A4, 宋体 and 黑体, bordered tables, grey heads, page numbers. Knows python-docx.

A form is a template: its cells hold the tags that word.py fills, so that a school can take it and make it its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

WIDTH = 17.0
"""Centimetres between the margins."""
_LATIN, _SONG, _HEI = "Times New Roman", "宋体", "黑体"
_GREY = "F2F2F2"
_CENTER = WD_ALIGN_PARAGRAPH.CENTER


class Sheet:
    """One form being laid out."""

    def __init__(self, foot: str) -> None:
        self.document: Any = Document()
        self._fonts()
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2)
        section.top_margin, section.bottom_margin = Cm(1.8), Cm(1.6)
        _foot(section.footer, foot)

    def bytes(self) -> bytes:
        out = BytesIO()
        self.document.save(out)
        return out.getvalue()

    def title(self, words: str, level: int = 0) -> None:
        self.document.add_heading(words, level)

    def line(self, words: str, *, size: float = 10.5, center: bool = False) -> Any:
        made = self.document.add_paragraph()
        made.add_run(words).font.size = Pt(size)
        if center:
            made.alignment = _CENTER
        return made

    def tag(self, words: str) -> None:
        """A control tag on a line of its own; it leaves no line behind."""
        self.document.add_paragraph(f"{{%p {words} %}}")

    def break_page(self) -> None:
        self.document.add_page_break()

    def pairs(self, rows: Sequence[Sequence[str]], widths: Sequence[float]) -> Any:
        """Names and values side by side, the names grey and centred. A short row's last cell takes the rest."""
        table = self._table(len(rows), widths)
        for row, words in zip(table.rows, rows, strict=True):
            cells = list(row.cells)
            if len(words) < len(cells):
                cells[len(words) - 1].merge(cells[-1])
            for n, word in enumerate(words):
                _write(row.cells[n], word, head=n % 2 == 0)
        return table

    def rows(
        self, over: str, heads: Sequence[str], cells: Sequence[str], widths: Sequence[float], centered: str = ""
    ) -> Any:
        """A head, and a row for each of `over` (`t.步骤`), whose fields the cells name as `r.…`.

        `centered` holds a character for each column: `c` or a space.
        """
        table = self.headed(heads, widths)
        self.control(table, f"for r in {over}")
        self.cells(table, cells, centered)
        self.control(table, "endfor")
        return table

    def headed(self, heads: Sequence[str], widths: Sequence[float]) -> Any:
        """A table of its head alone, which stands on top of each page."""
        table = self._table(1, widths)
        for cell, word in zip(table.rows[0].cells, heads, strict=True):
            _write(cell, word, head=True)
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        return table

    def control(self, table: Any, words: str) -> None:
        """A control tag in a row of its own; it leaves no row behind."""
        self._row(table)[0].text = f"{{%tr {words} %}}"

    def band(self, table: Any, words: str) -> None:
        """A grey row across the table."""
        cells = self._row(table)
        _write(cells[0].merge(cells[-1]), words, head=True)

    def cells(self, table: Any, words: Sequence[str], centered: str = "") -> None:
        for n, (cell, word) in enumerate(zip(self._row(table), words, strict=True)):
            _write(cell, word, center=centered[n : n + 1] == "c")

    def box(self, words: str, least: float) -> None:
        """A frame of at least so many centimetres, to read or write in."""
        table = self._table(1, [WIDTH])
        table.rows[0].height = Cm(least)
        _write(table.rows[0].cells[0], words)
        table.rows[0].cells[0].vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.TOP

    def sources(self) -> None:
        """Which number stands for which place."""
        self.title("出处", 2)
        cells = ["{{ r.编号 }}", "{{ r.资料 }}", "{{ r.位置 }}"]
        self.rows("出处", ["编号", "资料", "位置"], cells, [3, 7, 7], "c")

    def foot_rows(self, table: Any, words: Sequence[str]) -> None:
        """One more row below, its names bold."""
        cells = self._row(table)
        for n, word in enumerate(words):
            _write(cells[n], word, head=n == 0, center=True)

    def _row(self, table: Any) -> Any:
        row = table.add_row()
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, column in zip(row.cells, table.columns, strict=True):
            cell.width = column.width
        return row.cells

    def _table(self, rows: int, widths: Sequence[float]) -> Any:
        table = self.document.add_table(rows=rows, cols=len(widths), style="Table Grid")
        _breathe(table)
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        scale = WIDTH / sum(widths)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width * scale)
        for row in table.rows:
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = Cm(width * scale)
        return table

    def _fonts(self) -> None:
        sizes = (("Normal", _SONG, 10.5, 0, 0), ("Title", _HEI, 18, 0, 6), ("Heading 1", _HEI, 14, 0, 6),
                 ("Heading 2", _HEI, 11, 8, 3))  # fmt: skip
        for name, font, size, before, after in sizes:
            style = self.document.styles[name]
            style.font.name, style.font.size, style.font.bold = _LATIN, Pt(size), False
            style.font.color.rgb = None
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
                fonts.attrib.pop(qn(theme), None)
            fonts.set(qn("w:eastAsia"), font)
            form = style.paragraph_format
            form.space_before, form.space_after, form.line_spacing = Pt(before), Pt(after), 1.15
        # Chinese glyphs and punctuation, not Japanese ones, where a font has both
        for language in self.document.styles.element.iter(qn("w:lang")):
            language.set(qn("w:eastAsia"), "zh-CN")
        for name in ("Title", "Heading 1"):
            self.document.styles[name].paragraph_format.alignment = _CENTER
        for border in list(self.document.styles["Title"].element.iter(qn("w:pBdr"))):
            border.getparent().remove(border)


def picture(sheet: Sheet, data: bytes, widest: float, highest: float, ratio: float) -> None:
    """Centred, within so many centimetres; `ratio` is its width by its height. It stays with what follows."""
    made = sheet.line("", center=True)
    made.paragraph_format.keep_with_next = True
    made.add_run().add_picture(BytesIO(data), width=Cm(min(widest, highest * ratio)))


def _breathe(table: Any) -> None:
    """A little room above and below the words of each cell."""
    margins = OxmlElement("w:tblCellMar")
    for side, width in (("top", 40), ("left", 80), ("bottom", 40), ("right", 80)):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), str(width))
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    table._tbl.tblPr.append(margins)


def _write(cell: Any, words: str, *, head: bool = False, center: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    run = paragraph.add_run(words)
    run.font.size, run.font.bold = Pt(10), head
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    if head or center:
        paragraph.alignment = _CENTER
    if head:
        shade = OxmlElement("w:shd")
        for name, value in (("val", "clear"), ("color", "auto"), ("fill", _GREY)):
            shade.set(qn(f"w:{name}"), value)
        cell._tc.get_or_add_tcPr().append(shade)


def _foot(footer: Any, words: str) -> None:
    line = footer.paragraphs[0]
    line.alignment = _CENTER
    for told, code in ((f"{words}　　第 ", "PAGE"), (" 页 / 共 ", "NUMPAGES"), (" 页", None)):
        line.add_run(told).font.size = Pt(9)
        if code:
            _field(line, code)


def _field(paragraph: Any, code: str) -> None:
    field, run, text = (OxmlElement(f"w:{name}") for name in ("fldSimple", "r", "t"))
    field.set(qn("w:instr"), code)
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)
