"""The sample school's questions: answered with an expected source, refused honestly, never beyond the asker's label."""

from __future__ import annotations

import os

import pytest

from demo.school import sources
from eval.house import running
from eval.sample import ask, cases, figures, fill

FULL = os.environ.get("SHUANGYUAN_COUNTS") == "full"
EVERY = 1 if FULL else 24


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_each_person_is_answered_from_what_they_may_read_and_from_nothing_else() -> None:
    every = sources()
    with running() as house:
        fill(house, every)
        titles = {s.title: s for s in every}
        outcomes = [ask(house, c, titles) for c in cases()[::EVERY]]
    found = figures(outcomes)
    assert found["beyond_label"] == 0
    assert found["verbatim"] == 1.0
    assert found["answered_right"] >= 0.8, found
    assert found["refused"] >= 0.7, found


def test_every_case_names_a_source_that_holds_what_it_expects() -> None:
    bodies = {s.key: "".join(s.body.split()) for s in sources()}
    wrong = [c.id for c in cases() for doc, has in c.cite if "".join(has.split()) not in bodies.get(doc, "")]
    assert [w for w in wrong if "," not in w][:5] == []
