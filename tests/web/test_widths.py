"""Phone, tablet, desktop: no page needs scrolling sideways, and the introduction lies over nothing."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from eval import browsing
from eval.house import Running
from eval.pagelist import PAGES, Listed
from tests.web.visiting import Door
from web.identity import COOKIE

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WIDTHS = (390, 820, 1280)


@pytest.mark.parametrize("listed", PAGES, ids=lambda page: page.name)
def test_no_page_needs_scrolling_sideways_at_any_width(
    browser: Browser, house: Running, documents: dict[str, str], listed: Listed
) -> None:
    cookie = house.caller(listed.who[0]).client.cookies[COOKIE] if listed.who else None
    visit = browsing.visit(browser, house.url, cookie)
    try:
        visit.page.goto(browsing.address(house.url, listed.path, cookie))
        browsing.settled(visit.page, listed.stands)
        for width in WIDTHS:
            visit.page.set_viewport_size({"width": width, "height": 900})
            fits = "([wide]) => document.documentElement.scrollWidth <= wide"
            visit.page.wait_for_function(fits, arg=[width])
    finally:
        visit.close()
    assert visit.strayed == []
    assert visit.complained == []


@pytest.mark.parametrize(("path", "width"), [("/", 1280), ("/library", 1280), ("/library", 390)])
def test_the_introduction_covers_nothing(
    door: Door, house: Running, documents: dict[str, str], path: str, width: int
) -> None:
    store = house.house.resources.store
    teacher = store.people.principal(house.people["teacher1"])
    store.tours.again(teacher)
    try:
        page = door.enter("teacher1", path, width).page
        expect(page.locator(".sy-tour")).to_be_visible()
        box, main = page.locator(".sy-tour").bounding_box(), page.locator(".sy-main").bounding_box()
        assert box is not None
        assert main is not None
        assert box["y"] + box["height"] <= main["y"]
    finally:
        store.tours.put(teacher.id, 0, over=True)
