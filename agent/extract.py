"""The answer without a model: the reader's quotes, the steps or the table row, each with its source.

Every sentence but the framing is verbatim. Knows findings and the shape asked for; nothing of search or models.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.draft import Draft, Sentence
from agent.steps import Step, steps
from agent.wants import Wants
from agent.words import say
from trust.sources import Findings, Passage

QUOTES, LENGTH, STEPS_LENGTH, ROW = 3, 400, 700, 240
_ROW = re.compile(r"[|｜\t]|[：:=][^；;|]{1,40}[；;]")
_NOTHING = Draft(answered=False, sentences=[])


def extract(findings: Findings, language: str, asked: Wants) -> Draft:
    """A draft from what was found; `answered` is false when the reader is not sure."""
    quotes = _quotes(findings)
    if not findings.sure or not quotes:
        return _NOTHING
    if asked.steps:
        listed = _listed(findings, quotes[0][0], language, asked)
        if listed is not None:
            return listed
    return Draft(answered=True, sentences=list(_framed(findings, quotes, language)))


def _quotes(findings: Findings) -> list[tuple[int, str]]:
    """(passage index, verbatim quote), the best few within the length, grouped by document in order of merit."""
    place = {p.id: i for i, p in enumerate(findings.passages)}
    chosen: list[tuple[int, str]] = []
    for quote in findings.quotes[:QUOTES]:
        at = place.get(quote.passage_id)
        if at is None or quote.text not in findings.passages[at].text:
            continue
        text = _whole_row(findings.passages[at], quote.text).strip()
        room = LENGTH - sum(len(t) for _, t in chosen)
        if text and len(text) <= room and not any(at == a and (text in t or t in text) for a, t in chosen):
            chosen.append((at, text))
    return _grouped(findings, chosen)


def _grouped(findings: Findings, chosen: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Quotes of one document stand together, in the order it has them."""
    documents = list(dict.fromkeys(findings.passages[at].document_id for at, _ in chosen))

    def place(item: tuple[int, str]) -> tuple[int, int, int]:
        passage = findings.passages[item[0]]
        return documents.index(passage.document_id), passage.ordinal, passage.text.find(item[1])

    return sorted(chosen, key=place)


def _whole_row(passage: Passage, quote: str) -> str:
    """The full line when the quote stands in a table row: a cell without its row says nothing."""
    start = passage.text.find(quote)
    low = passage.text.rfind("\n", 0, start) + 1
    high = passage.text.find("\n", start + len(quote))
    line = passage.text[low : high if high >= 0 else None]
    return line if _ROW.search(line) and len(line) <= ROW else quote


def _framed(findings: Findings, quotes: list[tuple[int, str]], language: str) -> Iterator[Sentence]:
    """Each document's title once, then its quotes."""
    document = None
    for i, (at, text) in enumerate(quotes):
        passage = findings.passages[at]
        if passage.document_id != document:
            key = "source" if document is None else "also"
            yield Sentence(text=say(language, key, title=passage.title), sources=[])
            document = passage.document_id
        last = i + 1 == len(quotes)
        follows = not last and findings.passages[quotes[i + 1][0]].document_id == document
        yield Sentence(text=text + ("" if last else " " if follows and "\n" not in text else "\n"), sources=[at + 1])


def _listed(findings: Findings, best: int, language: str, asked: Wants) -> Draft | None:
    """The numbered steps of the best passage that has any (the quoted one first), or the one step asked for."""
    document = findings.passages[best].document_id
    order = [best, *(i for i, p in enumerate(findings.passages) if p.document_id == document and i != best)]
    found = next((s for i in order if (s := steps(findings.passages, i))), ())
    if not found:
        return None
    title = findings.passages[found[0].passage].title
    if asked.step is None:
        return _all_steps(found, title, language)
    wanted = found[-1] if asked.step == -1 else next((s for s in found if s.number == asked.step), None)
    if wanted is None:
        head = say(language, "no_step", title=title, n=asked.step, count=len(found))
        rest = _all_steps(found, title, language)
        return Draft(answered=True, sentences=[Sentence(text=head, sources=[]), *rest.sentences[1:]])
    head = say(language, "step", title=title, n=wanted.number)
    return Draft(answered=True, sentences=[_said(head), Sentence(text=wanted.text, sources=[wanted.passage + 1])])


def _all_steps(found: tuple[Step, ...], title: str, language: str) -> Draft:
    """All the steps that fit, each on its line; the source is marked after the last line of each passage."""
    kept = [s for i, s in enumerate(found) if i < 2 or sum(len(t.text) for t in found[: i + 1]) <= STEPS_LENGTH]
    sentences = [_said(say(language, "steps", title=title))]
    for i, step in enumerate(kept):
        end = "\n" if i + 1 < len(kept) or len(kept) < len(found) else ""
        sentences.append(Sentence(text=step.text + end, sources=[step.passage + 1]))
    if len(kept) < len(found):
        sentences.append(_said(say(language, "more")))
    return Draft(answered=True, sentences=sentences)


def _said(text: str) -> Sentence:
    return Sentence(text=text, sources=[])
