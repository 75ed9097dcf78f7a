"""What the faces need, built once in serve.py and handed down. Knows the parts by type only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Request

from agent.graph import Agent
from ingest.aids import Aids
from ingest.drawing import PageDrawer
from ingest.glance import PictureReader
from ingest.workflow import Workflow
from knowledge.generations import Generations
from knowledge.search import Searcher
from records.store import Store
from tools._export.confined import TemplateFiller
from tools._export.printing import Printer
from tools._formats.confined import PaperReader
from trust.settings import Settings
from trust.switches import PER_MINUTE, Switches
from web.intake import Intake
from web.leakreport import LeakReports
from web.limits import Allowance
from web.spans import NoSpans, Spans
from web.upkeep import Upkeep

if TYPE_CHECKING:
    from web.trial import Trial

Check = Callable[[], bool]


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Resources:
    """`checks` are further things `/readyz` waits for, by name (the sample school's documents); `chats` holds how many
    questions a person may still ask; `papers` reads exercise files of strangers, `forms` fills their Word templates;
    `upkeep` does what an administrator starts; `drawer` draws pages of documents, `pictures` reads those shown with a
    question or kept in a portfolio; `intake` takes in sheets of evidence; `printer` makes PDFs of our Word files;
    `spans` go to the operator's collector; `aids` are what this machine has to read pictures and old files with;
    `leaks` runs leak reports; `trial` only in the sample school.
    """

    store: Store
    searcher: Searcher
    generations: Generations
    workflow: Workflow
    agent: Agent
    settings: Settings
    papers: PaperReader
    forms: TemplateFiller
    upkeep: Upkeep
    drawer: PageDrawer
    pictures: PictureReader
    intake: Intake
    printer: Printer
    checks: Mapping[str, Check] = field(default_factory=dict)
    now: Callable[[], datetime] = utc_now
    spans: Spans = field(default_factory=NoSpans)
    aids: Aids = field(default_factory=Aids)
    leaks: LeakReports = field(default_factory=LeakReports)
    chats: Allowance = field(default_factory=lambda: Allowance(PER_MINUTE))
    trial: Trial | None = None

    @property
    def switches(self) -> Switches:
        """The settings that may change while we run, as they are now."""
        return self.store.switching.now()


def resources_of(request: Request) -> Resources:
    found: Resources = request.app.state.resources
    return found


Parts = Annotated[Resources, Depends(resources_of)]
