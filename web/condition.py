"""How the platform is, part by part, for administrators: up or down, a figure, and whether somebody must act.

Looks now, at each call; never counts content. What to do about a red part is the catalogue's (adminwords.py).
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import httpx

from ingest.worker import ALIVE, beating
from trust.errors import Fault
from trust.principal import Principal
from web.resources import Resources

State = Literal["ok", "warn", "bad", "off"]
GIB = 1024**3
SCARCE, GONE = 5 * GIB, GIB
"""Free bytes of the data folder's disk below which to warn, and to act."""
MANY_WAITING, MODEL_SECONDS = 200, 2.0


@dataclass(frozen=True)
class Part:
    """`off` is a part nobody configured. `detail` is figures and names of the configuration, no content."""

    name: str
    state: State
    detail: str = ""


def condition(parts: Resources, by: Principal) -> list[Part]:
    """Every part, tried now. NotFound for whoever may not manage people."""
    failed = parts.store.jobs.counts(by)["failed"]
    looks: dict[str, Callable[[], Part]] = {
        "database": lambda: _database(parts),
        "index": lambda: _index(parts),
        "workers": lambda: _workers(parts),
        "queue": lambda: _queue(parts, failed),
        "model": lambda: _model(parts),
        "embedder": lambda: _embedder(parts),
        "disk": lambda: _disk(parts),
    }
    return [_look(name, look) for name, look in looks.items()]


def _look(name: str, look: Callable[[], Part]) -> Part:
    try:
        return look()
    except Fault as fault:
        return Part(name, "bad", fault.kind)


def _database(parts: Resources) -> Part:
    parts.store.people.owners()
    return Part("database", "ok", "SQLite" if parts.store.database.sqlite else "PostgreSQL")


def _index(parts: Resources) -> Part:
    parts.generations.now.index.count()
    return Part("index", "ok", "Qdrant" if parts.settings.qdrant_url else "Qdrant Edge")


def _workers(parts: Resources) -> Part:
    if parts.settings.jobs == "here":
        return Part("workers", "ok")
    return Part("workers", "ok" if beating(parts.settings.data / ALIVE) else "bad")


def _queue(parts: Resources, failed: int) -> Part:
    waiting = parts.workflow.busy()
    state: State = "warn" if failed or waiting > MANY_WAITING else "ok"
    return Part("queue", state, f"{waiting} / {failed}")


def _model(parts: Resources) -> Part:
    """Asked for its list of models: cheap, and as good a sign of life as any."""
    base = parts.settings.llm_base_url
    if not base:
        return Part("model", "off")
    name = parts.settings.llm_model or ""
    key = parts.settings.llm_api_key
    try:
        with httpx.Client(trust_env=False, timeout=MODEL_SECONDS) as client:
            headers = {"Authorization": f"Bearer {key}"} if key else {}
            answer = client.get(f"{base.rstrip('/')}/models", headers=headers)
    except (httpx.HTTPError, httpx.InvalidURL):
        return Part("model", "bad", name)
    return Part("model", "ok" if answer.status_code < 500 else "bad", name)


def _embedder(parts: Resources) -> Part:
    wanted = parts.settings.embedder
    if not wanted:
        return Part("embedder", "off")
    loaded = parts.generations.now.embedder is not None
    return Part("embedder", "ok" if loaded else "warn", wanted.rpartition("/")[2])


def _disk(parts: Resources) -> Part:
    usage = shutil.disk_usage(parts.settings.data)
    state: State = "bad" if usage.free < GONE else "warn" if usage.free < SCARCE else "ok"
    return Part("disk", state, f"{usage.free / GIB:.1f} / {usage.total / GIB:.1f} GB")
