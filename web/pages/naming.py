"""What a person is called, also one who has left since."""

from __future__ import annotations

from trust.errors import NotFound
from web.resources import Resources


def person_name(parts: Resources, person: str) -> str:
    """A dash for somebody who is gone."""
    try:
        return parts.store.people.principal(person).name
    except NotFound:
        return "—"
