"""The Python side of the drop zone. The bytes go straight to the upload call: the page framework never holds them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from nicegui import ui
from nicegui.events import GenericEventArguments

from ingest.kinds import BY_SUFFIX, READABLE
from tools._formats.confined import MOST_BYTES
from web.pages.viewer import Viewer


class Dropzone(ui.element, component="dropzone.js"):
    """`received` is called after each file that came in."""

    def __init__(
        self, viewer: Viewer, received: Callable[[], Awaitable[None]], told: Callable[[object], None] | None = None,
        folders: bool = False,
    ) -> None:  # fmt: skip
        """With `folders`, whole folders may come, and what a reload cut off is told. With
        `told`, files are exercises to be read: it is given what the import call answers.
        """
        super().__init__()
        self._fields: dict[str, str] = {}
        most = viewer.parts.switches.max_upload
        self._props["url"] = "/api/documents"
        self._props["csrf"] = viewer.csrf
        self._props["language"] = viewer.language
        self._props["accept"] = ",".join(f".{s}" for s in BY_SUFFIX if s)
        self._props["most"] = most
        self._props["words"] = {
            "drop": viewer.say("drop"),
            "more": viewer.say("drop_more", types=READABLE, size=most // 1024**2),
            "large": viewer.say("too_large", size=most // 1024**2),
            "sending": viewer.say("uploading"),
            "received": viewer.say("uploaded"),
            "known": viewer.say("known_already"),
            "broken": viewer.say("upload_broken"),
            "folder": viewer.say("drop_folder"),
            "left": viewer.say("drop_left", n="{n}"),
            "total": viewer.say("drop_total", done="{done}", all="{all}"),
            "failed": viewer.say("drop_failed", n="{n}"),
        }
        self._props["tells"] = told is not None
        self._props["folders"] = folders
        if told is not None:
            self._exercises(viewer, min(most, MOST_BYTES))
            self.on("told", lambda event: told(event.args))
        self.on("chosen", self._go)
        self.on("received", lambda _: received(), args=[])

    def _exercises(self, viewer: Viewer, most: int) -> None:
        self._props["url"] = "/api/exercises/imports"
        self._props["accept"] = ".xlsx,.csv,.docx,.xml,.txt,.gift,.aiken"
        self._props["most"] = most
        self._props["words"] |= {
            "drop": viewer.say("import_drop"),
            "more": viewer.say("import_types", size=most // 1024**2),
            "large": viewer.say("too_large", size=most // 1024**2),
            "known": viewer.say("import_read"),
            "long": viewer.say("import_long"),
        }

    def choose(self, fields: Mapping[str, str]) -> None:
        """What goes with every file chosen from now on."""
        self._fields = dict(fields)

    def _go(self, event: GenericEventArguments) -> None:
        """A page's events come in the order they were made: what was chosen before the files is known by now."""
        self.run_method("go", event.args, self._fields)
