"""What people filled into the fields of a PDF form: it is drawn by the viewer, and stands in no page's text.

Fields are told by the widgets on a page; what a widget does not say its parents do. Signatures and buttons are no
words. Knows pdfminer's objects by the two functions it is given; pages and blocks are `pdf.py`'s.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

DEEPEST, MOST = 16, 5000


@dataclass
class Fields:
    """Of one document, page by page: `resolve` follows a reference, `decode` reads a PDF string. A field that stands in
    several places is told at the first. `remarks` counts comments.
    """

    resolve: Callable[[Any], Any]
    decode: Callable[[bytes], str]
    seen: set[str] = field(default_factory=set)
    remarks: int = 0

    def on(self, annotations: Any) -> Iterator[str]:
        """`name: value` of each that holds one."""
        for each in self._dicts(self.resolve(annotations)):
            kind = self._name(each.get("Subtype"))
            self.remarks += kind in ("Text", "FreeText") and bool(self._text(each.get("Contents")))
            if kind == "Widget" and (told := self._told(each)) is not None:
                yield told

    def _dicts(self, found: Any) -> Iterator[dict[str, Any]]:
        for each in found[:MOST] if isinstance(found, list) else ():
            resolved = self.resolve(each)
            if isinstance(resolved, dict):
                yield resolved

    def _told(self, widget: dict[str, Any]) -> str | None:
        line = [widget]
        while len(line) < DEEPEST and isinstance(parent := self.resolve(line[-1].get("Parent")), dict):
            line.append(parent)
        name = ".".join(reversed([text for one in line if (text := self._text(one.get("T")))]))
        value = self._value(self._name(_first(line, "FT")), self.resolve(_first(line, "V")))
        if not value or name in self.seen:
            return None
        self.seen.add(name)
        shown = self._text(_first(line, "TU")) or name
        return f"{shown}: {value}" if shown else value

    def _value(self, kind: str, value: Any) -> str:
        if kind == "Btn":
            chosen = self._name(value)
            return "" if chosen in ("", "Off") else "√" if chosen in ("Yes", "On", "1") else f"√ {chosen}"
        if kind not in ("Tx", "Ch"):
            return ""
        values: Iterable[Any] = value if isinstance(value, list) else [value]
        return "、".join(text for one in values if (text := self._text(self.resolve(one))))

    def _name(self, value: Any) -> str:
        name = getattr(self.resolve(value), "name", "")
        return name.decode("latin-1") if isinstance(name, bytes) else str(name or "")

    def _text(self, value: Any) -> str:
        resolved = self.resolve(value)
        return " ".join(self.decode(resolved).split()) if isinstance(resolved, bytes) else ""


def _first(line: Iterable[dict[str, Any]], key: str) -> Any:
    return next((one[key] for one in line if key in one), None)
