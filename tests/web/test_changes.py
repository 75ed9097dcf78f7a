"""What changed between two versions: a law and examples. And leak reports as processes."""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from records import acts
from records.audit import Entry
from web.changes import Change, Stretch, compare, pieces
from web.desk import as_csv
from web.leakreport import LeakReports
from web.words import WORDS

texts = st.lists(st.text(st.sampled_from("转速甲乙800 "), min_size=1, max_size=12), max_size=6)


@settings(max_examples=60, deadline=None)
@given(before=texts, after=texts)
def test_what_is_told_rebuilds_both_versions(before: list[str], after: list[str]) -> None:
    found = compare([Stretch(t) for t in before], [Stretch(t) for t in after])
    assert [c.before for c in found if c.kind != "added"] == before
    assert [c.after for c in found if c.kind != "removed"] == after
    for change in (c for c in found if c.kind == "changed"):
        assert "".join(p.text for p in change.pieces if p.kind != "added") == change.before
        assert "".join(p.text for p in change.pieces if p.kind != "removed") == change.after


def test_an_edited_passage_is_one_change_with_its_words() -> None:
    (change,) = compare([Stretch("主轴转速取800 r/min。")], [Stretch("主轴转速取900 r/min。", "一")])
    assert isinstance(change, Change)
    assert (change.kind, change.heading) == ("changed", "一")
    assert [(p.kind, p.text) for p in change.pieces if p.kind != "same"] == [("removed", "800"), ("added", "900")]


def test_a_very_long_passage_is_shown_whole() -> None:
    assert [p.kind for p in pieces("甲" * 5000, "乙" * 5000)] == ["removed", "added"]


def test_no_cell_of_the_export_is_a_formula() -> None:
    body = as_csv([Entry(1, datetime.now(UTC), "Uploaded", {"=cmd": "x"})]).decode("utf-8-sig")
    assert "'=cmd" in body


def test_every_audited_act_has_a_name() -> None:
    missing = [kind.__name__ for kind in acts.Act.__args__ if f"act_{kind.__name__}" not in WORDS]
    assert missing == []


GOOD = 'import json,sys; json.dump({"cells": 9, "leaks": 0, "losses": 1, "wrong": [{"x": 1}]}, open(sys.argv[1], "w"))'


@pytest.mark.parametrize(
    ("script", "longest", "state"),
    [(GOOD, 60, "done"), ("raise SystemExit(1)", 60, "failed"), ("import time; time.sleep(60)", 0.5, "failed"),
     ("import sys; open(sys.argv[1], 'w').write('{')", 60, "failed")],
)  # fmt: skip
def test_a_leak_report_is_a_process_that_ends_and_leaves_nothing(
    tmp_path: Path, script: str, longest: float, state: str
) -> None:
    reports = LeakReports((sys.executable, "-c", script), longest)
    assert reports.report.state == "none"
    assert reports.start(tmp_path, datetime.now(UTC))
    assert not (reports.report.state == "running" and reports.start(tmp_path, datetime.now(UTC)))
    end = time.monotonic() + 120
    while reports.report.state == "running" and time.monotonic() < end:
        time.sleep(0.02)
    assert reports.report.state == state
    assert list(tmp_path.iterdir()) == []
    if state == "done":
        assert (reports.report.cells, reports.report.losses, reports.report.wrong) == (9, 1, ({"x": 1},))
