"""The index on Qdrant Edge: the Rust engine in this process, one folder, a write-ahead log.

The only file that knows `qdrant_edge`. Always exact, never the engine's IDF, and never `optimize()`: it stops all
searches for seconds and brings nothing at the sizes Edge is for (measured, docs/decisions.md).
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar
from uuid import UUID

import qdrant_edge as engine

from knowledge.exact import NOISE, Question, best, cosine, document_values, fitting, mismatch, ordered
from knowledge.index import GENERATED, STAGED, Entry, Hit, Point, moved
from trust.errors import DiskFull, Fault, PartDown

T = TypeVar("T")

BATCH = 256
UNFLUSHED = 1000
"""Writes the log may hold: what a start after a crash replays (under half a second)."""


def open_edge(folder: Path, dense_size: int | None = None, *, fresh: bool = False) -> EdgeIndex:
    """Open the index in `folder`, making it if the folder is missing or empty; `fresh` empties it first."""
    config = _config(dense_size)
    stored = folder.is_dir() and any(folder.iterdir())
    if stored and fresh:
        _refuse_if_open(folder)
        shutil.rmtree(folder)
        stored = False
    try:
        if not stored:
            folder.mkdir(parents=True, exist_ok=True)
            return EdgeIndex(_create(folder, config), dense_size)
        if not any(folder.glob("segments/*")):
            raise _damaged()
        return EdgeIndex(engine.EdgeShard.load(str(folder), config), dense_size)
    except Fault:
        raise
    except Exception as error:  # the engine raises nothing narrower
        raise _opening(error, dense_size) from None


class EdgeIndex:
    """Implements `knowledge.index.Index`. Searches run in any thread; writes take turns."""

    def __init__(self, shard: engine.EdgeShard, dense_size: int | None) -> None:
        self._shard = shard
        self._size = dense_size
        self._writing = threading.Lock()
        self._unflushed = 0
        self._closed = False

    def put(self, points: Iterable[Point]) -> None:
        stored = [self._stored(p) for p in points]
        for at in range(0, len(stored), BATCH):
            batch = stored[at : at + BATCH]
            self._write(engine.UpdateOperation.upsert_points(batch), len(batch))

    def relabel(self, document: str, generation: int, label: str, library: str | None = None) -> None:
        where = engine.Filter(must=[_is("document", document), _is("generation", generation)])
        self._write(engine.UpdateOperation.set_payload_by_filter(where, moved(label, library)), 1)

    def drop(self, document: str, generation: int | None = None) -> None:
        conditions = [_is("document", document)]
        if generation is not None:
            conditions.append(_is("generation", generation))
        self._write(engine.UpdateOperation.delete_points_by_filter(engine.Filter(must=[*conditions])), 1)

    def lexical(
        self,
        query: Mapping[int, float],
        labels: frozenset[str],
        library: str | None,
        k: int,
        only: Collection[str] | None = None,
        made: bool = True,
    ) -> list[Hit]:
        question, where = Question.of(query), self.where(labels, library, only, made)
        if not question.ids or where is None or k < 1:
            return []
        nearest = engine.Query.Nearest(engine.SparseVector(question.ids, question.values), using="terms")

        def fetch(limit: int) -> list[tuple[str, float]]:
            return [(str(p.id), p.score) for p in self._query(nearest, where, limit) if p.score > 0]

        return ordered([Hit(i, score * question.unit) for i, score in best(fetch, k)], k)

    def dense(
        self,
        vector: Sequence[float],
        labels: frozenset[str],
        library: str | None,
        k: int,
        only: Collection[str] | None = None,
        made: bool = True,
    ) -> list[Hit]:
        where = self.where(labels, library, only, made)
        if where is None or k < 1:
            return []
        nearest = engine.Query.Nearest(list(fitting(vector, self._size) or ()), using="dense")
        cosines: dict[str, float] = {}

        def fetch(limit: int) -> list[tuple[str, float]]:
            found = self._query(nearest, where, limit, ["dense"])
            cosines.update((str(p.id), cosine(vector, _dense(p))) for p in found)
            return [(str(p.id), p.score) for p in found]

        return ordered([Hit(i, cosines[i]) for i, _ in best(fetch, k, NOISE)], k)

    def where(
        self, labels: frozenset[str], library: str | None, only: Collection[str] | None, made: bool = True
    ) -> engine.Filter | None:
        """The allow-list filter, or None when nothing at all can be found."""
        allowed = sorted(labels - {STAGED})
        if not allowed or (only is not None and not only):
            return None
        conditions: list[engine.ConditionType] = [engine.FieldCondition("label", match=engine.MatchAny(allowed))]
        if library is not None:
            conditions.append(_is("library", library))
        if only is not None:
            conditions.append(engine.HasIdCondition({UUID(i) for i in only}))
        return engine.Filter(must=conditions, must_not=[] if made else [_is("library", GENERATED)])

    def count(self) -> int:
        return self._run(partial(self._shard.count, engine.CountRequest(exact=True)))

    def held(self, document: str, generation: int) -> int:
        where = engine.Filter(must=[_is("document", document), _is("generation", generation)])
        return self._run(partial(self._shard.count, engine.CountRequest(exact=True, filter=where)))

    def iterate(self) -> Iterator[Entry]:
        offset: engine.PointId | None = None
        while True:
            request = engine.ScrollRequest(offset=offset, limit=1000, with_payload=True)
            records, offset = self._run(partial(self._shard.scroll, request))
            for record in records:
                about = record.payload or {}
                yield Entry(str(record.id), about["label"], about["document"], about["generation"])
            if offset is None:
                return

    def close(self) -> None:
        with self._writing:
            if not self._closed:
                self._closed = True
                self._run(self._shard.flush)
                self._run(self._shard.close)

    def _query(
        self, nearest: engine.Query, where: engine.Filter, limit: int, vectors: list[str] | None = None
    ) -> list[engine.ScoredPoint]:
        request = engine.QueryRequest(
            limit=limit,
            query=nearest,
            filter=where,
            params=engine.SearchParams(exact=True),
            with_vector=vectors or False,
            with_payload=False,
        )
        return self._run(partial(self._shard.query, request))

    def _write(self, operation: engine.UpdateOperation, writes: int) -> None:
        with self._writing:
            self._run(partial(self._shard.update, operation))
            self._unflushed += writes
            if self._unflushed >= UNFLUSHED:
                self._run(self._shard.flush)
                self._unflushed = 0

    def _stored(self, point: Point) -> engine.Point:
        ids, values = document_values(point.terms)
        dense = fitting(point.dense, self._size)
        vectors: dict[str, list[float] | engine.SparseVector | list[list[float]]] = (
            {"dense": list(dense)} if dense is not None else {}
        )
        vectors["terms"] = engine.SparseVector(ids, values)
        about = {
            "label": point.label,
            "document": point.document,
            "library": point.shelves,
            "generation": point.generation,
        }
        return engine.Point(point.id, vectors, about)

    def _run(self, act: Callable[[], T]) -> T:
        try:
            return act()
        except Exception as error:  # the engine raises nothing narrower
            if "No space left" in str(error):
                raise DiskFull() from None
            raise PartDown("index") from error


def _config(dense_size: int | None) -> engine.EdgeConfig:
    # A threshold of 1 keeps narrow filters on the inverted index, three times faster than the plain scan.
    sparse = {"terms": engine.EdgeSparseVectorParams(full_scan_threshold=1)}
    dense = {"dense": engine.EdgeVectorParams(dense_size, engine.Distance.Cosine)} if dense_size else None
    return engine.EdgeConfig(vectors=dense, sparse_vectors=sparse)


def _create(folder: Path, config: engine.EdgeConfig) -> engine.EdgeShard:
    shard = engine.EdgeShard.create(str(folder), config)
    for field in ("label", "document", "library"):
        shard.update(engine.UpdateOperation.create_field_index(field, engine.PayloadSchemaType.Keyword))
    shard.flush()
    return shard


def _is(field: str, value: str | int) -> engine.FieldCondition:
    return engine.FieldCondition(field, match=engine.MatchValue(value))


def _dense(point: engine.ScoredPoint) -> Sequence[float]:
    stored = point.vector.get("dense") if isinstance(point.vector, dict) else None
    return [x for x in stored if isinstance(x, float)] if isinstance(stored, list) else ()


def _refuse_if_open(folder: Path) -> None:
    try:
        engine.EdgeShard.load(str(folder)).close()
    except Exception as error:  # damage is what `fresh` is for; only a lock stops it
        if _locked(error):
            raise _taken() from None


def _locked(error: Exception) -> bool:
    return "WouldBlock" in str(error)


def _opening(error: Exception, dense_size: int | None) -> PartDown:
    if _locked(error):
        return _taken()
    if "config is incompatible" in str(error):
        return mismatch(None, dense_size)
    return _damaged()


def _taken() -> PartDown:
    return PartDown(
        "index",
        "索引文件夹正被另一个进程使用（多半是正在运行的服务）；请通过它操作，或先停止它",
        "The index folder is in use by another process (most likely the running server): go through it or stop it",
    )


def _damaged() -> PartDown:
    return PartDown(
        "index",
        "索引文件夹损坏或不完整；原文都在数据库里，请运行 python -m records rebuild-index 重建索引",
        "The index folder is damaged or incomplete; all text is in the database: "
        "run `python -m records rebuild-index`",
    )
