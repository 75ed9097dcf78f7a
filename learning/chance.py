"""Choices that look like chance and are always the same for the same content. Pure.

Nobody who has not seen the content can tell where a key will stand; whoever repeats the writing gets the same paper.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def dice(*content: str) -> random.Random:
    """A source of choices seeded by the content."""
    digest = hashlib.sha256("\x1f".join(content).encode()).digest()
    return random.Random(int.from_bytes(digest[:8], "big"))


def shuffled(things: Sequence[T], *content: str) -> tuple[T, ...]:
    mixed = list(things)
    dice(*content).shuffle(mixed)
    return tuple(mixed)


def mixed(things: Sequence[T], *content: str) -> tuple[T, ...]:
    """Shuffled until at most one stands where it stood; of two things the other way round."""
    for turn in range(16):
        found = shuffled(things, *content, *([str(turn)] if turn else []))
        if sum(a == b for a, b in zip(found, things, strict=True)) <= (len(things) > 2):
            return found
    return (*things[1:], *things[:1])
