"""The allowance per person, with a clock of its own."""

import pytest

from trust.errors import TooMany
from web.limits import Allowance


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_passes_a_flood_waits_and_others_are_not_held_up() -> None:
    clock = Clock()
    allowance = Allowance(60, clock)
    for _ in range(60):
        allowance.take("a")
    with pytest.raises(TooMany) as refused:
        allowance.take("a")
    assert refused.value.retry_after == 1
    allowance.take("b")
    clock.now += 1
    allowance.take("a")
    with pytest.raises(TooMany):
        allowance.take("a")
