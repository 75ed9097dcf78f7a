"""Accessibility as axe-core judges it: no serious or critical finding, on any page, in light and in dark."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from nicegui import core
from playwright.sync_api import Browser

from eval import browsing
from eval.browsing import Light, Visit
from eval.house import Running
from eval.pagelist import EVERYBODY, PAGES, Listed, unnamed
from web.identity import COOKIE

pytestmark = pytest.mark.browser
GRAVE = ("serious", "critical")
BY_NAME = {page.name: page for page in PAGES}
EVERY = [(page, who, light) for page in PAGES for who in page.who or (None,) for light in ("light", "dark")]


def found(browser: Browser, house: Running, listed: Listed, who: str | None, light: Light) -> list[str]:
    """The grave findings on one page, each with the first places it was found at."""
    cookie = None if who is None else house.caller(who).client.cookies[COOKIE]
    visit = browsing.visit(browser, house.url, cookie, light=light)
    try:
        visit.page.goto(browsing.address(house.url, listed.path, cookie))
        browsing.settled(visit.page, listed.stands)
        told = graved(visit)
    finally:
        visit.close()
    assert visit.strayed == []
    return told


def graved(visit: Visit) -> list[str]:
    """What is found on the page as it stands."""
    told: dict[str, Any] = Axe().run(visit.page, options={"resultTypes": ["violations"]}).response
    return [
        f"{v['impact']} {v['id']}: " + "; ".join(f"{n['target']} {n['html'][:140]}" for n in v["nodes"][:4])
        for v in told["violations"] if v["impact"] in GRAVE
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["sign-in", "admin", "admin-people"])
def test_the_first_pages_have_no_grave_finding(
    browser: Browser, house: Running, documents: dict[str, str], name: str
) -> None:
    page = BY_NAME[name]
    assert found(browser, house, page, page.who[0] if page.who else None, "light") == []


@pytest.mark.slow
@pytest.mark.parametrize(("page", "who", "light"), EVERY, ids=lambda v: getattr(v, "name", str(v)))
def test_no_page_has_a_grave_finding_for_anybody_in_any_light(
    browser: Browser, house: Running, documents: dict[str, str], page: Listed, who: str | None, light: Light
) -> None:
    assert found(browser, house, page, who, light) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", ["ask", "search", "account", "path", "library", "progress"])
def test_a_page_has_no_grave_finding_after_its_theme_was_switched(
    browser: Browser, house: Running, documents: dict[str, str], name: str
) -> None:
    """Light, dark by the switch in the menu, and light again, in one page."""
    listed, cookie = BY_NAME[name], house.caller(BY_NAME[name].who[0]).client.cookies[COOKIE]
    visit = browsing.visit(browser, house.url, cookie)
    try:
        visit.page.goto(browsing.address(house.url, listed.path, cookie))
        browsing.settled(visit.page, listed.stands)
        for theme in ("dark", "light"):
            visit.page.locator(".sy-top-person").click()
            visit.page.locator(f'[data-theme-to="{theme}"]').click()
            visit.page.keyboard.press("Escape")
            visit.page.wait_for_selector(".sy-theme", state="hidden")
            assert graved(visit) == [], theme
    finally:
        visit.close()


def test_every_registered_page_is_in_the_list(house: Running) -> None:
    """Whatever goes over all pages goes over this one too."""
    own = {getattr(route, "path", "") for route in core.app.routes}
    pages = {unnamed(path) for path in own if path not in ("", "/favicon.ico") and not path.startswith("/_nicegui")}
    assert pages - {page.route for page in PAGES} == set()
    assert {who for page in PAGES for who in page.who} <= {*EVERYBODY, "steward2"}
