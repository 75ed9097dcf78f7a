"""A model's own verdict on an answer: optional, told apart, with how often it agrees with the checks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any

from pydantic import BaseModel, ConfigDict

from agent.chat import Malformed, ModelDown, Said
from agent.model import Model
from prompts import load


class Verdict(Enum):
    GOOD, BAD, NONE = "good", "bad", "none"


class Opinion(BaseModel):
    model_config = ConfigDict(extra="forbid")

    good: bool


def verdict(judging: Model, question: str, answer: Mapping[str, Any]) -> Verdict:
    """NONE where the judge gives no usable verdict."""
    quotes = "\n".join(f"[{c['n']}] {c['quote']}" for c in answer["citations"])
    asked = load("judge", question=question, answer=answer["answer"], quotes=quotes)
    try:
        return Verdict.GOOD if judging.compose([Said("user", asked)], Opinion).good else Verdict.BAD
    except (Malformed, ModelDown):
        return Verdict.NONE


def agreement(pairs: Sequence[tuple[bool, Verdict]]) -> dict[str, float]:
    """Empty where nothing was judged."""
    given = [(right, v is Verdict.GOOD) for right, v in pairs if v is not Verdict.NONE]
    if not given:
        return {}
    return {
        "judge_good": sum(good for _, good in given) / len(given),
        "judge_agrees": sum(right == good for right, good in given) / len(given),
        "judge_silent": 1 - len(given) / len(pairs),
    }
