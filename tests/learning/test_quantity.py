"""Quantities are read as they are written, printed and read again unchanged, and never cut out of something else."""

from __future__ import annotations

import os
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from demo.school import sources
from learning.quantity import Quantity
from learning.scan import cell, quantities, unit_in
from learning.units import named

LAWS = settings(max_examples=5000 if os.environ.get("SHUANGYUAN_COUNTS") == "full" else 300, deadline=None)


def D(text: str) -> Decimal:
    return Decimal(text)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("4.5±0.2 MPa", Quantity(D("4.5"), "MPa", above=D("0.2"), below=D("-0.2"))),
        ("800~1200 r/min", Quantity(unit="r/min", low=D("800"), high=D("1200"))),
        ("８００～１２００转／分", Quantity(unit="r/min", low=D("800"), high=D("1200"))),
        ("800 r/min 至 1200 r/min", Quantity(unit="r/min", low=D("800"), high=D("1200"))),
        ("≥3 次", Quantity(D("3"), "次", ">=")),
        ("不少于三次", Quantity(D("3"), "次", ">=")),
        ("0.02mm 以内", Quantity(D("0.02"), "mm", "<=")),
        ("不超过 0.5 mm", Quantity(D("0.5"), "mm", "<=")),
        ("约 3 h", Quantity(D("3"), "h", "≈")),
        ("φ25H7", Quantity(D("25"), symbol="φ", fit="H7")),
        ("Φ50H7/g6", Quantity(D("50"), symbol="φ", fit="H7/g6")),
        ("φ30k6（+0.015/+0.002）", Quantity(D("30"), symbol="φ", fit="k6", above=D("0.015"), below=D("0.002"))),
        ("φ25h7（0/-0.021）", Quantity(D("25"), symbol="φ", fit="h7", above=D("0"), below=D("-0.021"))),
        ("50+0.02/-0.01 mm", Quantity(D("50"), "mm", above=D("0.02"), below=D("-0.01"))),
        ("+0.05/0", Quantity(above=D("0.05"), below=D("0"))),
        ("±0.02 mm", Quantity(unit="mm", above=D("0.02"), below=D("-0.02"))),
        ("M24×2", Quantity(D("24"), symbol="M", sides=(D("2"),))),
        ("4×φ3.3", Quantity(D("3.3"), symbol="φ", count=4)),
        ("Ra1.6", Quantity(D("1.6"), symbol="Ra")),
        ("150×100×32 mm", Quantity(D("150"), "mm", sides=(D("100"), D("32")))),
        ("（121±1）℃", Quantity(D("121"), "℃", above=D("1"), below=D("-1"))),
        ("-25~-18 ℃", Quantity(unit="℃", low=D("-25"), high=D("-18"))),
        ("零下18℃", Quantity(D("-18"), "℃")),
        ("5%~8%", Quantity(unit="%", low=D("5"), high=D("8"))),
        ("百分之八十", Quantity(D("80"), "%")),
        ("十五分钟", Quantity(D("15"), "min")),
        ("两遍", Quantity(D("2"), "遍")),
        ("一百零五件", Quantity(D("105"), "件")),
        ("五千克", Quantity(D("5"), "kg")),
        ("pH 4.5±0.1", Quantity(D("4.5"), symbol="pH", above=D("0.1"), below=D("-0.1"))),
        ("1×10⁶ CFU/mL", Quantity(D("1000000"), "CFU/mL")),
        ("1,200 元", Quantity(D("1200"), "元")),
        ("１，２００元", Quantity(D("1200"), "元")),
        ("30 mL/h", Quantity(D("30"), "mL/h")),
    ],
)
def test_a_quantity_is_read_as_it_is_written(text: str, read: Quantity) -> None:
    before, after = "先调到 ", "，再检查"
    (found,) = quantities(before + text + after)
    assert found == read
    assert found.text == text
    assert found.start == len(before)


@pytest.mark.parametrize(
    "text",
    [
        "零件 YC-2208", "机床 CK6140", "材料 QT450-10", "铝合金 6061-T6", "按 GB/T 1804-2000 执行", "材料 45 钢",
        "工序 20 车端面", "钻 A3.15 中心孔", "G54 原点", "用 M03 指令", "程序以 M30 结束", "T01 号刀",
        "2025-03-10 起", "2025年3月10日", "8:30 集合", "第 3 次", "第三次装夹", "见 3.2.1 节",
        "电话 0571-88886666", "数控 2402 班", "批号 R0908A", "油标 1/2 处", "5S 管理", "3D 打印", "上了 20 台阶",
        "三爪卡盘", "三元乙丙密封", "每月 5 日报送", "十几次", "车一班", "四点均布",
    ],
)  # fmt: skip
def test_no_quantity_is_cut_out_of_a_name_a_date_or_an_ordinal(text: str) -> None:
    assert quantities(text) == ()


def test_limits_are_what_satisfies_it() -> None:
    assert quantities("4.5±0.2 MPa")[0].limits == (D("4.3"), D("4.7"))
    assert quantities("φ30k6（+0.015/+0.002）")[0].limits == (D("30.002"), D("30.015"))
    assert quantities("≥3 次")[0].limits == (D("3"), None)
    assert quantities("0.02 mm 以内")[0].limits == (None, D("0.02"))
    assert quantities("800~1200 r/min")[0].limits == (D("800"), D("1200"))


def test_a_tables_cell_takes_the_unit_of_its_column() -> None:
    assert unit_in("主轴转速 r/min") == "r/min"
    assert unit_in("温度（℃）") == "℃"
    assert unit_in("进给/(mm/r)") == "mm/r"
    assert unit_in("刀具") is None
    assert cell("650~800", "r/min") == Quantity(unit="r/min", low=D("650"), high=D("800"))
    assert cell("18（全深）", "mm") == Quantity(D("18"), "mm")
    assert cell("42±0.05 mm", "cm") == Quantity(D("42"), "mm", above=D("0.05"), below=D("-0.05"))
    assert cell("T01", "mm") is None
    assert cell("—", "mm") is None


def test_every_quantity_of_the_sample_documents_stands_there_and_is_read_back() -> None:
    found = 0
    for source in sources():
        for line in source.body.splitlines():
            for q in quantities(line):
                found += 1
                assert line[q.start : q.end] == q.text
                assert quantities(str(q)) == (q,), (line, q.text)
    assert found > 1500


_UNITS = ["mm", "r/min", "mm/r", "MPa", "℃", "%", "min", "s", "kg", "N·m", "次", "件", "mL/h", "万元", "HBW", "μm"]
_KINDS = ["one", "compare", "range", "dev", "pair", "alone", "hole", "thread", "sides", "minus"]
_BEFORE, _AFTER = ["", "先把温度调到 ", "（见图）取", "1. "], ["", "，再检查。", "；", "）"]
_SIZES = st.decimals("0.001", "99999", allow_nan=False, places=3).map(lambda d: d.normalize() + 0)
_SMALL = st.decimals("0.001", "0.9", allow_nan=False, places=3).map(lambda d: d.normalize() + 0)


@st.composite
def made(draw: st.DrawFn) -> Quantity:
    unit, value = draw(st.sampled_from(_UNITS)), draw(_SIZES)
    kind = draw(st.sampled_from(_KINDS))
    one, two = sorted([draw(_SMALL), draw(_SMALL) + 1])
    if kind == "compare":
        return Quantity(value, unit, draw(st.sampled_from([">=", "<=", ">", "<", "≈"])))
    if kind == "range":
        return Quantity(unit=unit, low=value, high=value + one)
    if kind == "dev":
        return Quantity(value, unit, above=one, below=-one)
    if kind == "pair":
        return Quantity(value, unit, above=one, below=draw(st.sampled_from([D("0"), -two])))
    if kind == "alone":
        return Quantity(unit=unit, above=one, below=-one)
    if kind == "hole":
        return Quantity(value, symbol="φ", fit=draw(st.sampled_from(["", "H7", "h6", "H7/g6", "js9"])))
    if kind == "thread":
        return Quantity(D("24"), symbol="M", sides=(one,), count=draw(st.sampled_from([None, 4, 12])))
    if kind == "sides":
        return Quantity(value, "mm", sides=(one, two))
    return Quantity(-value if kind == "minus" else value, unit)


@pytest.mark.laws
@LAWS
@given(made(), st.sampled_from(_BEFORE), st.sampled_from(_AFTER))
def test_what_is_printed_is_read_back_anywhere(q: Quantity, before: str, after: str) -> None:
    found = quantities(f"{before}{q}{after}")
    assert found == (q,)
    assert found[0].text == str(q)


@pytest.mark.laws
@LAWS
@given(made())
def test_widths_do_not_matter(q: Quantity) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in str(q))
    assert quantities(wide) == (q,)


@pytest.mark.laws
@LAWS
@given(st.lists(made(), max_size=5))
def test_several_keep_their_order(every: list[Quantity]) -> None:
    assert list(quantities("，".join(map(str, every)))) == every


@pytest.mark.laws
@LAWS
@given(st.text(alphabet="0123456789.,±~-+/×φMRaCHh7 mrin%℃次件转分第年月日一二十百半约≥不超过以内（）()", max_size=40))
def test_any_text_is_read_without_fault_and_verbatim(text: str) -> None:
    reached = 0
    for q in quantities(text):
        assert text[q.start : q.end] == q.text
        assert q.start >= reached
        assert q.text.strip() == q.text
        reached = q.end


def test_a_unit_has_one_name() -> None:
    assert {named(u) for u in ("转/分", "转每分钟", "rpm", "r/min", "R/MIN", "rev/min")} == {"r/min"}
    assert named("毫米每转") == "mm/r"
    assert named("mPa·s") == "mPa·s"
