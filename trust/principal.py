"""A person as the system sees them for one request: memberships, and the atoms today's grants give.

Does not know how grants are stored (records/accounts.py) nor what is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from trust.labels import Atom, Label
from trust.roles import ROLES, Act, Role


@dataclass(frozen=True)
class Membership:
    """One role at one owner."""

    owner: str
    role: Role


@dataclass(frozen=True)
class Principal:
    """Who acts. `home` is the owner that keeps what is about them; `name` is for display only."""

    id: str
    username: str
    name: str
    home: str
    memberships: tuple[Membership, ...]
    atoms: frozenset[Atom]
    language: str = "zh"

    def reads(self, label: Label) -> bool:
        return label.readable_with(self.atoms)

    def clearance(self, owner: str) -> int:
        """Highest level (0–3) held at `owner`."""
        return max((n for n in (1, 2, 3) if f"{owner}:{n}" in self.atoms), default=0)

    def may(self, act: Act, owner: str | None = None) -> bool:
        """Whether a role allows `act`, at `owner` if one is named."""
        return any(
            act in ROLES[m.role].may for m in self.memberships if owner is None or m.owner == owner
        )

    @property
    def roles(self) -> tuple[str, ...]:
        return tuple(sorted({m.role.value for m in self.memberships}))


@dataclass(frozen=True)
class Scope:
    """What one request may see: `labels` maps each readable, stored label id to its content version.

    Computed once per request by records/labels.py; the same set becomes SQL membership, the index filter
    and the guard's check, and is part of every cache key. `stewards`: the owners whose labels this person confirms;
    they, and an uploader, also see what the rules have not judged yet. That is never a passage, so it is in no key.
    """

    principal_id: str
    labels: Mapping[str, int] = field(default_factory=dict)
    stewards: frozenset[str] = frozenset()

    @property
    def ids(self) -> frozenset[str]:
        return frozenset(self.labels)

    @property
    def key(self) -> tuple[tuple[str, int], ...]:
        """Cache key: the visible ids and their versions."""
        return tuple(sorted(self.labels.items()))
