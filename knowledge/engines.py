"""Which engine the settings ask for: a Qdrant server by URL, else Qdrant Edge in the data folder."""

from __future__ import annotations

from knowledge.edge import open_edge
from knowledge.index import Index
from trust.settings import Settings


def open_index(settings: Settings, dense_size: int | None = None, *, fresh: bool = False) -> Index:
    """The index, made if missing; `fresh` empties it, to be rebuilt from the database."""
    if settings.qdrant_url:
        from knowledge.server import open_server  # the client takes a second to load: only when a server is set

        return open_server(settings.qdrant_url, settings.qdrant_api_key, dense_size, fresh=fresh)
    return open_edge(settings.data / "index", dense_size, fresh=fresh)
