"""Programs that help reading where they are installed: tesseract for pictures, LibreOffice for old formats.

Knows where they are and what may be spent on them; starts one only to ask tesseract for its languages.
"""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass

from ingest.kinds import CONVERTED, FileKind
from trust.errors import UnsupportedType
from trust.settings import Settings

PATH = "/usr/local/bin:/usr/bin:/bin"
WANTED = ("chi_sim", "eng")


@dataclass(frozen=True)
class Aids:
    """Paths, None where there is none. `languages` as tesseract takes them; `pages` and `seconds` a file."""

    tesseract: str | None = None
    languages: str = "+".join(WANTED)
    soffice: str | None = None
    pages: int = 100
    seconds: int = 90

    @classmethod
    def of(cls, settings: Settings) -> Aids:
        """What the settings name and this machine has. Tesseract without Chinese counts as none."""
        tesseract = settings.tesseract and shutil.which(settings.tesseract, path=PATH)
        languages = _languages(tesseract) if tesseract else ""
        return cls(
            tesseract if "chi_sim" in languages else None, languages,
            (settings.soffice and shutil.which(settings.soffice, path=PATH)) or None,
            settings.ocr_pages, settings.ocr_seconds,
        )  # fmt: skip

    @property
    def programs(self) -> tuple[str, ...]:
        return tuple(p for p in (self.tesseract, self.soffice) if p)

    def check(self, kind: FileKind, ending: str) -> None:
        """Raises UnsupportedType where this machine lacks what the kind needs, with what to do instead."""
        if kind == "image" and self.tesseract is None:
            raise UnsupportedType(
                "这是图片，本系统未安装文字识别；请上传含文字的文件，或先用识别软件转成 PDF/DOCX",
                "This is an image and text recognition is not installed: upload a file with text, or convert it first",
            )
        if kind in CONVERTED and self.soffice is None:
            new, old = CONVERTED[kind], ending or kind
            raise UnsupportedType(
                f"本系统未安装转换旧格式的程序，读不了 .{old}；请用 Word 或 WPS 另存为 .{new} 再上传",
                f"LibreOffice is not installed here to read .{old}: save it as .{new} and upload that",
            )


def _languages(tesseract: str) -> str:
    """Those of the wanted ones that are installed."""
    told = subprocess.run([tesseract, "--list-langs"], capture_output=True, text=True, check=False)  # noqa: S603
    held = set(told.stdout.split())
    return "+".join(name for name in WANTED if name in held)
