"""`Turn`: one person's act and the resources it may use, and the protocols those resources keep.

Higher floors implement the protocols: knowledge/search.py, agent/write.py, records/. A Turn is built once per
request in web/ and rides as LangGraph's context; the model never sees it and never chooses any of its fields.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, TypeVar

from pydantic import BaseModel

from trust.classes import Classes
from trust.commenting import Comments
from trust.labels import Label, self_label
from trust.principal import Principal, Scope
from trust.sources import Document, Findings, Passage

T = TypeVar("T", bound=BaseModel)
Emit = Callable[[str, dict[str, Any]], None]


class Search(Protocol):
    """Find what the principal may read. Same question and same visible content, same result."""

    def find(
        self, principal: Principal, scope: Scope, query: str, *, k: int = 8, library: str | None = None,
        made: bool = True,
    ) -> Findings:  # fmt: skip
        """Up to k passages, best first, admitted by the guard. Without `made`, what the house itself generated is
        left out. Raises PartDown("index").
        """
        ...

    def read(self, principal: Principal, scope: Scope, query: str, findings: Findings) -> Findings:
        """The same findings with `quotes` picked (best first) and `sure` decided."""
        ...

    def telling(self, text: str) -> Sequence[tuple[str, float, bool]]:
        """The content words of any text: each with what it tells in everyday language, in nats, and whether it is
        only a deed. The same whatever the base holds.
        """
        ...


@dataclass(frozen=True)
class Written:
    """What was composed and by whom: `extract`, or the model's name. `down`: a model was to write, it was silent."""

    value: Any
    written_by: str
    down: bool = False


class Hears(Protocol):
    """Whoever hears a first draft while it is written (agent/gate.py)."""

    def hears(self, so_far: Mapping[str, Any]) -> None:
        """What of it stands so far."""
        ...

    def keeps(self, draft: BaseModel | None) -> bool:
        """It is whole, or ended before it was: whether any of it has left already."""
        ...


class Write(Protocol):
    """The one place where text is composed (agent/write.py)."""

    def __call__(
        self,
        prompt: str,
        schema: type[T],
        findings: Findings,
        check: Callable[[T], str | None],
        otherwise: Callable[[Findings], T],
        heard: Hears | None = None,
    ) -> Written:
        """`check` returns the reason a draft is refused, or None. Falls back to `otherwise(findings)`."""
        ...


class Choose(Protocol):
    """A model that may ask for more to be looked up (agent/chat.py)."""

    @property
    def name(self) -> str:
        """As shown in the trace."""
        ...

    def choose(self, messages: Sequence[Any], tools: Sequence[Mapping[str, Any]]) -> tuple[Any, ...]:
        """The tool calls it wants next."""
        ...


class Records(Protocol):
    """What a tool may read besides search."""

    def passages(self, principal: Principal, scope: Scope, ids: Sequence[str]) -> tuple[Passage, ...]:
        """In the given order; hidden or absent ones are left out."""
        ...

    def neighbours(
        self, principal: Principal, scope: Scope, document_id: str, ordinal: int, n: int
    ) -> tuple[Passage, ...]:
        """The document's passages from `ordinal - n` to `ordinal + n`, in order; hidden ones are left out."""
        ...

    def whole(self, principal: Principal, scope: Scope, document_id: str) -> tuple[Passage, ...]:
        """All of a document's passages in order; none where it is hidden or absent."""
        ...

    def document(self, principal: Principal, scope: Scope, document_id: str) -> Document:
        """What is recorded of it: version, dates, file name. Raises NotFound, the same for hidden and absent."""
        ...


class Bank(Protocol):
    """The bank of exercises, as far as a tool needs it."""

    def known(
        self, principal: Principal, scope: Scope, but: str | None = None, within: Label | None = None
    ) -> Sequence[Any]:
        """Every exercise of it this person may see in any form, with its key: to compare with, never to show. `within`:
        those whose label flows to it.
        """
        ...

    def unanswered(self, principal: Principal, scope: Scope) -> Sequence[Any]:
        """The published ones this person has not answered yet, with their keys: to lead by, never to show."""
        ...


def silent(_kind: str, _data: dict[str, Any]) -> None:
    """An Emit for callers that show no progress."""


@dataclass(frozen=True)
class Turn:
    """`emit(kind, data)` sends progress; `deadline` bounds the turn; `request_id` names it in logs."""

    principal: Principal
    scope: Scope
    search: Search
    write: Write
    records: Records
    bank: Bank
    classes: Classes
    comments: Comments
    now: datetime
    request_id: str
    emit: Emit = field(default=silent)
    model: Choose | None = None

    def originals(self, query: str, *, k: int, library: str | None = None) -> Findings:
        """What somebody brought, found: never what the house generated, so that nothing is made from what was made."""
        return self.search.find(self.principal, self.scope, query, k=k, library=library, made=False)

    @property
    def floor(self) -> Label:
        """The label of what this person says: personal, kept by their home owner."""
        return self_label(self.principal.home, self.principal.id)
