"""The speed measurement measures what it says, on a base small enough for every test run."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from eval.curve import curve
from eval.speed import HIDDEN, VISIBLE, Watch, at_size, filled, measured
from eval.synthetic import passage, question


def test_made_up_text_is_the_same_for_the_same_number_and_long_enough() -> None:
    assert passage(7) == passage(7) != passage(8)
    assert passage(70).title == passage(79).title
    assert all(280 <= len(passage(n).text) < 400 for n in range(50))
    assert len({question(n) for n in range(50)}) > 40


def test_the_student_may_read_the_labels_named_visible_and_no_other() -> None:
    with filled(200) as (house, _):
        scope = house.store.labels.scope(house.student)
        everything = house.store.labels.scope(house.everyone)
        assert len(scope.ids) == len(VISIBLE)
        assert len(everything.ids) == len(VISIBLE + HIDDEN)
        assert house.index.count() == 200


@pytest.mark.slow
def test_all_figures_are_there_and_the_shares_make_a_whole() -> None:
    figures = measured(60, 4)
    shares = [value for name, value in figures.items() if name.startswith("share_")]
    assert abs(sum(shares) - 1) < 1e-9
    for name in ("search_p50", "search_p95", "chat_p50", "guard_ratio_p50", "memory_of_process", "fill_seconds"):
        assert figures[name] > 0


@pytest.mark.slow
def test_the_base_grows_and_the_curve_shows_each_size() -> None:
    with filled(40) as (house, _):
        figures = {"40": at_size(house, 40, 2, 0), "80": at_size(house, 80, 2, 0)}
        assert house.index.count() == 80
    drawn = ElementTree.fromstring(curve(figures))
    lines = [e for e in drawn.iter() if e.tag.endswith("polyline") and "stroke-dasharray" not in e.attrib]
    assert [len(e.attrib["points"].split()) for e in lines] == [2, 2, 2]


def test_a_watch_counts_time_even_when_the_part_fails() -> None:
    watch = Watch()
    failing = watch.around("part", lambda: 1 / 0)
    try:
        failing()
    except ZeroDivisionError:
        assert watch.spent["part"] > 0
    else:
        raise AssertionError("the failure was swallowed")
