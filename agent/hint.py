"""What is said of a wrong attempt, in a model's words. The rung that follows stays as the rules say it.

The model is shown neither key nor source: the question, the attempt, the likely slip and the rung, which holds nothing
of the key. Whatever would still give it away, by luck or from memory, is refused, and the rules' words stand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict, Field

from agent.tutor import Led
from learning.answerkey import tells
from learning.numbers import unsupported
from prompts import load
from trust.sources import Findings
from trust.turn import Turn

_LETTER = re.compile(r"(?<![A-Za-z])[A-H](?![A-Za-z])")


class Hint(BaseModel):
    """`text`: one or two sentences to the learner."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(min_length=1, max_length=200)


def worded(turn: Turn, led: Led, attempt: str, options: Sequence[str], language: str) -> tuple[str, str]:
    """The words of `led` and who wrote them; by the rules where nothing was tried, or no key is known to look for."""
    if not led.feedback or not led.key:
        return led.words, "extract"
    rung = led.words.removeprefix(led.feedback)
    prompt = load(
        "hint", language="English" if language == "en" else "simplified Chinese", question=led.climb.question,
        attempt=attempt, slip=led.feedback, rung=rung,
    )  # fmt: skip
    nothing = Findings(led.climb.question, (), turn.floor, 0)
    allowed = (led.climb.question, attempt, led.words)
    written = turn.write(
        prompt, Hint, nothing,
        lambda h: gives_away(h.text, led.key, options, allowed), lambda _: Hint(text=led.feedback),
    )  # fmt: skip
    said: Hint = written.value
    if said.text == led.feedback:
        return led.words, written.written_by
    return f"{said.text.strip()}\n{rung.lstrip()}", written.written_by


def gives_away(text: str, key: Sequence[str], options: Sequence[str], allowed: Sequence[str]) -> str | None:
    """The reason to refuse these words, without saying which of them; None when they may be said."""
    known = "\n".join(allowed)
    names = any(option in text and option not in known for option in options) or (options and _LETTER.search(text))
    if tells(text, tuple(key)) or names or unsupported(text, allowed):
        return "it says a value, name or option that the hint does not: say nothing that could be the answer"
    return None
