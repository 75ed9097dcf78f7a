"""The agent as one LangGraph graph: understand → think ⇄ act → answer → release, with the Turn as its context.

The only file that knows LangGraph. Keeps nothing between turns: no checkpointer, so no plaintext is left behind.
"""

from __future__ import annotations

import contextvars
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from time import perf_counter
from typing import Any, Protocol

from langgraph.graph import END, START, StateGraph
from langgraph.runtime import Runtime
from langsmith.run_helpers import tracing_context

from agent import glossary
from agent.chat import Chat
from agent.events import Event, done
from agent.nodes import Node, Nodes, trace
from agent.state import Exchange, Mode, State
from agent.write import Writer
from tools import Tool, discover
from trust.principal import Principal, Scope
from trust.sources import Answer
from trust.turn import Emit, Records, Search, Turn, silent

STEPS = 40
_END = object()


class Shelf(Protocol):
    """Of the store, the agent needs the library alone."""

    @property
    def library(self) -> Records: ...


class Agent:
    """Built once; answers any number of turns at a time."""

    def __init__(self, store: Shelf, searcher: Search, model: Chat | None = None) -> None:
        self.tools: dict[str, Tool] = discover()
        self.write = Writer(model)
        self._records, self._search, self._model = store, searcher, model
        self._graph = _build(Nodes(self.tools, model, glossary.read()))

    def turn(
        self, principal: Principal, scope: Scope, *, now: datetime, request_id: str, emit: Emit = silent
    ) -> Turn:
        """One person's act, with this agent's resources."""
        return Turn(
            principal, scope, self._search, self.write, self._records.library, now, request_id, emit
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
        for kind, data in _untraced(lambda: self._run(turn, message, history, mode)):
            if kind == "values":
                state = data
            else:
                event, facts = data
                turn.emit(event, facts)
                yield Event(event, facts)
        yield done(state["answer"], trace(state, self._model.name if self._model else None))

    def _run(self, turn: Turn, message: str, history: Sequence[Exchange], mode: Mode) -> Iterator[Any]:
        start: State = {
            "question": message, "history": tuple(history), "mode": mode, "label": turn.floor, "pending": (),
            "used": (), "tried": 0, "findings": None, "said": (), "took": (),
        }
        events: Iterator[Any] = self._graph.stream(
            start, {"recursion_limit": STEPS}, context=turn, stream_mode=["custom", "values"]
        )
        return events


def _build(nodes: Nodes) -> Any:
    graph: StateGraph[State, Turn, State, State] = StateGraph(State, context_schema=Turn)
    for name in ("understand", "think", "act", "answer", "release"):
        graph.add_node(name, _node(name, getattr(nodes, name)))
    graph.add_edge(START, "understand")
    graph.add_conditional_edges("understand", _after_understanding, ["think", "answer"])
    graph.add_conditional_edges("think", _after_thinking, ["act", "answer"])
    graph.add_edge("act", "think")
    graph.add_edge("answer", "release")
    graph.add_edge("release", END)
    return graph.compile()


class _Runs(Protocol):
    """A node as LangGraph calls it."""

    def __call__(self, state: State, *, runtime: Runtime[Turn]) -> State: ...


def _node(name: str, node: Node) -> _Runs:
    """The Turn out of the context, its `emit` into the stream, its time kept."""

    def run(state: State, *, runtime: Runtime[Turn]) -> State:
        started = perf_counter()
        turn = replace(runtime.context, emit=lambda kind, data: runtime.stream_writer((kind, data)))
        changes = node(state, turn)
        changes["took"] = ((name, (perf_counter() - started) * 1000),)
        return changes

    return run


def _after_understanding(state: State) -> str:
    return "think" if state["asked"].kind == "search" else "answer"


def _after_thinking(state: State) -> str:
    return "act" if state["pending"] else "answer"


def _untraced(begin: Callable[[], Iterator[Any]]) -> Iterator[Any]:
    """Run in a context of its own where tracing to outside services is off, whatever the environment says."""
    context, untraced = contextvars.copy_context(), tracing_context(enabled=False)
    context.run(untraced.__enter__)
    try:
        inner = context.run(begin)
        while (item := context.run(next, inner, _END)) is not _END:
            yield item
    finally:
        context.run(untraced.__exit__, None, None, None)

