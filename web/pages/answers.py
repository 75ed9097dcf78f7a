"""An answer as HTML: Markdown when a model wrote it, plain lines when it is quoted, [n] as buttons. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection
from html import escape

from trust.sources import Locator
from web.markup import safe_html
from web.words import say

_TAG = re.compile(r"(<[^>]*>)")
_MARK = re.compile(r"\[(\d{1,3})\]")


def answer_html(text: str, numbers: Collection[int], *, quoted: bool) -> str:
    """Quoted text is shown as it stands: its stars and underscores are the document's own."""
    made = escape(text).replace("\n", "<br>") if quoted else safe_html(text)
    return "".join(part if part.startswith("<") else _chips(part, numbers) for part in _TAG.split(made))


def _chips(text: str, numbers: Collection[int]) -> str:
    return _MARK.sub(lambda m: _chip(int(m[1])) if int(m[1]) in numbers else m[0], text)


def _chip(n: int) -> str:
    return f'<button type="button" class="sy-chip" data-n="{n}">{n}</button>'


def place(locator: Locator, language: str) -> str:
    """Where in its file, in words."""
    said = []
    if locator.page is not None:
        said.append(say(language, "page", n=locator.page))
    if locator.slide is not None:
        said.append(say(language, "slide", n=locator.slide))
    if locator.sheet is not None:
        said.append(say(language, "sheet", name=locator.sheet))
    if locator.heading:
        said.append(locator.heading)
    return " · ".join(said)
