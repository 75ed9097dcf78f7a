"""The answer without a model: verbatim, short, shaped as asked, every sentence with its source."""

from __future__ import annotations

import re

import pytest

from agent.cite import bind
from agent.draft import Draft
from agent.extract import LENGTH, extract
from agent.listing import LENGTH as STEPS_LENGTH
from agent.wants import Wants
from tests.agent.given import findings, passage
from trust.sources import Citation, Findings

SPEED, FEED = "粗车主轴转速为 800~1200 r/min。", "进给量取 0.2~0.3 mm/r。"
TURNING = passage(0, f"{SPEED}{FEED}精车转速为 1600 r/min。")
STEPS = "更换刀片按以下步骤进行：\n1. 按下急停按钮。\n2. 松开刀片螺钉。\n3. 换上新刀片并拧紧。\n注意：戴手套。"
PLAIN = Wants()


def said(found: Findings, asked: Wants = PLAIN, language: str = "zh") -> tuple[str, tuple[Citation, ...]]:
    pieces, citations = bind(extract(found, language, asked), found)
    return "".join(p.text for p in pieces), citations


def test_a_quote_is_framed_by_its_title_and_marked() -> None:
    text, citations = said(findings(TURNING, quotes=[(0, SPEED)]))
    assert text == f"根据《主轴加工工艺规程》：{SPEED}[1]"
    assert [(c.n, c.passage_id, c.document_id, c.quote) for c in citations] == [(1, "p0", "d1", SPEED)]


def test_an_english_question_gets_english_framing_and_the_quote_as_it_stands() -> None:
    text, _ = said(findings(TURNING, quotes=[(0, SPEED)]), language="en")
    assert text == f"According to “主轴加工工艺规程”: {SPEED}[1]"


def test_two_quotes_of_one_passage_share_one_citation_in_the_passage_s_order() -> None:
    text, citations = said(findings(TURNING, quotes=[(0, FEED), (0, SPEED)]))
    assert text.index(SPEED) < text.index(FEED)
    assert [c.quote for c in citations] == [SPEED + FEED]


def test_quotes_far_apart_in_one_passage_stay_two_citations() -> None:
    long = passage(0, SPEED + "一" * 500 + FEED)
    _, citations = said(findings(long, quotes=[(0, SPEED), (0, FEED)]))
    assert [(c.n, c.quote) for c in citations] == [(1, SPEED), (2, FEED)]


def test_a_second_document_is_named_too() -> None:
    other = passage(1, FEED, title="车工作业指导书", document="d2")
    text, citations = said(findings(TURNING, other, quotes=[(0, SPEED), (1, FEED)]))
    assert text == f"根据《主轴加工工艺规程》：{SPEED}[1]\n《车工作业指导书》中还提到：{FEED}[2]"
    assert [c.document_id for c in citations] == ["d1", "d2"]


def test_steps_and_rows_stand_on_lines_of_their_own_and_sentences_run_on() -> None:
    steps = ("1. 粗车外圆，主轴转速420 r/min。", "2. 精车内孔，主轴转速760 r/min。")
    other = passage(1, "\n".join(steps), title="法兰盘工艺规程", document="d2")
    text, _ = said(findings(TURNING, other, quotes=[(0, SPEED), (0, FEED), (1, steps[0]), (1, steps[1])]))
    assert text == (
        f"根据《主轴加工工艺规程》：{SPEED}[1] {FEED}[1]\n"
        f"《法兰盘工艺规程》中还提到：\n{steps[0]}\n{steps[1]}[2]"
    )


def test_a_quote_inside_a_table_row_shows_the_whole_row() -> None:
    row = "工序: 粗车；主轴转速（r/min）: 900；进给量（mm/r）: 0.25"
    above = "工序: 下料；设备: 锯床；备注: 无"
    table = passage(0, f"{above}\n{row}\n工序: 精车；主轴转速（r/min）: 1600；进给量（mm/r）: 0.1")
    text, citations = said(findings(table, quotes=[(0, "主轴转速（r/min）: 900")]))
    assert row in text
    assert citations[0].quote == row


def test_the_row_the_question_is_about_is_shown_whatever_row_the_reader_took() -> None:
    names = ("林知夏", "周予安", "沈牧云", "陆衡之")
    table = passage(0, "\n".join(f"姓名: {name}；组别: 甲组；得分: 8{n}" for n, name in enumerate(names)))
    taken = "\n".join(table.text.split("\n")[:2])
    found = findings(table, quotes=[(0, taken)], query="沈牧云的得分")
    text, citations = said(found)
    assert text.endswith("姓名: 沈牧云；组别: 甲组；得分: 82[1]")
    assert citations[0].quote == "姓名: 沈牧云；组别: 甲组；得分: 82"
    assert not any(name in text for name in names if name != "沈牧云")


def test_rows_and_first_lines_that_say_nothing_of_the_question_are_left_out() -> None:
    table = passage(0, "指令: G71；用途: 外圆粗车循环\n指令: G04；用途: 程序暂停\n指令: G28；用途: 返回参考点")
    text, _ = said(findings(table, quotes=[(0, "\n".join(table.text.split("\n")[:2]))], query="G71的用途"))
    assert "G71" in text
    assert "G04" not in text
    rules = passage(0, "每周五全体参加安全检查。\n1. 任何人都可以按下红色总停按钮。")
    text, citations = said(findings(rules, quotes=[(0, rules.text)], query="总停按钮谁可以按"))
    assert citations[0].quote == "1. 任何人都可以按下红色总停按钮。"


def test_an_exercise_with_its_key_is_quoted_only_where_nothing_else_says_as_much() -> None:
    bank = passage(0, "编号: C01；题干: 恒线速控制的指令是；A: G97；B: G96；答案: B", title="练习题库", document="d2")
    book = passage(1, "车端面宜用恒线速功能 G96。", title="校本教材", document="d3")
    text, _ = said(findings(bank, book, quotes=[(0, bank.text), (1, book.text)], query="解释一下什么是恒线速"))
    assert "答案" not in text
    text, _ = said(findings(bank, book, quotes=[(0, bank.text), (1, book.text)], query="恒线速控制的指令是什么"))
    assert "答案: B" in text


def test_asked_for_the_largest_the_row_with_the_largest_number_is_shown() -> None:
    shares = (("装夹变形", 24.1), ("刀具崩刃", 36.8), ("程序错误", 9.0))
    table = passage(0, "\n".join(f"原因: {why}；占比: {share}%；损失 万元: 9" for why, share in shares))
    for question, why in (("报废原因里占比最大的是哪一个", "刀具崩刃"), ("占比最小的原因", "程序错误")):
        found = findings(table, quotes=[(0, "原因: 装夹变形；占比: 24.1%")], query=question)
        assert why in said(found)[0]
        assert said(found)[0].count("原因") == 1


def test_a_further_quote_that_hardly_meets_the_question_is_left_out() -> None:
    other = passage(1, "午餐在食堂二楼供应。", title="食堂通知", document="d2")
    near = passage(2, "粗车进给量取 0.25 mm/r。", title="车工手册", document="d3")
    quotes = [(0, SPEED), (1, other.text), (2, near.text)]
    found = findings(TURNING, other, near, quotes=quotes, query="粗车主轴转速进给量")
    assert "食堂" not in said(found)[0]
    assert near.text in said(found)[0]


def test_headings_at_the_ends_of_a_quote_are_left_out() -> None:
    text = f"二、切削参数\n{SPEED}\n3.2 冷却"
    assert said(findings(passage(0, text), quotes=[(0, text)]))[0] == f"根据《主轴加工工艺规程》：{SPEED}[1]"


def test_a_title_with_marks_of_its_own_is_framed_once() -> None:
    text, _ = said(findings(passage(0, SPEED, title="《车工》课程标准"), quotes=[(0, SPEED)]))
    assert text.startswith("根据《〈车工〉课程标准》：")


def test_a_question_for_steps_lists_them_verbatim() -> None:
    text, citations = said(findings(passage(0, STEPS), quotes=[(0, "2. 松开刀片螺钉。")]), Wants(steps=True))
    assert text == "《主轴加工工艺规程》中的步骤：\n1. 按下急停按钮。\n2. 松开刀片螺钉。\n3. 换上新刀片并拧紧。[1]"
    assert citations[0].quote == "1. 按下急停按钮。\n2. 松开刀片螺钉。\n3. 换上新刀片并拧紧。"


def test_one_step_is_given_alone_and_a_missing_one_is_said_to_be_missing() -> None:
    found = findings(passage(0, STEPS), quotes=[(0, "更换刀片按以下步骤进行：")])
    assert said(found, Wants(True, 2))[0] == "《主轴加工工艺规程》中的第 2 步：\n2. 松开刀片螺钉。[1]"
    assert said(found, Wants(True, -1))[0].endswith("3. 换上新刀片并拧紧。[1]")
    missing = said(found, Wants(True, 9))[0]
    assert "只有 3 步" in missing
    assert "1. 按下急停按钮。" in missing


@pytest.mark.parametrize(
    "text",
    [
        "（1）开机。\n（2）回零。\n（3）对刀。", "①开机；②回零；③对刀。",
        "第一步：开机。\n第二步：回零。\n第三步：对刀。",
        "一、开机\n二、回零\n三、对刀", "1）开机\n2）回零\n3）对刀", "1 开机\n2 回零\n3 对刀",
        "步骤如下：1. 开机。2. 回零。3. 对刀。",
        "Step 1 switch on 开机\nStep 2 home 回零\nStep 3 set 对刀",
    ],
)
def test_steps_are_found_however_they_are_numbered(text: str) -> None:
    found = findings(passage(0, text), quotes=[(0, "回零")])
    listed, citations = said(found, Wants(steps=True))
    assert [word for word in ("开机", "回零", "对刀") if word in listed] == ["开机", "回零", "对刀"]
    assert listed.count("\n") == 3
    assert citations[0].quote in text
    assert "回零" in said(found, Wants(True, 2))[0]
    assert "开机" not in said(found, Wants(True, 2))[0]


def test_steps_go_on_in_the_next_passage() -> None:
    first, second = passage(0, "1. 开机。\n2. 回零。"), passage(1, "3. 对刀。\n4. 试切。\n其他说明。")
    text, citations = said(findings(second, first, quotes=[(1, "2. 回零。")]), Wants(steps=True))
    assert [line[:2] for line in text.split("\n")[1:]] == ["1.", "2.", "3.", "4."]
    assert [c.passage_id for c in citations] == ["p0", "p1"]


def test_a_table_of_steps_is_listed_row_by_row() -> None:
    kinds = ("1 预冲；介质: 回收水", "2 碱洗（受热设备）；介质: 碱", "2 碱洗（发酵罐）；介质: 碱", "3 终冲；介质: 纯水")
    rows = "\n".join(f"步骤: {kind}" for kind in kinds)
    found = findings(passage(0, rows), quotes=[(0, "步骤: 1 预冲")])
    assert said(found, Wants(True))[0] == f"《主轴加工工艺规程》中的步骤：\n{rows}[1]"
    assert "预冲" not in said(found, Wants(True, 2))[0]
    assert said(found, Wants(True, 2))[0].count("碱洗") == 2


def test_a_quote_that_is_no_step_stands_before_the_steps() -> None:
    text, citations = said(findings(passage(0, STEPS), quotes=[(0, "注意：戴手套。")]), Wants(True))
    assert text.startswith("根据《主轴加工工艺规程》：注意：戴手套。[1]\n《主轴加工工艺规程》中的步骤：\n1. 按下")
    assert "注意：戴手套。" in citations[0].quote


def test_what_stands_between_two_steps_stays_with_the_first() -> None:
    text = "1. 开机。\n（1）合上总闸。\n（2）按绿色按钮。\n2. 回零。\n先 X 轴后 Z 轴。\n3. 对刀。\n备注：戴护目镜。"
    found = findings(passage(0, text), quotes=[(0, "3. 对刀。")])
    assert "（2）按绿色按钮。" in said(found, Wants(True, 1))[0]
    assert "先 X 轴后 Z 轴。" in said(found, Wants(True, 2))[0]
    assert said(found, Wants(True, 3))[0].endswith("3. 对刀。[1]")


def test_headings_over_lists_are_no_steps_and_the_list_asked_for_is_taken() -> None:
    text = "一、开机\n1. 合闸。\n2. 回零。\n二、关机\n1. 退刀。\n2. 断电。\n3. 清扫。"
    found = findings(passage(0, text), quotes=[(0, "2. 回零。")], query="车床关机的步骤")
    assert said(found, Wants(True))[0].endswith("中的步骤：\n1. 退刀。\n2. 断电。\n3. 清扫。[1]")
    assert "合闸" in said(findings(passage(0, text), quotes=[(0, "2. 回零。")], query="开机的步骤"), Wants(True))[0]


def test_a_heading_at_the_top_of_a_passage_continues_no_list() -> None:
    first, second = passage(0, "1. 甲。\n2. 乙。\n3. 丙。"), passage(1, "四、验收\n1. 丁。\n2. 戊。")
    found = findings(first, second, quotes=[(0, "2. 乙。")], query="甲乙丙的步骤")
    assert "验收" not in said(found, Wants(True))[0]


def test_decimals_and_dates_are_no_steps() -> None:
    found = findings(passage(0, "1.5 mm 为余量。\n2.5 mm 为上限。\n2024.1 起执行"), quotes=[(0, "1.5 mm 为余量。")])
    assert "步骤" not in said(found, Wants(steps=True))[0]


def test_long_answers_are_kept_short() -> None:
    many = [passage(i, "长" * 119 + "。", document=f"d{i}") for i in range(8)]
    text, citations = said(findings(*many, quotes=[(i, "长" * 119 + "。") for i in range(8)]))
    assert len(citations) == 3
    assert len(text) <= LENGTH + 100
    steps = passage(0, "\n".join(f"{n}. {'做' * 60}。" for n in range(1, 30)))
    text, _ = said(findings(steps, quotes=[(0, f"1. {'做' * 60}。")]), Wants(steps=True))
    assert len(text) <= STEPS_LENGTH + 100
    assert text.endswith("（其余步骤请点开出处查看。）")


@pytest.mark.parametrize(
    "found",
    [findings(TURNING, quotes=[(0, SPEED)], sure=False), findings(TURNING, quotes=[]), findings(quotes=[])],
)
def test_what_the_reader_is_not_sure_of_is_not_said(found: Findings) -> None:
    assert extract(found, "zh", PLAIN) == Draft(answered=False, sentences=[])


def test_a_quote_that_is_not_in_its_passage_is_left_out() -> None:
    assert not extract(findings(TURNING, quotes=[(0, "粗车转速为 5000 r/min。")]), "zh", PLAIN).answered


def test_every_quote_is_verbatim_and_every_mark_has_its_citation() -> None:
    both = findings(TURNING, passage(1, STEPS, document="d2"), quotes=[(1, "2. 松开刀片螺钉。"), (0, SPEED)])
    for asked in (PLAIN, Wants(True), Wants(True, 1)):
        text, citations = said(both, asked)
        texts = {p.id: p.text for p in both.passages}
        assert all(c.quote in texts[c.passage_id] for c in citations)
        assert {int(n) for n in re.findall(r"\[(\d)\]", text)} == {c.n for c in citations}
