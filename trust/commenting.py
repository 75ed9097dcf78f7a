"""What a tool may know for a comment on a student: whom somebody writes on, and what it may rest on. Changes nothing.

Knows the shapes of the calls; records/comments.py keeps them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from trust.principal import Principal, Scope


class Comments(Protocol):
    """Each checks who asks. Hidden and absent are one NotFound."""

    def written_on(self, principal: Principal, scope: Scope, name: str, tone: str) -> Sequence[tuple[Any, Any]]:
        """The students of this name or id whom this person teaches: by which scheme, and the line of its page."""
        ...

    def basis(self, principal: Principal, scope: Scope, scheme_id: str, student: str) -> Any:
        """What a comment on this student may rest on; the look is kept with its reason."""
        ...
