"""The label lattice: who may know a thing, and how labels join.

A label's confidentiality is a set of clauses, each a set of atoms; a reader needs an atom of every clause
(Myers & Liskov's decentralised labels in clausal form). Knows nothing of people, storage or documents.

Atoms are `owner:1..3` (a level at an owner), `course:x`, `project:x`, `self:person`, `duty:person`.
A holder of `owner:n` always holds `owner:m` for m ≤ n too, so a clause that another one implies is dropped:
the clauses form an antichain and equal meanings have equal forms.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce

from trust.errors import BadLabel

Atom = str
Clause = frozenset[Atom]

LEVELS = ("public", "internal", "restricted", "confidential")
COMPARTMENTS = ("course", "project")
RESERVED = frozenset({*COMPARTMENTS, "self", "duty"})
CURATED, REVIEWED, MEMBER, OUTSIDE = 3, 2, 1, 0

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}\Z")


def is_name(text: str) -> bool:
    """Fit to be the id of an owner, a person, a course or a project."""
    return _NAME.match(text) is not None


def atom_implies(strong: Atom, weak: Atom) -> bool:
    """Whoever holds `strong` holds `weak`."""
    if strong == weak:
        return True
    (a, _, n), (b, _, m) = strong.rpartition(":"), weak.rpartition(":")
    return a == b and a not in RESERVED and n.isdigit() and m.isdigit() and int(n) >= int(m)


def clause_implies(strong: Clause, weak: Clause) -> bool:
    """Every holder of an atom of `strong` holds an atom of `weak`."""
    return all(any(atom_implies(a, b) for b in weak) for a in strong)


def _weakest(clause: Iterable[Atom]) -> Clause:
    atoms = frozenset(clause)
    return frozenset(a for a in atoms if not any(a != b and atom_implies(a, b) for b in atoms))


def _antichain(clauses: Iterable[Iterable[Atom]]) -> frozenset[Clause]:
    forms = {_weakest(c) for c in clauses}
    return frozenset(c for c in forms if not any(c != d and clause_implies(d, c) for d in forms))


@dataclass(frozen=True)
class Label:
    """Owners, clauses (normal form) and integrity (0 outside … 3 curated). Build with `Label.of` or `parse`."""

    owners: frozenset[str]
    clauses: frozenset[Clause]
    integrity: int = MEMBER

    @classmethod
    def of(cls, owners: Iterable[str], clauses: Iterable[Iterable[Atom]], integrity: int = MEMBER) -> Label:
        return cls(frozenset(owners), _antichain(clauses), integrity)

    def __or__(self, other: Label) -> Label:
        """Join: at least as strict as each, integrity of the weaker. Commutative, associative, idempotent."""
        return Label.of(
            self.owners | other.owners, self.clauses | other.clauses, min(self.integrity, other.integrity)
        )

    def flows_to(self, other: Label) -> bool:
        """`other` is at least as strict and keeps every owner (integrity aside)."""
        return self.owners <= other.owners and all(
            any(clause_implies(d, c) for d in other.clauses) for c in self.clauses
        )

    def readable_with(self, atoms: frozenset[Atom]) -> bool:
        return all(clause & atoms for clause in self.clauses)

    def part(self, owner: str) -> Label:
        """What of it speaks of this owner's levels: all that the owner's own audit may tell."""
        return Label.of([owner], [c for c in self.clauses if any(a.startswith(f"{owner}:") for a in c)])

    @property
    def personal(self) -> bool:
        return any(a.startswith("self:") for clause in self.clauses for a in clause)

    @property
    def id(self) -> str:
        """Canonical id of the confidentiality part: equal text, equal id."""
        return hashlib.sha256(str(self).encode()).hexdigest()[:24]

    def __str__(self) -> str:
        return _print(self)


def join(labels: Iterable[Label]) -> Label:
    """Join of at least one label."""
    return reduce(lambda a, b: a | b, labels)


def self_label(owner: str, person: str) -> Label:
    """What is about a person, kept by `owner`: for them and for those who teach or mentor them now."""
    return Label.of([owner], [[f"self:{person}", f"duty:{person}"]])


def level_atoms(owner: str, level: int) -> frozenset[Atom]:
    """A grant (owner, level) as atoms."""
    return frozenset(f"{owner}:{n}" for n in range(1, level + 1))


def parse(text: str, integrity: int = MEMBER) -> Label:
    """Read the text form, e.g. `acme/internal|course:cnc1 & school/public`. Raises BadLabel."""
    parts = [_parse_part(part.strip(), integrity) for part in text.split("&")]
    return join(parts)


def _parse_part(part: str, integrity: int) -> Label:
    owner, slash, rest = part.partition("/")
    if not slash or not _NAME.match(owner) or owner in RESERVED:
        raise BadLabel(f"密级“{part}”应写作“所有者/级别”，如 school/internal", f"'{part}' should read owner/level")
    head, *inside = rest.split("+")
    clauses = [*_parse_head(owner, head), *([_compartment(a) for a in c.split("|")] for c in inside)]
    return Label.of([owner], clauses, integrity)


def _parse_head(owner: str, head: str) -> list[list[Atom]]:
    level, *opened = head.split("|")
    if level.startswith("self:"):
        person = level.removeprefix("self:")
        if opened or not _NAME.match(person):
            raise BadLabel(f"个人密级“{head}”写法有误", f"malformed personal label '{head}'")
        return [[level, f"duty:{person}"]]
    if level not in LEVELS:
        raise BadLabel(f"没有“{level}”这个级别，可用：{'、'.join(LEVELS)}", f"no level '{level}'")
    if level == "public":
        if opened:
            raise BadLabel("公开内容不需要再向课程开放", "public needs no opening")
        return []
    return [[f"{owner}:{LEVELS.index(level)}", *map(_compartment, opened)]]


def _compartment(atom: str) -> Atom:
    kind, _, name = atom.strip().partition(":")
    if kind not in COMPARTMENTS or not _NAME.match(name):
        raise BadLabel(f"“{atom}”不是课程或项目范围（course:… 或 project:…）", f"'{atom}' is no course or project")
    return f"{kind}:{name}"


def _anchor(label: Label) -> str:
    """The owner whose part carries clauses that name no owner: one without a level of its own, if there is one."""
    named = {a.partition(":")[0] for clause in label.clauses for a in clause}
    return min(label.owners - named or label.owners)


def _print(label: Label) -> str:
    parts: dict[str, list[str]] = {owner: [] for owner in sorted(label.owners)}
    inside: list[str] = []
    first = _anchor(label)
    for clause in sorted(label.clauses, key=sorted):
        levels = sorted(a for a in clause if a.partition(":")[0] not in RESERVED)
        personal = [a for a in clause if a.startswith("self:")]
        compartments = sorted(a for a in clause if a.partition(":")[0] in COMPARTMENTS)
        if personal:
            parts[first].append(personal[0])
        elif levels:
            owner, _, level = levels[0].partition(":")
            parts[owner].append("|".join([LEVELS[int(level)], *compartments]))
        else:
            inside.append("|".join(compartments))
    for heads in parts.values():
        if not heads:
            heads.append("public")
    tail = "".join(f"+{c}" for c in sorted(inside))
    texts = [f"{owner}/{head}" for owner, heads in parts.items() for head in sorted(heads)]
    anchor = next(i for i, t in enumerate(texts) if t.startswith(f"{first}/"))
    texts[anchor] += tail
    return " & ".join(sorted(texts))
