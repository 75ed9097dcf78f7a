"""A school's own Word template: filled as it stands, told what it asks for; a hostile one is refused before it runs."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from ingest.limits import Limits
from tests.tools.exported import properties, tables, words
from tests.tools.lessons import CITATIONS, LESSON
from tools._export import Kept, Mark, template, values
from tools._export.confined import TemplateFiller
from tools._export.fields import Unknown, fitting, unknown
from trust.errors import Fault, TooLarge, Unreadable, UnsupportedType

MARK = Mark("a1", 1, "传动轴精车", "extract", "", "2026-11-23", ("传动轴车削规程",))
KEPT = Kept("plan_lesson", LESSON.model_dump(mode="json"), CITATIONS, MARK)
RELS = "word/_rels/document.xml.rels"


@pytest.fixture(scope="module")
def filler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TemplateFiller]:
    made = TemplateFiller(tmp_path_factory.mktemp("forms") / "tmp")
    yield made
    made.close()


def form(*lines: str, rows: tuple[str, ...] = (), head: str = "") -> bytes:
    """A Word file as a teacher types it."""
    made: Any = Document()
    for line in lines:
        made.add_paragraph(line)
    if rows:
        table = made.add_table(rows=len(rows), cols=2)
        for row, word in zip(table.rows, rows, strict=True):
            for cell, part in zip(row.cells, word.split("|"), strict=False):
                cell.text = part
    made.sections[0].header.paragraphs[0].text = head
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def changed(data: bytes, name: str, old: str = "", new: str = "") -> bytes:
    """The package with one part changed or added."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for entry in before.infolist():
            body = before.read(entry)
            after.writestr(entry, body.replace(old.encode(), new.encode()) if entry.filename == name and old else body)
        if name not in before.namelist():
            after.writestr(name, new)
    return out.getvalue()


def test_a_school_s_form_is_filled_as_it_stands_and_marked(filler: TemplateFiller) -> None:
    table = ("环节|分钟", "{%tr for 行 in 课中 %}|", "{{ 行.环节 }}|{{ 行.时间 }}", "{%tr endfor %}|")
    own = form("临澜职院 {{ 课题名称 }}（{{ 课时 }} 课时）", "{{ 知识目标 }}", rows=table, head="{{ 授课班级 }}")
    made = filler.fill(own, values(KEPT, "plan"), MARK)
    assert words(made)[0].startswith("【生成内容】")
    assert "临澜职院 传动轴精车（2 课时）" in words(made)
    assert tables(made)[0][1:] == [["导入", "10"], ["示范装夹", "25"], ["分组精车", "40"], ["检测评价", "15"]]
    assert Document(BytesIO(made)).sections[0].header.paragraphs[0].text == "数控 2401 班"
    assert properties(made)["written_by"] == "extract"


def test_placeholders_are_listed_and_unknown_ones_told_with_the_nearest(filler: TemplateFiller) -> None:
    table = ("环节|", "{%tr for 行 in 课中 %}|", "{{ 行.环节名 }}|{{ 行.时间 }}", "{%tr endfor %}|")
    asks = filler.look(form("{{ 课題 }}{{ 课程 }}{% if 难点 %}{{ 校长寄语 }}{% endif %}", rows=table))
    assert set(asks) == {("", "课題"), ("", "课程"), ("", "难点"), ("", "校长寄语"), ("", "课中"), ("课中", "环节名"),
                         ("课中", "时间")}  # fmt: skip
    assert fitting(asks) == "plan"
    told = {u.name: u.nearest for u in unknown("plan", asks)}
    assert told == {"课題": "课题", "校长寄语": "", "课中.环节名": "环节"}


def test_names_nothing_fills_are_left_empty_when_they_are_skipped(filler: TemplateFiller) -> None:
    made = filler.fill(form("甲{{ 校长寄语 }}乙{{ 校长.寄语.深 }}丙"), values(KEPT, "plan"), MARK)
    assert "甲乙丙" in words(made)


def test_our_own_forms_come_back_through_the_same_door(filler: TemplateFiller) -> None:
    asks = filler.look(template("plan"))
    assert unknown("plan", asks) == []
    assert "课中合计" in words(filler.fill(template("plan"), values(KEPT, "plan"), MARK))


@pytest.mark.parametrize(
    "tag",
    [
        "{{ ''.__class__ }}", "{{ 课题.__init__.__globals__ }}", "{{ 课题['__class__'] }}", "{{ 课题|attr('_x') }}",
        "{{ range(9) }}", "{{ cycler.x() }}", "{{ 课题.upper() }}", "{{ 'a' * 9 }}", "{{ 9 ** 9 }}",
        "{{ 课题 ~ (1+1) }}",
        "{% set x = 1 %}", "{% macro m() %}{% endmacro %}", "{% include 'x' %}", "{% import 'x' as y %}",
        "{% extends 'x' %}", "{% for a in [1,2] %}{% endfor %}", "{% for a in 课中 recursive %}{% endfor %}",
        "{{ 课题|tojson }}", "{{ 课题", "{% for a in 课中 %}", "{{ _x }}",
        "{% for a in 课中 %}" * 4 + "x" + "{% endfor %}" * 4,
    ],
)  # fmt: skip
def test_only_names_loops_and_conditions_are_read(filler: TemplateFiller, tag: str) -> None:
    with pytest.raises(Unreadable):
        filler.look(form(tag))
    with pytest.raises(Unreadable):
        filler.fill(form(tag), values(KEPT, "plan"), MARK)


@pytest.mark.parametrize(
    ("name", "old", "new", "wrong"),
    [
        ("word/vbaProject.bin", "", "macro", Unreadable),
        ("[Content_Types].xml", "wordprocessingml.document.main", "wordprocessingml.template.main", UnsupportedType),
        ("[Content_Types].xml", "openxmlformats-officedocument.wordprocessingml.document.main+xml",
         "ms-word.document.macroEnabled.main+xml", Unreadable),
        (RELS, "</Relationships>", '<Relationship Id="x" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
         'relationships/image" Target="http://example.org/a.png" TargetMode="External"/></Relationships>', Unreadable),
        (RELS, "</Relationships>", '<Relationship Id="x" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
         'relationships/aFChunk" Target="a.html"/></Relationships>', Unreadable),
        ("word/document.xml", "<w:body>", '<w:body><w:p><w:r><w:instrText>DDEA</w:instrText></w:r><w:r><w:instrText>UTO'
         "</w:instrText></w:r></w:p>", Unreadable),
        ("word/document.xml", "<w:document", '<!DOCTYPE x [<!ENTITY a "b">]><w:document', Unreadable),
        ("word/embeddings/a.xlsx", "", "x", Unreadable),
        ("word/big.xml", "", "0" * 30_000_000, TooLarge),
    ],
)  # fmt: skip
def test_macros_links_to_outside_and_bombs_are_refused(
    filler: TemplateFiller, name: str, old: str, new: str, wrong: type[Fault]
) -> None:
    with pytest.raises(wrong):
        filler.look(changed(form("{{ 课题 }}"), name, old, new))


def test_what_is_no_word_file_is_no_template(filler: TemplateFiller) -> None:
    for data in (b"PK\x03\x04 broken", b"", changed(form("x"), "[Content_Types].xml", "<", ">")):
        with pytest.raises(Fault):
            filler.look(data)


def test_a_template_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    short = TemplateFiller(tmp_path / "tmp", Limits(seconds=1, memory=1024**3, output=1024**2))
    many = "{% for a in 课中 %}{% for b in 课中 %}{% for c in 课中 %}" + "测" * 99 + "{% endfor %}" * 3
    big = {**values(KEPT, "plan"), "课中": [{"环节": "x"}] * 400}
    try:
        with pytest.raises(Fault):
            short.fill(form(many), big, MARK)
    finally:
        short.close()


def test_the_nearest_name_is_one_of_the_form() -> None:
    assert unknown("plan", [("", "教学难点"), ("", "教案作者"), ("课中", "活动")]) == [
        Unknown("教案作者", ""), Unknown("课中.活动", "教师活动"),
    ]  # fmt: skip
