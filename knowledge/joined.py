"""A passage read together with what stands right before and after it, and quotes put back where they came from.

An answer often runs over the border of two passages, or its subject stands in the one before. Only passages handed in
are joined: the caller asks for visible ones alone. Knows nothing of questions or of the reader's model.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from trust.labels import join
from trust.sources import Passage, Quote

REACH = 160
"""Characters taken from each neighbour, from the border on."""

_END = "。！？；\n!?;"


@dataclass(frozen=True)
class Part:
    """`passage.text[from_:from_ + length]` stands at `start` of the joined text."""

    passage: Passage
    start: int
    from_: int
    length: int


@dataclass(frozen=True)
class Joined:
    """`whole` carries the id of the passage in the middle and the joined text; it is for reading, never for showing."""

    whole: Passage
    parts: tuple[Part, ...]

    @classmethod
    def of(cls, passage: Passage, neighbours: Sequence[Passage]) -> Joined:
        """`neighbours` may be any passages; only those next to `passage` in its document count."""
        parts: list[Part] = []
        text = ""
        for near in sorted((*neighbours, passage), key=lambda p: p.ordinal):
            step = near.ordinal - passage.ordinal
            if near.document_id != passage.document_id or abs(step) > 1 or (step == 0 and near is not passage):
                continue
            from_, upto = _span(near.text, step)
            if upto > from_:
                text += "\n" if text else ""
                parts.append(Part(near, len(text), from_, upto - from_))
                text += near.text[from_:upto]
        label = join([p.passage.label for p in parts]) if parts else passage.label
        return cls(replace(passage, text=text, label=label), tuple(parts))

    def returned(self, quote: Quote) -> tuple[Quote, ...]:
        """The quote as verbatim pieces of the passages it stands in, in reading order."""
        middle = next(p for p in self.parts if p.passage.id == self.whole.id)
        if quote.text in middle.passage.text:
            return (Quote(middle.passage.id, quote.text),)
        at = self.whole.text.find(quote.text)
        found = []
        for part in self.parts:
            low, high = max(at, part.start), min(at + len(quote.text), part.start + part.length)
            piece = self.whole.text[low:high].strip() if low < high else ""
            if at >= 0 and piece:
                found.append(Quote(part.passage.id, piece))
        return tuple(found)


def _span(text: str, step: int) -> tuple[int, int]:
    """What of a neighbour is read: whole sentences nearest to the border, or all when it is short."""
    if step == 0 or len(text) <= REACH:
        return 0, len(text)
    if step > 0:
        ends = [n + 1 for n in range(REACH) if text[n] in _END]
        return 0, ends[-1] if ends else 0
    starts = [n + 1 for n in range(len(text) - REACH - 1, len(text) - 1) if text[n] in _END]
    return (starts[0], len(text)) if starts else (len(text), len(text))
