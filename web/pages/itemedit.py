"""The dialog that edits one exercise: its fields as a teacher writes them, and back as the item takes them.

Checks only that letters name options; whether the item holds is the verifier's.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from nicegui import ui

from learning.exercise import OPEN
from learning.from_tables import shares
from learning.reasons import Reason
from tools._formats.paper import LETTERS, Unfit, chosen
from tools.write_exercises import Item
from trust.errors import BadInput
from web.pages.viewer import Viewer

Save = Callable[[dict[str, Any]], Awaitable[Sequence[Reason] | None]]
_KEY_WORD = {"single": "item_letters", "multiple": "item_letters", "order": "item_sequence", "match": "item_pairs",
             "judge": "item_judged"}  # fmt: skip


def as_typed(item: Item) -> str:
    """The key as the dialog shows it."""
    if item.kind in ("single", "multiple", "order", "match"):
        return "".join(LETTERS[item.options.index(k)] for k in item.key if k in item.options)
    return "\n".join(item.key)


def changes(item: Item, typed: dict[str, str]) -> dict[str, Any]:
    """The item's fields after the dialog. Raises BadInput for letters without an option."""
    options = [o.strip() for o in typed["options"].split("\n") if o.strip()] if item.options else []
    if item.kind in ("single", "multiple", "order", "match"):
        key = _lettered(tuple(options), typed["key"], item.kind == "match")
    else:
        key = [k.strip() for k in typed["key"].split("\n") if k.strip()]
    points = item.points
    if item.kind in OPEN and len(points) != len(key):
        points = list(shares(len(key))) if key else []
    return {
        "stem": typed["stem"].strip(), "options": options, "key": key, "points": points,
        "explanation": typed["explanation"].strip(), "difficulty": int(typed["difficulty"]),
    }  # fmt: skip


def _lettered(options: tuple[str, ...], said: str, repeated: bool) -> list[str]:
    try:
        if repeated:
            return [chosen(options, letter)[0] for letter in said if letter.isalnum()]
        return list(chosen(options, said))
    except Unfit as unfit:
        raise BadInput(str(unfit), "The key names letters without an option") from None


class EditDialog:
    """Open until the item passes or the person gives up; what does not pass is said above the buttons."""

    def __init__(self, viewer: Viewer, item: Item, save: Save) -> None:
        self._viewer, self._item, self._save = viewer, item, save
        self._fields: dict[str, Any] = {}
        with ui.dialog() as self._dialog, ui.card().classes("sy-dialog sy-item-dialog"):
            ui.label(f"{viewer.say('item_edit')} · {viewer.say(f'kind_{item.kind}')}").classes("sy-dialog-title")
            self._area("stem", "item_stem", item.stem)
            if item.options:
                self._area("options", "item_options", "\n".join(item.options))
            self._area("key", _KEY_WORD.get(item.kind, "item_lines"), as_typed(item))
            self._area("explanation", "item_explanation", item.explanation)
            levels = {n: viewer.say(f"difficulty_{n}") for n in (1, 2, 3)}
            self._fields["difficulty"] = ui.select(levels, value=item.difficulty, label=viewer.say("studio_difficulty"))
            self._fields["difficulty"].props("outlined dense options-dense").classes("sy-wide")
            self._why = ui.label("").classes("sy-note sy-note-bad").props('role="alert"')
            self._why.set_visibility(False)
            with ui.element("div").classes("sy-dialog-buttons"):
                ui.button(viewer.say("cancel"), on_click=self._dialog.close).props("flat no-caps")
                ui.button(viewer.say("item_save"), on_click=self._saved).props("unelevated no-caps color=primary")
        self._dialog.on("hide", self._dialog.delete)
        self._dialog.open()

    def _area(self, name: str, word: str, value: str) -> None:
        made = ui.textarea(self._viewer.say(word), value=value).props("outlined dense autogrow").classes("sy-wide")
        self._fields[name] = made

    async def _saved(self) -> None:
        typed = {name: str(field.value or "") for name, field in self._fields.items()}
        typed.setdefault("options", "")
        change = await self._viewer.do(lambda: changes(self._item, typed))
        reasons = await self._save(change) if change is not None else None
        if reasons is None:
            return
        if not reasons:
            self._dialog.close()
            return
        words = "；".join(self._viewer.say(f"reason_{r.name.lower()}") for r in reasons)
        self._why.set_text(self._viewer.say("item_not_saved") + words)
        self._why.set_visibility(True)
