"""What a file truly is: its first bytes against its name. Raises with what to do when it is nothing we read.

Knows only names and bytes; opens zip directories, never the content.
"""

from __future__ import annotations

import io
import zipfile
from typing import Literal

from trust.errors import Fault, TooLarge, Unreadable, UnsupportedType

FileKind = Literal["docx", "pptx", "xlsx", "csv", "md", "html", "txt", "eml", "pdf"]

BY_SUFFIX: dict[str, FileKind] = {
    "docx": "docx", "pptx": "pptx", "xlsx": "xlsx", "xlsm": "xlsx", "pdf": "pdf", "csv": "csv", "tsv": "csv",
    "md": "md", "markdown": "md", "html": "html", "htm": "html", "xhtml": "html", "txt": "txt", "text": "txt",
    "log": "txt", "eml": "eml", "": "txt",
}  # fmt: skip
BINARY: frozenset[FileKind] = frozenset({"docx", "pptx", "xlsx", "pdf"})
READABLE = "DOCX、PPTX、XLSX、CSV、MD、HTML、TXT、EML、PDF"

_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM", b"RIFF")
_OLD_OFFICE = (("WordDocument", "doc", "docx"), ("Workbook", "xls", "xlsx"), ("Book", "xls", "xlsx"),
               ("PowerPoint Document", "ppt", "pptx"))  # fmt: skip
_ZIPPED: tuple[tuple[str, FileKind], ...] = (
    ("word/document.xml", "docx"), ("ppt/presentation.xml", "pptx"), ("xl/workbook.xml", "xlsx"),
)  # fmt: skip
MOST_UNPACKED = 1024**3


def suffix(filename: str) -> str:
    stem, dot, end = filename.rpartition(".")
    return end.lower() if dot and stem else ""


def kind_of(filename: str, data: bytes) -> FileKind:
    """The content decides; the name only tells texts apart. Raises UnsupportedType, Unreadable or TooLarge."""
    named = BY_SUFFIX.get(suffix(filename))
    if not data.strip(b"\0 \t\r\n\x0b\x0c\xef\xbb\xbf\xff\xfe"):
        raise Unreadable("文件是空的，没有内容可读", "The file is empty")
    if b"%PDF-" in data[:1024] or (named == "pdf" and data.startswith(b"%PDF")):
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return _zipped(data)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise _old(data)
    if data.startswith(_IMAGES):
        raise UnsupportedType(
            "这是图片，没有可读的文字；请上传含文字的文件，或先用识别软件转成 PDF/DOCX",
            "This is an image without text: upload a file with text, or convert it to PDF/DOCX first",
        )
    if data.startswith(b"{\\rtf"):
        raise UnsupportedType("不支持 RTF，请另存为 .docx 再上传", "RTF is not supported: save it as .docx")
    if named in BINARY:
        raise Unreadable(
            f"内容不是有效的 {suffix(filename).upper()}，文件可能已损坏；请重新导出后再上传",
            f"The content is no valid {suffix(filename).upper()}; it may be damaged: export it again",
        )
    return _text(data, named)


def _text(data: bytes, named: FileKind | None) -> FileKind:
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff")) or data[1:400:2].count(0) > 60 or data[0:400:2].count(0) > 60
    if named is None or (b"\0" in data[:4096] and not wide):
        raise UnsupportedType(f"不支持这种文件，可用：{READABLE}", f"Not a supported type; use {READABLE}")
    head = data[:1024].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if named == "txt" and head.startswith((b"<!doctype html", b"<html")):
        return "html"
    return named


def _zipped(data: bytes) -> FileKind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {info.filename for info in archive.infolist()}
            unpacked = sum(info.file_size for info in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError) as broken:
        raise Unreadable(
            "文件已损坏，无法打开；请重新导出后再上传", "The file is damaged: export it again and upload that"
        ) from broken
    if unpacked > MOST_UNPACKED:
        raise TooLarge("文件解开后过大，疑似压缩炸弹，已拒绝", "Too large once unpacked")
    for name, kind in _ZIPPED:
        if name in names:
            return kind
    if "mimetype" in names or any(n.endswith(".opf") for n in names):
        raise UnsupportedType(
            "不支持电子书或 OpenDocument，请另存为 .docx 或 PDF 再上传", "Save it as .docx or PDF and upload that"
        )
    raise UnsupportedType("不支持压缩包，请解压后逐个上传", "Archives are not supported: unpack and upload the files")


def _old(data: bytes) -> Fault:
    """The fault for an OLE file, told apart by the names of its streams (UTF-16 in its directory)."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return Unreadable("文件设有打开密码，请取消密码后再上传", "The file has a password: remove it and upload again")
    for stream, old, new in _OLD_OFFICE:
        if stream.encode("utf-16-le") in data:
            return UnsupportedType(
                f"不支持旧版 .{old}，请另存为 .{new} 再上传", f"Old .{old} is not supported: save it as .{new}"
            )
    if "__substg1.0_".encode("utf-16-le") in data:
        return UnsupportedType("不支持 .msg 邮件，请另存为 .eml 再上传", ".msg is not supported: save it as .eml")
    return UnsupportedType(f"不支持这种文件，可用：{READABLE}", f"Not a supported type; use {READABLE}")
