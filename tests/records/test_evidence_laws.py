"""However often and in whatever portions the same pieces are told, each is there once, as it was told last."""

from __future__ import annotations

import itertools
import signal
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from learning.evidence import Result
from records.evidences import Wish
from records.schema import evidence
from records.store import Store
from tests.prepared import CHEAP
from tests.records.cast import Cast, enter
from tests.records.evidenced import piece, register
from trust.settings import Settings

EXAMPLES = itertools.count()
told = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3)), min_size=1, max_size=12)


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Cast:
    store = Store.open(Settings(data=tmp_path_factory.mktemp("laws")), passwords=CHEAP)
    cast = enter(store)
    register(cast)
    return cast


@pytest.mark.laws
@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(told, min_size=1, max_size=4))
def test_each_piece_is_there_once_as_it_was_told_last(one: Cast, portions: list[list[tuple[int, int]]]) -> None:
    run = next(EXAMPLES)
    last: dict[int, int] = {}
    for portion in portions:
        brought = [
            piece(n, key=(str(run), str(n)), activity=f"{run}-{n}", result=_worth(points)) for n, points in portion
        ]
        came = one.store.evidences.keep(one("teacher"), brought)
        assert all(c.outcome != "refused" for c in came)
        last |= dict(portion)
        again = one.store.evidences.keep(one("teacher"), [brought[-1]])
        assert again[0].outcome == "unchanged"
    wish = Wish(one.ids["student"], limit=10_000)
    kept, _ = one.store.evidences.page(one("student"), one.scope("student"), wish)
    mine = [k for k in kept if k.evidence.activity.startswith(f"{run}-")]
    assert {k.evidence.activity: k.evidence.result.points for k in mine} == {
        f"{run}-{n}": Decimal(points) for n, points in last.items()
    }
    assert len(mine) == len(last)


def _worth(points: int) -> Result:
    return Result(Decimal(points), Decimal(10))


TELLING = """
import sys
from pathlib import Path
from records.store import Store
from tests.prepared import CHEAP
from tests.records.cast import Cast
from tests.records.evidenced import piece
from trust.settings import Settings
store = Store.open(Settings(data=Path(sys.argv[1])), passwords=CHEAP)
teacher = store.people.principal(store.people.find("teacher"))
for start in range(0, 4000, 100):
    store.evidences.keep(teacher, [piece(n) for n in range(start, start + 100)])
    print(start, flush=True)
"""


@pytest.mark.slow
def test_killed_in_the_middle_whole_portions_are_there_and_telling_it_again_brings_the_rest(tmp_path: Path) -> None:
    store = Store.open(Settings(data=tmp_path), passwords=CHEAP)
    cast = enter(store)
    register(cast)
    store.close()
    told = subprocess.Popen([sys.executable, "-c", TELLING, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert told.stdout is not None
    assert [told.stdout.readline() for _ in range(3)][-1] == "200\n"
    told.send_signal(signal.SIGKILL)
    told.wait()
    store = Store.open(Settings(data=tmp_path), passwords=CHEAP)
    with store.database.read() as conn:
        before = conn.execute(select(func.count()).select_from(evidence)).scalar_one()
    assert before % 100 == 0
    assert before < 4000
    teacher = store.people.principal(cast.ids["teacher"])
    for start in range(0, 4000, 400):
        store.evidences.keep(teacher, [piece(n) for n in range(start, start + 400)])
    with store.database.read() as conn:
        assert conn.execute(select(func.count()).select_from(evidence)).scalar_one() == 4000
        assert conn.execute(select(func.count()).where(evidence.c.version > 1)).scalar_one() == 0
    assert store.audit.verify() == []
    store.close()
