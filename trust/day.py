"""The calendar day at the school. Moments are kept in UTC; a date that people write, as an agreement's last, is theirs.

Knows one zone, China's, which has no summer time.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8))


def day(moment: datetime) -> date:
    """The date in China at that moment; `moment` knows its zone."""
    return moment.astimezone(CHINA).date()


def begins(date_: date) -> datetime:
    """When that day begins at the school."""
    return datetime(date_.year, date_.month, date_.day, tzinfo=CHINA)
