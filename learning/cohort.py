"""Cohorts: who began a course in one school year, which begins in September. Pure; knows no person."""

from __future__ import annotations

from datetime import datetime

from trust.day import day

EARLIER = "0000"
"""Those enrolled before it was noted down when: they come before every year."""
_SEPTEMBER = 9


def cohort(since: datetime | None) -> str:
    """The year their school year began, as four digits; later ones are greater."""
    if since is None:
        return EARLIER
    began = day(since)
    return f"{began.year - (began.month < _SEPTEMBER):04}"
