"""Word templates of schools and enterprises: sealed under their owner's key, for those who bring things there.

What a template asks for is kept beside it; the file itself is opened only to be filled. Knows no Word and no HTTP.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, func, insert, select

from records import artefactacts as acts
from records.columns import AnyRow, among
from records.keys import VERSION, Place, Sealer, owner_key
from records.schema import labels, templates
from records.shelf import OnShelf
from trust.errors import Forbidden, NotFound, Stale
from trust.labels import Label, parse
from trust.principal import Principal, Scope
from trust.roles import Act

MOST = 100
"""Templates an owner may keep."""


@dataclass(frozen=True)
class Template:
    """`asks` are its placeholders as (list, field)."""

    id: str
    owner: str
    title: str
    label: Label
    brought_by: str
    brought_at: datetime
    asks: tuple[tuple[str, str], ...]


class Templates(OnShelf):
    """Every query carries the caller's scope and owners; what is hidden and what is absent are one NotFound."""

    def add(
        self, principal: Principal, scope: Scope, *, owner: str, title: str, data: bytes,
        asks: Sequence[tuple[str, str]],
    ) -> Template:  # fmt: skip
        self._own(principal, scope)
        if not principal.may(Act.UPLOAD, owner):
            raise Forbidden("不能为这个所有者上传模板", "You may not bring templates for this owner")
        template_id, label = self._shelf.new_id(), parse(f"{owner}/internal")
        with self._shelf.database.write() as conn:
            if conn.execute(select(func.count()).where(templates.c.owner == owner)).scalar_one() >= MOST:
                raise Stale(f"模板已有 {MOST} 份，请先删除不用的", f"There are {MOST} templates: delete some first")
            sealer, where = self._shelf.keys.sealer(conn, [owner_key(owner)]), _place(template_id)
            conn.execute(
                insert(templates).values(
                    id=template_id, owner=owner, label=self._shelf.labels.ensure(conn, label), person=principal.id,
                    at=self._shelf.now(), key_version=VERSION, title=sealer.seal(where, "title", title),
                    asks=sealer.seal(where, "asks", json.dumps(list(asks), ensure_ascii=False)),
                    body=sealer.seal_bytes(where, "body", data),
                )
            )  # fmt: skip
            self._shelf.audit.append(conn, owner, acts.TemplateAdded(principal.id, template_id))
        return self.get(principal, self._shelf.labels.scope(principal), template_id)

    def page(self, principal: Principal, scope: Scope) -> list[Template]:
        """The caller's owners', newest first."""
        self._own(principal, scope)
        with self._shelf.database.read() as conn:
            rows = conn.execute(_visible(principal, scope).order_by(templates.c.at.desc(), templates.c.id)).all()
            held = {row.owner: (owner_key(row.owner),) for row in rows}
            sealers = self._shelf.keys.sealers(conn, held.values())
            return [_opened(row, sealers[held[row.owner]]) for row in rows]

    def get(self, principal: Principal, scope: Scope, template_id: str) -> Template:
        return self._one(principal, scope, template_id)[0]

    def file(self, principal: Principal, scope: Scope, template_id: str) -> bytes:
        """As it was brought."""
        return self._one(principal, scope, template_id)[1]

    def remove(self, principal: Principal, scope: Scope, template_id: str) -> None:
        """For whoever brought it, and the owner's stewards."""
        held = self.get(principal, scope, template_id)
        if held.brought_by != principal.id and not principal.may(Act.CONFIRM_LABEL, held.owner):
            raise Forbidden("只有上传者或数据专员可以删除", "Only who brought it or a steward may delete it")
        with self._shelf.database.write() as conn:
            if conn.execute(delete(templates).where(templates.c.id == template_id)).rowcount == 0:
                raise NotFound()
            self._shelf.audit.append(conn, held.owner, acts.TemplateRemoved(principal.id, template_id))

    def _one(self, principal: Principal, scope: Scope, template_id: str) -> tuple[Template, bytes]:
        self._own(principal, scope)
        with self._shelf.database.read() as conn:
            row = conn.execute(_visible(principal, scope).where(templates.c.id == template_id)).first()
            if row is None:
                raise NotFound()
            sealer = self._shelf.keys.sealer(conn, [owner_key(row.owner)])
            return _opened(row, sealer), sealer.open_bytes(_place(row.id), "body", row.body)


def _visible(principal: Principal, scope: Scope) -> Select[Any]:
    """Of the owners this person brings things for."""
    mine = sorted({m.owner for m in principal.memberships if principal.may(Act.UPLOAD, m.owner)})
    query = select(templates, labels.c.text).join(labels, labels.c.id == templates.c.label)
    return query.where(among(templates.c.owner, mine), among(templates.c.label, sorted(scope.ids)))


def _opened(row: AnyRow, sealer: Sealer) -> Template:
    where = _place(row.id)
    asks = tuple((str(rows), str(name)) for rows, name in json.loads(sealer.open(where, "asks", row.asks)))
    title = sealer.open(where, "title", row.title)
    return Template(row.id, row.owner, title, parse(row.text), row.person, row.at, asks)


def _place(template_id: str) -> Place:
    return Place("templates", template_id)
