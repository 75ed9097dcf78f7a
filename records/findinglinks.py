"""What a finding leads to, as far as its reader may see it: lesson plans and work orders made from the documents it is
on, and exercises of the bank that cite them. Knows no figure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from records.artefactrows import newest
from records.artefactrows import place as artefact_place
from records.artefactrows import visible as visible_artefacts
from records.bankrows import several, whole
from records.columns import among
from records.editions import holders, visible
from records.schema import artefact_sources, artefacts, bank_items, bank_sources, documents
from records.shelf import Shelf
from trust.principal import Principal, Scope

MADE = {"plan_lesson": "lesson", "decompose_project": "order", "match_requirements": "matrix"}
"""What tools make, as links call it."""
TOOLS = ("plan_lesson", "decompose_project")
"""Those whose makings one changes."""


@dataclass(frozen=True)
class Link:
    """`kind`: lesson, order, item, document, matrix."""

    kind: str
    id: str
    title: str


Links = Mapping[str, Sequence[Link]]
"""By document."""


def links_of(shelf: Shelf, conn: Connection, principal: Principal, scope: Scope, wanted: Sequence[str]) -> Links:
    """Of each of these documents."""
    ids = sorted(set(wanted))
    made: dict[str, list[Link]] = {document: [] for document in ids}
    found = _documents(shelf, conn, scope, ids)
    for links in (_artefacts, _items):
        found += links(shelf, conn, principal, scope, ids)
    for document, link in found:
        made[document].append(link)
    return made


def resolved(
    shelf: Shelf, conn: Connection, principal: Principal, scope: Scope, kept: Sequence[tuple[str, str]]
) -> dict[tuple[str, str], Link]:
    """Of these kinds and ids those that this reader may see today, under today's titles."""
    ids = {kind: sorted({id_ for k, id_ in kept if k == kind}) for kind, _ in kept}
    found = [link for _, link in _documents(shelf, conn, scope, ids.get("document", []))]
    found += items_named(shelf, conn, principal, scope, ids.get("item", [])).values()
    made = [id_ for kind in MADE.values() for id_ in ids.get(kind, [])]
    found += _titled(shelf, conn, principal, scope, made, list(MADE)).values()
    return {(link.kind, link.id): link for link in found}


def items_named(
    shelf: Shelf, conn: Connection, principal: Principal, scope: Scope, ids: Sequence[str]
) -> dict[str, Link]:
    """Exercises by id."""
    rows = conn.execute(whole(principal, scope).where(among(bank_items.c.id, sorted(set(ids))))).all()
    return {one.id: Link("item", one.id, one.item.stem[:80]) for one in several(shelf, conn, rows)}


_Pairs = list[tuple[str, Link]]


def _documents(shelf: Shelf, conn: Connection, scope: Scope, ids: Sequence[str]) -> _Pairs:
    rows = conn.execute(visible(scope).where(among(documents.c.id, ids))).all()
    return [(d.id, Link("document", d.id, d.title)) for d in shelf.opened.documents(conn, rows)]


def _artefacts(shelf: Shelf, conn: Connection, principal: Principal, scope: Scope, ids: Sequence[str]) -> _Pairs:
    on = select(artefact_sources).where(among(artefact_sources.c.document, ids))
    sources: dict[str, list[str]] = {}
    for row in conn.execute(on):
        sources.setdefault(row.artefact, []).append(row.document)
    titled = _titled(shelf, conn, principal, scope, list(sources), TOOLS)
    return [(document, link) for id_, link in titled.items() for document in sources[id_]]


def _titled(
    shelf: Shelf, conn: Connection, principal: Principal, scope: Scope, ids: Sequence[str], tools: Sequence[str]
) -> dict[str, Link]:
    """Newest first."""
    query = visible_artefacts(principal, scope).where(
        newest(), among(artefacts.c.id, sorted(ids)), among(artefacts.c.tool, tools), artefacts.c.state != "retired"
    )
    rows = conn.execute(query.order_by(artefacts.c.made_at.desc(), artefacts.c.id)).all()
    sealers = shelf.keys.sealers(conn, {holders(row.sealed_by) for row in rows})
    made = {}
    for row in rows:
        where = artefact_place(row.id, row.shown, row.key_version)
        made[row.id] = Link(MADE[row.tool], row.id, sealers[holders(row.sealed_by)].open(where, "title", row.title))
    return made


def _items(shelf: Shelf, conn: Connection, principal: Principal, scope: Scope, ids: Sequence[str]) -> _Pairs:
    sources: dict[str, list[str]] = {}
    for row in conn.execute(select(bank_sources).where(among(bank_sources.c.document, ids)).order_by("item")):
        sources.setdefault(row.item, []).append(row.document)
    named = items_named(shelf, conn, principal, scope, list(sources))
    return [(document, link) for item, link in sorted(named.items()) for document in sources[item]]
