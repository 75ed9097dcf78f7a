"""The measurement of exercises, on one small document."""

from __future__ import annotations

from eval.exercises import Read, measured
from learning.sourced import Source
from tests.agent.given import passage

TEXT = "\n".join(f"工步: 车{n}段；主轴转速 r/min: {n}00；进给 mm/r: 0.{n}" for n in range(1, 9))


def test_it_counts_what_is_accepted_and_tells_solving_with_and_without_sources() -> None:
    figures = measured([Read("d", Source((passage(0, TEXT),)), 1.0)], 8)
    assert figures["accepted"] == sum(figures["kinds"].values()) > 0
    assert figures["failing_verifier"] == 0
    assert figures["solved_with_sources"] == 1.0
    assert figures["single_chance"] == 0.25
    assert figures["drafts"] >= figures["accepted"]
