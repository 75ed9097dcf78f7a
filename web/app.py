"""The whole HTTP face put together. Knows which routers and layers there are, and nothing of what they do."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.routing import Route

from web import (
    admin,
    agreements,
    artefacts,
    bank,
    bankpapers,
    caring,
    comments,
    desk,
    documents,
    evidence,
    evidenceimport,
    exercises,
    files,
    findings,
    grades,
    health,
    identity,
    internlogs,
    internships,
    objections,
    openai,
    own,
    passages,
    path,
    people,
    personal,
    picture,
    portfolio,
    practice,
    problems,
    readiness,
    reading,
    registers,
    releases,
    reports,
    roster,
    schemes,
    scores,
    showpieces,
    studio,
    talk,
    templates,
    threads,
    tokens,
    toolbox,
    trial,
    trying,
    versions,
    xapi,
)
from web.envelope import Envelope
from web.limits import BodyLimit
from web.mcp import Door
from web.resources import Resources

__all__ = ["Resources", "build"]

ROUTERS = (
    identity.router, tokens.router, caring.router, documents.router, passages.router, talk.router, threads.router,
    toolbox.router, artefacts.router, openai.router, health.router, people.router, exercises.router,
    studio.router, files.router, practice.router, bank.router, templates.router,
    bankpapers.router, agreements.router, personal.router, reports.router, versions.router, releases.router,
    desk.router, roster.router, admin.router, reading.router, own.router, picture.router, trying.router,
    path.router,
    schemes.router, scores.router, grades.router, comments.router,
    xapi.router, evidence.router, objections.router, evidenceimport.router, registers.router,
    portfolio.router, showpieces.router, findings.router,
    readiness.router, internlogs.router, internships.router,
)  # fmt: skip


def build(resources: Resources, pages: bool = True) -> FastAPI:
    """The app. `pages=False` leaves the NiceGUI pages out: their framework allows one app per process."""
    door, metrics = Door(resources), health.Metrics()

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with door.run():
            yield

    app = FastAPI(
        title="双元 Shuangyuan", version="0.1.0", docs_url=None, redoc_url=None, lifespan=lifespan,
        redirect_slashes=False, responses={"default": problems.DECLARED},
    )  # fmt: skip
    app.state.resources, app.state.metrics = resources, metrics
    problems.install(app)
    for router in ROUTERS:
        app.include_router(router)
    app.router.routes.append(Route("/mcp", door))
    if resources.trial is not None:
        trial.routes(app, resources, resources.trial)
    if pages:
        from web.pages import mount

        mount(app, resources)
    app.add_middleware(BodyLimit, upload=lambda: resources.switches.max_upload)
    app.add_middleware(Envelope, observe=(metrics.observe, resources.spans.exchange))
    return app
