"""How much one person and one owner may keep: said in words, a person's own numbers alone, moved by nothing hidden."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from records.quotas import Quotas
from records.store import Store
from tests.prepared import CHEAP
from tests.records.cast import Cast, enter
from trust.errors import OverQuota, OwnerFull
from trust.labels import parse
from trust.roles import Role
from trust.settings import Settings


@pytest.fixture(params=["sqlite", "postgres"])
def cast(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Cast]:
    url = request.getfixturevalue("postgres_url") if request.param == "postgres" else None
    settings = Settings(data=tmp_path / "data", database_url=url, quota_person=1000, quota_owner=2500)
    store = Store.open(settings, passwords=CHEAP)
    yield enter(store)
    store.close()


def test_a_person_s_uploads_are_counted_until_they_are_deleted(cast: Cast) -> None:
    first = cast.upload("teacher", "school/internal", b"a" * 600)
    with pytest.raises(OverQuota) as told:
        cast.upload("teacher", "school/internal", b"b" * 600)
    assert told.value.status == 413
    assert "上限" in told.value.zh
    assert cast.upload("teacher", "school/internal", b"a" * 600).id == first.id
    cast.store.library.delete(cast("teacher"), cast.scope("teacher"), first.id)
    cast.upload("teacher", "school/internal", b"b" * 600)
    assert cast.store.library.room(cast("teacher"), cast.scope("teacher")) == (600, {})


def test_what_one_no_longer_sees_moves_nothing(cast: Cast) -> None:
    hidden = cast.upload("teacher", "school/internal", b"a" * 600)
    before = cast.store.library.room(cast("teacher"), cast.scope("teacher"))
    cast.store.library.confirm_label(
        cast("steward"), cast.scope("steward"), hidden.id, parse("school/confidential"), hidden.version
    )
    after = cast.store.library.room(cast("teacher"), cast.scope("teacher"))
    cast.store.library.delete(cast("steward"), cast.scope("steward"), hidden.id)
    cast.store.works.purge(hidden.id)
    assert (before[0], after[0]) == (600, 0)
    assert cast.store.library.room(cast("teacher"), cast.scope("teacher")) == after


def test_a_full_owner_is_told_without_a_number_and_stewards_see_theirs(cast: Cast) -> None:
    for n, who in enumerate(("teacher", "steward")):
        cast.upload(who, "school/internal", bytes([n]) * 999)
    with pytest.raises(OverQuota):
        cast.upload("teacher", "school/internal", b"x" * 999)
    third_teacher(cast)
    with pytest.raises(OwnerFull) as told:
        cast.upload("third", "school/internal", b"x" * 600)
    assert told.value.status == 507
    assert not any(c.isdigit() for c in told.value.zh + told.value.en)
    assert cast.store.library.room(cast("steward"), cast.scope("steward")) == (999, {"school": 1998})
    cast.upload("mentor", "acme/internal", b"x" * 600)


def third_teacher(cast: Cast) -> None:
    person, _ = cast.store.people.add_person("third", "第三", "school", "long enough it is")
    cast.store.people.add_membership(person, "school", Role.TEACHER)
    cast.ids["third"] = person  # type: ignore[index]


def test_the_same_file_under_another_label_takes_no_room_of_its_owner_twice(cast: Cast) -> None:
    for n, who in enumerate(("teacher", "steward")):
        cast.upload(who, "school/internal", bytes([n]) * 999)
    third_teacher(cast)
    for label in ("school/internal", "school/restricted"):
        cast.upload("third", label, b"x" * 500)
    assert cast.store.library.room(cast("steward"), cast.scope("steward"))[1] == {"school": 2498}


@pytest.mark.parametrize("fresh", [False, True])
@pytest.mark.parametrize("of", ["person", "owner"])
def test_of_two_uploads_at_once_that_together_are_too_much_one_is_refused(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, of: str, fresh: bool
) -> None:
    """Each is held between its check and its commit until the other has checked too, or waits for it to end. `fresh`:
    under a label nobody used before.
    """
    who, size = ("teacher", "teacher"), 600
    if of == "owner":
        for n, one in enumerate(("teacher", "steward")):
            cast.upload(one, "school/internal", bytes([n]) * 100)
        third_teacher(cast)
        cast.upload("third", "school/internal", b"z" * 900)
        who, size = ("teacher", "steward"), 800
    both, check, writing = threading.Barrier(2), Quotas.check, threading.local()

    def held(self: Quotas, *given: object) -> None:
        check(self, *given)  # type: ignore[arg-type]
        with suppress(threading.BrokenBarrierError):
            both.wait(30 if not hasattr(writing, "yes") else 0.4)
        writing.yes = True

    def upload(n: int) -> bool:
        try:
            cast.upload(who[n], "school/restricted" if fresh else "school/internal", b"ab"[n : n + 1] * size)
        except (OverQuota, OwnerFull):
            return False
        return True

    monkeypatch.setattr(Quotas, "check", held)
    with ThreadPoolExecutor(2) as two:
        assert sorted(two.map(upload, range(2))) == [False, True]
    monkeypatch.undo()
    kept = cast.store.library.room(cast("steward"), cast.scope("steward"))[1]["school"]
    assert kept == (1100 + 800 if of == "owner" else 600)
