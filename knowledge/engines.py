"""Which engine the settings ask for, which generation of the index serves, and with what it was made.

A Qdrant server by URL, else Qdrant Edge in the data folder. Beside it stands `generation.json`: the number of the
generation that serves and the recipe of its vectors. The configured embedder may be another one: then the old
generation serves, with the old embedder where it can still be had, until a new one is filled (ingest/refill.py).
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from knowledge.edge import open_edge
from knowledge.embed import Embedder, Recipe, open_embedder, recipe
from knowledge.generations import Generation, Generations
from knowledge.index import Index
from trust.errors import Fault, PartDown
from trust.settings import Settings

RECORD = "generation.json"


@dataclass(frozen=True)
class Made:
    """The generation that serves: its number, and the recipe and size of its vectors, both None without vectors."""

    number: int = 1
    recipe: Recipe | None = None
    size: int | None = None


def open_index(
    settings: Settings, dense_size: int | None = None, *, fresh: bool = False, number: int = 1
) -> Index:
    """The index, made if missing; `fresh` empties it, to be rebuilt from the database."""
    if settings.qdrant_url:
        from knowledge.server import collection, open_server  # the client takes a second to load

        name = collection(number)
        return open_server(settings.qdrant_url, settings.qdrant_api_key, dense_size, fresh=fresh, name=name)
    return open_edge(_folder(settings, number), dense_size, fresh=fresh)


def open_generations(settings: Settings) -> Generations:
    """The generation that serves; the one the settings ask for where nothing is recorded yet. Raises PartDown."""
    made = recorded(settings)
    if made is None:
        configured = open_embedder(settings)
        made = Made(1, recipe(settings), configured.size if configured else None)
        index = open_index(settings, made.size)
        record(settings, made)
        return Generations(Generation(index, configured))
    return Generations(opened(settings, made))


def opened(settings: Settings, made: Made) -> Generation:
    """What is recorded, with its embedder where that can be had."""
    embedder = _embedder_of(settings, made)  # first: what cannot be had leaves no index open
    return Generation(open_index(settings, made.size, number=made.number), embedder, made.number)


def outdated(settings: Settings) -> bool:
    """Whether the settings ask for other vectors than the generation that serves holds."""
    made = recorded(settings)
    return made is not None and made.recipe != recipe(settings)


def next_generation(settings: Settings, after: int) -> Generation:
    """An empty one for the configured embedder. What a fill that was killed left in its place is gone."""
    embedder = open_embedder(settings)
    size = embedder.size if embedder else None
    return Generation(open_index(settings, size, fresh=True, number=after + 1), embedder, after + 1)


def rebuilt(settings: Settings) -> Generation:
    """The generation that serves, emptied, with the configured embedder from now on."""
    made, embedder = recorded(settings) or Made(), open_embedder(settings)
    size = embedder.size if embedder else None
    index = open_index(settings, size, fresh=True, number=made.number)
    record(settings, Made(made.number, recipe(settings), size))
    return Generation(index, embedder, made.number)


def record(settings: Settings, made: Made) -> None:
    """Which generation serves from the next start on; on disk when this returns."""
    settings.data.mkdir(parents=True, exist_ok=True)
    draft = settings.data / f"{RECORD}.{secrets.token_hex(8)}"  # several processes may start for the first time at once
    with draft.open("w", encoding="utf-8") as file:
        json.dump(asdict(made), file, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(settings.data / RECORD)


def recorded(settings: Settings) -> Made | None:
    """None where no index was made yet, or by a version that kept no record. Raises PartDown where it is damaged."""
    try:
        kept = json.loads((settings.data / RECORD).read_text(encoding="utf-8"))
        told = kept["recipe"]
        return Made(int(kept["number"]), Recipe(**told) if told else None, kept["size"])
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError):
        raise PartDown(
            "index",
            f"{RECORD} 已损坏；请删除它后运行 python -m records rebuild-index 重建索引",
            f"{RECORD} is damaged: delete it and run `python -m records rebuild-index`",
        ) from None


def discard(settings: Settings, number: int) -> None:
    """Remove a generation that no longer serves. On a server it stays: another process may still search it."""
    if not settings.qdrant_url:
        with suppress(FileNotFoundError):
            shutil.rmtree(_folder(settings, number))


def bytes_on_disk(settings: Settings, number: int) -> int | None:
    """What a generation takes in the data folder; None where it is on a server."""
    if settings.qdrant_url:
        return None
    return sum(path.stat().st_size for path in _folder(settings, number).rglob("*") if path.is_file())


def _folder(settings: Settings, number: int) -> Path:
    return settings.data / ("index" if number == 1 else f"index-{number}")


def _embedder_of(settings: Settings, made: Made) -> Embedder | None:
    """Of a former recipe that cannot be had any more: None, words alone find."""
    if made.recipe == recipe(settings):
        return open_embedder(settings)
    try:
        return open_embedder(settings, made.recipe)
    except Fault:
        return None
