"""Before the rules have judged an upload, its label is one person's word: only they and the owner's stewards see it."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text

from records.database import MIGRATIONS, Database
from tests.records.cast import Cast
from tests.records.test_visibility import ASKERS, look
from trust.errors import Leak, NotFound
from trust.labels import parse
from trust.sources import Document


def seers(cast: Cast, document: Document) -> set[str]:
    """Whose list has it; the row and the file answer the same people."""
    library, found = cast.store.library, set()
    for who in ASKERS:
        principal, scope = cast(who), cast.scope(who)
        listed = document.id in {d.id for d in library.page(principal, scope)[0]}
        for one in (library.document, library.original):
            try:
                assert one(principal, scope, document.id)
                assert listed
            except NotFound:
                assert not listed
        if listed:
            found.add(who)
    return found


EARLY, EVERYONE = {"teacher", "steward"}, set(ASKERS) - {"admin"}


def test_an_upload_opens_to_its_readers_when_it_is_judged_and_not_before(cast: Cast) -> None:
    document = cast.upload("teacher", "school/public")
    assert seers(cast, document) == EARLY
    cast.store.works.advance(document.id, 1, state="parsing", stage="reading")
    assert seers(cast, document) == EARLY
    cast.store.works.propose(document.id, 1, None)
    assert seers(cast, document) == EVERYONE


def test_what_the_rules_make_stricter_was_never_open(cast: Cast) -> None:
    document = cast.upload("teacher", "school/public")
    assert seers(cast, document) == EARLY
    assert cast.store.works.propose(document.id, 1, parse("school/confidential"))
    assert seers(cast, document) == {"steward"}


def test_a_file_that_could_not_be_read_stays_with_its_uploader_and_the_stewards(cast: Cast) -> None:
    document = cast.upload("teacher", "school/public", title="机密配方表")
    cast.store.works.advance(document.id, 1, state="failed", error="读不出")
    assert seers(cast, document) == EARLY
    assert cast.store.library.document(cast("teacher"), cast.scope("teacher"), document.id).error == "读不出"


def test_the_stewards_of_another_owner_see_nothing_early(cast: Cast) -> None:
    assert seers(cast, cast.upload("mentor", "acme/public")) == {"mentor", "acmesteward"}


def test_a_stewards_word_is_a_judgement(cast: Cast) -> None:
    assert seers(cast, cast.upload("steward", "school/public")) == EVERYONE
    document = cast.upload("teacher", "school/public")
    steward, scope = cast("steward"), cast.scope("steward")
    cast.store.library.confirm_label(steward, scope, document.id, parse("school/internal"), document.version)
    assert seers(cast, document) == {"student", "other", "teacher", "steward"}


def test_nothing_is_shown_that_nobody_has_judged(cast: Cast) -> None:
    document = cast.upload("teacher", "school/public")
    with pytest.raises(Leak):
        cast.store.works.show(document.id, 1)


@pytest.mark.parametrize("failed", [False, True])
def test_a_later_version_nobody_has_judged_changes_nothing_for_others(cast: Cast, failed: bool) -> None:
    served = cast.put("teacher", "school/public", title="旧标题")
    ids, passages = [served.id], [f"{served.id}-1-0"]
    before = {who: look(cast, who, ids, passages) for who in ("student", "mentor", "staff", "admin")}
    newer = cast.upload("teacher", "school/public", title="新标题", replaces=served.id)
    cast.store.works.advance(newer.id, 2, state="failed" if failed else "parsing", stage="reading")
    assert {who: look(cast, who, ids, passages) for who in before} == before
    for who in EARLY:
        seen = cast.store.library.document(cast(who), cast.scope(who), served.id)
        assert (seen.title, seen.generation) == ("新标题", 2)


def test_the_same_bytes_from_somebody_else_are_theirs_until_the_first_are_judged(cast: Cast) -> None:
    cast.store.people.add_membership(cast.ids["other"], "school", cast("teacher").memberships[0].role)
    first = cast.upload("teacher", "school/public", b"same")
    early = cast.upload("other", "school/public", b"same")
    assert early.id != first.id
    cast.store.works.propose(first.id, 1, None)
    cast.store.library.delete(cast("other"), cast.scope("other"), early.id)
    assert cast.upload("other", "school/public", b"same").id == first.id


ROWS = (
    ("ready", "ready", False, None, True),
    ("indexing", "showing", False, None, True),
    ("failed", "indexing", False, None, True),
    ("awaiting_label", "reading", False, "school/restricted", True),
    ("received", "received", True, None, True),
    ("received", "received", False, None, False),
    ("parsing", "reading", False, None, False),
    ("failed", "reading", False, None, False),
)
"""State, stage, final and proposed label of a row from before; and whether the rules had read it."""


def test_rows_from_before_are_judged_if_the_rules_had_read_them(
    tmp_path: Path, request: pytest.FixtureRequest, engine: str
) -> None:
    sqlite = engine == "sqlite"
    url = f"sqlite:///{tmp_path / 'x.db'}" if sqlite else str(request.getfixturevalue("empty_postgres_url"))
    database = Database.open(url)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with database.write() as conn:
        config.attributes["connection"] = conn
        command.upgrade(config, "0001")
        _enter_rows(conn.execute)
    database.migrate()
    with database.read() as conn:
        found = conn.execute(text("SELECT judged FROM editions ORDER BY generation")).scalars().all()
    database.close()
    assert [bool(judged) for judged in found] == [judged for *_, judged in ROWS]


@pytest.fixture(params=["sqlite", "postgres"])
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def _enter_rows(execute: object) -> None:
    now = "2026-03-02 08:00:00"
    for statement in (
        "INSERT INTO owners VALUES ('school', 's', 'school')",
        "INSERT INTO people (id, username, name, home, language) VALUES ('p', 'p', :b, 'school', 'zh')",
        "INSERT INTO labels (id, text, content, passages) VALUES ('l', 'school/public', 0, 0)",
        f"INSERT INTO documents (id, owner, library, created_at, newest) VALUES ('d', 'school', 'course', '{now}', 9)",
    ):
        execute(text(statement), {"b": b""} if ":b" in statement else {})  # type: ignore[operator]
    for generation, (state, stage, final, proposed, _) in enumerate(ROWS, 1):
        execute(  # type: ignore[operator]
            text(
                "INSERT INTO editions (document, generation, owner, label, uploader_label, proposed_label, final, "
                "integrity, sealed_by, key_version, title, filename, media_type, blob, state, stage, progress, "
                "passages, version, uploader) VALUES ('d', :g, 'school', 'l', 'school/public', :proposed, :final, 1, "
                "'[]', 1, :b, :b, 'm', 'b', :state, :stage, 0, 0, 1, 'p')"
            ),
            {"g": generation, "proposed": proposed, "final": final, "state": state, "stage": stage, "b": b""},
        )
