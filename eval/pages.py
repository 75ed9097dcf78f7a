"""How quick the pages are and what they cost the server: first paint, interaction, citation to marked source, memory of
open pages, growth over many questions. In a real browser, over loopback, on the sample school.

Paint is also told as a ratio to the plainest page there is (the one for "not found"), measured in the same run. The
server's memory is what its own /metrics says.
"""

from __future__ import annotations

import re
import statistics
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import httpx
import typer

from eval import browsing
from eval.pagelist import PAGES, Listed
from eval.report import show, write_json
from eval.screens import ASKED, school, sessions, signed_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PLAINEST, MIB, WARM = "/no-such-page", 1024**2, 100
MARKED = ".sy-read-mark, .sy-read mark, .sy-source mark"
PAINTED = """() => new Promise((done) => {
  const seen = () => performance.getEntriesByName("first-contentful-paint")[0];
  const look = () => seen() ? done(seen().startTime) : setTimeout(look, 20);
  look();
})"""
STOOD = """(shown) => new Promise((done) => {
  const there = () => document.querySelector(shown)?.getClientRects().length;
  const look = () => there() ? done(performance.now()) : setTimeout(look, 10);
  look();
})"""
CLICKED = """([button, shown]) => new Promise((done) => {
  const there = () => [...document.querySelectorAll(shown)].some((e) => e.getClientRects().length);
  const began = performance.now();
  const look = () => there() ? done(performance.now() - began) : requestAnimationFrame(look);
  document.querySelector(button).click();
  look();
})"""


def painted(browser: Browser, url: str, cookie: str | None, path: str) -> float:
    """Milliseconds from the request to the first content seen."""
    visit = browsing.visit(browser, url, cookie)
    try:
        visit.page.goto(browsing.address(url, path, cookie))
        return float(visit.page.evaluate(PAINTED))
    finally:
        visit.close()


def looked(browser: Browser, url: str, cookie: str | None, page: Listed) -> tuple[float, float, float, float]:
    """Milliseconds, in a browser that has nothing of it yet: to the first content seen, to the page standing; to the
    latter once the browser has been here; from a click on the person's menu to its being there (0 signed out).
    """
    visit = browsing.visit(browser, url, cookie)
    try:
        at = browsing.address(url, page.path, cookie)
        first, stands = _opened(visit.page, at, page.stands)
        _, again = _opened(visit.page, at, page.stands)
        if cookie is None:
            return first, stands, again, 0.0
        browsing.settled(visit.page, page.stands)
        return first, stands, again, float(visit.page.evaluate(CLICKED, [".sy-top-person", ".q-menu"]))
    finally:
        visit.close()


def _opened(page: Page, url: str, stands: str) -> tuple[float, float]:
    page.goto("about:blank")
    page.goto(url, wait_until="commit")
    stood = float(page.evaluate(STOOD, stands))
    return float(page.evaluate(PAINTED)), stood


def opened(browser: Browser, url: str, cookie: str) -> float:
    """Milliseconds from a click on a citation to the quote marked in its source."""
    visit = browsing.visit(browser, url, cookie)
    try:
        visit.page.goto(url + "/")
        browsing.settled(visit.page, ".sy-main")
        visit.page.get_by_role("textbox").first.fill(ASKED)
        visit.page.get_by_role("textbox").first.press("Enter")
        visit.page.wait_for_selector(".sy-cited")
        begun = time.perf_counter()
        visit.page.locator(".sy-cited").first.click()
        visit.page.wait_for_selector(MARKED)
        return (time.perf_counter() - begun) * 1000
    finally:
        visit.close()


def resident(url: str) -> float:
    """MiB of the server's process."""
    text = httpx.get(f"{url}/metrics", timeout=60).raise_for_status().text
    found = re.search(r"^process_resident_memory_bytes (\S+)$", text, re.MULTILINE)
    if found is None:
        raise LookupError("the server does not tell its memory")
    return float(found[1]) / MIB


def held(browser: Browser, url: str, cookie: str, count: int) -> float:
    """MiB of the server per page, `count` of them open side by side."""
    visit = browsing.visit(browser, url, cookie)
    try:
        visit.page.goto(url + "/library")
        browsing.settled(visit.page, ".sy-main")
        before = resident(url)
        for _ in range(count):
            page = visit.page.context.new_page()
            page.goto(url + "/library")
            page.wait_for_selector(".sy-main")
        return (resident(url) - before) / count
    finally:
        visit.close()


def asked(url: str, data: Path, count: int) -> dict[str, float]:
    """Memory and time over `count` questions, after some to warm up."""
    with closing(signed_in(url, data, "student1")) as client:
        _ask(client, WARM)
        before = resident(url)
        times = _ask(client, count)
        after = resident(url)
    tenth = max(1, count // 10)
    first, last = statistics.median(times[:tenth]), statistics.median(times[-tenth:])
    return {"growth_mib": after - before, "growth_ratio": after / before, "later_to_earlier": last / first}


def _ask(client: httpx.Client, count: int) -> list[float]:
    times = []
    for n in range(count):
        begun = time.perf_counter()
        client.post("/api/chat", json={"message": f"{ASKED}（第 {n} 次）"}).raise_for_status()
        times.append(time.perf_counter() - begun)
    return times


def pages(
    url: Annotated[str | None, typer.Option(help="a sample school that runs already")] = None,
    data: Annotated[Path | None, typer.Option(help="its data folder")] = None,
    rounds: Annotated[int, typer.Option(help="each page so often; 0: none")] = 5,
    open_pages: int = 100,
    questions: int = 1000,
    json: Annotated[Path | None, typer.Option()] = None,
    port: int = 8791,
) -> None:
    """First paint, interaction, citation to source, memory of open pages, growth over many questions."""
    figures: dict[str, float] = {}
    with school(url, data, port) as (at, folder), browsing.browser() as browser:
        cookies = sessions(at, folder)
        student = cookies["student1"]
        if rounds:
            for found in _quick(browser, at, cookies, rounds):
                figures |= found
                write_json(json, figures)
            figures["citation_ms"] = statistics.median(opened(browser, at, student) for _ in range(rounds))
        if open_pages:
            figures["mib_per_open_page"] = held(browser, at, student, open_pages)
            write_json(json, figures)
        if questions:
            figures |= asked(at, folder, questions)
    show("pages", figures)
    write_json(json, figures)


def _quick(browser: Browser, at: str, cookies: dict[str, str], rounds: int) -> Iterator[dict[str, float]]:
    """Page by page, medians of so many rounds."""
    painted(browser, at, None, PLAINEST)  # the browser itself warms up
    plain = statistics.median(painted(browser, at, None, PLAINEST) for _ in range(rounds))
    yield {"plainest_paint_ms": plain}
    for page in PAGES:
        cookie = cookies[page.who[0]] if page.who else None
        every = zip(*(looked(browser, at, cookie, page) for _ in range(rounds)), strict=True)
        paint, stood, again, click = (statistics.median(times) for times in every)
        figures = {f"{page.name}_{k}_ms": v for k, v in (("paint", paint), ("stands", stood), ("again", again))}
        figures[f"{page.name}_paint_ratio"] = paint / plain
        if page.who:
            figures[f"{page.name}_click_ms"] = click
        yield figures


def register(app: typer.Typer) -> None:
    app.command()(pages)
