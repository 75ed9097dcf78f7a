"""What a turn says, composed: words and refusals from the catalogue, sentences with their citations, and the trace.

Knows the state and the findings; makes no call and no choice (nodes.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from agent.cite import Piece, bind, unmarked
from agent.draft import Draft, Sentence
from agent.makers import MAKERS
from agent.state import RULES, Asked, Composed, State
from agent.words import libraries, say
from learning.hints import Climb
from tools import ToolResult
from trust.sources import Answer, Findings


def quoted(found: Findings) -> list[tuple[str, str]]:
    return [(q.passage_id, q.text) for q in found.quotes]


def whole(found: Findings) -> Draft:
    """Every quotation, with its source."""
    at = {p.id: n for n, p in enumerate(found.passages, 1)}
    last = len(found.quotes) - 1
    said = [
        Sentence(text=q.text + ("\n" if n < last else ""), sources=[at[q.passage_id]])
        for n, q in enumerate(found.quotes)
    ]
    return Draft(answered=True, sentences=said)


def refused(state: State, written_by: str = "extract") -> Composed:
    """The same words whatever is hidden: only the question and the names of the libraries."""
    language = state["asked"].language
    words = say(language, "refused", libraries=libraries(language))
    return plain(words, state, refused=True, written_by=written_by)


def told(made: ToolResult, state: State) -> Composed:
    maker = next(MAKERS[u.tool] for u in reversed(state["used"]) if u.tool in MAKERS)
    pieces, citations = maker.told(made, state["asked"].language)
    text = "".join(p.text for p in pieces)
    return Composed(Answer(text, citations, state["label"], False, made.written_by, tools_of(state)), pieces)


def plain(words: str, state: State, *, refused: bool, written_by: str = "extract") -> Composed:
    answer = Answer(words, (), state["label"], refused, written_by, tools_of(state))
    return Composed(answer, (Piece(words),))


def composed(draft: Draft, found: Findings, state: State, written_by: str) -> Composed:
    if written_by != "extract":
        draft = spaced(draft, state["asked"].language)
    pieces, citations = bind(draft, found)
    text = "".join(p.text for p in pieces)
    return Composed(Answer(text, citations, state["label"], False, written_by, tools_of(state)), pieces)


def gated(let: Sequence[Sentence], rest: Draft | None, found: Findings, state: State, by: str) -> Composed:
    """What has left already; where the model did not end well, with what the rules quote of passages not yet cited."""
    cited = {source for s in let for source in s.sources}
    more = [s for s in rest.sentences if not cited.issuperset(s.sources)] if rest else []
    if more:
        more[0] = Sentence(text="\n" + more[0].text, sources=more[0].sources)
    pieces, citations = bind(Draft(answered=True, sentences=[*let, *more]), found)
    text = "".join(p.text for p in pieces)
    return Composed(Answer(text, citations, state["label"], False, by, tools_of(state)), pieces, len(let))


def beginning(words: str, composed: Composed) -> Composed:
    """The same answer with something said before it."""
    answer = replace(composed.answer, text=words + composed.answer.text)
    return Composed(answer, (Piece(words), *composed.pieces))


def ending(composed: Composed, words: str) -> Composed:
    """The same answer with something said after it."""
    answer = replace(composed.answer, text=composed.answer.text + words)
    return replace(composed, answer=answer, pieces=(*composed.pieces, Piece(words)))


def cut(composed: Composed) -> Composed:
    """The same answer, marked as one whose writer fell silent."""
    return replace(composed, answer=replace(composed.answer, incomplete=True))


def spaced(draft: Draft, language: str) -> Draft:
    """A model's sentences, without marks of its own, and with the space its language puts between sentences."""
    gap = " " if language == "en" else ""
    texts = [unmarked(s.text).strip() for s in draft.sentences]
    last = len(texts) - 1
    said = [
        Sentence(text=text + (gap if i < last else ""), sources=s.sources)
        for i, (text, s) in enumerate(zip(texts, draft.sentences, strict=True)) if text
    ]
    return Draft(answered=bool(said), sentences=said)


def read_for(answer: Answer, state: State) -> tuple[str, ...]:
    """The documents the words and the trace were made of. Of quotations only those they cite: what else was found chose
    among them, nothing more.
    """
    found, by_rules = state["findings"], all(u.chosen_by == RULES for u in state["used"])
    quoting = answer.written_by == "extract" and state["mode"] == "ask" and by_rules
    alone = quoting and not state["made"] and not state.get("item")
    held = [] if found is None or alone else [p.document_id for p in found.passages]
    return tuple(sorted({*held, *state.get("recalled", ())}))


def tools_of(state: State) -> tuple[str, ...]:
    return tuple(u.tool for u in state["used"])


def trace(state: Mapping[str, Any], model: str | None) -> dict[str, Any]:
    """How the answer came about, for its asker: ids and queries, no passage text."""
    asked: Asked = state["asked"]
    found: Findings | None = state["findings"]
    climb: Climb | None = state.get("climb")
    return {
        **({"tutor": climb.told()} if climb else {}),
        "kind": asked.kind,
        "understood": list(asked.understood.queries) if asked.understood else [],
        "followed": bool(asked.understood and asked.understood.followed),
        "calls": [{"tool": u.tool, "arguments": dict(u.arguments), "by": u.chosen_by} for u in state["used"]],
        "passages": [p.id for p in found.passages] if found else [],
        "model": model,
        "milliseconds": {name: round(ms, 1) for name, ms in state["took"]},
    }
