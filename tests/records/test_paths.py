"""Learning paths as they are kept: one's own alone, shown to mentors of one's company by choice; audited."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from records.schema import learnt, path_shares
from tests.records.cast import Cast
from trust.errors import NotFound
from trust.roles import Role

STEP = "0" * 48


def test_nobody_sees_a_path_that_is_not_shown_and_no_longer_once_it_is_taken_back(cast: Cast) -> None:
    paths, staff, mentor = cast.store.paths, cast("staff"), cast("mentor")
    paths.learn(staff, STEP)
    paths.learn(staff, STEP)
    assert list(paths.done(staff)) == [STEP]
    assert paths.shown(mentor) == []
    paths.share(staff, mentor.id)
    assert [(m.id, m.shown) for m in paths.mentors(staff)] == [(mentor.id, True)]
    (one,) = paths.shown(mentor)
    assert (one.name, list(one.done)) == ("staff的名字", [STEP])
    paths.unshare(staff, mentor.id)
    assert paths.shown(mentor) == []
    with pytest.raises(NotFound):
        paths.unshare(staff, mentor.id)
    paths.unlearn(staff, STEP)
    assert paths.done(staff) == {}


def test_only_a_mentor_of_one_s_own_company_can_be_shown_it_and_only_while_both_are_there(cast: Cast) -> None:
    paths, staff, mentor = cast.store.paths, cast("staff"), cast("mentor")
    for stranger in ("rivalmentor", "teacher", "acmesteward", "staff", "student"):
        with pytest.raises(NotFound):
            paths.share(staff, cast.ids[stranger])
    paths.share(staff, mentor.id)
    people = cast.store.people
    people.remove_membership(staff.id, "acme", Role.STAFF)
    assert paths.shown(mentor) == []
    people.add_membership(staff.id, "acme", Role.STAFF)
    assert len(paths.shown(mentor)) == 1
    people.remove_membership(mentor.id, "acme", Role.MENTOR)
    people.add_membership(mentor.id, "rival", Role.MENTOR)
    assert paths.shown(cast("mentor")) == []
    assert paths.mentors(staff) == []


def test_paths_are_for_employees_and_their_mentors_alone(cast: Cast) -> None:
    paths = cast.store.paths
    for username in ("student", "teacher", "mentor", "steward", "acmesteward", "admin"):
        for act in (paths.done, paths.mentors, lambda p: paths.learn(p, STEP), lambda p: paths.share(p, p.id)):
            with pytest.raises(NotFound):
                act(cast(username))
    for username in ("student", "teacher", "staff", "acmesteward", "admin"):
        with pytest.raises(NotFound):
            paths.shown(cast(username))


def test_sharing_and_looking_are_audited_and_learning_is_not(cast: Cast) -> None:
    paths, staff, mentor = cast.store.paths, cast("staff"), cast("mentor")
    paths.learn(staff, STEP)
    paths.share(staff, mentor.id)
    paths.shown(mentor)
    paths.unshare(staff, mentor.id)
    entries, _ = cast.store.audit.read(cast("acmesteward"), "acme")
    told = sorted(entry.act for entry in entries if entry.act.startswith("Path"))
    assert told == ["PathLooked", "PathShared", "PathUnshared"]
    assert not any(STEP in str(entry) for entry in entries)


def test_erasing_somebody_takes_their_path_and_what_was_shown_to_them(cast: Cast) -> None:
    paths, staff, mentor = cast.store.paths, cast("staff"), cast("mentor")
    paths.learn(staff, STEP)
    paths.share(staff, mentor.id)
    cast.store.erasing.destroy_person(mentor.id)
    assert _count(cast, path_shares) == 0
    assert cast.store.mine.kept(staff).steps == 1
    cast.store.erasing.destroy_person(staff.id)
    assert _count(cast, learnt) == 0


def _count(cast: Cast, table) -> int:
    with cast.store.database.read() as conn:
        return conn.execute(select(func.count()).select_from(table)).scalar_one()
