"""What an audited act says of itself, as a line a person reads. Pure.

Knows what people, owners and courses are called; ids that it has no name for are shortened, the whole of them is in the
exported file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from trust.errors import BadLabel
from trust.labels import parse
from web.levels import Names, in_words, level_word
from web.words import WORDS, say

SHOWN = 8
"""Characters of an id that has no name."""
_ID = re.compile(r"[0-9a-f]{32,64}")
_FIRST = ("by", "person")
"""Who did it comes first."""


def line(body: Mapping[str, Any], people: Mapping[str, str], names: Names, language: str) -> str:
    """Its fields in words, without those that say nothing (none, empty, no)."""
    held = {name: value for name, value in body.items() if not _silent(value)}
    order = sorted(held, key=lambda name: _FIRST.index(name) if name in _FIRST else len(_FIRST))
    told = [_field(name, held[name], people, names, language) for name in order]
    return ("; " if language == "en" else "；").join(told)


def _silent(value: Any) -> bool:
    """A number says something even where it is 0: level 0 is public."""
    return value is None or value is False or value in ("", [], ())


def _field(name: str, value: Any, people: Mapping[str, str], names: Names, language: str) -> str:
    called = say(language, f"field_{name}") if f"field_{name}" in WORDS else name
    if value is True:
        return called
    return say(language, "audit_holds", name=called, value=_value(name, value, people, names, language))


def _value(name: str, value: Any, people: Mapping[str, str], names: Names, language: str) -> str:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return say(language, "audit_many", n=len(value))
    text = str(value)
    if name == "holder":  # owner:<id> or person:<id>
        text = text.partition(":")[2] or text
    if name == "level" and isinstance(value, int):
        return level_word(language, value)
    named = people.get(text) or names.owners.get(text) or names.courses.get(text)
    key = next((k for k in (f"audited_{name}_{text}", f"{name}_{text}") if k in WORDS), None)
    if not named and key is not None:  # role_teacher, state_published, side_enterprise …
        return say(language, key)
    return named or _label(text, names, language) or (text[:SHOWN] if _ID.fullmatch(text) else text)


def _label(text: str, names: Names, language: str) -> str | None:
    if "/" not in text:
        return None
    try:
        return in_words(parse(text), names, language)
    except BadLabel:
        return None
