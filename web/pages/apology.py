"""The two pages for when there is no page: not found, and broken. Plain HTML; they tell nothing of why."""

from __future__ import annotations

from html import escape

from fastapi import Request
from fastapi.responses import HTMLResponse

from web.journal import failed
from web.pages import theme
from web.pages.viewer import page_language
from web.words import say

_PAGE = """<!doctype html><html lang="{tag}"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
{look}<link rel="stylesheet" href="/assets/style.css"></head>
<body><div class="sy-gate"><div class="sy-gate-card"><h1 class="sy-brand-name">{title}</h1>
<a href="/">{back}</a></div></div></body></html>"""


def _page(request: Request, title: str, status: int) -> HTMLResponse:
    language = page_language(request)
    tag = "en" if language == "en" else "zh-CN"
    look = theme.link(theme.chosen(request))
    page = _PAGE.format(tag=tag, title=escape(title), look=look, back=say(language, "back_home"))
    return HTMLResponse(page, status)


def missing(request: Request, _: Exception) -> HTMLResponse:
    return _page(request, say(page_language(request), "not_found_page"), 404)


def broken(request: Request, error: Exception) -> HTMLResponse:
    number = str(request.state.request_id)
    failed(number, error)
    return _page(request, say(page_language(request), "lost", id=number), 500)
