"""What the rows tell is what the kernel tells, whatever becomes of a class: no figure of fewer than five, ever."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import select

from learning.finding import Finding, poor_item
from learning.suppression import K, figure
from records.cells import Cell, Cells, ToldTable
from records.schema import courses
from records.store import Store
from records.telling import Telling
from tests.learning.test_suppression import PEOPLE, Attack, Where, fewest, table, tables, terms
from tests.prepared import CHEAP, prepared
from trust.labels import parse
from trust.settings import Settings

LABEL = parse("school/restricted+course:c")


@dataclass
class Class:
    """People of a course, each example's table under a name of its own."""

    store: Store
    ids: dict[str, str]
    names: Iterator[int] = field(default_factory=count)

    def tell(self, name: str, where: Where) -> ToldTable:
        groups = {c: {self.ids[p]: (v,) for p, v in cell.items()} for c, cell in table(where).items()}
        cells = Cells("competency", name, "找正", LABEL, groups, 0.9)
        with self.store.database.write() as conn:
            course = conn.execute(select(courses)).one()
            return Telling(self.store.findings._shelf).tell(conn, course, "teachers", [cells])[0]


@pytest.fixture(scope="module")
def group(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Class]:
    data: Path = prepared(tmp_path_factory.mktemp("telling") / "data")
    store = Store.open(Settings(data=data), passwords=CHEAP)
    store.people.add_owner("school", "School", "school")
    store.people.add_course("c", "school", "c")
    yield Class(store, {p: store.people.add_person(p, p, "school", "correct horse")[0] for p in PEOPLE})
    store.close()


def test_an_exercise_that_the_better_fail_is_found_and_one_that_tells_them_apart_is_not() -> None:
    def found(shares: tuple[float, ...]) -> Finding | None:
        given = {f"p{n}": (share, n / 6) for n, share in enumerate(shares)}
        cells = Cells("item", "k", "题", LABEL, {"2026": given}, 1.0)
        cell = Cell(figure({p: v[0] for p, v in given.items()}), cells.tells(given))
        return poor_item("k", cell.statistics)

    poor = found((1.0, 1.0, 1.0, 0.0, 0.0, 0.0))
    assert poor is not None
    assert poor.people == 6
    assert poor.level is not None
    assert poor.level < 0
    assert found((0.0, 0.0, 0.0, 1.0, 1.0, 1.0)) is None


def _examples(group: Class, states: list[Where]) -> None:
    name, made, read = f"t{next(group.names)}", [], []
    for where in states:
        told = group.tell(name, where)
        if told.id not in {one.id for one in made}:
            read += _cells(told, where)
        made.append(told)
    assert fewest(read) >= K
    kernel = tables(states)
    for told, wanted in zip(made, kernel, strict=True):
        assert set(told.cohorts) == set(wanted.groups)
        assert (told.total is None) == (wanted.total is None)
        for cohort, cell in told.cohorts.items():
            assert cell.figure == figure(wanted.groups[cohort])


def _cells(told: ToldTable, where: Where) -> Attack:
    groups = table(where)
    whole = {p: v for cell in groups.values() for p, v in cell.items()}
    return ([] if told.total is None else [whole]) + [groups[cohort] for cohort in told.cohorts]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(states=terms())
def test_told_rows_keep_the_kernels_law(group: Class, states: list[Where]) -> None:
    _examples(group, states)


@pytest.mark.slow
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(states=terms())
def test_told_rows_keep_the_kernels_law_in_many_classes(group: Class, states: list[Where]) -> None:
    _examples(group, states)
