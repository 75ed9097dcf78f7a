"""Rehearsals of one learner: what may be rehearsed, begun, walked and looked back on. API and page come through here.

A script is made of whole documents the learner reads today. When its passages go out of reach the rehearsal is gone
with them; when they were replaced it has to be begun anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from learning.project import outline
from learning.rehearsal import Outcome
from learning.script import Script, scripts
from records.rehearsals import Walked
from trust.errors import NotEnough, NotFound, Stale
from trust.guard import admit
from trust.labels import join
from trust.principal import Principal, Scope
from trust.sources import Citation, Document, Passage
from web.practising import cited, learner
from web.resources import Resources

PAGE = 50


@dataclass(frozen=True)
class Offered:
    """A document and the tasks in it that can be rehearsed, in its order."""

    document: Document
    tasks: tuple[Script, ...]


@dataclass(frozen=True)
class Summary:
    """What to look at afterwards. `vetoes` are slips at dangers that fail the task."""

    seconds: int
    right: int
    moves: int
    slips: tuple[tuple[Outcome, Citation | None], ...]
    vetoes: int
    read: tuple[Citation, ...]


def offered(
    parts: Resources, principal: Principal, scope: Scope, q: str | None = None, cursor: str | None = None
) -> tuple[list[Offered], str | None]:
    """Those among a page of the readable documents that hold a process, newest first."""
    learner(principal)
    documents, more = parts.store.library.page(principal, scope, q=q, cursor=cursor, limit=PAGE)
    found = [Offered(d, _scripts(_whole(parts, principal, scope, d.id))) for d in documents]
    return [o for o in found if o.tasks], more


def begin(parts: Resources, principal: Principal, scope: Scope, document_id: str, task: int) -> Walked:
    """NotFound for a hidden document, NotEnough for one without such a task."""
    learner(principal)
    passages = _whole(parts, principal, scope, document_id)
    if not passages:
        raise NotFound()
    tasks = _scripts(passages)
    if task >= len(tasks):
        raise NotEnough(
            "这份资料里没有可以预练的任务：需要带编号步骤的作业过程（至少三步）。",
            "Nothing to rehearse in this document: it needs a process of at least three numbered steps.",
        )
    label = join(p.label for p in passages)
    return parts.store.rehearsals.begin(principal, scope, document_id, tasks[task], label)


def walked(parts: Resources, principal: Principal, scope: Scope, rehearsal_id: str) -> Walked:
    """One's own. NotFound once its document is out of reach, Stale once it was replaced."""
    learner(principal)
    found = parts.store.rehearsals.get(principal, scope, rehearsal_id)
    _stands(parts, principal, scope, found)
    return found


def moved(parts: Resources, principal: Principal, scope: Scope, rehearsal_id: str, n: int, said: str) -> Walked:
    walked(parts, principal, scope, rehearsal_id)
    return parts.store.rehearsals.move(principal, scope, rehearsal_id, n, said)


def summary(parts: Resources, principal: Principal, scope: Scope, done: Walked) -> Summary | None:
    """None before the end."""
    if done.finished_at is None:
        return None
    missed = [o for o in done.outcomes if not o.right]
    sources = cited(parts, principal, scope, [(o.passage_id, o.quote) for o in missed])
    by_quote = {(c.passage_id, c.quote): c for c in sources}
    return Summary(
        round((done.finished_at - done.started_at).total_seconds()), len(done.outcomes) - len(missed),
        len(done.outcomes), tuple((o, by_quote.get((o.passage_id, o.quote))) for o in missed),
        sum(o.vital for o in missed), sources,
    )  # fmt: skip


def _stands(parts: Resources, principal: Principal, scope: Scope, found: Walked) -> None:
    wanted = list(dict.fromkeys(a.passage_id for a in found.script.acts))
    if len(parts.store.library.passages(principal, scope, wanted)) == len(wanted):
        return
    if not _whole(parts, principal, scope, found.document_id):
        raise NotFound()
    raise Stale("资料已更新，请重新开始预练", "The document has changed; begin the rehearsal anew")


def _whole(parts: Resources, principal: Principal, scope: Scope, document_id: str) -> tuple[Passage, ...]:
    return admit(principal, scope, parts.store.library.whole(principal, scope, document_id))


def _scripts(passages: Sequence[Passage]) -> tuple[Script, ...]:
    return scripts(outline(passages)) if passages else ()
