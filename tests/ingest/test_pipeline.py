"""From received to ready over real stores: stages, labels, replacing, removing; every step may run twice or stop."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.confine import Confine
from ingest.pipeline import Pipeline, passage_id
from ingest.repair import rebuild, reconcile
from knowledge.engines import open_index
from knowledge.generations import Generation, Generations
from knowledge.index import STAGED, Index
from knowledge.passages import points
from records.works import NewPassage
from tests.fakes import HashEmbedder
from tests.ingest.house import House, opened, settings_in
from trust.errors import NotFound, PartDown
from trust.labels import parse
from trust.sources import Locator

CARD = "# 车削工艺\n\n主轴转速 800 r/min，进给 0.2 mm/r。\n\n1. 装夹\n2. 对刀\n".encode()
SECRET = "机密\n\n特种涂层配比为三比一。\n".encode()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, readers: Confine) -> Iterator[House]:
    with opened(settings_in(tmp_path_factory.mktemp("pipeline")), readers) as made:
        yield made


def test_a_file_becomes_passages_in_both_stores(house: House) -> None:
    document = house.put(house.mentor, "车削.md", CARD, "acme/internal")
    assert (document.state, document.stage, document.progress, document.passages) == ("ready", "ready", 1.0, 1)
    assert house.texts(house.mentor, document.id) == ["主轴转速 800 r/min，进给 0.2 mm/r。\n1. 装夹\n2. 对刀"]
    assert [(label, g) for label, d, g in house.indexed().values() if d == document.id] == [(document.label.id, 1)]


def test_running_a_step_twice_changes_nothing(house: House) -> None:
    document = house.put(house.mentor, "两遍.txt", "同一份文件处理两遍。".encode(), "acme/internal")
    before = house.indexed(), house.store.works.document(document.id, 1)
    house.pipeline.show(document.id, 1)
    assert (house.indexed(), house.store.works.document(document.id, 1)) == before
    house.pipeline.process(document.id, 1)
    assert house.indexed() == before[0]
    assert house.store.works.document(document.id, 1).state == "ready"


def test_a_passages_id_tells_its_generation_only_to_the_keys_holder(house: House) -> None:
    first = house.put(house.mentor, "编号.txt", "第一版的编号。".encode(), "acme/internal")
    key = house.store.vault.derive("passage ids")
    made = [replace(first, generation=n) for n in range(1, 9)]
    ids = [passage_id(key, document, 0) for document in made]
    assert [passage_id(key, document, 0) for document in made] == ids
    assert len({*ids, passage_id(key, first, 1), *(passage_id(b"other", d, 0) for d in made)}) == 17
    assert [i for i, (_, d, _) in house.indexed().items() if d == first.id] == [ids[0]]


def test_a_step_taken_again_leaves_nothing_of_the_attempt_before(house: House) -> None:
    document = house.receive(house.mentor, "半途.txt", "半途而废的一段。".encode(), "acme/internal")
    house.store.works.advance(document.id, 1, state="indexing", stage="indexing")
    stray = NewPassage("22222222-2222-2222-2222-222222222222", 0, "", "", Locator(), {7: 1.0})
    house.index.put(points([stray], label=STAGED, document=document.id, library="course", generation=1))
    house.pipeline.process(document.id, 1)
    assert stray.id not in house.indexed()
    assert len([d for _, d, _ in house.indexed().values() if d == document.id]) == 1


def test_a_marked_file_waits_under_the_join_and_a_steward_confirms(house: House) -> None:
    document = house.put(house.mentor, "涂层.txt", SECRET, "acme/internal")
    assert document.state == "awaiting_label"
    assert str(document.proposed_label) == "acme/confidential"
    assert document.label == document.proposed_label
    assert house.texts(house.mentor, document.id)
    steward = house.steward
    version = house.store.library.document(steward, house.scope(steward), document.id).version
    house.store.library.confirm_label(steward, house.scope(steward), document.id, parse("acme/restricted"), version)
    house.pipeline.relabel(document.id)
    assert {label for label, d, _ in house.indexed().values() if d == document.id} == {parse("acme/restricted").id}
    assert house.store.works.document(document.id, 1).state == "ready"


def test_a_stewards_label_is_final(house: House) -> None:
    document = house.put(house.steward, "涂层二.txt", SECRET + b"2", "acme/internal")
    assert (document.state, str(document.label)) == ("ready", "acme/internal")


def test_a_bad_file_fails_in_words_and_leaves_nothing_in_the_index(house: House) -> None:
    document = house.put(
        house.mentor, "旧.doc", b"\xd0\xcf\x11\xe0" + "WordDocument".encode("utf-16-le"), "acme/internal"
    )
    assert document.state == "failed"
    assert document.error is not None
    assert "另存为 .docx" in document.error
    assert document.id not in {d for _, d, _ in house.indexed().values()}


def test_the_old_version_serves_until_the_new_one_is_ready(house: House) -> None:
    first = house.put(house.mentor, "作业.txt", "旧版：转速六百。".encode(), "acme/internal")
    second = house.receive(house.mentor, "作业.txt", "新版：转速八百。".encode(), "acme/internal", replaces=first.id)
    assert (second.id, second.generation) == (first.id, 2)
    house.pipeline.read(second.id, 2)
    assert house.texts(house.mentor, first.id) == ["旧版：转速六百。"]
    assert {(label == STAGED, g) for label, d, g in house.indexed().values() if d == first.id} == {
        (False, 1),
        (True, 2),
    }
    house.pipeline.show(second.id, 2)
    assert house.texts(house.mentor, first.id) == ["新版：转速八百。"]
    assert {g for _, d, g in house.indexed().values() if d == first.id} == {2}


def test_a_new_version_that_cannot_be_read_leaves_the_old_one(house: House) -> None:
    first = house.put(house.mentor, "说明.txt", "可读的旧版。".encode(), "acme/internal")
    house.receive(house.mentor, "说明.docx", b"PK\x03\x04 broken", "acme/internal", replaces=first.id)
    house.pipeline.process(first.id, 2)
    assert house.store.works.document(first.id, 2).state == "failed"
    assert house.texts(house.mentor, first.id) == ["可读的旧版。"]


def test_an_older_version_that_comes_late_is_put_away(house: House) -> None:
    first = house.receive(house.mentor, "先后.txt", "第一版。".encode(), "acme/internal")
    house.receive(house.mentor, "先后.txt", "第二版。".encode(), "acme/internal", replaces=first.id)
    house.pipeline.process(first.id, 2)
    house.pipeline.process(first.id, 1)
    assert house.texts(house.mentor, first.id) == ["第二版。"]
    assert {g for _, d, g in house.indexed().values() if d == first.id} == {2}


def test_a_deleted_document_is_erased_and_late_work_on_it_leaves_nothing(house: House) -> None:
    document = house.put(house.mentor, "删.txt", "将被删除的内容。".encode(), "acme/internal")
    house.store.library.delete(house.mentor, house.scope(house.mentor), document.id)
    house.pipeline.remove(document.id)
    house.pipeline.process(document.id, 1)
    assert document.id not in {d for _, d, _ in house.indexed().values()}
    with pytest.raises(NotFound):
        house.store.works.document(document.id, 1)


class Stopping:
    """The real index, until one kind of call: then the process might as well be dead."""

    def __init__(self, index: Index, call: str) -> None:
        self._index, self._call = index, call

    def __getattr__(self, name: str) -> object:
        if name == self._call:
            raise PartDown("index")
        return getattr(self._index, name)


@pytest.mark.parametrize("call", ["put", "relabel", "drop"])
def test_a_stop_between_the_stores_is_made_good(house: House, readers: Confine, call: str) -> None:
    first = house.put(house.mentor, f"停{call}.txt", f"{call}：旧版内容。".encode(), "acme/internal")
    house.receive(house.mentor, f"停{call}.txt", f"{call}：新版内容。".encode(), "acme/internal", replaces=first.id)
    broken = Pipeline(
        house.store, Generations.of(Stopping(house.index, call)), house.settings, readers  # type: ignore[arg-type]
    )  # fmt: skip
    with pytest.raises(PartDown):
        broken.process(first.id, 2)
    for due in house.pipeline.settle():
        house.pipeline.process(due.document_id, due.generation)
    assert house.texts(house.mentor, first.id) == [f"{call}：新版内容。"]
    label = parse("acme/internal").id
    assert {(n, g) for n, d, g in house.indexed().values() if d == first.id} == {(label, 2)}
    assert not house.store.works.pending()


def test_with_an_embedder_passages_have_vectors(house: House, tmp_path: Path, readers: Confine) -> None:
    embedder = HashEmbedder()
    index = open_index(settings_in(tmp_path), embedder.size)
    document = house.receive(house.mentor, "向量.txt", "冷却液浓度每班测一次。".encode(), "acme/internal")
    Pipeline(house.store, Generations.of(index, embedder), house.settings, readers).process(document.id, 1)
    question = embedder.encode_queries(["冷却液浓度"])[0]
    assert len(index.dense(question, frozenset({document.label.id}), None, 3)) == 1
    rebuild(house.store, Generation(index, embedder))
    assert len(index.dense(question, frozenset({document.label.id}), "enterprise", 1)) == 1
    index.close()
    reconcile(house.store, Generation(house.index))


def test_reconcile_mends_the_index_both_ways_and_is_then_content(house: House) -> None:
    lost = house.put(house.mentor, "丢.txt", "索引里丢失的一段。".encode(), "acme/internal")
    wrong = house.put(house.mentor, "错.txt", "密级不对的一段。".encode(), "acme/restricted")
    kept = house.indexed()
    house.index.drop(lost.id)
    house.index.relabel(wrong.id, 1, parse("acme/public").id)
    stray = NewPassage("11111111-1111-1111-1111-111111111111", 0, "", "", Locator(), {7: 1.0})
    house.index.put(points([stray], label=parse("acme/public").id, document="gone", library="course", generation=1))
    mended = reconcile(house.store, Generation(house.index))
    assert (mended.put, mended.relabelled, mended.dropped) == (1, 1, 1)
    assert house.indexed() == kept
    assert not reconcile(house.store, Generation(house.index)).anything


def test_what_is_being_prepared_survives_a_reconcile(house: House) -> None:
    document = house.receive(house.mentor, "备.txt", "正在准备的一段。".encode(), "acme/internal")
    house.pipeline.read(document.id, 1)
    assert not reconcile(house.store, Generation(house.index)).anything
    house.pipeline.show(document.id, 1)
    assert house.texts(house.mentor, document.id) == ["正在准备的一段。"]


def test_the_index_is_rebuilt_from_sql_alone(tmp_path: Path, readers: Confine) -> None:
    settings = settings_in(tmp_path)
    with opened(settings, readers) as house:
        house.put(house.mentor, "一.md", CARD, "acme/internal")
        house.put(house.mentor, "二.txt", SECRET, "acme/internal")
        before = house.indexed()
    with opened(settings, readers) as house:
        house.index.close()
        index = open_index(settings, fresh=True)
        assert index.count() == 0
        assert rebuild(house.store, Generation(index)).put == len(before)
        assert {e.id: (e.label, e.document, e.generation) for e in index.iterate()} == before
        index.close()
