"""What the parts of the library share: the database, the keys, the clock. Holds no behaviour of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from records.audit import Audit
from records.blobs import Blobs
from records.counts import Counts
from records.database import Database
from records.editions import Opened
from records.keys import Keys
from records.labels import Labels
from records.quotas import Quotas
from trust.errors import Leak
from trust.principal import Principal, Scope


@dataclass(frozen=True)
class Shelf:
    database: Database
    keys: Keys
    labels: Labels
    blobs: Blobs
    opened: Opened
    counts: Counts
    audit: Audit
    now: Callable[[], datetime]
    new_id: Callable[[], str]
    quotas: Quotas


class OnShelf:
    """Base of the classes that work on the library's tables."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def _own(self, principal: Principal, scope: Scope) -> None:
        """A scope computed for somebody else is a defect of the caller."""
        if principal.id != scope.principal_id:
            raise Leak()
