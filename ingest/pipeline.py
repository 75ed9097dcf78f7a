"""A document's road from `received` to `ready`: read, cut, judge, seal, index, show. Every step may be repeated.

Order across the two stores: to show, SQL commits first, then the index; to hide, the index first, then SQL. Points are
staged under a label nobody holds. Does not know who runs the steps (workflow.py, the command line).
"""

from __future__ import annotations

import hmac
import uuid
from collections.abc import Sequence
from contextlib import suppress

from ingest.aids import Aids
from ingest.chunk import chunk
from ingest.classify import propose, reasons
from ingest.confine import Confine
from ingest.limits import Limits
from ingest.parsed import Note, Parsed
from ingest.repair import enter
from knowledge.generations import Generations
from knowledge.index import STAGED
from knowledge.passages import search_text
from knowledge.tokens import Terms
from records.store import Store
from records.works import Due, NewPassage, Read
from trust.errors import Damaged, NotFound, Stale, TooLarge, Unreadable, UnsupportedType
from trust.settings import Settings
from trust.sources import Document, Words

ARRIVED, SHOWN = "received", "ready"
MOST_PASSAGES = 50_000
BROKEN = "处理时出现内部错误，请稍后重新上传；若仍失败请联系管理员"
BROKEN_EN = "An internal error occurred: upload it again later; if it fails again, tell your administrator"


class Pipeline:
    """Safe from several threads, each on a document of its own."""

    def __init__(
        self, store: Store, generations: Generations, settings: Settings, confine: Confine | None = None
    ) -> None:
        """`confine` where several pipelines share one; it then stays open."""
        self._store, self._index = store, generations
        self._terms = Terms(store.vault.index_key)
        self._ids = store.vault.derive("passage ids")
        limits = Limits(settings.parse_seconds, settings.parse_memory)
        self._own = Confine(settings.data / "tmp", limits, aids=Aids.of(settings))
        self._confine = confine or self._own

    def warm(self) -> None:
        """Start loading the parsing libraries in the background; otherwise the first file does."""
        self._confine.start()

    def close(self) -> None:
        self._own.close()

    def process(self, document_id: str, generation: int) -> None:
        """All of it, in this thread. PartDown and DiskFull pass through: trying again later may help."""
        if self.read(document_id, generation):
            self.show(document_id, generation)

    def read(self, document_id: str, generation: int) -> bool:
        """File → sealed passages and staged points. False if there is nothing to show: failed, or deleted meanwhile."""
        works = self._store.works
        try:
            document = works.document(document_id, generation)
            if document.stage == SHOWN:
                return True
            works.advance(document_id, generation, state="parsing", stage="reading", progress=0.1)
            try:
                filename, _, data = works.blob(document_id, generation)
                parsed = self._confine.read(filename, data)
                passages = self._passages(document, parsed)
            except (Unreadable, UnsupportedType, TooLarge, Damaged) as fault:
                works.advance(
                    document_id, generation, state="failed", stage="reading", error=fault.zh, error_en=fault.en,
                    reason=fault.kind,
                )  # fmt: skip
                return False
            self._judge(document, filename, parsed)
            works.advance(
                document_id, generation, state="indexing", stage="sealing", progress=0.5, read=_told(parsed)
            )
            works.stage(document_id, generation, passages)
            works.advance(document_id, generation, stage="indexing", progress=0.7)
            if document.stage != ARRIVED:
                self._index.drop(document_id, generation)
            self._put(document, passages, STAGED)
            works.advance(document_id, generation, stage="showing", progress=0.9)
        except NotFound:
            self._index.drop(document_id, generation)
            return False
        return True

    def show(self, document_id: str, generation: int) -> None:
        """The new generation becomes visible and the one before it goes; a newer one already visible wins."""
        try:
            before = self._store.works.show(document_id, generation)
        except NotFound:
            return
        except Stale:
            self._purge(document_id, generation)
            return
        self._complete(document_id, generation)
        self._align(document_id, generation)
        if before is not None:
            self._purge(document_id, before)
            for fallen in self.removals():  # made from what was just replaced
                self.remove(fallen)

    def fail(self, document_id: str, generation: int) -> None:
        """After an error that is no fault of the file's."""
        try:
            self._store.works.advance(
                document_id, generation, state="failed", error=BROKEN, error_en=BROKEN_EN, reason="internal"
            )
        except NotFound:
            return

    def withdraw(self, document_id: str) -> None:
        """Out of the index at once; the first half of `remove`."""
        self._index.drop(document_id)

    def remove(self, document_id: str) -> None:
        """Erase what is left of a deleted document, in the index first."""
        self._index.drop(document_id)
        self._store.works.purge(document_id)

    def removals(self) -> list[str]:
        """Deleted documents of which something is left."""
        return self._store.works.removals()

    def place(self, document_id: str, generation: int) -> int:
        """Which of its uploader's waiting files this is."""
        return self._store.waiting.place(document_id, generation)

    def relabel(self, document_id: str) -> None:
        """Have the index follow the label that SQL already holds."""
        for due in self._store.works.pending():
            if due.document_id == document_id and due.act == "relabel":
                self._align(document_id, due.generation)

    def expire(self) -> None:
        """What was released under ended agreements is gone, files nobody refers to, evidence past its time."""
        self._store.works.sweep()
        self._store.evidences.expire()
        self._store.intern_kept.expire()
        if self._store.agreements.withdraw_expired():
            for ended in self.removals():
                self.remove(ended)

    def settle(self) -> list[Due]:
        """Finish at once what is quick of what was left undone; hands back what remains to be processed."""
        self._store.agreements.withdraw_expired()
        waiting = []
        for due in self._store.works.pending():
            if due.act == "process":
                waiting.append(due)
            elif due.act == "relabel":
                self._align(due.document_id, due.generation)
            elif due.act == "purge":
                self._purge(due.document_id, due.generation)
            else:
                self.remove(due.document_id)
        return waiting

    def _passages(self, document: Document, parsed: Parsed) -> list[NewPassage]:
        made = chunk(parsed, document.title)
        if len(made) > MOST_PASSAGES:
            raise TooLarge("文档太长，请拆成几份再上传", "The document is too long: split it")
        return [
            NewPassage(
                passage_id(self._ids, document, each.ordinal),
                each.ordinal,
                each.text,
                words := search_text(document.title, each.heading, each.text),
                each.locator,
                self._terms.counts(words),
            )
            for each in made
        ]

    def _judge(self, document: Document, filename: str, parsed: Parsed) -> None:
        """Until this commits, only the uploader and the owner's stewards see the edition."""
        text = "\n".join(b.text for b in parsed.blocks)
        label = propose(document.label, document.owner, document.title, text, parsed.margins, filename=filename)
        why = () if label is None else reasons(
            document.label, document.owner, document.title, text, parsed.margins, filename
        )
        told = [(reason.rule, reason.level, reason.line) for reason in why]
        self._store.works.propose(document.id, document.generation, label, told)

    def _put(self, document: Document, passages: Sequence[NewPassage], label: str) -> None:
        self._index.put(
            passages, label=label, document=document.id, library=document.library, generation=document.generation,
            made=document.made_from is not None,
        )  # fmt: skip

    def _complete(self, document_id: str, generation: int) -> None:
        """Every generation of the index has its points: one that was filled meanwhile may lack what was staged."""
        works = self._store.works
        with suppress(NotFound), self._index.writing() as every:
            count = works.document(document_id, generation).passages
            for each in (e for e in every if e.index.held(document_id, generation) != count):
                each.index.drop(document_id, generation)
                if held := [p for p in works.indexed_of(document_id) if p.generation == generation]:
                    enter(each, held)

    def _align(self, document_id: str, generation: int) -> None:
        """The index takes over the edition's label and library; again if a steward changed it meanwhile."""
        works = self._store.works
        told: tuple[str, str | None] | None = None
        try:
            while (now := _where(works.document(document_id, generation))) != told:
                label, library = now
                self._index.relabel(document_id, generation, label, library)
                works.indexed_under(document_id, generation, label)
                told = now
        except NotFound:
            self._index.drop(document_id, generation)

    def _purge(self, document_id: str, generation: int) -> None:
        self._index.drop(document_id, generation)
        self._store.works.purge(document_id, generation)


def _where(document: Document) -> tuple[str, str | None]:
    """Label id and library; what the house made never moves."""
    return document.label.id, document.library if document.made_from is None else None


def passage_id(key: bytes, document: Document, ordinal: int) -> str:
    """The same at every repeat of a step. Without the key nobody finds the generation in it, and so how many went
    before unseen.
    """
    place = f"{document.id}/{document.generation}/{ordinal}".encode()
    return str(uuid.UUID(bytes=hmac.digest(key, place, "sha256")[:16], version=4))


def _told(parsed: Parsed) -> Read:
    return Read(_named(parsed.unread), _named(parsed.notes), parsed.language)


def _named(notes: Sequence[Note], most: int = 20) -> Words | None:
    """`第 3 页没有可读的文字；…`, shortened where there are many."""
    if not notes:
        return None
    left = len(notes) - most
    more = Note(f"；等共 {len(notes)} 处", f"; {left} more") if left > 0 else Note("", "")
    kept = notes[:most]
    return Words("；".join(n.zh for n in kept) + more.zh, "; ".join(n.en for n in kept) + more.en)
