"""Dense vectors from a sentence-transformers model of the operator's choice: the optional extra `dense`.

The only file that loads sentence-transformers, and only when an embedder is configured: the default install has
none. Does not know the index or how a cosine is weighed (rank.py).
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from importlib import import_module
from typing import Any, Protocol

from trust.errors import Fault

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


class HubEmbedder:
    """A model by hub name or folder. Prompts left as None are the model's own."""

    def __init__(
        self,
        name_or_folder: str,
        query_prompt: str | None = None,
        passage_prompt: str | None = None,
        batch: int = BATCH,
    ) -> None:
        self._model = _load(name_or_folder)
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


def open_embedder(name_or_folder: str | None) -> HubEmbedder | None:
    """The configured embedder, or None when none is. A model that cannot be had is a Fault in words."""
    if not name_or_folder:
        return None
    prompts = next((p for family, p in FAMILIES.items() if family in name_or_folder.lower()), (None, None))
    return HubEmbedder(name_or_folder, *prompts)


def _load(name_or_folder: str) -> Any:
    try:
        library = import_module("sentence_transformers")
    except ModuleNotFoundError:
        raise Fault(
            "配置了嵌入模型（SHUANGYUAN_EMBEDDER），但没有安装扩展组件 dense；请安装它，或去掉该设置",
            "An embedder is configured (SHUANGYUAN_EMBEDDER) but the extra `dense` is not installed: "
            "install it or remove the setting",
        ) from None
    try:
        return library.SentenceTransformer(name_or_folder, trust_remote_code=False)
    except (OSError, ValueError) as error:
        raise Fault(
            f"嵌入模型“{name_or_folder}”无法加载：请检查名称或文件夹，以及能否访问模型站点",
            f"The embedder '{name_or_folder}' could not be loaded: check the name or folder and the network",
        ) from error
