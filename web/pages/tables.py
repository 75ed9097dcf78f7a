"""Rows told as `工序: 粗车；转速: 800` back as a table, the quoted ones marked. Pure; everything is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import groupby

from web.pages.frame import marked

_Row = tuple[tuple[str, str], ...]
FEWEST = 2
"""Cells of a row that is worth a table."""


def text_html(text: str, quote: str | None) -> str:
    """Runs of rows with the same names as tables, all else as lines; the quote marked where it stands."""
    lines = text.split("\n")
    cells = [_cells(line) for line in lines]
    made, at = [], 0
    for names, run in groupby(cells, key=lambda row: tuple(name for name, _ in row)):
        rows = list(run)
        there = lines[at : at + len(rows)]
        at += len(rows)
        made.append(_table(names, rows, there, quote) if len(names) >= FEWEST else _plain(there, quote))
    return "".join(made)


def _cells(line: str) -> _Row:
    """Empty for what is no row."""
    parts = [part.partition(": ") for part in line.split("；")]
    if len(parts) < FEWEST or not all(colon and 0 < len(name) <= 40 for name, colon, _ in parts):
        return ()
    return tuple((name.strip(), value.strip()) for name, _, value in parts)


def _table(names: Sequence[str], rows: Sequence[_Row], lines: Sequence[str], quote: str | None) -> str:
    head = "".join(f"<th>{escape(name)}</th>" for name in names)
    body = "".join(_row(row, _quoted(line, quote)) for row, line in zip(rows, lines, strict=True))
    return f'<div class="sy-read-scroll"><table class="sy-table"><thead><tr>{head}</tr></thead>{body}</table></div>'


def _row(row: _Row, quoted: bool) -> str:
    cells = "".join(f"<td>{_value(value, quoted)}</td>" for _, value in row)
    return f'<tr class="sy-read-quoted">{cells}</tr>' if quoted else f"<tr>{cells}</tr>"


def _value(value: str, quoted: bool) -> str:
    return f"<mark>{escape(value)}</mark>" if quoted and value else escape(value)


def _quoted(line: str, quote: str | None) -> bool:
    return bool(quote) and any(piece and (piece in line or line in piece) for piece in (quote or "").split("\n"))


def _plain(lines: Sequence[str], quote: str | None) -> str:
    """A quote that runs over several kinds of lines is marked line by line."""
    text = "\n".join(lines)
    if quote is None or quote in text:
        return f'<div class="sy-read-lines">{marked(text, quote)}</div>'
    pieces = [piece for piece in quote.split("\n") if piece and piece in text]
    return f'<div class="sy-read-lines">{marked(text, pieces[0] if pieces else None)}</div>'
