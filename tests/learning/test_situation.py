"""What to do when something goes wrong, found in prose: verbatim, one at a time, and fit to be asked."""

from __future__ import annotations

import re

import pytest

from learning.author import candidates, write
from learning.situation import situations
from learning.sourced import Source
from learning.verifier import check
from tests.agent.given import passage

RULES = """六、应急
1. 标价错误：立即下架该规格，报店长；不得单方面取消。
2. 系统故障不能打单：启用备用打单软件，并在店铺公告说明。
3. 冷柜温度高于 8 ℃：停止发货，转质量专员处理。
铁屑缠绕时先停主轴，再用铁钩清理，不得用手。"""
CHECKS = """部位: 导轨油箱；标准: 油标二分之一以上；异常时: 补油并记录
部位: 液压站；标准: 压力 4 MPa；异常时: 不得开机，报设备员
部位: 气源；标准: 0.6 MPa；异常时: 放水后复查"""
HAZARDS = """工序: 验收；潜在危害: 抗生素残留；控制措施: 逐车快检
工序: 杀菌；潜在危害: 致病菌残存；控制措施: 温度流量联锁
工序: 灌装；潜在危害: 封口碎屑；控制措施: 杯口吹洗"""


def made(text: str, kind: str) -> list[tuple[str, tuple[str, ...]]]:
    source = Source((passage(0, text),))
    found = [c for c in candidates(source) if c.kind == kind]
    assert all(check(c, source.texts) == () for c in found)
    return [(c.stem, c.key) for c in found]


def test_situations_are_told_by_their_words_and_cut_where_the_sentence_pauses() -> None:
    found = {s.name: s.parts for s in situations(RULES)}
    assert found == {
        "标价错误": ("立即下架该规格", "报店长", "不得单方面取消"),
        "系统故障不能打单": ("启用备用打单软件", "并在店铺公告说明"),
        "冷柜温度高于 8 ℃": ("停止发货", "转质量专员处理"),
        "铁屑缠绕": ("先停主轴", "再用铁钩清理", "不得用手"),
    }  # fmt: skip
    assert all(part in RULES for parts in found.values() for part in parts)


@pytest.mark.parametrize(
    "text",
    ["去年 1 号线故障停机共 143 h。", "报警号先抄下来再按复位。", "异常类命名使用 Exception 结尾。",
     "一份不超过 3 页的报告。",
     "缺货：先联系顾客说明。\n缺货：再退款给顾客。"],
)  # fmt: skip
def test_what_tells_no_situation_or_tells_it_twice_is_none(text: str) -> None:
    assert situations(text) == ()


def test_cases_and_matching_from_prose_pass_the_verifier() -> None:
    assert len(made(RULES, "case")) == 2
    assert len([s for s, _ in made(RULES, "short") if "应怎样处置" in s]) == 2
    ((stem, key),) = made(RULES, "match")
    assert "应采取的措施" in stem
    assert len(key) == 4


def test_cases_and_hazards_from_tables_pass_the_verifier() -> None:
    assert ("不得开机，报设备员",) in [key for _, key in made(CHECKS, "case")]
    assert {"逐车快检", "温度流量联锁", "杯口吹洗"} in [set(key) for _, key in made(HAZARDS, "match")]
    assert any("潜在危害" in stem and "控制措施" in stem for stem, _ in made(HAZARDS, "match"))
    assert [key for _, key in made(HAZARDS, "order")] == [("验收", "杀菌", "灌装")]


def test_calculations_go_forwards_and_backwards() -> None:
    found = made("转化率 ＝ 成交人数 ÷ 访客数 × 100%。", "calculate")
    assert {stem.rpartition("求")[2] for stem, _ in found} >= {"转化率（写成百分数）。", "成交人数（单位：人）。"}
    assert all(re.search(r"＝\d+(?:\.\d+)? ?[人%]", stem) for stem, _ in found)
    assert all(key[0].endswith("%") == ("百分数" in stem) for stem, key in found)


def test_steps_end_where_rules_begin() -> None:
    text = "一、洗手\n1. 温水湿手。\n2. 揉搓二十秒。\n3. 流水冲净。\n4. 每 45 min 再消毒一次。"
    assert made(text, "order")[0][1] == ("温水湿手", "揉搓二十秒", "流水冲净")


def test_a_statement_set_is_right_in_two_or_three_about_evenly_for_a_guesser() -> None:
    """With two right in six of ten, neither `any two` nor `any three` does better than one in ten."""
    rows = "\n".join(f"工步: 第{n}道工；转速: {100 + 37 * n}；进给: 0.{10 + n}；刀号: T{n:02d}" for n in range(1, 41))
    found = [c for c in candidates(Source((passage(0, rows),))) if c.kind == "multiple"]
    twos = sum(len(c.key) == 2 for c in found)
    assert len(found) > 15
    assert 0.35 < twos / len(found) < 0.85
    assert write(Source((passage(0, RULES),)), 10).accepted
