"""Is it alive, is it ready, how does it run.

Everybody may see the process itself. What was asked of it, by route and status, is an administrator's: a count of
uploads moves with uploads one may not know of. Never counts content.
"""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)
from pydantic import BaseModel

from trust.errors import Fault, NotSignedIn, PartDown
from trust.roles import Act
from web.identity import identify
from web.language import language_of
from web.problems import MEDIA_TYPE, Problem, problem, request_id
from web.resources import Parts, Resources

router = APIRouter(tags=["system"])


class Metrics:
    """The registries of one running app: of its process, and of the requests it served."""

    def __init__(self) -> None:
        self.process, self.requests = CollectorRegistry(), CollectorRegistry()
        ProcessCollector(registry=self.process)
        PlatformCollector(registry=self.process)
        self._count = Counter(
            "shuangyuan_requests", "HTTP requests", ("method", "route", "status"), registry=self.requests
        )
        self._seconds = Histogram(
            "shuangyuan_request_seconds", "Seconds per request", ("route",), registry=self.requests
        )

    def text(self, *, requests: bool) -> bytes:
        """As Prometheus reads it."""
        return generate_latest(self.process) + (generate_latest(self.requests) if requests else b"")

    def observe(self, method: str, route: str, status: int, seconds: float) -> None:
        self._count.labels(method, route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)


class Alive(BaseModel):
    alive: bool = True


class Ready(BaseModel):
    """`parts` maps every part looked at to whether it is up."""

    ready: bool = True
    parts: dict[str, bool]


def looked_at(parts: Resources) -> dict[str, bool]:
    """Every part, tried now."""
    tried: dict[str, Callable[[], bool]] = {
        "database": lambda: parts.store.people.owners() is not None,
        "index": lambda: parts.generations.now.index.count() >= 0,
        **parts.checks,
    }
    return {name: _up(check) for name, check in tried.items()}


def _up(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except Fault:
        return False


@router.get("/healthz")
def healthz() -> Alive:
    return Alive()


@router.get("/readyz", response_model=Ready, responses={503: {"model": Problem}})
def readyz(request: Request, parts: Parts) -> Response:
    """503 names the parts that are down or not ready yet."""
    seen = looked_at(parts)
    down = [name for name, up in seen.items() if not up]
    if not down:
        return JSONResponse(Ready(parts=seen).model_dump())
    language = language_of(request.headers.get("accept-language"))
    body = problem(PartDown(", ".join(down)), language, request_id(request.scope))
    return JSONResponse({**body, "ready": False, "parts": seen}, 503, {"Retry-After": "1"}, MEDIA_TYPE)


@router.get("/metrics", response_class=Response)
def metrics(request: Request, parts: Parts) -> Response:
    """The process; with an administrator's token also the requests. No or another identity: the process alone."""
    held: Metrics = request.app.state.metrics
    return Response(held.text(requests=_administers(request, parts)), media_type=CONTENT_TYPE_LATEST)


def _administers(request: Request, parts: Resources) -> bool:
    try:
        return identify(request, parts).principal.may(Act.MANAGE_PEOPLE)
    except NotSignedIn:
        return False
