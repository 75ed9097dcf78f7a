"""Agreements: signed by two sides, in force until a day; the only way to lower, and exactly to what they name."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from learning.release import FUNCTIONS
from records.agreementrows import Agreement
from records.agreements import Released
from records.artefactrows import Artefact
from records.schema import audit
from records.works import Works
from tests.records.cast import Cast
from tests.records.conftest import Clock
from trust.day import day
from trust.errors import BadInput, BadLabel, Forbidden, NotFound, Stale
from trust.labels import join
from trust.sources import Citation, Document

SECRET, CLASS, UNTIL = "acme/restricted", "school/internal+course:cnc1", date(2026, 4, 1)
STEP = "启动主轴，转速 700 r/min，冷却液浓度百分之八。"
RESULT: dict[str, Any] = {
    "title": "法兰盘",
    "tasks": [{
        "title": "装夹与车削", "goal": "能按规程完成装夹", "hours": 4, "tools": ["三爪卡盘 K11-200"],
        "competencies": ["装夹"], "evidence": ["记录表"],
        "scoring": [{"area": "操作", "points": 60}, {"area": "安全", "points": 40}],
        "steps": [{"text": STEP}], "safety": [{"text": "压力低于 0.4 MPa 立即停机。"}],
    }],
}  # fmt: skip


@pytest.fixture
def source(cast: Cast) -> Document:
    """An enterprise's document the teacher was let in to, and no student."""
    cast.store.people.grant(cast.ids["teacher"], "acme", 2)
    return cast.put("mentor", SECRET, [STEP])


def published(cast: Cast, *sources: Document) -> Artefact:
    teacher, scope, held = cast("teacher"), cast.scope("teacher"), cast.store.artefacts
    read = [p for d in sources for p in cast.store.library.whole(teacher, scope, d.id)]
    cited = [Citation(n, p.id, p.document_id, p.title, p.locator, p.text) for n, p in enumerate(read, 1)]
    made = held.keep(
        teacher, scope, tool="decompose_project", title="法兰盘 YC-2208", result=RESULT, citations=cited, sources=read,
        label=join(p.label for p in read), written_by="extract",
    )  # fmt: skip
    made = held.move(teacher, cast.scope("teacher"), made.id, made.version, "in_review")
    for mentor in ("mentor", "rivalmentor"):
        if cast(mentor).reads(made.label):
            made = held.approve(cast(mentor), cast.scope(mentor), made.id, made.version)
    return held.move(teacher, cast.scope("teacher"), made.id, made.version, "published")


def propose(cast: Cast, who: str = "steward", **change: Any) -> Agreement:
    given: dict[str, Any] = {"school": "school", "enterprise": "acme", "title": "校企协议", "until": UNTIL}
    given |= {"terms": [("work_order_steps", CLASS)]} | change
    return cast.store.agreements.propose(cast(who), **given)


def in_force(cast: Cast, **change: Any) -> Agreement:
    made = propose(cast, **change)
    return cast.store.agreements.sign(cast("acmesteward"), made.id, made.hash)


def release(cast: Cast, made: Artefact, held: Agreement, function: str = "work_order_steps") -> Released:
    return cast.store.agreements.release(cast("teacher"), cast.scope("teacher"), made.id, held.id, function)[0]


def state(cast: Cast, held: Agreement, today: date = date(2026, 3, 2)) -> str:
    return cast.store.agreements.get(cast("steward"), held.id).state(today)


def words(cast: Cast, copy: Released) -> str:
    """Of the file that was entered."""
    return Works(cast.store.works._shelf).blob(copy.document, 1)[2].decode()


def stands(cast: Cast, copy: Released) -> bool:
    try:
        cast.store.works.document(copy.document, 1)
    except NotFound:
        return False
    return True


def test_two_sides_sign_before_it_is_in_force(cast: Cast) -> None:
    made = propose(cast)
    assert state(cast, made) == "proposed"
    with pytest.raises(Stale):
        cast.store.agreements.sign(cast("acmesteward"), made.id, "0" * 64)
    with pytest.raises(Forbidden):
        cast.store.agreements.sign(cast("steward"), made.id, made.hash)
    signed = cast.store.agreements.sign(cast("acmesteward"), made.id, made.hash)
    assert {s.owner for s in signed.signatures} == {"school", "acme"}
    assert state(cast, made) == "active"
    assert state(cast, made, date(2026, 4, 2)) == "expired"


def test_one_person_never_signs_for_both(cast: Cast) -> None:
    from trust.roles import Role

    cast.store.people.add_membership(cast.ids["steward"], "acme", Role.STEWARD)
    made = propose(cast)
    with pytest.raises(Forbidden):
        cast.store.agreements.sign(cast("steward"), made.id, made.hash)


@pytest.mark.parametrize("who", ["teacher", "student", "mentor", "admin", "acmesteward"])
def test_only_a_steward_of_the_school_proposes(cast: Cast, who: str) -> None:
    with pytest.raises(NotFound):
        propose(cast, who)


@pytest.mark.parametrize(
    "change",
    [
        {"terms": [("everything", CLASS)]}, {"terms": [("work_order_steps", "school/public")]}, {"terms": []},
        {"terms": [("work_order_steps", "acme/internal")]}, {"terms": [("work_order_steps", "school/self:x")]},
        {"terms": [("work_order_steps", CLASS)] * 2}, {"until": date(2026, 3, 1)}, {"until": date(2036, 3, 1)},
        {"enterprise": "school"}, {"enterprise": "nobody"},
    ],
)  # fmt: skip
def test_what_cannot_be_agreed_is_refused(cast: Cast, change: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        propose(cast, **change)


def test_a_course_nobody_knows_is_no_label(cast: Cast) -> None:
    with pytest.raises(BadLabel):
        propose(cast, terms=[("work_order_steps", "school/internal+course:none")])


def test_each_sees_the_agreements_that_are_theirs(cast: Cast) -> None:
    made = propose(cast)
    seen = {who: [a.id for a in cast.store.agreements.page(cast(who))] for who in cast.ids}
    assert {who for who, ids in seen.items() if ids} == {"steward", "acmesteward"}
    cast.store.agreements.sign(cast("acmesteward"), made.id, made.hash)
    seen = {who: [a.id for a in cast.store.agreements.page(cast(who))] for who in cast.ids}
    assert {who for who, ids in seen.items() if ids} == {"steward", "acmesteward", "teacher", "mentor"}
    with pytest.raises(NotFound):
        cast.store.agreements.get(cast("student"), made.id)


def test_the_copy_has_the_label_agreed_and_no_number_of_the_source(cast: Cast, source: Document) -> None:
    made = published(cast, source)
    copy = release(cast, made, in_force(cast))
    document = cast.store.works.document(copy.document, 1)
    assert (str(document.label), document.owner, document.made_from) == (CLASS, "school", made.id)
    assert cast("student").reads(document.label)
    assert not cast("other").reads(document.label)
    text = words(cast, copy)
    for secret in ("700", "八", "0.4", "K11-200"):
        assert secret not in text
    assert "启动主轴，转速 ____" in text
    assert "2208" not in document.title


def test_without_an_agreement_in_force_nothing_is_lowered(cast: Cast, source: Document, clock: Clock) -> None:
    made = published(cast, source)
    waiting = propose(cast)
    with pytest.raises(NotFound):  # not the teacher's to see
        release(cast, made, waiting)
    held = cast.store.agreements.sign(cast("acmesteward"), waiting.id, waiting.hash)
    with pytest.raises(Stale):
        release(cast, made, held, "work_order_outline")
    clock.forward(days=31)
    with pytest.raises(NotFound):
        release(cast, made, held)


def test_what_belongs_to_others_too_is_not_released(cast: Cast, source: Document) -> None:
    cast.store.people.grant(cast.ids["teacher"], "rival", 1)
    cast.store.people.grant(cast.ids["mentor"], "rival", 1)
    cast.store.people.grant(cast.ids["rivalmentor"], "acme", 2)
    made = published(cast, source, cast.put("rivalmentor", "rival/internal"))
    with pytest.raises(Stale):
        release(cast, made, in_force(cast))


def test_a_draft_or_what_is_stale_is_not_released(cast: Cast, source: Document) -> None:
    made, held = published(cast, source), in_force(cast)
    newer = cast.upload("mentor", SECRET, replaces=source.id)
    cast.stage(newer)
    cast.store.works.show(newer.id, newer.generation)
    with pytest.raises(Stale):
        release(cast, made, held)


def test_revoking_takes_away_what_was_released(cast: Cast, source: Document) -> None:
    made, held = published(cast, source), in_force(cast)
    copy = release(cast, made, held)
    with pytest.raises(Forbidden):
        cast.store.agreements.revoke(cast("teacher"), held.id)
    cast.store.agreements.revoke(cast("acmesteward"), held.id)
    assert not stands(cast, copy)
    assert state(cast, held) == "revoked"
    with pytest.raises(NotFound):
        release(cast, made, held)


def test_when_its_day_is_over_what_was_released_goes(cast: Cast, source: Document, clock: Clock) -> None:
    copy = release(cast, published(cast, source), in_force(cast))
    assert cast.store.agreements.withdraw_expired() == 0
    assert stands(cast, copy)
    clock.forward(days=31)
    assert cast.store.agreements.withdraw_expired() == 1
    assert not stands(cast, copy)
    assert cast.store.agreements.withdraw_expired() == 0


def test_its_last_day_ends_at_midnight_where_the_school_stands(cast: Cast, clock: Clock) -> None:
    held = in_force(cast)
    clock.now = datetime(2026, 4, 1, 15, 59, tzinfo=UTC)
    assert cast.store.agreements.get(cast("steward"), held.id).state(day(clock())) == "active"
    assert cast.store.agreements.withdraw_expired() == 0
    clock.now = datetime(2026, 4, 1, 16, 1, tzinfo=UTC)
    assert cast.store.agreements.get(cast("steward"), held.id).state(day(clock())) == "expired"


def test_retiring_takes_the_copies_too(cast: Cast, source: Document) -> None:
    made = published(cast, source)
    copy = release(cast, made, in_force(cast))
    cast.store.artefacts.move(cast("teacher"), cast.scope("teacher"), made.id, made.version, "retired")
    assert not stands(cast, copy)


def test_releasing_again_gives_the_copy_that_is_there(cast: Cast, source: Document) -> None:
    made, held = published(cast, source), in_force(cast)
    assert release(cast, made, held) == release(cast, made, held)


def test_every_use_is_in_both_owners_audit(cast: Cast, source: Document) -> None:
    copy = release(cast, published(cast, source), held := in_force(cast))
    cast.store.audit.flush()
    with cast.store.database.read() as conn:
        chains = {row.chain for row in conn.execute(audit.select().where(audit.c.act == "Released"))}
    assert chains == {"school", "acme"}
    assert cast.store.agreements.uses(cast("acmesteward"), held.id) == [copy]
    with pytest.raises(Forbidden):
        cast.store.agreements.uses(cast("teacher"), held.id)


def test_destroying_the_enterprises_key_erases_its_agreements_and_copies(cast: Cast, source: Document) -> None:
    copy = release(cast, published(cast, source), in_force(cast))
    cast.store.erasing.destroy_owner("acme")
    assert not stands(cast, copy)
    assert cast.store.agreements.page(cast("steward")) == []


def test_every_function_names_what_it_passes_on_in_both_languages() -> None:
    for name, function in FUNCTIONS.items():
        assert name == function.name
        assert all((*function.title, *function.passes))
