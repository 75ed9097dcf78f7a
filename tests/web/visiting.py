"""People in a browser: each in a window of their own, and what it did that it should not have."""

from __future__ import annotations

from playwright.sync_api import Browser, Page

from eval import browsing
from eval.house import Running
from web.identity import COOKIE

ASKED = "粗车外圆的主轴转速是多少？"
READY = 60_000


class Visit(browsing.Visit):
    """A window, and what is done in it on most pages."""

    def ask(self, text: str) -> None:
        self.page.get_by_role("textbox", name="提问").fill(text)
        self.page.get_by_role("textbox", name="提问").press("Enter")

    @property
    def answer(self):
        return self.page.locator(".sy-answer").last

    @property
    def narrow(self) -> bool:
        """Whether nothing needs scrolling sideways."""
        return self.page.evaluate("document.documentElement.scrollWidth") <= self.page.viewport_size["width"]


class Door:
    """Lets people in."""

    def __init__(self, browser: Browser, house: Running) -> None:
        self.browser, self.house = browser, house
        self.visits: list[Visit] = []

    def open(self, path: str = "/", width: int = 1280, cookie: str | None = None) -> Visit:
        made = browsing.visit(self.browser, self.house.url, cookie, width=width)
        visit = Visit(made.page, made.strayed, made.complained)
        self.visits.append(visit)
        visit.page.goto(self.house.url + path)
        return visit

    def enter(self, username: str, path: str = "/", width: int = 1280) -> Visit:
        """With the session this person already has."""
        return self.open(path, width, self.house.caller(username).client.cookies[COOKIE])

    def beside(self, visit: Visit, path: str = "/") -> Page:
        """A second tab of the same browser."""
        page = visit.page.context.new_page()
        visit.watch(page, self.house.url)
        page.goto(self.house.url + path)
        return page

    def sign_in(self, username: str) -> Visit:
        """As people do."""
        visit = self.open("/sign-in")
        visit.page.get_by_label("用户名").fill(username)
        visit.page.get_by_label("密码").fill(self.house.passwords[username])
        visit.page.get_by_role("button", name="登录").click()
        visit.page.wait_for_url(f"{self.house.url}/")
        return visit

    def close(self) -> None:
        """Everybody leaves; no page asked anything of another host, none complained, nothing foreign ran."""
        for visit in self.visits:
            hurt = visit.page.evaluate("window.hurt ?? window.pwned")
            visit.close()
            assert visit.strayed == []
            assert visit.complained == []
            assert hurt is None
