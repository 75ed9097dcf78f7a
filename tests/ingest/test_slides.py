"""PPTX: a heading a slide, reading order, numbers, tables, charts, notes; slides without words are named."""

from __future__ import annotations

import io
from typing import Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.oxml import parse_xml
from pptx.util import Cm

from ingest import slides
from ingest.parsed import Parsed

A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'


def told(show: Any) -> Parsed:
    buffer = io.BytesIO()
    show.save(buffer)
    return slides.read(buffer.getvalue())


def test_a_slide_is_read_from_its_title_down_with_numbers_and_notes() -> None:
    show = Presentation()
    slide = show.slides.add_slide(show.slide_layouts[1])
    slide.shapes.title.text = "安全操作"
    frame = slide.placeholders[1].text_frame
    frame.text = "穿工作服"
    frame.add_paragraph().text = "戴护目镜"
    for paragraph in frame.paragraphs:
        paragraph._p.get_or_add_pPr().insert(0, parse_xml(f'<a:buAutoNum {A} type="arabicPeriod"/>'))
    slide.notes_slide.notes_text_frame.text = "讲三分钟"
    box = slide.shapes.add_textbox(Cm(1), Cm(0.1), Cm(5), Cm(1))
    box.text_frame.text = "左上角文字"
    show.slides.add_slide(show.slide_layouts[6])
    parsed = told(show)
    assert [(b.kind, b.text) for b in parsed.blocks] == [
        ("heading", "安全操作"), ("paragraph", "左上角文字"), ("step", "1. 穿工作服"), ("step", "2. 戴护目镜"),
        ("note", "讲三分钟"),
    ]  # fmt: skip
    assert {b.locator.slide for b in parsed.blocks} == {1}
    assert tuple(n.zh for n in parsed.unread) == ("第 2 张幻灯片没有文字",)


def test_tables_and_charts_become_rows() -> None:
    show = Presentation()
    slide = show.slides.add_slide(show.slide_layouts[6])
    table = slide.shapes.add_table(2, 2, Cm(1), Cm(1), Cm(8), Cm(3)).table
    for (r, c), text in {(0, 0): "刀具", (0, 1): "寿命/min", (1, 0): "外圆车刀", (1, 1): "45"}.items():
        table.cell(r, c).text = text
    data = CategoryChartData()
    data.categories = ["一月", "二月"]
    data.add_series("合格率", (97.5, 98))
    slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, Cm(1), Cm(6), Cm(8), Cm(5), data)
    assert [b.text for b in told(show).blocks] == [
        "刀具: 外圆车刀；寿命/min: 45",
        "一月；合格率: 97.5",
        "二月；合格率: 98",
    ]
