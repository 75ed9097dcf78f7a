"""A label is lowered by two people on a frozen, redacted copy; and erasure is decided by a steward who did not ask."""

from __future__ import annotations

from datetime import timedelta

import pytest

from records.asked import BLACKED, LAPSED, REFUSED, RELEASED, WITHDRAWN
from records.declassifying import Wish
from records.schema import release_requests
from tests.records.cast import Cast
from tests.records.conftest import Clock
from trust.day import day
from trust.errors import BadInput, BadLabel, Forbidden, NotFound, Stale
from trust.labels import parse
from trust.roles import Role

TEXTS = ["主轴转速800 r/min，协议价三十七元。", "供货方为某厂。", "检查急停按钮。"]


def wish(clock: Clock, label: str = "acme/internal", **change) -> Wish:
    given = {"reason": "给班级上课用", "until": day(clock.now) + timedelta(days=10), "taken_out": ("三十七元",)}
    return Wish(parse(label), **{**given, **change})


@pytest.fixture
def two(cast: Cast) -> Cast:
    """The enterprise has two stewards."""
    person, _ = cast.store.people.add_person("acmesecond", "第二位", "acme", "correct horse")
    cast.store.people.add_membership(person, "acme", Role.STEWARD)
    cast.ids["acmesecond"] = person  # type: ignore[index]
    return cast


def ask(cast: Cast, clock: Clock, who: str = "mentor", label: str = "acme/confidential", **change):
    document = cast.put("mentor", label, TEXTS, title="三十七元采购记录")
    return document, cast.store.declassifying.ask(cast(who), cast.scope(who), document.id, wish(clock, **change))


def approve(cast: Cast, who: str, request: str, hash: str):
    return cast.store.declassifying.approve(cast(who), cast.scope(who), request, hash)


def test_two_stewards_release_a_redacted_copy_and_the_original_keeps_its_label(two: Cast, clock: Clock) -> None:
    document, held = ask(two, clock)
    assert held.waits_for == ("acme",)
    once, copy = approve(two, "acmesteward", held.id, held.hash)
    assert (once.state(day(clock.now)), copy) == ("asked", None)
    with pytest.raises(Forbidden):
        approve(two, "acmesteward", held.id, held.hash)
    done, copy = approve(two, "acmesecond", held.id, held.hash)
    assert copy is not None
    assert (done.state(day(clock.now)), done.copy) == (RELEASED, copy.id)
    assert (str(copy.label), copy.owner, copy.state) == ("acme/internal", "acme", "received")
    _, data = two.store.library.original(two("staff"), two.scope("staff"), copy.id)
    said = data.decode()
    assert "三十七元" not in said + copy.title + copy.filename
    assert BLACKED in said
    assert "检查急停按钮" in said
    assert two.store.works.document(document.id, 1).label == document.label
    with pytest.raises(NotFound):
        two.store.library.document(two("staff"), two.scope("staff"), document.id)
    acts = [e.act for e in two.store.audit.read(two("acmesteward"), "acme")[0]]
    assert {"ReleaseAsked", "ReleaseApproved", "ReleaseEnded"} <= set(acts)


def test_the_rules_do_not_raise_a_copy_that_two_people_decided(two: Cast, clock: Clock) -> None:
    _, held = ask(two, clock)
    approve(two, "acmesteward", held.id, held.hash)
    _, copy = approve(two, "acmesecond", held.id, held.hash)
    assert copy is not None
    assert not two.store.works.propose(copy.id, 1, parse("acme/confidential"))
    assert str(two.store.works.document(copy.id, 1).label) == "acme/internal"


def test_nobody_approves_their_own_request_nor_alone(two: Cast, clock: Clock) -> None:
    _, held = ask(two, clock, "acmesteward")
    with pytest.raises(Forbidden):
        approve(two, "acmesteward", held.id, held.hash)
    once, copy = approve(two, "acmesecond", held.id, held.hash)
    assert copy is None
    assert once.state(day(clock.now)) == "asked"


def test_every_owner_in_the_label_approves_and_only_who_reads_the_document(cast: Cast, clock: Clock) -> None:
    cast.store.people.grant(cast.ids["mentor"], "school", 2)
    document = cast.put("mentor", "acme/internal & school/restricted", TEXTS)
    asked = wish(clock, "acme/internal & school/internal")
    held = cast.store.declassifying.ask(cast("mentor"), cast.scope("mentor"), document.id, asked)
    assert held.waits_for == ("acme", "school")
    for who in ("steward", "acmesteward"):  # neither reads the other's level yet
        with pytest.raises(NotFound):
            approve(cast, who, held.id, held.hash)
    cast.store.people.grant(cast.ids["steward"], "acme", 1)
    cast.store.people.grant(cast.ids["acmesteward"], "school", 2)
    approve(cast, "steward", held.id, held.hash)
    done, copy = approve(cast, "acmesteward", held.id, held.hash)
    assert copy is not None
    assert done.waits_for == ()


def test_others_see_no_request(two: Cast, clock: Clock) -> None:
    _, held = ask(two, clock)
    store = two.store.declassifying
    for who in ("student", "teacher", "staff", "steward", "rivalmentor", "admin"):
        person, scope = two(who), two.scope(who)
        assert store.page(person, scope) == []
        with pytest.raises(NotFound):
            store.get(person, scope, held.id)
        with pytest.raises(NotFound):
            store.approve(person, scope, held.id, held.hash)
        with pytest.raises(NotFound):
            store.refuse(person, scope, held.id, "不")
        with pytest.raises(NotFound):
            store.withdraw(person, scope, held.id)


def test_what_may_not_be_asked(two: Cast, clock: Clock) -> None:
    document = two.put("mentor", "acme/confidential", TEXTS)
    late = day(clock.now) + timedelta(days=93)
    for label, change, fault in (
        ("acme/confidential", {}, BadInput),
        ("acme/internal+course:cnc1", {}, BadInput),  # stricter in one way is no lowering
        ("school/internal", {}, BadInput),
        ("acme/internal|course:none", {}, BadLabel),
        ("acme/internal", {"taken_out": ("没有这句",)}, BadInput),
        ("acme/internal", {"left_out": ("no-such-passage",)}, BadInput),
        ("acme/internal", {"until": late}, BadInput),
    ):
        asked = wish(clock, label, **change)
        with pytest.raises(fault):
            two.store.declassifying.ask(two("mentor"), two.scope("mentor"), document.id, asked)
    document, asked = two.put("teacher", "school/internal", TEXTS), wish(clock, "school/public")
    with pytest.raises(Forbidden):
        two.store.declassifying.ask(two("student"), two.scope("student"), document.id, asked)


def test_a_request_dies_with_its_day_its_version_and_its_document(two: Cast, clock: Clock) -> None:
    document, held = ask(two, clock)
    new = two.upload("mentor", "acme/confidential", replaces=document.id)
    two.stage(new)
    two.store.works.show(new.id, 2)
    approve(two, "acmesteward", held.id, held.hash)
    with pytest.raises(Stale):
        approve(two, "acmesecond", held.id, held.hash)
    clock.forward(days=11)
    late = two.store.declassifying.get(two("mentor"), two.scope("mentor"), held.id)
    assert late.state(day(clock.now)) == LAPSED
    with pytest.raises(Stale):
        approve(two, "acmesecond", held.id, held.hash)
    two.store.library.delete(two("mentor"), two.scope("mentor"), document.id)
    with pytest.raises(NotFound):
        two.store.declassifying.get(two("mentor"), two.scope("mentor"), held.id)
    two.store.works.purge(document.id)
    with two.store.database.read() as conn:
        assert conn.execute(release_requests.select()).all() == []


def test_refused_and_withdrawn_are_ends(two: Cast, clock: Clock) -> None:
    _, held = ask(two, clock)
    with pytest.raises(Stale):
        approve(two, "acmesteward", held.id, "0" * 64)
    told = two.store.declassifying.refuse(two("acmesteward"), two.scope("acmesteward"), held.id, "含价格")
    assert (told.state(day(clock.now)), told.refusal) == (REFUSED, "含价格")
    with pytest.raises(Stale):
        approve(two, "acmesecond", held.id, held.hash)
    _, other = ask(two, clock)
    two.store.declassifying.withdraw(two("mentor"), two.scope("mentor"), other.id)
    gone = two.store.declassifying.get(two("mentor"), two.scope("mentor"), other.id)
    assert gone.state(day(clock.now)) == WITHDRAWN


def test_erasing_a_person_takes_a_steward_of_their_home_who_did_not_ask(cast: Cast) -> None:
    held = cast.store.erasures.ask(cast("student"), cast.scope("student"), None, "我要毕业了")
    with pytest.raises(Stale):
        cast.store.erasures.ask(cast("student"), cast.scope("student"), None, "再来")
    assert cast.store.erasures.page(cast("acmesteward"), cast.scope("acmesteward")) == []
    for who, fault in (("acmesteward", NotFound), ("teacher", NotFound), ("student", Forbidden)):
        with pytest.raises(fault):
            cast.store.erasures.decide(cast(who), cast.scope(who), held.id, True)
    done = cast.store.erasures.decide(cast("steward"), cast.scope("steward"), held.id, True)
    assert (done.granted, done.reason) == (True, "")
    with pytest.raises(NotFound):
        cast("student")
    with pytest.raises(Stale):
        cast.store.erasures.decide(cast("steward"), cast.scope("steward"), held.id, False)


def test_erasing_a_document_on_request(cast: Cast) -> None:
    one = cast.put("teacher", "school/internal")
    held = cast.store.erasures.ask(cast("student"), cast.scope("student"), one.id, "里面有我的电话")
    with pytest.raises(NotFound):
        cast.store.erasures.ask(cast("rivalmentor"), cast.scope("rivalmentor"), one.id, "x")
    (seen,) = cast.store.erasures.page(cast("steward"), cast.scope("steward"))
    assert (seen.title, seen.reason) == ("标题", "里面有我的电话")
    cast.store.erasures.decide(cast("steward"), cast.scope("steward"), held.id, True)
    with pytest.raises(NotFound):
        cast.store.library.document(cast("teacher"), cast.scope("teacher"), one.id)


def test_keys_have_an_age_for_their_stewards(cast: Cast) -> None:
    state = cast.store.key_states.of(cast("steward"), "school")
    assert (state.owner, state.version, state.people) == ("school", 1, 5)
    for who in ("acmesteward", "teacher", "admin"):
        with pytest.raises(NotFound):
            cast.store.key_states.of(cast(who), "school")
