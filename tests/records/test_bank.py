"""The bank: verified, labelled like its sources, keys for reviewers alone, published by two, stale with its source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from learning.author import write
from learning.exercise import Exercise
from learning.reasons import Reason
from learning.sourced import Source
from records.bank import Accepting
from records.bankrows import Banked, Wanted
from records.store import Store
from tests.records.cast import Cast
from trust.errors import BadInput, BadLabel, Forbidden, NotFound, Stale
from trust.labels import parse
from trust.sources import Document

OPEN = "acme/internal|course:cnc1"
TEXTS = (
    "粗车外圆时主轴转速取800 r/min，进给量取0.25 mm/r。精车时主轴转速取1200 r/min，进给量取0.10 mm/r。",
    "项目: 内孔；要求: 0.03 mm；量具: 千分表\n项目: 端面；要求: 0.05 mm；量具: 跳动仪\n"
    "项目: 外圆；要求: 0.02 mm；量具: 千分尺\n项目: 槽宽；要求: 0.10 mm；量具: 卡尺",
    "1. 下料并去毛刺。\n2. 粗车外圆留余量。\n3. 精车外圆到尺寸。\n4. 检验并入库。",
)
HAND = Exercise("judge", "急停按钮位于操作面板右下角。", ("对",), (), "")


def items(cast: Cast, document: Document, count: int = 6) -> tuple[Exercise, ...]:
    read = cast.store.library.whole(cast("teacher"), cast.scope("teacher"), document.id)
    made = write(Source(read), count).accepted
    assert made
    return made


def accept(cast: Cast, who: str, given: Sequence[Exercise], label: str | None = None) -> Accepting:
    chosen = None if label is None else parse(label)
    return cast.store.bank.accept(cast(who), cast.scope(who), given, label=chosen)


def one(cast: Cast, who: str = "teacher", label: str = "school/internal") -> Banked:
    return accept(cast, who, items(cast, cast.put(who, label, TEXTS))[:1]).taken[0]


def get(cast: Cast, who: str, item: Banked) -> Banked:
    return cast.store.bank.get(cast(who), cast.scope(who), item.id)


def move(cast: Cast, who: str, item: Banked, state: str, version: int | None = None) -> Banked:
    return cast.store.bank.move(cast(who), cast.scope(who), item.id, version or item.version, state)


def whole(cast: Cast, who: str) -> set[str]:
    """The ids this person is shown with their keys; what the list shows can be opened, and nothing else."""
    return {b.id for b in cast.store.bank.page(cast(who), cast.scope(who), limit=100)}


def asked(cast: Cast, who: str) -> set[str]:
    return {a.id for a in cast.store.bank.asked(cast(who), cast.scope(who))}


def test_what_was_accepted_comes_back_as_it_was_under_its_sources_label(cast: Cast) -> None:
    document = cast.put("mentor", OPEN, TEXTS)
    given = items(cast, document)
    accepted = accept(cast, "teacher", given)
    assert not accepted.refused
    for n, item in enumerate(given):
        found = get(cast, "teacher", accepted.taken[n])
        assert (found.item, found.state, found.version, found.stale) == (item, "accepted", 1, False)
        assert document.label.flows_to(found.label)
        assert str(found.label) == OPEN


def test_the_bringer_may_choose_a_stricter_label(cast: Cast) -> None:
    given = items(cast, cast.put("teacher", "school/public", TEXTS))[:1]
    assert str(accept(cast, "teacher", given, "school/restricted").taken[0].label) == "school/restricted"


def test_a_bad_item_is_named_with_its_reasons_and_the_good_ones_are_in(cast: Cast) -> None:
    good, *rest = items(cast, cast.put("teacher", "school/internal", TEXTS))
    broken = replace(rest[0], spans=(replace(rest[0].spans[0], quote="没有这句话"),))
    accepted = accept(cast, "teacher", [broken, good, good])
    assert set(accepted.taken) == {1}
    assert Reason.NOT_VERBATIM in accepted.refused[0]
    assert accepted.refused[2] == (Reason.DUPLICATE,)
    assert accept(cast, "teacher", [good]).refused == {0: (Reason.DUPLICATE,)}


def test_a_hidden_item_is_no_duplicate_and_a_hidden_source_no_source(cast: Cast) -> None:
    secret = cast.put("mentor", "acme/confidential", TEXTS)
    read = cast.store.library.whole(cast("mentor"), cast.scope("mentor"), secret.id)
    given = write(Source(read), 2).accepted
    assert accept(cast, "mentor", given).taken
    assert all(Reason.NOT_VERBATIM in reasons for reasons in accept(cast, "teacher", given).refused.values())
    assert accept(cast, "mentor", [HAND], "acme/internal").taken
    assert accept(cast, "teacher", [HAND]).taken


def test_without_sources_it_is_at_its_bringers_level_and_never_above_their_reach(cast: Cast) -> None:
    assert str(accept(cast, "teacher", [HAND]).taken[0].label) == "school/internal"
    assert str(accept(cast, "mentor", [HAND]).taken[0].label) == "acme/internal"
    for label in ("school/confidential", "nobody/internal", f"school/self:{cast.ids['teacher']}"):
        with pytest.raises(BadLabel):
            accept(cast, "teacher", [replace(HAND, stem=label)], label)
    assert accept(cast, "teacher", [replace(HAND, key=("也许",))]).refused == {0: (Reason.KEY,)}


def test_learners_see_published_questions_alone_and_never_a_key(cast: Cast) -> None:
    item = one(cast)
    people = ("teacher", "student", "other", "mentor", "staff", "steward", "admin")
    assert [w for w in people if whole(cast, w)] == ["teacher"]
    assert not [w for w in people if asked(cast, w)]
    published = move(cast, "teacher", item, "published")
    assert [w for w in people if whole(cast, w)] == ["teacher"]
    assert [w for w in people if asked(cast, w)] == ["teacher", "student", "other"]
    (question,) = cast.store.bank.asked(cast("student"), cast.scope("student"))
    assert question.asked == item.item.asked
    told = repr(question)
    for hidden in (item.item.explanation, item.item.quote, *item.item.origins):
        assert hidden not in told
    for who in ("student", "steward", "admin"):
        with pytest.raises(NotFound):
            get(cast, who, item)
        with pytest.raises(NotFound):
            accept(cast, who, [HAND])
        with pytest.raises(NotFound):
            move(cast, who, published, "retired")
    assert cast.store.bank.item_for_marking(cast("student"), cast.scope("student"), item.id).item == item.item
    move(cast, "teacher", published, "retired")
    assert not asked(cast, "student")
    with pytest.raises(NotFound):
        cast.store.bank.item_for_marking(cast("student"), cast.scope("student"), item.id)


def test_a_key_is_not_found_by_searching(cast: Cast) -> None:
    item = accept(cast, "teacher", [replace(HAND, explanation="独家解析", stem="急停按钮位于哪里右下角。")]).taken[0]
    move(cast, "teacher", item, "published")
    student = (cast("student"), cast.scope("student"))
    assert cast.store.bank.asked(*student, Wanted(q="急停"))
    assert not cast.store.bank.asked(*student, Wanted(q="独家解析"))
    assert cast.store.bank.page(cast("teacher"), cast.scope("teacher"), Wanted(q="独家解析"))


def test_publishing_needs_a_teacher_and_a_mentor_of_each_enterprise(cast: Cast) -> None:
    item = accept(cast, "teacher", items(cast, cast.put("mentor", OPEN, TEXTS))[:1]).taken[0]
    with pytest.raises(Forbidden):
        move(cast, "mentor", item, "published")
    with pytest.raises(Stale, match="acme"):
        move(cast, "teacher", item, "published")
    with pytest.raises(Forbidden):
        cast.store.bank.approve(cast("teacher"), cast.scope("teacher"), item.id, 1)
    approved = cast.store.bank.approve(cast("mentor"), cast.scope("mentor"), item.id, 1)
    assert approved.approved_by == ("acme",)
    published = move(cast, "teacher", approved, "published")
    assert item.id in asked(cast, "student") & asked(cast, "staff")
    changed = replace(item.item, explanation="改过的解析。")
    edited = cast.store.bank.edit(cast("teacher"), cast.scope("teacher"), item.id, published.version, changed)
    assert (edited.state, edited.approved_by, edited.item) == ("accepted", (), changed)
    assert item.id not in asked(cast, "student")


def test_a_late_change_changes_nothing(cast: Cast) -> None:
    item = one(cast)
    move(cast, "teacher", item, "retired")
    changed = replace(item.item, explanation="晚了。")
    with pytest.raises(Stale):
        cast.store.bank.edit(cast("teacher"), cast.scope("teacher"), item.id, 1, changed)
    with pytest.raises(Stale):
        move(cast, "teacher", item, "published")
    restored = move(cast, "teacher", item, "accepted", version=2)
    assert restored.item == item.item
    with pytest.raises(BadInput, match="答案"):
        cast.store.bank.edit(cast("teacher"), cast.scope("teacher"), item.id, 3, replace(item.item, key=("不是选项",)))


def test_a_replaced_source_makes_it_stale_and_takes_it_from_learners(cast: Cast) -> None:
    document = cast.put("teacher", "school/internal", TEXTS)
    item = move(cast, "teacher", accept(cast, "teacher", items(cast, document)[:1]).taken[0], "published")
    assert asked(cast, "student") == {item.id}
    newer = cast.upload("teacher", str(document.label), replaces=document.id)
    cast.stage(newer, TEXTS)
    cast.store.works.show(newer.id, newer.generation)
    assert get(cast, "teacher", item).stale
    assert asked(cast, "student") == set()
    teacher = (cast("teacher"), cast.scope("teacher"))
    assert [b.id for b in cast.store.bank.page(*teacher, Wanted(stale=True))] == [item.id]
    again = items(cast, document)[0]
    fresh = cast.store.bank.edit(*teacher, item.id, item.version, again)
    assert not fresh.stale
    move(cast, "teacher", fresh, "published")
    assert asked(cast, "student") == {item.id}


def test_it_is_hidden_with_a_source_that_was_raised_out_of_reach(cast: Cast) -> None:
    document = cast.put("mentor", OPEN, TEXTS)
    item = accept(cast, "teacher", items(cast, document)[:1]).taken[0]
    steward, scope = cast("acmesteward"), cast.scope("acmesteward")
    cast.store.library.confirm_label(steward, scope, document.id, parse("acme/confidential"), document.version)
    assert item.id not in whole(cast, "teacher")
    with pytest.raises(NotFound):
        get(cast, "teacher", item)
    assert item.id in whole(cast, "mentor")


def test_lists_filter_and_have_pages(cast: Cast) -> None:
    accept(cast, "teacher", items(cast, cast.put("teacher", "school/internal", TEXTS)))
    teacher = (cast("teacher"), cast.scope("teacher"))
    bank = cast.store.bank
    every = bank.page(*teacher, limit=100)
    for kind in {b.item.kind for b in every}:
        assert bank.page(*teacher, Wanted(kind=kind)) == [b for b in every if b.item.kind == kind]
    for tag, count in bank.tags(*teacher):
        assert len(bank.page(*teacher, Wanted(tag=tag), limit=100)) == count
    first = bank.page(*teacher, limit=2)
    rest = bank.page(*teacher, after=(first[1].made_at, first[1].id), limit=100)
    assert [*first[:2], *rest] == every
    assert bank.page(*teacher, Wanted(q="没有这样的词")) == []


def test_destroying_an_owners_key_erases_its_items(sqlite_store: Store) -> None:
    from tests.records.cast import enter

    cast = enter(sqlite_store)
    item = one(cast)
    assert get(cast, "teacher", item)
    cast.store.erasing.destroy_owner("school")
    with cast.store.database.read() as conn:
        assert not conn.exec_driver_sql("select id from bank_items").all()
