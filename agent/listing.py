"""The answer to a question for steps: the numbered list it is about, verbatim and whole, or the one step asked for.

Knows drafts and lists; nothing of how passages were found.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from agent.draft import Draft, Sentence
from agent.framing import framed
from agent.steps import Listed, Step, lists
from agent.telling import taken_up, telling
from agent.wants import Wants
from agent.words import say, titled
from knowledge.tokens import normalise
from knowledge.words import told
from trust.sources import Findings

LENGTH = 700
CLEARLY = 0.1
"""By how much more of the question another list must take up before it replaces the one the reader quoted from."""


_STEPS = re.compile("步骤|工步|流程|顺序|方法|办法")


@dataclass(frozen=True)
class _Found:
    """The list chosen; `share` is how much of the question it takes up, `quoted` whether the reader quoted from it."""

    listed: Listed
    share: float
    quoted: bool


def listing(
    findings: Findings, quotes: Sequence[tuple[int, str]], language: str, asked: Wants, question: str
) -> Draft | None:
    """None when there is no list. What else was quoted of that document stands before it: it may be the answer.

    When the list stands in no quoted passage, all the quotes stay: the reader thought otherwise. The one that takes
    up more of the question comes first.
    """
    found = _list(findings, {at for at, _ in quotes}, question)
    if found is None:
        return None
    document, title = _source(findings, found.listed)
    if asked.step is not None:
        return _one_step(found.listed, asked.step, title, language)
    outside = [
        (at, text) for at, text in quotes
        if (not found.quoted or findings.passages[at].document_id == document)
        and text.strip() != found.listed.head and not any(_overlap(text, s.text) for s in found.listed.steps)
    ]
    said = list(framed(findings, outside, language))
    listed = [_said(say(language, "steps", title=title)), *_all(found.listed.steps, language)]
    wanted = telling(question)
    first = all(found.share >= taken_up(wanted, findings.passages[at], text) for at, text in outside)
    parts = [listed, said] if first and not found.quoted else [said, listed]
    return Draft(answered=True, sentences=_joined(*parts))


def _joined(one: list[Sentence], other: list[Sentence]) -> list[Sentence]:
    if one and other:
        one = [*one[:-1], one[-1].model_copy(update={"text": one[-1].text.rstrip() + "\n"})]
    return [*one, *other]


def _list(findings: Findings, quoted: set[int], question: str) -> _Found | None:
    """The list that takes up most of the question; the best-ranked quoted one unless another does clearly more.

    One the reader did not quote from, and that takes up nothing but the asking for steps, is about something else.
    """
    wanted, found = telling(_STEPS.sub("  ", told(normalise(question)))), []
    for i, passage in enumerate(findings.passages):
        for listed in lists(findings.passages, i):
            text = "\n".join([listed.head, *(s.text for s in listed.steps)])
            own = any(s.passage in quoted for s in listed.steps)
            share = taken_up(wanted, passage, text)
            if share or own or not wanted:
                found.append(_Found(listed, share, own))
    return max(found, key=lambda f: f.share + CLEARLY * f.quoted, default=None)


def _source(findings: Findings, found: Listed) -> tuple[str, str]:
    passage = findings.passages[found.steps[0].passage]
    return passage.document_id, titled(passage.title)


def _one_step(found: Listed, asked: int, title: str, language: str) -> Draft:
    number = found.steps[-1].number if asked == -1 else asked
    wanted = [s for s in found.steps if s.number == number]
    if wanted:
        head = _said(say(language, "step", title=title, n=number))
        return Draft(answered=True, sentences=[head, *_lines(wanted)])
    head = _said(say(language, "no_step", title=title, n=number, count=found.steps[-1].number))
    return Draft(answered=True, sentences=[head, *_all(found.steps, language)])


def _overlap(quote: str, step: str) -> bool:
    return any(part.strip() and (part.strip() in step or step in part) for part in quote.split("\n"))


def _all(found: Sequence[Step], language: str) -> list[Sentence]:
    """All the steps that fit, and a word when there are more."""
    kept = [s for i, s in enumerate(found) if i < 2 or sum(len(t.text) for t in found[: i + 1]) <= LENGTH]
    lines = _lines(kept)
    if len(kept) < len(found):
        lines[-1] = lines[-1].model_copy(update={"text": lines[-1].text + "\n"})
        lines.append(_said(say(language, "more")))
    return lines


def _lines(steps: Sequence[Step]) -> list[Sentence]:
    last = len(steps) - 1
    return [
        Sentence(text=s.text + ("\n" if i < last else ""), sources=[s.passage + 1]) for i, s in enumerate(steps)
    ]


def _said(text: str) -> Sentence:
    return Sentence(text=text, sources=[])
