"""The answer without a model: the reader's quotes, the steps or the table row, each with its source.

Every sentence but the framing is verbatim. Knows findings and the shape asked for; nothing of search or models.
"""

from __future__ import annotations

import re

from agent.draft import Draft
from agent.framing import framed
from agent.listing import listing
from agent.orders import without_orders
from agent.rows import is_row, line_of, meant
from agent.telling import taken_up, telling
from agent.wants import Wants
from knowledge.tokens import normalise
from knowledge.words import told
from trust.sources import Findings

QUOTES, LENGTH, ROW = 4, 400, 240
NEAR = 0.4
"""Measured on 1021 questions of the sample: drops 30 % of the quotes and none that was needed."""
_HEADING = re.compile(
    r"\s*(?:任务|要求|说明|步骤|(?:[一二三四五六七八九十]{1,3}、|第.{1,3}[章节]|\d+(?:\.\d+)+\s).{0,24}(?<![。！？；;.!?]))"
)
_KEY = re.compile(r"题[干目][:：].*(?:答案|要点|解析)[:：]|[（(]答案[:：]")
_NOTHING = Draft(answered=False, sentences=[])


def extract(findings: Findings, language: str, asked: Wants, question: str = "") -> Draft:
    """A draft from what was found; `answered` is false when the reader is not sure."""
    quotes = _quotes(findings, question or findings.query)
    if not findings.sure or not quotes:
        return _NOTHING
    if asked.steps:
        listed = listing(findings, quotes, language, asked, question or findings.query)
        if listed is not None:
            return listed
    return Draft(answered=True, sentences=list(framed(findings, quotes, language)))


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
    near = [q for i, q in enumerate(quotes) if i == 0 or shares[i] >= NEAR * max(shares)]
    near = [q for q in near if not _of_another(q, near, wanted, findings)]
    asked = telling(told(normalise(question)))
    said = {q: asked & telling(q[1]) for q in near}
    return [q for q in near if not _exercise(findings, q) or not _said_better(q, near, said, findings)]


def _of_another(
    quote: tuple[int, str], near: list[tuple[int, str]], wanted: frozenset[str], findings: Findings
) -> bool:
    """All of the question that this one says the first says too, and more, in another document: this one is about
    something else of the kind.
    """
    if findings.passages[near[0][0]].document_id == findings.passages[quote[0]].document_id:
        return False
    return _known(wanted, quote, findings) < _known(wanted, near[0], findings)


def _known(wanted: frozenset[str], quote: tuple[int, str], findings: Findings) -> frozenset[str]:
    passage = findings.passages[quote[0]]
    return wanted & telling(f"{passage.title}\n{passage.locator.heading or ''}\n{quote[1]}")


def _said_better(
    quote: tuple[int, str], near: list[tuple[int, str]], said: dict[tuple[int, str], frozenset[str]], findings: Findings
) -> bool:
    """Something that is no exercise says all of the question that this one says."""
    return any(said[o] >= said[quote] for o in near if o != quote and not _exercise(findings, o))


def _exercise(findings: Findings, quote: tuple[int, str]) -> bool:
    """It begins with somebody's exercise and its key: quoted only where nothing else says as much."""
    at, text = quote
    return bool(_KEY.search(line_of(findings.passages[at].text, text.strip().split("\n")[0])))


def _shown(text: str, quote: str, question: str) -> list[str]:
    """The quote; in a table whole rows instead, those the question is about: a cell without its row says nothing."""
    return [shown for said in without_orders(quote.strip()) for shown in _lines(text, said, question)]


def _lines(text: str, quote: str, question: str) -> list[str]:
    lines = _to_the_point(quote, question).split("\n")
    rows = [row for line in lines if line.strip() and is_row(row := line_of(text, line))]
    if not rows or any(len(row) > ROW for row in rows):
        return [_without_headings("\n".join(lines))]
    words = [line for line in lines if not is_row(line_of(text, line))]
    said = _without_headings("\n".join(words)) if "\n".join(words) in text else ""
    wanted = telling(question)
    if said and wanted & telling(said) and not wanted & telling("\n".join(rows)):
        return [said]
    return ["" if _HEADING.fullmatch(said) else said, *meant(text, question, rows)]


def _to_the_point(quote: str, question: str) -> str:
    """Without the lines before the first that takes up something of the question."""
    lines, wanted = quote.split("\n"), telling(question)
    first = next((n for n, line in enumerate(lines) if wanted & telling(line)), 0)
    return "\n".join(lines[first:]).strip()


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
