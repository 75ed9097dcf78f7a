"""Works in a portfolio on the page: pictures with their words; the learner's own can be put in, changed, taken out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from urllib.parse import urlencode

from nicegui import ui

from records.showpieces import LONGEST_NOTE, LONGEST_TITLE, Showpiece, Words
from web.pages.confirming import sure
from web.pages.evidencecard import card, moment
from web.pages.rosterpanel import SheetFile
from web.pages.toasts import toast
from web.pages.viewer import Viewer
from web.showpieces import LARGEST


class WorksPanel:
    """`student` None: one's own. `again` draws the page's part anew."""

    def __init__(
        self, viewer: Viewer, works: Sequence[Showpiece], student: str | None, again: Callable[[], Awaitable[None]]
    ) -> None:
        self._viewer, self._student, self._again = viewer, student, again
        own = student is None
        with card(viewer, "works_title", "works_more" if own else "works_more_other"):
            if own:
                file = SheetFile(viewer, self._sent, self._refused, "/api/portfolio/works", "works_choose")
                file._props["accept"] = ".png,.jpg,.jpeg,.webp"
                file._props["most"] = LARGEST
                large = viewer.say("too_large", size=LARGEST // 1024**2)
                file._props["words"] = file._props["words"] | {"large": large}
            if not works:
                ui.label(viewer.say("works_none")).classes("sy-small sy-muted")
            with ui.element("ul").classes("sy-works"):
                for work in works:
                    self._work(work)

    def _refused(self, why: str) -> None:
        ui.notify(why, type="warning", position="top")

    async def _sent(self, _: str) -> None:
        toast(self._viewer.say("works_added"))
        await self._again()

    def _work(self, work: Showpiece) -> None:
        viewer, words = self._viewer, work.words
        query = "?" + urlencode({"student": self._student}) if self._student else ""
        with ui.element("li").classes("sy-work").props(f'data-work="{work.id}"'):
            picture = ui.element("img").classes("sy-work-picture")
            picture._props["src"] = f"/api/portfolio/works/{work.id}/picture{query}"
            picture._props["alt"] = words.title
            picture._props["loading"] = "lazy"
            picture._props["width"], picture._props["height"] = work.width, work.height
            ui.label(words.title).classes("sy-strong").props('dir="auto"')
            if words.note:
                ui.label(words.note).classes("sy-words").props('dir="auto"')
            about = [moment(work.at)]
            if self._student is None:
                about.append(viewer.say(f"works_for_{_choice(words)}"))
            ui.label(" · ".join(about)).classes("sy-small sy-muted")
            if self._student is None:
                with ui.element("div").classes("sy-work-acts"):
                    made = ui.button(viewer.say("works_change"), icon="edit", on_click=lambda: self._change(work))
                    made.props("flat no-caps dense")
                    made = ui.button(viewer.say("delete"), icon="delete", on_click=lambda: self._remove(work))
                    made.props("flat no-caps dense color=negative")

    async def _change(self, work: Showpiece) -> None:
        viewer, say = self._viewer, self._viewer.say
        with ui.dialog() as dialog, ui.card().classes("sy-dialog"):
            ui.label(say("works_change")).classes("sy-dialog-title")
            title = ui.input(say("works_name"), value=work.words.title)
            title.props(f"outlined dense maxlength={LONGEST_TITLE}").classes("sy-wide")
            note = ui.textarea(say("works_note"), value=work.words.note)
            note.props(f"outlined dense maxlength={LONGEST_NOTE}").classes("sy-wide")
            teachers = ui.checkbox(say("works_teachers"), value=work.words.for_teachers)
            mentors = ui.checkbox(say("works_mentors"), value=work.words.for_mentors)
            with ui.element("div").classes("sy-dialog-buttons"):
                ui.button(say("cancel"), on_click=lambda: dialog.submit(False)).props("flat no-caps")
                made = ui.button(say("works_keep"), on_click=lambda: dialog.submit(True))
                made.props("unelevated no-caps color=primary")
        meant = await dialog
        words = Words(str(title.value), str(note.value or ""), bool(teachers.value), bool(mentors.value))
        dialog.delete()
        if meant is not True:
            return
        change = viewer.parts.store.showpieces.change
        if await viewer.do(lambda: change(*viewer.now(), work.id, work.version, words)) is not None:
            await self._again()

    async def _remove(self, work: Showpiece) -> None:
        viewer = self._viewer
        if not await sure(viewer, viewer.say("works_remove_sure", title=work.words.title)):
            return
        if await viewer.carry_out(lambda: viewer.parts.store.showpieces.remove(*viewer.now(), work.id)):
            toast(viewer.say("works_removed"))
            await self._again()


def _choice(words: Words) -> str:
    if words.for_teachers and words.for_mentors:
        return "both"
    return "teachers" if words.for_teachers else "mentors" if words.for_mentors else "self"
