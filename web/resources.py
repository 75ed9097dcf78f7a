"""What the faces need, built once in serve.py and handed down. Knows the parts by type only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Annotated

from fastapi import Depends, Request

from agent.graph import Agent
from ingest.drawing import PageDrawer
from ingest.workflow import Workflow
from knowledge.generations import Generations
from knowledge.search import Searcher
from records.store import Store
from tools._export.confined import TemplateFiller
from tools._formats.confined import PaperReader
from trust.settings import Settings
from web.limits import Allowance
from web.spans import NoSpans, Spans

Check = Callable[[], bool]


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Resources:
    """`checks` are further things `/readyz` waits for, by name (the sample school's documents); `chats` holds how many
    questions a person may still ask; `papers` reads exercise files of strangers,
    `forms` fills their Word templates, `drawer` draws their pages; `spans` go to the operator's collector.
    """

    store: Store
    searcher: Searcher
    generations: Generations
    workflow: Workflow
    agent: Agent
    settings: Settings
    papers: PaperReader
    forms: TemplateFiller
    drawer: PageDrawer
    checks: Mapping[str, Check] = field(default_factory=dict)
    now: Callable[[], datetime] = utc_now
    spans: Spans = field(default_factory=NoSpans)
    chats: Allowance = field(default_factory=lambda: Allowance(1200))


def resources_of(request: Request) -> Resources:
    found: Resources = request.app.state.resources
    return found


Parts = Annotated[Resources, Depends(resources_of)]
