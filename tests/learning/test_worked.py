"""The grades worked by hand in docs/grading.md come out as they stand there."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from learning.grading import grade
from learning.judged import Event, Judged, Judgement
from learning.scheme import Criterion, Scheme, Share

PAGE = Path(__file__).parents[2] / "docs" / "grading.md"
EXAMPLES = [json.loads(text) for text in re.findall(r"```json\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)]


def scheme(example: dict[str, Any]) -> Scheme:
    shares = (Share("school", Decimal("0.4"), 2), Share("enterprise", Decimal("0.6")))
    process = Decimal(example.get("process", 0)), Decimal(example.get("expected", 0))
    skill = Criterion("skill", "操作", "skill", Decimal("0.6"), shares, (), *process)
    alone = (Share("enterprise", Decimal(1)),)
    safety = Criterion("safety", "安全", "safety", Decimal("0.4"), alone, unsafe_below=Decimal(60))
    return Scheme(
        "cnc1", "training", 1, (skill, safety), Decimal(15), Decimal(59), date(2026, 9, 1), date(2027, 7, 31),
        example.get("absent", "waits"), example.get("excused", "waits"),
    )  # fmt: skip


def judgement(n: int, row: list[Any]) -> Judgement:
    criterion, side, rater, said, *seat = row
    what = {"points": Decimal(said)} if isinstance(said, int) else {"missing": said, "reason": "写明"}
    return Judgement(f"j{n}", criterion, rater, side, seat=seat[0] if seat else "rater", **what)


@pytest.mark.parametrize("example", EXAMPLES, ids=range(len(EXAMPLES)))
def test_a_grade_worked_by_hand_comes_out(example: dict[str, Any]) -> None:
    rows = tuple(judgement(n, row) for n, row in enumerate(example["rows"]))
    events = tuple(Event(f"e{n}", "skill", Decimal(earned)) for n, earned in enumerate(example.get("events", [])))
    found = grade(scheme(example), Judged("s", rows, events))
    assert found.final == (None if example["final"] is None else Decimal(example["final"]))
    assert [" ".join(filter(None, (n.wanted, n.criterion, n.side))) for n in found.needs] == example["needs"]
    assert found.unsafe is example.get("unsafe", False)
    for end in ("low", "high"):
        assert end not in example or getattr(found, end) == Decimal(example[end])


def test_the_page_has_its_examples() -> None:
    assert len(EXAMPLES) == 9
