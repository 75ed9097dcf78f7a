"""A cross-encoder of the operator's choice has the last word on the order of the best candidates.

It sees question and passage together, both of which the asker may see. Knows no index and no label.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Protocol

from knowledge.hub import loaded
from knowledge.rank import TOP, Ranked
from trust.settings import Settings

DIGITS = 4
"""Scores are rounded: what shares a batch may move the digits behind."""


class Reranker(Protocol):
    def scores(self, query: str, texts: Sequence[str]) -> list[float]:
        """How well each text answers, higher is better, comparable within one question."""
        ...


class HubReranker:
    """A model by hub name or folder."""

    def __init__(self, name_or_folder: str, batch: int, device: str | None = None) -> None:
        self._model, self._batch = loaded("CrossEncoder", name_or_folder, device), batch
        self._one_at_a_time = threading.Lock()  # fast tokenizers refuse two threads at once

    def scores(self, query: str, texts: Sequence[str]) -> list[float]:
        if not texts:
            return []
        with self._one_at_a_time:
            found = self._model.predict([(query, t) for t in texts], batch_size=self._batch, show_progress_bar=False)
        return [round(float(score), DIGITS) for score in found]


def open_reranker(settings: Settings) -> HubReranker | None:
    """The configured one, None when none is. One that cannot be had is a Fault."""
    name = settings.reranker
    return HubReranker(name, settings.embedder_batch, settings.embedder_device) if name else None


def reordered(reranker: Reranker, query: str, ranked: Sequence[Ranked]) -> list[Ranked]:
    """The TOP best in its order; equal ones and the rest keep theirs."""
    head = ranked[:TOP]
    texts = [f"{r.candidate.passage.title}\n{r.candidate.passage.text}" for r in head]
    scored = sorted(zip(reranker.scores(query, texts), range(len(head)), strict=True), key=lambda s: (-s[0], s[1]))
    return [*(head[n] for _, n in scored), *ranked[TOP:]]
