"""How old an owner's data key is, and how many values it seals. For its stewards; knows no way of changing it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, literal, select

from records.keys import owner_key, person_key
from records.schema import data_keys, documents, people
from records.shelf import OnShelf
from trust.errors import NotFound
from trust.principal import Principal
from trust.roles import Act


@dataclass(frozen=True)
class KeyState:
    """`people`: those whose home it is, each with a key of their own; `oldest`: when the oldest of those was made."""

    owner: str
    made_at: datetime
    version: int
    documents: int
    people: int
    oldest: datetime | None


class KeyStates(OnShelf):
    def of(self, principal: Principal, owner: str) -> KeyState:
        """NotFound for who is no steward here, and once the key is destroyed."""
        if not principal.may(Act.READ_AUDIT, owner):
            raise NotFound()
        with self._shelf.database.read() as conn:
            row = conn.execute(select(data_keys).where(data_keys.c.holder == owner_key(owner))).first()
            if row is None:
                raise NotFound()
            live = (documents.c.owner == owner) & documents.c.deleted_at.is_(None)
            held = conn.execute(select(func.count()).select_from(documents).where(live)).scalar_one()
            theirs = data_keys.c.holder.in_(select(literal(person_key("")) + people.c.id).where(people.c.home == owner))
            count, oldest = conn.execute(select(func.count(), func.min(data_keys.c.made_at)).where(theirs)).one()
        return KeyState(owner, row.made_at, row.version, int(held), int(count), oldest)
