"""Lessons as Word forms and slides: everything of the plan is there, nothing overflows, the marks tell who wrote it."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from pptx import Presentation
from pptx.util import Emu

from tests.tools.exported import properties, tables, words
from tests.tools.lessons import CITATIONS, LESSON, QUOTES
from tools._export import Kept, Mark, template, written
from tools._export.fields import FORMS, unknown
from tools._export.word import placeholders

MARK = Mark("a1", 2, "传动轴精车", "extract", "", "2026-11-23", ("传动轴车削规程",))


def made(suffix: str, form: Any = None, mark: Mark = MARK, **change: Any) -> bytes:
    result = LESSON.model_copy(update=change).model_dump(mode="json")
    return written(Kept("plan_lesson", result, CITATIONS, mark), suffix, form)


def strings(value: Any) -> list[str]:
    """Every word of a result that is not an id or a name of ours."""
    if isinstance(value, str):
        return [value]
    ours = ("tier", "phase", "document_id", "passage_id", "number")
    inner = [v for k, v in value.items() if k not in ours] if isinstance(value, dict) else value
    return [s for v in inner for s in strings(v)] if isinstance(inner, list) else []


@pytest.mark.parametrize("form", FORMS)
def test_our_own_templates_ask_for_nothing_that_is_not_known(form: Any) -> None:
    assert unknown(form, [(u.rows, u.name) for u in placeholders(template(form))]) == []


@pytest.mark.parametrize(("form", "part"), [("plan", LESSON.plan), ("loose_leaf", LESSON.loose_leaf)])
def test_the_form_holds_every_word_of_the_lesson(form: str, part: Any) -> None:
    told = "\n".join(words(made("docx", form)))
    left_out = {"《传动轴精车》教案"}  # the form says 教案 on top
    for text in strings(part.model_dump()):
        assert text in told or text in left_out, text
    assert "{" not in told


def test_the_minutes_of_class_and_the_points_are_summed_up() -> None:
    rows = [row for table in tables(made("docx", "plan")) for row in table]
    assert ["课中合计", "2 课时", "", "", "90"] in rows
    assert ["合计", "", "", "100", ""] in rows


def test_words_of_a_lesson_are_never_taken_for_a_template_or_for_markup() -> None:
    hostile = "{{ 课题 }} {% for %} <w:br/> & ]]> \x07"
    plan = LESSON.plan.model_copy(update={"place": hostile}) if LESSON.plan else None
    assert any("{{ 课题 }} {% for %} <w:br/> & ]]> " in w for w in words(made("docx", "plan", plan=plan)))


def test_slides_hold_steps_in_order_six_to_a_slide_with_the_quotes_in_the_notes() -> None:
    deck = Presentation(BytesIO(made("pptx")))
    told = [
        [p.text for s in slide.shapes if s.has_text_frame for p in s.text_frame.paragraphs] for slide in deck.slides
    ]
    steps = [line for slide in told if slide[1].startswith("操作步骤") for line in slide[2:]]
    assert LESSON.loose_leaf is not None
    assert [s.partition("：")[2] for s in steps] == [g.text for g in LESSON.loose_leaf.guidance]
    assert max(len(slide) - 2 for slide in told[1:]) <= 6
    notes = [slide.notes_slide.notes_text_frame.text for slide in deck.slides if slide.has_notes_slide]
    for n, quote in enumerate(QUOTES, 1):
        assert any(f"[{n}] 《传动轴车削规程》第 {n} 页 · 二、加工：{quote}" in note for note in notes)
    for heading in ("学习目标", "重点与难点", "安全与职业素养", "课堂小结"):
        assert any(heading in slide for slide in told)


@pytest.mark.parametrize("length", [40, 400, 1500])
def test_a_long_point_still_stands_on_its_slide(length: int) -> None:
    plan = LESSON.plan.model_copy(update={"analysis": []}) if LESSON.plan else None
    assert plan is not None
    long = plan.focus[0].model_copy(update={"text": "测" * length})
    deck = Presentation(BytesIO(made("pptx", plan=plan.model_copy(update={"focus": [long]}))))
    for slide in deck.slides:
        for shape in (s for s in slide.shapes if s.has_text_frame and s.text_frame.text):
            high = 0.0
            for paragraph in shape.text_frame.paragraphs:
                size = max((r.font.size for r in paragraph.runs if r.font.size), default=Emu(0))
                lines = -(-len(paragraph.text) * size // (shape.width - 2 * 91440)) or 1
                high += lines * size * 1.4
            assert high <= shape.height or "【生成内容】" in shape.text_frame.text


def test_a_model_s_words_and_a_person_s_edit_are_told_apart_in_every_kind_of_file() -> None:
    mark = Mark("a1", 2, "传动轴精车", "qwen3", "沈老师", "2026-11-23", ("传动轴车削规程",))
    for suffix in ("docx", "pptx"):
        data = made(suffix, None, mark)
        held = properties(data)
        assert (held["written_by"], held["edited_by"], held["edition"]) == ("qwen3", "沈老师", "2")
        assert '"ContentProducer": "Shuangyuan/qwen3"' in held["AIGC"]
    line = words(made("docx", None, mark))[0]
    assert "由人工智能模型 qwen3 依据所列资料撰写，并经 沈老师 人工修改" in line
    first = Presentation(BytesIO(made("pptx", None, mark))).slides[0]
    assert any("由人工智能模型 qwen3" in s.text_frame.text for s in first.shapes if s.has_text_frame)
