"""The answer without a model: the reader's quotes, the steps or the table row, each with its source.

Every sentence but the framing is verbatim. Knows findings and the shape asked for; nothing of search or models.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agent.draft import Draft, Sentence
from agent.rows import is_row, line_of, meant
from agent.steps import Step, steps
from agent.telling import taken_up, telling
from agent.wants import Wants
from agent.words import say, titled
from trust.sources import Findings

QUOTES, LENGTH, STEPS_LENGTH, ROW = 4, 400, 700, 240
NEAR = 0.4
"""Measured on 1021 questions of the sample: drops 30 % of the quotes and none that was needed."""
_HEADING = re.compile(r"\s*(?:[一二三四五六七八九十]{1,3}、|第.{1,3}[章节]|\d+(?:\.\d+)+\s).{0,24}(?<![。！？；;.!?])")
_NOTHING = Draft(answered=False, sentences=[])


def extract(findings: Findings, language: str, asked: Wants, question: str = "") -> Draft:
    """A draft from what was found; `answered` is false when the reader is not sure."""
    quotes = _quotes(findings, question or findings.query)
    if not findings.sure or not quotes:
        return _NOTHING
    if asked.steps:
        listed = _listed(findings, quotes, language, asked)
        if listed is not None:
            return listed
    return Draft(answered=True, sentences=list(_framed(findings, quotes, language)))


def _quotes(findings: Findings, question: str) -> list[tuple[int, str]]:
    """(passage index, verbatim quote), the best few within the length, grouped by document in order of merit."""
    chosen: list[tuple[int, str]] = []
    for at, quote in _near(findings, question):
        for text in _shown(findings.passages[at].text, quote, question):
            room = LENGTH - sum(len(t) for _, t in chosen)
            if text and len(text) <= room and not any(at == a and (text in t or t in text) for a, t in chosen):
                chosen.append((at, text))
    return _grouped(findings, chosen)


def _near(findings: Findings, question: str) -> list[tuple[int, str]]:
    """The first quote, and of the others those that take up enough of the question beside the best."""
    place = {p.id: i for i, p in enumerate(findings.passages)}
    quotes = [(place[q.passage_id], q.text) for q in findings.quotes[:QUOTES] if q.passage_id in place]
    quotes = [(at, text) for at, text in quotes if text in findings.passages[at].text]
    wanted = telling(question)
    shares = [taken_up(wanted, findings.passages[at], text) for at, text in quotes]
    return [q for i, q in enumerate(quotes) if i == 0 or shares[i] >= NEAR * max(shares)]


def _shown(text: str, quote: str, question: str) -> list[str]:
    """The quote; in a table whole rows instead, those the question is about: a cell without its row says nothing."""
    lines = [line for line in quote.strip().split("\n") if line.strip()]
    rows = [row for line in lines if is_row(row := line_of(text, line))]
    if not rows or any(len(row) > ROW for row in rows):
        return [_without_headings(quote)]
    words = "\n".join(line for line in lines if not is_row(line_of(text, line)))
    words = _without_headings(words) if words in text else ""
    return ["" if _HEADING.fullmatch(words) else words, *meant(text, question, rows)]


def _without_headings(quote: str) -> str:
    """A section's heading at the end of a quote belongs to what comes after; at its start, it is in the citation."""
    lines = quote.strip().split("\n")
    while len(lines) > 1 and _HEADING.fullmatch(lines[-1]):
        lines.pop()
    while len(lines) > 1 and _HEADING.fullmatch(lines[0]):
        lines.pop(0)
    return "\n".join(lines).strip()


def _grouped(findings: Findings, chosen: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Quotes of one document stand together, in the order it has them."""
    documents = list(dict.fromkeys(findings.passages[at].document_id for at, _ in chosen))

    def place(item: tuple[int, str]) -> tuple[int, int, int]:
        passage = findings.passages[item[0]]
        return documents.index(passage.document_id), passage.ordinal, passage.text.find(item[1])

    return sorted(chosen, key=place)


def _framed(findings: Findings, quotes: list[tuple[int, str]], language: str) -> Iterator[Sentence]:
    """Each document's title once, then its quotes."""
    document = None
    for i, (at, text) in enumerate(quotes):
        passage = findings.passages[at]
        if passage.document_id != document:
            key = "source" if document is None else "also"
            yield Sentence(text=say(language, key, title=titled(passage.title)), sources=[])
            document = passage.document_id
        last = i + 1 == len(quotes)
        follows = not last and findings.passages[quotes[i + 1][0]].document_id == document
        yield Sentence(text=text + ("" if last else " " if follows and "\n" not in text else "\n"), sources=[at + 1])


def _listed(findings: Findings, quotes: list[tuple[int, str]], language: str, asked: Wants) -> Draft | None:
    """The numbered steps where the best-ranked quote stands, or the one step asked for.

    What else was quoted from that document stands before them: it may be the answer, and the list beside the point.
    """
    found = _steps(findings, min(at for at, _ in quotes))
    if not found:
        return None
    title = titled(findings.passages[found[0].passage].title)
    if asked.step is not None:
        number = found[-1].number if asked.step == -1 else asked.step
        wanted = [s for s in found if s.number == number]
        if wanted:
            head = say(language, "step", title=title, n=number)
            return Draft(answered=True, sentences=[_said(head), *_lines(wanted)])
        head = say(language, "no_step", title=title, n=number, count=found[-1].number)
        return Draft(answered=True, sentences=[_said(head), *_all(found, language)])
    document = findings.passages[found[0].passage].document_id
    outside = [
        (at, text) for at, text in quotes
        if findings.passages[at].document_id == document and not any(_overlap(text, s.text) for s in found)
    ]
    before = list(_framed(findings, outside, language))
    if before:
        before[-1] = before[-1].model_copy(update={"text": before[-1].text + "\n"})
    head = say(language, "steps", title=title)
    return Draft(answered=True, sentences=[*before, _said(head), *_all(found, language)])


def _steps(findings: Findings, best: int) -> tuple[Step, ...]:
    """Those of the quoted passage, else of another passage under the same heading of its document."""
    quoted = findings.passages[best]
    same = [
        i for i, p in enumerate(findings.passages)
        if i != best and p.document_id == quoted.document_id and p.locator.heading == quoted.locator.heading
    ]
    return next((found for i in (best, *same) if (found := steps(findings.passages, i))), ())


def _overlap(quote: str, step: str) -> bool:
    return any(part.strip() and (part.strip() in step or step in part) for part in quote.split("\n"))


def _all(found: tuple[Step, ...], language: str) -> list[Sentence]:
    """All the steps that fit, and a word when there are more."""
    kept = [s for i, s in enumerate(found) if i < 2 or sum(len(t.text) for t in found[: i + 1]) <= STEPS_LENGTH]
    if len(kept) == len(found):
        return _lines(kept)
    last = _lines(kept)
    last[-1] = last[-1].model_copy(update={"text": last[-1].text + "\n"})
    return [*last, _said(say(language, "more"))]


def _lines(steps: Sequence[Step]) -> list[Sentence]:
    last = len(steps) - 1
    return [
        Sentence(text=s.text + ("\n" if i < last else ""), sources=[s.passage + 1]) for i, s in enumerate(steps)
    ]


def _said(text: str) -> Sentence:
    return Sentence(text=text, sources=[])
