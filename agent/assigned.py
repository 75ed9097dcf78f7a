"""A published exercise met in the chat: its learner answers it first, and is led like in tutor mode.

In tutor mode an item is recognised in whatever words; in ask mode only where its own words are handed over, since a
plain question about the sources is answered there. Knows the item and its sources; the rungs, the marking and the
likeness of words are learning/'s. Before an attempt nothing said here tells the key.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from agent.state import Mode
from agent.tutor import ASKS, IDLE, Led
from agent.words import say, titled
from learning.answerkey import AnswerKey, judged, tells, tries
from learning.exercise import NAMES, RIGHT, WRONG, Exercise, listed
from learning.hints import ANSWER, PARALLEL, RULE, Climb, parallel, rule
from learning.marking import mark
from learning.recognise import Recogniser, handed_over
from learning.slips import slip
from trust.roles import Act
from trust.sources import Findings, Passage
from trust.turn import Turn

VALUED = ("single", "fill", "calculate")
_LETTER = re.compile(r"(?<![A-Za-z])[A-Ha-h](?![A-Za-z])")
_SAID = re.compile(r"^(?:我(?:觉得|认为|选|想)|应该|答案|选|是|为|填|[:：，,\s])+")


def known(turn: Turn, message: str, mode: Mode) -> Recogniser | None:
    """Over what this learner may meet and has not answered; None for those who see keys anyway, and where the message
    is a plain question in ask mode.
    """
    if turn.principal.may(Act.REVIEW) or (mode == "ask" and not handed_over(message)):
        return None
    items = turn.bank.unanswered(turn.principal, turn.scope)
    return Recogniser(items) if items else None


def met(recogniser: Recogniser | None, message: str, mode: Mode) -> Exercise | None:
    """The item that the message asks."""
    if recogniser is None:
        return None
    given = recogniser.given(message)
    return given or (recogniser.asked(message) if mode == "tutor" else None)


def sources(turn: Turn, item: Exercise, query: str) -> Findings | None:
    """What the item rests on; None where nothing of it can be read any more."""
    ids = list(dict.fromkeys(s.passage_id for s in item.spans))
    passages = turn.records.passages(turn.principal, turn.scope, ids)
    return Findings.quoting(query, passages, [(s.passage_id, s.quote) for s in item.spans])


def lead(
    message: str, item: Exercise, found: Findings | None, before: Climb | None, question: str, language: str
) -> Led:
    """The next thing to say. `before` is where the learner stands with it."""
    passages = found.passages if found else ()
    if before is None:
        return Led(_first(item, passages, language), Climb(question, assigned=True), False)
    if IDLE.search(message) or ASKS.search(message) or not _tries(message, item):
        now = before.after("", right=False)
        first = say(language, "tutor_try") if now.rung == before.rung else ""
        return _step(item, passages, now, first, language)
    right, share = _marked(message, item)
    now = before.after(message, right=right)
    if right:
        return Led(f"{say(language, 'assigned_right')}{_told(item, language)}", now, True)
    key = _key(item)
    why = slip(message, key, float(share), passages) if item.kind in VALUED else ("part" if share else "other")
    told = say(language, f"slip_{why}")
    led = _step(item, passages, now, told, language)
    return led if led.answer or item.kind not in VALUED else replace(led, feedback=told, key=key.values)


def _first(item: Exercise, passages: Sequence[Passage], language: str) -> str:
    """The question as its learner may see it, and where to read."""
    letters = [f"{chr(65 + n)}. {option}" for n, option in enumerate(item.options)]
    left = [f"{n}. {text}" for n, text in enumerate(item.left, 1)]
    asked = "\n".join([item.stem, *left, *letters])
    return say(language, "assigned", kind=NAMES[item.kind], asked=asked) + _place(item, passages, language)


def _place(item: Exercise, passages: Sequence[Passage], language: str) -> str:
    if not passages:
        return ""
    heading = (passages[0].locator.heading or "").split(" › ")[-1]
    told = [text for text in (passages[0].title, heading) if tells(text, item.key)]
    section = say(language, "tutor_section", section=heading) if heading and heading not in told else ""
    title = passages[0].title if passages[0].title not in told else "…"
    return say(language, "assigned_where", title=titled(title), section=section)


def _step(item: Exercise, passages: Sequence[Passage], now: Climb, first: str, language: str) -> Led:
    if now.rung >= ANSWER:
        return Led(f"{first}{_told(item, language)}", now, True)
    key, hint = _key(item), ""
    if item.kind in VALUED and now.rung == RULE and (said := rule(key)):
        hint = say(language, "tutor_rule", rule=said)
    elif item.kind in VALUED and now.rung == PARALLEL:
        other = parallel(key, passages)
        hint = say(language, "tutor_parallel", other=other) if other else say(language, "tutor_form")
    elif now.rung >= RULE:
        hint = say(language, "assigned_compare")
    return Led(first + (hint or _place(item, passages, language)), now, False)


def _told(item: Exercise, language: str) -> str:
    """The key, once it may be said."""
    return say(language, "assigned_key", told=listed(item.key))


def _key(item: Exercise) -> AnswerKey:
    """The line that holds the key, and the key in it."""
    lines = [line for s in item.spans for line in s.quote.split("\n")]
    line = next((line for line in lines if tells(line, item.key)), lines[0] if lines else "")
    return AnswerKey(line, item.key)


def _marked(message: str, item: Exercise) -> tuple[bool, Decimal]:
    """Right, and the share of it; several options named where one is asked for are no answer."""
    answer = _answer(message, item)
    done = mark(item, answer)
    if item.kind in ("fill", "calculate") and not done.right:
        own = judged(message, _key(item))
        return own.right, Decimal(str(own.share))
    return done.right, done.points / done.out_of


def _tries(message: str, item: Exercise) -> bool:
    """Whether it can be an answer: of the shape of the key, else a numeral for a number and words for words."""
    shaped = _answer(message, item) != [_bare(message)] or _bare(message) in item.key
    return shaped or (item.kind not in ("judge", "order", "match") and tries(message, item.key))


def _bare(message: str) -> str:
    return _SAID.sub("", message.strip()).strip("。.！! ")


def _answer(message: str, item: Exercise) -> list[str]:
    """The message in the shape of the key."""
    plain = _bare(message)
    if item.kind == "judge":
        wrong = re.search(r"错|不对|不正确|不是|否|×|✗", plain)
        return [WRONG if wrong else RIGHT if re.search(r"对|正确|是|√|✓", plain) else plain]
    if item.kind in ("single", "multiple"):
        named = [option for option in item.options if option in message]
        meant = [option for option in item.options if plain and plain in option]
        letters = [ord(c.lower()) - 97 for c in _LETTER.findall(plain)]
        chosen = named or [item.options[n] for n in letters if n < len(item.options)]
        chosen = chosen or (meant if len(meant) == 1 else [plain])
        if item.kind == "single" and len(set(chosen)) > 1:
            return [plain]
        return [*dict.fromkeys(chosen)]
    if item.kind in ("order", "match"):
        letters = [ord(c.lower()) - 97 for c in _LETTER.findall(plain)]
        places = letters or [int(n) - 1 for n in re.findall(r"\d+", plain)]
        return [item.options[n] for n in places if 0 <= n < len(item.options)] or [plain]
    if item.kind == "fill" and len(item.key) > 1:
        return [part.strip() for part in re.split(r"[；;、\n]", plain)]
    return [plain]
