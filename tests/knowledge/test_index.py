"""All engines keep the interface of knowledge/index.py: the same points and the same question, the same hits.

Edge, the client's own engine, and the client over HTTP to the stand-in for a server (tests/qdrant_rest.py).
"""

from __future__ import annotations

import random
import tempfile
import threading
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.edge import open_edge
from knowledge.index import STAGED, Hit, Index, Point
from knowledge.server import open_memory, open_server
from tests.qdrant_rest import Standin, standin
from trust.errors import PartDown

Opened = Callable[[int | None], Index]
A, B = frozenset({"a"}), frozenset({"b"})


@pytest.fixture(scope="module")
def server() -> Iterator[Standin]:
    with standin("a key") as serving:
        yield serving


@pytest.fixture(params=["edge", "client", "server"])
def opened(request: pytest.FixtureRequest, tmp_path: Path, server: Standin) -> Iterator[Opened]:
    kept: list[Index] = []

    def make(dense_size: int | None = None) -> Index:
        if request.param == "edge":
            index: Index = open_edge(tmp_path / f"index{len(kept)}", dense_size)
        elif request.param == "client":
            index = open_memory(dense_size)
        else:
            index = open_server(server.url, "a key", dense_size, fresh=True, name=f"test{len(kept)}")
        kept.append(index)
        return index

    yield make
    for index in kept:
        index.close()


def name(n: int) -> str:
    return str(uuid.UUID(int=n))


def point(n: int, terms: dict[int, float], label: str = "a", document: str = "d", **more: object) -> Point:
    return replace(Point(name(n), label, document, "course", 1, terms), **more)  # type: ignore[arg-type]


def ids(hits: list[Hit]) -> list[str]:
    return [h.id for h in hits]


def test_the_best_inner_product_comes_first_and_unrelated_points_do_not_come(opened: Opened) -> None:
    index = opened(None)
    index.put([point(1, {1: 0.5, 2: 1.0}), point(2, {1: 2.0}), point(3, {9: 1.0})])
    hits = index.lexical({1: 1.0, 2: 1.0}, A, None, 10)
    assert ids(hits) == [name(2), name(1)]
    assert [h.score for h in hits] == pytest.approx([2.0, 1.5], rel=0.01)


def test_only_the_allowed_labels_are_seen_and_staged_points_never(opened: Opened) -> None:
    index = opened(None)
    index.put([point(1, {1: 1.0}, "a"), point(2, {1: 1.0}, "b"), point(3, {1: 1.0}, STAGED)])
    assert ids(index.lexical({1: 1.0}, A | B, None, 10)) == [name(1), name(2)]
    assert ids(index.lexical({1: 1.0}, B, None, 10)) == [name(2)]
    assert index.lexical({1: 1.0}, frozenset(), None, 10) == []
    assert index.lexical({1: 1.0}, frozenset({STAGED}), None, 10) == []


def test_a_library_narrows_the_search(opened: Opened) -> None:
    index = opened(None)
    index.put([point(1, {1: 1.0}), point(2, {1: 1.0}, library="training")])
    assert ids(index.lexical({1: 1.0}, A, "training", 10)) == [name(2)]
    assert index.lexical({1: 1.0}, A, "competition", 10) == []


def test_what_the_house_generated_is_in_its_library_and_can_be_left_out(opened: Opened) -> None:
    index = opened(2)
    index.put([point(1, {1: 1.0}, dense=[1.0, 0.0]), point(2, {1: 1.0}, made=True, dense=[1.0, 0.0])])
    assert ids(index.lexical({1: 1.0}, A, "course", 10)) == [name(1), name(2)]
    assert ids(index.lexical({1: 1.0}, A, None, 10, made=False)) == [name(1)]
    assert ids(index.lexical({1: 1.0}, A, "course", 10, made=False)) == [name(1)]
    assert ids(index.dense([1.0, 0.0], A, None, 10, made=False)) == [name(1)]


def test_a_search_among_given_passages_scores_them_as_a_search_of_all_does(opened: Opened) -> None:
    index = opened(2)
    index.put(point(n, {1: 1.0, 2: 0.1 * n}, dense=[1.0, n]) for n in range(1, 9))
    index.put([point(99, {1: 2.0}, "b", dense=[1.0, 1.0])])
    asked = [name(3), name(5), name(99), name(1000)]
    everywhere = index.lexical({1: 1.0, 2: 1.0}, A, None, 50)
    assert index.lexical({1: 1.0, 2: 1.0}, A, None, 50, asked) == [h for h in everywhere if h.id in asked]
    near = index.dense([1.0, 4.0], A, None, 50)
    assert index.dense([1.0, 4.0], A, None, 50, asked) == [h for h in near if h.id in asked]
    assert index.lexical({1: 1.0}, A, None, 50, []) == []


def test_an_empty_query_and_no_room_for_hits_find_nothing(opened: Opened) -> None:
    index = opened(None)
    index.put([point(1, {1: 1.0})])
    assert index.lexical({}, A, None, 5) == []
    assert index.lexical({1: 0.0}, A, None, 5) == []
    assert index.lexical({1: 1.0}, A, None, 0) == []


def test_equal_scores_are_ordered_by_id_even_past_the_cut(opened: Opened) -> None:
    index = opened(None)
    numbers = list(range(200))
    random.Random(5).shuffle(numbers)
    index.put(point(n, {1: 1.0}) for n in numbers)
    assert ids(index.lexical({1: 1.0}, A, None, 7)) == [name(n) for n in range(7)]


def test_putting_again_changes_nothing_and_putting_anew_replaces(opened: Opened) -> None:
    index = opened(None)
    for _ in range(3):
        index.put([point(1, {1: 1.0}), point(2, {2: 1.0})])
    assert index.count() == 2
    index.put([point(1, {7: 1.0})])
    assert index.lexical({1: 1.0}, A, None, 5) == []
    assert ids(index.lexical({7: 1.0}, A, None, 5)) == [name(1)]


def test_relabelling_shows_or_hides_one_generation_of_one_document(opened: Opened) -> None:
    index = opened(None)
    index.put(
        [
            point(1, {1: 1.0}, STAGED, "x"),
            point(2, {1: 1.0}, STAGED, "x", generation=2),
            point(3, {1: 1.0}, STAGED, "y"),
        ]
    )
    index.relabel("x", 2, "a")
    assert ids(index.lexical({1: 1.0}, A, None, 5)) == [name(2)]
    index.relabel("x", 2, STAGED)
    assert index.lexical({1: 1.0}, A, None, 5) == []


def test_a_document_that_moves_is_found_in_its_new_library_alone(opened: Opened) -> None:
    index = opened(None)
    index.put([point(1, {1: 1.0}, "a", "x"), point(2, {1: 1.0}, "a", "y")])
    held = index.lexical({1: 1.0}, A, None, 5)
    index.relabel("x", 1, "a", "elsewhere")
    assert ids(index.lexical({1: 1.0}, A, "elsewhere", 5)) == [name(1)]
    assert index.lexical({1: 1.0}, A, None, 5) == held


def test_dropping_removes_one_generation_or_the_whole_document(opened: Opened) -> None:
    index = opened(None)
    index.put([point(1, {1: 1.0}, document="x"), point(2, {1: 1.0}, document="x", generation=2)])
    index.put([point(3, {1: 1.0}, document="y")])
    index.drop("x", 1)
    assert ids(index.lexical({1: 1.0}, A, None, 5)) == [name(2), name(3)]
    index.drop("x")
    index.drop("never there")
    assert {tuple(e) for e in index.iterate()} == {(name(3), "a", "y", 1)}


def test_iterating_tells_every_point_once(opened: Opened) -> None:
    index = opened(None)
    index.put(point(n, {1: 1.0}, "a" if n % 2 else STAGED, f"d{n % 7}") for n in range(1200))
    told = [e.id for e in index.iterate()]
    assert len(told) == index.count() == len(set(told)) == 1200


def test_term_ids_use_all_32_bits_and_values_of_any_size_keep_their_order(opened: Opened) -> None:
    index = opened(None)
    index.put([point(1, {2**32 - 1: 0.001}), point(2, {2**32 - 1: 2.0, 2**31: 1.0})])
    hits = index.lexical({2**32 - 1: 1e-6, 2**31: 1e-7}, A, None, 5)
    assert ids(hits) == [name(2), name(1)]


def test_dense_search_orders_by_cosine_within_the_labels(opened: Opened) -> None:
    index = opened(2)
    index.put(
        [
            point(1, {1: 1.0}, dense=[1.0, 0.0]),
            point(2, {1: 1.0}, dense=[3.0, 3.0]),
            point(3, {1: 1.0}, "b", dense=[0.0, 1.0]),
        ]
    )
    hits = index.dense([0.0, 2.0], A, None, 5)
    assert ids(hits) == [name(2), name(1)]
    assert hits[0].score == pytest.approx(0.5**0.5)
    assert ids(index.dense([0.0, 2.0], A | B, None, 1)) == [name(3)]


def test_without_a_vector_a_passage_is_found_by_its_words(opened: Opened) -> None:
    index = opened(3)
    index.put([point(1, {1: 1.0}, dense=[1.0, 0.0, 0.0]), point(2, {1: 1.0})])
    assert ids(index.lexical({1: 1.0}, A, None, 5)) == [name(1), name(2)]
    assert ids(index.dense([1.0, 0.0, 0.0], A, None, 5)) == [name(1)]


def test_it_tells_how_much_of_a_document_it_holds(opened: Opened) -> None:
    index = opened(None)
    index.put([point(n, {1: 1.0}) for n in (1, 2, 3)])
    (entry, *_) = index.iterate()
    assert index.held(entry.document, entry.generation) == 3
    assert index.held(entry.document, entry.generation + 1) == 0
    index.drop(entry.document)
    assert index.held(entry.document, entry.generation) == 0


def test_a_vector_of_another_size_is_refused_before_anything_is_written(opened: Opened) -> None:
    index = opened(3)
    good = point(1, {1: 1.0}, dense=[1.0, 0.0, 0.0])
    for bad in ([1.0, 0.0], [0.0, 0.0, 0.0], [float("nan"), 1.0, 1.0]):
        with pytest.raises(PartDown) as told:
            index.put([good, point(2, {1: 1.0}, dense=bad)])
        assert told.value.part == "index"
    assert index.count() == 0
    with pytest.raises(PartDown, match="rebuild-index"):
        index.dense([1.0], A, None, 5)


def test_a_dense_vector_is_refused_where_the_index_holds_none(opened: Opened) -> None:
    index = opened(None)
    with pytest.raises(PartDown, match="rebuild-index"):
        index.put([point(1, {1: 1.0}, dense=[1.0])])
    assert index.count() == 0


def test_threads_read_while_another_writes(opened: Opened) -> None:
    index = opened(None)
    index.put(point(n, {1: 1.0, 2: n / 100}) for n in range(100))
    expected = index.lexical({2: 1.0}, A, None, 10)
    wrong: list[object] = []

    def read() -> None:
        for _ in range(20):
            try:
                found: object = index.lexical({2: 1.0}, A, None, 10)
            except Exception as error:  # whatever it is, a reader must not meet it
                found = error
            if found != expected:
                wrong.append(found)

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for n in range(100, 140):
        index.put([point(n, {1: 1.0, 2: 2.0}, "hidden")])
    for reader in readers:
        reader.join()
    assert wrong == []


values = st.floats(0.01, 2.2)
sparse = st.dictionaries(st.integers(0, 12), values, min_size=1, max_size=8)
dense = st.lists(st.integers(1, 50).map(lambda n: n / 7), min_size=4, max_size=4)
passages = st.lists(st.tuples(sparse, dense), min_size=1, max_size=12)


worlds = given(visible=passages, hidden=passages, query=sparse, near=dense, seed=st.integers(0, 99))


@pytest.mark.parametrize("engine", ["edge", "client"])
@settings(max_examples=12, deadline=None)
@worlds
def test_hidden_points_and_the_order_of_writing_change_no_digit(engine: str, **world: Any) -> None:
    _same_answers(engine, **world)


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["edge", "client"])
@settings(max_examples=120, deadline=None)
@worlds
def test_hidden_points_change_no_digit_in_many_worlds(engine: str, **world: Any) -> None:
    _same_answers(engine, **world)


def _same_answers(
    engine: str,
    visible: list[tuple[dict[int, float], list[float]]],
    hidden: list[tuple[dict[int, float], list[float]]],
    query: dict[int, float],
    near: list[float],
    seed: int,
) -> None:
    alone = [point(n, t, dense=d) for n, (t, d) in enumerate(visible)]
    crowd = [point(1000 + n, t, "secret", f"h{n % 3}", dense=d) for n, (t, d) in enumerate(hidden * 3)]
    crowded = [*alone, *crowd]
    random.Random(seed).shuffle(crowded)
    answers = []
    for points in (alone, crowded):
        with tempfile.TemporaryDirectory() as folder:
            index: Index = open_edge(Path(folder), 4) if engine == "edge" else open_memory(4)
            for p in points:
                index.put([p])
            if points is crowded:
                index.drop("h0")
                index.relabel("h1", 1, STAGED)
            answers.append([(index.lexical(query, A, None, k), index.dense(near, A, None, k)) for k in (1, 3, 50)])
            index.close()
    assert answers[0] == answers[1]
