"""A sample source: its front matter and body. Does not know how the file is made (build.py)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "md": "text/markdown",
    "html": "text/html",
    "txt": "text/plain",
}


@dataclass(frozen=True)
class Source:
    """`label` is the one its uploader chooses; `format` is a key of MEDIA_TYPES."""

    key: str
    title: str
    owner: str
    library: str
    label: str
    format: str
    filename: str
    uploader: str
    body: str
    valid_from: date | None = None
    review_by: date | None = None

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[self.format]


def load(folder: Path) -> list[Source]:
    """Every source below `folder`, by path. Raises KeyError for a field that is missing."""
    return [read(file) for file in sorted(folder.rglob("*.md"))]


def read(file: Path) -> Source:
    _, front, body = file.read_text("utf-8").split("---\n", 2)
    parted = (line.partition(":") for line in front.splitlines() if line)
    fields = {name.strip(): value.strip() for name, _, value in parted}
    plain = {k: fields[k] for k in ("key", "title", "owner", "library", "label", "format", "filename", "uploader")}
    return Source(**plain, body=body, valid_from=_date(fields, "valid_from"), review_by=_date(fields, "review_by"))


def _date(fields: dict[str, str], name: str) -> date | None:
    return date.fromisoformat(fields[name]) if fields.get(name) else None
