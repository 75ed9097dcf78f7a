"""Which items would tell the key of another one: for those who must not learn keys before they answer. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from learning.alike import bare
from learning.exercise import Exercise


def keeping(made: Iterable[Exercise], keys_of: Sequence[Exercise]) -> list[Exercise]:
    """Those of `made` that tell no key of `keys_of`."""
    told = [(bare(item.quote), item.kind, frozenset(map(bare, item.key))) for item in keys_of]
    return [item for item in made if not _tells(item, told)]


def _tells(item: Exercise, told: Sequence[tuple[str, str, frozenset[str]]]) -> bool:
    """It rests on the same words, and has a part of the key, or one of the two is a statement about them."""
    quote, key = bare(item.quote), frozenset(map(bare, item.key))
    return any(
        (key & other or "judge" in (item.kind, kind)) and (quote in words or words in quote)
        for words, kind, other in told
        if words
    )
