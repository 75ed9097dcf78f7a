"""Blindness as a law: whatever the other side does before both are in, nothing a rater is told changes."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import delete

from records.schema import judgements
from records.store import Store
from tests.prepared import CHEAP
from tests.records.graded import SCHEME, Graded, agreed, graded, signed
from trust.errors import Fault
from trust.settings import Settings

WORLDS = 40


@pytest.mark.slow
def test_what_a_rater_is_told_depends_on_nothing_they_are_blind_to(tmp_path: Path) -> None:
    """Two worlds that differ in what the enterprise does on the skill while a teacher's seat there is empty."""
    store = Store.open(Settings(data=tmp_path / "data"), passwords=CHEAP)
    first = graded(store)
    agreed(first.cast)
    done = 0
    for seed in range(WORLDS):
        told = []
        for theirs in (seed, seed + 10_000):
            house = Graded(first.cast, signed(first.cast, replace(SCHEME, stage="post")))
            clear(house)
            house.score("teacher", "skill", 60 + seed % 40)
            chance = random.Random(theirs)
            for _ in range(4):
                who = chance.choice(["mentor", "mentor2"])
                try:
                    house.score(who, "skill", chance.randint(0, 100))
                    done += 1
                except Fault:
                    pass
            looked = house.look("teacher")
            told.append((looked.report.criteria[0], looked.needs, looked.queued))
        assert told[0] == told[1]
    assert done >= WORLDS
    store.close()


def clear(house: Graded) -> None:
    """The student is new to this version."""
    with house.store.database.write() as conn:
        conn.execute(delete(judgements).where(judgements.c.student == house.cast.ids["student"]))
