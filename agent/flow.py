"""The agent's turn as one LangGraph graph: understand → think ⇄ act → answer → release, the Turn as its context.

The only file that knows LangGraph. Keeps nothing between turns: no checkpointer, so no plaintext is left behind.
"""

from __future__ import annotations

import contextvars
from collections.abc import Callable, Iterator
from dataclasses import replace
from time import perf_counter
from typing import Any, Protocol

from langgraph.graph import END, START, StateGraph
from langgraph.runtime import Runtime
from langsmith.run_helpers import tracing_context

from agent.nodes import Node, Nodes
from agent.state import State
from trust.turn import Turn

STEPS = 40
_END = object()


class Flow:
    """Built once; runs any number of turns at a time."""

    def __init__(self, nodes: Nodes) -> None:
        self._graph = _build(nodes)

    def stream(self, start: State, turn: Turn) -> Iterator[Any]:
        """What the nodes emit, as ("custom", event), and the state after each, as ("values", state)."""
        how = {"recursion_limit": STEPS}
        return _untraced(lambda: self._graph.stream(start, how, context=turn, stream_mode=["custom", "values"]))


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

