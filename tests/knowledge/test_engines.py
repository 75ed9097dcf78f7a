"""The settings choose the engine."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from knowledge.edge import EdgeIndex
from knowledge.engines import RECORD, Made, open_index, record, recorded
from knowledge.index import Point
from trust.errors import PartDown
from trust.settings import Settings


def test_without_a_url_the_index_lives_in_the_data_folder(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    index = open_index(settings)
    assert isinstance(index, EdgeIndex)
    index.put([Point("00000000-0000-0000-0000-000000000001", "a", "d", "course", 1, {1: 1.0})])
    index.close()
    fresh = open_index(settings, fresh=True)
    assert fresh.count() == 0
    assert (tmp_path / "index").is_dir()
    fresh.close()


def test_with_a_url_the_server_is_asked(tmp_path: Path) -> None:
    with pytest.raises(PartDown):
        open_index(Settings(data=tmp_path, qdrant_url="http://127.0.0.1:1"))
    assert not (tmp_path / "index").exists()


def test_many_that_start_for_the_first_time_at_once_leave_one_whole_record(tmp_path: Path) -> None:
    settings, together = Settings(data=tmp_path), Barrier(8)

    def start(_: int) -> None:
        together.wait(60)
        for _ in range(40):
            record(settings, Made(3, None, 64))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(start, range(8)))
    assert recorded(settings) == Made(3, None, 64)
    assert [path.name for path in tmp_path.iterdir()] == [RECORD]
