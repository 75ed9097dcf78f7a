"""Tutor mode: the learner is led to an answer that is in the sources, one rung of the hint ladder at a time.

Knows the thread's standing, the findings and the catalogue's words; rungs, keys and slips are learning/'s. Nothing of
the key is said before an attempt and the last rung.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace

from agent.state import Exchange, Mode
from agent.words import say, titled
from learning.alike import pairs
from learning.answerkey import AnswerKey, answer_key, judged, tries
from learning.hints import (
    ANSWER,
    PARALLEL,
    RULE,
    Climb,
    another,
    another_step,
    apart,
    climb,
    contrast,
    parallel,
    reason,
    rule,
    taught,
    where,
)
from learning.slips import aside, miscolumn, misread, slip
from trust.sources import Findings, Passage

IDLE = re.compile(
    r"不知道|不会|不懂|不清楚|没思路|想不[出起]|提示|再想|放弃|答案是(?:什么|多少)|告诉我|直接[说给]|^(?:嗯|好的?|"
    r"可以|继续|然后呢?)$|"
    r"\b(?:hint|no idea|don'?t know|give up|tell me|skip|next)\b", re.IGNORECASE,
)  # fmt: skip
ASKS = re.compile(r"[？?]|什么|多少|怎么|怎样|如何|为何|哪[些个里种]|几[个次种步]|\b(?:what|how|why|which|when|"
r"where)\b", re.IGNORECASE)
NEAR = 3
TOLD, SHORT = 2, 30
"""Values, and characters of them, that are told again in a sentence."""
SAME = 0.5
"""The share of the open question's words from which a question is that one again."""


@dataclass(frozen=True)
class Led:
    """What is said, where the learner stands now, and whether the answer itself follows: `line`, a passage's id and the
    stretch of it that holds the key. After a wrong attempt the words begin with `feedback`; `key` is what none of them
    may tell, and never said. `told`: the key in a word, to end with once the answer has been given.
    """

    words: str
    climb: Climb
    answer: bool
    line: tuple[str, str] = ("", "")
    feedback: str = ""
    key: tuple[str, ...] = ()
    told: str = ""


def standing(history: Sequence[Exchange], mode: Mode) -> Climb | None:
    """The question the thread is still on, if there is one; in ask mode only an exercise met in the last turn."""
    told = next((e.tutor for e in reversed(history) if e.tutor), None)
    if told is None or (mode == "ask" and told is not history[-1].tutor):
        return None
    found = climb(told)
    return None if found.over or (mode == "ask" and not found.assigned) else found


def stays(message: str, open_climb: Climb) -> bool:
    """Whether the message belongs to the open question: an attempt, a sigh, or the question again."""
    if IDLE.search(message) or not ASKS.search(message):
        return True
    wanted = pairs(open_climb.question)
    return len(wanted & pairs(message)) >= SAME * len(wanted)


def lead(message: str, question: str, found: Findings, before: Climb | None, language: str) -> Led | None:
    """The next thing to say; None where the sources hold no key to lead to."""
    target = _target(question, found)
    if target is None:
        return None
    key, passage = target
    if before is None:
        return Led(_where(key, passage, question, language), Climb(question), False)
    if IDLE.search(message) or ASKS.search(message) or not tries(message, key.values):
        now = before.after("", right=False)
        return _step(key, passage, found, now, say(language, "tutor_try") if now.rung == before.rung else "", language)
    result = judged(message, key)
    now = before.after(message, right=result.right)
    if result.right:
        told = _so(key, passage, found, before.question, language)
        return Led(say(language, "tutor_right"), now, True, (passage.id, key.line), told=told)
    why = _why(message, key, result.share, found.passages, language)
    if now.over:
        why = _nearer(before.last, message, key, found.passages, language) + why
    avoid = {misread(said, key, found.passages) for said in (before.last, message) if said} - {""}
    led = _step(key, passage, found, now, why, language, avoid)
    return led if led.answer else replace(led, feedback=why, key=key.values)


def _why(message: str, key: AnswerKey, share: float, passages: Sequence[Passage], language: str) -> str:
    found = slip(message, key, share, passages)
    name = misread(message, key, passages) if found == "sibling" else ""
    if found == "column" and (column := miscolumn(message, key)):
        return say(language, "slip_cell", column=column)
    side = aside(message, key) if found == "other" else None
    return say(language, "slip_row", row=name) if name else say(language, f"slip_{side or found}")


def _nearer(last: str, message: str, key: AnswerKey, passages: Sequence[Passage], language: str) -> str:
    """The value said before was right and only not whole: better than what is said now."""
    part = ("half", "no_unit", "no_tolerance")
    if not last or slip(last, key, judged(last, key).share, passages) not in part:
        return ""
    if slip(message, key, judged(message, key).share, passages) in part:
        return ""
    return say(language, "tutor_nearer", said=last.strip("。 "))


def _target(question: str, found: Findings) -> tuple[AnswerKey, Passage] | None:
    """In what the reader quoted and in the best passages around it."""
    by_id = {p.id: p for p in found.passages}
    near = list(dict.fromkeys([*(by_id[q.passage_id] for q in found.quotes if q.passage_id in by_id),
                               *found.passages[:NEAR]]))  # fmt: skip
    key = answer_key(question, [(p.text, f"{p.title} {p.locator.heading or ''}") for p in near])
    return (key[0], near[key[1]]) if key else None


def _where(key: AnswerKey, passage: Passage, question: str, language: str) -> str:
    place = where(key, passage)
    section = say(language, "tutor_section", section=place.section) if place.section else ""
    if place.row:
        cell = {"row": place.row, "column": place.column}
        return say(language, "tutor_cell", title=titled(place.title), section=section, **cell)
    if place.step:
        return say(language, "tutor_step", title=titled(place.title), section=section, step=place.step)
    return say(language, "tutor_where", title=titled(place.title), section=section, question=question.strip(" ？?。"))


def _step(
    key: AnswerKey, passage: Passage, found: Findings, now: Climb, first: str, language: str,
    avoid: Container[str] = (),
) -> Led:  # fmt: skip
    """`first`, then the rung the learner stands on. `avoid`: rows that the learner took for the one asked for."""
    if now.rung >= ANSWER:
        told = _so(key, passage, found, now.question, language)
        verdict = _VERDICT.match(first)  # what to try next is said no more
        said = f"{verdict[0] if verdict else first}{say(language, 'tutor_answer')}"
        return Led(said, now, True, (passage.id, key.line), told=told)
    hint = ""
    if now.rung == RULE and (said := rule(key)):
        hint = say(language, "tutor_rule", rule=said)
    elif now.rung == PARALLEL:
        other = parallel(key, [passage, *found.passages], avoid)
        hint = say(language, "tutor_parallel", other=other) if other else say(language, "tutor_form")
    return Led(first + (hint or _where(key, passage, now.question, language)), now, False)


def _so(key: AnswerKey, passage: Passage, found: Findings, question: str, language: str) -> str:
    """The answer in a word, where it is a value or two, and what to ask next; a longer one stands in the source."""
    told = key.whole
    if len(told) > TOLD or len("".join(told)) > SHORT:
        return ""
    shown = parallel(key, [passage, *found.passages])
    more, step = another(key, passage, shown), another_step(key, passage, shown)
    asked = say(language, "tutor_more", row=more[0], column=more[1]) if more else ""
    asked = asked or (say(language, "tutor_next", step=step) if step else "")
    asked = _because(key, passage, found, language) + asked
    counted = _COUNTED.search(question) if len(told) == 1 and told[0].isdigit() else None
    unit = f" {counted[1]}" if counted else ""
    return say(language, "tutor_so", told="、".join(told) + unit) + asked


def _because(key: AnswerKey, passage: Passage, found: Findings, language: str) -> str:
    """Why it is so, as the sources say it; what must not be mixed up with it; else what to think about."""
    own = [passage, *(p for p in found.passages if p.document_id == passage.document_id)]
    why = next(filter(None, (reason(key, p) for p in own)), "")
    told = say(language, "tutor_reason", why=why) if why else ""
    others = [p for p in found.passages if p.document_id != passage.document_id]
    if not told and (elsewhere := taught(key, others)):
        told = say(language, "tutor_taught", title=titled(elsewhere[0].title), why=elsewhere[1].rstrip("。"))
    other = contrast(key, passage) if not told else None
    if other:
        side = say(language, "tutor_higher" if other[3] else "tutor_lower")
        told = say(language, "tutor_contrast", row=other[0], column=other[1], other=other[2], side=side)
    mixed = apart(key, own)
    return told + (say(language, "tutor_apart", said=mixed.rstrip("。")) if mixed else "")


_VERDICT = re.compile(r"[^。]*?(?:。|\. )")
_COUNTED = re.compile(r"(?:多少|几)\s*([人件个次单元天家条种])")
"""The measure a question asks with belongs to the bare number that answers it."""
