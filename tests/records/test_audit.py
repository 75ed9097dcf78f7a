"""The audit: everything that was done stands in a chain, and no change to it goes unnoticed."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from sqlalchemy import delete, text, update

from records.acts import Asked, OriginalRead
from records.audit import BrokenLink
from records.schema import audit, chains
from tests.records.cast import PASSWORD, Cast
from trust.errors import BadInput, NotFound, PartDown, WrongPassword
from trust.labels import parse
from trust.roles import Role


def kinds(cast: Cast, who: str, chain: str) -> list[str]:
    return [entry.act for entry in cast.store.audit.read(cast(who), chain)[0]]


def test_acts_on_documents_stand_in_their_owners_chain(cast: Cast) -> None:
    document = cast.upload("teacher", "school/internal")
    cast.stage(document)
    cast.store.works.propose(document.id, 1, parse("school/restricted"))
    cast.store.works.show(document.id, 1)
    seen = cast.store.library.document(cast("steward"), cast.scope("steward"), document.id)
    cast.store.library.confirm_label(cast("steward"), cast.scope("steward"), document.id, seen.label, seen.version)
    cast.store.library.original(cast("teacher"), cast.scope("teacher"), document.id)
    cast.store.audit.flush()
    cast.store.library.delete(cast("teacher"), cast.scope("teacher"), document.id)
    cast.store.works.purge(document.id)
    done = ["Erased", "Deleted", "OriginalRead", "LabelConfirmed", "Shown", "LabelProposed", "Uploaded"]
    assert kinds(cast, "steward", "school")[:7] == done
    assert not set(done) & set(kinds(cast, "acmesteward", "acme"))
    assert cast.store.audit.verify() == []


def test_signing_in_and_failing_to_stand_in_the_systems_chain(cast: Cast) -> None:
    cast.store.accounts.sign_in("student", PASSWORD, "192.0.2.1")
    with pytest.raises(WrongPassword):
        cast.store.accounts.sign_in("MyPassw0rd!", "x", "192.0.2.1")
    entries, _ = cast.store.audit.read(cast("admin"), "system")
    assert [e.act for e in entries[:2]] == ["SignInFailed", "SignedIn"]
    assert entries[0].body == {"address": "192.0.2.1", "person": None}
    assert "MyPassw0rd!" not in repr(entries)


def test_an_owner_is_told_when_an_administrator_makes_a_second_account_or_takes_one_over(cast: Cast) -> None:
    admin, people = cast("admin"), cast.store.people
    second, _ = people.add_person("second", "分身", "acme", by=admin)
    people.add_membership(second, "acme", Role.MENTOR, by=admin)
    people.set_password(cast.ids["acmesteward"], "a new password", by=admin)
    entries = cast.store.audit.read(cast("acmesteward"), "acme")[0][:3]
    assert [e.act for e in entries] == ["PasswordSet", "RoleGiven", "PersonAdded"]
    assert {e.body["by"] for e in entries} == {admin.id}
    people.set_password(cast.ids["acmesteward"], "my new password", by=cast("acmesteward"))
    assert kinds(cast, "acmesteward", "acme")[:3] == ["PasswordSet", "RoleGiven", "PersonAdded"]
    assert cast.store.audit.verify() == []


def test_what_failed_leaves_no_entry(cast: Cast) -> None:
    before = kinds(cast, "steward", "school")
    with pytest.raises(NotFound):
        cast.store.people.enrol("nobody", "cnc1", "learner")
    assert kinds(cast, "steward", "school") == before


def test_a_chain_is_read_by_its_own_steward_only(cast: Cast) -> None:
    for who, chain in (("student", "school"), ("steward", "acme"), ("admin", "school"), ("steward", "system")):
        with pytest.raises(NotFound):
            cast.store.audit.read(cast(who), chain)


def test_a_long_chain_is_read_page_by_page(cast: Cast) -> None:
    seen: list[int] = []
    cursor = None
    while True:
        entries, cursor = cast.store.audit.read(cast("admin"), "system", cursor, limit=3)
        seen += [e.seq for e in entries]
        if cursor is None:
            break
    assert seen == list(range(len(seen), 0, -1))
    with pytest.raises(BadInput):
        cast.store.audit.read(cast("admin"), "system", "x")


@pytest.mark.parametrize(
    ("change", "seq"),
    [
        (update(audit).where(audit.c.seq == 3).values(body='{"by":"nobody"}'), 3),
        (update(audit).where(audit.c.seq == 3).values(act="Revoked"), 3),
        (update(audit).where(audit.c.seq == 3).values(at=text("'2020-01-01 00:00:00'")), 3),
        (update(audit).where(audit.c.seq == 3).values(hash="0" * 64), 3),
        (delete(audit).where(audit.c.seq == 3), 3),
        (delete(audit).where(audit.c.seq >= 3), 3),
        (update(audit).where(audit.c.seq == 1).values(seq=1000), 1),
    ],
)
def test_any_change_breaks_the_chain_where_it_was_made(cast: Cast, change: object, seq: int) -> None:
    assert cast.store.audit.verify() == []
    with cast.store.database.write() as conn:
        conn.execute(change.where(audit.c.chain == "system"))  # type: ignore[attr-defined]
    assert cast.store.audit.verify() == [BrokenLink("system", seq)]


def test_a_chain_cut_short_together_with_its_head_is_noticed_without_the_key(cast: Cast) -> None:
    """Who can write the database but has no key can forge no hash."""
    with cast.store.database.write() as conn:
        conn.execute(update(chains).where(chains.c.name == "system").values(length=2))
        conn.execute(delete(audit).where(audit.c.chain == "system", audit.c.seq > 2))
    assert cast.store.audit.verify() == [BrokenLink("system", 3)]


def test_entries_without_a_chain_are_noticed(cast: Cast) -> None:
    with cast.store.database.write() as conn:
        if cast.store.database.sqlite:
            conn.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
            conn.execute(update(chains).where(chains.c.name == "acme").values(length=0, head="0" * 64))
        else:
            conn.execute(update(chains).where(chains.c.name == "acme").values(length=0, head="0" * 64))
    assert [b.chain for b in cast.store.audit.verify()] == ["acme"]


def test_writers_side_by_side_keep_one_chain(cast: Cast) -> None:
    def ask() -> None:
        for _ in range(10):
            cast.store.audit.record("school", Asked("p", "school/internal", (), False))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert cast.store.audit.verify() == []
    assert kinds(cast, "steward", "school").count("Asked") == 40


def test_reads_are_noted_together_and_none_is_lost(cast: Cast) -> None:
    for _ in range(60):
        cast.store.audit.note("school", OriginalRead("p", "d"))
    assert _written(cast) == 50
    cast.store.audit.flush()
    assert _written(cast) == 60
    assert cast.store.audit.verify() == []


def test_a_noted_read_is_written_soon_though_nothing_else_happens(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("records.audit.LONGEST", timedelta(milliseconds=1))
    cast.store.audit.note("school", OriginalRead("p", "d"))
    timer = cast.store.audit._later
    assert timer is not None
    timer.join()
    assert _written(cast) == 1


def test_notes_that_cannot_be_written_now_are_kept(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def down() -> None:
        raise PartDown("database")

    monkeypatch.setattr(cast.store.database, "write", down)
    cast.store.audit.note("school", OriginalRead("p", "d"))
    with pytest.raises(PartDown):
        cast.store.audit.flush()
    monkeypatch.undo()
    cast.store.audit.flush()
    assert _written(cast) == 1


def test_a_flush_ends_only_once_what_another_took_is_written(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    write, begun, let_go = cast.store.database.write, threading.Event(), threading.Event()

    def held() -> object:
        begun.set()
        assert let_go.wait(60)
        return write()

    cast.store.audit.note("school", OriginalRead("p", "d"))
    monkeypatch.setattr(cast.store.database, "write", held)
    first = threading.Thread(target=cast.store.audit.flush)
    first.start()
    assert begun.wait(60)
    second = threading.Thread(target=cast.store.audit.flush)
    second.start()
    second.join(0.2)
    waited = second.is_alive()
    let_go.set()
    first.join()
    second.join()
    assert waited
    assert _written(cast) == 1


def _written(cast: Cast) -> int:
    with cast.store.database.read() as conn:
        return int(conn.exec_driver_sql("SELECT count(*) FROM audit WHERE act = 'OriginalRead'").scalar_one())
