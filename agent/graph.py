"""The agent: what it is built of, and a turn of it as a stream of events.

Does not know how the nodes are strung together (flow.py); loads that at the first turn, or when told to warm up.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from agent import glossary
from agent.chat import Chat
from agent.compose import trace
from agent.events import Event, done
from agent.line import PLACES, SECONDS, Exchanger
from agent.nodes import Nodes
from agent.state import Exchange, Mode, State
from agent.write import Writer
from tools import Tool, discover
from trust.classes import Classes
from trust.commenting import Comments
from trust.principal import Principal, Scope
from trust.sources import Answer, Findings
from trust.turn import Bank, Emit, Records, Search, Turn, silent

if TYPE_CHECKING:
    from agent.flow import Flow


class Shelf(Protocol):
    """What the agent needs of the store."""

    @property
    def library(self) -> Records: ...
    @property
    def bank(self) -> Bank: ...
    @property
    def classes(self) -> Classes: ...
    @property
    def comments(self) -> Comments: ...


class Agent:
    """Built once; answers any number of turns at a time."""

    def __init__(
        self, store: Shelf, searcher: Search, model: Chat | None = None, *,
        places: int | Callable[[], int] = PLACES, seconds: float = SECONDS,
    ) -> None:
        """At most `places` calls to the model at a time; each turn has `seconds` for all of its own."""
        self.tools: dict[str, Tool] = discover()
        self._records, self._search, self._model = store, searcher, model
        self.exchange = Exchanger(model, places, seconds) if model else None
        self._nodes = Nodes(self.tools, glossary.read())

    def warm(self) -> None:
        """Be ready for the first turn."""
        _ = self._flow

    @cached_property
    def _flow(self) -> Flow:
        from agent.flow import Flow  # LangGraph takes seconds to load: the server answers without it

        return Flow(self._nodes)

    def turn(
        self, principal: Principal, scope: Scope, *, now: datetime, request_id: str, emit: Emit = silent
    ) -> Turn:
        """One person's act, with this agent's resources."""
        line = self.exchange.line(scope) if self.exchange else None
        return Turn(
            principal, scope, self._search, Writer(line), self._records.library, self._records.bank,
            self._records.classes, self._records.comments, now, request_id, emit, line,
        )

    def answer(self, turn: Turn, message: str, history: Sequence[Exchange] = (), mode: Mode = "ask") -> Answer:
        """The stream, consumed."""
        *_, last = self.stream(turn, message, history, mode)
        if last.answer is None:
            raise RuntimeError("the stream ended without an answer")
        return last.answer

    def stream(
        self, turn: Turn, message: str, history: Sequence[Exchange] = (), mode: Mode = "ask"
    ) -> Generator[Event, None, None]:
        """Events as agent/events.py orders them. Raises what trust/errors.py names: PartDown, Leak …"""
        state: dict[str, Any] = {}
        for kind, data in self._flow.stream(_start(turn, message, history, mode), turn):
            if kind == "values":
                state = data
            else:
                event, facts = data
                turn.emit(event, facts)
                yield Event(event, facts, read=_read(state, history))
        whole = done(state["answer"], trace(state, self._model.name if self._model else None))
        yield replace(whole, read=_read(state, history))


def _read(state: Mapping[str, Any], history: Sequence[Exchange]) -> frozenset[str]:
    found: Findings | None = state.get("findings")
    read = {p.document_id for p in found.passages} if found else set[str]()
    return frozenset(read.union(*(e.read for e in history)))


def _start(turn: Turn, message: str, history: Sequence[Exchange], mode: Mode) -> State:
    return {
        "question": message, "history": tuple(history), "mode": mode, "label": turn.floor, "pending": (),
        "used": (), "tried": 0, "findings": None, "made": None, "lacking": None, "said": (), "took": (),
    }
