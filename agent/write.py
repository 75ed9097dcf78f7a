"""The one place where text is composed: by a model under a check, or by rules. Keeps trust.turn.Write.

Knows how a draft is asked for, refused and repaired; not what any tool or answer is about.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from pydantic import BaseModel

from agent.chat import Chat, Malformed, ModelDown, Said
from agent.check import unsafe
from agent.fence import fenced
from prompts import load
from trust.sources import Findings
from trust.turn import Written

T = TypeVar("T", bound=BaseModel)

REPAIRS = 2
EXTRACT = "extract"


@dataclass(frozen=True)
class Writer:
    """Writes with `chat`, or without one at once by rules."""

    chat: Chat | None = None

    def __call__(
        self,
        prompt: str,
        schema: type[T],
        findings: Findings,
        check: Callable[[T], str | None],
        otherwise: Callable[[Findings], T],
    ) -> Written:
        """The first draft that holds, after at most two repairs; else what the rules make of the findings."""
        if self.chat is None:
            return Written(otherwise(findings), EXTRACT)
        try:
            written = _attempts(self.chat, prompt, schema, findings, check)
        except ModelDown:
            return Written(otherwise(findings), EXTRACT, down=True)
        return Written(otherwise(findings), EXTRACT) if written is None else Written(written, self.chat.name)


def _attempts(
    chat: Chat, prompt: str, schema: type[T], findings: Findings, check: Callable[[T], str | None]
) -> T | None:
    asked = f"{prompt}\n\n{load('passages', passages=fenced(findings.passages))}"
    messages = [Said("user", asked)]
    for _ in range(1 + REPAIRS):
        try:
            draft = chat.compose(messages, schema)
        except Malformed as error:
            messages = [Said("user", f"{asked}\n\n{load('repair', reason=str(error))}")]
            continue
        reason = unsafe(draft, findings) or check(draft)
        if reason is None:
            return draft
        messages = [
            Said("user", asked), Said("assistant", draft.model_dump_json()), Said("user", load("repair", reason=reason))
        ]
    return None
