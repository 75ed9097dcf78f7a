"""What was shown, noted in the chain of each owner it belongs to: who, which documents, never the words.

Answers kept in a thread are noted by records/threads.py; this is for searches, tools and the OpenAI door.
"""

from __future__ import annotations

from collections.abc import Iterable

from records.acts import Asked
from trust.labels import Label
from trust.principal import Principal, Scope
from trust.sources import Answer, Passage
from web.resources import Resources


def note_passages(parts: Resources, principal: Principal, label: Label, shown: Iterable[Passage]) -> None:
    """Each owner learns of its own documents only."""
    owned: dict[str, set[str]] = {owner: set() for owner in label.owners}
    for passage in shown:
        for owner in passage.label.owners:
            owned.setdefault(owner, set()).add(passage.document_id)
    for owner, documents in sorted(owned.items()):
        act = Asked(principal.id, str(label.part(owner)), tuple(sorted(documents)), refused=not documents)
        parts.store.audit.note(owner, act)


def note_answer(parts: Resources, principal: Principal, scope: Scope, answer: Answer) -> None:
    """The same for an answer that no thread keeps."""
    cited = parts.store.library.passages(principal, scope, [c.passage_id for c in answer.citations])
    note_passages(parts, principal, answer.label, cited)
