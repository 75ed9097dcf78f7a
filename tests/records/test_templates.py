"""Templates: sealed, for those who bring things for their owner, and for nobody else."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from records.schema import templates
from records.templates import Template
from tests.records.cast import Cast
from trust.errors import Forbidden, NotFound

DATA, ASKS = "国密教案的版式".encode(), (("", "课题"), ("课中", "环节"))


def add(cast: Cast, who: str, owner: str = "school") -> Template:
    return cast.store.templates.add(
        cast(who), cast.scope(who), owner=owner, title="校本教案", data=DATA, asks=ASKS
    )


def sees(cast: Cast, who: str, made: Template) -> bool:
    listed = made.id in {t.id for t in cast.store.templates.page(cast(who), cast.scope(who))}
    try:
        assert cast.store.templates.file(cast(who), cast.scope(who), made.id) == DATA
        assert cast.store.templates.get(cast(who), cast.scope(who), made.id).asks == ASKS
    except NotFound:
        assert not listed
        return False
    assert listed
    return True


def test_a_template_is_there_for_its_owners_makers_alone(cast: Cast) -> None:
    school, acme = add(cast, "teacher"), add(cast, "mentor", "acme")
    people = ("student", "other", "teacher", "mentor", "staff", "rivalmentor", "steward", "acmesteward", "admin")
    assert [w for w in people if sees(cast, w, school)] == ["teacher", "steward"]
    assert [w for w in people if sees(cast, w, acme)] == ["mentor", "acmesteward"]


@pytest.mark.parametrize(("who", "owner"), [("student", "school"), ("mentor", "school"), ("teacher", "acme")])
def test_nobody_brings_one_for_another_owner(cast: Cast, who: str, owner: str) -> None:
    with pytest.raises(Forbidden):
        add(cast, who, owner)


def test_nothing_of_it_lies_open(cast: Cast) -> None:
    add(cast, "teacher")
    with cast.store.database.read() as conn:
        row = conn.execute(select(templates)).one()
    for sealed in (row.title, row.asks, row.body):
        assert "教案".encode() not in sealed
        assert "课题".encode() not in sealed


def test_it_is_deleted_by_whoever_brought_it_or_a_steward_and_the_audit_tells(cast: Cast) -> None:
    one, two = add(cast, "teacher"), add(cast, "steward")
    with pytest.raises(Forbidden):
        cast.store.templates.remove(cast("teacher"), cast.scope("teacher"), two.id)
    with pytest.raises(NotFound):
        cast.store.templates.remove(cast("mentor"), cast.scope("mentor"), one.id)
    for made in (one, two):
        cast.store.templates.remove(cast("steward"), cast.scope("steward"), made.id)
        assert not sees(cast, "teacher", made)
