"""Items that ask for judgement: limits worked out exactly, the blind solver agreeing, wrong keys refused."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.author import candidates, write
from learning.because import reasons
from learning.chance import dice
from learning.exercise import Exercise
from learning.from_limits import drawn
from learning.importance import critical
from learning.reasons import Reason
from learning.solver import solve
from learning.sourced import Source
from learning.tolerance import Limits, limits
from learning.trigger import triggers
from learning.verifier import check, verify
from learning.worth import shared
from tests.agent.given import passage

SIZES = "部位: 轴承位；尺寸: φ30k6（+0.015/+0.002）；粗糙度: Ra0.8\n部位: 总长；尺寸: 185±0.2 mm；粗糙度: Ra6.3"
NOTES = "注意\n● 精车前空运转 15 min，否则直径会逐件变小。\n● 发现轴承位接近下限时停机补偿，单次补偿不超过 0.005 mm。"
RECORD = (
    "批号: Z1；轴承位φ30k6: 30.009；检验员: 甲；结论: 合格\n批号: Z2；轴承位φ30k6: 30.017；检验员: 甲；结论: 不合格\n"
    "批号: Z2复；轴承位φ30k6: 30.010；检验员: 甲；结论: 补偿后合格"
)
STEPS = "操作步骤\n1. 杀菌：95±2 ℃，保持 300 s。\n2. 接种：冷却到 43±1 ℃。\n3. 发酵：保温 42±1 ℃，静置 5 h。"
RULE = "巡查推广进度，超过当日预算 65% 时降价 10%。"
SOURCE = Source(
    tuple(passage(n, t, heading="关键尺寸" if not n else None) for n, t in enumerate((SIZES, NOTES, STEPS, RULE))),
    (passage(9, RECORD, title="主轴检验记录", document="d2"),),
)


def made(kind: str) -> list[Exercise]:
    return [e for e in candidates(SOURCE) if e.kind == kind]


def test_a_limit_size_is_worked_out_from_its_deviations() -> None:
    every = {e.stem.split("求它")[1]: e for e in made("calculate")}
    assert every
    for item in every.values():
        assert not check(item, SOURCE.texts)
        assert solve(item.asked, list(SOURCE.texts.values())) == item.key
        wrong = replace(item, key=("30.016",))
        assert {Reason.UNSOLVED, Reason.NOT_ENTAILED} & set(check(wrong, SOURCE.texts))


def test_a_real_record_beyond_its_limits_is_a_case_with_its_computation() -> None:
    (case,) = [e for e in made("case") if "Z2" in e.stem]
    assert case.key[:2] == ("允许范围：30.002~30.015 mm", "30.017 大于 30.015，超出 0.002，不合格")
    assert not any("停机补偿" in k for k in case.key), "what is bidden at the lower limit is no answer at the upper one"
    assert "写明复检结果" in case.stem
    assert "原因" not in case.stem, "the record gives none"
    assert any("补偿后合格" in k for k in case.key)
    assert not check(case, SOURCE.texts)
    wrong = (case.key[0], "30.017 大于 30.015，超出 0.003，不合格", *case.key[2:])
    assert check(replace(case, key=wrong), SOURCE.texts)


def test_a_case_asks_for_what_the_record_tells_and_not_for_the_range_it_shows() -> None:
    limit = passage(0, "指标: 黏度；限值: 1800~2600 mPa·s\n黏度低于下限时立即报工艺员。")
    record = passage(9, "批号: R9；黏度 mPa·s: 1690；检验员: 甲\n"
                        "批号: R8；黏度 mPa·s: 1900；检验员: 甲\n\n批号: R9；评语: 有颗粒；结论: 降级作内部品评\n\n"
                        "批号: R9；现象: 稀；查到的原因: 一级阀磨损，压力不足；纠正措施: 更换阀芯并记录",
                     title="酸奶检验记录", document="d2")  # fmt: skip
    source = Source((limit,), (record,))
    (case,) = [e for e in candidates(source) if e.kind == "case"]
    assert case.key == ("1690 小于 1800，相差 110，不合格", "立即报工艺员", "降级作内部品评", "一级阀磨损，压力不足",
                        "更换阀芯并记录")  # fmt: skip
    assert "允许范围" not in case.stem
    assert "写明处置、原因。" in case.stem
    assert not check(case, source.texts)


def test_of_a_statement_both_sides_wait_and_one_set_holds_only_one() -> None:
    texts = ["压力表读数每 20 min 记录一次，由班长签字。", "夹套温度保持在 42 ℃ 左右，不得开盖。"]
    source = Source(tuple(passage(n, t) for n, t in enumerate(texts)))
    judged = [e for e in candidates(source) if e.kind == "judge"]
    assert {e.key for e in judged if e.quote == judged[0].quote} == {("对",), ("错",)}
    kept = write(source, 20, ("judge",)).accepted
    assert len({e.quote for e in kept}) == len(kept) == 2
    assert {e.key for e in kept} == {("对",), ("错",)}


def test_values_within_limits_are_chosen_and_one_too_many_is_refused() -> None:
    every = [e for e in made("multiple") if "合格的有" in e.stem or "应当" in e.stem]
    assert len(every) > 3
    for item in every:
        assert not check(item, SOURCE.texts), item.stem
        assert 2 <= len(item.key) < len(item.options)
        assert check(replace(item, key=item.options), SOURCE.texts)
    due = next(e for e in every if "应当" in e.stem)
    assert all(float(k.rstrip("%")) > 65 for k in due.key)
    assert "65%" not in due.key


def test_why_is_asked_only_where_the_source_says_so() -> None:
    (why,) = [e for e in made("short") if "不照做会怎样？" in e.stem]
    assert why.key == ("直径会逐件变小",)
    assert not check(why, SOURCE.texts)
    assert reasons("精车前空运转 15 min。") == ()
    both = reasons("8. 冷却：40 min 内降到 20 ℃。冷却过慢会继续产酸，过快容易乳清析出。")
    assert [b.effects for b in both] == [("冷却过慢会继续产酸", "过快容易乳清析出")]


def test_steps_are_matched_with_values_of_one_kind_and_unit() -> None:
    match = next(e for e in made("match") if "每个步骤" in e.stem)
    assert {k.split()[-1] for k in match.key} == {"℃"}
    assert not check(match, SOURCE.texts)
    assert not verify([replace(match, key=match.key[::-1])], SOURCE.texts).accepted


def test_what_papers_call_critical_is_asked_first() -> None:
    assert "轴承位" in critical(SOURCE.passages)
    told = write(replace(SOURCE, critical=critical(SOURCE.passages)), 6).accepted
    assert any("轴承位" in e.stem for e in told)


@given(st.decimals(0, 500, places=3), st.decimals("0.01", 5, places=3), st.integers(0, 50))
def test_drawn_values_stand_on_both_sides_and_are_judged_exactly(low: Decimal, width: Decimal, n: int) -> None:
    one = Limits(low, low + width, "mm", True)
    values = [Decimal(v) for v in drawn(one, dice(str(n)))]
    assert all(one.holds(v) == (low <= v <= low + width) for v in values)
    assert any(map(one.holds, values))
    assert not all(map(one.holds, values))


@pytest.mark.parametrize(
    ("text", "told"),
    [("φ25h7（0/-0.021）", "24.979~25 mm"), ("≥70 °T", "不低于 70 °T"), ("95±2 ℃", "93~97 ℃"), ("Ra0.8", None),
     ("C0.3", None), ("φ25H7", None)],
)  # fmt: skip
def test_limits_are_read_as_they_stand(text: str, told: str | None) -> None:
    found = limits(text)
    assert (found.told if found else None) == told


def test_what_is_due_is_due_beyond_the_value_and_not_at_it() -> None:
    (one,) = triggers("压力波动超过 2 MPa 应停机查单向阀。")
    assert (one.of, one.deed) == ("压力波动", "停机查单向阀")
    assert not one.limits.holds(Decimal(2))
    assert one.limits.holds(Decimal("2.1"))


def test_no_item_of_a_paper_is_out_of_proportion_and_parts_come_out_even() -> None:
    kinds = ["single", "single", "multiple", "multiple", "judge", "judge", "fill", "fill", "calculate"]
    items = [Exercise(k, "x", ("a",), (), "") for k in kinds]  # type: ignore[arg-type]
    items += [Exercise("order", "x", tuple("abcdefghij"), (), ""), Exercise("match", "x", tuple("abcde"), (), ""),
              Exercise("case", "x", ("a", "b"), (), "", points=(6, 6))]  # fmt: skip
    points = shared(100, items)
    assert sum(points) == 100
    assert points[9] % 10 == 0
    assert points[10] % 5 == 0
    assert points[11] <= 15
    assert max(points) <= 15
