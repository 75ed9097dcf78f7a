"""Adding documents: which library, whose, who may know, and the files. For those who may upload somewhere."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from nicegui import ui

from agent.words import LIBRARY
from trust.principal import Principal
from trust.roles import Act
from web.pages.dropzone import Dropzone
from web.pages.labelling import LabelChoice
from web.pages.reach import count_readers
from web.pages.viewer import Viewer


def upload_owners(principal: Principal) -> list[str]:
    """Where this person may put documents."""
    return list(dict.fromkeys(m.owner for m in principal.memberships if principal.may(Act.UPLOAD, m.owner)))


class AddPanel:
    def __init__(self, viewer: Viewer, received: Callable[[], Awaitable[None]]) -> None:
        self._viewer = viewer
        owners = upload_owners(viewer.first)
        self._owner = owners[0]
        self._library = "enterprise" if self._owner in viewer.names.enterprises else "course"
        self._label = f"{self._owner}/internal"
        self._drop: Dropzone | None = None
        with ui.expansion(viewer.say("add_files"), icon="add").classes("sy-add").props("dense-toggle"):
            with ui.element("div").classes("sy-add-row"):
                self._select({o: viewer.names.owner(o) for o in owners}, self._owner, "whose", self._owned)
                self._select({n: viewer.say(n) for n in LIBRARY}, self._library, "which_library", self._put)
            self._choice = LabelChoice(viewer, self._owner, self._labelled)
            self._reach = ui.element("div").classes("sy-reach").props('role="status"')
            self._drop = Dropzone(viewer, received, folders=True)
            self._tell()

    def _select(self, options: dict[str, str], value: str, word: str, changed: Callable[[str], None]) -> None:
        made = ui.select(options, value=value, label=self._viewer.say(word), on_change=lambda e: changed(e.value))
        made.props("outlined dense options-dense").classes(f"sy-select-{word}")

    def _owned(self, owner: str) -> None:
        self._owner = owner
        self._choice.at(owner)

    def _put(self, library: str) -> None:
        self._library = library
        self._tell()

    def _labelled(self, label: str) -> None:
        self._label = label
        self._tell()

    def _tell(self) -> None:
        if self._drop is not None:
            count_readers(self._viewer, self._reach, self._owner, self._label)
            self._drop.choose({"owner": self._owner, "library": self._library, "label": self._label})
