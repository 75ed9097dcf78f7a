"""A lesson as files from its page: Word in our form or the school's own, slides; and the school's templates."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from nicegui import ui

from records.templates import Template
from tools._export.confined import MOST_BYTES
from tools._export.fields import Form, Unknown, fitting, unknown
from trust.roles import Act
from web.lessons import KeptLesson
from web.pages.confirming import sure
from web.pages.dropzone import Dropzone
from web.pages.viewer import Viewer
from web.templates import OUR_NAMES

BUILTIN = ""
_FORMS: tuple[tuple[Form, str], ...] = (("plan", "plan"), ("loose_leaf", "loose_leaf"))
"""Which form a part of a lesson goes into."""


class Handout:
    """The export buttons of one lesson. `unsaved` says whether the page holds more than what is kept."""

    def __init__(self, viewer: Viewer, unsaved: Callable[[], bool]) -> None:
        self._viewer, self._unsaved = viewer, unsaved
        self._templates: dict[str, Template] = {}
        self._choice: ui.select | None = None

    async def draw(self, held: KeptLesson) -> None:
        say, lesson = self._viewer.say, held.lesson
        self._templates = {t.id: t for t in await self._viewer.do(lambda: templates_of(self._viewer)) or ()}
        options = {BUILTIN: say("export_builtin"), **{i: t.title for i, t in self._templates.items()}}
        with ui.element("div").classes("sy-handout"):
            self._choice = ui.select(options, value=BUILTIN, label=say("export_template"))
            self._choice.props("outlined dense options-dense").classes("sy-handout-form")
            for form, part in _FORMS:
                if getattr(lesson, part) is None:
                    continue
                made = ui.button(say(f"export_word_{form}"), icon="description")
                made.on_click(lambda _, f=form: self._word(held, f)).props("outline no-caps")
            slides = ui.button(say("export_slides"), icon="slideshow", on_click=lambda: self._take(held, "pptx"))
            slides.props("outline no-caps")

    async def _word(self, held: KeptLesson, form: Form) -> None:
        template = self._templates.get(str(self._choice.value)) if self._choice else None
        if template is None:
            self._take(held, "docx", form=form)
            return
        wrong = unknown(form, template.asks)
        if not wrong or await self._anyway(wrong):
            self._take(held, "docx", form=form, template=template.id, skip="true" if wrong else "")

    def _take(self, held: KeptLesson, suffix: str, **more: str) -> None:
        if self._unsaved():
            ui.notify(self._viewer.say("export_save_first"), type="warning", position="top")
            return
        asked = {"edition": held.artefact.edition, **{k: v for k, v in more.items() if v}}
        ui.navigate.to(f"/api/artefacts/{held.artefact.id}/files/{suffix}?{urlencode(asked)}")

    async def _anyway(self, wrong: list[Unknown]) -> bool:
        """Whether to export with these left empty."""
        say = self._viewer.say
        with ui.dialog() as dialog, ui.card().classes("sy-dialog"):
            ui.label(say("export_unknown")).classes("sy-strong")
            for one in wrong:
                ui.label(meant(self._viewer, one))
            with ui.element("div").classes("sy-dialog-buttons"):
                ui.button(say("cancel"), on_click=lambda: dialog.submit(False)).props("flat no-caps")
                yes = ui.button(say("export_skip"), on_click=lambda: dialog.submit(True))
                yes.props("unelevated no-caps color=primary")
        picked = await dialog
        dialog.delete()
        return bool(picked)


class TemplatePanel:
    """The templates of the person's owners: bring one, see what it asks for, delete."""

    def __init__(self, viewer: Viewer, changed: Callable[[], None]) -> None:
        self._viewer, self._changed = viewer, changed
        say = viewer.say
        with ui.expansion(say("forms_title"), icon="assignment").classes("sy-add").props("dense-toggle"):
            ui.label(say("forms_more")).classes("sy-small")
            with ui.element("div").classes("sy-forms-ours"):
                for form, name in OUR_NAMES.items():
                    ui.link(name, f"/api/forms/{form}")
            drop = Dropzone(viewer, self._received)
            most = MOST_BYTES // 1024**2
            drop.props["url"], drop.props["accept"], drop.props["most"] = "/api/templates", ".docx", MOST_BYTES
            drop.props["words"] |= {
                "drop": say("forms_drop"), "more": say("forms_limit", size=most), "large": say("too_large", size=most),
            }  # fmt: skip
            self._list = ui.element("ul").classes("sy-forms")

    async def refresh(self) -> None:
        found = await self._viewer.do(lambda: templates_of(self._viewer)) or []
        self._list.clear()
        with self._list:
            for template in found:
                self._row(template)
            if not found:
                ui.label(self._viewer.say("forms_none")).classes("sy-small sy-muted")

    async def _received(self) -> None:
        await self.refresh()
        self._changed()

    def _row(self, t: Template) -> None:
        viewer = self._viewer
        with ui.element("li").classes("sy-form").props(f'data-id="{t.id}"'):
            with ui.element("div").classes("sy-form-main"):
                ui.label(t.title).classes("sy-strong")
                names = "、".join(f"{rows}.{name}" if rows else name for rows, name in t.asks)
                ui.label(viewer.say("forms_asks", names=names)).classes("sy-small sy-muted")
                if wrong := unknown(fitting(t.asks), t.asks):
                    told = "、".join(meant(viewer, u) for u in wrong)
                    ui.label(viewer.say("forms_wrong", names=told)).classes("sy-note sy-note-bad")
            if t.brought_by == viewer.first.id or viewer.first.may(Act.CONFIRM_LABEL, t.owner):
                delete = ui.button(icon="delete_outline", on_click=lambda: self._delete(t))
                delete.props(f'flat dense round aria-label="{viewer.say("delete")} {t.title}"')

    async def _delete(self, t: Template) -> None:
        viewer = self._viewer
        if not await sure(viewer, viewer.say("delete_sure", title=t.title)):
            return
        if await viewer.carry_out(lambda: viewer.parts.store.templates.remove(*viewer.now(), t.id)):
            await self.refresh()
            self._changed()


def templates_of(viewer: Viewer) -> list[Template]:
    return viewer.parts.store.templates.page(*viewer.now())


def meant(viewer: Viewer, one: Unknown) -> str:
    return viewer.say("forms_meant", name=one.name, nearest=one.nearest) if one.nearest else one.name
