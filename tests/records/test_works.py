"""The pipeline's side: every step may be repeated, a stopped process can be taken up, nothing shows early."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from records.blobs import LOCK
from records.schema import passages
from records.works import Due, Read
from tests.records.cast import Cast, passage
from tests.records.conftest import Clock
from trust.errors import NotFound, Stale
from trust.labels import parse
from trust.sources import Locator, Words
from trust.vault import Broken


def acts(cast: Cast, document_id: str | None = None) -> list[tuple[str, int]]:
    return [(due.act, due.generation) for due in cast.store.works.pending(document_id)]


def told(cast: Cast, document_id: str, generation: int = 1) -> None:
    """The index has been told everything."""
    label = cast.store.works.document(document_id, generation).label
    cast.store.works.indexed_under(document_id, generation, label.id)


def test_the_original_is_handed_out_for_reading(cast: Cast) -> None:
    document = cast.upload("teacher", "school/internal", b"bytes", title="主轴")
    assert cast.store.works.blob(document.id, 1) == ("主轴.txt", "text/plain", b"bytes")


def test_stage_and_progress_are_told_and_the_version_moves_with_the_state_only(cast: Cast) -> None:
    document = cast.upload("teacher", "school/internal")
    cast.store.works.advance(document.id, 1, state="parsing", stage="read", progress=0.25)
    cast.store.works.advance(document.id, 1, progress=0.5, read=Read(Words("第 3 页", "page 3")))
    cast.store.works.advance(document.id, 1, state="parsing")
    seen = cast.store.library.document(cast("teacher"), cast.scope("teacher"), document.id)
    assert (seen.state, seen.stage, seen.progress, seen.version) == ("parsing", "read", 0.5, 2)
    assert seen.unread == Words("第 3 页", "page 3")


def test_an_error_is_told_and_forgotten_when_the_work_goes_on(cast: Cast) -> None:
    document = cast.upload("teacher", "school/internal")
    cast.store.works.advance(document.id, 1, state="failed", error="第 2 页读不出")
    assert cast.store.works.document(document.id, 1).error == "第 2 页读不出"
    cast.store.works.advance(document.id, 1, state="parsing")
    assert cast.store.works.document(document.id, 1).error is None


def test_staged_passages_show_to_nobody_and_staging_again_replaces_them(cast: Cast) -> None:
    document = cast.upload("teacher", "school/internal")
    cast.stage(document, ("一", "二", "三"))
    ids = cast.stage(document, ("一", "二"))
    steward, scope = cast("steward"), cast.scope("steward")
    assert cast.store.library.passages(steward, scope, ids) == ()
    assert list(cast.store.works.indexed()) == []
    cast.store.works.show(document.id, 1)
    cast.stage(document, ("别的",))
    assert [p.text for p in cast.store.library.passages(steward, scope, ids)] == ["一", "二"]
    assert cast.store.library.document(steward, scope, document.id).passages == 2


def test_passages_come_back_whole_in_the_order_asked(cast: Cast) -> None:
    document = cast.put("teacher", "school/internal", ("一", "二", "三"), title="题")
    teacher, scope = cast("teacher"), cast.scope("teacher")
    ids = [f"{document.id}-1-{n}" for n in (2, 0, 1)]
    found = cast.store.library.passages(teacher, scope, [ids[0], "nothing", *ids[1:], ids[0]])
    assert [p.text for p in found] == ["三", "一", "二", "三"]
    one = cast.store.library.passage(teacher, scope, ids[0])
    assert (one.title, one.library, one.ordinal, one.document_id) == ("题", "course", 2, document.id)
    assert one.locator == Locator(page=3, heading="第一章")
    assert one.label == parse("school/internal")
    near = cast.store.library.neighbours(teacher, scope, document.id, 0, 1)
    assert [p.ordinal for p in near] == [0, 1]
    with pytest.raises(NotFound):
        cast.store.library.passage(teacher, scope, "nothing")


def test_sealed_text_moved_to_another_place_does_not_open(cast: Cast) -> None:
    document = cast.put("teacher", "school/internal", ("一", "二"))
    ids = [f"{document.id}-1-{n}" for n in (0, 1)]
    with cast.store.database.write() as conn:
        texts = {row.id: row.text for row in conn.execute(select(passages.c.id, passages.c.text))}
        for one, other in (ids, ids[::-1]):
            conn.execute(update(passages).where(passages.c.id == one).values(text=texts[other]))
    with pytest.raises(Broken):
        cast.store.library.passages(cast("teacher"), cast.scope("teacher"), ids)


def test_showing_twice_changes_nothing_more(cast: Cast) -> None:
    document = cast.put("teacher", "school/internal")
    before = cast.scope("teacher")
    assert cast.store.works.show(document.id, 1) is None
    assert cast.scope("teacher") == before


def test_an_older_version_never_takes_the_place_of_a_newer(cast: Cast) -> None:
    first = cast.upload("teacher", "school/internal")
    second = cast.upload("teacher", "school/internal", replaces=first.id)
    for document in (first, second):
        cast.stage(document)
    assert cast.store.works.show(first.id, 2) is None
    with pytest.raises(Stale):
        cast.store.works.show(first.id, 1)
    assert acts(cast, first.id) == [("purge", 1), ("relabel", 2)]


def test_what_a_stopped_process_left_is_named(cast: Cast) -> None:
    document = cast.upload("teacher", "school/internal")
    assert cast.store.works.pending() == [Due("process", document.id, 1)]
    cast.stage(document)
    assert acts(cast) == [("process", 1)]
    cast.store.works.show(document.id, 1)
    assert acts(cast) == [("relabel", 1)]
    told(cast, document.id)
    assert acts(cast) == []
    cast.store.works.propose(document.id, 1, parse("school/restricted"))
    assert acts(cast) == [("relabel", 1)]
    told(cast, document.id)
    cast.upload("teacher", "school/restricted", replaces=document.id)
    assert acts(cast) == [("process", 2)]
    cast.store.works.advance(document.id, 2, state="failed", error="x")
    assert acts(cast) == []
    cast.store.library.delete(cast("teacher"), cast.scope("teacher"), document.id)
    assert acts(cast) == [("remove", 0)]
    cast.store.works.purge(document.id)
    assert acts(cast) == []


def test_a_document_deleted_under_way_stops_the_work(cast: Cast) -> None:
    document = cast.upload("teacher", "school/internal")
    cast.store.library.delete(cast("teacher"), cast.scope("teacher"), document.id)
    works = cast.store.works
    for step in (
        lambda: works.document(document.id, 1),
        lambda: works.blob(document.id, 1),
        lambda: works.advance(document.id, 1, state="parsing"),
        lambda: works.stage(document.id, 1, [passage(document, 0, "x")]),
        lambda: works.propose(document.id, 1, parse("school/restricted")),
        lambda: works.show(document.id, 1),
    ):
        with pytest.raises(NotFound):
            step()


def test_erasing_removes_rows_and_the_file_and_may_be_repeated(cast: Cast) -> None:
    document = cast.put("teacher", "school/internal")
    store = cast.store
    with pytest.raises(Stale):
        store.works.purge(document.id)
    store.library.delete(cast("teacher"), cast.scope("teacher"), document.id)
    store.works.purge(document.id)
    store.works.purge(document.id)
    with store.database.read() as conn:
        for table in ("documents", "editions", "passages", "blobs"):
            assert conn.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() == 0
    assert not [f for f in store.library._shelf.blobs._folder.rglob("*") if f.is_file() and f.name != LOCK]


def test_a_file_two_documents_share_stays_until_both_are_erased(cast: Cast) -> None:
    one = cast.upload("teacher", "school/internal", b"shared")
    two = cast.upload("teacher", "school/public", b"shared")
    cast.store.library.delete(cast("teacher"), cast.scope("teacher"), one.id)
    cast.store.works.purge(one.id)
    assert cast.store.works.blob(two.id, 1)[2] == b"shared"


def test_everything_visible_can_be_told_to_a_new_index(cast: Cast) -> None:
    document = cast.put("teacher", "school/internal", ("车床", "铣床"))
    cast.stage(cast.upload("teacher", "school/internal"), ("不可见",))
    (first, second) = cast.store.works.indexed()
    assert (first.id, first.label, first.document_id, first.generation) == (
        f"{document.id}-1-0",
        document.label.id,
        document.id,
        1,
    )
    assert (first.search_text, first.terms) == ("题\n车床", {ord("车"): 1.0, ord("床"): 1.0})
    assert second.library == "course"


def test_a_file_without_a_row_is_swept_once_it_is_old(cast: Cast, clock: Clock) -> None:
    kept = cast.upload("teacher", "school/internal", b"kept")
    blobs = cast.store.library._shelf.blobs
    name = blobs.name("school", "[]", b"stray")
    stray = blobs.path("school", name)
    stray.parent.mkdir(parents=True, exist_ok=True)
    stray.write_bytes(b"sealed")
    os.utime(stray, (clock.now.timestamp(), clock.now.timestamp()))
    assert cast.store.works.sweep() == 0
    clock.forward(hours=2)
    assert cast.store.works.sweep(timedelta(hours=1)) == 1
    assert cast.store.works.blob(kept.id, 1)[2] == b"kept"
