"""Non-interference over HTTP: what is hidden changes nothing a person sees."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eval.house import running
from eval.worlds import HIDDEN, STEMS, Hidden, World, first_difference, pairs

FULL = os.environ.get("SHUANGYUAN_COUNTS") == "full"
sentence = st.builds(
    lambda stem, other, n: f"{stem}为{n}，{other}同时记录。",
    st.sampled_from(STEMS), st.sampled_from(STEMS), st.integers(1, 9999),
)
acts = st.builds(
    lambda kind, where, parts: Hidden(kind, where[0], where[1], "".join(parts)),
    st.sampled_from(("add", "replace", "delete", "raise", "fail", "spoil")),
    st.sampled_from(HIDDEN),
    st.lists(sentence, min_size=1, max_size=30),
)


@pytest.fixture(scope="module", params=["edge", "client"] if FULL else ["edge"])
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    with running(engine=request.param) as house:
        yield World(house)


SPOILT = [
    (engine, *who) for engine in ("edge", "client")
    for who in (("teacher1", "school/restricted"), ("mentor1", "yuchuan/confidential"))
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.laws
@pytest.mark.timeout(600)
@pytest.mark.parametrize(("world", "by", "label"), SPOILT if FULL else SPOILT[:1], indirect=["world"])
def test_a_hidden_version_that_failed_leaves_no_trace_when_the_open_one_comes_again(
    world: World, by: str, label: str
) -> None:
    act = Hidden("spoil", by, label, "")
    seen = list(pairs(world, [act, act]))
    assert len(seen) >= 8
    for done, reader, before, after in seen:
        assert before == after, (done, reader, first_difference(before, after))


@pytest.mark.laws
@pytest.mark.timeout(1800)
@settings(
    max_examples=30 if FULL else 1, deadline=None, suppress_health_check=list(HealthCheck), database=None
)
@given(act=acts)
def test_a_hidden_change_changes_nothing_that_is_seen(world: World, act: Hidden) -> None:
    for done, reader, before, after in pairs(world, [act]):
        assert before == after, (done, reader, first_difference(before, after))
