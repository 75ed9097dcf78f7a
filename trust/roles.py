"""The role table as data: what each role may do. The oracle of the leak matrix (eval/leaks.py).

Knows nothing of people; `Principal` carries memberships, each with one of these roles.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    STUDENT = "student"
    TEACHER = "teacher"
    MENTOR = "mentor"
    STAFF = "staff"
    STEWARD = "steward"
    ADMIN = "admin"


class Act(StrEnum):
    ASK = "ask"
    PRACTISE = "practise"
    UPLOAD = "upload"
    REVIEW = "review"
    PUBLISH = "publish"
    SCORE = "score"
    CONFIRM_LABEL = "confirm_label"
    GRANT = "grant"
    APPROVE_RELEASE = "approve_release"
    READ_AUDIT = "read_audit"
    MANAGE_PEOPLE = "manage_people"


@dataclass(frozen=True)
class RoleRule:
    """`level`: clearance at the membership's owner (0 none … 3). `at`: school, enterprise, or either."""

    level: int
    at: str
    may: frozenset[Act]


ROLES: dict[Role, RoleRule] = {
    Role.STUDENT: RoleRule(1, "school", frozenset({Act.ASK, Act.PRACTISE})),
    Role.TEACHER: RoleRule(2, "school", frozenset({Act.ASK, Act.UPLOAD, Act.REVIEW, Act.PUBLISH})),
    Role.MENTOR: RoleRule(3, "enterprise", frozenset({Act.ASK, Act.UPLOAD, Act.SCORE, Act.REVIEW})),
    Role.STAFF: RoleRule(1, "enterprise", frozenset({Act.ASK, Act.PRACTISE})),
    Role.STEWARD: RoleRule(
        3,
        "either",
        frozenset({Act.ASK, Act.UPLOAD, Act.CONFIRM_LABEL, Act.GRANT, Act.APPROVE_RELEASE, Act.READ_AUDIT}),
    ),
    Role.ADMIN: RoleRule(0, "either", frozenset({Act.MANAGE_PEOPLE})),
}
