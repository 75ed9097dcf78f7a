"""The sentence gate: a model's text leaves sentence by sentence, each once it holds, while the model still writes.

A sentence that does not hold is dropped; two in a row end the model's part once something has left. Knows sentences and
their sources; not how they come (model.py) nor where they go (nodes.py).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError

from agent.chat import Enough
from agent.cite import Piece, bind, unmarked
from agent.draft import Draft, Sentence
from trust.sources import Citation, Findings

AWAY = 2
Leave = Callable[[Piece, Sequence[Piece], Sequence[Citation]], None]
"""Told the next piece, all up to it, and the citations they rest on; raises Leak where it may not leave."""


class Gate:
    """For one draft. Keeps trust.turn.Hears."""

    def __init__(self, findings: Findings, judge: Callable[[Sentence], str | None], leave: Leave, gap: str) -> None:
        self._findings, self._judge, self._leave, self._gap = findings, judge, leave, gap
        self.let: list[Sentence] = []
        self._seen = self._away = 0

    def hears(self, so_far: Mapping[str, Any]) -> None:
        """What of the draft stands so far; its last sentence may not be whole. Raises Enough."""
        listed = so_far.get("sentences")
        if so_far.get("answered") is True and isinstance(listed, list):
            for raw in listed[self._seen : -1]:
                self._offer(raw)

    def keeps(self, draft: BaseModel | None) -> bool:
        """The draft is whole, or ended before it was. Whether any of it has left: then none is to be written anew."""
        if isinstance(draft, Draft) and draft.answered and (self.let or self._seen < len(draft.sentences)):
            try:
                for sentence in draft.sentences[self._seen :]:
                    self._offer(sentence.model_dump())
            except Enough:
                return True
        return bool(self.let)

    def _offer(self, raw: object) -> None:
        self._seen += 1
        sentence = _sentence(raw)
        if sentence is None or self._judge(sentence) is not None:
            self._away += 1
            if self.let and self._away >= AWAY:
                raise Enough()
            return
        self._away = 0
        gap = self._gap if self.let else ""
        self.let.append(Sentence(text=gap + unmarked(sentence.text).strip(), sources=sentence.sources))
        pieces, citations = bind(Draft(answered=True, sentences=self.let), self._findings)
        self._leave(pieces[-1], pieces, citations)


def _sentence(raw: object) -> Sentence | None:
    try:
        return Sentence.model_validate(raw)
    except ValidationError:
        return None
