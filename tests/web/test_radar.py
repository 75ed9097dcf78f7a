"""The radar and the line of growth: what is missing is no zero, words are said, nothing breaks out of its attribute."""

from __future__ import annotations

from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from web.radar import SIDE, growing, radar

SVG = "{http://www.w3.org/2000/svg}"


@given(st.lists(st.tuples(st.text("知识<>&\"'", max_size=4), st.none() | st.floats(0, 1)), min_size=3, max_size=6))
def test_an_axis_without_a_figure_is_dashed_and_has_no_spot(axes: list[tuple[str, float | None]]) -> None:
    made = ElementTree.fromstring(radar(axes, "话 <&\">"))
    spots = made.findall(f"{SVG}circle")
    assert len(spots) == sum(share is not None for _, share in axes)
    dashed = [e for e in made.findall(f"{SVG}line") if "sy-radar-none" in e.get("class", "")]
    assert len(dashed) == sum(share is None for _, share in axes)
    assert made.get("aria-label") == "话 <&\">"
    for spot in spots:
        assert 0 <= float(spot.get("cx", "-1")) <= SIDE
        assert 0 <= float(spot.get("cy", "-1")) <= SIDE


def test_a_figure_of_nought_stands_in_the_middle_and_none_stands_nowhere() -> None:
    made = ElementTree.fromstring(radar([("a", 0.0), ("b", None), ("c", 1.0)], ""))
    first, second = made.findall(f"{SVG}circle")
    assert (first.get("cx"), first.get("cy")) == ("150.0", "150.0")
    assert second.get("cx") != "150.0"


def test_one_day_of_growth_is_drawn_too() -> None:
    made = ElementTree.fromstring(growing([0.5], 0.9, "一天"))
    assert made.get("role") == "img"
    assert len(made.findall(f"{SVG}circle")) == 1
