"""Answers that a source entails without saying them: limit sizes, values within limits, reasons, steps' values. Pure.

What a question of these sorts asks, worked out from texts alone. The blind solver answers by it and the verifier holds
keys against it; neither knows how such questions are made.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from learning.alike import bare
from learning.because import reasons
from learning.exercise import Asked
from learning.record import handled
from learning.stepvalue import step_values
from learning.tolerance import asks_fitting, asks_limit, beyond_upper, fitting, judged, limit_of
from learning.trigger import asks_due, due

_WHY = re.compile(r"“(?P<rule>[^”]+)”。(?:为什么这样规定|不照做会怎样|做过了头会怎样|为什么这样规定、不照做会怎样)？")
_BOTH = re.compile(r"对“(?P<step>[^”]+)”有明确要求。做得不够和做过了头各会怎样？")
_STEPS = re.compile(r"将每个步骤与它的“(?P<aspect>[^”]+)”对应起来。$")
_BATCH = re.compile(r"“(?P<batch>[^”]+)”的“(?P<header>[^”]+)”实测为“.+?”。.*?“(?P<thing>[^”]+)”的“[^”]+”为“")
_LEAD = re.compile(r"^(?:否则|因为)")


def derived(asked: Asked, texts: Sequence[str]) -> tuple[str, ...] | None:
    """The answer in the shape of a key; None for any other question, and where the texts do not tell."""
    stem = asked.stem
    if asked.kind == "calculate" and asks_limit(stem):
        found = limit_of(stem, texts)
        return None if found is None else (found,)
    if asked.kind == "multiple" and asks_fitting(stem):
        return fitting(stem, asked.options, texts)
    if asked.kind == "multiple" and asks_due(stem):
        return due(stem, asked.options, texts)
    if asked.kind == "match":
        return _of_steps(asked, texts)
    if asked.kind == "short":
        return because(stem, texts)
    return _of_case(stem, texts) if asked.kind == "case" else None


def _of_case(stem: str, texts: Sequence[str]) -> tuple[str, ...] | None:
    first, named = judged(stem, texts), _BATCH.search(stem)
    if first is None or named is None:
        return None
    above = beyond_upper(first[-1])
    return (*first, *(d.told for d in handled(named["thing"], named["batch"], named["header"], texts, above)))


def because(stem: str, texts: Sequence[str]) -> tuple[str, ...] | None:
    """What the texts give as the reason for the rule in question."""
    asked = _WHY.search(stem)
    every = (b for text in texts for b in reasons(text))
    both = _BOTH.search(stem)
    found = next((b for b in every if (asked and bare(b.rule) == bare(asked["rule"]))
                  or (both and b.step == both["step"])), None)  # fmt: skip
    return None if found is None else tuple(told(e) for e in found.effects)


def told(effect: str) -> str:
    """A reason without the word that leads up to it."""
    return _LEAD.sub("", effect)


def _of_steps(asked: Asked, texts: Sequence[str]) -> tuple[str, ...] | None:
    wanted = _STEPS.search(asked.stem)
    if wanted is None:
        return None
    held = {v.name: v.value for text in texts for v in step_values(text) if v.aspect == wanted["aspect"]}
    found = tuple(held.get(name, "") for name in asked.left)
    return found if set(found) <= set(asked.options) else None
