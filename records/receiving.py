"""Taking in a file: who may, under which label, whether it is there already, and as which generation.

Knows nothing of what the bytes mean.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from records.editions import Edition, holders, lock, one_visible, serving_within, visible
from records.entering import Entering, Upload
from records.naming import check_named
from records.schema import documents, editions
from trust.errors import BadInput, Forbidden, Stale
from trust.labels import MEMBER, RESERVED, Label
from trust.principal import Principal, Scope
from trust.roles import Act
from trust.sources import LIBRARIES, Document


class Receiving(Entering):
    def receive(
        self,
        principal: Principal,
        *,
        owner: str,
        library: str,
        label: Label,
        title: str,
        filename: str,
        media_type: str,
        data: bytes,
        valid_from: date | None = None,
        review_by: date | None = None,
        replaces: str | None = None,
    ) -> tuple[Document, bool]:
        """The document and whether there is work to do. The same bytes under the same label: the one that is there."""
        label = Label.of(label.owners, label.clauses, min(label.integrity, MEMBER))
        upload = Upload(owner, library, label, title, filename, media_type, data, valid_from, review_by)
        _check(principal, upload)
        with self._shelf.database.read() as conn:
            scope = self._shelf.labels.scope_in(conn, principal)
            held = None if replaces is None else self._held(conn, scope, one_visible(conn, scope, replaces))
            check_named(conn, principal, owner, label, held)
            _check_clearance(principal, upload)
            self._check_replaced(conn, principal, scope, upload, replaces)
            sealer = self._shelf.keys.sealer(conn, holders(upload.sealed_by))
            name = self._shelf.blobs.name(owner, upload.sealed_by, data)
            if self._twin(conn, scope, upload, name, replaces) is None:
                self._shelf.quotas.check(conn, scope, owner, name, len(data))  # before anything is written
        self._write_blob(owner, name, sealer, data)
        with self._shelf.database.write() as conn:
            if replaces is not None:
                lock(conn, replaces)
            self._keep_blob(conn, owner, name, sealer, data)  # first: who uploads the same beside us waits here
            self._shelf.quotas.turn(conn, owner, principal.id)
            scope = self._shelf.labels.scope_in(conn, principal)  # again: the twin's label may be new
            self._check_replaced(conn, principal, scope, upload, replaces)  # again: it may have been raised
            twin = self._twin(conn, scope, upload, name, replaces)
            if twin is None:
                self._shelf.quotas.check(conn, scope, owner, name, len(data))  # again: another may have come
            if twin is not None and twin.state != "failed":
                return self._shelf.opened.document(conn, twin), False
            own = twin is not None and twin.uploader == principal.id  # a stranger's failed upload stays theirs
            same = replaces if replaces is not None else (twin.document if twin is not None and own else None)
            row = self._enter(conn, principal, upload, name, sealer, same)
            return self._shelf.opened.document(conn, row), True

    def _check_replaced(
        self, conn: Connection, principal: Principal, scope: Scope, upload: Upload, replaces: str | None
    ) -> None:
        if replaces is not None:
            replaced = one_visible(conn, scope, replaces)
            _may_replace(principal, replaced, self._held(conn, scope, replaced), upload)

    def _held(self, conn: Connection, scope: Scope, replaced: Edition) -> Label:
        """The label of what would be replaced. A version that failed was never shown: the one that serves counts."""
        serving = serving_within(conn, scope, replaced.document) if replaced.state == "failed" else None
        return self._shelf.opened.label(replaced if serving is None else serving)

    def _twin(self, conn: Connection, scope: Scope, upload: Upload, name: str, replaces: str | None) -> Edition | None:
        """A document the caller reads in the same library, with the same bytes under the same uploader's label."""
        query = visible(scope).where(
            documents.c.library == upload.library,
            editions.c.owner == upload.owner,
            editions.c.blob == name,
            editions.c.uploader_label == str(upload.label),
            documents.c.made_from.is_(None),
        )
        if replaces is not None:
            query = query.where(editions.c.document == replaces)
        return conn.execute(query.order_by(documents.c.created_at, documents.c.id).limit(1)).first()

def _check(principal: Principal, upload: Upload) -> None:
    if upload.library not in LIBRARIES:
        raise BadInput(f"没有“{upload.library}”这个库，可用：{'、'.join(LIBRARIES)}", f"no library '{upload.library}'")
    if not principal.may(Act.UPLOAD, upload.owner):
        raise Forbidden("不能为这个所有者上传", "You may not upload for this owner")
    if upload.owner not in upload.label.owners:
        raise BadInput("密级须写明文档所有者", "The label must name the document's owner")


def _check_clearance(principal: Principal, upload: Upload) -> None:
    above = [
        atom
        for clause in upload.label.clauses
        for atom in clause
        if _level_of(atom) > principal.clearance(atom.partition(":")[0])
    ]
    if above or not principal.reads(upload.label):
        raise Forbidden("不能上传超出自己权限的密级", "You may not upload above your own clearance")


def _level_of(atom: str) -> int:
    """0 for what is no level."""
    owner, _, level = atom.partition(":")
    return int(level) if owner not in RESERVED else 0


def _may_replace(principal: Principal, row: Edition, held: Label, upload: Upload) -> None:
    """A new version is at least as strict: lowering takes two people, not a replacement."""
    if row.made_from is not None:
        raise Stale("系统生成的资料不能用文件替换", "What the system generated is not replaced by a file")
    if principal.id != row.uploader and not principal.may(Act.CONFIRM_LABEL, row.owner):
        raise Forbidden()
    if (row.owner, row.library) != (upload.owner, upload.library):
        raise BadInput("新版本须与原文档同属一个所有者和库", "A new version stays with its owner and library")
    if not held.flows_to(upload.label):
        raise Stale("新版本的密级不能比现有的低", "A new version may not be labelled lower than the document is")
