"""Destroying a key: what it sealed never opens again and shows nowhere; the rest is untouched."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.store import Store
from records.works import Read
from tests.prepared import CHEAP
from tests.records.cast import PASSWORD, Cast, enter
from trust.errors import NotFound, WrongPassword
from trust.labels import parse, self_label
from trust.settings import Settings
from trust.sources import Answer, Document, Words


def visible(cast: Cast, who: str) -> set[str]:
    return {d.id for d in cast.store.library.page(cast(who), cast.scope(who))[0]}


def joint(cast: Cast) -> Document:
    """Sealed by the school and acme together, uploaded by somebody who holds both."""
    cast.store.people.grant(cast.ids["teacher"], "acme", 1)
    return cast.upload("teacher", "school/internal & acme/internal")


def test_an_owners_documents_go_with_its_key_alone_and_joint_ones(cast: Cast) -> None:
    theirs, both, ours = cast.put("mentor", "acme/public"), joint(cast), cast.put("teacher", "school/public")
    assert visible(cast, "teacher") == {theirs.id, both.id, ours.id}
    cast.store.erasing.destroy_owner("acme")
    assert visible(cast, "teacher") == {ours.id}
    assert cast.store.terms.frequencies(cast.scope("student"), [ord("文")]) == (1, {ord("文"): 1})
    assert {d.document_id for d in cast.store.works.pending() if d.act == "remove"} == {theirs.id, both.id}
    for gone in (theirs, both):
        cast.store.works.purge(gone.id)
    assert cast.store.library.original(cast("teacher"), cast.scope("teacher"), ours.id)[0].id == ours.id
    with pytest.raises(NotFound):
        cast.upload("mentor", "acme/public")
    with pytest.raises(NotFound):
        cast.store.erasing.destroy_owner("acme")


def test_a_joint_document_does_not_open_with_one_owners_key(cast: Cast) -> None:
    both = joint(cast)
    shelf = cast.store.library._shelf
    with shelf.database.write() as conn:
        shelf.keys.destroy(conn, "owner:acme")
    with pytest.raises(NotFound):
        cast.store.library.document(cast("teacher"), cast.scope("teacher"), both.id)


def test_a_person_is_erased_and_what_they_uploaded_for_the_school_stays(cast: Cast) -> None:
    document = cast.put("teacher", "school/public")
    teacher = cast("teacher")
    thread = cast.store.threads.create(teacher)
    cast.store.threads.append(teacher, thread, "问", Answer("答", (), self_label("school", teacher.id), True))
    _, session, _ = cast.store.accounts.sign_in("teacher", PASSWORD, "here")
    cast.store.erasing.destroy_person(teacher.id)
    assert cast.store.accounts.session(session) is None
    with pytest.raises(WrongPassword):
        cast.store.accounts.sign_in("teacher", PASSWORD, "here")
    with pytest.raises(NotFound):
        cast.store.people.principal(teacher.id)
    assert "teacher的名字" not in repr(cast.store.people.listed())
    assert visible(cast, "student") == {document.id}
    assert cast.store.audit.verify() == []


def test_a_destroyed_key_is_in_no_file_of_the_data_folder(tmp_path: Path) -> None:
    store = Store.open(Settings(data=tmp_path), passwords=CHEAP)
    cast = enter(store)
    cast.put("mentor", "acme/internal")
    with store.database.read() as conn:
        wrapped = conn.exec_driver_sql("SELECT wrapped FROM data_keys WHERE holder = 'owner:acme'").scalar_one()
    assert _found(tmp_path, wrapped)
    store.erasing.destroy_owner("acme")
    assert not _found(tmp_path, wrapped)
    assert _found(tmp_path, b"key_checks")
    store.close()


def _found(folder: Path, secret: bytes) -> bool:
    return any(secret in f.read_bytes() for f in folder.rglob("*") if f.is_file())


def test_no_words_of_people_lie_in_the_clear(tmp_path: Path) -> None:
    canary = "金丝雀机密参数"
    store = Store.open(Settings(data=tmp_path), passwords=CHEAP)
    cast = enter(store)
    document = cast.upload("mentor", "acme/confidential", canary.encode() * 99, title=canary)
    cast.stage(document, (canary,))
    store.works.advance(document.id, 1, state="failed", error=canary, read=Read(Words(canary, canary)))
    store.works.show(document.id, 1)
    store.works.propose(document.id, 1, parse("acme/confidential+project:shaft"))
    mentor = cast("mentor")
    thread = store.threads.create(mentor)
    answer = Answer(canary, (), self_label("acme", mentor.id), False)
    store.threads.append(mentor, thread, canary, answer, {"subject": canary})
    store.accounts.make_token(mentor, canary, 3)
    store.people.add_person("new", canary, "acme")
    store.library.page(mentor, store.labels.scope(mentor), q=canary)
    for coded in (
        canary.encode(),
        canary.encode("utf-16-le"),
        canary.encode("unicode_escape"),
        canary.encode("gb18030"),
    ):
        assert not _found(tmp_path, coded)
    store.close()
    assert not _found(tmp_path, canary.encode())
