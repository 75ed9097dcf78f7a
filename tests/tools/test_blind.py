"""A paper without keys holds none: not in its text, not in what a file carries hidden. The answer sheet has them."""

from __future__ import annotations

import io
import zipfile
from html import unescape

import pytest

from learning.exercise import Exercise, Span
from tools._formats.blind import BLIND, write
from tools._formats.paper import Paper
from trust.errors import BadInput

ITEMS = (
    Exercise("fill", "粗车转速取____。", ("K-FILL",), (Span("PID-1", "Q-FILL"),), "X-FILL", about=("T-FILL", "转速")),
    Exercise("short", "说明两点。", ("K-ONE", "K-TWO"), (Span("PID-2", "Q-SHORT"),), "X-SHORT", points=(2, 2)),
    Exercise("calculate", "求转速。", ("731 r/min",), (Span("PID-3", "Q-CALC"),), "X-CALC"),
    Exercise(
        "single", "选一个。", ("甲",), (Span("PID-4", "Q-ONE"),), "X-ONE", options=("乙", "甲", "丙"),
        origins=("O-1", "O-2", "O-3"),
    ),
    Exercise(
        "match", "连线。", ("丑", "子"), (Span("PID-5", "Q-MATCH"),), "X-MATCH", options=("子", "丑"), left=("一", "二")
    ),
    Exercise("order", "排序。", ("先", "中", "后"), (Span("PID-6", "Q-ORDER"),), "X-ORDER", options=("后", "先", "中")),
    Exercise("judge", "对不对。", ("错",), (Span("PID-7", "Q-JUDGE"),), "X-JUDGE"),
)  # fmt: skip
TELLING = ("K-", "Q-", "X-", "O-", "T-FILL", "731", "PID-")


def text(data: bytes) -> str:
    """Every part of the file, hidden ones included."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return data.decode()
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        names = [n for n in packed.namelist() if "theme" not in n and "styles" not in n]
        return unescape("\n".join(packed.read(n).decode("utf-8", "replace") for n in names if n.endswith(".xml")))


@pytest.mark.parametrize("name", BLIND)
def test_no_key_is_in_a_blind_paper_and_every_key_in_its_answers(name: str) -> None:
    file = write(name, Paper(ITEMS, "测验", part="paper"))
    assert not file.left_out
    told = text(file.data)
    assert [item.stem.split("____")[0] for item in ITEMS if item.stem.split("____")[0] not in told] == []
    assert [words for words in TELLING if words in told.replace("X-ML", "")] == []
    assert 'fraction="100"' not in told
    answers = text(write(name, Paper(ITEMS, "测验", part="answers")).data)
    assert [words for words in ("K-FILL", "K-ONE", "731", "X-ORDER") if words not in answers] == []


def test_formats_that_are_nothing_without_keys_say_so() -> None:
    for name in ("gift", "aiken"):
        with pytest.raises(BadInput):
            write(name, Paper(ITEMS, "测验", part="paper"))
