"""How a page begins: who visits, its head and bar, and what stands there for whom it is not. Knows no page."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from nicegui import run

from trust.roles import Act
from web.pages.frame import bar, head, not_for, sheet
from web.pages.viewer import SIGN_IN, Viewer, viewer_of
from web.resources import Resources


async def entered(
    request: Request, parts: Resources, here: str, word: str, *sheets: str, may: Act = Act.ASK,
    unless: str = "no_asking",
) -> Viewer | Response | None:  # fmt: skip
    """The visitor with the page begun: `word` names it, `here` is its path on the bar. A redirect where nobody is
    signed in; None where their roles do not allow `may`, which the page then says with `unless`.
    """
    viewer = await run.io_bound(viewer_of, request, parts)
    if viewer is None:
        return RedirectResponse(SIGN_IN, 303)
    head(viewer.say(word), viewer.language)
    for name in sheets:
        sheet(f"{name}.css")
    bar(viewer, here)
    if not viewer.first.may(may):
        not_for(viewer, unless)
        return None
    return viewer
