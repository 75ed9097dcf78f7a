"""Signing in, sessions and API tokens. Secrets are 256 random bits, shown once and stored hashed.

Knows that somebody is who they say; what they may do is their Principal's (principals.py). Time comes from the
clock handed in, so expiry is testable.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update

from records import acts
from records.audit import SYSTEM, Audit
from records.columns import AnyRow
from records.database import Database
from records.keys import Keys, Place, person_key
from records.lockout import Lockout
from records.passwords import Passwords
from records.principals import Principals
from records.schema import people, sessions, tokens
from trust.errors import BadInput, NotFound, WrongPassword
from trust.principal import Principal
from trust.vault import Vault

LONGEST_DAYS = 365
LONGEST_DEVICE = 100
_NOTED = timedelta(minutes=1)
"""How exactly a token's last use is kept: not every request writes."""


@dataclass(frozen=True)
class Token:
    """An API token as its owner sees it; the secret itself is not kept."""

    id: str
    name: str
    made_at: datetime
    until: datetime
    last_used_at: datetime | None


class Accounts:
    def __init__(
        self,
        database: Database,
        vault: Vault,
        keys: Keys,
        principals: Principals,
        passwords: Passwords,
        lockout: Lockout,
        audit: Audit,
        now: Callable[[], datetime],
        new_id: Callable[[], str],
        session_days: Callable[[], int],
    ) -> None:
        self._database = database
        self._keys = keys
        self._principals = principals
        self._passwords = passwords
        self._audit = audit
        self._now = now
        self._new_id = new_id
        self._days = session_days
        self._lockout = lockout
        self._csrf_key = vault.derive("csrf")

    def sign_in(
        self, username: str, password: str, address: str, device: str = ""
    ) -> tuple[Principal, str, str]:
        """Principal, session token and CSRF token. WrongPassword alike for unknown names; TooMany while locked.
        `device` is what its person will know the session by.
        """
        with self._database.write() as conn:
            self._lockout.attempt(conn, username, address)
            query = select(people.c.id, people.c.password_hash, people.c.home, people.c.disabled_at)
            row = conn.execute(query.where(people.c.username == username)).first()
        usable = row is not None and row.disabled_at is None
        matches = self._passwords.matches(row.password_hash if row is not None and usable else None, password)
        if row is None or not matches:
            self._audit.record(SYSTEM, acts.SignInFailed(None if row is None else row.id, address))
            raise WrongPassword()
        return self._open_session(row, username, password, address, device)

    def _open_session(
        self, row: AnyRow, username: str, password: str, address: str, device: str
    ) -> tuple[Principal, str, str]:
        token = secrets.token_urlsafe(32)
        now = self._now()
        again = self._passwords.hash(password) if self._passwords.outdated(row.password_hash) else None
        with self._database.write() as conn:
            self._lockout.forgive(conn, username, address)
            conn.execute(delete(sessions).where(sessions.c.until <= now))
            until = now + timedelta(days=self._days())
            session = {"hash": _hash(token), "person": row.id, "until": until, "made_at": now}
            sealer = self._keys.sealer(conn, [person_key(row.id)])
            sealed = sealer.seal(Place("sessions", session["hash"]), "device", device[:LONGEST_DEVICE])
            conn.execute(insert(sessions).values(session | {"device": sealed}))
            if again is not None:
                conn.execute(update(people).where(people.c.id == row.id).values(password_hash=again))
            principal = self._principals.of(conn, row.id)
            self._audit.append(conn, SYSTEM, acts.SignedIn(row.id, address))
        return principal, token, self._csrf(token)

    def session(self, token: str) -> tuple[Principal, str] | None:
        """Whose session it is, and its CSRF token; None when it has ended."""
        with self._database.read() as conn:
            query = select(sessions.c.person).where(sessions.c.hash == _hash(token), sessions.c.until > self._now())
            person = conn.execute(query).scalar()
            try:
                return None if person is None else (self._principals.of(conn, person), self._csrf(token))
            except NotFound:
                return None

    def sign_out(self, token: str) -> None:
        with self._database.write() as conn:
            mine = sessions.c.hash == _hash(token)
            person = conn.execute(select(sessions.c.person).where(mine)).scalar()
            conn.execute(delete(sessions).where(mine))
            if person is not None:
                self._audit.append(conn, SYSTEM, acts.SignedOut(person))

    def make_token(self, principal: Principal, name: str, days: int) -> tuple[str, str]:
        """The token's id and the token itself, told only now."""
        if not 1 <= days <= LONGEST_DAYS or not name.strip():
            raise BadInput("令牌须有名称，有效期 1 至 365 天", "A token has a name and 1 to 365 days")
        token_id, token, now = self._new_id(), secrets.token_urlsafe(32), self._now()
        with self._database.write() as conn:
            sealer = self._keys.sealer(conn, [person_key(principal.id)])
            conn.execute(
                insert(tokens).values(
                    id=token_id,
                    person=principal.id,
                    hash=_hash(token),
                    name=sealer.seal(Place("tokens", token_id), "name", name.strip()),
                    made_at=now,
                    until=now + timedelta(days=days),
                )
            )
            self._audit.append(conn, SYSTEM, acts.TokenMade(principal.id, token_id, days))
        return token_id, token

    def tokens(self, principal: Principal) -> list[Token]:
        """The caller's own, oldest first."""
        with self._database.read() as conn:
            query = select(tokens).where(tokens.c.person == principal.id).order_by(tokens.c.made_at, tokens.c.id)
            rows = conn.execute(query).all()
            if not rows:
                return []
            sealer = self._keys.sealer(conn, [person_key(principal.id)])
            names = [sealer.open(Place("tokens", row.id), "name", row.name) for row in rows]
        return [
            Token(row.id, name, row.made_at, row.until, row.last_used_at) for row, name in zip(rows, names, strict=True)
        ]

    def revoke_token(self, principal: Principal, token_id: str) -> None:
        """NotFound for somebody else's, as for none."""
        with self._database.write() as conn:
            mine = (tokens.c.id == token_id) & (tokens.c.person == principal.id)
            if conn.execute(delete(tokens).where(mine)).rowcount == 0:
                raise NotFound()
            self._audit.append(conn, SYSTEM, acts.TokenRevoked(principal.id, token_id))

    def bearer(self, token: str) -> Principal | None:
        """Whose API token it is; None when unknown or run out."""
        now = self._now()
        with self._database.read() as conn:
            row = conn.execute(select(tokens).where(tokens.c.hash == _hash(token), tokens.c.until > now)).first()
            if row is None:
                return None
            try:
                principal = self._principals.of(conn, row.person)
            except NotFound:
                return None
        if row.last_used_at is None or now - row.last_used_at >= _NOTED:
            with self._database.write() as conn:
                conn.execute(update(tokens).where(tokens.c.id == row.id).values(last_used_at=now))
        return principal

    def _csrf(self, token: str) -> str:
        return hmac.digest(self._csrf_key, token.encode(), "sha256").hex()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
