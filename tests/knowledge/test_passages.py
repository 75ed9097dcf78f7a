"""BM25 document values: what they reward, and that they depend on the passage alone."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.passages import AVERAGE, points, search_text, values
from knowledge.tokens import terms


@dataclass(frozen=True)
class Made:
    id: str
    terms: dict[int, float] = field(default_factory=dict)


def test_the_title_counts_twice_the_heading_once_and_no_pair_crosses_their_borders() -> None:
    found = terms(search_text("车床", ("保养", "日常"), "润滑导轨"))
    assert found.count("车床") == 2
    assert found.count("保养") == found.count("日常") == found.count("导轨") == 1
    assert "床车" not in found
    assert "床保" not in found
    assert "常润" not in found


def test_a_value_follows_the_formula() -> None:
    made = values({1: 2.0, 2: AVERAGE - 2})
    assert made[1] == pytest.approx(2 * 2.2 / (2 + 1.2))


@given(st.dictionaries(st.integers(0, 50), st.integers(1, 40).map(float), min_size=1))
def test_values_rise_with_frequency_and_stay_below_the_bound(counts: dict[int, float]) -> None:
    made = values(counts)
    by_count = sorted(counts, key=counts.__getitem__)
    assert all(0 < v < 2.2 for v in made.values())
    assert [made[t] for t in by_count] == sorted(made.values())


def test_points_carry_label_generation_and_one_vector_each() -> None:
    about = {"label": "0", "document": "d", "library": "course", "generation": 3}
    made = points([Made("a", {1: 1.0}), Made("b")], **about, dense=[[1.0], [2.0]])  # type: ignore[arg-type]
    assert [(p.id, p.label, p.generation, p.dense) for p in made] == [("a", "0", 3, [1.0]), ("b", "0", 3, [2.0])]
    with pytest.raises(ValueError, match="zip"):
        points([Made("a")], **about, dense=[])  # type: ignore[arg-type]
