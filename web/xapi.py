"""xAPI 1.0.3 over HTTP: statements in and out, and what version is spoken. State and profile resources are not here.

Callers sign in as everywhere, or with Basic: user name, and an access token as the password. Looking at another's
statements takes `X-Access-Reason` (percent-encoded) and an `agent`. See docs/evidence.md.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any
from urllib.parse import unquote, urlencode

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, TypeAdapter, ValidationError
from starlette.concurrency import run_in_threadpool

from learning.isotime import moment
from records.evidences import EACH
from records.statements import Asked
from trust.errors import BadInput, NotFound, NotSignedIn, TooLarge
from trust.principal import Principal
from web.identity import by_bearer, identify
from web.language import Reads
from web.problems import VERSION, Malformed
from web.resources import Parts, Resources
from web.statementforms import formed
from web.statementread import Outside, parsed, read
from web.xapishapes import Agent, Group, Uuid

router = APIRouter(prefix="/xapi", tags=["xapi"])
HOME_PAGE = "urn:shuangyuan"
MOST = 500
FILTERS = ("agent", "verb", "activity", "registration", "related_activities", "related_agents", "since", "until",
           "limit", "ascending", "cursor")  # fmt: skip
KNOWN = (*FILTERS, "statementId", "voidedStatementId", "format", "attachments")
_AGENT: TypeAdapter[Agent | Group] = TypeAdapter(Agent | Group)
_UUID: TypeAdapter[str] = TypeAdapter(Uuid)
BODY: dict[str, Any] = {"requestBody": {"required": True, "content": {"application/json": {"schema": {}}}}}


class About(BaseModel):
    version: list[str]


def speaker(request: Request, parts: Parts) -> Principal:
    """Who calls; then the version they speak: another than 1.0 is refused."""
    header = request.headers.get("authorization", "")
    found = _basic(parts, header) if header.lower().startswith("basic ") else identify(request, parts).principal
    spoken = request.headers.get("x-experience-api-version", "")
    if spoken != "1.0" and not spoken.startswith("1.0."):
        raise Malformed(
            "缺少 X-Experience-API-Version，或版本不是 1.0", "X-Experience-API-Version is missing, or not 1.0"
        )
    return found


Speaker = Annotated[Principal, Depends(speaker)]


@router.get("/about", summary="The versions spoken")
def about() -> JSONResponse:
    return JSONResponse({"version": [VERSION]}, headers={"X-Experience-API-Version": VERSION})


@router.put("/statements", status_code=204, openapi_extra=BODY, summary="Store one statement under an id")
async def put(
    request: Request, who: Speaker, parts: Parts, statement_id: Annotated[str, Query(alias="statementId")] = ""
) -> Response:
    """The same again changes nothing; other content under the id is 409."""
    _only(request, "statementId")
    wanted = _uuid(statement_id)
    raw = _body(request, await request.body())
    if not isinstance(raw, dict) or str(raw.get("id", wanted)).lower() != wanted:
        raise Malformed("语句的编号与 statementId 不同", "The statement's id differs from statementId")
    await run_in_threadpool(_store, parts, who, [{**raw, "id": wanted}])
    return Response(status_code=204, headers={"X-Experience-API-Version": VERSION})


@router.post("/statements", openapi_extra=BODY, summary="Store one statement or a batch, all or none")
async def post(request: Request, who: Speaker, parts: Parts) -> JSONResponse:
    """Their ids, in order."""
    _only(request)
    raw = _body(request, await request.body())
    raws = raw if isinstance(raw, list) else [raw]
    if len(raws) > EACH:
        raise TooLarge(f"一次最多 {EACH} 条语句", f"At most {EACH} statements at a time")
    ids = await run_in_threadpool(_store, parts, who, raws)
    return JSONResponse(ids, headers={"X-Experience-API-Version": VERSION})


@router.get("/statements", summary="Statements one may see: one's own, those one sent, or a learner's with a reason")
def get(request: Request, who: Speaker, parts: Parts, reads: Reads) -> JSONResponse:
    given = dict(request.query_params)
    _only(request, *KNOWN)
    single = [name for name in ("statementId", "voidedStatementId") if name in given]
    if len(single) > 1 or (single and set(given) & set(FILTERS)):
        raise Malformed("statementId 不能与其他条件同用", "statementId stands alone")
    if given.get("attachments", "false") != "false":
        raise Malformed("本平台不保存附件", "Attachments are not kept here")
    form = given.get("format", "exact")
    if form not in ("exact", "ids", "canonical"):
        raise Malformed("format 只能是 exact、ids、canonical", "format is exact, ids or canonical")
    reason = unquote(request.headers.get("x-access-reason", ""))
    try:
        found, more = parts.store.statements.find(who, parts.store.labels.scope(who), _asked(given), reason)
    except BadInput as wrong:
        raise Malformed(wrong.zh, wrong.en) from None
    headers = {"X-Experience-API-Version": VERSION, "X-Experience-API-Consistent-Through": parts.now().isoformat()}
    told = [formed(statement, form, reads) for statement in found]
    if single:
        if not told:
            raise NotFound()
        return JSONResponse(told[0], headers=headers)
    rest = {name: value for name, value in given.items() if name != "cursor"} | {"cursor": more or ""}
    following = f"/xapi/statements?{urlencode(rest)}" if more else ""
    return JSONResponse({"statements": told, "more": following}, headers=headers)


def _store(parts: Resources, who: Principal, raws: list[Any]) -> list[str]:
    try:
        sent = read(raws, who, HOME_PAGE, parts.now())
    except Outside as outside:
        parts.store.statements.refuse(who, outside.why, len(raws))
    return parts.store.statements.store(who, sent)


def _body(request: Request, body: bytes) -> Any:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "multipart/mixed":
        raise Malformed("本平台不接收附件，请用 application/json 发送", "Attachments are not taken: send JSON")
    if kind != "application/json":
        raise Malformed("请用 application/json 发送语句", "Statements are sent as application/json")
    return parsed(body)


def _only(request: Request, *known: str) -> None:
    if set(request.query_params) - set(known):
        raise Malformed("有不认识的参数", "A parameter is not known here")


def _asked(given: Mapping[str, str]) -> Asked:
    wanted = {name: _uuid(given[key]) for name, key in (("id", "statementId"), ("voided_id", "voidedStatementId"),
                                                        ("registration", "registration")) if key in given}  # fmt: skip
    agent = _agent(given["agent"]) if "agent" in given else None
    wide = given.get("related_activities") == "true" or given.get("related_agents") == "true"
    narrow = given.get("related_activities") != "true"
    return Asked(
        username=agent[0] if agent and given.get("related_agents") != "true" else None, verb=given.get("verb"),
        activity=given.get("activity") if narrow else None, since=_moment(given, "since"),
        until=_moment(given, "until"), ascending=_flag(given, "ascending"), limit=_limit(given.get("limit", "0")),
        cursor=given.get("cursor") or None, fits=_related(given, agent) if wide else lambda _: True, **wanted,
    )  # fmt: skip


def _related(given: Mapping[str, str], agent: tuple[str, dict[str, Any]] | None) -> Any:
    """Whether the activity, or the agent, stands anywhere in the statement."""
    activity = given.get("activity") if given.get("related_activities") == "true" else None
    account = agent[1] if agent and given.get("related_agents") == "true" else None

    def fits(statement: Mapping[str, Any]) -> bool:
        return (activity is None or _holds(statement, "id", activity)) and (
            account is None or _holds(statement, "account", account)
        )

    return fits


def _holds(value: Any, name: str, wanted: Any) -> bool:
    if isinstance(value, dict):
        return value.get(name) == wanted or any(_holds(v, name, wanted) for v in value.values())
    return isinstance(value, list) and any(_holds(each, name, wanted) for each in value)


def _agent(text: str) -> tuple[str, dict[str, Any]]:
    """The user name of an account, and the account; nobody here has another identifier."""
    try:
        found = _AGENT.validate_python(json.loads(text))
    except (ValidationError, ValueError, RecursionError):
        raise Malformed("agent 的写法不对", "agent is malformed") from None
    return (found.account.name, found.account.model_dump()) if found.account else ("", {})


def _uuid(text: str) -> str:
    try:
        return _UUID.validate_python(text).lower()
    except ValidationError:
        raise Malformed("编号不是 UUID", "An id is not a UUID") from None


def _moment(given: Mapping[str, str], name: str) -> datetime | None:
    try:
        return moment(given[name]) if name in given else None
    except ValueError:
        raise Malformed(f"{name} 不是 ISO 8601 时间", f"{name} is not a time of ISO 8601") from None


def _flag(given: Mapping[str, str], name: str) -> bool:
    if given.get(name, "false") not in ("true", "false"):
        raise Malformed(f"{name} 只能是 true 或 false", f"{name} is true or false")
    return given.get(name) == "true"


def _limit(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise Malformed("limit 应是整数", "limit is a whole number")
    return min(int(text) or MOST, MOST)


def _basic(parts: Resources, header: str) -> Principal:
    try:
        name, _, token = base64.b64decode(header[6:].strip(), validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        raise NotSignedIn() from None
    found = by_bearer(parts, f"Bearer {token}")
    if found.username != name:
        raise NotSignedIn()
    return found
