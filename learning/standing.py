"""Every named function an agreement may let through: of artefacts (release.py) and of a person's grade.

Knows no agreement and no person.
"""

from __future__ import annotations

from learning.gradereport import GRADE_REPORT
from learning.release import FUNCTIONS, Described

PERSONAL: dict[str, Described] = {GRADE_REPORT.name: GRADE_REPORT}
"""What these give is about one person, and read under that person's own label."""
NAMED: dict[str, Described] = {**FUNCTIONS, **PERSONAL}


def each_label(school: str) -> str:
    """How an agreement writes the label of what is about a person: each one's own, kept by the school."""
    return f"{school}/self:each"
