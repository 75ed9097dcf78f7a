"""What a Word document holds and does not show: hidden runs, by themselves or by style, and rows deleted as a change.

Takes them out before anything is read. Knows only the XML of the body and of the styles.
"""

from __future__ import annotations

from typing import Any

from ingest.numbering import W

DEEPEST = 9
_OFF = ("0", "false", "off")


def take_out(body: Any, styles: Any) -> bool:
    """Whether some hidden words were there."""
    told = {s.get(f"{W}styleId"): s for s in styles.iter(f"{W}style")}
    hidden = {name for name in told if _hides(name, told)}
    runs = [r for r in body.iter(f"{W}r") if _is_hidden(r, hidden)]
    with_words = any((t.text or "").strip() for r in runs for t in r.iter(f"{W}t"))
    for row in [r for r in body.iter(f"{W}tr") if r.find(f"{W}trPr/{W}del") is not None]:
        row.getparent().remove(row)
    for run in runs:
        run.getparent().remove(run)
    return with_words


def vanish(properties: Any) -> bool | None:
    """What the properties of a run say of its being hidden; None where they say nothing."""
    mark = None if properties is None else properties.find(f"{W}vanish")
    return None if mark is None else mark.get(f"{W}val") not in _OFF


def _is_hidden(run: Any, hidden: set[str]) -> bool:
    own = run.find(f"{W}rPr")
    if (said := vanish(own)) is not None:
        return said
    paragraph = next(run.iterancestors(f"{W}p"), None)
    of_paragraph = None if paragraph is None else paragraph.find(f"{W}pPr/{W}pStyle")
    of_run = None if own is None else own.find(f"{W}rStyle")
    return any(style is not None and style.get(f"{W}val") in hidden for style in (of_run, of_paragraph))


def _hides(name: str, styles: dict[str, Any]) -> bool:
    """By the style itself, else by the nearest of those that it is based on and that says anything."""
    for _ in range(DEEPEST):
        style = styles.get(name)
        if style is None:
            return False
        if (said := vanish(style.find(f"{W}rPr"))) is not None:
            return said
        base = style.find(f"{W}basedOn")
        name = "" if base is None else base.get(f"{W}val")
    return False
