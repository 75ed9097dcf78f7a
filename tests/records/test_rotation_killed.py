"""The master key is changed by a process that is killed (SIGKILL) at each point where it touches the disk, one after
the other: whatever the point, one of the two keys opens everything, and run again it comes to its end.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest
from sqlalchemy import event

from records import rotating
from records.rotating import rotate
from records.store import Store
from tests.prepared import CHEAP
from tests.records.cast import enter
from tests.records.test_drills import furnish, seen
from trust.settings import Settings
from trust.vault import KEY_FILE, NEXT_FILE

TOUCHES = ("os.link", "os.rename", "os.remove")
MOST = 80


def rotated_until(settings: Settings, points: int) -> bool:
    """Whether it came to its end before so many points were passed."""
    if child := os.fork():
        _, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
        return os.WIFEXITED(status)
    try:
        left = points
        store = Store.open(settings, passwords=CHEAP)

        def burn(*_: object) -> None:
            nonlocal left
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

        for name in ("before_cursor_execute", "commit", "checkin"):
            event.listen(store.database.engine, name, burn)
        sys.addaudithook(lambda name, _: burn() if name in TOUCHES else None)
        rotate(store, settings)
        os._exit(0)
    finally:
        os._exit(1)


def whole(settings: Settings) -> dict[str, object]:
    store = Store.open(settings, passwords=CHEAP)
    try:
        return seen(store)
    finally:
        store.close()


def told(found: dict[str, object]) -> dict[str, object]:
    assert found["broken"] == []
    return found


def rounds(folder: Path, points: range) -> int:
    """How many of the points were killed at."""
    settings, killed, keys = Settings(data=folder / "data"), 0, set()
    store = Store.open(settings, passwords=CHEAP)
    furnish(enter(store))
    before = seen(store)
    store.close()
    key = settings.data / "keys" / KEY_FILE
    for point in points:
        if rotated_until(settings, point):
            break
        killed += 1
        assert told(whole(settings)) == before
        keys.add(key.read_text())
    assert rotated_until(settings, 10_000)
    assert told(whole(settings)) == before
    assert not key.with_name(NEXT_FILE).exists()
    assert key.read_text() not in keys
    return killed


def test_a_rotation_killed_at_some_points_is_made_good_and_may_be_run_again(tmp_path: Path) -> None:
    assert rounds(tmp_path, range(2, 30, 14)) == 2


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_rotation_killed_at_every_point_is_made_good_and_may_be_run_again(tmp_path: Path) -> None:
    assert 20 < rounds(tmp_path, range(1, MOST)) < MOST - 1


def test_people_read_on_while_the_key_is_being_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Up to its commit: in the middle of it a process with the old key finds everything."""
    settings = Settings(data=tmp_path / "data")
    store = Store.open(settings, passwords=CHEAP)
    cast = enter(store)
    furnish(cast)
    mentor, other = cast("mentor"), Store.open(settings, passwords=CHEAP)
    looked: list[int] = []

    def looking(*_: object) -> None:
        found = other.library.page(mentor, other.labels.scope(mentor))[0]
        looked.append(len([other.library.original(mentor, other.labels.scope(mentor), d.id) for d in found]))

    rewrap = rotating._rewrap

    def halfway(*given: object) -> int:
        count = rewrap(*given)  # type: ignore[arg-type]
        looking()
        return count

    monkeypatch.setattr(rotating, "_rewrap", halfway)
    rotate(store, settings)
    assert looked == [1]
    for one in (store, other):
        one.close()
    assert whole(settings)["broken"] == []
