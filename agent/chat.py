"""What the agent needs of a language model: to choose tool calls, and to fill a schema. Knows no vendor.

agent/model.py keeps it over HTTP; a test keeps it with a script.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, TypeVar

from pydantic import BaseModel

from trust.errors import PartDown

T = TypeVar("T", bound=BaseModel)


class ModelDown(PartDown):
    """The model server cannot be reached, is too slow, or refuses: extraction takes over. `ours`: it refused this very
    request (too long, say), which tells nothing of how it is for others.
    """

    def __init__(self, *, ours: bool = False) -> None:
        super().__init__("model")
        self.ours = ours


class Malformed(Exception):
    """The model answered, but not in the asked form; the words go back to it as the reason."""


class Enough(Exception):
    """Whoever hears a reply as it is written wants no more of it."""


Hear = Callable[[Mapping[str, Any]], None]
"""Told what of a reply stands so far, as a partial value of its schema; may raise Enough."""


@dataclass(frozen=True)
class Call:
    """A tool call as the model wants it; nothing in it is trusted yet."""

    id: str
    name: str
    arguments: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Said:
    """One message. `calls` only from the assistant, `answers` (a call's id) only from a tool."""

    role: Literal["user", "assistant", "tool"]
    text: str
    calls: tuple[Call, ...] = ()
    answers: str = ""


class Chat(Protocol):
    """A language model. Both raise ModelDown; `compose` also raises Malformed."""

    @property
    def name(self) -> str:
        """As shown in `written_by`."""
        ...

    def choose(self, messages: Sequence[Said], tools: Sequence[Mapping[str, Any]], salt: str = "") -> tuple[Call, ...]:
        """The tool calls it wants next; none when it is done. `tools` as `tools.described` gives them. Only requests
        of one `salt` may share what a server keeps of them.
        """
        ...

    def compose(self, messages: Sequence[Said], schema: type[T], salt: str = "", hear: Hear | None = None) -> T:
        """One value of `schema`."""
        ...
