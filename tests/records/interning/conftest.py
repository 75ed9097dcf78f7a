"""The cast of internships: on SQLite a copy of a folder made once, with a placement in it where a test takes `held`."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from records.placementrows import Placement
from records.store import Store
from tests.prepared import CHEAP, prepared
from tests.records.cast import Cast, enter
from tests.records.conftest import Clock
from tests.records.interned import placed, ready
from trust.settings import Settings


@dataclass(frozen=True)
class Template:
    """A data folder that is made once a process and copied; `placement` is the student's, if they are placed."""

    data: Path
    ids: dict[str, str]
    placement: str | None


@cache
def template(placed_: bool) -> Template:
    folder = prepared(Path(tempfile.mkdtemp(prefix="interned-")))
    opened = Store.open(Settings(data=folder, database_url=None), Clock(), passwords=CHEAP)
    cast = enter(opened)
    if placed_:
        ready(cast)
    made = Template(folder, dict(cast.ids), placed(cast).id if placed_ else None)
    opened.close()
    return made


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.slow)])
def store(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> Iterator[Store]:
    """As everywhere in records, but PostgreSQL with the full counts alone; on SQLite the cast is in it already, and
    where a test takes `held`, a placement too.
    """
    data, url = tmp_path / "data", None
    if request.param == "postgres":
        prepared(data)
        url = request.getfixturevalue("postgres_url")
    else:
        shutil.copytree(template("held" in request.fixturenames).data, data)
        clock.forward(seconds=10)
    opened = Store.open(Settings(data=data, database_url=url), clock, passwords=CHEAP)
    yield opened
    opened.close()


@pytest.fixture
def cast(request: pytest.FixtureRequest, store: Store) -> Cast:
    if not store.database.sqlite:
        return enter(store)
    return Cast(store, template("held" in request.fixturenames).ids)


@pytest.fixture
def held(cast: Cast) -> Placement:
    """The student's placement; they are ready."""
    known = template(True).placement
    if cast.store.database.sqlite and known is not None:
        return cast.store.placements.get(cast("teacher"), cast.scope("teacher"), known)
    ready(cast)
    return placed(cast)
