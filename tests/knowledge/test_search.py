"""What a person finds is a function of their question and of what they may read, and of nothing else."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.edge import open_edge
from knowledge.server import open_memory
from tests.fakes import HashEmbedder
from tests.knowledge.house import House
from trust.errors import Leak, PartDown
from trust.labels import parse
from trust.principal import Scope
from trust.roles import Role
from trust.sources import Findings

TEXTS = {
    "粗车": "粗车外圆时主轴转速取800 r/min，进给量取0.25 mm/r，背吃刀量不超过2 mm。",
    "精车": "精车外圆时主轴转速取1200 r/min，表面粗糙度不高于Ra1.6，余量单边留0.3 mm。",
    "杀菌": "香肠杀菌釜的杀菌温度为121 ℃，保持15分钟，压力0.12 MPa，冷却到40 ℃以下出锅。",
    "直播": "直播间开播前检查补光灯和推流软件，商品主图按上架顺序排列，助播复核优惠券。",
    "安全": "进入车间须穿戴劳动防护用品，机床运转时严禁测量工件，主轴停稳后方可更换刀具。",
}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path / "data", open_edge(tmp_path / "index"))
    yield made
    made.close()


@pytest.fixture
def stocked(house: House) -> House:
    for name, text in TEXTS.items():
        house.put(name, "school/public", [text])
    return house


def texts(findings: Findings) -> list[str]:
    return [p.text for p in findings.passages]


def test_the_passage_that_answers_comes_first(stocked: House) -> None:
    student = stocked.person("s", Role.STUDENT, "school")
    assert texts(stocked.find(student, "粗车外圆的主轴转速是多少？"))[0] == TEXTS["粗车"]
    assert texts(stocked.find(student, "杀菌温度要保持多久"))[0] == TEXTS["杀菌"]


def test_other_scripts_and_widths_find_the_same(stocked: House) -> None:
    student = stocked.person("s", Role.STUDENT, "school")
    expected = texts(stocked.find(student, "主轴转速1200 r/min"))
    assert texts(stocked.find(student, "主軸轉速１２００r/min")) == expected


def test_each_person_finds_what_their_label_allows(house: House) -> None:
    for label in ("school/public", "school/internal", "acme/internal|course:cnc1", "acme/restricted", "beta/internal"):
        house.put(label.replace("/", "-"), label, [f"主轴保养规程，适用于{label}。"])
    found = {
        who: {str(p.label) for p in house.find(principal, "主轴保养").passages}
        for who, principal in {
            "student": house.person("a", Role.STUDENT, "school"),
            "learner": house.person("b", Role.STUDENT, "school", "cnc1"),
            "staff": house.person("c", Role.STAFF, "acme"),
            "mentor": house.person("d", Role.MENTOR, "acme"),
            "admin": house.person("e", Role.ADMIN, "school"),
        }.items()
    }
    assert found == {
        "student": {"school/public", "school/internal"},
        "learner": {"school/public", "school/internal", "acme/internal|course:cnc1"},
        "staff": {"school/public", "acme/internal|course:cnc1"},
        "mentor": {"school/public", "acme/internal|course:cnc1", "acme/restricted"},
        "admin": set(),
    }


def test_the_label_of_what_is_found_is_the_join(house: House) -> None:
    house.put("a", "school/public", ["主轴保养每班一次。"])
    house.put("b", "acme/internal", ["主轴保养每周一次。"])
    mentor = house.person("m", Role.MENTOR, "acme")
    found = house.find(mentor, "主轴保养")
    assert str(found.label) == "acme/internal & school/public"
    assert found.searched == 2


def test_a_library_narrows_the_search(house: House) -> None:
    house.put("a", "school/public", ["主轴保养每班一次。"])
    house.put("b", "school/public", ["主轴保养实训任务。"], library="training")
    student = house.person("s", Role.STUDENT, "school")
    assert texts(house.find(student, "主轴保养", library="training")) == ["主轴保养实训任务。"]


@pytest.mark.parametrize("query", ["", "   ", "？！。", "🙂", "нет"])
def test_a_query_without_terms_finds_nothing(stocked: House, query: str) -> None:
    student = stocked.person("s", Role.STUDENT, "school")
    found = stocked.find(student, query)
    assert found.passages == ()
    assert found.label is None
    assert not found.sure


def test_an_empty_scope_finds_nothing(stocked: House) -> None:
    student = stocked.person("s", Role.STUDENT, "school")
    found = stocked.searcher.find(student, Scope(student.id, {}), "主轴转速")
    assert (found.passages, found.searched) == ((), 0)


def test_a_long_query_is_answered_by_its_words(stocked: House) -> None:
    student = stocked.person("s", Role.STUDENT, "school")
    filler = "".join(chr(0x4E00 + n) for n in range(1500))
    assert texts(stocked.find(student, f"杀菌釜的杀菌温度{filler}"))[0] == TEXTS["杀菌"]
    assert stocked.find(student, filler * 20) == replace(stocked.find(student, (filler * 20)[:2000]), query=filler * 20)


def test_k_bounds_what_comes_back_and_more_keeps_the_order(house: House) -> None:
    house.put("d", "school/public", [f"主轴保养第{n}条，检查{'润滑' * (n % 5)}。" for n in range(60)])
    student = house.person("s", Role.STUDENT, "school")
    few, many = house.find(student, "主轴保养润滑", k=5), house.find(student, "主轴保养润滑", k=50)
    assert len(few.passages) == 5
    assert len(many.passages) == 50
    assert many.passages[:5] == few.passages


def test_equal_passages_of_different_documents_all_come_in_one_order_however_they_came_in(tmp_path: Path) -> None:
    orders = []
    for documents in ("xyz", "zxy"):
        house = House(tmp_path / documents, open_edge(tmp_path / documents / "index"))
        for document in documents:
            house.put(document, "school/public", ["主轴保养每班一次。"], title="同题")
        student = house.person("s", Role.STUDENT, "school")
        orders.append([p.document_id for p in house.find(student, "主轴保养").passages])
        house.close()
    assert sorted(orders[0]) == ["x", "y", "z"]
    assert orders[0] == orders[1]


def test_a_point_the_index_shows_by_mistake_does_not_pass(house: House) -> None:
    house.put("secret", "acme/confidential", ["主轴保养秘诀。"])
    house.put("open", "school/public", ["主轴保养每班一次。"])
    house.index.relabel("secret", 1, parse("school/public").id)
    student = house.person("s", Role.STUDENT, "school")
    assert texts(house.find(student, "主轴保养秘诀")) == ["主轴保养每班一次。"]


def test_the_guard_stops_a_store_that_hands_out_too_much(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    mentor, student = house.person("m", Role.MENTOR, "acme"), house.person("s", Role.STUDENT, "school")
    house.put("secret", "acme/confidential", ["主轴保养秘诀。"])
    house.put("open", "school/public", ["主轴保养每班一次。"])
    secret = house.find(mentor, "秘诀").passages
    monkeypatch.setattr(house.store.library, "passages", lambda *_: secret)
    with pytest.raises(Leak):
        house.find(student, "主轴保养")


def test_a_closed_index_is_a_part_that_is_down(stocked: House) -> None:
    student = stocked.person("s", Role.STUDENT, "school")
    stocked.index.close()
    with pytest.raises(PartDown) as told:
        stocked.find(student, "主轴转速")
    assert told.value.part == "index"


def test_reading_quotes_verbatim_from_what_was_found(stocked: House) -> None:
    student = stocked.person("s", Role.STUDENT, "school")
    read = stocked.read(student, "粗车外圆的主轴转速是多少？")
    by_id = {p.id: p for p in read.passages}
    assert any("800" in q.text for q in read.quotes)
    assert all(q.text in by_id[q.passage_id].text for q in read.quotes)
    assert sum(len(q.text) for q in read.quotes) <= 120


def test_reading_crosses_the_border_of_passages_and_brings_the_neighbour_along(house: House) -> None:
    steps = ["第一步，关闭电源，挂牌上锁。", "更换冷却液的浓度应为百分之五至八。", "无关的结尾。"]
    house.put("规程", "school/public", steps)
    student = house.person("s", Role.STUDENT, "school")
    read = house.read(student, "更换冷却液的浓度应为多少？")
    assert {q.passage_id for q in read.quotes} <= {p.id for p in read.passages}
    assert any("百分之五至八" in q.text for q in read.quotes)


def test_reading_nothing_is_not_sure(stocked: House) -> None:
    student = stocked.person("s", Role.STUDENT, "school")
    read = stocked.read(student, "？")
    assert (read.passages, read.quotes, read.sure) == ((), (), False)


def test_dense_vectors_bring_what_shares_no_term(tmp_path: Path) -> None:
    embedder = HashEmbedder()
    house = House(tmp_path / "data", open_edge(tmp_path / "index", embedder.size), embedder)
    house.put("a", "school/public", ["тест мотор"])
    house.put("b", "school/public", ["主轴保养"])
    house.put("c", "acme/internal", ["тест мотор"])
    student = house.person("s", Role.STUDENT, "school")
    assert set(texts(house.find(student, "мотор 主轴"))) == {"主轴保养", "тест мотор"}
    house.close()


words = st.sampled_from(["主轴", "转速", "保养", "杀菌", "温度", "直播", "1200", "r/min", "刀具", "更换", "，", "。"])
text = st.lists(words, min_size=2, max_size=12).map("".join)
labels = st.sampled_from(["acme/internal", "acme/confidential", "school/internal+course:cnc1"])
hidden_acts = st.lists(st.tuples(labels, text, st.booleans()), min_size=1, max_size=4)


worlds = given(
    visible=st.lists(text, min_size=1, max_size=6), hidden=hidden_acts, query=text, seed=st.integers(0, 9)
)
engines = pytest.mark.parametrize("engine", ["edge", "client", "dense"])


@engines
@settings(max_examples=2, deadline=None)
@worlds
def test_hidden_documents_change_nothing_that_is_found_or_read(engine: str, **world: Any) -> None:
    _same_sight(engine, **world)


@pytest.mark.slow
@engines
@settings(max_examples=40, deadline=None)
@worlds
def test_hidden_documents_change_nothing_in_many_worlds(engine: str, **world: Any) -> None:
    _same_sight(engine, **world)


def _same_sight(engine: str, visible: list[str], hidden: list[tuple[str, str, bool]], query: str, seed: int) -> None:
    def world(acts: list[Callable[[House], None]]) -> tuple[Findings, Findings]:
        with tempfile.TemporaryDirectory() as folder:
            embedder = HashEmbedder(16) if engine == "dense" else None
            size = 16 if engine == "dense" else None
            index = open_memory(size) if engine == "client" else open_edge(Path(folder) / "index", size)
            house = House(Path(folder) / "data", index, embedder)
            student = house.person("student", Role.STUDENT, "school")
            for act in acts:
                act(house)
            seen = house.find(student, query, k=20), house.read(student, query)
            house.close()
            return seen

    shown = [_putting(f"v{n}", "school/public", t) for n, t in enumerate(visible)]
    unseen = [_putting(f"h{n}", label, t, gone) for n, (label, t, gone) in enumerate(hidden)]
    both = [*shown, *unseen]
    random.Random(seed).shuffle(unseen)
    if seed % 2:
        both = [*unseen, *shown]
    assert world(shown) == world(both)


def test_control_statistics_over_everything_would_let_hidden_documents_move_the_order(tmp_path: Path) -> None:
    """Why frequencies are summed over the visible labels: the same search with collection-wide ones fails the law."""
    orders = []
    for crowd in (0, 40):
        house = House(tmp_path / f"{crowd}", open_edge(tmp_path / f"{crowd}" / "index"))
        student = house.person("student", Role.STUDENT, "school")
        house.put("a", "school/public", ["主轴要看润滑。", "主轴要看温升。", "主轴要看声音。"], title="甲")
        house.put("b", "school/public", ["量具要看校准。"], title="乙")
        if crowd:
            house.put("secret", "acme/internal", ["量具要看校准。"] * crowd, title="丙")
        lawful = house.find(student, "主轴和量具")
        object.__setattr__(house.store.terms, "frequencies", house.store.terms.collection_wide)
        orders.append((lawful, house.find(student, "主轴和量具")))
        house.close()
    (lawful, unlawful), (lawful_crowded, unlawful_crowded) = orders
    assert lawful == lawful_crowded
    assert texts(unlawful) != texts(unlawful_crowded)


def _putting(name: str, label: str, words_: str, gone: bool = False) -> Callable[[House], None]:
    def act(house: House) -> None:
        house.put(name, label, [words_, words_[::-1]])
        if gone:
            steward = house.store.people.steward(label.partition("/")[0])
            house.index.drop(name)
            house.store.library.delete(steward, house.store.labels.scope(steward), name)

    return act
