"""The one place where text is composed: by a model under a check, or by rules. Keeps trust.turn.Write.

Knows how a draft is asked for, refused and repaired; not what any tool or answer is about.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from pydantic import BaseModel

from agent.chat import Chat, Enough, Malformed, ModelDown, Said
from agent.check import unsafe
from agent.fence import fenced
from prompts import load
from trust.sources import Findings
from trust.turn import Hears, Written

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
        heard: Hears | None = None,
    ) -> Written:
        """The first draft that holds, after at most two repairs; else what the rules make of the findings. What has
        been heard of the first one and left is not written anew.
        """
        if self.chat is None:
            return Written(otherwise(findings), EXTRACT)
        try:
            written = _attempts(self.chat, prompt, schema, findings, check, heard)
        except ModelDown:
            return Written(otherwise(findings), EXTRACT, down=True)
        return Written(otherwise(findings), EXTRACT) if written is None else Written(written, self.chat.name)


def _attempts(
    chat: Chat, prompt: str, schema: type[T], findings: Findings, check: Callable[[T], str | None], heard: Hears | None
) -> T | None:
    asked = f"{prompt}\n\n{load('passages', passages=fenced(findings.passages))}"
    messages = [Said("user", asked)]
    for _ in range(1 + REPAIRS):
        try:
            draft = chat.compose(messages, schema, hear=heard.hears if heard else None)
        except Enough:
            return None
        except Malformed as error:
            if heard and heard.keeps(None):
                return None
            messages, heard = [Said("user", f"{asked}\n\n{load('repair', reason=str(error))}")], None
            continue
        if heard and heard.keeps(draft):
            return draft
        reason, heard = unsafe(draft, findings) or check(draft), None
        if reason is None:
            return draft
        messages = [
            Said("user", asked), Said("assistant", draft.model_dump_json()), Said("user", load("repair", reason=reason))
        ]
    return None
