"""Old and foreign office files → DOCX, XLSX or PPTX, by LibreOffice without a screen, a network or macros.

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


def converted(kind: FileKind, ending: str, data: bytes, soffice: str) -> bytes:
    """The file in today's format. Raises Unreadable."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        _check(data, CONVERTED[kind])
    folder = Path(tempfile.mkdtemp())  # in the reader's own folder
    given, out, profile = folder / f"given.{ending or CONVERTED[kind]}", folder / "out", folder / "profile"
    given.write_bytes(data)
    _write_profile(profile)
    program.run(soffice, [
        f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nologo", "--nolockcheck",
        "--nodefault", "--convert-to", _FILTERS[kind],
        "--outdir", str(out), str(given),
    ], seconds=SECONDS)  # fmt: skip
    made = out / f"given.{CONVERTED[kind]}"
    if not made.exists():
        raise Unreadable(
            f"文件读不出来，可能已损坏或设有密码；请用 Word 或 WPS 打开，另存为 .{CONVERTED[kind]} 再上传",
            f"Could not be converted, perhaps damaged or locked: open it and save it as .{CONVERTED[kind]}",
        )
    return made.read_bytes()


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


def _write_profile(profile: Path) -> None:
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in _SETTINGS
    )
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"{items}</oor:items>",
        "utf-8",
    )
