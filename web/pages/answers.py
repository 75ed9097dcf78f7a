"""An answer as HTML: Markdown when a model wrote it, plain lines when it is quoted, [n] as buttons. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from html import escape

from trust.sources import Answer, Locator
from web.markup import safe_html
from web.words import say

_TAG = re.compile(r"(<[^>]*>)")
_MARK = re.compile(r"\[(\d{1,3})\]")


def answer_html(
    text: str, numbers: Collection[int], *, quoted: bool, quotes: Mapping[int, tuple[str, str]] | None = None
) -> str:
    """Quoted text is shown as it stands: its stars and underscores are the document's own. `quotes`: what a number
    shows when it is pointed at, a title and a quote.
    """
    made = escape(text).replace("\n", "<br>") if quoted else safe_html(text)
    shown = quotes or {}
    return "".join(part if part.startswith("<") else _chips(part, numbers, shown) for part in _TAG.split(made))


def _chips(text: str, numbers: Collection[int], quotes: Mapping[int, tuple[str, str]]) -> str:
    return _MARK.sub(lambda m: _chip(int(m[1]), quotes) if int(m[1]) in numbers else m[0], text)


def _chip(n: int, quotes: Mapping[int, tuple[str, str]]) -> str:
    """assets/look.js shows the quote beside it; screen readers hear the title."""
    title, quote = quotes.get(n, ("", ""))
    told = f' data-from="{escape(title)}" data-quote="{escape(quote)}" aria-label="{n} {escape(title)}"'
    more = told if quote else ""
    return f'<button type="button" class="sy-chip" data-n="{n}"{more}>{n}</button>'


def with_sources(answer: Answer, language: str) -> str:
    """The answer as plain text to be taken along, its sources below."""
    if not answer.citations:
        return answer.text
    where = [" · ".join(filter(None, (c.title, place(c.locator, language)))) for c in answer.citations]
    cited = [f"[{c.n}] {there}: {c.quote}" for c, there in zip(answer.citations, where, strict=True)]
    return "\n".join([answer.text, "", say(language, "sources_heading"), *cited])


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
