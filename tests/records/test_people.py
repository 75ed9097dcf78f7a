"""From grants, enrolments and assignments to what a principal holds today."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest

from tests.records.cast import Cast
from tests.records.conftest import Clock
from trust.errors import BadInput, Forbidden, NotFound
from trust.labels import parse
from trust.roles import Role


def compartments(cast: Cast, username: str) -> set[str]:
    atoms = cast(username).atoms
    return {a for a in atoms if a.startswith(("course:", "project:"))}


def duties(cast: Cast, username: str) -> set[str]:
    return {a for a in cast(username).atoms if a.startswith("duty:")}


def test_each_role_brings_its_levels_and_no_more(cast: Cast) -> None:
    levels = {
        who: (cast(who).clearance("school"), cast(who).clearance("acme"), cast(who).clearance("rival"))
        for who in ("student", "teacher", "mentor", "staff", "steward", "acmesteward", "rivalmentor", "admin")
    }
    assert levels == {
        "student": (1, 0, 0),
        "teacher": (2, 0, 0),
        "mentor": (0, 3, 0),
        "staff": (0, 1, 0),
        "steward": (3, 0, 0),
        "acmesteward": (0, 3, 0),
        "rivalmentor": (0, 0, 3),
        "admin": (0, 0, 0),
    }


def test_an_administrator_holds_nothing_but_themselves(cast: Cast) -> None:
    assert cast("admin").atoms == {f"self:{cast.ids['admin']}"}
    assert cast.scope("admin").ids == frozenset()


def test_taking_part_gives_the_course_and_leaving_takes_it(cast: Cast) -> None:
    assert {w: compartments(cast, w) for w in ("student", "staff", "other")} == {
        "student": {"course:cnc1"},
        "staff": {"course:cnc1"},
        "other": set(),
    }
    cast.store.people.unenrol(cast.ids["staff"], "cnc1")
    assert compartments(cast, "staff") == set()


def test_a_project_gives_its_compartment(cast: Cast) -> None:
    cast.store.people.assign(cast.ids["student"], "shaft")
    assert compartments(cast, "student") == {"course:cnc1", "project:shaft"}
    cast.store.people.unassign(cast.ids["student"], "shaft")
    assert compartments(cast, "student") == {"course:cnc1"}


def test_a_steward_holds_all_of_their_owners_compartments(cast: Cast) -> None:
    assert compartments(cast, "steward") == {"course:cnc1", "course:ecom1", "project:shaft"}
    assert compartments(cast, "acmesteward") == set()


def test_a_teacher_has_a_duty_to_those_who_learn_with_them_now(cast: Cast) -> None:
    assert duties(cast, "teacher") == {f"duty:{cast.ids['student']}"}
    cast.store.people.unenrol(cast.ids["student"], "cnc1")
    assert duties(cast, "teacher") == set()


def test_a_mentor_sees_what_is_about_a_student_only_with_consent(cast: Cast) -> None:
    student, mentor = cast.ids["student"], cast.ids["mentor"]
    assert duties(cast, "mentor") == set()
    cast.store.people.consent(student, mentor, by=cast("student"))
    assert duties(cast, "mentor") == {f"duty:{student}"}
    cast.store.people.withdraw_consent(student, mentor, by=cast("student"))
    assert duties(cast, "mentor") == set()


def test_consent_reaches_no_mentor_outside_the_students_courses(cast: Cast) -> None:
    cast.store.people.consent(cast.ids["student"], cast.ids["rivalmentor"])
    assert duties(cast, "rivalmentor") == set()


def test_nobody_consents_for_a_student(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        cast.store.people.consent(cast.ids["student"], cast.ids["mentor"], by=cast("mentor"))


def test_a_grant_lasts_until_its_time(cast: Cast, clock: Clock) -> None:
    cast.store.people.grant(cast.ids["staff"], "school", 2, clock.now + timedelta(days=1), by=cast("steward"))
    assert cast("staff").clearance("school") == 2
    clock.forward(days=2)
    assert cast("staff").clearance("school") == 0


def test_an_enrolment_lasts_until_its_time(cast: Cast, clock: Clock) -> None:
    cast.store.people.enrol(cast.ids["other"], "cnc1", "learner", clock.now + timedelta(days=1))
    assert f"duty:{cast.ids['other']}" in cast("teacher").atoms
    clock.forward(days=2)
    assert compartments(cast, "other") == set()
    assert f"duty:{cast.ids['other']}" not in cast("teacher").atoms


def test_revoking_a_grant_leaves_the_roles_levels(cast: Cast) -> None:
    cast.store.people.grant(cast.ids["student"], "school", 3, by=cast("steward"))
    cast.store.people.revoke(cast.ids["student"], "school", by=cast("steward"))
    assert cast("student").clearance("school") == 1


def test_losing_a_role_loses_its_levels_at_once(cast: Cast) -> None:
    cast.store.people.remove_membership(cast.ids["mentor"], "acme", Role.MENTOR)
    assert cast("mentor").clearance("acme") == 0


def test_only_an_owners_steward_grants_its_levels(cast: Cast) -> None:
    for who in ("student", "teacher", "mentor", "staff", "acmesteward", "admin"):
        with pytest.raises(Forbidden):
            cast.store.people.grant(cast.ids["staff"], "school", 1, by=cast(who))


def test_only_an_administrator_manages_people(cast: Cast) -> None:
    people = cast.store.people
    for by in map(cast, ("student", "teacher", "mentor", "staff", "steward")):
        acts: list[Callable[[], object]] = [
            partial(people.add_owner, "new", "新", "school", by=by),
            partial(people.add_person, "new", "新", "school", by=by),
            partial(people.add_membership, cast.ids["other"], "school", Role.TEACHER, by=by),
            partial(people.remove_membership, cast.ids["teacher"], "school", Role.TEACHER, by=by),
            partial(people.set_password, cast.ids["admin"], "a new password", by=by),
            partial(people.disable, cast.ids["admin"], by=by),
            partial(people.add_course, "new", "school", "新", by=by),
        ]
        for act in acts:
            with pytest.raises(Forbidden):
                act()
        with pytest.raises(NotFound):
            people.listed(by)


def test_an_administrator_manages_people(cast: Cast) -> None:
    by = cast("admin")
    person, password = cast.store.people.add_person("new", "新人", "acme", by=by)
    cast.store.people.add_membership(person, "acme", Role.STAFF, by=by)
    assert len(password) >= 16
    found = {p.username: p for p in cast.store.people.listed(by)}["new"]
    assert (found.name, found.home, found.roles) == ("新人", "acme", (("acme", "staff"),))


def test_a_role_belongs_to_its_kind_of_owner(cast: Cast) -> None:
    for owner, role in (("acme", Role.TEACHER), ("school", Role.MENTOR), ("school", Role.STAFF)):
        with pytest.raises(BadInput):
            cast.store.people.add_membership(cast.ids["other"], owner, role)


def test_names_are_taken_once(cast: Cast) -> None:
    people = cast.store.people
    for act in (
        lambda: people.add_person("student", "又一个", "school"),
        lambda: people.add_owner("school", "又一个", "school"),
        lambda: people.add_course("cnc1", "school", "又一门"),
        lambda: people.add_project("shaft", "school", "又一个"),
    ):
        with pytest.raises(BadInput):
            act()


def test_an_owners_id_fits_into_a_label(cast: Cast) -> None:
    for owner in ["course", "self", "system", "a b", "", "-x", "x" * 65]:
        with pytest.raises(BadInput):
            cast.store.people.add_owner(owner, "名", "school")


def test_short_passwords_and_odd_user_names_are_refused(cast: Cast) -> None:
    for username, password in (("new", "short"), ("", "long enough"), ("a b", "long enough")):
        with pytest.raises(BadInput):
            cast.store.people.add_person(username, "名", "school", password)


def test_unknown_ones_are_not_found(cast: Cast) -> None:
    people = cast.store.people
    for act in (
        lambda: people.principal("nobody"),
        lambda: people.grant("nobody", "school", 1),
        lambda: people.grant(cast.ids["other"], "nowhere", 1),
        lambda: people.enrol(cast.ids["other"], "nothing", "learner"),
        lambda: people.assign(cast.ids["other"], "nothing"),
        lambda: people.unenrol(cast.ids["other"], "cnc1"),
        lambda: people.revoke(cast.ids["other"], "school"),
        lambda: people.add_person("new", "名", "nowhere"),
    ):
        with pytest.raises(NotFound):
            act()


def test_the_owners_own_hand_is_a_steward_nobody_signs_in_as(cast: Cast) -> None:
    hand = cast.store.people.steward("acme")
    assert hand.clearance("acme") == 3
    assert hand.reads(parse("acme/confidential"))
    assert cast.store.people.steward("acme").id == hand.id


def test_a_language_is_kept(cast: Cast) -> None:
    cast.store.people.set_language(cast("student"), "en")
    assert cast("student").language == "en"
