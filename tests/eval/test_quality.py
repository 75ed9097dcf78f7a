"""The harness for a school's own model: every case can be met, a bad answer scores badly, and the baseline is high."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from eval.model import measure
from eval.quality import CASES, TOLD, Case, figures, grounded, judge, read
from eval.verdict import Verdict, agreement

TITLES = {"d": "对刀卡", "e": "别的卡"}
QUOTE = "对刀时主轴转速取500 r/min，寻边器测头直径为10 mm。"


def answer(text: str, *titles: str, refused: bool = False, **more: Any) -> dict[str, Any]:
    cited = [{"n": n, "title": t, "quote": QUOTE} for n, t in enumerate(titles, 1)]
    return {"answer": text, "citations": cited, "refused": refused, "tool_calls": [], **more}


def test_the_cases_are_many_of_three_trades_and_each_names_documents_that_exist() -> None:
    documents, cases = read()
    assert len(cases) >= 150
    assert len({c.id for c in cases}) == len(cases)
    assert {c.id.split("-")[0] for c in cases} == {"cnc", "ecom", "food"}
    assert set(Counter(c.kind for c in cases)) == {*TOLD, "refuse", "tool", "tutor", "exercises", "lesson"}
    for case in cases:
        assert all(d in documents for d in case.docs), case
        text = "".join(documents[d]["text"] for d in case.docs)
        if case.kind in TOLD:
            assert case.has
            assert all(h in text for h in case.has), case
        if case.kind == "tutor":
            assert case.key in text
            assert case.attempt not in case.ask[0]


def test_a_right_answer_scores_and_wrong_ones_do_not() -> None:
    case = Case("x", "value", ("对刀转速取多少？",), ("d",), ("500 r/min",), ("800",))
    assert judge(case, [answer("主轴转速取500r/min。[1]", "对刀卡")], TITLES).right
    for bad in (
        answer("取800 r/min，不是500 r/min。", "对刀卡"), answer("取600 r/min。", "对刀卡"),
        answer("没有", refused=True), answer("主轴转速取500 r/min。", "别的卡"),
    ):  # fmt: skip
        assert not judge(case, [bad], TITLES).right


def test_what_no_quote_holds_is_not_grounded() -> None:
    held, invented = "对刀时主轴转速取500 r/min。", "天鹅在湖里吃水草和小鱼。"
    assert grounded(answer(held, "对刀卡")) == 1
    assert grounded(answer(held + invented, "对刀卡")) == 0.5
    assert grounded(answer(held + "对刀时主轴转速取900 r/min。", "对刀卡")) == 0.5


def test_a_tutor_that_tells_or_stands_still_is_seen() -> None:
    case = Case("t", "tutor", ("转速多少？",), ("d",), key="500", attempt="18 N·m")
    rungs = [{"tutor": {"rung": n, "solved": False}} for n in (1, 2)]
    good = judge(case, [answer("看第一句。", **rungs[0]), answer("单位不对，再想想。", **rungs[1])], TITLES)
    assert good.right
    told = judge(case, [answer("看第一句。", **rungs[0]), answer("应是500 r/min。", **rungs[1])], TITLES)
    still = judge(case, [answer("看第一句。", **rungs[0]), answer("再想想。", **rungs[0])], TITLES)
    assert told.scores["key_untold"] == 0
    assert still.scores["next_step"] == 0


def test_a_judge_s_verdict_is_told_apart() -> None:
    pairs = [(True, Verdict.GOOD), (False, Verdict.GOOD), (True, Verdict.NONE)]
    assert agreement(pairs) == pytest.approx({"judge_good": 1.0, "judge_agrees": 0.5, "judge_silent": 1 / 3})
    assert agreement([]) == {}


@pytest.mark.slow
def test_without_a_model_the_first_trade_is_answered() -> None:
    column = measure(CASES, 60)
    told = column.figures()
    assert told["value"] == told["refuse"] == told["key_untold"] == told["tool"] == told["false"] == 1
    assert told["grounded"] == 1
    assert figures(column.judged)["noise"] >= 0.8
    assert column.first
