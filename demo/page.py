"""Blocks as one HTML page.

Knows how blocks look in a browser. Does not know where they come from, nor what a label is.
"""

from __future__ import annotations

from html import escape

from demo.markup import Block, Heading, Items, Note, Paragraph, Table

_STYLE = (
    "body{font-family:sans-serif;max-width:46em;margin:2em auto;line-height:1.7}"
    "td,th{border:1px solid #9aa5b1;padding:4px 8px}table{border-collapse:collapse}"
)


def build(title: str, blocks: list[Block]) -> bytes:
    inner = "\n".join(_html(block) for block in blocks)
    return (
        f'<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style></head>\n<body>\n{inner}\n</body></html>\n"
    ).encode()


def _html(block: Block) -> str:
    match block:
        case Heading(level, text):
            return f"<h{level}>{escape(text)}</h{level}>"
        case Paragraph(text) | Note(text):
            return f"<p>{escape(text)}</p>"
        case Items(numbered, items):
            tag = "ol" if numbered else "ul"
            return f"<{tag}>" + "".join(f"<li>{escape(i)}</li>" for i in items) + f"</{tag}>"
        case Table(rows):
            head = "".join(f"<th>{escape(c)}</th>" for c in rows[0])
            body = "".join("<tr>" + "".join(f"<td>{escape(c)}</td>" for c in r) + "</tr>" for r in rows[1:])
            return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
