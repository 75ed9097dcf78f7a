"""Labels are proposed from marks, titles and data about people; only ever stricter; running text raises nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.classify import propose, reasons
from ingest.personal import holds_personal_data, is_identity_number, passes_luhn
from trust.labels import parse

PLAIN = "数控车床开机前检查油位。\n主轴转速 800 r/min。"


def raised(label: str, title: str, text: str, *margins: str) -> str | None:
    base = parse(label)
    found = propose(base, min(base.owners), title, text, margins)
    return None if found is None else str(found)


@pytest.mark.parametrize(
    ("title", "text", "margins", "expected"),
    [
        ("工艺卡【机密】", PLAIN, (), "acme/confidential"),
        ("工艺卡", f"机密\n{PLAIN}", (), "acme/confidential"),
        ("工艺卡", f"密级：机密\n{PLAIN}", (), "acme/confidential"),
        ("工艺卡", f"文件编号: A1；密级: 受限\n{PLAIN}", (), "acme/restricted"),
        ("工艺卡", PLAIN, ("ACME Company Confidential",), None),
        ("工艺卡", PLAIN, ("Company Confidential",), "acme/confidential"),
        ("工艺卡", PLAIN, ("某某公司 机密",), "acme/confidential"),
        ("工艺卡", PLAIN, ("内部资料 请勿外传",), "acme/restricted"),
        ("内部资料（第 2 版）", "内部资料\n" + PLAIN, (), None),
        ("酸奶配方表", PLAIN, (), "acme/confidential"),
        ("大客户名单 2024", PLAIN, (), "acme/confidential"),
        ("刀具报价单", PLAIN, (), "acme/restricted"),
        ("客诉 8D 报告", "报告编号 17。发放范围：班长以上。\n" + PLAIN, (), "acme/restricted"),
        ("期末试卷答案", PLAIN, (), "acme/restricted"),
    ],
)
def test_marks_and_titles(title: str, text: str, margins: tuple[str, ...], expected: str | None) -> None:
    assert raised("acme/internal", title, text, *margins) == expected


@pytest.mark.parametrize(
    ("filename", "expected"),
    [("客户名单 2024.xlsx", "acme/confidential"), ("工艺卡【机密】.docx", "acme/confidential"), ("工艺卡.docx", None)],
)
def test_a_file_name_is_judged_like_a_title(filename: str, expected: str | None) -> None:
    found = propose(parse("acme/internal"), "acme", "工艺卡", PLAIN, filename=filename)
    assert (None if found is None else str(found)) == expected


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "保密制度与职业道德",
            "第一章 保密意识\n企业机密是指不为公众所知悉的信息，员工应当保密。配方、报价、客户名单均属机密。",
        ),
        ("配方设计基础", "酸奶配方由原料乳、糖和发酵剂组成。"),
        ("报价策略", "电商运营应学会报价。"),
        ("练习题库（含答案）", "1. 转速单位？答案：r/min"),
        ("试卷编制规范", "答案应单独存放。"),
        ("信息安全（机密性、完整性、可用性）", "机密性 Confidentiality 指信息不泄露。"),
        ("网店客服话术", "客户名单的维护方法如下。"),
    ],
)
def test_a_textbook_that_discusses_secrets_is_not_raised(title: str, text: str) -> None:
    assert raised("school/public", title, text) is None


def test_only_ever_stricter_and_openings_are_closed_by_a_stricter_level() -> None:
    assert raised("acme/confidential", "配方表", "机密") is None
    assert raised("acme/restricted", "报价单", PLAIN) is None
    assert raised("acme/internal|course:cnc1", "工艺卡", "密级：内部") is None
    assert raised("acme/internal|course:cnc1", "工艺卡", "密级：机密") == "acme/confidential"
    floor = parse("acme/restricted")
    assert propose(parse("acme/public"), "acme", "说明", PLAIN, floor=floor) == parse("acme/restricted")
    assert propose(parse("acme/confidential"), "acme", "说明", PLAIN, floor=floor) is None


@given(
    st.sampled_from(["public", "internal", "restricted", "confidential"]), st.text(max_size=60), st.text(max_size=200)
)
def test_a_proposal_is_always_stricter(level: str, title: str, text: str) -> None:
    base = parse(f"acme/{level}")
    found = propose(base, "acme", title, text)
    assert found is None or (base.flows_to(found) and not found.flows_to(base))


def test_identity_and_card_numbers_are_checked() -> None:
    assert is_identity_number("11010519491231002X")
    assert not is_identity_number("110105194912310021")
    assert passes_luhn("79927398713")
    assert not passes_luhn("79927398710")
    assert holds_personal_data("身份证 11010519491231002X")
    assert not holds_personal_data("零件号 110105194912310021，批号 202403051234")
    assert holds_personal_data("开户 4012 8888 8888 1881")
    assert not holds_personal_data("订单 4012 8888 8888 1882")


def test_rosters_are_personal_and_single_contacts_are_not() -> None:
    rows = [f"序号: {n}；姓名: 学生{n}；学号: 23010{n}；成绩: {80 + n}" for n in range(5)]
    assert raised("school/internal", "机制 2301 班", "\n".join(rows)) == "school/restricted"
    phones = [f"姓名: 李{n}；岗位: 操作工；手机: 1381234567{n}" for n in range(4)]
    assert raised("acme/public", "班组", "\n".join(phones)) == "acme/restricted"
    assert raised("school/public", "招生简章", "联系人姓名: 王老师；电话: 13812345678") is None
    assert (
        raised("school/public", "角色", "姓名: 张三；岗位: 车工\n姓名: 李四；岗位: 铣工\n姓名: 王五；岗位: 钳工")
        is None
    )


def test_what_is_about_one_person_is_already_theirs() -> None:
    assert raised("school/self:p1", "我的档案", "身份证 11010519491231002X") is None


def test_foreign_texts_raise_nothing(data_folder: Path) -> None:
    """Résumé sentences (names, posts, schools) and encyclopaedia paragraphs: no marks, no false alarm."""
    resumes = (data_folder / "security/resume_ner_dev.char.bmes").read_text().split("\n\n")
    for block in resumes:
        assert raised("school/public", "简历", "".join(line.split(" ")[0] for line in block.splitlines())) is None
    for line in (data_folder / "retrieval/cmrc2018/dev/corpus.jsonl").read_text().splitlines():
        entry = json.loads(line)
        assert raised("school/public", entry["title"], entry["text"]) is None


@pytest.mark.parametrize(
    ("title", "text", "rule", "line"),
    [("规程", "机密\n\n正文。", "mark", "机密"), ("热处理配方表", "正文一。", "title", "热处理配方表"),
     ("说明", "一\n密级：受限\n二", "declared", "密级：受限"),
     ("名单", "身份证号：110101199003078515", "personal", "身份证号：110101199003078515")],
)  # fmt: skip
def test_the_reasons_name_the_lines_that_asked(title: str, text: str, rule: str, line: str) -> None:
    found = reasons(parse("acme/public"), "acme", title, text)
    assert (rule, line) in [(r.rule, r.line) for r in found]
    proposed = propose(parse("acme/public"), "acme", title, text)
    assert proposed is not None
    assert f"acme:{found[0].level}" in {a for c in proposed.clauses for a in c}


def test_nothing_proposed_has_no_reason() -> None:
    assert reasons(parse("acme/public"), "acme", "课程说明", "本课程共三十二学时。") == ()
    assert reasons(parse("acme/confidential"), "acme", "规程", "机密") == ()
