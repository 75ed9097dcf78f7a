"""Sureness: an answer that holds the question is surer than one that does not; an unknown part number never is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from eval.fit_sure import found_for
from eval.memory import Memory
from knowledge.calibrate import HIGHEST, KEPT, LOWEST, PROBES, Lines, line
from knowledge.learned import Learned
from knowledge.sureness import NOTHING
from trust.labels import parse
from trust.sources import Locator, Passage

TEXTS = {
    "YC-2208 传动轴加工规程": "粗车外圆时主轴转速为 650 r/min，进给量 0.25 mm/r。精车前主轴空运转 15 min。",
    "车间安全须知": "叉车限速 5 km/h。行人沿绿色通道行走。急停按钮在操作面板右上角。",
    "酸奶发酵规程": "发酵终点的 pH 为 4.55，到终点后立即破乳冷却。",
}


@pytest.fixture(scope="module")
def learned() -> Learned:
    return Learned.load()


@pytest.fixture(scope="module")
def memory() -> Memory:
    label = parse("mill/public")
    return Memory(
        [Passage(f"{n}", f"d{n}", t, text, Locator(), label, "course", 0) for n, (t, text) in enumerate(TEXTS.items())]
    )


def sureness(memory: Memory, learned: Learned, question: str) -> float:
    found = found_for(memory, learned, question)
    return NOTHING if found is None else learned.sureness.of(found)


def test_what_is_there_is_surer_than_what_is_not(memory: Memory, learned: Learned) -> None:
    there = [
        sureness(memory, learned, q)
        for q in ("粗车外圆的主轴转速是多少？", "酸奶发酵终点的pH是多少？", "叉车限速多少？")
    ]
    absent = [sureness(memory, learned, q) for q in ("豆腐的点卤温度是多少？", "红烧肉要炖多久？", "年会在哪里办？")]
    assert min(there) > max(absent)
    assert min(there) > HIGHEST


def test_a_part_number_nothing_visible_holds_is_never_answered(memory: Memory, learned: Learned) -> None:
    assert sureness(memory, learned, "YC-2208粗车的主轴转速是多少？") > HIGHEST
    assert sureness(memory, learned, "YC-5501粗车的主轴转速是多少？") == NOTHING


@pytest.mark.parametrize("question", ["1+1等于几？", "15 和 650 是多少？", "为什么呢？"])
def test_a_question_about_nothing_is_never_answered(memory: Memory, learned: Learned, question: str) -> None:
    assert sureness(memory, learned, question) == NOTHING


def test_nothing_found_is_nothing_sure(memory: Memory, learned: Learned) -> None:
    found = found_for(memory, learned, "主轴转速")
    assert found is not None
    assert learned.sureness.of(replace(found, ranked=())) == NOTHING


def test_the_line_lies_above_nine_in_ten_probes_within_bounds() -> None:
    assert line(lambda probe: -50.0) == LOWEST
    assert line(lambda probe: 50.0) == HIGHEST
    middle = (LOWEST + HIGHEST) / 2
    spread = {probe: middle + (n - 17) / 1000 for n, probe in enumerate(PROBES)}
    drawn = line(spread.__getitem__)
    assert sum(value <= drawn for value in spread.values()) >= 0.9 * len(PROBES)


def test_a_line_is_drawn_once_for_what_is_visible() -> None:
    asked: list[str] = []

    def of(probe: str) -> float:
        asked.append(probe)
        return -50.0

    lines = Lines()
    for key in (("a",), ("a",), ("b",), ("a",)):
        assert lines.get(key, of) == LOWEST
    assert len(asked) == 2 * len(PROBES)
    for n in range(KEPT):
        lines.get((n,), of)
    lines.get(("a",), of)
    assert len(asked) == (3 + KEPT) * len(PROBES)


def test_the_line_is_drawn_only_where_its_place_matters() -> None:
    asked: list[str] = []

    def of(probe: str) -> float:
        asked.append(probe)
        return (LOWEST + HIGHEST) / 2

    lines = Lines()
    assert not lines.above(LOWEST - 0.01, ("a",), of)
    assert lines.above(HIGHEST, ("a",), of)
    assert asked == []
    middle = (LOWEST + HIGHEST) / 2
    assert lines.above(middle, ("a",), of)
    assert not lines.above(middle - 0.01, ("a",), of)
    assert len(asked) == len(PROBES)
