"""Receiving a file: who may, under which label; the same bytes again; a new version; nothing in the clear on disk."""

from __future__ import annotations

import errno
import hashlib
import threading
from datetime import date
from pathlib import Path

import pytest

from records.blobs import Blobs
from records.keys import Sealer
from records.store import Store
from tests.prepared import CHEAP
from tests.records.cast import Cast, enter
from trust.errors import BadInput, BadLabel, DiskFull, Forbidden, NotFound, Stale
from trust.labels import CURATED, MEMBER, parse
from trust.settings import Settings
from trust.sources import Document

DATA = "车床主轴转速".encode()


def again(cast: Cast, who: str, label: str, data: bytes = DATA) -> tuple[Document, bool]:
    return cast.store.library.receive(
        cast(who),
        owner=label.partition("/")[0],
        library="course",
        label=parse(label),
        title="标题",
        filename="x.txt",
        media_type="text/plain",
        data=data,
    )


def test_what_was_uploaded_comes_back_as_it_was(cast: Cast) -> None:
    document, created = cast.store.library.receive(
        cast("teacher"),
        owner="school",
        library="training",
        label=parse("school/internal", CURATED),
        title="主轴",
        filename="主轴.docx",
        media_type="application/x",
        data=DATA,
        valid_from=date(2026, 1, 1),
        review_by=date(2027, 1, 1),
    )
    assert created
    found, data = cast.store.library.original(cast("teacher"), cast.scope("teacher"), document.id)
    assert data == DATA
    assert found == document
    assert (found.title, found.filename, found.library, found.state) == ("主轴", "主轴.docx", "training", "received")
    assert (found.valid_from, found.review_by) == (date(2026, 1, 1), date(2027, 1, 1))
    assert found.label.integrity == MEMBER
    assert found.created_at.utcoffset() is not None


def test_nobody_uploads_elsewhere_or_above_their_clearance(cast: Cast) -> None:
    for who, label in (
        ("student", "school/internal"),
        ("staff", "acme/internal"),
        ("admin", "school/public"),
        ("teacher", "school/confidential"),
        ("teacher", "acme/internal"),
        ("mentor", "school/internal"),
        ("mentor", "rival/internal"),
        ("acmesteward", "acme/internal+course:ecom1"),
        ("acmesteward", "acme/internal+project:shaft"),
        ("teacher", "school/confidential|course:cnc1"),
        ("teacher", "nowhere/internal"),
    ):
        with pytest.raises(Forbidden):
            again(cast, who, label)


@pytest.mark.parametrize(
    ("hidden", "absent"),
    [
        ("school/internal & rival/internal", "school/internal & nowhere/internal"),
        ("school/internal & rival/public", "school/internal & nowhere/public"),
        ("school/internal+course:ecom1", "school/internal+course:nothing"),
        ("school/internal|course:ecom1", "school/internal|course:nothing"),
        ("school/internal+project:shaft", "school/internal+project:nothing"),
        ("school/internal|project:shaft", "school/internal|project:nothing"),
    ],
)
def test_what_is_not_there_and_what_is_not_ones_own_cannot_be_named_in_a_label(
    cast: Cast, hidden: str, absent: str
) -> None:
    mine = cast.put("teacher", "school/internal")
    said = []
    for label in (hidden, absent):
        for replaces in (None, mine.id):
            with pytest.raises(BadLabel) as refused:
                cast.upload("teacher", label, replaces=replaces)
            said.append((refused.value.zh, refused.value.en))
    assert len(set(said)) == 1


def test_a_steward_names_what_there_is_and_nothing_else(cast: Cast) -> None:
    assert cast.upload("acmesteward", "acme/internal|course:cnc1").label == parse("acme/internal|course:cnc1")
    for label in ("acme/internal|course:nothing", "acme/internal & nowhere/public", "acme/public+project:nothing"):
        with pytest.raises(BadLabel):
            cast.upload("acmesteward", label)
        mine = cast.put("acmesteward", "acme/public")
        steward, scope = cast("acmesteward"), cast.scope("acmesteward")
        with pytest.raises(BadLabel):
            cast.store.library.confirm_label(steward, scope, mine.id, parse(label), mine.version)


def test_what_a_documents_label_names_already_its_new_version_may_name(cast: Cast) -> None:
    old = cast.put("teacher", "school/internal|course:cnc1")
    cast.store.people.unenrol(cast.ids["teacher"], "cnc1")
    assert cast.upload("teacher", "school/internal|course:cnc1", replaces=old.id).generation == 2
    with pytest.raises(BadLabel):
        cast.upload("teacher", "school/internal|course:cnc1")


def test_a_label_names_the_documents_owner_and_a_library_exists(cast: Cast) -> None:
    for library, label in (("course", "school/public"), ("cinema", "acme/public")):
        with pytest.raises(BadInput):
            cast.store.library.receive(
                cast("mentor"),
                owner="acme",
                library=library,
                label=parse(label),
                title="t",
                filename="f",
                media_type="m",
                data=DATA,
            )


def test_the_same_bytes_under_the_same_label_are_the_same_document(cast: Cast) -> None:
    first, _ = again(cast, "teacher", "school/internal")
    second, created = again(cast, "steward", "school/internal")
    assert (second.id, created) == (first.id, False)


def test_the_same_bytes_under_another_label_or_owner_are_another_document(cast: Cast) -> None:
    labels = (("teacher", "school/internal"), ("teacher", "school/public"), ("mentor", "acme/internal"))
    assert len({again(cast, who, label)[0].id for who, label in labels}) == 3


def test_the_same_bytes_in_another_library_are_another_document(cast: Cast) -> None:
    first, _ = again(cast, "teacher", "school/internal")
    given = {"label": parse("school/internal"), "title": "t", "filename": "x.txt", "media_type": "text/plain"}
    other, created = cast.store.library.receive(
        cast("teacher"), owner="school", library="training", data=DATA, **given
    )
    assert created
    assert (other.id != first.id, other.library) == (True, "training")


def test_a_duplicate_the_caller_may_not_read_stays_hidden(cast: Cast) -> None:
    hidden, _ = again(cast, "teacher", "school/internal")
    cast.store.works.propose(hidden.id, 1, parse("school/confidential"))
    other, created = again(cast, "teacher", "school/internal")
    assert created
    assert other.id != hidden.id


def test_a_deleted_document_is_no_duplicate(cast: Cast) -> None:
    first, _ = again(cast, "teacher", "school/internal")
    cast.store.library.delete(cast("teacher"), cast.scope("teacher"), first.id)
    second, created = again(cast, "teacher", "school/internal")
    assert created
    cast.store.works.purge(first.id)
    assert cast.store.library.original(cast("teacher"), cast.scope("teacher"), second.id)[1] == DATA


def test_a_failed_document_sent_again_is_tried_again_under_its_id(cast: Cast) -> None:
    first, _ = again(cast, "teacher", "school/internal")
    cast.store.works.advance(first.id, 1, state="failed", error="读不出")
    assert cast.store.library.document(cast("teacher"), cast.scope("teacher"), first.id).error == "读不出"
    second, created = again(cast, "teacher", "school/internal")
    assert created
    assert (second.id, second.generation, second.state, second.error) == (first.id, 2, "received", None)


def test_the_old_version_serves_until_the_new_is_shown(cast: Cast) -> None:
    old = cast.put("teacher", "school/internal", ("旧",))
    new = cast.upload("teacher", "school/internal", b"new", replaces=old.id)
    cast.stage(new, ("新",))
    assert (new.id, new.generation) == (old.id, 2)

    def texts() -> list[str]:
        student, scope = cast("student"), cast.scope("student")
        return [p.text for p in cast.store.library.neighbours(student, scope, old.id, 0, 9)]

    assert texts() == ["旧"]
    assert cast.store.works.show(new.id, 2) == 1
    assert texts() == ["新"]
    cast.store.works.purge(old.id, 1)
    assert texts() == ["新"]
    assert cast.store.library.original(cast("student"), cast.scope("student"), old.id)[1] == b"new"


def test_replacing_with_the_same_bytes_is_no_new_version(cast: Cast) -> None:
    old = cast.upload("teacher", "school/internal", DATA)
    assert cast.upload("teacher", "school/internal", DATA, replaces=old.id).generation == 1


def test_only_the_uploader_or_a_steward_replaces(cast: Cast) -> None:
    old = cast.put("steward", "school/internal")
    with pytest.raises(Forbidden):
        cast.upload("teacher", "school/internal", replaces=old.id)
    hidden = cast.put("steward", "school/confidential")
    with pytest.raises(NotFound):
        cast.upload("teacher", "school/internal", replaces=hidden.id)
    mine = cast.put("teacher", "school/internal")
    assert cast.upload("steward", "school/internal", replaces=mine.id).generation == 2


def test_a_new_version_is_never_labelled_lower(cast: Cast) -> None:
    old = cast.put("teacher", "school/internal")
    with pytest.raises(Stale):
        cast.upload("teacher", "school/public", replaces=old.id)
    assert cast.upload("teacher", "school/restricted", replaces=old.id).generation == 2


def test_a_stricter_version_that_failed_holds_nothing_back(cast: Cast) -> None:
    old = cast.put("teacher", "school/public")
    cast.upload("teacher", "school/restricted", replaces=old.id)
    with pytest.raises(Stale):
        cast.upload("teacher", "school/public", replaces=old.id)
    cast.store.works.advance(old.id, 2, state="failed", error="x")
    assert cast.upload("teacher", "school/public", replaces=old.id).generation == 3


def test_a_strangers_failed_upload_stays_theirs(cast: Cast) -> None:
    first, _ = again(cast, "teacher", "school/internal")
    cast.store.works.advance(first.id, 1, state="failed", error="x")
    second, created = again(cast, "steward", "school/internal")
    assert created
    assert (second.id != first.id, second.generation) == (True, 1)


def test_uploading_side_by_side_makes_one_document(cast: Cast) -> None:
    found: list[tuple[str, bool]] = []

    def upload() -> None:
        document, created = again(cast, "teacher", "school/internal")
        found.append((document.id, created))

    threads = [threading.Thread(target=upload) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({i for i, _ in found}) == 1
    assert sum(created for _, created in found) == 1


def test_files_lie_sealed_under_names_that_confirm_no_guess(tmp_path: Path) -> None:
    store = Store.open(Settings(data=tmp_path), passwords=CHEAP)
    cast = enter(store)
    for who, label in (("teacher", "school/internal"), ("mentor", "acme/internal")):
        again(cast, who, label)
    files = [f for f in (tmp_path / "blobs").rglob("*") if f.is_file()]
    assert len({f.name for f in files}) == 2
    assert len({f.relative_to(tmp_path / "blobs").parts[0] for f in files}) == 2
    for file in files:
        assert file.stat().st_mode & 0o077 == 0
        assert DATA not in file.read_bytes()
        assert hashlib.sha256(DATA).hexdigest()[:16] not in str(file)
        assert not {"school", "acme"} & set(file.parts[len(tmp_path.parts) :])
    store.close()


def test_a_full_disk_is_told_and_leaves_no_document(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("records.blobs.os.fsync", full)
    with pytest.raises(DiskFull):
        again(cast, "teacher", "school/internal")
    monkeypatch.undo()
    assert cast.store.library.page(cast("teacher"), cast.scope("teacher")) == ([], None)
    assert again(cast, "teacher", "school/internal")[1]


def test_a_purge_between_writing_a_file_and_its_row_loses_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    gone, _ = again(cast, "teacher", "school/internal")
    cast.store.library.delete(cast("teacher"), cast.scope("teacher"), gone.id)
    written = Blobs.write

    def write_then_purge(blobs: Blobs, owner: str, name: str, sealer: Sealer, plain: bytes) -> None:
        written(blobs, owner, name, sealer, plain)
        monkeypatch.undo()
        cast.store.works.purge(gone.id)
        assert not blobs.has(owner, name)

    monkeypatch.setattr(Blobs, "write", write_then_purge)
    kept, _ = again(cast, "teacher", "school/internal")
    assert cast.store.library.original(cast("teacher"), cast.scope("teacher"), kept.id)[1] == DATA


def test_purges_and_uploads_of_the_same_bytes_side_by_side_lose_nothing(cast: Cast) -> None:
    for _ in range(4):
        gone, _ = again(cast, "teacher", "school/internal")
        cast.store.library.delete(cast("teacher"), cast.scope("teacher"), gone.id)
        purge = threading.Thread(target=cast.store.works.purge, args=(gone.id,))
        purge.start()
        kept, _ = again(cast, "teacher", "school/internal")
        purge.join()
        assert cast.store.library.original(cast("teacher"), cast.scope("teacher"), kept.id)[1] == DATA
        cast.store.library.delete(cast("teacher"), cast.scope("teacher"), kept.id)
        cast.store.works.purge(kept.id)


def test_titles_are_looked_through_and_pages_follow_each_other(cast: Cast) -> None:
    made = [cast.upload("teacher", "school/internal", title=f"Lathe 车床 {n}") for n in range(7)]
    cast.upload("teacher", "school/internal", title="铣床")
    library, teacher, scope = cast.store.library, cast("teacher"), cast.scope("teacher")
    seen: list[str] = []
    cursor = None
    while True:
        found, cursor = library.page(teacher, scope, q="车床 lathe", limit=3, cursor=cursor)
        seen += [d.id for d in found]
        if cursor is None:
            break
    assert seen == [d.id for d in reversed(made)]
    assert [d.title for d in library.page(teacher, scope, limit=1)[0]] == ["铣床"]
    assert library.page(teacher, scope, library="training") == ([], None)
    assert library.page(teacher, scope, state="ready") == ([], None)
    assert len(library.page(teacher, scope, state="received")[0]) == 8


def test_a_made_up_cursor_is_bad_input(cast: Cast) -> None:
    for cursor in ["x", "!!", "bnVsbA==", "WzEsMl0=", "é"]:
        with pytest.raises(BadInput):
            cast.store.library.page(cast("teacher"), cast.scope("teacher"), cursor=cursor)
