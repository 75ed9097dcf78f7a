"""Files of exercises: what is written is read back the same; what a foreign file gets wrong is named."""

from __future__ import annotations

import os
from dataclasses import replace
from io import BytesIO
from types import ModuleType

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from learning.exercise import BLANK, KINDS, RIGHT, WRONG, Exercise, Span
from tests.tools.items import items
from tools._formats import aiken, excel, gift, moodle, word
from tools._formats.paper import Paper
from trust.errors import Unreadable

# With two to five items each, the full count writes and reads back more than a thousand items per format.
LAWS = settings(max_examples=500 if os.environ.get("SHUANGYUAN_COUNTS") == "full" else 25, deadline=None)
WHOLE = {"excel": excel, "word": word, "moodle": moodle, "gift": gift}
ALL = WHOLE | {"aiken": aiken}


@pytest.mark.laws
@pytest.mark.parametrize("made", WHOLE.values(), ids=WHOLE)
@LAWS
@given(several=st.lists(items(), min_size=2, max_size=5))
def test_what_is_written_comes_back_the_same(made: ModuleType, several: list[Exercise]) -> None:
    written = made.write(Paper(tuple(several)))
    back = made.read(written.data)
    assert written.left_out == ()
    assert back.problems == ()
    grouped = sorted(several, key=lambda i: KINDS.index(i.kind)) if made is word else several
    assert back.items == tuple(grouped)


@pytest.mark.slow
@pytest.mark.laws
@LAWS
@given(several=st.lists(items(), min_size=2, max_size=4))
def test_a_source_that_a_paper_says_once_comes_back_in_every_question(several: list[Exercise]) -> None:
    named = [replace(i, stem=f"按《传动轴工艺规程》，{i.stem}") for i in several]
    data = word.write(Paper(tuple(named))).data
    told = [p.text for p in Document(BytesIO(data)).paragraphs]
    assert sum("《传动轴工艺规程》" in t for t in told) == 1 + sum("《传动轴工艺规程》" in i.stem for i in several)
    assert word.read(data).items == tuple(sorted(named, key=lambda i: KINDS.index(i.kind)))


def test_a_question_that_somebody_changed_on_the_paper_comes_back_as_it_is_printed() -> None:
    made = [replace(SINGLE, stem=f"按《工艺规程》，{n}转速是（　）。") for n in ("粗车", "精车")]
    document = Document(BytesIO(word.write(Paper(tuple(made))).data))
    next(p for p in document.paragraphs if "精车" in p.text).runs[0].text = "2. 精车的主轴转速是（　）。"
    out = BytesIO()
    document.save(out)
    assert [i.stem for i in word.read(out.getvalue()).items] == [made[0].stem, "精车的主轴转速是（　）。"]


@pytest.mark.laws
@LAWS
@given(st.lists(items("single"), max_size=5), st.lists(items("fill"), max_size=2))
def test_aiken_brings_back_stem_options_and_key_and_names_what_it_cannot_hold(
    single: list[Exercise], others: list[Exercise]
) -> None:
    written = aiken.write(Paper((*single, *others)))
    back = aiken.read(written.data)
    held = [i for n, i in enumerate(single, 1) if f"第 {n} 题" not in {p.where for p in written.left_out}]
    assert back.problems == ()
    assert [(i.stem, i.options, i.key) for i in back.items] == [(i.stem, i.options, i.key) for i in held]
    assert len(written.left_out) == len(single) + len(others) - len(held)
    assert all(p.words for p in written.left_out)


SINGLE = Exercise("single", "转速是（　）。", ("800",), (Span("p", "转速 800"),), "原文", ("800", "900", "1000"))


@pytest.mark.parametrize("made", ALL.values(), ids=ALL)
def test_every_file_says_that_it_is_generated(made: ModuleType) -> None:
    data = made.write(Paper((SINGLE,), "车削习题", "qwen")).data
    if made is excel:
        book = load_workbook(BytesIO(data))
        assert "生成内容" in book.worksheets[0]["A1"].value
        assert '"AIGC"' in book.properties.description
        assert "qwen" in book.properties.description
        return
    if made is word:
        document = Document(BytesIO(data))
        assert any("生成内容" in p.text for p in document.paragraphs)
        assert "生成内容" in document.sections[0].footer.paragraphs[0].text
        assert '"AIGC"' in document.core_properties.comments
        return
    assert "生成内容" in data.decode()
    assert made is aiken or '"AIGC"' in data.decode()


def test_a_teacher_s_sheet_comes_in_row_by_row() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line in (
        ["数控车削单元测验"],
        ["题型", "题目", "A", "B", "C", "D", "正确答案", "解析", "难度"],
        ["单选题", "恒线速指令是", "G97", "G96", "G98", "G99", "B", "G97 为恒转速", "易"],
        ["多项选择题", "属于准备功能的有", "G00", "M03", "G01", "S800", "A，C", None, None],
        ["判断题", "M30 结束程序", None, None, None, None, "√", None, None],
        ["单选题", "缺答案", "G97", "G96", "G98", "G99", None, None, None],
        ["单选题", "错字母", "G97", "G96", "G98", None, "D", None, None],
        ["听力题", "不认识", None, None, None, None, "x", None, None],
        ["单选题", None, "甲", "乙", "丙", None, "A", None, None],
        ["填空题", f"转速为{BLANK}", None, None, None, None, "800", None, "特难"],
    ):
        sheet.append(line)
    out = BytesIO()
    book.save(out)
    read = excel.read(out.getvalue())
    assert [(i.kind, i.key) for i in read.items] == [
        ("single", ("G96",)), ("multiple", ("G00", "G01")), ("judge", (RIGHT,)),
    ]  # fmt: skip
    assert [p.where for p in read.problems] == ["第 6 行", "第 7 行", "第 8 行", "第 9 行", "第 10 行"]


def test_an_option_that_ends_with_a_backslash_stays_one_in_gift() -> None:
    item = Exercise("single", "路径？", ("C:",), (), "", ("C:", "C:\\", "D:\\", "~"))
    assert gift.read(gift.write(Paper((item,))).data).items == (item,)


def test_what_excel_cannot_hold_is_named() -> None:
    item = Exercise("judge", "x_x000D_y", (RIGHT,), (), "")
    assert [p.where for p in excel.write(Paper((item,))).left_out] == ["第 1 题"]


def test_formulas_stay_text_in_excel() -> None:
    item = Exercise("judge", "=1+1", (WRONG,), (), "@SUM(A1)", about=("+1", "-1"))
    data = excel.write(Paper((item,))).data
    assert load_workbook(BytesIO(data)).worksheets[0]["B3"].data_type == "s"
    assert excel.read(data).items == (item,)


FOREIGN_GIFT = """// a comment
$CATEGORY: cnc

::Q1:: 恒线速指令是 {
  =G96 # right
  ~G97 # constant speed
  ~G98
}

M30 结束程序。{TRUE}

2 的平方是 {#4:0}

属于准备功能的有 {~%50%G00 ~%50%G01 ~%-100%M03}

首都 {=北京 -> 中国 =东京 -> 日本 =巴黎 -> 法国}

没有大括号的一段话

转速为 {=800} r/min。

两个答案 {~甲 ~乙}"""


def test_a_foreign_gift_file_comes_in_question_by_question() -> None:
    read = gift.read(FOREIGN_GIFT.encode())
    assert [(i.kind, i.stem, i.key) for i in read.items] == [
        ("single", "恒线速指令是", ("G96",)), ("judge", "M30 结束程序。", (RIGHT,)),
        ("calculate", "2 的平方是", ("4",)), ("multiple", "属于准备功能的有", ("G00", "G01")),
        ("match", "首都", ("中国", "日本", "法国")),
        ("fill", f"转速为 {BLANK} r/min。", ("800",)),
    ]  # fmt: skip
    assert [p.where.split("（")[0] for p in read.problems] == ["第 6 题", "第 8 题"]


FOREIGN_MOODLE = """<?xml version="1.0"?><quiz>
<question type="category"><category><text>x</text></category></question>
<question type="multichoice"><name><text>q1</text></name>
<questiontext format="html"><text><![CDATA[<p>恒线速指令是</p>]]></text></questiontext><single>true</single>
<answer fraction="0" format="html"><text><![CDATA[<p>G97</p>]]></text></answer>
<answer fraction="100" format="html"><text>G96</text></answer>
<answer fraction="0" format="html"><text>G98</text></answer></question>
<question type="truefalse"><questiontext format="html"><text>M30 结束程序</text></questiontext>
<answer fraction="0"><text>true</text></answer><answer fraction="100"><text>false</text></answer></question>
<question type="multichoice"><name><text>broken</text></name>
<questiontext><text>没有答案</text></questiontext></question>
<question type="gapselect"><name><text>other</text></name></question></quiz>"""


def test_a_foreign_moodle_file_comes_in_question_by_question() -> None:
    read = moodle.read(FOREIGN_MOODLE.encode())
    assert [(i.kind, i.stem, i.key) for i in read.items] == [
        ("single", "恒线速指令是", ("G96",)), ("judge", "M30 结束程序", (WRONG,)),
    ]  # fmt: skip
    assert [p.where for p in read.problems] == ["第 3 题（broken）", "第 4 题（other）"]


def test_html_of_a_foreign_quiz_is_read_as_text_and_pictures_are_named() -> None:
    made = """<quiz><question type="multichoice"><questiontext format="html"><text><![CDATA[<p>温度&nbsp;&lt; 10&deg;C
    <br>选</p>]]></text></questiontext>
    <answer fraction="100" format="html"><text>&lt;p&gt;A &amp;amp; B&lt;/p&gt;</text></answer>
    <answer fraction="0" format="html"><text>C</text></answer><answer fraction="0"><text>D</text></answer></question>
    <question type="shortanswer"><questiontext format="html"><text>&lt;img src="x.png"&gt; 是什么</text></questiontext>
    <answer fraction="100"><text>卡盘</text></answer></question></quiz>"""
    read = moodle.read(made.encode())
    assert [(i.stem, i.key) for i in read.items] == [("温度 < 10°C\n选", ("A & B",))]
    assert "图片" in read.problems[0].words


def test_a_foreign_aiken_file_comes_in_question_by_question() -> None:
    text = "首都是\nA. 北京\nb)上海\nC、广州\nAnswer：a\n\n没有答案行\nA. 甲\nB. 乙\n\n"
    text += "字母不对\nA. 甲\nB. 乙\nC. 丙\nANSWER: E\n"
    read = aiken.read(text.encode())
    assert [i.key for i in read.items] == [("北京",)]
    assert [p.where.split("（")[0] for p in read.problems] == ["第 2 题", "第 3 题"]


def test_a_typed_word_paper_comes_in_question_by_question() -> None:
    document = Document()
    for line in (
        "数控车削测验", "1. 恒线速指令是（　）", "A. G97  B. G96  C. G98", "答案：B", "解析：G97 为恒转速",
        "2、M30 结束程序。答案：√", "3. 没有答案的题", "4. 转速为____。", "参考答案：800",
    ):  # fmt: skip
        document.add_paragraph(line)
    out = BytesIO()
    document.save(out)
    read = word.read(out.getvalue())
    assert [(i.kind, i.stem, i.key) for i in read.items] == [
        ("single", "恒线速指令是（　）", ("G96",)), ("judge", "M30 结束程序。", (RIGHT,)),
        ("fill", f"转速为{BLANK}。", ("800",)),
    ]  # fmt: skip
    assert read.items[0].explanation == "G97 为恒转速"
    assert [p.where for p in read.problems] == ["第 3 题（3. 没有答案的题）"]


def test_entities_of_a_hostile_file_are_not_followed() -> None:
    hostile = b'<!DOCTYPE q [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz><question type="truefalse"><questiontext>'
    hostile += b"<text>a&x;</text></questiontext></question></quiz>"
    assert "root:" not in str(moodle.read(hostile))


@pytest.mark.parametrize("made", [excel, moodle, word])
@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"<html/>", b"\xff\xfe\x00"])
def test_what_is_no_such_file_is_refused_in_words(made: ModuleType, data: bytes) -> None:
    with pytest.raises(Unreadable):
        made.read(data)


@pytest.mark.laws
@pytest.mark.parametrize("made", [gift, aiken], ids=["gift", "aiken"])
@LAWS
@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_read_or_named(made: ModuleType, data: bytes) -> None:
    read = made.read(data)
    assert all(p.where and p.words for p in read.problems)
