"""The dense path on a model made here: sizes, prompts, and words instead of stack traces when it cannot be had."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

import pytest

from knowledge.edge import open_edge
from knowledge.embed import HubEmbedder, open_embedder
from knowledge.exact import cosine
from knowledge.passages import points
from knowledge.tokens import Terms
from tests.knowledge.models import saved
from trust.errors import Fault
from trust.settings import Settings


@dataclass(frozen=True)
class Made:
    id: str
    terms: dict[int, float]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    return saved(tmp_path_factory.mktemp("model"))


def test_vectors_have_the_models_size_and_unit_length(folder: str) -> None:
    embedder = HubEmbedder(folder)
    vectors = embedder.encode_passages(["主轴转速", "杀菌温度"])
    assert [len(v) for v in vectors] == [embedder.size] * 2
    assert cosine(vectors[0], vectors[0]) == pytest.approx(1.0)
    assert embedder.encode_queries([]) == []


def test_texts_that_share_words_are_closer(folder: str) -> None:
    embedder = HubEmbedder(folder)
    near, far = embedder.encode_passages(["车床主轴转速", "香肠杀菌温度"])
    asked = embedder.encode_queries(["主轴"])[0]
    assert cosine(asked, near) > cosine(asked, far)


def test_prompts_are_put_before_the_text(folder: str) -> None:
    plain = HubEmbedder(folder)
    prompted = HubEmbedder(folder, query_prompt="问：", passage_prompt="文：")
    assert prompted.encode_queries(["主轴"]) == plain.encode_queries(["问：主轴"])
    assert prompted.encode_passages(["主轴"]) == plain.encode_passages(["文：主轴"])
    assert prompted.encode_queries(["主轴"]) != plain.encode_queries(["主轴"])


def test_threads_share_one_embedder(folder: str) -> None:
    embedder = HubEmbedder(folder)
    expected = embedder.encode_queries(["主轴转速"])
    found: list[object] = []
    threads = [
        threading.Thread(target=lambda: found.append(embedder.encode_queries(["主轴转速"]))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 8


def test_no_setting_means_no_embedder() -> None:
    assert open_embedder(Settings(embedder=None)) is None
    assert open_embedder(Settings(embedder="")) is None


def test_a_folder_without_a_model_is_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(Fault, match="无法加载"):
        open_embedder(Settings(embedder=str(tmp_path)))


def test_a_missing_extra_is_told_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> None:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr("knowledge.hub.import_module", absent)
    with pytest.raises(Fault, match="dense"):
        open_embedder(Settings(embedder="any/model"))


def test_passages_are_found_by_their_vectors(folder: str, tmp_path: Path) -> None:
    embedder = open_embedder(Settings(embedder=folder))
    assert embedder is not None
    index = open_edge(tmp_path / "index", embedder.size)
    texts = {"00000000-0000-0000-0000-000000000001": "车床主轴转速", "00000000-0000-0000-0000-000000000002": "香肠杀菌"}
    terms = Terms(b"k" * 32)
    made = [Made(i, terms.counts(t)) for i, t in texts.items()]
    dense = embedder.encode_passages(list(texts.values()))
    index.put(points(made, label="a", document="d", library="course", generation=1, dense=dense))
    hits = index.dense(embedder.encode_queries(["杀菌"])[0], frozenset({"a"}), None, 2)
    assert [h.id[-1] for h in hits] == ["2", "1"]
    index.close()
