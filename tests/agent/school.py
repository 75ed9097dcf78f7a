"""A small school for the agent's tests: a real store and index, documents under labels, people who ask."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from agent.chat import Chat
from agent.graph import Agent
from knowledge.edge import open_edge
from tests.knowledge.house import House
from trust.principal import Principal
from trust.roles import Role
from trust.turn import Turn

NOW = datetime(2026, 3, 1, tzinfo=UTC)


class School:
    """One passage per paragraph that an empty line parts off."""

    def __init__(self, folder: Path) -> None:
        self.house = House(folder, open_edge(folder / "index", None))
        self.student = self.house.person("ann", Role.STUDENT, "school")
        self.mentor = self.house.person("bob", Role.MENTOR, "acme")
        self._count = 0

    def put(self, title: str, text: str, label: str = "school/internal", library: str = "enterprise") -> str:
        self._count += 1
        name = f"document{self._count}"
        self.house.put(name, label, text.split("\n\n"), title=title, library=library)
        return name

    def agent(self, chat: Chat | None = None) -> Agent:
        return Agent(self.house.store, self.house.searcher, chat)

    def turn(self, agent: Agent, person: Principal | None = None) -> Turn:
        asker = person or self.student
        return agent.turn(asker, self.house.store.labels.scope(asker), now=NOW, request_id="r1")

    def close(self) -> None:
        self.house.close()
