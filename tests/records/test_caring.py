"""Versions, audience, dependants, moving and trying again: what people see of them, and that nothing hidden shows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from records.audience import _asking
from records.schema import editions, versions
from records.store import Store
from records.versions import MOST
from tests.prepared import CHEAP
from tests.records.cast import Cast, enter
from trust.errors import BadInput, BadLabel, Forbidden, NotFound, Stale
from trust.labels import Label, parse
from trust.roles import Act
from trust.settings import Settings
from trust.sources import Document

ROLES = ("student", "other", "teacher", "mentor", "staff", "rivalmentor", "steward", "acmesteward", "admin")


def replaced(cast: Cast, who: str, old: Document, label: str, texts: list[str], title: str = "标题") -> Document:
    new = cast.upload(who, label, replaces=old.id, title=title)
    cast.stage(new, texts)
    cast.store.works.show(new.id, new.generation)
    cast.store.works.purge(old.id, new.generation - 1)
    return cast.store.works.document(new.id, new.generation)


def page(cast: Cast, who: str, document: str) -> list[str]:
    return [v.title for v in cast.store.versions.page(cast(who), cast.scope(who), document)]


def test_what_was_replaced_is_kept_and_read_by_those_who_bring_documents(cast: Cast) -> None:
    one = cast.put("teacher", "school/internal", ["转速800。", "进给0.2。"], title="第一版")
    replaced(cast, "teacher", one, "school/internal", ["转速900。"], "第二版")
    (held,) = cast.store.versions.page(cast("teacher"), cast.scope("teacher"), one.id)
    assert (held.title, held.passages, str(held.label)) == ("第一版", 2, "school/internal")
    read = cast.store.versions.read(cast("steward"), cast.scope("steward"), one.id, held.id)
    assert [s.text for s in read] == ["转速800。", "进给0.2。"]
    for who, fault in (("student", Forbidden), ("rivalmentor", NotFound), ("mentor", NotFound)):
        with pytest.raises(fault):
            page(cast, who, one.id)


def test_a_version_under_a_label_one_does_not_read_is_not_there(cast: Cast) -> None:
    one = cast.put("steward", "school/confidential", title="机密版")
    cast.store.versions.page(cast("steward"), cast.scope("steward"), one.id)
    two = cast.put("teacher", "school/internal", title="公开版")
    raised = replaced(cast, "teacher", two, "school/restricted", ["新"], "受限版")
    assert page(cast, "teacher", two.id) == ["公开版"]
    version = cast.store.library.document(cast("steward"), cast.scope("steward"), two.id).version
    cast.store.library.confirm_label(
        cast("steward"), cast.scope("steward"), two.id, parse("school/confidential"), version
    )
    with pytest.raises(NotFound):
        page(cast, "teacher", two.id)
    assert raised.id == two.id


def test_versions_are_few_and_go_with_the_document_or_when_told(cast: Cast) -> None:
    one = cast.put("teacher", "school/internal")
    for n in range(3):
        one = replaced(cast, "teacher", one, "school/internal", [f"第{n}版"], f"第{n}版")
    assert MOST >= 3
    assert len(page(cast, "teacher", one.id)) == 3
    with pytest.raises(Forbidden):
        cast.store.versions.forget(cast("student"), cast.scope("student"), one.id)
    cast.store.versions.forget(cast("teacher"), cast.scope("teacher"), one.id)
    assert page(cast, "teacher", one.id) == []
    two = replaced(cast, "teacher", one, "school/internal", ["x"])
    cast.store.library.delete(cast("teacher"), cast.scope("teacher"), two.id)
    cast.store.works.purge(two.id)
    with cast.store.database.read() as conn:
        assert conn.execute(select(versions)).all() == []


atoms = st.sampled_from(
    ["school:1", "school:2", "school:3", "acme:1", "acme:3", "rival:1", "course:cnc1", "course:ecom1", "project:shaft",
     "self:student", "duty:student"]
)  # fmt: skip
clauses = st.lists(st.lists(atoms, min_size=1, max_size=2), max_size=2)


@pytest.mark.laws
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=clauses)
def test_the_audience_of_a_label_is_exactly_who_reads_it(sqlite_cast: Cast, made: list[list[str]]) -> None:
    cast, student = sqlite_cast, sqlite_cast.ids["student"]
    real = [[a.replace(":student", f":{student}") for a in c] for c in made]
    label = Label.of({"school"}, real)
    with cast.store.database.read() as conn:
        held = set(conn.execute(_asking(cast.store.audience._reads(label))).scalars())
    reads = {cast.ids[w] for w in ROLES if cast(w).may(Act.ASK) and cast(w).reads(label)}
    assert held == reads


@pytest.fixture
def sqlite_cast(tmp_path: Path) -> Iterator[Cast]:
    opened = Store.open(Settings(data=tmp_path / "law"), passwords=CHEAP)
    cast = enter(opened)
    opened.people.grant(cast.ids["rivalmentor"], "acme", 1)
    opened.people.assign(cast.ids["other"], "shaft")
    opened.people.consent(cast.ids["student"], cast.ids["mentor"])
    yield cast
    opened.close()


def test_the_picker_counts_by_role_and_names_own_owners_only(cast: Cast) -> None:
    groups, total = cast.store.audience.of(cast("mentor"), "acme", parse("acme/internal|course:cnc1"))
    told = {(g.role, g.owner): g.people for g in groups}
    assert told == {("staff", "acme"): 1, ("mentor", "acme"): 1, ("steward", "acme"): 1, ("student", None): 1,
                    ("teacher", None): 1, ("steward", None): 1}  # fmt: skip
    assert total == 6
    with pytest.raises(NotFound):
        cast.store.audience.of(cast("mentor"), "school", parse("school/internal"))
    with pytest.raises(NotFound):
        cast.store.audience.of(cast("student"), "school", parse("school/internal"))
    with pytest.raises(BadLabel):
        cast.store.audience.of(cast("mentor"), "acme", parse("acme/internal+course:ecom1"))
    with pytest.raises(Forbidden):
        cast.store.audience.of(cast("teacher"), "school", parse("school/confidential"))
    with pytest.raises(BadInput):
        cast.store.audience.of(cast("steward"), "school", parse(f"school/self:{cast.ids['student']}"))


def test_a_steward_sees_who_reads_a_document_own_people_by_name(cast: Cast) -> None:
    one = cast.put("mentor", "acme/internal|course:cnc1")
    found = cast.store.audience.readers(cast("acmesteward"), cast.scope("acmesteward"), one.id)
    assert {r.name for r in found.named} == {"mentor的名字", "staff的名字", "acmesteward的名字"}
    assert {(g.role, g.owner, g.people) for g in found.others} == {
        ("student", None, 1), ("teacher", None, 1), ("steward", None, 1),
    }  # fmt: skip
    with pytest.raises(Forbidden):
        cast.store.audience.readers(cast("teacher"), cast.scope("teacher"), one.id)
    with pytest.raises(NotFound):
        cast.store.audience.readers(cast("rivalmentor"), cast.scope("rivalmentor"), one.id)


def test_a_move_keeps_the_document_and_asks_the_index_to_follow(cast: Cast) -> None:
    one = cast.put("teacher", "school/internal")
    cast.store.works.indexed_under(one.id, 1, one.label.id)
    assert cast.store.works.pending() == []
    with pytest.raises(Forbidden):
        cast.store.library.move(cast("student"), cast.scope("student"), one.id, "training", one.version)
    with pytest.raises(Stale):
        cast.store.library.move(cast("teacher"), cast.scope("teacher"), one.id, "training", one.version + 9)
    with pytest.raises(BadInput):
        cast.store.library.move(cast("teacher"), cast.scope("teacher"), one.id, "attic", one.version)
    moved = cast.store.library.move(cast("teacher"), cast.scope("teacher"), one.id, "training", one.version)
    assert (moved.library, moved.version) == ("training", one.version + 1)
    assert [d.act for d in cast.store.works.pending()] == ["relabel"]


def test_only_what_failed_is_read_again_by_its_uploader_or_a_steward(cast: Cast) -> None:
    one = cast.upload("teacher", "school/internal")
    with pytest.raises(Stale):
        cast.store.library.again(cast("teacher"), cast.scope("teacher"), one.id)
    cast.store.works.advance(one.id, 1, state="failed", error="坏了")
    assert cast.store.works.pending() == []
    again = cast.store.library.again(cast("steward"), cast.scope("steward"), one.id)
    assert (again.state, again.error) == ("received", None)
    assert [d.act for d in cast.store.works.pending()] == ["process"]


def test_reasons_are_sealed_and_told_to_uploader_and_steward(cast: Cast) -> None:
    one = cast.upload("teacher", "school/internal")
    cast.store.works.propose(one.id, 1, parse("school/restricted"), [("mark", 2, "秘密★一年")])
    assert cast.store.library.reasons(cast("teacher"), cast.scope("teacher"), one.id) == [("mark", 2, "秘密★一年")]
    with cast.store.database.read() as conn:
        sealed = conn.execute(select(editions.c.reasons)).scalar_one()
    assert "秘密".encode() not in sealed
    with pytest.raises(NotFound):
        cast.store.library.reasons(cast("student"), cast.scope("student"), one.id)


def test_the_queue_counts_own_uploads_alone(cast: Cast, clock) -> None:
    since = clock.now
    cast.put("teacher", "school/internal")
    cast.upload("teacher", "school/internal")
    cast.upload("steward", "school/confidential")
    assert cast.store.library.queue(cast("teacher"), cast.scope("teacher"), since) == {"ready": 1, "received": 1}
    assert cast.store.library.queue(cast("student"), cast.scope("student"), since) == {}


def test_a_steward_sees_own_people_their_grants_and_what_each_reads(cast: Cast) -> None:
    cast.store.people.grant(cast.ids["teacher"], "acme", 2, by=cast("acmesteward"))
    mine = cast.put("mentor", "acme/restricted", title="受限")
    cast.put("mentor", "acme/confidential", title="机密")
    cast.put("teacher", "school/internal", title="学校的")
    found = {m.username: m for m in cast.store.members.page(cast("acmesteward"), "acme")}
    assert set(found) == {"mentor", "staff", "acmesteward", "teacher"}
    assert found["teacher"].grant is not None
    assert found["teacher"].grant.level == 2
    scope = cast.scope("acmesteward")
    read, more = cast.store.members.reads(cast("acmesteward"), scope, "acme", cast.ids["teacher"])
    assert ([d.id for d in read], more) == ([mine.id], False)
    with pytest.raises(NotFound):
        cast.store.members.reads(cast("acmesteward"), scope, "acme", cast.ids["student"])
    for who, owner in (("steward", "acme"), ("teacher", "school"), ("admin", "school")):
        with pytest.raises(NotFound):
            cast.store.members.page(cast(who), owner)
