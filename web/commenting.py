"""Comments drawn for the API and the pages: one student's, or what a class lacks, a turn of the agent's for each.

Who may, and what a comment may rest on, are records/'s rules; how it is worded is tools/'s.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from learning.commentdiff import Change, changes
from learning.commentwords import Tone
from records.commentrows import Comment
from records.comments import Line
from tools._comment import worded
from trust.errors import Fault, NotFound
from trust.principal import Principal, Scope
from web.resources import Resources


def drawn(
    parts: Resources, principal: Principal, scope: Scope, scheme: str, student: str, tone: Tone, version: int,
    request: str = "",
) -> Comment:  # fmt: skip
    """The next edition. Raises what records/comments.py does: NotFound, Forbidden, Stale, BadInput."""
    turn, comments = parts.agent.turn(principal, scope, now=parts.now(), request_id=request), parts.store.comments
    basis = comments.basis(principal, scope, scheme, student)
    return comments.enter(principal, scope, basis, tone, version, *worded(turn.write, basis, tone))


def each(
    parts: Resources, principal: Principal, scope: Scope, scheme: str, tone: Tone, lines: list[Line]
) -> Iterator[dict[str, object]]:
    """What came of each: `drawn`, `kept` (there, and not stale), or why there is none. A fault ends no other's."""
    for n, line in enumerate(lines, 1):
        told: dict[str, object] = {"done": n, "total": len(lines), "student": line.student, "outcome": "kept"}
        if line.comment is None or line.stale:
            version = 0 if line.comment is None else line.comment.version
            try:
                made = drawn(parts, principal, scope, scheme, line.student, tone, version)
                told |= {"outcome": "drawn", "comment": made.id}
            except Fault as fault:
                told |= {"outcome": "none", "why": fault.zh, "why_en": fault.en}
        yield told


def compared(
    editions: Sequence[Comment], before: int | None = None, after: int | None = None
) -> tuple[int, int, list[Change]]:
    """From one edition to another, by number; the last two if unnamed. NotFound where one is not among them."""
    held = {c.edition: c for c in editions}
    last = after if after is not None else max(held, default=0)
    first = before if before is not None else max((e for e in held if e < last), default=last)
    if first not in held or last not in held:
        raise NotFound()
    return first, last, changes(held[first].sentences, held[last].sentences)
