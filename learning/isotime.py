"""Times as ISO 8601 writes them, for statements of other programs: moments and durations. Knows no clock."""

from __future__ import annotations

import re
from datetime import UTC, datetime

_DURATION = re.compile(
    r"P(?!\Z)(?:(?P<weeks>\d+(?:\.\d+)?)W\Z|(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<days>\d+(?:\.\d+)?)D)?"
    r"(?:T(?=\d)(?:(?P<hours>\d+(?:\.\d+)?)H)?(?:(?P<minutes>\d+(?:\.\d+)?)M)?(?:(?P<seconds>\d+(?:\.\d+)?)S)?)?\Z)"
)
_MINUTES = {
    "years": 525_600, "months": 43_200, "weeks": 10_080, "days": 1440, "hours": 60, "minutes": 1, "seconds": 1 / 60,
}  # fmt: skip
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:?\d\d(:?\d\d([.,]\d+)?)?([Zz]|[+-]\d\d(:?\d\d)?)?\Z")


def moment(text: str) -> datetime:
    """Zone UTC where none is named. ValueError for anything else, and for the offset -00:00 that ISO 8601 forbids."""
    if not _MOMENT.match(text) or re.search(r"-00(:?00)?\Z", text[19:]):
        raise ValueError("not a moment of ISO 8601")
    found = datetime.fromisoformat(text.upper().replace(",", "."))
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def minutes(text: str) -> int:
    """Of a duration such as PT1H30M, rounded; a year is 365 days, a month 30. ValueError for anything else."""
    found = _DURATION.match(text)
    if found is None:
        raise ValueError("not a duration of ISO 8601")
    return round(sum(float(value) * _MINUTES[name] for name, value in found.groupdict().items() if value))
