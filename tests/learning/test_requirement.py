"""Requirement rows and their coverage: verbatim, placed, never invented."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.words import Lexicon
from learning.coverage import cells
from learning.module import modules
from learning.requirement import kind_of, requirements
from learning.validity import newer, standing
from trust.labels import parse
from trust.sources import Locator, Passage

TELLING = Lexicon().telling
STANDARD = (
    "工作领域 1 数控编程\n工作任务 1.1 车削编程\n1.1.1 能根据零件图样编写外圆与螺纹的车削程序。\n"
    "1.1.2 能使用刀尖圆弧补偿。\n工作任务 1.2 程序校验\n1.2.1 能用仿真软件校验程序。\n"
    "工作领域 2 零件检测\n工作任务 2.1 尺寸检测\n2.1.1 能用外径千分尺测量轴颈。"
)
TABLE = (
    "工作领域: 零件检测；工作任务: 尺寸检测；职业技能要求: 能用外径千分尺测量轴颈；等级: 初级\n"
    "工作领域: 零件检测；工作任务: 几何误差检测；职业技能要求: 能用百分表测圆跳动；等级: 高级"
)
PROFILE = (
    "岗位职责\n● 独立对刀，填写首件卡。\n● 发现尺寸异常时先停机。\n薪酬与晋升\n● 学徒期 4 个月。\n"
    "能力要求\n能力: 测量；入职: 千分尺；一年后: 粗糙度仪"
)


def passage(text: str, title: str = "资料", n: int = 0, heading: str | None = None) -> Passage:
    return Passage(
        f"{title}-{n}", title, title, text, Locator(heading=heading), parse("school/public"), "course", n
    )


def test_a_certificate_standard_keeps_its_areas_tasks_and_skills() -> None:
    rows = requirements([passage(STANDARD, "数控车工职业技能等级标准（中级）")], "certificate")
    assert [(r.area, r.task, r.level) for r in rows] == [
        ("数控编程", "车削编程", "中级"), ("数控编程", "车削编程", "中级"), ("数控编程", "程序校验", "中级"),
        ("零件检测", "尺寸检测", "中级"),
    ]  # fmt: skip
    assert rows[0].text == "能根据零件图样编写外圆与螺纹的车削程序。"
    assert rows[0].quote.startswith("1.1.1")


def test_a_certificate_table_gives_one_row_a_skill() -> None:
    rows = requirements([passage(TABLE, "等级标准")], "certificate")
    assert [(r.area, r.task, r.text, r.level) for r in rows] == [
        ("零件检测", "尺寸检测", "能用外径千分尺测量轴颈", "初级"),
        ("零件检测", "几何误差检测", "能用百分表测圆跳动", "高级"),
    ]


def test_pay_is_no_requirement_of_a_job() -> None:
    rows = requirements([passage(PROFILE, "岗位画像")], "post")
    assert [r.section for r in rows] == ["岗位职责", "岗位职责", "能力要求"]
    assert not any("学徒期" in r.text for r in rows)


def test_what_a_document_holds_is_told_by_its_title() -> None:
    assert kind_of("岗位画像：数控车工（中级）") == "post"
    assert kind_of("数控综合应用校赛赛项规程") == "competition"
    assert kind_of("网店运营推广职业技能等级（中级）校内备考大纲") == "certificate"
    assert kind_of("创新创业训练计划要求") == "venture"
    assert kind_of("竞赛题库（含答案）") is None
    assert kind_of("传动轴工序卡") is None


LINES = st.lists(
    st.sampled_from([*STANDARD.split("\n"), *TABLE.split("\n"), *PROFILE.split("\n"), "正文一句。", "", "：", "1."]),
    max_size=12,
)


@settings(max_examples=60)
@given(LINES, st.sampled_from(["post", "competition", "certificate", "venture"]), st.none() | st.text(max_size=8))
def test_every_row_is_verbatim_and_stands_once(lines: list[str], kind: str, heading: str | None) -> None:
    source = passage("\n".join(lines), heading=heading)
    rows = requirements([source], kind)  # type: ignore[arg-type]
    assert all(r.quote in source.text and r.text in r.quote for r in rows)
    assert len({r.quote for r in rows}) == len(rows)


@settings(max_examples=60)
@given(LINES, LINES)
def test_every_cell_quotes_a_passage_of_its_module(asked: list[str], taught: list[str]) -> None:
    course = [passage(line, "教材 第一章", n) for n, line in enumerate(taught)]
    rows, made = requirements([passage("\n".join(asked), "标准")], "certificate"), modules(course)
    found = cells(rows, made, TELLING)
    assert all(u.text in u.passage.text and u.passage in course for c in found for u in c.quoted)
    assert len({(c.requirement, c.module) for c in found}) == len(found)
    assert found == cells(rows, made, TELLING)


def test_a_taught_skill_is_covered_and_an_untaught_one_is_a_gap() -> None:
    chapter = [
        passage("外径千分尺分度 0.01 mm，测量轴颈前用校对量杆对零。", "教材 公差", 0),
        passage("粗车切掉的金属多，力大热多。", "教材 公差", 1), passage("换刀以后回到循环起点。", "教材 公差", 2),
        passage("切削液浓度用折光仪检查。", "教材 公差", 3),
    ]  # fmt: skip
    rows = requirements([passage("● 能用外径千分尺测量轴颈。\n● 能组织班组质量改善会议。", "标准")], "post")
    covered = cells(rows, modules(chapter), TELLING)
    assert [c.requirement for c in covered] == [0]
    assert covered[0].quoted[0].text.startswith("外径千分尺")


def test_a_course_standard_gives_its_projects() -> None:
    text = "项目: 项目一；内容: 安全与机床认识；学时: 8\n项目: 项目二；内容: 阶梯轴车削；学时: 24"
    made = modules([passage(text, "《数控车削》课程标准")])
    assert [m.name for m in made] == ["项目一 安全与机床认识", "项目二 阶梯轴车削"]
    assert modules([passage("编号: 1；姓名: 甲", "班级名册")]) == ()


def test_the_earlier_of_record_and_text_ends_a_document() -> None:
    said = standing("赛项规程（2023）", "x.pdf", ["本规程有效期至2024年12月31日。"], None, date(2027, 1, 1))
    assert (said.version, said.ends, said.quote) == ("2023", date(2024, 12, 31), "有效期至2024年12月31日")
    assert said.expired(date(2025, 1, 1))
    assert not said.expired(date(2024, 12, 31))
    assert standing("甲", "乙 V2.1.docx", ["自 2023 年 9 月 1 日起执行"], None, None).ends is None


def test_a_later_year_replaces_and_another_document_does_not() -> None:
    assert newer("数控赛项规程（2024）", "数控赛项规程（2025）")
    assert not newer("数控赛项规程（2025）", "数控赛项规程（2024）")
    assert not newer("数控赛项规程（2024）", "网店赛项规程（2025）")
