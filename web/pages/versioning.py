"""The versions of a document and what changed between one of them and the one in use."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from html import escape

from nicegui import ui

from records.versions import Version
from trust.sources import Document
from web.changes import Change
from web.files import CHINA
from web.pages.confirming import sure
from web.pages.frame import badge
from web.pages.shelf import may_delete
from web.pages.viewer import Viewer
from web.versions import changes

_TAGS = {"added": "ins", "removed": "del", "same": "span"}


def versions_list(
    viewer: Viewer, document: Document, found: list[Version], again: Callable[[], Awaitable[None]]
) -> None:
    """Newest first."""
    say = viewer.say
    with ui.element("section").classes("sy-doc-part"):
        ui.element("h2")._text = say("versions")
        if not found:
            ui.label(say("versions_none")).classes("sy-muted")
            return
        for version in found:
            with ui.element("div").classes("sy-version"):
                ui.label(version.title).classes("sy-words sy-strong")
                badge(version.label, viewer.language)
                until = f"{version.replaced_at.astimezone(CHINA):%Y-%m-%d %H:%M}"
                ui.label(f"{say('version_until', at=until)} · {say('passages', n=version.passages)}").classes(
                    "sy-small sy-muted"
                )
                made = ui.button(
                    say("compare"), icon="difference", on_click=lambda v=version: _compare(viewer, document, v)
                )
                made.props("flat no-caps dense")
        if may_delete(viewer.first, document):
            made = ui.button(
                say("forget_versions"), icon="auto_delete", on_click=lambda: _forget(viewer, document, again)
            )
            made.props("flat no-caps dense color=negative").style("align-self: flex-start")


async def _forget(viewer: Viewer, document: Document, again: Callable[[], Awaitable[None]]) -> None:
    if not await sure(viewer, viewer.say("forget_versions_sure"), "forget_versions"):
        return
    if await viewer.carry_out(lambda: viewer.parts.store.versions.forget(*viewer.now(), document.id)):
        await again()


async def _compare(viewer: Viewer, document: Document, version: Version) -> None:
    found = await viewer.do(lambda: changes(viewer.parts, *viewer.now(), document.id, version.id))
    if found is None:
        return
    different = [c for c in found if c.kind != "same"]
    count = {kind: sum(1 for c in different if c.kind == kind) for kind in ("added", "removed", "changed")}
    with ui.dialog(value=True) as dialog, ui.card().classes("sy-dialog sy-wide-dialog"):
        ui.label(viewer.say("compare_title")).classes("sy-dialog-title")
        ui.label(viewer.say("compare_counts", **count) if different else viewer.say("compare_none")).classes("sy-muted")
        with ui.element("div").classes("sy-changes"):
            for change in different:
                _show(viewer, change)
        ui.button(viewer.say("close"), on_click=dialog.close).props("flat no-caps")


def _show(viewer: Viewer, change: Change) -> None:
    with ui.element("div").classes(f"sy-change sy-change-{change.kind}"):
        ui.label(viewer.say(f"change_{change.kind}")).classes("sy-small sy-strong")
        if change.heading:
            ui.label(change.heading).classes("sy-small sy-muted")
        if change.pieces:
            html = "".join(f"<{_TAGS[p.kind]}>{escape(p.text)}</{_TAGS[p.kind]}>" for p in change.pieces)
            ui.html(html, sanitize=False)
        else:
            ui.label(change.after or change.before)
