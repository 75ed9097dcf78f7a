"""Exercise files of strangers: the good rows in, the bad ones named; nothing in a file harms its reader."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO

import pytest
from docx import Document
from openpyxl import Workbook

from learning.exercise import BLANK, RIGHT, WRONG, Exercise
from tests.tools.test_formats import FOREIGN_GIFT, FOREIGN_MOODLE
from tools._formats import sniffed
from tools._formats.confined import PaperReader
from tools._formats.paper import Imported
from trust.errors import TooLarge, Unreadable, UnsupportedType

TYPED = """数控车削单元测验
一、单项选择题（每题 2 分，共 6 分）
1. 恒线速指令是（ B ）。
A．G97　　B．G96　　C．G98　　D．G99
2、M30 的作用是（　　）
A、程序暂停  B、程序结束并复位
C、主轴正转  D、冷却液开
3. 下列属于准备功能的有（ACD）
A. G00
B. M03
C. G01
D. G02
二、判断题
1. 机床运转时可以测量工件。（ × ）
2. 主轴停稳后方可更换刀具。（　　）
三、填空题
1. 粗车转速为____ r/min，进给量为____ mm/r。
2. 没有答案的一题____。
四、简答题（10 分）
1. 简述急停后的复位步骤。
参考答案
一、2. B
二、2. √
三、1. 800；0.25
四、1. （1）排除原因
（2）旋开急停按钮
解析：见安全规程"""


def read(text: str, name: str = "卷.txt", encoding: str = "utf-8") -> tuple[str, Imported]:
    return sniffed.read(name, text.encode(encoding))


def told(items: tuple[Exercise, ...]) -> list[tuple[str, tuple[str, ...]]]:
    return [(i.kind, i.key) for i in items]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_hand_typed_paper_with_its_key_at_the_end_comes_in(encoding: str) -> None:
    name, found = read(TYPED, encoding=encoding)
    assert name == "typed"
    assert told(found.items) == [
        ("single", ("G96",)), ("single", ("程序结束并复位",)), ("multiple", ("G00", "G01", "G02")),
        ("judge", (WRONG,)), ("judge", (RIGHT,)), ("fill", ("800", "0.25")), ("short", ("排除原因", "旋开急停按钮")),
    ]  # fmt: skip
    assert found.items[0].stem == "恒线速指令是（　）。"
    assert found.items[5].stem == f"粗车转速为{BLANK} r/min，进给量为{BLANK} mm/r。"
    assert found.items[6].explanation == "见安全规程"
    assert [p.where for p in found.problems] == ["第 7 题（2. 没有答案的一题____。）"]


@pytest.mark.parametrize(
    "text", ["转速（A）\nA. 8 B. 9 C. 10", "转速( A )\nA) 8 B) 9 C) 10", "转速\n(A) 8 (B) 9 (C) 10\n答案：A"]
)
def test_a_letter_in_the_stem_s_brackets_is_the_answer_and_no_option(text: str) -> None:
    _, found = read(f"1. {text}")
    assert [(i.options, i.key) for i in found.items] == [(("8", "9", "10"), ("8",))]


def test_a_key_in_ranges_is_read() -> None:
    questions = "\n".join(f"{n}. 第{n}问（　）\nA. 甲{n} B. 乙{n} C. 丙{n}" for n in range(1, 6))
    _, found = read(f"{questions}\n答案：\n1-3 ABC  4.C 5.A")
    assert [i.options.index(i.key[0]) for i in found.items] == [0, 1, 2, 2, 0]


def test_a_word_paper_with_automatic_numbers_comes_in() -> None:
    document = Document()
    document.add_heading("测验", 1)
    for stem, options, key in (("转速是", "A. 800\tB. 900\tC. 1000", "A"), ("进给是", "A. 1\tB. 2\tC. 3", "C")):
        document.add_paragraph(stem, style="List Number")
        document.add_paragraph(options)
        document.add_paragraph(f"答案：{key}")
    out = BytesIO()
    document.save(out)
    name, found = sniffed.read("卷.docx", out.getvalue())
    assert (name, [i.key for i in found.items], found.problems) == ("word", [("800",), ("3",)], ())


@pytest.mark.parametrize(
    ("text", "name", "format_"),
    [(FOREIGN_GIFT, "a.txt", "gift"), (FOREIGN_MOODLE, "a.xml", "moodle"), (FOREIGN_MOODLE, "quiz", "moodle"),
     ("首都是\nA. 北京\nB. 上海\nC. 广州\nANSWER: A", "a.gift", "aiken"),
     ("题型,题干,A,B,C,答案\n单选题,首都是,北京,上海,广州,A", "a.csv", "excel")],
)  # fmt: skip
def test_the_content_says_which_format_it_is(text: str, name: str, format_: str) -> None:
    found, items = read(text, name)
    assert found == format_
    assert items.items


def test_a_sheet_a_kind_and_a_column_of_options_come_in() -> None:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in (
        ("单选题", [["序号", "试题内容", "选项", "正确答案"], [1, "恒线速指令是", "A.G97\nB.G96\nC.G98", "B"]]),
        ("判断题", [["题目", "答案"], ["M30 结束程序", True], ["=1+1", "错"], ["不知道", "也许"]]),
        ("填空", [["题目", "答案"], ["转速为（  ）r/min", 800.0], ["温度（ ）℃，时间（ ）min", "43；5"]]),
        ("说明", [["请勿修改"]]),
    ):
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    out = BytesIO()
    book.save(out)
    _, found = sniffed.read("题库.xlsx", out.getvalue())
    assert told(found.items) == [
        ("single", ("G96",)), ("judge", (RIGHT,)), ("fill", ("800",)), ("fill", ("43", "5")),
    ]  # fmt: skip
    assert [p.where for p in found.problems] == ["“判断题”第 3 行", "“判断题”第 4 行"]


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PaperReader]:
    made = PaperReader(tmp_path_factory.mktemp("papers") / "tmp")
    yield made
    made.close()


def bomb() -> bytes:
    """A workbook whose strings unpack to 1.2 GB."""
    out = BytesIO()
    book = Workbook()
    book.save(out)
    big = BytesIO()
    with zipfile.ZipFile(out) as old, zipfile.ZipFile(big, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            new.writestr(item, old.read(item))
        with new.open("xl/sharedStrings.xml", "w", force_zip64=True) as part:
            for _ in range(1200):
                part.write(b" " * 1024**2)
    return big.getvalue()


LAUGHS = '<?xml version="1.0"?><!DOCTYPE q [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
) + "]><quiz><question type='truefalse'><questiontext><text>&j;</text></questiontext></question></quiz>"  # fmt: skip


@pytest.mark.slow
def test_what_is_read_apart_comes_back_whole_and_faults_in_words(reader: PaperReader) -> None:
    found = reader.read("卷.txt", TYPED.encode())
    assert (found.format, len(found.items), len(found.problems)) == ("typed", 7, 1)
    for data, name, fault in (
        (b"", "a.xlsx", Unreadable), (b"PK\x03\x04", "a.docx", Unreadable), (b"%PDF-1.7", "a.pdf", UnsupportedType),
        (bomb(), "a.xlsx", TooLarge), (LAUGHS.encode(), "a.xml", Unreadable),
    ):  # fmt: skip
        with pytest.raises(fault):
            reader.read(name, data)
