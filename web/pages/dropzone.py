"""The Python side of the drop zone. The bytes go straight to the upload call: the page framework never holds them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from nicegui import ui

from ingest.kinds import BY_SUFFIX, READABLE
from web.pages.viewer import Viewer


class Dropzone(ui.element, component="dropzone.js"):
    """`received` is called after each file that came in."""

    def __init__(self, viewer: Viewer, received: Callable[[], Awaitable[None]]) -> None:
        super().__init__()
        most = viewer.parts.settings.max_upload
        self._props["url"] = "/api/documents"
        self._props["csrf"] = viewer.csrf
        self._props["language"] = viewer.language
        self._props["accept"] = ",".join(f".{s}" for s in BY_SUFFIX if s)
        self._props["most"] = most
        self._props["fields"] = {}
        self._props["words"] = {
            "drop": viewer.say("drop"),
            "more": viewer.say("drop_more", types=READABLE, size=most // 1024**2),
            "large": viewer.say("too_large", size=most // 1024**2),
            "sending": viewer.say("uploading"),
            "received": viewer.say("uploaded"),
            "known": viewer.say("known_already"),
            "broken": viewer.say("upload_broken"),
        }
        self.on("received", lambda _: received(), args=[])

    def choose(self, fields: Mapping[str, str]) -> None:
        """What goes with every file dropped from now on."""
        self._props["fields"] = dict(fields)
        self.update()
