"""Passages and findings for the agent's tests: plain values, no fakes."""

from __future__ import annotations

from trust.labels import Label, join, parse
from trust.sources import Findings, Locator, Passage, Quote

SCHOOL = parse("school/internal")


def passage(
    number: int, text: str, *, title: str = "主轴加工工艺规程", document: str = "d1", label: Label = SCHOOL,
    heading: str | None = "粗车",
) -> Passage:
    return Passage(f"p{number}", document, title, text, Locator(heading=heading), label, "enterprise", number)


def findings(*passages: Passage, quotes: list[tuple[int, str]], sure: bool = True, query: str = "q") -> Findings:
    """`quotes` are (index into passages, verbatim text)."""
    label = join(p.label for p in passages) if passages else None
    quoted = tuple(Quote(passages[i].id, text) for i, text in quotes)
    return Findings(query, passages, label, len(passages), sure, quoted)
