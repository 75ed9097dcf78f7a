"""The mark put into a Word, PowerPoint or Excel package: core properties, custom properties, and in Word the line.

Knows python-docx, python-pptx and openpyxl packages; not what the file is about.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI as WordURI
from docx.opc.part import Part as WordPart
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.text.paragraph import Paragraph
from openpyxl import load_workbook
from openpyxl.packaging.custom import StringProperty
from pptx.opc.package import Part as SlidesPart
from pptx.opc.packuri import PackURI as SlidesURI

from tools._export.mark import KEYWORD, Mark

BROWN = (0xB4, 0x53, 0x09)
_AT = "/docProps/custom.xml"
_FORM = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_NS = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VT = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"


def word(data: bytes, mark: Mark) -> bytes:
    """The document with the line on top of its first page, and its properties told anew."""
    document: Any = Document(BytesIO(data))
    _line(document, mark)
    _core(document.core_properties, mark)
    package = document.part.package
    _drop(package, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)
    part = WordPart(WordURI(_AT), CONTENT_TYPE.OFC_CUSTOM_PROPERTIES, _custom(mark), package)
    package.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)
    return _saved(document)


def _line(document: Any, mark: Mark) -> None:
    first = Paragraph(document.element.body.makeelement(qn("w:p")), document._body)
    document.element.body.insert(0, first._p)
    run = first.add_run(mark.line)
    run.font.size, run.font.color.rgb, run.font.name = Pt(9), RGBColor(*BROWN), "Times New Roman"
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "宋体")
    first.paragraph_format.space_before = first.paragraph_format.space_after = Pt(0)
    first.paragraph_format.first_line_indent = Pt(0)


def slides(presentation: Any, mark: Mark) -> bytes:
    """The properties; the visible line is laid out with the first slide."""
    _core(presentation.core_properties, mark)
    package = presentation.part.package
    part = SlidesPart(SlidesURI(_AT), CONTENT_TYPE.OFC_CUSTOM_PROPERTIES, package, _custom(mark))
    package.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)
    return _saved(presentation)


def sheets(book: Any, mark: Mark) -> bytes:
    """The properties; the visible line is the first sheet's first row."""
    about = book.properties
    about.title, about.creator, about.keywords = mark.title, "Shuangyuan", KEYWORD
    about.lastModifiedBy, about.description = mark.edited_by or "Shuangyuan", mark.line
    for name, value in mark.properties.items():
        book.custom_doc_props.append(StringProperty(name=name, value=value))
    return _saved(book)


def paper(data: bytes, suffix: str, mark: Mark) -> bytes:
    """Exercises as tools/_formats wrote them: in Word the line too, in Excel, whose rows are read back, properties."""
    return word(data, mark) if suffix == "docx" else sheets(load_workbook(BytesIO(data)), mark)


def _core(about: Any, mark: Mark) -> None:
    about.title, about.author, about.keywords = mark.title[:255], "Shuangyuan", KEYWORD
    about.last_modified_by, about.comments = (mark.edited_by or "Shuangyuan")[:255], mark.line[:255]


def _custom(mark: Mark) -> bytes:
    """docProps/custom.xml as Office writes it."""
    rows = "".join(
        f'<property fmtid="{_FORM}" pid="{n}" name={quoteattr(name)}><vt:lpwstr>{escape(value)}</vt:lpwstr></property>'
        for n, (name, value) in enumerate(mark.properties.items(), 2)
    )
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    return f'{head}<Properties xmlns="{_NS}" xmlns:vt="{_VT}">{rows}</Properties>'.encode()


def _drop(package: Any, kind: str) -> None:
    """A template's own custom properties: they would speak of another file."""
    for number in [n for n, relation in package.rels.items() if relation.reltype == kind]:
        del package.rels[number]


def _saved(made: Any) -> bytes:
    out = BytesIO()
    made.save(out)
    return out.getvalue()
