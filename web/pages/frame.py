"""What every page shares: its head, its bar, its badges. Knows looks, not content."""

from __future__ import annotations

from html import escape
from pathlib import Path

from nicegui import ui

from trust.labels import Label
from trust.roles import Act, Role
from web.levels import Names, level, level_word, reach
from web.look import ICONS
from web.pages import theme
from web.pages.command import CommandBar
from web.pages.tour import Tour
from web.pages.viewer import Viewer
from web.words import say

__all__ = [
    "ASSETS", "DRAWN", "ICONS", "badge", "bar", "head", "label_line", "marked", "nav", "not_for", "sheet", "titled",
]  # fmt: skip

ASSETS = Path(__file__).parent / "assets"
SHOWN = 5
"""Pages on the bar itself; the others are behind 更多."""
_FIRST = (
    '<div class="sy-first" aria-hidden="true"><img src="/assets/icon.svg" alt="" width="28" height="28">{brand}</div>'
)
"""Seen until the page's own script has drawn it."""
Place = tuple[str, str]
"""A page's path and the key of its name."""
DRAWN = 30.0
"""Seconds a page may take to be drawn: on a busy machine a late page is better than an error."""


def head(title: str, language: str) -> None:
    """Title, style, colours, and the keys that every page has."""
    ui.page_title(f"{title} · {say(language, 'brand')}")
    worn = theme.chosen(ui.context.client.request)
    ui.add_head_html(theme.link(worn))
    sheet("style.css")
    ui.add_head_html(f'<script defer src="/assets/look.js?v={_changed("look.js")}"></script>')
    theme.themed(worn)
    ui.add_body_html(_FIRST.format(brand=escape(say(language, "brand"))))


def sheet(name: str) -> None:
    """One more style sheet of assets/, for the page being made."""
    ui.add_head_html(f'<link rel="stylesheet" href="/assets/{name}?v={_changed(name)}">')


def titled(words: str, level: int = 1) -> ui.label:
    """A title and its place among headings: 1 is the page's own, of which a page has one."""
    return ui.label(words).classes("sy-page-title").props(f'role="heading" aria-level="{level}" dir="auto"')


def nav(name: str) -> ui.element:
    """Links to go on by, under a name of their own for who hears the page."""
    made = ui.element("nav")
    made.props["aria-label"] = name
    return made


def _changed(name: str) -> int:
    return int((ASSETS / name).stat().st_mtime)


def bar(viewer: Viewer, here: str) -> ui.element:
    """The bar on top; returns the place for a page's own button."""
    with ui.header(elevated=False).classes("sy-top"):
        ui.link(viewer.say("skip"), "#").classes("sy-skip")
        own = ui.element("div").classes("sy-top-own")
        brand = ui.link(target="/").classes("sy-top-brand")
        brand.props(f'aria-label="{viewer.say("brand")}"')  # a phone shows the picture alone
        with brand:
            ui.element("img").props('src="/assets/icon.svg" alt=""')
            ui.label(viewer.say("brand"))
        places = _places(viewer)
        with nav(viewer.say("pages_often")).classes("sy-top-nav"):
            for place in places[:SHOWN]:
                _link(viewer, place, here)
            if places[SHOWN:]:
                _more(viewer, places[SHOWN:], here)
        ui.space()
        CommandBar(viewer, [(path, viewer.say(key)) for path, key in places])
        _all(viewer, places, here)
        _person(viewer, here)
    sheet("admin.css")
    Tour(viewer)
    return own


def _places(viewer: Viewer) -> list[Place]:
    """The pages this person's roles have a use for, the most used first."""
    own = [("/", "ask"), ("/library", "library")] if viewer.first.may(Act.ASK) else []
    if viewer.first.may(Act.MANAGE_PEOPLE):
        own.insert(0, ("/admin", "admin"))
    if viewer.first.may(Act.PRACTISE):
        own.append(("/practice", "practice"))
    held = {m.role for m in viewer.first.memberships}
    if Role.STAFF in held:
        own.append(("/path", "path"))
    if Role.STUDENT.value in viewer.first.roles:
        own += [("/grades", "my_grades"), ("/portfolio", "portfolio"), ("/comments", "comments"),
                ("/evidence", "evidence_page"), ("/internship", "internship")]  # fmt: skip
    teaching = [
        ("/workbench", "workbench"), ("/lessons", "lessons"), ("/studio", "studio"), ("/review", "review"),
        ("/board", "board"), ("/scoring", "scoring"), ("/bank", "bank"), ("/matrix", "matrix"),
        ("/comments", "comments"), ("/evidence", "evidence_page"), ("/portfolio", "portfolio"),
        ("/findings", "findings"), ("/internship", "internship"),
    ]  # fmt: skip
    if not viewer.first.may(Act.PUBLISH):  # a mentor judges more than they write
        teaching.insert(0, teaching.pop(3))
        teaching.insert(0, teaching.pop(5))
    if viewer.first.may(Act.APPROVE_RELEASE):
        own += [("/desk", "desk"), ("/agreements", "agreements"), ("/evidence", "evidence_page")]
    if Role.MENTOR in held:
        teaching.append(("/path", "path"))
    return list(dict.fromkeys([*own, *teaching])) if viewer.first.may(Act.REVIEW) else own


def _link(viewer: Viewer, place: Place, here: str) -> None:
    link = ui.link(viewer.say(place[1]), place[0])
    if place[0] == here:
        link.classes("sy-here").props('aria-current="page"')


def _more(viewer: Viewer, places: list[Place], here: str) -> None:
    """What does not fit on the bar; its button says which of it one is on."""
    on = next((key for path, key in places if path == here), "more_pages")
    made = ui.button(viewer.say(on)).props("flat no-caps dense icon-right=expand_more").classes("sy-top-more")
    if on != "more_pages":
        made.classes("sy-here")
    with made, ui.menu().props("auto-close"), nav(viewer.say("more_pages")).classes("sy-menu"):
        for place in places:
            _link(viewer, place, here)


def _all(viewer: Viewer, places: list[Place], here: str) -> None:
    """On a phone: every page behind one button."""
    made = ui.button(icon="apps").props(f'flat dense round aria-label="{viewer.say("pages")}"').classes("sy-top-all")
    with made, ui.menu().props("auto-close"), nav(viewer.say("pages")).classes("sy-menu"):
        for place in places:
            _link(viewer, place, here)


def _person(viewer: Viewer, here: str) -> None:
    with (
        ui.button(viewer.first.name, icon="account_circle").props("flat no-caps dense").classes("sy-top-person"),
        ui.menu().props("auto-close"),
        ui.element("div").classes("sy-menu"),
    ):
        places = [viewer.names.owner(m.owner) for m in viewer.first.memberships]
        ui.label(viewer.first.name).classes("sy-strong")
        ui.label("、".join(dict.fromkeys(places))).classes("sy-small sy-muted")
        ui.link(viewer.say("account"), "/account")
        if viewer.first.may(Act.ASK):
            ui.link(viewer.say("trying"), "/search")
        other = "zh" if viewer.language == "en" else "en"
        ui.link(viewer.say("other_language"), f"/language?to={other}&back={here}")
        ui.label(viewer.say("theme")).classes("sy-small sy-muted")
        theme.switch(viewer.language, theme.chosen(ui.context.client.request))
        with (
            ui.element("form").props('method="post" action="/sign-out"'),
            ui.element("button").props('type="submit"').classes("sy-button"),
        ):
            ui.label(viewer.say("sign_out"))


def not_for(viewer: Viewer, word: str = "no_asking") -> None:
    """In place of a page, for a role that reads nothing, or that the page is not for."""
    with ui.element("div").classes("sy-main sy-talk"), ui.element("div").classes("sy-empty"):
        ui.icon("manage_accounts")
        ui.label(viewer.say(word)).props('role="heading" aria-level="1"')


def badge(label: Label, language: str) -> ui.element:
    """Word, icon and colour: never colour alone."""
    rank = level(label)
    with ui.element("span").classes(f"sy-badge sy-level-{rank}") as made:
        ui.icon(ICONS[rank])
        ui.label(level_word(language, rank))
    return made


def label_line(label: Label, names: Names, language: str) -> None:
    """The badge, and for whom."""
    with ui.element("div").classes("sy-label-line"):
        badge(label, language)
        ui.label(reach(label, names, language)).classes("sy-small sy-muted")


def marked(text: str, quote: str | None = None) -> str:
    """Plain text as HTML, its line breaks kept, the quoted stretch marked."""
    at = text.find(quote) if quote else -1
    if quote is None or at < 0:
        return _lines(text)
    before, after = text[:at], text[at + len(quote):]
    return f'{_lines(before)}<mark id="sy-quote">{_lines(quote)}</mark>{_lines(after)}'


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")
