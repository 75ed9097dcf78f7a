"""Items a model drafts, under the very verifier that the rules' items pass. Without a model there are none.

Knows how they are asked for, made whole and refused; every refusal is counted. Makes nothing by rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, Field

from learning.chance import shuffled
from learning.exercise import NAMES, OPEN, Bloom, Exercise, Kind
from learning.from_tables import shares
from learning.reasons import Reason
from learning.sourced import Source, span, tags
from learning.verifier import Rejected, verify
from prompts import load
from trust.labels import join
from trust.sources import Findings, Passage
from trust.turn import Turn

SHOWN, MOST = 24, 20
"""Passages a model is shown, and items it is asked for at once."""
BY_MODEL = "模型拟写"
LEVELS = {None: "any", 1: "1, easy", 2: "2, medium", 3: "3, hard"}


class DraftItem(BaseModel):
    kind: Kind
    stem: str = Field(max_length=1000)
    key: list[str] = Field(min_length=1, max_length=12)
    options: list[str] = Field(default=[], max_length=12)
    left: list[str] = Field(default=[], max_length=12)
    explanation: str = Field(default="", max_length=1000)
    passage: int
    quote: str = Field(max_length=4000)
    difficulty: Literal[1, 2, 3] = 2
    bloom: Bloom = "理解"


class Drafts(BaseModel):
    items: list[DraftItem] = Field(max_length=50)


@dataclass(frozen=True)
class Drafted:
    """`written_by` is the model's name; nothing is accepted where there was none or it failed."""

    accepted: tuple[Exercise, ...]
    rejected: tuple[Rejected, ...]
    written_by: str


def drafted(
    turn: Turn, source: Source, count: int, kinds: Sequence[Kind], difficulty: Literal[1, 2, 3] | None, topic: str,
    bank: Iterable[Exercise] = (),
) -> Drafted:  # fmt: skip
    """Up to `count` verified items of a model; the wish's kinds and difficulty are kept."""
    shown = source.asked_of()[:SHOWN]
    if not shown:
        return Drafted((), (), "extract")
    texts, refused, known = source.texts, list[Rejected](), list(bank)
    wanted = min(count, MOST)
    prompt = load(
        "write_exercises", count=str(wanted), kinds=", ".join(kinds), difficulty=LEVELS[difficulty],
        topic=topic or "whatever the passages teach",
    )  # fmt: skip

    def check(draft: Drafts) -> str | None:
        judged = verify([_whole(d, shown) for d in draft.items], texts, known)
        refused.extend(judged.rejected)
        if any(_asked_for(i, kinds, difficulty) for i in judged.accepted):
            return None
        return _why(judged.rejected) or "no item has a kind and difficulty that were asked for"

    read = Findings(topic, shown, join(p.label for p in shown), len(shown))
    written = turn.write(prompt, Drafts, read, check, lambda _: Drafts(items=[]))
    judged = verify([_whole(d, shown) for d in written.value.items], texts, known)
    fit = tuple(i for i in judged.accepted if _asked_for(i, kinds, difficulty))[:wanted]
    return Drafted(fit, tuple(refused), written.written_by)


def _asked_for(item: Exercise, kinds: Sequence[Kind], difficulty: int | None) -> bool:
    return item.kind in kinds and difficulty in (None, item.difficulty)


def _whole(d: DraftItem, shown: Sequence[Passage]) -> Exercise:
    """The draft as an exercise; one that names no passage cites nothing and falls."""
    passage = shown[d.passage - 1] if 1 <= d.passage <= len(shown) else None
    options = shuffled(d.options, "drafted", d.stem) if d.kind in ("single", "multiple") else tuple(d.options)
    key = tuple(d.key) if d.kind != "multiple" else tuple(o for o in options if o in d.key) or tuple(d.key)
    return Exercise(
        d.kind, d.stem.strip(), key, span(passage, d.quote) if passage else (), d.explanation or f"原文：{d.quote}",
        options, tuple(d.left), shares(len(key)) if d.kind in OPEN else (),
        tuple("原文" if o in key else BY_MODEL for o in options) if d.kind in ("single", "multiple") else (),
        difficulty=d.difficulty, bloom=d.bloom, tags=tags(passage) if passage else (),
    )  # fmt: skip


def _why(rejected: Sequence[Rejected]) -> str:
    return "; ".join(
        f"{NAMES[r.item.kind]} “{r.item.stem[:30]}”: {', '.join(_english(reason) for reason in r.reasons)}"
        for r in rejected[:10]
    )


def _english(reason: Reason) -> str:
    return reason.name.lower().replace("_", " ")
