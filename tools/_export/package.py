"""Whether a stranger's Word file may serve as a template: no macros, nothing from outside, no bomb.

Runs in the confined process. Raises Unreadable with what to take out, UnsupportedType for what is no .docx.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO

from trust.errors import TooLarge, Unreadable, UnsupportedType

MOST_PARTS, MOST_BYTES, MOST_RATIO = 400, 40 * 1024**2, 200
_MAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_ACTIVE = re.compile(r"vbaproject|vbadata|activex|embeddings/|oleobject|macrosheet|customui|\.bin$", re.I)
_KINDS = re.compile(rb"macroenabled|vba|activex|oleobject", re.I)
_OUTSIDE = re.compile(rb"targetmode\s*=\s*[\"']external", re.I)
_LINKED = re.compile(
    rb"relationships/(afchunk|oleobject|package|control|attachedtemplate|subdocument|frame)[\"']", re.I
)
_DECLARED = re.compile(rb"<!(doctype|entity)", re.I)
_INSTRUCTION = re.compile(rb"<w:instrText[^>]*>([^<]*)|w:instr\s*=\s*\"([^\"]*)\"")
_FETCHING = re.compile(rb"DDE|INCLUDE|IMPORT|\bLINK\b|MACROBUTTON|DATABASE|HYPERLINK|EMBED|\bRD\b|AUTOTEXT", re.I)


def check(data: bytes) -> None:
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            _sizes(package)
            _kind(package)
            for name, xml in _parts(package):
                _plain(name, xml)
    except (zipfile.BadZipFile, KeyError, RuntimeError, EOFError, NotImplementedError, OSError):
        raise UnsupportedType("模板须是 Word 文件（.docx）", "A template is a Word document (.docx)") from None


def _sizes(package: zipfile.ZipFile) -> None:
    entries = package.infolist()
    whole = sum(e.file_size for e in entries)
    bombs = any(e.file_size > 1024**2 and e.file_size > MOST_RATIO * max(1, e.compress_size) for e in entries)
    if len(entries) > MOST_PARTS or whole > MOST_BYTES or bombs:
        raise TooLarge("模板展开后太大", "The template is too large once unpacked")


def _kind(package: zipfile.ZipFile) -> None:
    types = package.read("[Content_Types].xml")
    active = [e.filename for e in package.infolist() if _ACTIVE.search(e.filename)]
    if active or _KINDS.search(types):
        raise Unreadable(
            "模板里有宏、控件或嵌入对象，不能使用；请另存为不含宏的 .docx",
            "The template holds macros, controls or embedded objects: save it as a plain .docx",
        )
    if _MAIN not in types:
        raise UnsupportedType("模板须是普通的 .docx 文档", "A template is a plain .docx document")


def _parts(package: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    for entry in package.infolist():
        if entry.filename.lower().endswith((".xml", ".rels")):
            yield entry.filename, package.read(entry)


def _plain(name: str, xml: bytes) -> None:
    if xml.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in xml[:200] or _DECLARED.search(xml):
        raise Unreadable("模板的内部结构不规范，请用 Word 重新另存", "Irregular package: save it again in Word")
    # joined, because Word may part one instruction over several runs
    fetching = _FETCHING.search(b"".join(a or b for a, b in _INSTRUCTION.findall(xml)))
    if fetching or (name.lower().endswith(".rels") and (_OUTSIDE.search(xml) or _LINKED.search(xml))):
        raise Unreadable(
            "模板里有外部链接（超链接、链接的图片、模板或域）；请取消链接后再上传",
            "The template links to something outside: remove hyperlinks, linked pictures and fields",
        )
