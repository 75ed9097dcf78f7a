"""Through the pages as through the API: nothing hidden shows or changes anything, on the page or on its socket. Titles,
counts, suggestions, what completes itself, pages drawn, exports.
"""

from __future__ import annotations

import io
import json
import re
from difflib import ndiff

import pytest
from playwright.sync_api import Page, expect
from reportlab.pdfgen.canvas import Canvas

from eval.house import Running
from tests.web.visiting import Door, Visit

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WORD, TITLE, TEXT = "zqsock", "zqhead", "zqtext"
"""What is asked for, in the title and the text; what alone would tell of them."""
ROLES = ("student1", "teacher1", "staff1", "staff2", "mentor2", "steward1", "steward3", "admin1")
PATHS = (
    "/library", "/path", "/practice?tab=rehearsal", "/practice?tab=progress", "/search", "/account", "/desk", "/matrix",
)
_OWN = re.compile(r"\d{4}-\d{2}-\d{2}( \d{2}:\d{2})?")


def plant(house: Running) -> tuple[str, str]:
    """A confidential profile of a post, as a PDF: its id, and its passage's."""
    out, mentor = io.BytesIO(), house.caller("mentor1")
    canvas = Canvas(out)
    canvas.drawString(72, 720, f"The {WORD} spindle speed is {TEXT}.")
    canvas.save()
    form = {"owner": "yuchuan", "label": "yuchuan/confidential", "library": "enterprise"}
    form["title"] = f"岗位画像 {WORD} {TITLE}"
    file = {"file": (f"{TITLE}.pdf", out.getvalue(), "application/pdf")}
    document = mentor.client.post("/api/documents", data=form, files=file).raise_for_status().json()["id"]
    assert mentor.settled(document, 300)["state"] == "ready"
    found = mentor.get("/api/search", q=f"{WORD} spindle speed", k=1).json()["passages"]
    return document, found[0]["id"]


def listened(visit: Visit) -> list[str]:
    heard: list[str] = []
    visit.page.on("websocket", lambda s: s.on("framereceived", lambda frame: heard.append(str(frame))))
    return heard


def texts(visit: Visit, url: str) -> list[str]:
    """What every page says, and what completes itself, to somebody who types."""
    page, seen = visit.page, []
    for path in PATHS:
        page.goto(url + path)
        expect(page.locator(".sy-main")).to_be_visible()
        page.wait_for_load_state("networkidle")
        expect(page.locator(".sy-state-box-loading, .sy-progress:visible")).to_have_count(0)
        seen.append(_OWN.sub("", standing(page)))
    page.keyboard.press("Control+k")
    page.locator(".sy-command input").fill(WORD)
    page.wait_for_timeout(1500)
    seen.append(page.locator(".sy-command-found").inner_text())
    return seen


def standing(page: Page) -> str:
    """What the page says once it says the same twice."""
    said = None
    while not (now := page.locator("main").inner_text()) or now != said:
        said = now
        page.wait_for_timeout(500)
    return now


def differing(before: list[str], after: list[str]) -> list[str]:
    """The lines that only one of them has."""
    told = zip(before, after, strict=True)
    return [line for a, b in told if a != b for line in ndiff(a.split("\n"), b.split("\n")) if line[0] in "+-"]


def asked(page: Page, url: str) -> list[str]:
    """A question for it, a search for it, what may be asked next."""
    page.goto(f"{url}/search")
    page.locator(".sy-trying-box input").first.fill(f"{WORD} spindle speed")
    page.get_by_role("button", name="检索", exact=True).click()
    expect(page.locator(".sy-trying-column")).to_be_visible()
    seen = [page.content()]
    page.goto(f"{url}/")
    page.get_by_role("textbox", name="提问").fill(f"What is the {WORD} spindle speed?")
    page.get_by_role("textbox", name="提问").press("Enter")
    expect(page.locator(".sy-offered")).to_be_visible()
    return [*seen, page.content()]


@pytest.mark.parametrize("who", ROLES)
def test_nothing_hidden_shows_or_changes_anything_on_a_page_or_its_socket(
    door: Door, house: Running, documents: dict[str, str], who: str
) -> None:
    visit, caller = door.enter(who), house.caller(who)
    before = texts(visit, house.url)
    document, passage = plant(house)
    heard = listened(visit)
    assert differing(before, texts(visit, house.url)) == []
    seen = asked(visit.page, house.url) if who != "admin1" else []
    for path in (f"/document?id={document}", f"/read/{passage}", f"/read/document/{document}"):
        visit.page.goto(house.url + path)
        expect(visit.page.locator(".sy-main")).to_be_visible()
        seen.append(visit.page.content().replace(path, ""))
    hidden = [(f"/api/documents/{document}/pages/1", "/api/documents/none/pages/1"),
              (f"/api/passages/{passage}/page", "/api/passages/none/page"),
              (f"/api/passages/{passage}/around", "/api/passages/none/around"),
              (f"/api/path?post={document}", "/api/path?post=none")]  # fmt: skip
    for real, none in hidden:
        told = [caller.client.get(path) for path in (real, none)]
        assert [t.status_code for t in told] in ([404, 404], [403, 403]), real
        assert told[0].json()["detail"] == told[1].json()["detail"]
    for path in ("/api/me/export", "/api/me/kept", "/api/audit/file?owner=school", "/api/threads"):
        seen.append(caller.client.get(path).text)
    everything = json.dumps([seen, heard], ensure_ascii=False)
    for secret in (TITLE, TEXT):
        assert secret not in everything
    for name in (document, passage):
        assert name not in json.dumps(heard, ensure_ascii=False).replace(f"id={name}", "").replace(f"read/{name}", "")
    visit.complained.clear()  # the browser tells of a 404, if there was one
    house.caller("mentor1").client.delete(f"/api/documents/{document}").raise_for_status()
