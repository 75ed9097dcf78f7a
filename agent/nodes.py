"""The steps of one turn: understand, think, act, answer, release. Each takes the state and the Turn, returns changes.

Knows rules, tools and the optional model; not the graph library, not HTTP, not how anything is stored.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, field, replace

from agent import assigned, compose, hint, tutor
from agent.around import seconded, widened
from agent.chat import Call, ModelDown, Said
from agent.check import unfit, unfit_alone
from agent.cite import Piece
from agent.draft import Draft
from agent.events import cited
from agent.extract import extract
from agent.fence import fenced
from agent.followup import understand as understood
from agent.gate import Gate
from agent.gather import fresh, gathered
from agent.glossary import readings
from agent.language import of
from agent.makers import MAKERS
from agent.memory import NOTHING, Memory, remembered
from agent.route import LIMIT, route
from agent.state import RULES, Asked, Composed, State, Used
from agent.wants import Wants, wants
from agent.words import say
from learning.exercise import Exercise
from prompts import load
from tools import Tool, ToolResult, allowed, call, described
from trust.errors import BadInput, NotEnough, NotFound
from trust.guard import release as guard_release
from trust.sources import Answer, Citation, Findings
from trust.turn import Choose, Turn

CALLS = 6
WIDE = 12
"""Passages looked at for a list of steps: it often ranks below prose on the same matter."""
SHOWN = 20
"""Passages of one call that a model is shown."""
Node = Callable[[State, Turn], State]
Outcome = tuple[ToolResult | None, str, NotEnough | None]
"""What a call made, or the words on why not, and what was lacking."""


@dataclass(frozen=True)
class Nodes:
    """The nodes over a set of tools. A model, if there is one, comes with the turn."""

    tools: Mapping[str, Tool]
    glossary: Mapping[str, str] = field(default_factory=dict)

    def understand(self, state: State, turn: Turn) -> State:
        """Language, kind of message, and the question as it stands on its own."""
        question, climb = state["question"], tutor.standing(state["history"], state["mode"])
        if climb is not None and not tutor.stays(question, climb):
            climb = None
        asks = climb.question if climb else question
        bank = assigned.known(turn, asks, state["mode"])
        item = assigned.met(bank, asks, state["mode"])
        met: State = {"bank": bank, "item": item, "climb": climb}
        language = of(climb.question if climb else question, turn.principal.language)
        said = route(climb.question if climb else question)
        if said.kind != "search":
            return {"asked": Asked(question, language, said.kind, None, Wants()), "label": turn.floor, **met}
        turn.emit("progress", {"stage": "understand", "words": say(language, "understand")})
        meant = understood(said.text, [] if climb else [e.question for e in state["history"]])
        shape = wants(meant.queries[0])
        shape = Wants(shape.steps or meant.topic.step is not None, meant.topic.step)
        if language == "en":
            meant = replace(meant, queries=readings(meant.queries, self.glossary))
        return {"asked": Asked(question, language, said.kind, meant, shape), "label": turn.floor, **met}

    def think(self, state: State, turn: Turn) -> State:
        """What to look up next: the question's readings in order, then what the model asks for; nothing when done."""
        asked = state["asked"]
        done = state["made"] or state["lacking"] or state.get("item")
        if asked.understood is None or len(state["used"]) >= CALLS or done:
            return {"pending": ()}
        if not state["used"] and state["mode"] == "ask" and (making := self._making(state, turn)):
            stage = MAKERS[making.name].STAGE
            turn.emit("progress", {"stage": stage, "words": say(asked.language, stage)})
            return {"pending": (making,)}
        found, tried = state["findings"], state["tried"]
        queries = asked.understood.queries
        if tried < len(queries) and not (found and found.sure and found.quotes):
            turn.emit("progress", {"stage": "search", "words": say(asked.language, "search")})
            wide = {"k": WIDE} if asked.wants.steps else {}
            return {"pending": (Call("", "search", {"query": queries[tried], **wide}),), "tried": tried + 1}
        if turn.model is None or state["climb"]:  # who words a hint has not read the source
            return {"pending": ()}
        turn.emit("progress", {"stage": "think", "words": say(asked.language, "think")})
        return self._ask_model(turn.model, state, turn)

    def _making(self, state: State, turn: Turn) -> Call | None:
        """The call for a message that asks for something to be made, from people whose tool that is."""
        mine = allowed(turn.principal, dict(self.tools))
        calls = ((name, maker.wanted(state["question"], state["history"])) for name, maker in MAKERS.items())
        return next((Call("", name, args) for name, args in calls if args is not None and name in mine), None)

    def _ask_model(self, chat: Choose, state: State, turn: Turn) -> State:
        said = state["said"] or (Said("user", _thinking(state)),)
        try:
            wanted = chat.choose(said, [described(t) for t in allowed(turn.principal, dict(self.tools)).values()])
        except ModelDown:
            wanted = ()
        wanted = wanted[: CALLS - len(state["used"])]
        return {"pending": wanted, "said": (*said, Said("assistant", "", wanted)) if wanted else said}

    def act(self, state: State, turn: Turn) -> State:
        """Make the pending calls, at the same time. What a call gets wrong goes back to the model as words, never as an
        exception; in which order they end changes nothing.
        """
        found, said, label = state["findings"], list(state["said"]), turn.floor
        named = turn.model.name if turn.model else RULES
        used = [Used(w.name, w.arguments, named if w.id else RULES) for w in state["pending"]]
        artefact, lacking = state["made"], state["lacking"]
        outcomes = self._calls(turn, used, state["used"])
        for wanted, step, (made, words, lacks) in zip(state["pending"], used, outcomes, strict=True):
            lacking = lacks or lacking
            if made is not None and step.tool in MAKERS:
                artefact = made
            if made is not None:
                words, read = _shown(made, found), made.findings
                if step.chosen_by == RULES and read.sure and read.quotes:
                    read = seconded(turn, read.query, read)
                found, label = gathered(found, read), label | made.label
            if wanted.id:
                said.append(Said("tool", words, answers=wanted.id))
        if found and found.sure and state["asked"].wants.steps:
            found = widened(turn, found)
            label = label | found.label if found.label else label
        return {
            "pending": (), "used": tuple(used), "findings": found, "made": artefact, "lacking": lacking,
            "said": tuple(said), "label": label,
        }  # fmt: skip

    def _calls(self, turn: Turn, steps: Sequence[Used], before: Sequence[Used]) -> list[Outcome]:
        """In the order of the steps."""
        if len(steps) == 1:
            return [self._call(turn, steps[0], before)]
        with ThreadPoolExecutor(len(steps)) as pool:
            begun = [
                pool.submit(copy_context().run, self._call, turn, step, [*before, *steps[:n]])
                for n, step in enumerate(steps)
            ]
            return [one.result() for one in begun]

    def _call(self, turn: Turn, step: Used, earlier: Sequence[Used]) -> Outcome:
        tool = self.tools.get(step.tool)
        if tool is None:
            return None, "there is no such tool", None
        if any(e.tool == step.tool and e.arguments == step.arguments for e in earlier):
            return None, "this was already looked up", None
        try:
            return call(tool, turn, step.arguments), "", None
        except NotEnough as error:
            return None, error.en, error
        except (BadInput, NotFound) as error:
            if step.chosen_by == RULES:
                raise
            return None, error.en, None

    def answer(self, state: State, turn: Turn) -> State:
        """Compose: small talk and refusals from the catalogue, everything else from the findings."""
        asked, found = state["asked"], state["findings"]
        if (item := state.get("item")) is not None:
            return self._exercised(state, turn, item)
        if asked.kind != "search":
            words = say(asked.language, asked.kind, limit=LIMIT)
            return {"composed": compose.plain(words, state, refused=asked.kind in ("outside", "empty", "long"))}
        if state["made"] is not None:
            return {"composed": compose.told(state["made"], state)}
        if state["lacking"] is not None:
            return {"composed": compose.plain(state["lacking"].detail(asked.language), state, refused=True)}
        if found is None or not found.sure or not found.quotes:
            return {"composed": compose.refused(state)}
        turn.emit("progress", {"stage": "write", "words": say(asked.language, "write")})
        query = _query(state)
        if state["mode"] == "tutor":
            asks = state["climb"].question if state["climb"] else query
            if (bank := state.get("bank")) and (item := bank.answered_by(asks, compose.quoted(found))):
                return self._exercised(state, turn, item)
            if (led := self._led(state, turn, found, query)) is not None:
                return led
        memory = remembered(state["history"]) if turn.model else NOTHING
        if memory.label is not None:  # what is written beside it is made of it too
            state = {**state, "label": state["label"] | memory.label}
        terms = self.glossary if asked.language == "en" else None
        gate = Gate(
            found, lambda s: unfit_alone(s, found, terms), lambda *told: _let(state, turn, found, *told),
            " " if terms else "",
        )  # fmt: skip
        written = turn.write(
            _asking(state, query, memory), Draft, found, lambda draft: unfit(draft, found, terms),
            lambda f: extract(f, asked.language, asked.wants, query), gate,
        )  # fmt: skip
        draft: Draft = written.value
        if gate.let:
            name = turn.model.name if turn.model else written.written_by
            composed = compose.gated(gate.let, None if written.written_by == name else draft, found, state, name)
            composed = compose.cut(_told(composed, "model_cut", state)) if written.down else composed
        elif not draft.answered or not draft.sentences:
            composed = compose.refused(state, written.written_by)
        else:
            composed = compose.composed(draft, found, state, written.written_by)
            composed = _told(composed, "model_down", state) if written.down else composed
        return {"composed": composed, "recalled": memory.read}

    def _exercised(self, state: State, turn: Turn, item: Exercise) -> State:
        """A rung of a published exercise's ladder; its key and its source at the end."""
        asked, before = state["asked"], state.get("climb")
        question = before.question if before else state["question"]
        found = assigned.sources(turn, item, question)
        led = assigned.lead(state["question"], item, found, before, question, asked.language)
        known: State = {"climb": led.climb, "findings": found}
        if found and found.label:
            known["label"] = found.label
            state = {**state, "label": state["label"] | found.label}
        if not led.answer or found is None:
            words, by = hint.worded(turn, led, state["question"], item.options, asked.language)
            return known | {"composed": compose.plain(words, state, refused=False, written_by=by)}
        whole = compose.composed(compose.whole(found), found, state, "extract")
        return known | {"composed": compose.beginning(led.words, whole)}

    def _led(self, state: State, turn: Turn, found: Findings, query: str) -> State | None:
        """A rung of the ladder, and the answer itself at its end."""
        asked, before = state["asked"], state.get("climb")
        question = before.question if before else query
        led = tutor.lead(asked.question, question, found, before, asked.language)
        if led is None:
            return None
        if not led.answer:
            words, by = hint.worded(turn, led, state["question"], (), asked.language)
            return {"composed": compose.plain(words, state, refused=False, written_by=by), "climb": led.climb}
        line = Findings.quoting(question, found.passages, [led.line])
        told = compose.whole(line) if line else extract(found, asked.language, asked.wants, question)
        whole = compose.composed(told, line or found, state, "extract")
        whole = compose.ending(whole, led.told) if line else whole
        return {"composed": compose.beginning(led.words, whole), "climb": led.climb}

    def release(self, state: State, turn: Turn) -> State:
        """Past the guard, then out: nothing is said before it admitted the whole answer."""
        composed, found = state["composed"], state["findings"]
        passages = found.passages if found else ()
        answer = guard_release(turn.principal, composed.answer, passages, turn.floor)
        answer = replace(answer, read=compose.read_for(answer, state))
        for piece in composed.pieces[composed.left :]:
            turn.emit("sentence", {"text": piece.text, "citations": list(piece.citations)})
        for citation in answer.citations:
            turn.emit("citation", cited(citation))
        return {"answer": answer, "label": answer.label}


def _shown(made: ToolResult, known: Findings | None) -> str:
    """A tool's result for the model: new passages fenced and numbered on; other results as their JSON."""
    if not made.findings.passages:
        return made.result.model_dump_json() if made.findings.label else "(nothing found)"
    new = fresh(known, made.findings)[:SHOWN]
    return fenced(new, 1 + (len(known.passages) if known else 0)) if new else "(nothing new)"


def _thinking(state: State) -> str:
    found = state["findings"]
    passages = fenced(found.passages) if found else "(none)"
    return load("think", question=state["question"], query=_query(state), passages=passages)


def _query(state: State) -> str:
    """The question as understood: its readings that were searched."""
    meant = state["asked"].understood
    return " / ".join(meant.queries[: state["tried"]]) if meant else state["question"]


def _asking(state: State, query: str, memory: Memory) -> str:
    asked = state["asked"]
    language = "English" if asked.language == "en" else "simplified Chinese"
    return load("answer", question=asked.question, query=query, language=language, conversation=memory.text)


def _told(composed: Composed, word: str, state: State) -> Composed:
    return compose.ending(composed, say(state["asked"].language, word))


def _let(
    state: State, turn: Turn, found: Findings, piece: Piece, pieces: Sequence[Piece], citations: Sequence[Citation]
) -> None:
    """A sentence past the guard, then out, before the answer is whole."""
    said = Answer("".join(p.text for p in pieces), tuple(citations), state["label"], False)
    guard_release(turn.principal, said, found.passages, turn.floor)
    turn.emit("sentence", {"text": piece.text, "citations": list(piece.citations)})
