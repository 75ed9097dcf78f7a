"""Portfolios: seen by whom the learner and the rules of evidence let, moved by nobody else's, gone when taken out."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from records.attempts import ITEM, REHEARSAL, Given
from records.portfolios import Folder
from records.showpieces import MOST, Picture, Showpiece, Words
from records.store import Store
from tests.prepared import CHEAP, prepared
from tests.records.cast import Cast, enter
from tests.records.conftest import Clock
from tests.records.evidenced import piece, register, shared
from trust.errors import BadInput, Damaged, Forbidden, NotFound, OverQuota, Stale
from trust.labels import parse
from trust.settings import Settings

JPEG = b"\xff\xd8\xff fit to be kept"
OTHERS = ("other", "rivalmentor", "staff", "steward", "acmesteward", "admin")


def show(cast: Cast, who: str = "student", title: str = "轴", data: bytes = JPEG, **choice: bool) -> Showpiece:
    words, picture = Words(title, "第一次独立完成", **choice), Picture(data, 4, 3)
    return cast.store.showpieces.add(cast(who), cast.scope(who), words, picture)


def answer(cast: Cast, right: bool, item: str = "i1", kind: str = ITEM, who: str = "student") -> None:
    given = Given(kind, item, parse("school/public"), ("甲",), right, float(right), 1.0, ("轴的车削",), 0.25)
    cast.store.attempts.keep(cast(who), cast.scope(who), None, given)


def folder(cast: Cast, who: str, of: str | None = None, reason: str = "期中面谈") -> Folder | None:
    """What one sees; None for not found."""
    try:
        return cast.store.portfolios.of(cast(who), cast.scope(who), cast.ids[of] if of else None, reason)
    except NotFound:
        return None


def blobs(cast: Cast, data: Path) -> list[Path]:
    return [f for f in (data / "blobs").rglob("*") if f.is_file() and f.name != ".lock"]


def test_a_work_is_seen_by_whom_the_learner_chose_within_the_reach_of_evidence(cast: Cast) -> None:
    shared(cast)
    ours, theirs = show(cast, title="给老师"), show(cast, title="给导师", for_teachers=False, for_mentors=True)
    own = show(cast, title="自己留着", for_teachers=False)
    seen = {"student": {ours.id, theirs.id, own.id}, "teacher": {ours.id}, "mentor": {theirs.id}}
    for who, ids in seen.items():
        found = folder(cast, who, "student")
        assert found is not None
        assert {w.id for w in found.works} == ids
        assert set(cast.store.portfolios.pictures(cast(who), cast.scope(who), found)) == ids
        for work in (ours, theirs, own):
            if work.id not in ids:
                with pytest.raises(NotFound):
                    cast.store.portfolios.picture(cast(who), cast.scope(who), work.id, cast.ids["student"])
    for who in OTHERS:
        assert folder(cast, who, "student") is None
        with pytest.raises(NotFound):
            cast.store.portfolios.picture(cast(who), cast.scope(who), ours.id, cast.ids["student"], "想看")
        for act in ("change", "remove"):
            with pytest.raises(NotFound):
                getattr(cast.store.showpieces, act)(
                    cast(who), cast.scope(who), ours.id, *((1, Words("改")) if act == "change" else ())
                )
    cast.store.enterprise_consents.withdraw(cast("student"), "acme")
    assert folder(cast, "mentor", "student") is None, "nor by going on with an earlier look"
    assert folder(cast, "mentor", "student", "") is None
    assert cast.store.audit.verify() == []


def test_without_a_register_mentors_see_no_work(cast: Cast) -> None:
    shared(cast)
    show(cast, for_mentors=True)
    held = cast.store.registers.page(cast("steward"))[0]
    cast.store.registers.revoke(cast("steward"), held.id)
    found = folder(cast, "mentor", "student")
    assert found is not None
    assert found.works == ()


def test_a_look_of_staff_takes_a_reason_once_an_hour(cast: Cast, clock: Clock) -> None:
    work, about = show(cast), (cast.ids["student"],)
    teacher = cast("teacher")

    def looks() -> int:
        return len(cast.store.looks.page(cast("student")))

    for refused in ("", " "):
        with pytest.raises(BadInput):
            cast.store.portfolios.of(teacher, cast.scope("teacher"), *about, refused)
    cast.store.portfolios.of(teacher, cast.scope("teacher"), *about, "期中面谈")
    assert looks() == 1
    assert cast.store.portfolios.picture(teacher, cast.scope("teacher"), work.id, *about) == JPEG
    assert looks() == 1
    clock.forward(hours=1, seconds=1)
    with pytest.raises(BadInput):
        cast.store.portfolios.picture(teacher, cast.scope("teacher"), work.id, *about)


def test_growth_ends_where_mastery_stands_and_others_see_only_what_is_evidence(cast: Cast) -> None:
    for right in (False, True, True):
        answer(cast, right)
    answer(cast, True, "task", REHEARSAL)
    mine = folder(cast, "student")
    assert mine is not None
    (curve,), (weak,) = mine.growth.curves, mine.growth.weak
    (known,) = cast.store.attempts.mastery(cast("student"), cast.scope("student"))
    assert (curve.now.shown, curve.now.answers, curve.right) == (known.state.shown, 4, 3)
    assert (weak.items, weak.left, weak.practised, weak.rehearsed) == (1, 0, 1, 0)
    unregistered = folder(cast, "teacher", "student")
    assert unregistered is not None
    assert unregistered.growth.curves == ()
    shared(cast)
    for who, answers in (("teacher", 4), ("mentor", 1)):
        found = folder(cast, who, "student")
        assert found is not None
        assert [c.now.answers for c in found.growth.curves] == [answers]


def told(found: Folder | None) -> Any:
    """All of it but when it was made."""
    assert found is not None
    return (found.student, found.figures, found.growth, found.works)


def test_what_is_another_s_changes_nothing(cast: Cast) -> None:
    shared(cast)
    cast.store.people.enrol(cast.ids["other"], "cnc1", "learner")
    show(cast)
    answer(cast, False)
    cast.store.evidences.keep(cast("teacher"), [piece(1)])
    before = {who: told(folder(cast, who, "student")) for who in ("student", "teacher", "mentor")}
    show(cast, "other", "别人的", b"\xff\xd8\xff another")
    answer(cast, True, who="other")
    cast.store.evidences.keep(cast("teacher"), [piece(2, username="other")])
    after = {who: told(folder(cast, who, "student")) for who in ("student", "teacher", "mentor")}
    assert after == before
    theirs = folder(cast, "teacher", "other")
    assert theirs is not None
    assert [w.words.title for w in theirs.works] == ["别人的"]


@pytest.fixture
def small(tmp_path: Path) -> Iterator[tuple[Cast, Path]]:
    data = prepared(tmp_path / "data")
    store = Store.open(Settings(data=data, quota_person=1000), passwords=CHEAP)
    yield enter(store), data
    store.close()


def test_a_picture_stays_while_a_work_shows_it_and_goes_with_the_last(small: tuple[Cast, Path]) -> None:
    cast, data = small
    first, second = show(cast), show(cast)
    student, scope = cast("student"), cast.scope("student")
    (file,) = blobs(cast, data)
    assert JPEG not in file.read_bytes()
    cast.store.showpieces.remove(student, scope, first.id)
    assert blobs(cast, data) == [file]
    changed = cast.store.showpieces.change(student, scope, second.id, 1, Words(" 新  名 ", "", False, True))
    assert (changed.words, changed.version) == (Words("新 名", "", False, True), 2)
    with pytest.raises(Stale):
        cast.store.showpieces.change(student, scope, second.id, 1, Words("旧"))
    for wrong in (Words(" "), Words("长" * 61), Words("题", "长" * 201)):
        with pytest.raises(BadInput):
            cast.store.showpieces.change(student, scope, second.id, 2, wrong)
    file.write_bytes(b"changed on the disk")
    with pytest.raises(Damaged):
        cast.store.portfolios.picture(student, scope, second.id)
    cast.store.showpieces.remove(student, scope, second.id)
    assert blobs(cast, data) == []
    assert cast.store.library.room(student, scope)[0] == 0


def test_works_count_in_what_one_may_keep_and_there_is_a_most(small: tuple[Cast, Path]) -> None:
    cast, _ = small
    show(cast, data=b"\xff\xd8\xff" + bytes(600))
    assert cast.store.library.room(cast("student"), cast.scope("student"))[0] == 603
    with pytest.raises(OverQuota):
        show(cast, data=b"\xff\xd8\xff" + b"1" * 600)
    for n in range(MOST - 1):
        show(cast, data=b"%d" % n)
    with pytest.raises(Stale):
        show(cast, data=b"x")
    with pytest.raises(Forbidden):
        show(cast, "teacher")


def test_works_are_taken_away_with_the_rest_and_erased_with_the_rest(small: tuple[Cast, Path]) -> None:
    cast, data = small
    show(cast, title="我的轴")
    show(cast, "other", "别人的", b"\xff\xd8\xff another")
    exported = cast.store.personal.export(cast("student"), cast.scope("student"))
    (work,) = exported["works"]
    assert work["title"] == "我的轴"
    assert base64.b64decode(work["picture"].removeprefix("data:image/jpeg;base64,")) == JPEG
    assert "别人的" not in json.dumps(exported, ensure_ascii=False)
    cast.store.erasing.destroy_person(cast.ids["student"])
    assert len(blobs(cast, data)) == 1
    assert folder(cast, "teacher", "student") is None
    left = folder(cast, "other")
    assert left is not None
    assert [w.words.title for w in left.works] == ["别人的"]


def test_the_audit_knows_of_works_and_files_by_ids_alone(cast: Cast) -> None:
    register(cast)
    work = show(cast, title="秘密的名字")
    found = folder(cast, "teacher", "student")
    assert found is not None
    cast.store.portfolios.taken(cast("teacher"), found, "pdf")
    cast.store.showpieces.remove(cast("student"), cast.scope("student"), work.id)
    kept = cast.store.audit.read(cast("steward"), "school")[0]
    assert {"ShowpieceAdded", "PortfolioTaken", "ShowpieceRemoved"} <= {e.act for e in kept}
    assert "秘密的名字" not in json.dumps([e.body for e in kept], ensure_ascii=False)
