"""The look as data: colours of both themes, levels, type, spaces; and the style sheet made of them. Pure.

Every colour a style sheet uses is one of these names (`var(--ink)` …), so that both themes hold everywhere; which pairs
must be readable on each other is said here too (`READ`), and tested against WCAG 2.2 AA. Knows no page and no person.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from typing import Literal

from web.levels import PERSONAL

Theme = Literal["auto", "light", "dark"]
THEMES: tuple[Theme, ...] = ("auto", "light", "dark")
ICONS = {0: "public", 1: "groups", 2: "shield", 3: "lock", PERSONAL: "person"}
"""By rank of level: a label is never told by colour alone."""

LIGHT: Mapping[str, str] = {
    "paper": "#f5f7f8", "card": "#ffffff", "raised": "#ffffff", "ink": "#1c2733", "muted": "#566471",
    "line": "#dfe5e9", "edge": "#7d8b96", "accent": "#12566b", "accent-hover": "#0e4556", "accent-soft": "#e3eff2",
    "on-accent": "#ffffff", "focus": "#12566b", "mark": "#ffe9a8", "on-mark": "#1c2733", "shade": "rgb(28 39 51 / 32%)",
    "shadow": "0 4px 18px rgb(18 60 80 / 8%)", "glow": "#dcecef",
    "bad": "#b3261e", "bad-soft": "#fbeceb", "good": "#2a7047", "good-soft": "#e3f2e8",
    "warn": "#825400", "warn-soft": "#fff1d6", "info": "#2b62a8", "info-soft": "#e6eef8",
    "l0": "#2a7047", "l0s": "#e6f3ea", "l1": "#2b62a8", "l1s": "#e6eef8", "l2": "#825400", "l2s": "#fbf0dc",
    "l3": "#b3261e", "l3s": "#fbe9e7", "l4": "#6b4a8e", "l4s": "#f0eaf6",
}  # fmt: skip
DARK: Mapping[str, str] = {
    "paper": "#11181d", "card": "#19232a", "raised": "#212d35", "ink": "#e4eaee", "muted": "#a3b1bb",
    "line": "#2e3c46", "edge": "#70818c", "accent": "#76c4d8", "accent-hover": "#97d5e5", "accent-soft": "#1c3a44",
    "on-accent": "#06242d", "focus": "#97d5e5", "mark": "#6b5410", "on-mark": "#fff6da", "shade": "rgb(0 0 0 / 58%)",
    "shadow": "0 4px 18px rgb(0 0 0 / 35%)", "glow": "#16323b",
    "bad": "#ff9d94", "bad-soft": "#43201d", "good": "#86d3a3", "good-soft": "#1a3626",
    "warn": "#f0be62", "warn-soft": "#3b2d10", "info": "#94bdf2", "info-soft": "#1d2f47",
    "l0": "#86d3a3", "l0s": "#1a3626", "l1": "#94bdf2", "l1s": "#1d2f47", "l2": "#f0be62", "l2s": "#3b2d10",
    "l3": "#ff9d94", "l3s": "#43201d", "l4": "#c9aeea", "l4s": "#33264a",
}  # fmt: skip

TYPE: Mapping[str, str] = {
    "t-tiny": ".75rem", "t-small": ".8125rem", "t-less": ".9375rem", "t-body": "1rem", "t-read": "1.0313rem",
    "t-lead": "1.125rem", "t-title": "1.375rem", "t-hello": "1.75rem",
}  # fmt: skip
"""Sizes for Chinese: nothing below 12 px, running text read at 1.65 to 1.85 of its size."""
SPACE: Mapping[str, str] = {
    "s1": ".25rem", "s2": ".5rem", "s3": ".75rem", "s4": "1rem", "s5": "1.5rem", "s6": "2rem", "s7": "3rem",
}  # fmt: skip

_GROUNDS = ("paper", "card", "raised")
READ: tuple[tuple[str, str], ...] = (
    *[(ink, ground) for ink in ("ink", "muted", "accent", "bad", "good", "warn", "info") for ground in _GROUNDS],
    *[(f"l{n}", ground) for n in range(5) for ground in ("card", f"l{n}s")],
    *[(name, f"{name}-soft") for name in ("accent", "bad", "good", "warn", "info")],
    *[("ink", f"{name}-soft") for name in ("accent", "bad", "good", "warn", "info")],
    ("muted", "accent-soft"), ("on-accent", "accent"), ("on-accent", "accent-hover"), ("on-mark", "mark"),
    *[("on-accent", name) for name in ("bad", "good", "warn", "info")],
)  # fmt: skip
"""Text and the ground it stands on: 4.5 to 1 at least. White stands on the light theme's strong colours, ink on the
dark one's: `on-accent` is for all of them."""
SEEN: tuple[tuple[str, str], ...] = tuple((name, ground) for name in ("edge", "focus") for ground in _GROUNDS)
"""Edges of fields and rings of focus: 3 to 1 at least."""
_QUASAR = {
    "primary": "accent", "secondary": "muted", "accent": "accent", "positive": "good", "negative": "bad",
    "warning": "warn", "info": "info", "dark": "raised", "dark-page": "paper",
}  # fmt: skip


def theme_of(chosen: str | None) -> Theme:
    """What somebody chose; the system's own where it is none of ours."""
    return next((theme for theme in THEMES if theme == chosen), "auto")


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2.2, 1 to 21, of two colours written `#rrggbb`."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@cache
def stylesheet(theme: Theme) -> str:
    """The names as CSS. `auto` follows the system; a body that Quasar marks dark or light wins over either, so that the
    switch works without loading the page again.
    """
    first = LIGHT if theme != "dark" else DARK
    sized = _names({**TYPE, **SPACE, "radius": "12px"})
    made = [f":root {{ color-scheme: {_scheme(first)}; {sized} {_names(first)} }}"]
    if theme == "auto":
        made.append(f"@media (prefers-color-scheme: dark) {{ :root {{ color-scheme: dark; {_names(DARK)} }} }}")
    made += [
        f"body.body--light {{ color-scheme: light; {_names(LIGHT)} }}",
        f"body.body--dark {{ color-scheme: dark; {_names(DARK)} }}",
        "body { " + " ".join(f"--q-{q}: var(--{ours}) !important;" for q, ours in _QUASAR.items()) + " }",
        # The first layer of the framework's: there an important rule wins over its own important ones.
        "@layer theme { "
        + ", ".join(f".bg-{q}.text-white, .bg-{q}.text-dark" for q in _QUASAR if not q.startswith("dark"))
        + " { color: var(--on-accent) !important; } }",
    ]
    return "\n".join(made)


def _scheme(colours: Mapping[str, str]) -> str:
    return "dark" if colours is DARK else "light"


def _names(values: Mapping[str, str]) -> str:
    return " ".join(f"--{name}: {value};" for name, value in values.items())


@cache
def edition() -> str:
    """Changes when the sheet does."""
    return hashlib.sha256("".join(map(stylesheet, THEMES)).encode()).hexdigest()[:12]
