"""A multipart upload read into memory, counted as it arrives. Nothing is spooled to a temporary file: a file on disk
outside the vault would be a plaintext side door.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from datetime import date
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import Field, ValidationError
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from ingest.aids import Aids
from ingest.kinds import BY_SUFFIX, kind_of, suffix, unsupported
from trust.errors import BadInput, TooLarge, UnsupportedType
from web.limits import FORM_SLACK
from web.passages import Library
from web.shapes import Strict

OCTETS = "application/octet-stream"


class UploadForm(Strict):
    """What comes with the file. The label defaults to the owner's internal one."""

    library: Library
    owner: str = Field(min_length=1, max_length=64)
    label: str | None = Field(default=None, max_length=500)
    title: str | None = Field(default=None, max_length=300)
    valid_from: date | None = None
    review_by: date | None = None
    replaces: str | None = Field(default=None, max_length=200)


class Upload(UploadForm):
    """With the file itself."""

    filename: str
    media_type: str
    data: bytes

    @property
    def shown_title(self) -> str:
        return self.title or self.filename.rpartition(".")[0] or self.filename


class _InMemory(MultiPartParser):
    """Never rolls over to disk; `_counted` bounds it."""

    spool_max_size = 1 << 40


async def read_upload(request: Request, limit: int, aids: Aids) -> Upload:
    """The form of one request. Raises BadInput, TooLarge, UnsupportedType, Unreadable."""
    name, media_type, data, fields = await _received(request, limit)
    at_the_door(name, data, aids)
    return _checked({**fields, "filename": name, "media_type": media_type, "data": data})


async def read_file(request: Request, limit: int) -> tuple[str, bytes]:
    """Name and bytes of a form that holds nothing else. Raises BadInput, TooLarge, UnsupportedType."""
    name, _, data, fields = await _received(request, limit)
    if fields:
        raise BadInput("表单里只应有文件（字段 file）", "Only the field file belongs in the form")
    return name, data


async def read_with_words(request: Request, limit: int, known: tuple[str, ...]) -> tuple[str, bytes, dict[str, str]]:
    """Name and bytes of the file, and words beside it. Raises BadInput, TooLarge, UnsupportedType."""
    name, _, data, fields = await _received(request, limit)
    if strange := sorted(set(fields) - set(known)):
        raise BadInput(f"不认识 {'、'.join(strange)[:100]}", f"not known here: {', '.join(strange)[:100]}")
    return name, data, {k: str(v).strip()[:200] for k, v in fields.items()}


async def _received(request: Request, limit: int) -> tuple[str, str, bytes, dict[str, Any]]:
    """The file's bare name, type and bytes, and the other fields."""
    if not request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        raise UnsupportedType("请用 multipart/form-data 上传", "Upload as multipart/form-data")
    try:
        form = await _InMemory(request.headers, _counted(request, limit), max_files=1, max_fields=20).parse()
    except MultiPartException as broken:
        raise BadInput("上传的表单格式有误，每次只传一个文件", "Malformed form; one file at a time") from broken
    file = form.get("file")
    if not isinstance(file, UploadFile):
        raise BadInput("缺少文件（字段 file）", "The file is missing (field file)")
    data = await file.read()
    if len(data) > limit:
        raise TooLarge()
    fields: dict[str, Any] = {k: v for k, v in form.items() if k != "file" and v != ""}
    return _bare(file.filename or ""), file.content_type or OCTETS, data, fields


def _checked(fields: dict[str, Any]) -> Upload:
    try:
        return Upload.model_validate(fields)
    except ValidationError as wrong:
        raise RequestValidationError(wrong.errors(include_input=False)) from None


async def _counted(request: Request, limit: int) -> AsyncGenerator[bytes, None]:
    seen = 0
    async for chunk in request.stream():
        seen += len(chunk)
        if seen > limit + FORM_SLACK:
            raise TooLarge()
        yield chunk


def at_the_door(filename: str, data: bytes, aids: Aids) -> None:
    """Refuse at once what is plainly not readable here. What is in a package is judged later, in its own process."""
    if not filename:
        raise BadInput("文件没有名字", "The file has no name")
    if not data.startswith(b"PK\x03\x04"):
        aids.check(kind_of(filename, data), suffix(filename))
    elif suffix(filename) not in BY_SUFFIX:
        raise unsupported()


def _bare(filename: str) -> str:
    """The last part of a path, without control characters."""
    last = filename.replace("\\", "/").rpartition("/")[2]
    return "".join(c for c in last if c.isprintable()).strip()[:255]


def form_schema() -> dict[str, Any]:
    """For /openapi.json: the handler reads the stream itself."""
    properties = UploadForm.model_json_schema()["properties"]
    schema = {
        "type": "object",
        "required": ["file", "library", "owner"],
        "properties": {"file": {"type": "string", "format": "binary"}, **properties},
    }
    return {"requestBody": {"required": True, "content": {"multipart/form-data": {"schema": schema}}}}


_FILE = {"type": "object", "required": ["file"], "properties": {"file": {"type": "string", "format": "binary"}}}
FILE_ALONE: dict[str, Any] = {"requestBody": {"required": True, "content": {"multipart/form-data": {"schema": _FILE}}}}
"""For /openapi.json, as above: a form with one file."""
