"""Is it alive, is it ready, how does it run. Counts requests, never content: a metric must not tell what is hidden."""

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

from trust.errors import Fault, PartDown
from web.language import language_of
from web.problems import MEDIA_TYPE, Problem, problem, request_id
from web.resources import Parts, Resources

router = APIRouter(tags=["system"])


class Metrics:
    """The registry of one running app."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        self._count = Counter(
            "shuangyuan_requests", "HTTP requests", ("method", "route", "status"), registry=self.registry
        )
        self._seconds = Histogram(
            "shuangyuan_request_seconds", "Seconds per request", ("route",), registry=self.registry
        )

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
        "index": lambda: parts.index.count() >= 0,
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
def metrics(request: Request) -> Response:
    held: Metrics = request.app.state.metrics
    return Response(generate_latest(held.registry), media_type=CONTENT_TYPE_LATEST)
