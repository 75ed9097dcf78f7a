"""Which owners, courses and projects a person may name in a label.

Stewards name whatever there is; everybody else what they stand in themselves. What does not exist and what is not
theirs get one answer, so a label is no way to ask who else is here. Does not know who may read or upload.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, select

from records.columns import among
from records.schema import courses, owners, projects
from trust.errors import BadLabel
from trust.labels import COMPARTMENTS, RESERVED, Label
from trust.principal import Principal
from trust.roles import Act


def check_named(conn: Connection, principal: Principal, owner: str, label: Label, held: Label | None = None) -> None:
    """BadLabel unless all it names may be named. `held` is the label the document has: what stands there may stay."""
    wanted = _named(label) - (_named(held) if held is not None else frozenset())
    known = _existing(conn, wanted) if principal.may(Act.CONFIRM_LABEL, owner) else _own(principal, wanted)
    if wanted - known:
        raise BadLabel(
            "密级里的所有者、课程或项目不存在，或您不能指定",
            "The label names an owner, a course or a project that does not exist or is not yours to name",
        )


def _named(label: Label) -> frozenset[tuple[str, str]]:
    """Pairs like ("owner", "acme") and ("course", "cnc1")."""
    found = {("owner", owner) for owner in label.owners}
    for kind, _, name in (atom.partition(":") for clause in label.clauses for atom in clause):
        if kind in COMPARTMENTS:
            found.add((kind, name))
        elif kind not in RESERVED:
            found.add(("owner", kind))
    return frozenset(found)


def _own(principal: Principal, wanted: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    stands_at = {m.owner for m in principal.memberships} | {a.partition(":")[0] for a in principal.atoms} - RESERVED
    return {(k, n) for k, n in wanted if (n in stands_at if k == "owner" else f"{k}:{n}" in principal.atoms)}


def _existing(conn: Connection, wanted: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    found = set()
    for kind, table in (("owner", owners), ("course", courses), ("project", projects)):
        names = sorted(n for k, n in wanted if k == kind)
        if names:
            found |= {(kind, n) for n in conn.execute(select(table.c.id).where(among(table.c.id, names))).scalars()}
    return found
