"""How much one person and one owner may keep: said in words, a person's own numbers alone, moved by nothing hidden."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from records.store import Store
from tests.prepared import CHEAP
from tests.records.cast import Cast, enter
from trust.errors import OverQuota, OwnerFull
from trust.labels import parse
from trust.roles import Role
from trust.settings import Settings


@pytest.fixture
def cast(tmp_path: Path) -> Iterator[Cast]:
    settings = Settings(data=tmp_path / "data", quota_person=1000, quota_owner=2500)
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
    person, _ = cast.store.people.add_person("third", "第三", "school", "long enough it is")
    cast.store.people.add_membership(person, "school", Role.TEACHER)
    cast.ids["third"] = person  # type: ignore[index]
    with pytest.raises(OwnerFull) as told:
        cast.upload("third", "school/internal", b"x" * 600)
    assert told.value.status == 507
    assert not any(c.isdigit() for c in told.value.zh + told.value.en)
    assert cast.store.library.room(cast("steward"), cast.scope("steward")) == (999, {"school": 1998})
    cast.upload("mentor", "acme/internal", b"x" * 600)
