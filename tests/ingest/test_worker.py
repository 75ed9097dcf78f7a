"""A worker of its own: servers enqueue, it does; it says that it lives, and needs what several processes can share."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from ingest.confine import Confine
from ingest.worker import BEAT, beat, beating, fit_alone
from ingest.workflow import Workflow
from tests.ingest.house import opened, settings_in
from tests.ingest.test_workflow import Scripted
from trust.errors import BadInput, PartDown
from trust.settings import Settings


@pytest.mark.slow
def test_with_jobs_elsewhere_a_server_enqueues_and_the_worker_does(tmp_path: Path) -> None:
    here = settings_in(tmp_path)
    server, worker = Scripted(), Scripted()
    asking = Workflow(server, here.model_copy(update={"jobs": "elsewhere"}))
    asking.launch()
    asking.enqueue("d", 1)
    assert not asking.wait_idle(2)
    assert server.done == []
    asking.close()
    doing = Workflow(worker, here)
    doing.launch()
    assert doing.wait_idle(60)
    doing.close()
    assert worker.done == [("read", "d"), ("show", "d")]


def test_it_lives_as_long_as_database_and_index_answer(
    tmp_path: Path, readers: Confine, monkeypatch: pytest.MonkeyPatch
) -> None:
    alive = tmp_path / "workers"
    assert not beating(alive)
    with opened(settings_in(tmp_path), readers) as house:
        beat(house.store, house.generations, alive, lambda _: True)
        assert beating(alive)
        long_ago = time.time() - 5 * BEAT
        (mine,) = alive.iterdir()
        os.utime(mine, (long_ago, long_ago))
        assert not beating(alive)
        (alive / "another").touch()
        assert beating(alive)
        tomorrow = time.time() + 24 * 3600  # as after a clock was put back
        os.utime(alive / "another", (tomorrow, tomorrow))
        assert not beating(alive)
        (alive / "another").unlink()
        monkeypatch.setattr(house.index, "count", _down)
        beat(house.store, house.generations, alive, lambda _: True)
        assert not beating(alive)
        os.utime(mine, (0, 0))
        beat(house.store, house.generations, alive, lambda _: True)
        assert list(alive.iterdir()) == []


def test_on_one_machines_own_files_it_is_refused_in_words() -> None:
    with pytest.raises(BadInput, match="PostgreSQL"):
        fit_alone(Settings(qdrant_url="http://index:6333"))
    with pytest.raises(BadInput, match="Qdrant"):
        fit_alone(Settings(database_url="postgresql+psycopg://db/x"))
    fit_alone(Settings(qdrant_url="http://index:6333", database_url="postgresql+psycopg://db/x"))


def _down() -> int:
    raise PartDown("index")
