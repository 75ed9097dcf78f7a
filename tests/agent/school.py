"""A small school for the agent's tests: documents go in under labels, people ask."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from types import SimpleNamespace

from agent.chat import Chat
from agent.graph import Agent
from knowledge.tokens import terms
from trust.guard import admit
from trust.labels import join, parse
from trust.principal import Principal, Scope
from trust.sources import Findings, Locator, Passage, Quote
from trust.turn import Turn

NOW = datetime(2026, 3, 1, tzinfo=UTC)


@dataclass
class School:
    """Stand-in search until the store is there."""

    passages: list[Passage] = field(default_factory=list)

    def put(self, title: str, text: str, label: str = "school/internal", library: str = "enterprise") -> str:
        number = len(self.passages)
        for ordinal, part in enumerate(text.split("\n\n")):
            where = Locator(heading=None)
            self.passages.append(
                Passage(f"p{len(self.passages)}", f"d{number}", title, part, where, parse(label), library, ordinal)
            )
        return f"d{number}"

    def agent(self, chat: Chat | None = None) -> Agent:
        return Agent(SimpleNamespace(library=self), self, chat)  # type: ignore[arg-type]

    def neighbours(
        self, principal: Principal, scope: Scope, document_id: str, ordinal: int, n: int
    ) -> tuple[Passage, ...]:
        return tuple(
            p for p in self.passages
            if p.document_id == document_id and abs(p.ordinal - ordinal) <= n and p.label.id in scope.labels
        )

    def turn(self, agent: Agent, person: Principal) -> Turn:
        scope = Scope(person.id, {p.label.id: 1 for p in self.passages if person.reads(p.label)})
        return agent.turn(person, scope, now=NOW, request_id="r1")

    def find(
        self, principal: Principal, scope: Scope, query: str, *, k: int = 8, library: str | None = None
    ) -> Findings:
        wanted = {t for t in terms(query) if len(t) > 1}
        scored = [
            (-len(wanted & set(terms(p.title + p.text))), p.id, p) for p in self.passages
            if p.label.id in scope.labels and library in (None, p.library)
        ]
        best = tuple(p for score, _, p in sorted(scored)[:k] if score <= -2)
        admit(principal, scope, best)
        return Findings(query, best, join(p.label for p in best) if best else None, len(scored))

    def read(self, principal: Principal, scope: Scope, query: str, findings: Findings) -> Findings:
        wanted = set(terms(query))
        lines = [(p, s + "。") for p in findings.passages for s in p.text.replace("\n", "").split("。") if s]
        lines = [(p, s) for p, s in lines if s in p.text]
        lines.sort(key=lambda line: -len(wanted & set(terms(line[1]))))
        quotes = tuple(Quote(p.id, s) for p, s in lines[:2])
        return replace(findings, quotes=quotes, sure=bool(quotes))
