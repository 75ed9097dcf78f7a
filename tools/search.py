"""The first tool: find passages the asker may read and pick the sentences that answer. Composes nothing."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import BaseModel, Field

from tools._tool import Arguments, ToolResult
from trust.roles import Act
from trust.sources import Citation, Findings, Locator
from trust.turn import Turn

K = 8


class SearchArguments(Arguments):
    """What to look for, and where."""

    query: str = Field(min_length=1, max_length=2000, description="What to look for, in the documents' own words.")
    library: Literal["enterprise", "course", "training", "competition"] | None = Field(
        default=None,
        description="Only when the question names a kind of source: enterprise processes, course materials, training "
        "scenarios, or competition and certificate questions. Leave out otherwise.",
    )
    k: int = Field(default=K, ge=1, le=20, description="How many passages.")


class Place(BaseModel):
    """Where in its file a passage stands."""

    page: int | None = None
    heading: str | None = None
    sheet: str | None = None
    slide: int | None = None


class FoundPassage(BaseModel):
    """One passage as it may be shown."""

    id: str
    document_id: str
    title: str
    library: str
    locator: Place
    text: str


class SearchResult(BaseModel):
    """Passages, best first. `relevant` is false when none of them answers."""

    query: str
    relevant: bool
    passages: list[FoundPassage]


class SearchTool:
    """Search the libraries of the school and its partner enterprises: process specifications, course materials,
    training scenarios, competition and certificate questions.

    Call it when the answer could stand in a document: a parameter, a tolerance, a step, a rule, a definition, who does
    what. Call it again with other words when the passages found miss part of the question.
    Do not call it for greetings, thanks or small talk, nor with words you have already searched for.
    """

    name: ClassVar[str] = "search"
    needs: ClassVar[Act] = Act.ASK
    arguments: ClassVar[type[Arguments]] = SearchArguments

    def run(self, turn: Turn, arguments: SearchArguments) -> ToolResult:
        found = turn.search.find(
            turn.principal, turn.scope, arguments.query, k=arguments.k, library=arguments.library
        )
        read = turn.search.read(turn.principal, turn.scope, arguments.query, found)
        label = turn.floor if read.label is None else turn.floor | read.label
        return ToolResult(_shown(read), read, _citations(read), label)


def _shown(findings: Findings) -> SearchResult:
    return SearchResult(
        query=findings.query,
        relevant=findings.sure and bool(findings.quotes),
        passages=[
            FoundPassage(
                id=p.id, document_id=p.document_id, title=p.title, library=p.library, locator=_place(p.locator),
                text=p.text,
            )
            for p in findings.passages
        ],
    )


def _place(locator: Locator) -> Place:
    return Place(page=locator.page, heading=locator.heading, sheet=locator.sheet, slide=locator.slide)


def _citations(findings: Findings) -> tuple[Citation, ...]:
    """One per quote, when there is an answer among the passages."""
    if not findings.sure:
        return ()
    by_id = {p.id: p for p in findings.passages}
    cited = [(by_id[q.passage_id], q.text) for q in findings.quotes if q.passage_id in by_id]
    return tuple(
        Citation(n, p.id, p.document_id, p.title, p.locator, quote) for n, (p, quote) in enumerate(cited, 1)
    )
