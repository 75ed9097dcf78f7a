"""From the JSON of xAPI statements to what is kept of them: validated, by whom, about whom, and found by what.

A learner is an agent with an account whose name is their user name here; everybody else is outside the boundary. Knows
no HTTP and no storage.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from learning.boundary import Refusal
from learning.evidence import Kind, Result, fits
from learning.isotime import minutes, moment
from learning.verbs import ACTIVITY_TYPES, VERBS, VOIDED
from records.evidencedoor import Brought, Turned
from records.statements import Sent
from trust.errors import Fault
from trust.principal import Principal
from web.problems import Malformed
from web.xapishapes import Activity, Agent, Outcome, Statement, StatementRef, SubStatement

SET_HERE = ("stored", "authority", "version")
LONGEST_WORDS = 2000


class Outside(Fault):
    """Before it came to the door: `why` is counted."""

    def __init__(self, why: str) -> None:
        super().__init__()
        self.why = why


def parsed(body: bytes) -> Any:
    """JSON as the standard means it. Malformed for anything else."""
    try:
        return json.loads(body, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise Malformed("请求内容不是有效的 JSON", "The body is not valid JSON") from None


def read(raws: Sequence[Any], principal: Principal, home_page: str, now: datetime) -> list[Sent]:
    """Malformed where one breaks the standard, Outside where one names somebody or something not admitted here."""
    checked = [(raw, _checked(raw, n)) for n, raw in enumerate(raws)]
    ids = [s.id.lower() for _, s in checked if s.id]
    if len(set(ids)) < len(ids):
        raise Malformed("同一批中有两条语句编号相同", "Two statements of the batch have one id")
    return [_sent(raw, statement, principal, home_page, now) for raw, statement in checked]


def _checked(raw: Any, n: int) -> Statement:
    if isinstance(raw, dict) and raw.get("attachments"):
        raise Malformed("本平台不接收附件，请去掉 attachments", "Attachments are not taken here; leave them out")
    try:
        statement = Statement.model_validate(raw)
    except (ValidationError, RecursionError) as wrong:
        where = _where(wrong)
        raise Malformed(f"第 {n + 1} 条语句不符合 xAPI 1.0.3：{where}", f"Statement {n + 1}: {where}") from None
    if statement.verb.id == VOIDED and not isinstance(statement.object, StatementRef):
        raise Malformed("作废语句须引用另一条语句", "A voiding statement refers to another statement")
    return statement


def _where(wrong: ValidationError | RecursionError) -> str:
    """The place alone, never what was sent."""
    if isinstance(wrong, RecursionError):
        return "depth"
    first = min(wrong.errors(include_input=False, include_url=False), key=lambda e: len(e["loc"]))
    place = ".".join(str(p) for p in first["loc"] if str(p).isidentifier() and len(str(p)) < 30)
    return f"{place or 'statement'} ({first['type']})"


def _sent(raw: Any, statement: Statement, principal: Principal, home_page: str, now: datetime) -> Sent:
    statement_id = (statement.id or str(uuid.uuid4())).lower()
    about = statement.object
    if statement.verb.id not in VERBS or (isinstance(about, Activity) and not _known_type(about)):
        raise Outside(Refusal.VERB.value)
    if not isinstance(statement.actor, Agent) or statement.actor.account is None:
        raise Outside(Turned.PERSON.value)
    told = {name: value for name, value in raw.items() if name not in SET_HERE}
    kept = {**told, "id": statement_id, "timestamp": statement.timestamp or now.isoformat(), "stored": now.isoformat(),
            "version": statement.version or "1.0.0",
            "authority": {"objectType": "Agent", "account": {"homePage": home_page, "name": principal.username}}}
    brought = Brought(
        statement.actor.account.name, Kind.XAPI, moment(statement.timestamp) if statement.timestamp else now,
        _activity(statement), (statement_id,), _result(statement.result), source="xapi", id=statement_id,
        statement=kept, same=json.dumps({**told, "id": statement_id}, sort_keys=True, ensure_ascii=False),
    )  # fmt: skip
    return Sent(
        brought, statement.verb.id, about.id if isinstance(about, Activity) else None,
        statement.context.registration.lower() if statement.context and statement.context.registration else None,
        about.id.lower() if isinstance(about, StatementRef) and statement.verb.id == VOIDED else None,
    )  # fmt: skip


def _known_type(about: Activity) -> bool:
    kind = about.definition.type if about.definition else None
    return kind is None or kind in ACTIVITY_TYPES


def _activity(statement: Statement) -> str:
    """What it is called, in Chinese where it says so."""
    about = statement.object.object if isinstance(statement.object, SubStatement) else statement.object
    if not isinstance(about, Activity):
        return ""
    names: Mapping[str, str] = (about.definition.name if about.definition else None) or {}
    named = next((name for tag, name in names.items() if tag.lower().startswith("zh")), "")
    return (named or next(iter(names.values()), "") or about.id)[:LONGEST_WORDS]


def _result(told: Outcome | None) -> Result:
    if told is None:
        return Result()
    points, out_of = _points(told)
    outcome = {True: "通过", False: "未通过", None: ""}[told.success] or ("完成" if told.completion else "")
    spent = minutes(told.duration) if told.duration else None
    return Result(points, out_of, outcome, spent, (told.response or "")[:LONGEST_WORDS])


def _points(told: Outcome) -> tuple[Decimal | None, Decimal | None]:
    """Raw of max where they can be read so, else scaled of one."""
    score = told.score
    if score and score.raw is not None and score.max is not None and 0 <= score.raw <= score.max > 0:
        raw, most = Decimal(str(score.raw)), Decimal(str(score.max))
        if fits(raw) and fits(most):
            return raw, most
    if score and score.scaled is not None and fits(Decimal(str(score.scaled))):
        return Decimal(str(score.scaled)), Decimal(1)
    return None, None


def _no_constant(name: str) -> Any:
    raise ValueError(name)
