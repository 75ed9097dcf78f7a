"""The clock is moved a day and back: nobody is locked out for it, and what ended does not come back."""

from __future__ import annotations

from datetime import date

import pytest

from tests.records.cast import PASSWORD, Cast
from tests.records.conftest import Clock
from tests.records.test_agreements import in_force, published, release, source, stands, state
from trust.errors import NotFound, TooMany, WrongPassword
from trust.sources import Document

__all__ = ["source"]


def fails(cast: Cast, who: str, times: int) -> None:
    for _ in range(times):
        with pytest.raises(WrongPassword):
            cast.store.accounts.sign_in(who, "not the password", "here")


def test_a_clock_put_back_a_day_locks_out_neither_a_person_nor_all_behind_one_address(
    cast: Cast, clock: Clock
) -> None:
    clock.forward(days=1)
    fails(cast, "teacher", 5)
    with pytest.raises(TooMany):
        cast.store.accounts.sign_in("teacher", PASSWORD, "here")
    clock.forward(days=-1)
    cast.store.accounts.sign_in("teacher", PASSWORD, "here")
    fails(cast, "student", 1)
    cast.store.accounts.sign_in("student", PASSWORD, "here")


def test_guessing_is_slowed_as_ever_when_the_clock_was_put_back(cast: Cast, clock: Clock) -> None:
    clock.forward(days=1)
    fails(cast, "teacher", 3)
    clock.forward(days=-1)
    fails(cast, "teacher", 2)
    with pytest.raises(TooMany) as told:
        cast.store.accounts.sign_in("teacher", PASSWORD, "here")
    assert told.value.retry_after <= 15 * 60


def test_what_was_released_until_yesterday_does_not_come_back_with_the_clock(
    cast: Cast, clock: Clock, source: Document
) -> None:
    made, held = published(cast, source), in_force(cast, until=date(2026, 3, 2))
    copy = release(cast, made, held)
    clock.forward(days=1)
    assert state(cast, held, date(2026, 3, 3)) == "expired"
    with pytest.raises(NotFound):
        release(cast, made, held)
    assert cast.store.agreements.withdraw_expired() == 1
    clock.forward(days=-1)
    assert not stands(cast, copy)
    assert cast.store.agreements.withdraw_expired() == 0
    assert cast.store.audit.verify() == []
