"""The disk is full, the index is down, the clock moves: said in words, nothing half-written, and on once it is well."""

from __future__ import annotations

import errno
import os
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from ingest.repair import reconcile
from knowledge.generations import Generations
from knowledge.learned import Learned
from knowledge.search import Searcher
from tests.fakes import DownIndex, PlainReader
from tests.ingest.house import House, opened, settings_in
from trust.errors import DiskFull, PartDown, Stale
from trust.labels import parse

TEXT = "主轴转速八百转。".encode()


def content(house: House) -> bool:
    """Index = SQL, nothing left undone, the audit whole."""
    return not (
        reconcile(house.store, house.generations.now).anything
        or house.store.works.pending()
        or house.store.audit.verify()
    )


def test_a_full_disk_at_the_originals_is_507_leaves_nothing_and_room_makes_it_good(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    with opened(settings_in(tmp_path), PlainReader()) as house:
        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(DiskFull) as told:
            house.receive(house.mentor, "规程.txt", TEXT, "acme/internal")
        monkeypatch.undo()
        assert told.value.status == 507
        assert house.store.library.page(house.steward, house.scope(house.steward))[0] == []
        left = [f for f in (tmp_path / "data" / "blobs").rglob("*") if f.is_file() and f.name != ".lock"]
        assert left == []
        document = house.put(house.mentor, "规程.txt", TEXT, "acme/internal")
        assert house.texts(house.mentor, document.id) == [TEXT.decode()]
        assert content(house)


@pytest.mark.parametrize("fault", [PartDown("index"), DiskFull()])
def test_with_the_index_down_searching_says_so_writes_wait_and_are_made_good(
    tmp_path: Path, fault: PartDown | DiskFull
) -> None:
    with opened(settings_in(tmp_path), PlainReader()) as house:
        first = house.put(house.mentor, "规程.txt", TEXT, "acme/internal")
        down = Generations.of(DownIndex(fault))
        searcher = Searcher(house.store, down, Learned.load())
        with pytest.raises(type(fault)):
            searcher.find(house.mentor, house.scope(house.mentor), "主轴转速")
        waiting = house.receive(house.mentor, "等待.txt", "进给量两丝。".encode(), "acme/internal")
        well, house.pipeline._index = house.pipeline._index, down
        with pytest.raises(type(fault)):
            house.pipeline.process(waiting.id, 1)
        assert house.texts(house.mentor, waiting.id) == []
        house.store.library.delete(house.mentor, house.scope(house.mentor), first.id)
        with pytest.raises(type(fault)):
            house.pipeline.remove(first.id)
        house.pipeline._index = well
        for due in house.pipeline.settle():
            house.pipeline.process(due.document_id, due.generation)
        assert house.texts(house.mentor, waiting.id) == ["进给量两丝。"]
        assert {document for _, document, _ in house.indexed().values()} == {waiting.id}
        assert content(house)


def test_with_the_index_folder_gone_while_it_serves_the_label_still_holds_and_the_next_start_makes_it_good(
    tmp_path: Path,
) -> None:
    with pytest.raises(PartDown):  # told when it is closed
        served_without_its_folder(tmp_path)
    with opened(settings_in(tmp_path), PlainReader()) as house:
        assert reconcile(house.store, house.generations.now).put == 2
        assert content(house)


def served_without_its_folder(folder: Path) -> None:
    with opened(settings_in(folder), PlainReader()) as house:
        house.put(house.mentor, "规程.txt", TEXT, "acme/internal")
        shutil.rmtree(folder / "data" / "index")
        searcher = Searcher(house.store, house.generations, Learned.load())
        found = [searcher.find(who, house.scope(who), "主轴转速").passages for who in (house.mentor, house.student)]
        assert [[p.text for p in each] for each in found] == [[TEXT.decode()], []]
        house.put(house.mentor, "等待.txt", "进给量两丝。".encode(), "acme/internal")


def test_of_two_stewards_editing_one_label_the_second_is_told_to_look_again(tmp_path: Path) -> None:
    with opened(settings_in(tmp_path), PlainReader()) as house:
        document = house.put(house.mentor, "规程.txt", TEXT, "acme/internal")
        steward, scope = house.steward, house.scope(house.steward)
        seen = house.store.library.document(steward, scope, document.id)
        house.store.library.confirm_label(steward, scope, document.id, parse("acme/restricted"), seen.version)
        again = house.scope(steward)
        with pytest.raises(Stale) as told:
            house.store.library.confirm_label(steward, again, document.id, parse("acme/confidential"), seen.version)
        assert told.value.status == 409
        now = house.store.works.document(document.id, 1)
        assert now.label == parse("acme/restricted")


@pytest.mark.parametrize("days", [1, -1])
def test_a_clock_moved_a_day_ends_no_session_early_breaks_no_chain_and_stops_no_work(tmp_path: Path, days: int) -> None:
    with opened(settings_in(tmp_path), PlainReader()) as house:
        house.put(house.mentor, "规程.txt", TEXT, "acme/internal")
        _, session, _ = house.store.accounts.sign_in("m", "passwords-are-long", "here")
        shelf = house.store.library._shelf
        before = shelf.now
        moved = lambda: before() + timedelta(days=days)  # noqa: E731
        object.__setattr__(shelf, "now", moved)
        house.store.audit._now = house.store.accounts._now = moved
        assert house.store.accounts.session(session) is not None
        later = house.put(house.mentor, "后来.txt", "进给量两丝。".encode(), "acme/internal")
        assert house.texts(house.mentor, later.id) == ["进给量两丝。"]
        assert house.store.works.sweep() == 0
        assert content(house)
        house.store.accounts._now = lambda: before() + timedelta(days=8)
        assert house.store.accounts.session(session) is None
