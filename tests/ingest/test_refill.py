"""Changing the embedder: no search fails, the old index answers until the switch and the new one after, nothing is lost
and nothing is seen under a label it no longer has.
"""

from __future__ import annotations

import json
import shutil
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.confine import Confine
from ingest.pipeline import Pipeline
from ingest.refill import Refill
from ingest.repair import reconcile
from knowledge.embed import HubEmbedder, open_embedder
from knowledge.engines import RECORD, next_generation, open_generations, outdated, recorded
from knowledge.generations import Generation, Generations
from knowledge.index import Index
from knowledge.learned import Learned
from knowledge.search import Searcher
from tests.ingest.house import House, opened, settings_in
from tests.knowledge.models import saved
from trust.errors import PartDown
from trust.labels import parse
from trust.settings import Settings

THINGS = ("数控车床", "香肠杀菌", "直播间商品", "夹紧压力", "冷却液浓度")
ASKED = ("主轴转速是多少", "杀菌温度", "直播间的商品", "每班检查什么", "夹紧压力")


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    folder = tmp_path_factory.mktemp("models")
    return saved(folder / "old", 64, 1), saved(folder / "new", 32, 2)


@pytest.fixture
def old(tmp_path: Path, models: tuple[str, str]) -> Settings:
    return settings_in(tmp_path).model_copy(update={"embedder": models[0]})


@pytest.fixture
def new(old: Settings, models: tuple[str, str]) -> Settings:
    return old.model_copy(update={"embedder": models[1]})


@pytest.fixture
def house(old: Settings, readers: Confine) -> Iterator[House]:
    with opened(old, readers, open_generations(old)) as made:
        for n in range(12):
            text = "。".join(f"{t}第{n}条：每班检查主轴转速与温度{n}次" for t in THINGS[n % 5 :])
            made.put(made.mentor, f"规程{n}.txt", text.encode(), "acme/internal")
        yield made


def answers(house: House) -> list[list[str]]:
    searcher, scope = Searcher(house.store, house.generations, Learned.load()), house.scope(house.mentor)
    return [[p.id for p in searcher.find(house.mentor, scope, q).passages] for q in ASKED]


def exact(house: House) -> bool:
    return not reconcile(house.store, house.generations.now).anything


@pytest.mark.slow
def test_while_people_search_no_search_fails_and_answers_change_once(house: House, new: Settings) -> None:
    before, failed = answers(house), list[Exception]()
    done = threading.Event()

    def search(mine: list[list[list[str]]]) -> None:
        try:
            while not done.is_set():
                mine.append(answers(house))
            mine.append(answers(house))
        except Exception as error:
            failed.append(error)

    heard: list[list[list[list[str]]]] = [[], [], []]
    threads = [threading.Thread(target=search, args=(mine,)) for mine in heard]
    for thread in threads:
        thread.start()
    Refill(house.store, house.generations, new).run()
    done.set()
    for thread in threads:
        thread.join()
    after = answers(house)
    assert failed == []
    assert after != before
    for mine in heard:
        for question in range(len(ASKED)):
            seen = [each[question] for each in mine]
            assert all(s in (before[question], after[question]) for s in seen)
            if before[question] != after[question]:
                assert seen == sorted(seen, key=lambda s, q=question: s == after[q])
        assert mine[-1] == after
    assert house.generations.now.number == 2
    assert exact(house)
    assert not (new.data / "index").exists()
    assert not outdated(new)
    assert json.loads((new.data / RECORD).read_text())["size"] == 32


def test_what_is_written_meanwhile_is_in_the_new_one_as_it_should_be(house: House, new: Settings) -> None:
    scope, going = house.scope(house.mentor), threading.Event()
    raised, gone, *_ = house.store.library.page(house.mentor, scope)[0]

    class Pausing:
        """The real embedder, standing still before its third document until others have written."""

        def __init__(self) -> None:
            self.inner, self.calls = embedder_of(new), 0
            self.size = self.inner.size

        def encode_queries(self, texts: list[str]) -> list[list[float]]:
            return self.inner.encode_queries(texts)

        def encode_passages(self, texts: list[str]) -> list[list[float]]:
            self.calls += 1
            if self.calls == 3:
                going.set()
                assert written.wait(60)
            return self.inner.encode_passages(texts)

    written = threading.Event()
    refill = Refill(
        house.store, house.generations, new, lambda s, n: replace(next_generation(s, n), embedder=Pausing())
    )
    thread = threading.Thread(target=refill.run)
    thread.start()
    assert going.wait(60)
    raise_(house, raised.id)
    house.pipeline.relabel(raised.id)
    house.pipeline.withdraw(gone.id)
    house.store.library.delete(house.mentor, scope, gone.id)
    written.set()
    fresh = house.put(house.mentor, "新.txt", "新来的一条：夹紧压力每班检查。".encode(), "acme/internal")
    thread.join()
    assert house.generations.now.number == 2
    held = {(e.document, e.label) for e in house.generations.now.index.iterate()}
    assert (raised.id, parse("acme/confidential").id) in held
    assert {d for d, _ in held} >= {fresh.id}
    assert gone.id not in {d for d, _ in held}
    assert exact(house)


def test_what_was_staged_before_the_switch_is_found_when_it_is_shown_after(house: House, new: Settings) -> None:
    document = house.receive(house.mentor, "在途.txt", "在途的一条：夹紧压力。".encode(), "acme/internal")
    assert house.pipeline.read(document.id, 1)
    Refill(house.store, house.generations, new).run()
    house.pipeline.show(document.id, 1)
    assert house.generations.now.index.held(document.id, 1) == 1
    assert exact(house)


def test_a_label_that_is_due_stays_due_until_the_serving_index_has_it(house: House, new: Settings) -> None:
    one = house.store.library.page(house.mentor, house.scope(house.mentor))[0][0]
    raise_(house, one.id)
    due = house.store.works.pending()
    assert [d.act for d in due] == ["relabel"]
    Refill(house.store, house.generations, new).run()
    assert house.store.works.pending() == due
    house.pipeline.settle()
    assert house.store.works.pending() == []
    assert exact(house)


@pytest.mark.slow
def test_stopped_in_the_middle_the_old_one_serves_on_and_the_next_start_begins_anew(
    house: House, new: Settings, readers: Confine
) -> None:
    before = answers(house)
    refill = Refill(house.store, house.generations, new)
    refill.close()
    refill.run()
    assert answers(house) == before
    assert sorted(p.name for p in new.data.glob("index*")) == ["index"]
    house.generations.close()
    again = open_generations(new)
    assert (again.now.number, outdated(new)) == (1, True)
    at = replace(house, generations=again, pipeline=Pipeline(house.store, again, new, readers))
    assert answers(at) == before
    (new.data / "index-2").mkdir()
    (new.data / "index-2" / "half").write_text("left by a process that was killed")
    waiting = Refill(house.store, again, new)
    waiting.start()
    while again.now.number == 1:
        time.sleep(0.05)
    waiting.close()
    assert again.now.number == 2
    again.close()


class Kept:
    """An index that two processes share: what one closes stays open for the other."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def close(self) -> None:
        pass

    def __getattr__(self, name: str) -> object:
        return getattr(self._index, name)


def kept(one: Generation) -> Generation:
    return replace(one, index=Kept(one.index))  # type: ignore[arg-type]


def test_another_process_follows_and_what_it_wrote_to_the_old_one_alone_is_mended(
    house: House, new: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.refill.discard", lambda settings, number: None)  # as on a server
    scope = house.scope(house.mentor)
    raised, gone, *_ = house.store.library.page(house.mentor, scope)[0]
    old = house.generations.now
    filled: list[Generation] = []

    def make(settings: Settings, after: int) -> Generation:
        filled.append(kept(next_generation(settings, after)))
        return filled[0]

    follower = Refill(house.store, house.generations, new, take=lambda s, m: filled[0])
    assert not follower.follow()
    Refill(house.store, Generations(kept(old)), new, make).run()
    raise_(house, raised.id)
    house.pipeline.relabel(raised.id)
    house.pipeline.withdraw(gone.id)
    house.store.library.delete(house.mentor, scope, gone.id)
    fresh = house.put(house.mentor, "新.txt", "新来的一条：夹紧压力每班检查。".encode(), "acme/internal")
    before = answers(house)
    assert follower.follow()
    assert not follower.follow()
    assert house.generations.now is filled[0]
    held = {(e.document, e.label) for e in filled[0].index.iterate()}
    assert (raised.id, parse("acme/confidential").id) in held
    assert fresh.id in {d for d, _ in held}
    assert gone.id not in {d for d, _ in held}
    assert answers(house) != before
    assert exact(house)


def test_what_was_written_to_the_old_one_before_a_restart_is_mended_a_little_later(
    house: House, new: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process that wrote it has restarted: it opens the new generation and never follows."""
    monkeypatch.setattr("ingest.refill.LATER", 0.0)
    monkeypatch.setattr("ingest.refill.FOLLOW", 0.01)
    monkeypatch.setattr(type(new), "shared", True)
    one = house.store.library.page(house.mentor, house.scope(house.mentor))[0][0]
    house.index.relabel(one.id, one.generation, parse("school/public").id)
    assert not exact_but_unmended(house)
    refill = Refill(house.store, house.generations, house.settings)
    refill.start()
    until = time.monotonic() + 60
    while not exact_but_unmended(house) and time.monotonic() < until:
        time.sleep(0.05)
    refill.close()
    assert exact_but_unmended(house)


def test_a_watch_survives_what_it_did_not_foresee(house: House, new: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.refill.FOLLOW", 0.01)
    monkeypatch.setattr(type(new), "shared", True)
    calls: list[int] = []

    def odd(settings: Settings) -> None:
        calls.append(1)
        raise OSError("too many open files: 机密")

    monkeypatch.setattr("ingest.refill.recorded", odd)
    refill = Refill(house.store, house.generations, house.settings)
    refill.start()
    until = time.monotonic() + 60
    while len(calls) < 3 and time.monotonic() < until:
        time.sleep(0.01)
    refill.close()
    assert len(calls) >= 3


def exact_but_unmended(house: House) -> bool:
    """Whether the index holds what SQL says, without mending it."""
    held = {(e.document, e.label) for e in house.index.iterate()}
    return held == {(p.document_id, p.label) for p in house.store.works.indexed()}


def test_where_jobs_are_elsewhere_a_server_fills_nothing(house: House, new: Settings) -> None:
    refill = Refill(house.store, house.generations, new.model_copy(update={"jobs": "elsewhere"}))
    refill.start()
    refill.close()
    assert house.generations.now.number == 1
    assert outdated(new)


def test_where_the_old_model_is_gone_words_find_until_the_new_one_has_filled(
    house: House, old: Settings, new: Settings, readers: Confine, tmp_path: Path
) -> None:
    house.generations.close()
    moved = recorded(old)
    assert moved is not None
    assert moved.recipe is not None
    text = (old.data / RECORD).read_text().replace(moved.recipe.name, str(tmp_path / "gone"))
    (old.data / RECORD).write_text(text)
    left = open_generations(new)
    assert left.now.embedder is None
    at = replace(house, generations=left, pipeline=Pipeline(house.store, left, new, readers))
    assert all(answers(at))
    fresh = at.put(house.mentor, "新.txt", "新来的一条：夹紧压力每班检查。".encode(), "acme/internal")
    assert fresh.state == "ready"
    Refill(house.store, left, new).run()
    assert left.now.embedder is not None
    assert exact(at)
    left.close()


def test_a_model_that_lies_about_its_size_changes_nothing(house: House, new: Settings) -> None:
    class Lying:
        size = 32

        def encode_queries(self, texts: list[str]) -> list[list[float]]:
            return [[1.0] * 31 for _ in texts]

        encode_passages = encode_queries

    before = answers(house)
    with pytest.raises(PartDown):
        Refill(house.store, house.generations, new, lambda s, n: replace(next_generation(s, n), embedder=Lying())).run()
    assert answers(house) == before
    assert house.generations.now.number == 1
    assert outdated(new)
    assert sorted(p.name for p in new.data.glob("index*")) == ["index"]


def test_a_damaged_record_is_told_and_not_guessed(old: Settings) -> None:
    old.data.mkdir(parents=True)
    (old.data / RECORD).write_text("{")
    with pytest.raises(PartDown, match="rebuild-index"):
        open_generations(old)


def test_other_prompts_are_another_recipe(old: Settings) -> None:
    open_generations(old).close()
    assert not outdated(old)
    assert outdated(old.model_copy(update={"embedder_query_prompt": "问："}))
    assert outdated(old.model_copy(update={"embedder": None}))
    assert not outdated(old.model_copy(update={"embedder_batch": 1}))
    shutil.rmtree(old.data / "index")


def raise_(house: House, document: str) -> None:
    version = house.store.works.document(document, 1).version
    steward, label = house.steward, parse("acme/confidential")
    house.store.library.confirm_label(steward, house.scope(steward), document, label, version)


def embedder_of(settings: Settings) -> HubEmbedder:
    made = open_embedder(settings)
    assert made is not None
    return made
