"""Dense vectors from a sentence-transformers model of the operator's choice.

Does not know how a model is loaded (hub.py), the index, or how a cosine is weighed (rank.py).
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from knowledge.hub import loaded
from trust.settings import Settings

BATCH = 32

FAMILIES = {
    "e5-": ("query: ", "passage: "),
    "bge-small-zh": ("为这个句子生成表示以用于检索相关文章：", ""),
    "bge-base-zh": ("为这个句子生成表示以用于检索相关文章：", ""),
    "bge-large-zh": ("为这个句子生成表示以用于检索相关文章：", ""),
}
"""(query, passage) prompts of model families that were trained with them but do not carry them along."""


class Embedder(Protocol):
    """Turns text into vectors of one size."""

    @property
    def size(self) -> int: ...

    def encode_queries(self, texts: Sequence[str]) -> list[list[float]]: ...

    def encode_passages(self, texts: Sequence[str]) -> list[list[float]]:
        """One vector per text. Call it with the passages of one document at a time: what shares a batch
        may move the last digits, and no other document should."""
        ...


@dataclass(frozen=True)
class Recipe:
    """What decides a vector: the model by name or folder, and its prompts. Another recipe needs another index."""

    name: str
    query_prompt: str | None = None
    passage_prompt: str | None = None


class HubEmbedder:
    """A model by hub name or folder. Prompts left as None are the model's own, a device left as None is the library's
    choice. Vectors have unit length.
    """

    def __init__(
        self,
        name_or_folder: str,
        query_prompt: str | None = None,
        passage_prompt: str | None = None,
        batch: int = BATCH,
        device: str | None = None,
    ) -> None:
        self._model = loaded("SentenceTransformer", name_or_folder, device)
        self._prompts = (query_prompt, passage_prompt)
        self._batch = batch
        self._one_at_a_time = threading.Lock()  # fast tokenizers refuse two threads at once
        self.size = int(self._model.get_embedding_dimension())

    def encode_queries(self, texts: Sequence[str]) -> list[list[float]]:
        return self._encode(self._model.encode_query, texts, self._prompts[0])

    def encode_passages(self, texts: Sequence[str]) -> list[list[float]]:
        return self._encode(self._model.encode_document, texts, self._prompts[1])

    def _encode(self, encode: Any, texts: Sequence[str], prompt: str | None) -> list[list[float]]:
        if not texts:
            return []
        with self._one_at_a_time:
            vectors = encode(
                list(texts),
                prompt=prompt,
                batch_size=self._batch,
                normalize_embeddings=True,
                show_progress_bar=False,
            )
        return [[float(x) for x in vector] for vector in vectors]


def recipe(settings: Settings) -> Recipe | None:
    """The configured one, with the prompts of its family where none are set; None without an embedder."""
    name = settings.embedder
    if not name:
        return None
    query, passage = next((p for family, p in FAMILIES.items() if family in name.lower()), (None, None))
    if settings.embedder_query_prompt is not None:
        query = settings.embedder_query_prompt
    if settings.embedder_passage_prompt is not None:
        passage = settings.embedder_passage_prompt
    return Recipe(name, query, passage)


def open_embedder(settings: Settings, former: Recipe | None = None) -> HubEmbedder | None:
    """The configured embedder (or that of a `former` recipe), None when none is. One that cannot be had is a Fault."""
    wanted = former or recipe(settings)
    if wanted is None:
        return None
    return HubEmbedder(
        wanted.name, wanted.query_prompt, wanted.passage_prompt, settings.embedder_batch, settings.embedder_device
    )
