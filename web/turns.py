"""One turn of talk, from a person's message to the stored exchange. The API, the OpenAI door and the chat page all
come through here; none has a logic of its own.

Does not know how an answer is found (agent/) nor how a thread is kept (records/threads.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from time import monotonic
from typing import Any

from agent.events import Event
from agent.state import Exchange, Mode
from trust.errors import BadInput, Forbidden, NotFound, NotSignedIn
from trust.principal import Principal, Scope
from trust.sources import Answer
from web.resources import Resources

Told = Callable[[Event], None]
RECHECK = 0.5
"""Seconds: looking up who somebody is costs milliseconds, too much for each sentence of a fast model."""


@dataclass(frozen=True)
class Talk:
    """Who says what, in which thread. `history` was read today: what its asker may no longer read is not in it. `place`
    is the exchange that this one takes the place of, none for a new one.
    """

    principal: Principal
    scope: Scope
    message: str
    request_id: str
    thread_id: str | None = None
    history: tuple[Exchange, ...] = ()
    mode: Mode = "ask"
    place: int | None = None


def remembered(
    parts: Resources, principal: Principal, thread_id: str | None, retry: bool = False
) -> tuple[tuple[Exchange, ...], int | None]:
    """The readable exchanges of one's own thread, and with `retry` the place of its last one, which is not among them.
    Raises NotFound, BadInput where nothing was said that could be asked again.
    """
    turns = parts.store.threads.get(principal, thread_id).turns if thread_id else ()
    if retry and not turns:
        raise BadInput("这个对话里还没有可以重答的问题", "Nothing was asked here that could be asked again")
    place = turns[-1].ordinal if retry else None
    return tuple(
        Exchange(
            said.asked, said.answer.text, said.answer.citations, said.answer.refused, said.trace.get("tutor"),
            said.answer.label, said.answer.sources,
        )
        for said in turns
        if said.answer is not None and said.ordinal != place
    ), place


def events(parts: Resources, talk: Talk) -> Iterator[Event]:
    """What the agent tells, in order; nothing is kept. Raises Forbidden where what the asker held at the start, or a
    document read for it, is taken from them before the end: not a sentence more leaves, RECHECK seconds later at the
    latest, and nothing is stored.
    """
    turn = parts.agent.turn(talk.principal, talk.scope, now=parts.now(), request_id=talk.request_id)
    checked = 0.0
    for event in parts.agent.stream(turn, talk.message, talk.history, talk.mode):
        if event.answer is not None or (event.kind == "sentence" and monotonic() - checked >= RECHECK):
            _still(parts, talk.principal, event.read)
            checked = monotonic()
        if event.answer is not None:
            parts.spans.turn(event.answer, event.trace)
        yield event


def _still(parts: Resources, principal: Principal, read: frozenset[str]) -> None:
    try:
        today = parts.store.people.principal(principal.id)
    except NotFound:
        raise NotSignedIn() from None
    if not today.atoms >= principal.atoms:
        raise Forbidden("回答途中你的权限有变化，回答已停止", "Your rights changed: the answer was stopped")
    if not parts.store.library.stand(today, read):
        raise Forbidden("回答途中有资料被收回，回答已停止，请重新提问", "A source was withdrawn: please ask again")


def kept(parts: Resources, talk: Talk) -> Iterator[tuple[Event, str | None]]:
    """The same, and the exchange stored before `done` is told; with it comes the thread's id."""
    for event in events(parts, talk):
        if event.answer is None:
            yield event, None
        else:
            yield event, _store(parts, talk, event.answer, dict(event.trace))


def _store(parts: Resources, talk: Talk, answer: Answer, trace: dict[str, Any]) -> str:
    threads = parts.store.threads
    thread_id = talk.thread_id or threads.create(talk.principal)
    threads.append(talk.principal, thread_id, talk.message, answer, trace, talk.place)
    return thread_id


def ended(told: Iterator[tuple[Event, str | None]]) -> tuple[Event, str | None]:
    """The last event of a stream."""
    *_, last_told = told
    return last_told


def last(told: Iterator[tuple[Event, str | None]]) -> tuple[Answer, str | None]:
    """The answer at the end of a stream."""
    event, thread_id = ended(told)
    if event.answer is None:
        raise RuntimeError("the stream ended without an answer")
    return event.answer, thread_id
