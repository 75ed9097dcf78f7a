"""Old and foreign office files → DOCX, XLSX or PPTX, and our own Word files → PDF, by LibreOffice without a screen, a
network or macros.

It runs in the reader's own folder, with a profile of its own, under the reader's limits, and dies with it. Knows how
it is called and how a password shows; nothing of what is in the files.
"""

from __future__ import annotations

import io
import struct
import tempfile
from pathlib import Path

import msoffcrypto  # type: ignore[import-untyped]
from msoffcrypto.exceptions import FileFormatError, ParseError  # type: ignore[import-untyped]

from ingest import program
from ingest.kinds import CONVERTED, FileKind, with_password
from trust.errors import Unreadable

SECONDS = 80
_BROKEN = (
    FileFormatError, ParseError, OSError, struct.error, ValueError, IndexError, KeyError, TypeError, AttributeError,
)  # fmt: skip
_FILTERS: dict[FileKind, str] = {
    "writer": "docx:MS Word 2007 XML", "calc": "xlsx:Calc MS Excel 2007 XML",
    "impress": "pptx:Impress MS PowerPoint 2007 XML",
}  # fmt: skip
_SETTINGS = (
    ("/org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("/org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    ("/org.openoffice.Office.Calc/Content/Update", "Link", "2"),
)
"""Macros off, nothing that is only linked is fetched, nothing is asked."""
_PAIR = (
    '<item oor:path="/org.openoffice.Office.Common/Font/Substitution/FontPairs"><node oor:name="_{n}" oor:op="replace">'
    '<prop oor:name="ReplaceFont"><value>{asked}</value></prop>'
    '<prop oor:name="SubstituteFont"><value>{given}</value></prop>'
    '<prop oor:name="Always"><value>true</value></prop><prop oor:name="OnScreenOnly"><value>false</value></prop>'
    "</node></item>"
)
_FONTS = (
    '<item oor:path="/org.openoffice.Office.Common/Font/Substitution"><prop oor:name="Replacement" oor:op="fuse">'
    "<value>true</value></prop></item>"
    + _PAIR.format(n=0, asked="宋体", given="Noto Serif CJK SC")
    + _PAIR.format(n=1, asked="黑体", given="Noto Sans CJK SC")
)
"""What stands in for fonts that no Linux has: with the Chinese shapes of characters, not the Japanese ones."""


def converted(kind: FileKind, ending: str, data: bytes, soffice: str) -> bytes:
    """The file in today's format. Raises Unreadable."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        _check(data, CONVERTED[kind])
    made = _made(data, ending or CONVERTED[kind], _FILTERS[kind], soffice)
    if made is None:
        raise Unreadable(
            f"文件读不出来，可能已损坏或设有密码；请用 Word 或 WPS 打开，另存为 .{CONVERTED[kind]} 再上传",
            f"Could not be converted, perhaps damaged or locked: open it and save it as .{CONVERTED[kind]}",
        )
    return made


def printed(data: bytes, soffice: str) -> bytes:
    """A Word file of our own as PDF, its fonts embedded. Raises Unreadable."""
    made = _made(data, "docx", "pdf:writer_pdf_Export", soffice, _FONTS)
    if made is None:
        raise Unreadable("没能生成 PDF，请下载 Word 文件", "No PDF could be made: take the Word file")
    return made


def _made(data: bytes, ending: str, wanted: str, soffice: str, more: str = "") -> bytes | None:
    """In another format, as LibreOffice names it; None where it made nothing."""
    folder = Path(tempfile.mkdtemp())  # in the reader's own folder
    given, out, profile = folder / f"given.{ending}", folder / "out", folder / "profile"
    given.write_bytes(data)
    _write_profile(profile, more)
    program.run(soffice, [
        f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nologo", "--nolockcheck",
        "--nodefault", "--convert-to", wanted, "--outdir", str(out), str(given),
    ], seconds=SECONDS)  # fmt: skip
    made = out / f"given.{wanted.partition(':')[0]}"
    return made.read_bytes() if made.exists() else None


def _check(data: bytes, new: str) -> None:
    """A whole file without a password: LibreOffice would take the ruins of one for plain text."""
    try:
        locked = msoffcrypto.OfficeFile(io.BytesIO(data)).is_encrypted()
    except _BROKEN as broken:
        if "MatOST".encode("utf-16-le") in data:
            return
        raise Unreadable(
            f"文件已损坏，无法打开；请用 Word 或 WPS 另存为 .{new} 再上传", f"Damaged file: save it as .{new}"
        ) from broken
    if locked:
        raise with_password()


def _write_profile(profile: Path, more: str) -> None:
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in _SETTINGS
    )
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"{items}{more}</oor:items>",
        "utf-8",
    )
