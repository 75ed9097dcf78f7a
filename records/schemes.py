"""Grading schemes: drafted by a teacher of the course, signed by both sides, frozen at the first score.

A change takes the signatures away, for they were given to something else. Whatever was scored stays under the version
it was scored by; a new version holds for those nobody has scored yet.
"""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection, delete, exists, func, insert, select, update

from learning.scheme import Scheme
from records.agreementrows import keys_of
from records.columns import lasting, once
from records.gradeacts import GradeAct, SchemeDrafted, SchemeSigned
from records.schema import courses, enrolments, owners, scheme_seats, scheme_signatures, schemes
from records.schemerows import DRAFT, Held, opened, place, visible
from records.shelf import OnShelf
from trust.day import day
from trust.errors import BadInput, Forbidden, NotFound, Stale
from trust.labels import is_name
from trust.principal import Principal
from trust.roles import Act


class Schemes(OnShelf):
    """Hidden and absent are one NotFound."""

    def draft(self, principal: Principal, enterprise: str, scheme: Scheme) -> Held:
        """The next version for this course, enterprise and stage; the number in `scheme` is not looked at."""
        with self._shelf.database.write() as conn:
            school = self._taught(conn, principal, scheme.course)
            known = select(owners.c.id).where(owners.c.id == enterprise, owners.c.kind == "enterprise")
            if conn.execute(known).first() is None:
                raise BadInput("请选择一家企业", "Name an enterprise")
            same = (schemes.c.course == scheme.course) & (schemes.c.enterprise == enterprise)
            newest = select(func.max(schemes.c.edition)).where(same, schemes.c.stage == scheme.stage)
            whole = replace(scheme, version=(conn.execute(newest).scalar() or 0) + 1)
            scheme_id = self._shelf.new_id()
            row = {
                "id": scheme_id, "course": scheme.course, "school": school, "enterprise": enterprise,
                "stage": scheme.stage, "edition": whole.version, "version": 1, "author": principal.id,
                "made_at": self._shelf.now(),
            }  # fmt: skip
            body = self._sealed(conn, scheme_id, school, enterprise, whole)
            conn.execute(insert(schemes).values(**row, body=body))
            self._seats(conn, scheme_id, whole)
            self._tell(conn, school, enterprise, SchemeDrafted(principal.id, scheme_id, whole.digest))
            return self.one(conn, principal, scheme_id)

    def change(self, principal: Principal, scheme_id: str, version: int, scheme: Scheme) -> Held:
        """Of what nobody was scored by; whoever had signed signs anew."""
        with self._shelf.database.write() as conn:
            held = self.locked(conn, principal, scheme_id)
            if "school" not in held.sides:
                raise Forbidden("评分方案由任课教师修改", "A teacher of the course changes it")
            if held.frozen_at is not None:
                raise Stale("已开始评分，不能再改；请另拟新版本", "Scoring has begun: draft a new version")
            if version != held.version:
                raise Stale()
            if (scheme.course, scheme.stage) != (held.scheme.course, held.scheme.stage):
                raise BadInput("课程和阶段不能改", "Course and stage stay")
            whole = replace(scheme, version=held.scheme.version)
            body = self._sealed(conn, held.id, held.school, held.enterprise, whole)
            conn.execute(update(schemes).where(schemes.c.id == held.id).values(version=version + 1, body=body))
            for table in (scheme_seats, scheme_signatures):
                conn.execute(delete(table).where(table.c.scheme == held.id))
            self._seats(conn, held.id, whole)
            told = SchemeDrafted(principal.id, held.id, whole.digest)
            self._tell(conn, held.school, held.enterprise, told)
            return self.one(conn, principal, held.id)

    def page(self, principal: Principal) -> list[Held]:
        """Newest first."""
        now = self._shelf.now()
        query = visible(principal, now, day(now)).order_by(schemes.c.made_at.desc(), schemes.c.id)
        with self._shelf.database.read() as conn:
            return opened(conn, self._shelf.keys, conn.execute(query).all())

    def get(self, principal: Principal, scheme_id: str) -> Held:
        with self._shelf.database.read() as conn:
            return self.one(conn, principal, scheme_id)

    def sign(self, principal: Principal, scheme_id: str, hash: str) -> Held:
        """For the side this person stands on, or is a steward of. `hash` is of what they read."""
        with self._shelf.database.write() as conn:
            held = self.locked(conn, principal, scheme_id)
            if held.state != DRAFT:
                raise Stale("这份方案双方已签署", "Both sides have signed it")
            if hash != held.scheme.digest:
                raise Stale("方案与您看到的不一致，请刷新后再签", "It is not what you read; reload before signing")
            signed = {s.owner: s.person for s in held.signatures}
            free = [owner for owner in self._speaks_for(principal, held) if owner not in signed]
            if not free or principal.id in signed.values():
                raise Forbidden("须由另一方签署", "The other side has to sign")
            row = {"scheme": held.id, "owner": free[0], "person": principal.id, "hash": hash, "at": self._shelf.now()}
            once(conn, scheme_signatures, row)
            told = SchemeSigned(principal.id, held.id, free[0], hash)
            self._tell(conn, held.school, held.enterprise, told)
            return self.one(conn, principal, held.id)

    def one(self, conn: Connection, principal: Principal, scheme_id: str) -> Held:
        now = self._shelf.now()
        row = conn.execute(visible(principal, now, day(now)).where(schemes.c.id == scheme_id)).first()
        if row is None:
            raise NotFound()
        return opened(conn, self._shelf.keys, [row])[0]

    def locked(self, conn: Connection, principal: Principal, scheme_id: str) -> Held:
        """Nobody else writes under it until the end of the transaction."""
        if conn.dialect.name != "sqlite":  # there a writer is alone anyway
            conn.execute(select(schemes.c.id).where(schemes.c.id == scheme_id).with_for_update()).all()
        return self.one(conn, principal, scheme_id)

    def _speaks_for(self, principal: Principal, held: Held) -> list[str]:
        mine = [held.school] if "school" in held.sides else []
        mine += [held.enterprise] if "enterprise" in held.sides else []
        return mine + [o for o in (held.school, held.enterprise) if principal.may(Act.APPROVE_RELEASE, o)]

    def _taught(self, conn: Connection, principal: Principal, course: str) -> str:
        """The course's owner. NotFound where this person does not teach it now."""
        now, on = self._shelf.now(), enrolments.c
        lasts = lasting(on.until, now)
        mine = exists().where(on.course == course, on.person == principal.id, on.part == "teacher", lasts)
        owner = conn.execute(select(courses.c.owner).where(courses.c.id == course, mine)).scalar()
        if owner is None or not principal.may(Act.PUBLISH, owner):
            raise NotFound()
        return str(owner)

    def _seats(self, conn: Connection, scheme_id: str, scheme: Scheme) -> None:
        rows = [
            {"scheme": scheme_id, "criterion": c.id, "side": s.side, "raters": s.raters}
            for c in scheme.criteria for s in c.shares
        ]  # fmt: skip
        conn.execute(insert(scheme_seats), rows)

    def _sealed(self, conn: Connection, scheme_id: str, school: str, enterprise: str, scheme: Scheme) -> bytes:
        for criterion in scheme.criteria:
            if not is_name(criterion.id):
                raise BadInput("指标编号用字母和数字", "Criterion ids are letters and digits")
        sealer = self._shelf.keys.sealer(conn, keys_of(school, enterprise))
        return sealer.seal(place(scheme_id), "body", scheme.text)

    def _tell(self, conn: Connection, school: str, enterprise: str, act: GradeAct) -> None:
        for owner in sorted((school, enterprise)):
            self._shelf.audit.append(conn, owner, act)
