"""Virtual rehearsal 虚拟预练 as a state machine: choose the next step, decide at its dangers, enter its values.

One move at each stop. A slip is told with the source's own words and the rehearsal goes on, so it always ends; a slip
at a vital danger is a veto. What is shown before a move never tells which step is next. Pure: `stop` says what is
asked, `move` what comes of it; a state is told by the moves made so far.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from learning.alike import bare
from learning.chance import shuffled
from learning.equivalent import other_unit, within
from learning.hazard import Hazard
from learning.options import quantity
from learning.script import Act, Script

Asks = Literal["step", "value", "danger"]
Slip = Literal["order", "value", "unit", "safety"]


@dataclass(frozen=True)
class State:
    """`acts` are done; the next one is `chosen`, then its `dangers` are met, then its `values` entered."""

    acts: int = 0
    chosen: bool = False
    dangers: int = 0
    values: int = 0


@dataclass(frozen=True)
class Stop:
    """What is asked now. `options` are the steps not yet done, or what may be done at a danger, mixed; `doing` is the
    step chosen last, which a danger or a value belongs to.
    """

    asks: Asks
    options: tuple[str, ...] = ()
    situation: str = ""
    doing: str = ""
    name: str = ""
    vital: bool = False


@dataclass(frozen=True)
class Outcome:
    """What came of a move: the slip if it was one, `key` what was right, `quote` verbatim in the passage."""

    asks: Asks
    right: bool
    slip: Slip | None
    key: str
    quote: str
    passage_id: str
    vital: bool = False


def stop(script: Script, state: State) -> Stop | None:
    """None when everything is done."""
    if state.acts >= len(script.acts):
        return None
    act = script.acts[state.acts]
    if not state.chosen:
        return Stop("step", _left(script, state))
    if state.dangers < len(act.dangers):
        danger = act.dangers[state.dangers]
        return Stop("danger", danger.options, danger.situation, act.shown, vital=danger.vital)
    return Stop("value", doing=act.shown, name=act.settings[state.values].name)


def move(script: Script, state: State, said: str) -> tuple[State, Outcome]:
    """The state after it, and what came of it. ValueError when all is done or `said` is no option."""
    asked = stop(script, state)
    if asked is None:
        raise ValueError("the rehearsal is over")
    if asked.options and bare(said) not in map(bare, asked.options):
        raise ValueError("not one of the options")
    act = script.acts[state.acts]
    if asked.asks == "danger":
        return _on(script, replace(state, dangers=state.dangers + 1)), _decided(act.dangers[state.dangers], said)
    if asked.asks == "step":
        return _on(script, replace(state, chosen=True)), _taken(act, said)
    return _on(script, replace(state, values=state.values + 1)), _entered(act, state.values, said)


def told(outcome: Outcome, state: State) -> Outcome:
    """What may be shown of the last move: the source's words wait until the whole step is done, for they hold what is
    still to be asked of it.
    """
    return replace(outcome, quote="") if state.chosen else outcome


def replayed(script: Script, said: Sequence[str]) -> tuple[State, list[Outcome]]:
    """The state after these moves."""
    state, outcomes = State(), []
    for one in said:
        state, outcome = move(script, state, one)
        outcomes.append(outcome)
    return state, outcomes


def stops(script: Script) -> int:
    """How many moves it takes, whatever they are."""
    return len(script.acts) + script.values + script.dangers


def perfect(script: Script) -> list[str]:
    """The moves without a slip."""
    said: list[str] = []
    for act in script.acts:
        said += [act.shown, *(d.right for d in act.dangers), *(s.key for s in act.settings)]
    return said


def _left(script: Script, state: State) -> tuple[str, ...]:
    """The steps not yet done, in one order from beginning to end, which their place in the source does not tell."""
    places = [str(n) for n in range(len(script.acts))]
    whole = shuffled(places, "rehearsal", script.title, *(a.quote for a in script.acts))
    mixed = whole if list(whole) != sorted(whole, key=int) else whole[::-1]
    return tuple(script.acts[int(n)].shown for n in mixed if int(n) >= state.acts)


def _on(script: Script, state: State) -> State:
    """To the next step once all of this one is done."""
    act = script.acts[state.acts]
    done = state.dangers >= len(act.dangers) and state.values >= len(act.settings)
    return State(state.acts + 1) if done else state


def _decided(danger: Hazard, said: str) -> Outcome:
    right = bare(said) == bare(danger.right)
    slip: Slip | None = None if right else "safety"
    return Outcome("danger", right, slip, danger.right, danger.rule, danger.passage_id, danger.vital)


def _taken(act: Act, said: str) -> Outcome:
    right = bare(said) == bare(act.shown)
    return Outcome("step", right, None if right else "order", act.shown, act.quote, act.passage_id)


def _entered(act: Act, n: int, said: str) -> Outcome:
    setting = act.settings[n]
    right = within(said, setting.key)
    slip: Slip | None = None if right else "unit" if _unit_only(said, setting.key) else "value"
    return Outcome("value", right, slip, setting.key, setting.quote, act.passage_id)


def _unit_only(said: str, key: str) -> bool:
    """The number is right and its unit is missing or another."""
    wanted = quantity(key)
    if wanted is None or wanted.unit is None:
        return False
    return other_unit(said, key) or within(f"{said} {wanted.unit}", key)
