"""A cross-encoder made here has the last word on the order, over what the asker may see and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.edge import open_edge
from knowledge.generations import Generations
from knowledge.learned import Learned
from knowledge.rerank import HubReranker, open_reranker
from knowledge.search import Searcher
from tests.knowledge.house import House
from tests.knowledge.models import cross_encoder
from trust.errors import Fault
from trust.roles import Role
from trust.settings import Settings

TEXTS = ("数控车床主轴转速每班检查", "香肠杀菌温度检查", "直播间商品检查", "冷却液浓度检查", "夹紧压力检查")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    return cross_encoder(tmp_path_factory.mktemp("models") / "cross")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path / "data", open_edge(tmp_path / "index"))
    for n, text in enumerate(TEXTS):
        made.put(f"d{n}", "school/internal", [text])
    yield made
    made.close()


def order(house: House, reranker: HubReranker | None, query: str) -> list[str]:
    searcher = Searcher(house.store, Generations.of(house.index), Learned.load(), reranker)
    who = house.store.people.principal(house.store.people.find("s") or house.person("s", Role.STUDENT, "school").id)
    found = searcher.find(who, house.store.labels.scope(who), query)
    searcher.read(who, house.store.labels.scope(who), query, found)
    return [p.text for p in found.passages]


@pytest.mark.slow
def test_the_order_is_the_model_s(house: House, folder: str) -> None:
    model, changed = HubReranker(folder, 8), False
    for query in ("主轴转速检查", "杀菌温度检查", "每班检查什么"):
        before = order(house, None, query)
        after = order(house, model, query)
        assert sorted(after) == sorted(before)
        texts = {p: f"{t}" for p, t in zip(TEXTS, TEXTS, strict=True)}
        titles = {text: f"d{n}" for n, text in enumerate(TEXTS)}
        scores = model.scores(query, [f"{titles[t]}\n{texts[t]}" for t in after])
        assert scores == sorted(scores, reverse=True)
        changed = changed or after != before
    assert changed


def test_what_is_hidden_moves_no_place(house: House, folder: str) -> None:
    model = HubReranker(folder, 8)
    before = order(house, model, "主轴转速检查")
    for n in range(5):
        house.put(f"hidden{n}", "acme/confidential", [f"主轴转速检查机密第{n}条"])
    assert order(house, model, "主轴转速检查") == before


def test_one_that_cannot_be_had_is_told_in_words(tmp_path: Path) -> None:
    assert open_reranker(Settings()) is None
    with pytest.raises(Fault, match="重排模型"):
        open_reranker(Settings(reranker=str(tmp_path)))
