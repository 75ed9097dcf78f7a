"""Signing in, sessions, API tokens: secrets hashed, time limits kept, guessing slowed."""

from __future__ import annotations

import statistics
import time
from pathlib import Path

import pytest
from sqlalchemy import select

from records.passwords import Passwords
from records.schema import people, sessions, tokens
from records.store import Store
from tests.records.cast import PASSWORD, Cast, enter
from tests.records.conftest import Clock
from trust.errors import BadInput, NotFound, TooMany, WrongPassword
from trust.settings import Settings

HERE = "192.0.2.7"


def fail(cast: Cast, username: str, address: str = HERE) -> None:
    with pytest.raises(WrongPassword):
        cast.store.accounts.sign_in(username, "wrong guess", address)


def test_the_right_password_opens_a_session(cast: Cast) -> None:
    principal, token, csrf = cast.store.accounts.sign_in("student", PASSWORD, HERE)
    assert principal == cast("student")
    assert principal.name == "student的名字"
    assert cast.store.accounts.session(token) == (principal, csrf)


def test_every_session_has_its_own_secret_and_csrf_token(cast: Cast) -> None:
    seen = [cast.store.accounts.sign_in("student", PASSWORD, HERE)[1:] for _ in range(2)]
    assert len({secret for pair in seen for secret in pair}) == 4
    assert all(len(token) >= 43 for token, _ in seen)


def test_signing_out_ends_the_session(cast: Cast) -> None:
    _, token, _ = cast.store.accounts.sign_in("student", PASSWORD, HERE)
    cast.store.accounts.sign_out(token)
    cast.store.accounts.sign_out(token)
    assert cast.store.accounts.session(token) is None


def test_a_session_ends_by_itself(cast: Cast, clock: Clock) -> None:
    _, token, _ = cast.store.accounts.sign_in("student", PASSWORD, HERE)
    clock.forward(days=6)
    assert cast.store.accounts.session(token) is not None
    clock.forward(days=2)
    assert cast.store.accounts.session(token) is None


def test_a_wrong_password_and_an_unknown_name_are_the_same_answer(cast: Cast) -> None:
    for username in ("student", "nobody", "", "x" * 1000):
        fail(cast, username)


def test_nobody_signs_in_as_the_owners_hand_or_as_somebody_disabled(cast: Cast) -> None:
    cast.store.people.steward("school")
    cast.store.people.disable(cast.ids["other"])
    for username in ("steward@school", "other"):
        with pytest.raises(WrongPassword):
            cast.store.accounts.sign_in(username, PASSWORD, HERE)


def test_disabling_ends_sessions_and_tokens(cast: Cast) -> None:
    principal, session, _ = cast.store.accounts.sign_in("student", PASSWORD, HERE)
    _, token = cast.store.accounts.make_token(principal, "x", 3)
    cast.store.people.disable(principal.id)
    assert cast.store.accounts.session(session) is None
    assert cast.store.accounts.bearer(token) is None


def test_a_new_password_ends_the_sessions_of_the_old(cast: Cast) -> None:
    principal, session, _ = cast.store.accounts.sign_in("student", PASSWORD, HERE)
    cast.store.people.set_password(principal.id, "another password", by=principal)
    assert cast.store.accounts.session(session) is None
    fail(cast, "student")
    cast.store.accounts.sign_in("student", "another password", HERE)


def test_a_grant_revoked_is_gone_from_an_open_session(cast: Cast) -> None:
    cast.store.people.grant(cast.ids["student"], "acme", 1)
    _, token, _ = cast.store.accounts.sign_in("student", PASSWORD, HERE)
    cast.store.people.revoke(cast.ids["student"], "acme")
    found = cast.store.accounts.session(token)
    assert found is not None
    assert found[0].clearance("acme") == 0


@pytest.mark.parametrize("username", ["student", "nobody"])
def test_guessing_locks_with_growing_waits_known_name_or_not(cast: Cast, clock: Clock, username: str) -> None:
    for _ in range(5):
        fail(cast, username)
    waits = []
    for _ in range(12):
        with pytest.raises(TooMany) as locked:
            cast.store.accounts.sign_in(username, PASSWORD, HERE)
        waits.append(locked.value.retry_after)
        clock.forward(seconds=locked.value.retry_after)
        fail(cast, username)
    assert waits[:5] == [1, 2, 4, 8, 16]
    assert waits[-1] == max(waits) == 900


def test_a_locked_name_opens_again_and_success_forgives(cast: Cast, clock: Clock) -> None:
    for _ in range(5):
        fail(cast, "student")
    clock.forward(seconds=2)
    cast.store.accounts.sign_in("student", PASSWORD, HERE)
    for _ in range(4):
        fail(cast, "student")
    cast.store.accounts.sign_in("student", PASSWORD, HERE)


def test_an_address_that_tries_many_names_is_slowed(cast: Cast) -> None:
    for n in range(30):
        fail(cast, f"name{n}")
    with pytest.raises(TooMany):
        cast.store.accounts.sign_in("student", PASSWORD, HERE)
    cast.store.accounts.sign_in("student", PASSWORD, "192.0.2.8")


def test_a_class_signing_in_from_one_address_is_not_slowed(cast: Cast) -> None:
    for _ in range(40):
        cast.store.accounts.sign_in("student", PASSWORD, HERE)


def test_an_unknown_name_takes_as_long_as_a_known_one(tmp_path: Path) -> None:
    store = Store.open(Settings(data=tmp_path), passwords=Passwords(time=2, memory=16 * 1024, lanes=1))
    enter(store)

    def seconds(username: str, n: int) -> float:
        start = time.process_time()
        with pytest.raises(WrongPassword):
            store.accounts.sign_in(username, "wrong guess", f"198.51.100.{n}")
        return time.process_time() - start

    known = statistics.median(
        seconds(who, n) for n, who in enumerate(("student", "teacher", "mentor", "staff", "other"))
    )
    unknown = statistics.median(seconds(f"nobody{n}", n) for n in range(5))
    assert 0.5 < unknown / known < 2
    store.close()


def test_passwords_sessions_and_tokens_are_stored_hashed(cast: Cast) -> None:
    principal, session, csrf = cast.store.accounts.sign_in("student", PASSWORD, HERE)
    _, token = cast.store.accounts.make_token(principal, "名字", 3)
    with cast.store.database.read() as conn:
        rows = [conn.execute(select(table)).all() for table in (people, sessions, tokens)]
    stored = repr(rows)
    assert not any(secret in stored for secret in (PASSWORD, session, csrf, token, "名字"))
    assert "$argon2id$" in stored


def test_a_hash_of_cheaper_days_is_renewed_at_sign_in(cast: Cast, tmp_path: Path) -> None:
    stored = Passwords(time=1, memory=8, lanes=1).hash(PASSWORD)
    dearer = Passwords(time=2, memory=16, lanes=1)
    assert dearer.matches(stored, PASSWORD)
    assert dearer.outdated(stored)
    assert not dearer.outdated(dearer.hash(PASSWORD))


def test_an_api_token_is_its_makers_until_it_runs_out(cast: Cast, clock: Clock) -> None:
    _, token = cast.store.accounts.make_token(cast("student"), "脚本", 3)
    assert cast.store.accounts.bearer(token) == cast("student")
    clock.forward(days=4)
    assert cast.store.accounts.bearer(token) is None


def test_tokens_are_listed_with_their_last_use_and_revoked_by_their_owner_only(cast: Cast, clock: Clock) -> None:
    accounts = cast.store.accounts
    token_id, token = accounts.make_token(cast("student"), "脚本", 3)
    assert [(t.id, t.name, t.last_used_at) for t in accounts.tokens(cast("student"))] == [(token_id, "脚本", None)]
    accounts.bearer(token)
    assert accounts.tokens(cast("student"))[0].last_used_at is not None
    assert accounts.tokens(cast("teacher")) == []
    with pytest.raises(NotFound):
        accounts.revoke_token(cast("teacher"), token_id)
    accounts.revoke_token(cast("student"), token_id)
    assert accounts.bearer(token) is None
    with pytest.raises(NotFound):
        accounts.revoke_token(cast("student"), token_id)


def test_a_token_has_a_name_and_an_end(cast: Cast) -> None:
    for name, days in (("x", 0), ("x", 366), ("x", -1), (" ", 3)):
        with pytest.raises(BadInput):
            cast.store.accounts.make_token(cast("student"), name, days)


def test_a_made_up_secret_is_nobodys(cast: Cast) -> None:
    assert cast.store.accounts.session("x") is None
    assert cast.store.accounts.bearer("x") is None
