"""PDF: headings by size, paragraphs over lines and pages, ruled tables, running headers dropped, empty pages named."""

from __future__ import annotations

import io

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from ingest import pdf
from ingest.parsed import Parsed
from tests.ingest.made import pdf as made_pdf
from tests.ingest.made import stream
from trust.errors import Unreadable

FONT = "STSong-Light"
LINE = "数控车床开机前必须检查润滑油位气源压力冷却液液位并确认卡盘扳手已经取下放好"


class Draw:
    """A few pages drawn by hand."""

    def __init__(self, password: str | None = None) -> None:
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
        self.buffer = io.BytesIO()
        self.canvas = Canvas(self.buffer, pagesize=A4, encrypt=password)
        self.top = 760.0

    def line(self, text: str, size: float = 12, x: float = 72) -> None:
        self.canvas.setFont(FONT, size)
        self.canvas.drawString(x, self.top, text)
        self.top -= size * 1.6

    def page(self, number: int) -> None:
        self.canvas.setFont(FONT, 9)
        self.canvas.drawString(72, 810, "某某公司 工艺文件 受控")
        self.canvas.drawString(290, 30, f"第 {number} 页")
        self.canvas.showPage()
        self.top = 760

    def table(self, rows: list[list[str]]) -> None:
        self.canvas.setFont(FONT, 11)
        xs = [72 + 110 * n for n in range(len(rows[0]) + 1)]
        ys = [self.top - 22 * n for n in range(len(rows) + 1)]
        self.canvas.grid(xs, ys)
        for r, row in enumerate(rows):
            for c, text in enumerate(row):
                self.canvas.drawString(xs[c] + 4, ys[r] - 15, text)
        self.top = ys[-1] - 20

    def read(self) -> Parsed:
        self.canvas.save()
        return pdf.read(self.buffer.getvalue())


def test_headings_paragraphs_steps_tables_and_running_headers() -> None:
    draw = Draw()
    draw.line("数控车削工艺规程", 20)
    draw.line("一、准备", 15)
    draw.line(LINE)
    draw.line("，然后方可启动主轴。")
    draw.line("1. 回参考点")
    draw.line("2. 对刀")
    draw.table([["工序", "转速", "进给"], ["粗车", "800", "0.25"], ["精车", "1200", "0.1"]])
    draw.line(LINE)
    draw.page(1)
    draw.line("并填写点检表，交给班组长签字。")
    draw.page(2)
    draw.page(3)
    draw.canvas.showPage()
    parsed = draw.read()
    assert [(b.kind, b.text) for b in parsed.blocks] == [
        ("heading", "数控车削工艺规程"), ("heading", "一、准备"), ("paragraph", f"{LINE}，然后方可启动主轴。"),
        ("step", "1. 回参考点"), ("step", "2. 对刀"), ("row", "工序: 粗车；转速: 800；进给: 0.25"),
        ("row", "工序: 精车；转速: 1200；进给: 0.1"), ("paragraph", f"{LINE}并填写点检表，交给班组长签字。"),
    ]  # fmt: skip
    assert [b.level for b in parsed.blocks[:2]] == [1, 2]
    assert {b.locator.page for b in parsed.blocks} == {1}
    assert any("受控" in margin for margin in parsed.margins)
    assert tuple(n.zh for n in parsed.unread) == ("第 4 页没有可读的文字",)


def test_a_table_that_goes_on_overleaf_keeps_its_header() -> None:
    draw = Draw()
    draw.table([["刀号", "补偿"], ["T01", "0.02"]])
    draw.page(1)
    draw.table([["T02", "0.03"], ["T03", "0.01"]])
    draw.page(2)
    assert [b.text for b in draw.read().blocks] == [
        "刀号: T01；补偿: 0.02",
        "刀号: T02；补偿: 0.03",
        "刀号: T03；补偿: 0.01",
    ]


def test_without_text_layer_or_with_a_password_it_says_so() -> None:
    scan = Draw()
    scan.canvas.rect(100, 100, 200, 200, fill=1)
    with pytest.raises(Unreadable, match="文字层"):
        scan.read()
    locked = Draw(password="geheim")
    locked.line("看不到")
    with pytest.raises(Unreadable, match="密码"):
        locked.read()
    with pytest.raises(Unreadable, match="损坏"):
        pdf.read(b"%PDF-1.4\n" + bytes(range(256)) * 4)


def test_a_page_without_a_size_is_mended_and_that_is_said() -> None:
    page = b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>"
    made = made_pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", page,
        stream(b"BT /F 12 Tf 40 500 Td (Check the oil level before every shift.) Tj ET"),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )  # fmt: skip
    parsed = pdf.read(made)
    assert [b.text for b in parsed.blocks] == ["Check the oil level before every shift."]
    assert parsed.notes == (pdf.MENDED,)


ENGLISH = "The operator checks the oil level and the air pressure gauge of every lathe in turn,"
HANG = 90.0
"""Where text begins after a mark that stands at 72."""


def item(draw: Draw, mark: str, *lines: str) -> None:
    """An item as word processors set it: the mark out in front, its lines under each other."""
    draw.canvas.setFont(FONT, 12)
    draw.canvas.drawString(72, draw.top, mark)
    for line in lines:
        draw.line(line, x=HANG)


def test_an_item_whose_lines_hang_under_its_text_stays_one_block() -> None:
    draw = Draw()
    draw.line(LINE)
    draw.line("，依次完成下列各项。")
    item(draw, "1.", LINE[:-2], "，并把卡盘扳手放回原处。")
    item(draw, "2.", LINE[:-1] + "。", LINE[:-2] + "，", "然后签字。")
    item(draw, "3.", f"{ENGLISH} and then", "signs the daily sheet.")
    item(draw, "●", LINE[:-2], "，停机。")
    item(draw, "-", LINE[:-1], LINE[:-1])
    item(draw, "-", LINE[:-1], LINE[:-1])
    draw.line(LINE)
    assert [b.text for b in draw.read().blocks] == [
        f"{LINE}，依次完成下列各项。",
        f"1. {LINE[:-2]}，并把卡盘扳手放回原处。",
        f"2. {LINE[:-1]}。{LINE[:-2]}，然后签字。",
        f"3. {ENGLISH} and then signs the daily sheet.",
        f"● {LINE[:-2]}，停机。",
        f"- {LINE[:-1]}{LINE[:-1]}",
        f"- {LINE[:-1]}{LINE[:-1]}",
        LINE,
    ]


def test_an_item_goes_on_overleaf_past_the_footer() -> None:
    draw = Draw()
    item(draw, "1.", LINE[:-1])
    draw.page(1)
    draw.line(LINE[:-1], x=HANG)
    draw.line("，再合上防护门。", x=HANG)
    item(draw, "2.", "启动主轴。")
    draw.line(LINE)
    draw.page(2)
    assert [(b.text, b.locator.page) for b in draw.read().blocks] == [
        (f"1. {LINE[:-1]}{LINE[:-1]}，再合上防护门。", 1),
        ("2. 启动主轴。", 2),
        (LINE, 2),
    ]


def test_a_paragraph_with_its_first_line_set_in_is_no_part_of_the_item_above() -> None:
    draw = Draw()
    draw.line(f"（1）{LINE[:-4]}。")
    draw.line(LINE[:-2], x=96)
    draw.line(LINE)
    assert [b.text for b in draw.read().blocks] == [f"（1）{LINE[:-4]}。", LINE[:-2] + LINE]
    nested = Draw()
    item(nested, "1.", LINE[:-1], LINE[:-1])
    nested.line("（1）" + LINE[:-5], x=HANG)
    nested.line(LINE[:-5], x=HANG + 36)
    item(nested, "2.", "关机。")
    assert [b.text for b in nested.read().blocks] == [
        f"1. {LINE[:-1]}{LINE[:-1]}", f"（1）{LINE[:-5]}{LINE[:-5]}", "2. 关机。",
    ]  # fmt: skip


def test_a_few_words_side_by_side_are_no_columns() -> None:
    draw = Draw()
    for left, right in (("左栏第一行", "右栏第一行"), ("左栏第二行", "右栏第二行")):
        draw.canvas.setFont(FONT, 12)
        draw.canvas.drawString(72, draw.top, left)
        draw.line(right, x=320)
    assert "".join(b.text for b in draw.read().blocks) == "左栏第一行 右栏第一行左栏第二行 右栏第二行"
