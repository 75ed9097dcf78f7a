"""The source a paper's questions share is said once, and a question never becomes ambiguous by it."""

from __future__ import annotations

from learning.basis import shared, shortened

SHAFT, SOAP = "《传动轴工艺规程》", "《清洗规程》"
STEMS = [
    f"按{SHAFT}，“精车”的“进给量”是（　）。", f"下列说法与{SHAFT}一致的有（　）。", f"依据{SHAFT}，写出三点要求。",
    f"依据{SHAFT}的“异常处理”，写出怎样处置。", f"按{SHAFT}的表格，将各“工步”按先后次序排列。", f"按{SOAP}，先冲洗。",
]  # fmt: skip


def test_the_most_named_source_is_left_out_of_its_own_questions_only() -> None:
    by = shared(STEMS)
    assert by == SHAFT
    assert [shortened(s, by) for s in STEMS] == [
        "“精车”的“进给量”是（　）。", "下列说法与依据一致的有（　）。", "写出三点要求。",
        "依据“异常处理”，写出怎样处置。", "将各“工步”按先后次序排列。", f"按{SOAP}，先冲洗。",
    ]  # fmt: skip


def test_where_a_question_names_none_or_no_two_the_same_each_keeps_its_own() -> None:
    assert shared([*STEMS, "三角形有几条边？"]) == ""
    assert shared([STEMS[0], STEMS[-1]]) == ""
    assert shared([]) == ""
    assert shortened(STEMS[0], "") == STEMS[0]


def test_what_only_mentions_the_source_stays_whole() -> None:
    told = f"某小组按{SHAFT}实训，中途断电。怎么办？"
    assert shortened(told, SHAFT) == told
