"""Every error as `application/problem+json`, in the caller's language. The only place that renders a Fault.

Knows HTTP and words; not why anything went wrong. What nobody foresaw becomes a 500 without details.
"""

from __future__ import annotations

import errno
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from trust.errors import BadInput, DiskFull, Fault, NotFound, NotSignedIn, TooLarge, TooMany, UnsupportedType
from web.language import language_of
from web.words import field_fault

MEDIA_TYPE = "application/problem+json"


class Problem(BaseModel):
    """RFC 9457."""

    type: str = Field(examples=["urn:shuangyuan:not-found"])
    title: str
    status: int
    detail: str
    request_id: str


VERSION = "1.0.3"
"""Of xAPI: what speaks it says so, in errors too."""
DECLARED: dict[str, Any] = {"description": "Problem", "content": {MEDIA_TYPE: {"schema": Problem.model_json_schema()}}}
"""For /openapi.json: what every call may answer besides what it names."""


class MethodNotAllowed(Fault):
    status, kind = 405, "method-not-allowed"
    title_zh, title_en = "不支持这种请求方法", "Method not allowed"


class Malformed(Fault):
    status, kind = 400, "malformed"
    title_zh, title_en = "请求格式有误", "Malformed request"


_BY_STATUS: dict[int, type[Fault]] = {
    400: Malformed, 401: NotSignedIn, 404: NotFound, 405: MethodNotAllowed, 413: TooLarge, 415: UnsupportedType,
}  # fmt: skip


def request_id(scope: Mapping[str, Any]) -> str:
    return str(scope.get("state", {}).get("request_id", ""))


def problem(fault: Fault, language: str, request: str) -> dict[str, Any]:
    """The body of one error."""
    return Problem(
        type=f"urn:shuangyuan:{fault.kind}",
        title=fault.title(language),
        status=fault.status,
        detail=fault.detail(language),
        request_id=request,
    ).model_dump()


def respond(request: Request, fault: Fault) -> JSONResponse:
    """The response for one error."""
    language = language_of(request.headers.get("accept-language"))
    body = problem(fault, language, request_id(request.scope))
    if request.url.path.startswith("/v1/"):
        body["error"] = {"message": fault.detail(language), "type": fault.kind, "code": fault.kind}
    headers: dict[str, str] = {"Content-Language": language}
    if request.url.path.startswith("/xapi/"):
        headers["X-Experience-API-Version"] = VERSION
    if isinstance(fault, TooMany):
        headers["Retry-After"] = str(fault.retry_after)
    if fault.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return JSONResponse(body, fault.status, headers, MEDIA_TYPE)


def in_words(errors: list[Any]) -> BadInput:
    """What pydantic found, as one sentence per field; never what was sent."""
    zh, en = zip(*(field_fault(_place(e), str(e["type"]), e.get("ctx", {})) for e in errors), strict=True)
    return BadInput("；".join(dict.fromkeys(zh)), "; ".join(dict.fromkeys(en)))


def _place(error: Mapping[str, Any]) -> str:
    place = [str(part) for part in error["loc"] if part not in ("body", "query", "path", "header")]
    return ".".join(place)


async def on_fault(request: Request, error: Exception) -> JSONResponse:
    return respond(request, error if isinstance(error, Fault) else Fault())


async def on_http(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, HTTPException):
        return respond(request, Fault())
    answer = respond(request, _BY_STATUS.get(error.status_code, Fault)())
    answer.headers.update(error.headers or {})
    return answer


async def on_invalid(request: Request, error: Exception) -> JSONResponse:
    return respond(request, in_words(list(error.errors())) if isinstance(error, RequestValidationError) else Fault())


async def on_os(request: Request, error: Exception) -> JSONResponse:
    """A full disk is told apart from every other trouble with the machine."""
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return respond(request, DiskFull())
    raise error


def install(app: FastAPI) -> None:
    """The one table of handlers. What is left over is caught by web/envelope.py."""
    app.add_exception_handler(Fault, on_fault)
    app.add_exception_handler(HTTPException, on_http)
    app.add_exception_handler(RequestValidationError, on_invalid)
    app.add_exception_handler(OSError, on_os)
