"""A backup taken while people upload, replace, relabel and delete, put back on another machine: one moment, whole."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ingest.repair import rebuild, reconcile
from records import backup as backup_module
from records.backup import backup, restore
from records.store import Store
from tests.fakes import PlainReader
from tests.ingest.house import House, opened
from tests.ingest.kills import PARTS, version
from trust.labels import parse
from trust.settings import Settings

NOW = datetime(2026, 3, 2, tzinfo=UTC)
PATIENCE = 240.0


@pytest.fixture(params=["sqlite", "postgres"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    url = request.getfixturevalue("empty_postgres_url") if request.param == "postgres" else None
    return Settings(data=tmp_path / "data", database_url=url)


def writing(house: House, who: int, going: threading.Event, done: threading.Semaphore) -> None:
    """Uploads, replaces, relabels and deletes documents of its own, one act after the other."""
    n, steward = 0, house.steward
    while going.is_set():
        n += 1
        name = f"{who:07x}{n:08x}"
        made = house.put(house.mentor, f"{name}.txt", version(name).encode(), "acme/internal")
        if n % 2:
            again = f"{who:07x}{n:07x}f"
            house.put(house.mentor, f"{again}.txt", version(again).encode(), "acme/internal", replaces=made.id)
        if n % 3 == 0:
            now = house.store.library.document(steward, house.scope(steward), made.id)
            house.store.library.confirm_label(
                steward, house.scope(steward), made.id, parse("acme/restricted"), now.version
            )
            house.pipeline.relabel(made.id)
        if n % 4 == 0:
            house.store.library.delete(steward, house.scope(steward), made.id)
            house.pipeline.remove(made.id)
        done.release()


@pytest.fixture
def busy(settings: Settings) -> Iterator[tuple[House, threading.Semaphore]]:
    going, done, failed = threading.Event(), threading.Semaphore(0), []
    going.set()

    def noted(house: House, who: int) -> None:
        try:
            writing(house, who, going, done)
        except BaseException as error:  # told below, in the thread of the test
            failed.append(error)
            done.release(100)

    with opened(settings, PlainReader()) as house:
        threads = [threading.Thread(target=noted, args=(house, who)) for who in (1, 2)]
        for thread in threads:
            thread.start()
        yield house, done
        going.clear()
        for thread in threads:
            thread.join(PATIENCE)
        assert failed == []


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_backup_taken_while_people_write_is_one_moment_wherever_it_is_put_back(
    busy: tuple[House, threading.Semaphore], settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house, done = busy
    snapshot = backup_module._snapshot

    def written_to(store: Store, to: Path) -> None:
        """Before its moment and after it, before the files are looked for: people did something."""
        snapshot(store, to)
        late = house.receive(house.mentor, "late.txt", version("f" * 15).encode(), "acme/internal")
        assert late.state == "received"

    monkeypatch.setattr(backup_module, "_snapshot", written_to)
    for round_ in range(3):
        for _ in range(6):
            assert done.acquire(timeout=PATIENCE)
        file, to = tmp_path / f"{round_}.tar", Settings(data=tmp_path / f"to{round_}")
        made = backup(house.store, settings, file, NOW, with_key=True)
        assert made.lost == ()
        restore(to, file)
        assert whole(to) > 2


def whole(settings: Settings) -> int:
    """The documents in use there: each one version, all of it, with its original; index = SQL, the audit whole."""
    with opened(settings, PlainReader()) as house:
        rebuild(house.store, house.generations.now)
        for due in house.pipeline.settle():
            house.pipeline.process(due.document_id, due.generation)
        assert not reconcile(house.store, house.generations.now).anything
        assert house.store.works.pending() == []
        assert house.store.audit.verify() == []
        assert all(lost is None for lost in house.store.originals.check())
        steward, cursor, held = house.steward, None, 0
        while True:
            page, cursor = house.store.library.page(steward, house.scope(steward), cursor=cursor)
            for one in page:
                texts = house.texts(steward, one.id)
                assert len(texts) == PARTS
                assert len({t[:15] for t in texts}) == 1
                original = house.store.library.original(steward, house.scope(steward), one.id)[1].decode()
                assert original[:15] == texts[0][:15]
                held += 1
            if cursor is None:
                return held
