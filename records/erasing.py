"""Erasure by key: destroying an owner's or a person's data key makes what it sealed unreadable for ever.

What can no longer be opened also stops showing, in the same commit. Backups made before still hold the wrapped key.
"""

from __future__ import annotations

import json
from pathlib import Path

from sqlalchemy import Connection, delete, or_, select, update

from records import adminacts
from records.artefactrows import DRAFT
from records.audit import SYSTEM
from records.blobs import Removing
from records.generated import withdraw, withdraw_resting_on
from records.keys import owner_key, person_key
from records.schema import (
    agreements,
    appeals,
    artefact_editions,
    artefacts,
    attempts,
    bank_items,
    comment_editions,
    comment_signatures,
    comments,
    credits,
    editions,
    enterprise_consents,
    erasure_requests,
    evidence,
    evidence_flags,
    evidence_looks,
    feedback,
    grades,
    internship_days,
    internship_editions,
    internship_marks,
    judgements,
    learnt,
    mastery,
    owners,
    path_shares,
    people,
    placements,
    project_requirements,
    registers,
    rehearsals,
    revisions,
    schemes,
    sessions,
    showpieces,
    threads,
    tokens,
    told_people,
    tours,
    turns,
)
from records.shelf import OnShelf, Shelf
from records.showpieces import drop_picture
from records.toldleft import outlive
from records.workshop import clear
from trust.errors import NotFound


class Erasing(OnShelf):
    def __init__(self, shelf: Shelf, data: Path) -> None:
        super().__init__(shelf)
        self._data = data

    def destroy_owner(self, owner: str, by: str = SYSTEM) -> None:
        """Every document sealed with the owner's key, alone or with others, is gone."""
        with self._shelf.database.write() as conn:
            if conn.execute(select(owners.c.id).where(owners.c.id == owner)).first() is None:
                raise NotFound()
            held = editions.c.sealed_by.contains(json.dumps(owner), autoescape=True)
            gone = conn.execute(select(editions.c.document).where(held).distinct()).scalars().all()
            for document_id in gone:
                withdraw(self._shelf, conn, document_id)
                withdraw_resting_on(self._shelf, conn, document_id)
            both = artefact_editions.c.sealed_by.contains(json.dumps(owner), autoescape=True)
            made = select(artefact_editions.c.artefact).where(both)
            conn.execute(delete(artefacts).where(artefacts.c.id.in_(made)))
            conn.execute(delete(agreements).where(or_(agreements.c.school == owner, agreements.c.enterprise == owner)))
            conn.execute(delete(erasure_requests).where(erasure_requests.c.owner == owner))
            conn.execute(delete(schemes).where(or_(schemes.c.school == owner, schemes.c.enterprise == owner)))
            conn.execute(delete(registers).where(or_(registers.c.school == owner, registers.c.enterprise == owner)))
            conn.execute(delete(enterprise_consents).where(enterprise_consents.c.enterprise == owner))
            pupils = select(people.c.id).where(people.c.home == owner)
            conn.execute(delete(evidence_looks).where(evidence_looks.c.student.in_(pupils)))
            conn.execute(delete(project_requirements).where(project_requirements.c.owner == owner))
            interned = (internship_editions, internship_days, internship_marks, placements)
            for table in (attempts, mastery, rehearsals, bank_items, evidence, showpieces, *interned, revisions):
                sealed = table.c.sealed_by.contains(json.dumps(owner), autoescape=True)
                conn.execute(delete(table).where(sealed))
            outlive(self._shelf, conn, owner)
            self._destroy(conn, owner_key(owner), by)
        with self._shelf.blobs.alone() as removing:
            removing.owner(owner)
        self._wipe()

    def destroy_person(self, person_id: str, by: str = SYSTEM) -> None:
        """Their conversations, practice, evidence, grades, works, tokens, name and account go; documents uploaded
        stay.
        """
        with self._shelf.blobs.alone() as removing, self._shelf.database.write() as conn:
            if conn.execute(select(people.c.id).where(people.c.id == person_id)).first() is None:
                raise NotFound()
            drafts = (artefacts.c.author == person_id) & (artefacts.c.state == DRAFT)
            conn.execute(delete(artefacts).where(drafts))
            kept = (feedback, turns, threads, sessions, tokens, attempts, mastery, rehearsals, tours, learnt)
            for table in (*kept, path_shares, told_people):
                conn.execute(delete(table).where(table.c.person == person_id))
            conn.execute(delete(path_shares).where(path_shares.c.mentor == person_id))
            graded = (comment_signatures, comment_editions, comments, appeals, grades, credits, judgements)
            interned = (internship_editions, internship_days, internship_marks, placements)
            for table in (*graded, *interned, evidence, evidence_flags, evidence_looks, enterprise_consents):
                conn.execute(delete(table).where(table.c.student == person_id))
            conn.execute(update(revisions).where(revisions.c.who == person_id).values(who=None))
            self._works(conn, removing, person_id)
            asked = (erasure_requests.c.requester == person_id) & erasure_requests.c.document.is_not(None)
            conn.execute(delete(erasure_requests).where(asked))
            blank = {"password_hash": None, "disabled_at": self._shelf.now(), "username": f"erased-{person_id}"}
            conn.execute(update(people).where(people.c.id == person_id).values(blank))
            self._destroy(conn, person_key(person_id), by)
        self._wipe()

    def _works(self, conn: Connection, removing: Removing, person_id: str) -> None:
        own = showpieces.c.person == person_id
        pictures = conn.execute(select(showpieces.c.owner, showpieces.c.blob).where(own).distinct()).all()
        conn.execute(delete(showpieces).where(own))
        for picture in pictures:
            drop_picture(conn, removing, picture.owner, picture.blob)

    def _destroy(self, conn: Connection, holder: str, by: str) -> None:
        if not self._shelf.keys.destroy(conn, holder):
            raise NotFound()
        self._shelf.audit.append(conn, SYSTEM, adminacts.KeyDestroyed(by, holder))

    def _wipe(self) -> None:
        """The key leaves the files too, also those of a backup that was killed."""
        clear(self._data)
        self._shelf.database.wipe_keys()
