"""HTML and Markdown → blocks, by unstructured's HTML partitioner: headings with depth, list items, tables, code.

Prepared first, because the partitioner drops what the documents live by: list numbers are written out, merged cells
spread, line breaks marked, formulas put aside so that no markup rule touches them. Markdown is rendered by
markdown-it (CommonMark): the renderer unstructured would use misses lists that follow a paragraph directly.
Runs only inside the confined process. Knows nothing of cutting or labels.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import lxml.html  # type: ignore[import-untyped]
from lxml.etree import ParserError  # type: ignore[import-untyped]
from markdown_it import MarkdownIt
from unstructured.documents.elements import Element
from unstructured.partition.html import partition_html

from ingest.decode import decoded
from ingest.htmltable import grid_of
from ingest.outline import is_step
from ingest.parsed import Block, Kind, Parsed
from ingest.table import rows
from trust.sources import Locator

NOWHERE = Locator()
BREAK, ASIDE, END, TABLE = "\ue000", "\ue001", "\ue002", "\ue003"
Grids = list[tuple[list[list[str | None]], int | None]]
_FORMULA = re.compile(
    r"\$\$.+?\$\$|(?<![\\$\w])\$(?!\s)[^$\n]{1,300}?(?<!\s)\$(?![\d$])|\\\[.+?\\\]|\\\(.+?\\\)", re.DOTALL
)
_CODE = re.compile(r"^(```|~~~).*?^\1|`[^`\n]+`", re.DOTALL | re.MULTILINE)
_FRONT = re.compile(r"\A---\n.*?\n(?:---|\.\.\.)\n", re.DOTALL)
_DROPPED = ("script", "style", "nav", "template", "noscript", "head", "svg", "button", "select")
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)


def read_html(data: bytes) -> Parsed:
    declared = _CHARSET.search(data[:2048])
    found = decoded(data, declared.group(1).decode("ascii") if declared else None)
    return replace(html_blocks(found.text), notes=found.notes)


def read_markdown(data: bytes) -> Parsed:
    found = decoded(data)
    text = re.sub(f"[{ASIDE}{END}]", "", _FRONT.sub("", found.text))
    kept: list[str] = []
    code = [m.span() for m in _CODE.finditer(text)]

    def aside(match: re.Match[str]) -> str:
        if any(start <= match.start() < end for start, end in code):
            return match.group()
        kept.append(match.group())
        return f"{ASIDE}{len(kept) - 1}{END}"

    markdown = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    parsed = html_blocks(markdown.render(_FORMULA.sub(aside, text)))
    back = re.compile(f"{ASIDE}(\\d+){END}")
    blocks = (
        Block(_kind(b, back), back.sub(lambda m: kept[int(m.group(1))], b.text), b.level, b.locator)
        for b in parsed.blocks
    )
    return Parsed(tuple(blocks), notes=found.notes)


def _kind(block: Block, aside: re.Pattern[str]) -> Kind:
    return "formula" if aside.fullmatch(block.text.strip()) else block.kind


def html_blocks(text: str) -> Parsed:
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text).replace(BREAK, "").replace(TABLE, "")
    if not text.strip():
        return Parsed(())
    try:
        root = lxml.html.document_fromstring(text)
    except ParserError:
        return Parsed(())
    grids = _prepare(root)
    elements = partition_html(text=lxml.html.tostring(root, encoding="unicode"), languages=[""])
    return Parsed(tuple(b for element in elements for b in _blocks(element, grids)))


def _prepare(root: Any) -> Grids:
    """Rewrites the tree for the partitioner; tables leave a mark and are returned as grids."""
    for node in list(root.iter(*_DROPPED)):
        node.drop_tree()
    for node in root.iter("br"):
        node.tail = BREAK + (node.tail or "")
    for node in list(root.iter("ol")):
        _number_items(node)
    return _set_tables_aside(root)


def _number_items(listing: Any) -> None:
    start = listing.get("start") or "1"
    number = int(start) if start.lstrip("-").isdigit() else 1
    for item in (i for i in listing if i.tag == "li"):
        value = item.get("value") or ""
        number = int(value) if value.isdigit() else number
        first = item.find("./p")
        target = first if first is not None and not (item.text or "").strip() else item
        if not is_step(item.text_content()):
            target.text = f"{number}. {(target.text or '').lstrip()}"
        number += 1


def _set_tables_aside(root: Any) -> Grids:
    grids: Grids = []
    for table in [t for t in root.iter("table") if next(t.iterancestors("table"), None) is None]:
        if _is_layout(table):
            continue
        mark = lxml.html.Element("p")
        caption = table.find("caption")
        mark.text = f"{TABLE}{len(grids)}{END}"
        grids.append(grid_of(table))
        if caption is not None and (words := caption.text_content().strip()):
            title = lxml.html.Element("p")
            title.text = words
            table.addprevious(title)
        table.addprevious(mark)
        table.drop_tree()
    return grids


def _is_layout(table: Any) -> bool:
    """A table that holds tables or headings only places things on the page."""
    return next(table.iterdescendants("table", "h1", "h2", "h3"), None) is not None


def _blocks(element: Element, grids: Grids) -> Iterator[Block]:
    table = re.fullmatch(f"{TABLE}(\\d+){END}", element.text.strip())
    if table:
        grid, heads = grids[int(table.group(1))]
        yield from rows([[c and c.replace(BREAK, " ") for c in row] for row in grid], NOWHERE, heads)
        return
    level = element.metadata.category_depth or 0
    for line in element.text.split(BREAK) if element.category != "CodeSnippet" else [element.text.replace(BREAK, "\n")]:
        words = " ".join(line.split()) if element.category != "CodeSnippet" else line.rstrip()
        if not words:
            continue
        if element.category == "Title":
            yield Block("heading", words, level + 1)
        elif element.category == "CodeSnippet":
            yield Block("code", words)
        elif element.category == "ListItem" or is_step(words):
            yield Block("step", words, max(level - 1, 0))
        else:
            yield Block("paragraph", words)
