"""The cast on each store, and a clock that stands until a test moves it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from records.store import Store
from tests.prepared import CHEAP, prepared
from tests.records.cast import Cast, enter
from trust.settings import Settings


class Clock:
    """Moves a millisecond at each look, so that nothing happens at the same time, and further when told."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(milliseconds=1)
        return self.now

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["sqlite", "postgres"])
def store(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> Iterator[Store]:
    url = request.getfixturevalue("postgres_url") if request.param == "postgres" else None
    opened = Store.open(Settings(data=prepared(tmp_path / "data"), database_url=url), clock, passwords=CHEAP)
    yield opened
    opened.close()


@pytest.fixture
def cast(store: Store) -> Cast:
    return enter(store)
