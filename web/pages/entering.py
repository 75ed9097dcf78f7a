"""How a page begins: who visits, its head and bar, and what stands there for whom it is not. Knows no page."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from nicegui import run

from trust.roles import Act
from web.pages.frame import bar, head, not_for, sheet
from web.pages.viewer import SIGN_IN, Viewer, viewer_of
from web.resources import Resources


async def entered(
    request: Request, parts: Resources, here: str, word: str, *sheets: str,
    may: Act | Callable[[Viewer], bool] = Act.ASK, unless: str = "no_asking",
) -> Viewer | Response | None:  # fmt: skip
    """The visitor with the page begun: `word` names it, `here` is its path on the bar. A redirect where nobody is
    signed in; None where their roles do not allow the act, or the page is not for them as `may` judges; the page then
    says so with `unless`.
    """
    viewer = await run.io_bound(viewer_of, request, parts)
    if viewer is None:
        return RedirectResponse(SIGN_IN, 303)
    head(viewer.say(word), viewer.language)
    for name in sheets:
        sheet(f"{name}.css")
    bar(viewer, here)
    if not (viewer.first.may(may) if isinstance(may, Act) else may(viewer)):
        not_for(viewer, unless)
        return None
    return viewer
