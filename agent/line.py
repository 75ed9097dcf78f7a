"""One turn's line to the model that all share: a fair place at it, the turn's own seconds, a breaker for all.

Knows who asks and the salt of what they may read; not what is asked, nor which server answers.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Mapping, Sequence
from time import monotonic
from typing import Any, TypeVar

from pydantic import BaseModel

from agent.breaker import Breaker
from agent.chat import Call, Chat, Enough, Hear, Malformed, ModelDown, Said
from agent.turnstile import Turnstile
from trust.principal import Scope

T = TypeVar("T", bound=BaseModel)
R = TypeVar("R")
PLACES, SECONDS = 16, 90.0


class Exchanger:
    """Built once over a model; `line` gives each turn its own."""

    def __init__(
        self, chat: Chat, places: int | Callable[[], int] = PLACES, seconds: float = SECONDS,
        clock: Callable[[], float] = monotonic,
    ) -> None:  # fmt: skip
        self.chat, self.seconds, self.clock = chat, seconds, clock
        self.turnstile, self.breaker = Turnstile(places), Breaker(clock)
        self._key = secrets.token_bytes(32)

    def line(self, scope: Scope) -> Line:
        return Line(self, scope.principal_id, self._salt(scope))

    def _salt(self, scope: Scope) -> str:
        """One for each person and what they may read: a server that keeps prefixes tells by its speed who sent one
        before (vLLM's `cache_salt`), and a prompt begins with a question, which is its asker's alone.
        """
        told = "\n".join([scope.principal_id, *sorted(scope.ids)]).encode()
        return hashlib.blake2b(told, key=self._key, digest_size=16).hexdigest()


class Line:
    """Keeps agent.chat.Chat for one turn. Once it failed, or the turn's seconds are spent, it stays down."""

    def __init__(self, at: Exchanger, person: str, salt: str) -> None:
        self._at, self._person, self._salt = at, person, salt
        self._until = at.clock() + at.seconds
        self._down = False

    @property
    def name(self) -> str:
        return self._at.chat.name

    def choose(self, messages: Sequence[Said], tools: Sequence[Mapping[str, Any]], salt: str = "") -> tuple[Call, ...]:
        return self._through(lambda: self._at.chat.choose(messages, tools, salt or self._salt))

    def compose(self, messages: Sequence[Said], schema: type[T], salt: str = "", hear: Hear | None = None) -> T:
        return self._through(lambda: self._at.chat.compose(messages, schema, salt or self._salt, hear))

    def _through(self, act: Callable[[], R]) -> R:
        left = self._until - self._at.clock()
        if self._down or left <= 0 or not self._at.breaker.admits():
            raise ModelDown()
        with self._at.turnstile.place(self._person, left) as got:
            if not got:
                raise ModelDown()
            return self._tried(act)

    def _tried(self, act: Callable[[], R]) -> R:
        try:
            done = act()
        except ModelDown as error:
            self._down = True
            if error.ours:  # others must not hear of what one person may read by being refused for it
                self._at.breaker.worked()
            else:
                self._at.breaker.failed()
            raise
        except (Malformed, Enough):
            self._at.breaker.worked()
            raise
        self._at.breaker.worked()
        return done
