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
from learning.suppression import Figure, K, figure
from records.cells import Cell, Cells, ToldTable, Value
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
        return self.cells(Cells("competency", name, "找正", LABEL, groups, 0.9))

    def item(self, name: str, shares: dict[str, float], rests: dict[str, float], old: int) -> ToldTable:
        """Of an exercise; the first `old` people are of 2025, the others of 2026."""
        people = list(shares)
        groups: dict[str, dict[str, Value]] = {
            cohort: {self.ids[p]: (shares[p], rests[p]) for p in those}
            for cohort, those in (("2025", people[:old]), ("2026", people[old:]))
        }
        return self.cells(Cells("item", name, "题", LABEL, groups, 1.0))

    def cells(self, cells: Cells) -> ToldTable:
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


OLD, NEW = 10, K
SHARES = {f"p{n}": float(n % 5 < 2) for n in range(OLD + NEW)}


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_an_exercise_is_not_told_anew_beside_one_newcomer_though_everybody_s_other_mean_is_new(
    group: Class, share: float
) -> None:
    """Each pair is new then, and the shares of the 15 and of the 16 differ by the newcomer's alone."""
    name, more = f"t{next(group.names)}", SHARES | {f"p{OLD + NEW}": share}
    first = group.item(name, SHARES, {p: n % 3 / 2 for n, p in enumerate(SHARES)}, OLD)
    assert {cohort: cell.figure.people for cohort, cell in first.cohorts.items()} == {"2025": OLD, "2026": NEW}
    moved = {p: (0.1, 0.4, 0.7)[n % 3] for n, p in enumerate(more)}
    assert group.item(name, more, moved, OLD) == first
    gone = dict(list(SHARES.items())[1:])
    assert group.item(name, gone, {p: moved[p] for p in gone}, OLD - 1) == first
    assert group.item(name, SHARES, {p: moved[p] for p in SHARES}, OLD).id != first.id


def test_an_exercise_is_not_told_anew_beside_one_whose_other_mean_alone_is_new_though_all_shares_are(
    group: Class,
) -> None:
    name = f"t{next(group.names)}"
    rests = {p: n % 3 / 2 for n, p in enumerate(SHARES)}
    first = group.item(name, SHARES, rests, OLD)
    turned = {p: 1.0 - share for p, share in SHARES.items()}
    assert group.item(name, turned, rests | {"p0": 0.9}, OLD) == first
    assert group.item(name, turned, rests, OLD).id != first.id


def test_each_number_that_people_give_is_a_view_of_its_own_and_a_lone_number_is_one_view() -> None:
    both = Cells("item", "k", "题", LABEL, {"2026": {"a": (1.0, 0.5)}}, 1.0)
    assert both.views() == [
        ("k", {"2026": {"a": (1.0, 0.5)}}), ("k.0", {"2026": {"a": (1.0,)}}), ("k.1", {"2026": {"a": (0.5,)}}),
    ]  # fmt: skip
    assert [key for key, _ in Cells("step", "k", "", LABEL, {"2026": {"a": (1.0,)}}, 1.0).views()] == ["k"]


def test_an_exercise_has_the_level_of_its_discrimination_or_none_and_all_else_that_of_its_mean() -> None:
    alike = {f"p{n}": (float(n < 3), 0.5) for n in range(K)}
    cells = Cells("item", "k", "题", LABEL, {"2026": alike}, 1.0)
    cell = Cell(figure({p: v[0] for p, v in alike.items()}), cells.tells(alike))
    assert cell.level("item") is None
    assert cell.level("step") == Figure(K, 0.6)
    assert Cell(cell.figure, -0.654).level("item") == Figure(K, -0.65)


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
