"""Drills on both databases: restored elsewhere, the master key changed, a person and an owner shredded.

Each with a canary in everything people write, looked for in the data folder, in the database as a dump, and in backups.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from typer.testing import CliRunner

from records.__main__ import build
from records.backup import backup, restore
from records.rotating import rotate
from records.store import Store
from tests.prepared import CHEAP
from tests.records.cast import PASSWORD, Cast, enter
from trust.errors import BadInput, NotFound, PartDown, WrongKey
from trust.labels import parse, self_label
from trust.settings import Settings
from trust.sources import Answer
from trust.vault import KEY_FILE, NEXT_FILE

NOW = datetime(2026, 3, 2, tzinfo=UTC)
CANARY = "金丝雀机密参数"
OTHER = "ef" * 32


@dataclass
class School:
    """A small school with the canary everywhere, and where it lies."""

    settings: Settings
    cast: Cast

    @property
    def store(self) -> Store:
        return self.cast.store

    @property
    def key_file(self) -> Path:
        return self.settings.data / "keys" / KEY_FILE


@pytest.fixture(params=["sqlite", "postgres"])
def school(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[School]:
    url = request.getfixturevalue("postgres_url") if request.param == "postgres" else None
    settings = Settings(data=tmp_path / "data", database_url=url)
    made = School(settings, enter(Store.open(settings, passwords=CHEAP)))
    furnish(made.cast)
    yield made
    made.store.close()


def furnish(cast: Cast) -> None:
    for who, label in (("mentor", "acme/confidential"), ("teacher", "school/internal")):
        document = cast.upload(who, label, CANARY.encode() * 9, title=CANARY)
        cast.stage(document, (CANARY,))
        cast.store.works.show(document.id, 1)
    for who in ("student", "mentor"):
        person = cast(who)
        thread = cast.store.threads.create(person)
        answer = Answer(CANARY, (), self_label(person.home, person.id), False)
        cast.store.threads.append(person, thread, CANARY, answer)
        cast.store.accounts.make_token(person, CANARY, 3)


def forms(words: str) -> list[bytes]:
    return [words.encode(code) for code in ("utf-8", "utf-16-le", "gb18030", "unicode_escape")]


def everything(school: School, *files: Path) -> list[bytes]:
    """The data folder, every row PostgreSQL has in any table, and these files."""
    lying = [f.read_bytes() for f in (*school.settings.data.rglob("*"), *files) if f.is_file()]
    if school.settings.database_url:
        with psycopg.connect(school.settings.database_url) as conn:
            tables = conn.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
            for (table,) in tables:
                with conn.cursor().copy(f"COPY {table} TO STDOUT") as rows:
                    lying += [bytes(row) for row in rows]
    return lying


def holds(lying: list[bytes], secret: bytes) -> bool:
    """As it is, or as a dump writes bytes."""
    return any(secret in one or secret.hex().encode() in one for one in lying)


def wrapped(store: Store, holder: str) -> bytes:
    with store.database.read() as conn:
        row = conn.exec_driver_sql(f"SELECT wrapped FROM data_keys WHERE holder = '{holder}'")
        return bytes(row.scalar_one())


def seen(store: Store) -> dict[str, object]:
    """What people find there: documents with their originals, conversations, tokens, the audit."""
    found: dict[str, object] = {"broken": store.audit.verify(), "owners": store.people.owners()}
    for who in ("student", "teacher", "mentor", "acmesteward"):
        person, _, _ = store.accounts.sign_in(who, PASSWORD, "here")
        scope = store.labels.scope(person)
        documents = store.library.page(person, scope)[0]
        found[who] = (
            [(d, store.library.original(person, scope, d.id)[1]) for d in documents],
            [store.threads.get(person, thread.id) for thread in store.threads.list(person)],
            [t.name for t in store.accounts.tokens(person)],
            [p.text for d in documents for p in store.library.neighbours(person, scope, d.id, 0, 9)],
        )
    return found


@pytest.mark.parametrize("to", ["sqlite", "postgres"])
def test_a_backup_restores_on_another_machine_into_either_database(
    school: School, tmp_path: Path, to: str, empty_postgres_url: str
) -> None:
    """Another folder, the key in another place (the environment), and there also the other kind of database."""
    file = tmp_path / "b.tar"
    before = seen(school.store)
    assert backup(school.store, school.settings, file, NOW).files == 2
    assert not any(holds([file.read_bytes()], form) for form in forms(CANARY))
    url = empty_postgres_url if to == "postgres" else None
    elsewhere = Settings(data=tmp_path / "elsewhere", database_url=url, key=school.key_file.read_text())
    restore(elsewhere, file)
    with pytest.raises(BadInput):
        restore(elsewhere, file)
    moved = Store.open(elsewhere, passwords=CHEAP)
    assert seen(moved) == before
    assert not (elsewhere.data / "keys").exists()
    assert [d.act for d in moved.works.pending()] == ["relabel"] * 2
    moved.labels.scope(moved.people.principal(school.cast.ids["student"]))
    grown = Cast(moved, school.cast.ids).put("acmesteward", "acme/internal|course:cnc1")
    assert grown.label == parse("acme/internal|course:cnc1")
    moved.close()


def test_after_a_new_master_key_all_is_there_and_the_old_key_opens_nothing(school: School, tmp_path: Path) -> None:
    before, old, old_wrap = seen(school.store), school.key_file.read_text(), wrapped(school.store, "owner:acme")
    backup(school.store, school.settings, tmp_path / "before.tar", NOW)
    term_key = school.store.vault.index_key
    assert rotate(school.store, school.settings) == 12
    school.store.close()
    new = school.key_file.read_text()
    assert new != old
    assert not school.key_file.with_name(NEXT_FILE).exists()
    with pytest.raises(WrongKey):
        Store.open(school.settings.model_copy(update={"key": old}))
    opened = Store.open(school.settings, passwords=CHEAP)
    school.cast = Cast(opened, school.cast.ids)
    assert opened.vault.index_key == term_key
    again = seen(opened)
    assert again == before
    for secret in (old_wrap, old.encode(), bytes.fromhex(old)):
        assert not holds(everything(school), secret)
    opened.people.add_person("new", "新人", "school", PASSWORD)
    restore(Settings(data=tmp_path / "past", key=old), tmp_path / "before.tar")


def test_a_key_from_the_environment_is_changed_for_the_one_given_and_may_be_changed_again(
    school: School, tmp_path: Path
) -> None:
    before, old = seen(school.store), school.key_file.read_text()
    school.key_file.unlink()
    from_environment = school.settings.model_copy(update={"key": old})
    with pytest.raises(BadInput):
        rotate(school.store, from_environment)
    with pytest.raises(BadInput):
        rotate(school.store, from_environment, old)
    with pytest.raises(WrongKey):
        rotate(school.store, from_environment, "short")
    for new in (OTHER, "12" * 32):
        rotate(school.store, from_environment, new)
        school.store.close()
        from_environment = from_environment.model_copy(update={"key": new})
        school.cast = Cast(Store.open(from_environment, passwords=CHEAP), school.cast.ids)
        assert seen(school.store) == before
    assert not school.key_file.exists()


def test_a_rotation_killed_before_its_commit_leaves_the_old_key_and_after_it_the_new(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def die(*_: object) -> None:
        raise Killed

    before, old = seen(school.store), school.key_file.read_text()
    monkeypatch.setattr("records.rotating._rewrap", die)
    with pytest.raises(Killed):
        rotate(school.store, school.settings)
    monkeypatch.undo()
    school.store.close()
    school.cast = Cast(Store.open(school.settings, passwords=CHEAP), school.cast.ids)
    assert school.key_file.read_text() == old
    assert seen(school.store) == before
    monkeypatch.setattr("records.rotating.promote", die)
    with pytest.raises(Killed):
        rotate(school.store, school.settings)
    monkeypatch.undo()
    assert school.key_file.read_text() == old
    school.store.close()
    school.cast = Cast(Store.open(school.settings, passwords=CHEAP), school.cast.ids)
    assert school.key_file.read_text() != old
    assert seen(school.store) == before


def test_a_service_that_holds_the_old_key_says_what_to_do_and_seals_nothing_under_it(school: School) -> None:
    other = Store.open(school.settings, passwords=CHEAP)
    teacher = other.people.principal(school.cast.ids["teacher"])
    rotate(school.store, school.settings)
    for act in (
        lambda: other.people.add_owner("new", "新", "enterprise"),
        lambda: other.library.page(teacher, other.labels.scope(teacher)),
    ):
        with pytest.raises(PartDown, match="重新启动"):
            act()
    other.close()


def test_the_command_changes_the_key(tmp_path: Path) -> None:
    data = tmp_path / "data"
    Store.open(Settings(data=data), passwords=CHEAP).close()
    old = (data / "keys" / KEY_FILE).read_text()
    given = tmp_path / "new.key"
    for content, code in (("no key", 1), (OTHER, 0), (OTHER, 1)):
        given.write_text(content)
        line = ["rotate-key", "--new-key-file", str(given), "--data", str(data)]
        assert CliRunner().invoke(build(), line).exit_code == code
    assert (data / "keys" / KEY_FILE).read_text() == OTHER != old
    assert CliRunner().invoke(build(), ["verify-audit", "--data", str(data)]).exit_code == 0


@pytest.mark.parametrize("whom", ["owner", "person"])
def test_of_who_is_shredded_nothing_readable_remains_nor_in_later_backups(
    school: School, tmp_path: Path, whom: str
) -> None:
    """Neither words nor the wrapped key, which with the master key would open what an old copy holds."""
    store, ids = school.store, school.cast.ids
    holder = "owner:acme" if whom == "owner" else f"person:{ids['student']}"
    key = wrapped(store, holder)
    assert holds(everything(school), key)
    student = school.cast("student")
    thread = store.threads.list(student)[0].id
    left = tmp_path / "data" / "tmp-0000"
    left.mkdir()
    (left / "shuangyuan.db").write_bytes(key)
    if whom == "owner":
        store.erasing.destroy_owner("acme")
        assert school.cast.store.library.page(school.cast("acmesteward"), school.cast.scope("acmesteward"))[0] == []
    else:
        store.erasing.destroy_person(ids["student"])
        with pytest.raises(NotFound):
            store.people.principal(ids["student"])
        with pytest.raises(NotFound):
            store.threads.get(student, thread)
    for due in store.works.pending():
        if due.act == "remove":
            store.works.purge(due.document_id)
    backup(store, school.settings, tmp_path / "after.tar", NOW, with_key=True)
    lying = everything(school, tmp_path / "after.tar")
    assert not holds(lying, key)
    assert not any(holds(lying, form) for form in forms(CANARY))
    restored = Settings(data=tmp_path / "restored")
    restore(restored, tmp_path / "after.tar")
    later = Store.open(restored, passwords=CHEAP)
    assert later.audit.verify() == []
    entries = later.audit.read(later.people.principal(ids["admin"]), "system")[0]
    assert any(e.act == "KeyDestroyed" and e.body["holder"] == holder for e in entries)
    later.close()
