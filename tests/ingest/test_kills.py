"""kill -9 anywhere: no document partly visible, lost or double, the audit whole, index = SQL after the start."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest


def killed(data: Path, seed: int, kills: int, *url: str) -> dict[str, int]:
    """Kills by the kind of point, after none of which anything was wrong."""
    line = [sys.executable, "-m", "tests.ingest.kills", str(data), str(seed), str(kills), *url]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["wrong"] == []
    assert sum(told["killed"].values()) == kills
    assert told["documents"]
    return dict(told["killed"])


def test_killed_ten_times_anywhere_nothing_is_lost_double_or_partly_visible(tmp_path: Path) -> None:
    assert killed(tmp_path / "data", seed=7, kills=10)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(5))
def test_killed_a_hundred_times_anywhere_nothing_is_lost_double_or_partly_visible(tmp_path: Path, seed: int) -> None:
    """Twenty kills each of five seeds."""
    kinds = killed(tmp_path / "data", seed, 20)
    assert len(kinds) > 3


@pytest.mark.slow
def test_killed_twenty_times_on_postgresql(tmp_path: Path, empty_postgres_url: str) -> None:
    assert killed(tmp_path / "data", 11, 20, empty_postgres_url)
