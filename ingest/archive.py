"""Packages (zip) before anything in them is read: how many parts, how large, how tightly squeezed, what XML in them.

Nothing is ever unpacked to a disk, and a package within a package is not opened. Knows zip and the first bytes of XML
parts; nothing of what they mean.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from trust.errors import TooLarge, Unreadable

MOST_UNPACKED, MOST_PARTS = 1024**3, 20_000
MOST_RATIO, FREE = 300, 64 * 1024**2
"""How many times larger the whole may become, once it is larger than `FREE`."""
PROLOG = 64 * 1024
_XML = (".xml", ".rels", ".vml")
_ENCLOSED = re.compile(r"(?:word|xl|ppt)/embeddings/.", re.IGNORECASE)
_ROOT = re.compile(rb"<[A-Za-z_]")
_BROKEN = (zipfile.BadZipFile, OSError, ValueError, zlib.error, EOFError, NotImplementedError, RuntimeError)


def names(data: bytes) -> frozenset[str]:
    """Of its parts, by its directory alone. Raises Unreadable, or TooLarge for what unpacks to too much."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
    except _BROKEN as broken:
        raise _damaged() from broken
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MOST_UNPACKED or len(parts) > MOST_PARTS or (unpacked > FREE and unpacked > len(data) * MOST_RATIO):
        raise TooLarge("文件解开后过大，疑似压缩炸弹，已拒绝", "Too large once unpacked")
    return frozenset(part.filename for part in parts)


def head(data: bytes, name: str, most: int = PROLOG) -> bytes:
    """The first bytes of one part; empty where there is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package, package.open(name) as part:
            return part.read(most)
    except KeyError:
        return b""
    except _BROKEN as broken:
        raise _damaged() from broken


def enclosed(data: bytes) -> tuple[str, ...]:
    """Names of whole files within it (a workbook in a letter), but for those that only hold the values of a chart on a
    slide, which its own part tells.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        found = [name for name in package.namelist() if _ENCLOSED.match(name)]
        told = b"".join(package.read(n) for n in package.namelist() if found and n.startswith("ppt/charts/_rels/"))
    names = (name.rpartition("/")[2] for name in found)
    return tuple(name for name in names if name.encode() not in told)


def check(data: bytes) -> None:
    """No part declares entities: office formats know no DTD, so one is there to expand or to fetch; else Unreadable."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for part in package.infolist():
                if part.filename.lower().endswith(_XML):
                    with package.open(part) as opened:
                        _judge(opened.read(PROLOG))
    except _BROKEN as broken:
        raise _damaged() from broken


def _judge(start: bytes) -> None:
    """What stands before the root element, in whatever width of characters."""
    narrow = start.replace(b"\0", b"")
    root = _ROOT.search(narrow)
    prolog = narrow[: root.start()] if root else narrow
    if b"<!DOCTYPE" in prolog or b"<!ENTITY" in prolog or (root is None and len(start) == PROLOG):
        raise Unreadable(
            "文件里夹带外部实体声明，可能有害，已拒绝；请用 Word 或 WPS 重新保存再上传",
            "The file declares XML entities, which may do harm: save it again and upload that",
        )


def _damaged() -> Unreadable:
    return Unreadable(
        "文件已损坏，无法打开；请重新导出后再上传", "The file is damaged: export it again and upload that"
    )
