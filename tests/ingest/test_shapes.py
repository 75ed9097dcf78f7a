"""What pages and tables look like in the wild: two columns, headers of rows, upright tables, languages, encodings."""

from __future__ import annotations

import io

import openpyxl
import pptx
import pytest

from ingest import decode, sheets, slides
from ingest.columns import gutter
from ingest.language import language_of
from ingest.table import rows
from tests.ingest.made import TEXT, saved
from tests.ingest.made import page as drawn
from tests.ingest.test_pdf import LINE, Draw
from trust.errors import Unreadable
from trust.sources import Locator


def texts(grid: list[list[str | None]]) -> list[str]:
    return [b.text for b in rows(grid, Locator())]


def test_two_columns_are_read_one_after_the_other_between_what_spans_them() -> None:
    draw = Draw()
    draw.line("数控车削工艺规程汇编", 20, x=180)
    left = [f"左{n}栏数控车床开机前必须检查润滑油" for n in range(6)]
    right = [f"右{n}栏主轴停稳之后方可更换各种刀具" for n in range(6)]
    for a, b in zip(left, right, strict=True):
        draw.canvas.setFont("STSong-Light", 12)
        draw.canvas.drawString(72, draw.top, a)
        draw.line(b, x=320)
    told = "".join(b.text for b in draw.read().blocks)
    assert told == "数控车削工艺规程汇编" + "".join(left) + "".join(right)


def test_a_list_of_names_and_values_is_no_second_column() -> None:
    draw = Draw()
    for n in range(8):
        draw.canvas.setFont("STSong-Light", 12)
        draw.canvas.drawString(72, draw.top, f"参数{n}")
        draw.line(f"{n}00", x=320)
    assert "参数0 000" in draw.read().blocks[0].text
    assert gutter([], 595) is None
    assert gutter([[(0.0, 300.0)]], 595) is None


def test_a_header_of_three_rows_is_joined() -> None:
    grid = [["工序", "切削", None, None, None], ["工序", "速度", None, "进给", None], ["工序", "粗", "精", "粗", "精"],
            ["车", "80", "120", "0.25", "0.1"], ["铣", "60", "90", "0.2", "0.08"]]  # fmt: skip
    assert texts(grid)[0] == "工序: 车；切削-速度-粗: 80；切削-速度-精: 120；切削-进给-粗: 0.25；切削-进给-精: 0.1"


def test_an_upright_table_is_told_by_its_columns() -> None:
    grid = [["转速", "800", "1200"], ["进给", "0.25", "0.1"], ["切深", "2", "0.3"]]
    assert texts(grid) == ["转速: 800；进给: 0.25；切深: 2", "转速: 1200；进给: 0.1；切深: 0.3"]
    assert texts([["转速", "800"], ["进给", "0.25"]]) == ["转速: 800", "进给: 0.25"]


def book(**state: str) -> bytes:
    made, buffer = openpyxl.Workbook(), io.BytesIO()
    sheet = made.active
    assert sheet is not None
    sheet.title = "工时"
    for row in (["工序", "工时"], ["粗车", 3], ["合计", "=SUM(B2:B2)"]):
        sheet.append(row)
    other = made.create_sheet("成本")
    other.append(["单价", "数量"])
    other.append([37, 2])
    other.sheet_state = state.get("state", "visible")
    made.save(buffer)
    return buffer.getvalue()


def test_a_formula_without_a_value_is_kept_as_text() -> None:
    assert "工序: 合计；工时: =SUM(B2:B2)" in [b.text for b in sheets.read(book()).blocks]


def test_a_hidden_sheet_is_read_and_said_to_be_hidden() -> None:
    parsed = sheets.read(book(state="hidden"))
    assert "单价: 37；数量: 2" in [b.text for b in parsed.blocks]
    assert [n.zh for n in parsed.notes] == ["工作表“成本”是隐藏的，也已读入"]
    assert sheets.read(book()).notes == ()


def test_hidden_slides_and_pictures_on_slides_are_told() -> None:
    deck, buffer = pptx.Presentation(), io.BytesIO()
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = "开机检查"
    slide.shapes.add_picture(io.BytesIO(saved(drawn())), 0, 0)
    slide.element.set("show", "0")
    slide.notes_slide.notes_text_frame.text = "讲慢一点。"
    deck.save(buffer)
    parsed = slides.read(buffer.getvalue())
    assert [n.zh for n in parsed.notes] == ["第 1 张幻灯片是隐藏的，也已读入"]
    assert [n.zh for n in parsed.unread] == ["第 1 张幻灯片的图片：本系统未安装文字识别"]
    assert ("note", "讲慢一点。") in [(b.kind, b.text) for b in parsed.blocks]


@pytest.mark.parametrize(
    ("text", "language"),
    [("".join(TEXT), "zh-Hans"), ("數控車床開機前必須檢查潤滑油位與氣源壓力。", "zh-Hant"), (LINE, "zh-Hans"),
     ("The operator checks the oil level and signs the sheet for this shift.", "en"),
     ("주축이 멈춘 뒤에 공구를 바꾼다.", "ko"),
     ("スピンドルが止まってから工具を交換する。", "ja"), ("Проверьте уровень масла перед сменой.", "ru"),
     ("Die Spindel ist zu prüfen und das Werkzeug nicht zu wechseln.", "de"), ("12.5", None),
     ("qxz wvk zzt prr qqk", "und")],
)  # fmt: skip
def test_the_language_is_told_where_there_is_enough_to_tell(text: str, language: str | None) -> None:
    assert language_of(text) == language


def test_a_guessed_encoding_is_said_and_a_bad_guess_refused() -> None:
    text = "Ölstand prüfen, dann die Spindel öffnen; größere Späne täglich entfernen und abführen. " * 6
    guessed = decode.decoded(text.encode("cp1252"))
    assert "Spindel" in guessed.text
    assert guessed.notes
    assert decode.decoded("中文".encode()).notes == decode.decoded(("".join(TEXT)).encode("gb18030")).notes == ()
    with pytest.raises(Unreadable, match="编码"):
        decode.decode(bytes((n * 89 + n * n * 7) % 253 + 1 for n in range(3000)))
