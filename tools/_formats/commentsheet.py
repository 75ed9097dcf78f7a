"""A class's issued comments as an Excel sheet, marked as drafted by machine. Knows the columns, not who may take it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook

from learning.commentcheck import Sentence
from tools._formats.sheetwork import head, plain, saved

HEADERS = ("姓名", "评语", "版次", "起草", "人工修改")
WIDTHS = (14, 100, 8, 14, 10)
MARK = "评语由系统按评分和过程记录起草，经教师与企业导师签署"


def sheet_of(rows: Sequence[tuple[str, Sequence[Sentence], int, str, bool]]) -> bytes:
    """Name, sentences, edition, who wrote it, whether a person edited it."""
    book = Workbook()
    page: Any = book.active
    page.title = "评价评语"
    head(page, HEADERS, WIDTHS)
    for name, said, edition, written_by, edited in rows:
        text = "".join(s.text for s in said)
        line = (name, text, edition, "规则" if written_by == "extract" else written_by, "是" if edited else "否")
        page.append([plain(v) if isinstance(v, str) else v for v in line])
    by = ",".join(sorted({written_by for *_, written_by, _ in rows})) or "extract"
    aigc = {"Label": "1", "ContentProducer": f"Shuangyuan/{by}", "ProduceID": ""}
    book.properties.title, book.properties.description = MARK, json.dumps({"AIGC": aigc}, ensure_ascii=False)
    book.properties.keywords, book.properties.creator = "生成内容", "Shuangyuan"
    return saved(book)
