"""A draft answer: sentences and the numbers of the passages each rests on. What a model is asked to return.

Knows nothing of citations as shown (cite.py) nor of whether a draft is true (check.py).
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class Sentence(BaseModel):
    """`text` without [n]; `sources` are passage numbers, 1-based, in the order the passages were given."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(min_length=1, max_length=2000)
    sources: list[int] = Field(max_length=8)


class Draft(BaseModel):
    """`answered` false means the passages do not answer."""

    model_config = ConfigDict(extra="forbid")

    answered: bool
    sentences: list[Sentence] = Field(max_length=60)

    @property
    def text(self) -> str:
        return "".join(s.text for s in self.sentences)
