"""A browser over a running house: who visits, in which light and width, and what a visit did that it should not.

Needs Debian's Chromium and the extra `test`. Knows no page (pagelist.py lists them).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import httpx

from web.identity import COOKIE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

Light = Literal["light", "dark"]
CHROMIUM = "/usr/bin/chromium"
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
PATIENCE = 120_000.0
"""Milliseconds for anything a page does: the machine may be busy."""


@dataclass
class Visit:
    """One window. `strayed`: addresses asked for elsewhere; `complained`: what its console said was wrong."""

    page: Page
    strayed: list[str] = field(default_factory=list)
    complained: list[str] = field(default_factory=list)

    def watch(self, page: Page, url: str) -> None:
        """Note what this page does, too."""
        ours = (url, "data:", "blob:", "about:")
        page.on("request", lambda r: None if r.url.startswith(ours) else self.strayed.append(r.url))
        page.on("console", lambda m: self.complained.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: self.complained.append(str(error)))

    def close(self) -> None:
        self.page.context.close()


@contextmanager
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield opened
        opened.close()


def visit(
    browser: Browser, url: str, cookie: str | None, *, light: Light = "light", width: int = 1280, height: int = 800
) -> Visit:
    """A window of its own, signed in with this session's cookie if there is one. Nothing in it moves."""
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale="zh-CN", reduced_motion="reduce", color_scheme=light
    )
    context.set_default_timeout(PATIENCE)
    if cookie is not None:
        context.add_cookies([{"name": COOKIE, "value": cookie, "url": url}])
    made = Visit(context.new_page())
    made.watch(made.page, url)
    return made


def address(url: str, path: str, cookie: str | None) -> str:
    """The whole address of a path of the page list: its places filled with what this session may read."""
    if "{" in path and cookie is not None:
        with httpx.Client(base_url=url, cookies={COOKIE: cookie}, timeout=60) as client:
            found = client.get("/api/search", params={"q": "主轴转速", "k": 1}).raise_for_status().json()["passages"][0]
        path = path.format(document=found["document_id"], passage=found["id"])
    return url + path


def settled(page: Page, stands: str) -> None:
    """Until the page stands, its socket answers, and nothing it loads is left."""
    page.wait_for_selector(stands, state="visible")
    page.wait_for_function("() => window.did_handshake === true")
    page.wait_for_load_state("networkidle")
