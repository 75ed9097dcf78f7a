"""Is it alive, is it ready, how does it run.

Everybody may see the process itself. What was asked of it, by route and status, what waits and what is indexed
(figures.py) is an administrator's: a count of uploads moves with uploads one may not know of. Never counts content.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

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
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from pydantic import BaseModel

from trust.errors import Fault, NotSignedIn, PartDown
from trust.roles import Act
from web.figures import Figure, figures
from web.identity import identify
from web.language import language_of
from web.problems import DECLARED, MEDIA_TYPE, problem, request_id
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

    def text(self, of_the_house: Iterable[Figure] | None) -> bytes:
        """As Prometheus reads it; without figures of the house the process alone."""
        if of_the_house is None:
            return generate_latest(self.process)
        house = CollectorRegistry()
        house.register(_Once(of_the_house))
        return b"".join(generate_latest(each) for each in (self.process, self.requests, house))

    def observe(self, method: str, route: str, status: int, seconds: float) -> None:
        self._count.labels(method, route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)


class _Once(Collector):
    """Figures as they are now."""

    def __init__(self, of_the_house: Iterable[Figure]) -> None:
        self._figures = list(of_the_house)

    def describe(self) -> Iterable[GaugeMetricFamily]:
        return ()

    def collect(self) -> Iterator[GaugeMetricFamily]:
        for figure in self._figures:
            family = GaugeMetricFamily(f"shuangyuan_{figure.name}", figure.about, labels=figure.labels)
            for values, number in sorted(figure.values.items()):
                family.add_metric(values, number)
            yield family


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


@router.get("/readyz", response_model=Ready, responses={503: DECLARED})
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
    """The process; with an administrator's token also requests, documents, queue and index. No or another identity:
    the process alone.
    """
    held: Metrics = request.app.state.metrics
    shown = figures(parts) if _administers(request, parts) else None
    return Response(held.text(shown), media_type=CONTENT_TYPE_LATEST)


def _administers(request: Request, parts: Resources) -> bool:
    try:
        return identify(request, parts).principal.may(Act.MANAGE_PEOPLE)
    except NotSignedIn:
        return False
