"""A kept lesson plan as the page has it: opened, saved as a new edition with its sums right, moved on.

Knows the lesson's shape and what must add up; who may do what is records/artefacts.py's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from learning.tier import HOUR
from records.artefactrows import Artefact
from tools._lesson import Lesson
from trust.errors import BadInput, NotFound
from trust.principal import Principal, Scope
from web.artefacts import Change, change
from web.identity import Identity
from web.resources import Resources

TOOL = "plan_lesson"
EDITABLE = ("draft", "in_review")


@dataclass(frozen=True)
class KeptLesson:
    """The row and its content in types; `newest` is the number of its last edition."""

    artefact: Artefact
    lesson: Lesson
    newest: int


def kept_lesson(
    parts: Resources, principal: Principal, scope: Scope, artefact_id: str, edition: int | None = None
) -> KeptLesson:
    """Raises NotFound, also for what is no lesson."""
    found = parts.store.artefacts.get(principal, scope, artefact_id)
    if found.tool != TOOL:
        raise NotFound()
    newest = found.edition
    if edition is not None and edition != newest:
        found = parts.store.artefacts.get(principal, scope, artefact_id, edition)
    return KeptLesson(found, Lesson.model_validate(found.result), newest)


def due(lesson: dict[str, Any]) -> tuple[int, int]:
    """Minutes of class as they are and as the hours have them."""
    plan = lesson["plan"]
    during = sum(int(s["minutes"] or 0) for s in plan["stages"] if s["phase"] == "during")
    return during, int(plan["hours"] or 0) * HOUR


def points(rows: list[dict[str, Any]]) -> int:
    return sum(int(row["points"] or 0) for row in rows)


def saved(
    parts: Resources, principal: Principal, scope: Scope, held: KeptLesson, content: dict[str, Any]
) -> KeptLesson:
    """A new edition of what the page holds. BadInput where it does not add up, Stale when it changed elsewhere."""
    _check(content)
    try:
        lesson = Lesson.model_validate(_without_empty(content))
    except ValidationError:
        raise BadInput("有的格子写法不对，请检查数字", "Something is not well formed: check the numbers") from None
    title = (lesson.plan or lesson).title[:200] or held.artefact.title
    made = parts.store.artefacts.edit(
        principal, scope, held.artefact.id, held.artefact.version, title=title, result=lesson.model_dump(mode="json")
    )
    return KeptLesson(made, lesson, made.edition)


def moved(parts: Resources, principal: Principal, scope: Scope, held: KeptLesson, state: Any) -> str:
    """Its new state, by the call everybody makes."""
    given = Change(version=held.artefact.version, state=state)
    return change(held.artefact.id, given, Identity(principal), scope, parts).state


def _without_empty(value: Any) -> Any:
    """Added rows that nothing was written into are no rows."""
    if isinstance(value, dict):
        return {k: _without_empty(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_without_empty(v) for v in value if not isinstance(v, dict) or _words(v)]
    return value


def _words(row: dict[str, Any]) -> list[str]:
    ours = ("phase", "by")
    return [v.strip() for k, v in row.items() if isinstance(v, str) and k not in ours and v.strip()]


def _check(content: dict[str, Any]) -> None:
    if content.get("plan"):
        is_now, wanted = due(content)
        if is_now != wanted:
            raise BadInput(
                f"课中时间合计 {is_now} 分钟，应为 {wanted} 分钟", f"{is_now} minutes in class, they must be {wanted}"
            )
        if points(content["plan"]["assessment"]) != 100:
            raise BadInput("考核评价的分值合计应为 100 分", "The assessment's points must sum to 100")
    if content.get("loose_leaf") and points(content["loose_leaf"]["evaluation"]) != 100:
        raise BadInput("任务评价的分值合计应为 100 分", "The evaluation's points must sum to 100")
