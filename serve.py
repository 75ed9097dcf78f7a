"""Builds every long-lived object once and starts the server. Knows nothing of what they do."""

from __future__ import annotations

import gc
import os
import signal
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer
from fastapi import FastAPI

from agent.chat import Chat
from agent.graph import Agent
from demo.school import Sample
from ingest.aids import Aids
from ingest.drawing import PageDrawer
from ingest.glance import PictureReader
from ingest.worker import ALIVE, Worker, beat, beating, fit_alone
from knowledge.engines import open_generations
from knowledge.generations import Generations
from knowledge.index import Index
from knowledge.learned import Learned
from knowledge.rerank import open_reranker
from knowledge.search import Searcher
from records.store import Store
from tools._export.confined import TemplateFiller
from tools._export.printing import Printer
from tools._formats.confined import PaperReader
from tools._formats.evidencesheet import EvidenceReader
from trust.errors import Fault
from trust.roles import Role
from trust.settings import Settings
from web.app import Resources, build
from web.intake import Intake
from web.journal import write_to
from web.limits import Allowance
from web.resources import utc_now
from web.serving import run
from web.spans import open_spans
from web.upkeep import opened


@dataclass(frozen=True)
class House:
    """Everything that lives as long as the process; `close` ends it in order. `told` waits until the sample has named
    its accounts.
    """

    app: FastAPI
    resources: Resources
    close: Callable[[], None]
    told: Callable[[], bool] = lambda: True


def assemble(settings: Settings, *, demo: bool = False, pages: bool = False, index: Index | None = None) -> House:
    """The whole house on one data folder; `index` stands in for the configured one. Raises WrongKey, PartDown."""
    store = Store.open(settings)
    generations = Generations.of(index) if index else open_generations(settings)
    learned = Learned.load()
    searcher = Searcher(store, generations, learned, open_reranker(settings))
    worker = Worker.of(store, generations, settings)
    agent = Agent(store, searcher, _model(settings), places=lambda: store.switching.now().llm_places)
    sample = Sample(store, worker.workflow, settings.data) if demo else None
    spans = open_spans(settings)
    checks = {"sample": sample.ready} if sample else {}
    if settings.jobs == "elsewhere":
        checks["jobs"] = lambda: beating(settings.data / ALIVE)
    papers = PaperReader(settings.data / "tmp" / "papers")
    forms = TemplateFiller(settings.data / "tmp" / "forms")
    drawer = PageDrawer(settings.data / "tmp" / "pages")
    aids = Aids.of(settings)
    pictures = PictureReader(settings.data / "tmp" / "pictures", aids)
    upkeep = opened(store, settings, utc_now)
    intake = Intake(store, EvidenceReader(settings.data / "tmp" / "evidence"), utc_now)
    printer = Printer(settings.data / "tmp" / "printing", aids)
    resources = Resources(
        store, searcher, generations, worker.workflow, agent, settings, papers, forms, upkeep, drawer, pictures,
        intake, printer, checks, spans=spans, aids=aids, chats=Allowance(lambda: store.switching.now().per_minute),
        trial=sample,
    )  # fmt: skip
    worker.launch()
    app = build(resources, pages=pages)  # before what warms up beside it: the server answers the sooner
    worker.warm()
    threading.Thread(target=_each, args=(agent.warm, learned.lexicon.warm, _settled), name="warm", daemon=True).start()
    if sample:
        threading.Thread(target=sample.enter, name="sample", daemon=True).start()

    def close() -> None:
        if sample:
            sample.stop()
        for part in (intake, upkeep, worker, papers, forms, drawer, pictures, printer, generations, store, spans):
            part.close()

    return House(app, resources, close, sample.known.wait if sample else lambda: True)


def _each(*acts: Callable[[], None]) -> None:
    for act in acts:
        act()


def _settled() -> None:
    """What stands after the start stays: the collector need not walk it again, which stops everybody for .3 s."""
    gc.collect()
    gc.freeze()


def _model(settings: Settings) -> Chat | None:
    if not settings.llm_base_url:
        return None
    from agent.model import open_model  # the client takes seconds to load: only when one is configured

    return open_model(settings)


def _work(settings: Settings) -> None:
    """Jobs until SIGTERM or SIGINT, beside servers that only enqueue."""
    fit_alone(settings)
    settings = settings.model_copy(update={"jobs": "here"})  # whatever its servers are told
    stop = threading.Event()
    for asked in (signal.SIGTERM, signal.SIGINT):
        signal.signal(asked, lambda *_: stop.set())
    with closing(Store.open(settings)) as store, closing(open_generations(settings)) as generations:
        worker = Worker.of(store, generations, settings)
        with closing(worker):
            worker.launch()
            worker.warm()
            beat(store, generations, settings.data / ALIVE, stop.wait)


def _first_administrator(store: Store) -> None:
    """An empty platform gets an owner for its school and one administrator, whose password is shown once."""
    if store.people.owners():
        return
    store.people.add_owner("school", "学校", "school")
    person, password = store.people.add_person("admin", "管理员", "school")
    store.people.add_membership(person, "school", Role.ADMIN)
    typer.echo(f"首次启动：管理员 admin 的一次性密码 / one-time administrator password: {password}")


def main(
    demo: Annotated[bool, typer.Option(help="the sample school")] = False,
    host: Annotated[str | None, typer.Option()] = None,
    port: Annotated[int | None, typer.Option()] = None,
    data: Annotated[Path | None, typer.Option()] = None,
    worker: Annotated[bool, typer.Option(help="jobs alone, for servers with SHUANGYUAN_JOBS=elsewhere")] = False,
) -> None:
    """Start the server. What it writes is for its own account alone."""
    os.umask(0o077)
    given: dict[str, Any] = {"host": host, "port": port, "data": data}
    settings = Settings(**{name: value for name, value in given.items() if value is not None})
    write_to()
    try:
        if worker:
            return _work(settings)
        house = assemble(settings, demo=demo, pages=True)
    except Fault as fault:
        typer.echo(f"{fault.zh} / {fault.en}", err=True)
        raise typer.Exit(1) from None
    if not demo:
        _first_administrator(house.resources.store)
    try:
        run(house.app, settings.host, settings.port, house.told)
    finally:
        house.close()


if __name__ == "__main__":
    typer.run(main)
