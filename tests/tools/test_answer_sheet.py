"""The answer sheet of a paper in Word: what a part of an answer earns stands under it, and not on the blind paper."""

from __future__ import annotations

from io import BytesIO

from docx import Document

from learning.exercise import RIGHT, WRONG, Exercise
from tools._formats import word
from tools._formats.paper import Paper, Part

STEPS = ("下料", "粗车", "精车", "终检")
WHY = "见规程。"
SET = (
    Exercise("multiple", "要填的有（　）。", ("检验卡", "首件卡"), (), WHY, ("检验卡", "首件卡", "假条")),
    Exercise("judge", "精车在粗车之后。", (RIGHT,), (), WHY, (RIGHT, WRONG)),
    Exercise("order", "排出工序。", STEPS, (), WHY, STEPS[::-1]),
)


def told(part: Part) -> list[str]:
    return [p.text for p in Document(BytesIO(word.write(Paper(SET, worth=(4, 2, 8), part=part)).data)).paragraphs]


def test_the_answers_say_what_a_part_earns_for_each_kind_that_has_parts() -> None:
    parts: tuple[Part, ...] = ("whole", "answers")
    for part in parts:
        lines = told(part)
        at = lines.index("部分得分")
        assert lines[at + 1 :] == [
            "多选题（第 1 题）：全对 4 分，少选且没有错选得一半，有错选不得分。",
            "排序题（第 3 题）：全对得满分；否则每有相邻两步前后相接正确得 2 分。",
        ]
    assert "部分得分" not in told("paper")


def test_the_lines_do_not_disturb_what_is_read_back() -> None:
    assert word.read(word.write(Paper(SET)).data).items == SET
