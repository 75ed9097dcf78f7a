"""A radar chart in a Word file, as Word's own chart: drawn with the document's fonts, editable, numbers behind it.

The chart's XML is python-pptx's. A value that is None leaves a gap: nothing is drawn as zero. Knows no dimension.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any, cast

from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Cm
from pptx.chart.data import CategoryChartData
from pptx.chart.xmlwriter import ChartXmlWriter
from pptx.enum.chart import XL_CHART_TYPE

_CHART = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/chart"
_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_INLINE = (
    '<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
    '<wp:extent cx="{width}" cy="{height}"/><wp:docPr id="1001" name="radar" descr="{told}"/>'
    '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
    '<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="{relation}"/>'
    "</a:graphicData></a:graphic></wp:inline></w:drawing>"
)


def draw(paragraph: Any, axes: Sequence[tuple[str, float | None]], name: str, told: str) -> None:
    """Into a paragraph: percents by axis, 0 to 100. `told` says the same in words, for who does not see it."""
    part = paragraph.part
    chart = Part(PackURI("/word/charts/chart1.xml"), _TYPE, _xml(axes, name), part.package)
    relation = part.relate_to(chart, _CHART)
    inline = _INLINE.format(width=Cm(10), height=Cm(7.5), relation=relation, told=escape(told))
    paragraph.add_run()._r.append(parse_xml(inline))


def _xml(axes: Sequence[tuple[str, float | None]], name: str) -> bytes:
    data = cast(Any, CategoryChartData)(number_format="0")
    data.categories = [axis for axis, _ in axes]
    data.add_series(name, [value for _, value in axes])
    xml = str(cast(Any, ChartXmlWriter)(XL_CHART_TYPE.RADAR_MARKERS, data).xml)
    scale = '<c:scaling><c:orientation val="minMax"/><c:max val="100"/><c:min val="0"/></c:scaling>'
    before, axis, after = xml.partition("<c:valAx>")
    xml = before + axis + after.replace("<c:scaling/>", scale, 1)
    for usual, ours in (('sz="1800"', 'sz="900"'), ('autoTitleDeleted val="0"', 'autoTitleDeleted val="1"')):
        xml = xml.replace(usual, ours)
    return xml.encode()
