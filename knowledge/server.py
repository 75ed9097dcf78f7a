"""The index on a Qdrant server or cluster, through its client; `open_memory` is the client's own engine, for tests.

The only file that knows `qdrant_client`. The same exactness as edge.py: exact search, no engine IDF.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from threading import RLock
from typing import Any, ParamSpec, TypeVar

from qdrant_client import QdrantClient, models
from qdrant_client.http.exceptions import ApiException

from knowledge.exact import NOISE, Question, best, cosine, document_values, fitting, mismatch, ordered
from knowledge.index import GENERATED, STAGED, Entry, Hit, Point, moved
from trust.errors import PartDown

T = TypeVar("T")
P = ParamSpec("P")

COLLECTION = "shuangyuan"
BATCH = 128
SECONDS = 30


def collection(number: int) -> str:
    """The name of a generation's collection."""
    return COLLECTION if number == 1 else f"{COLLECTION}-{number}"


def open_server(
    url: str, api_key: str | None, dense_size: int | None = None, *, fresh: bool = False, name: str = COLLECTION
) -> ServerIndex:
    """Connect, and make the collection if it is missing; `fresh` empties it first."""
    client = QdrantClient(url=url, api_key=api_key, timeout=SECONDS, check_compatibility=False)
    if fresh:
        _call(client.delete_collection, name)
    return _ready(client, dense_size, name=name)


def open_memory(dense_size: int | None = None) -> ServerIndex:
    """The client's in-memory engine: the same calls without a server. 150 times slower; no product mode."""
    return _ready(QdrantClient(":memory:"), dense_size, RLock())


class ServerIndex:
    """Implements `knowledge.index.Index`. A server takes calls from any thread; the memory engine one at a time."""

    def __init__(
        self, client: QdrantClient, dense_size: int | None, turns: AbstractContextManager[Any], name: str
    ) -> None:
        self._client, self._name = client, name
        self._size = dense_size
        self._turns = turns

    def put(self, points: Iterable[Point]) -> None:
        stored = [self._stored(p) for p in points]
        for at in range(0, len(stored), BATCH):
            self._call(self._client.upsert, self._name, points=stored[at : at + BATCH], wait=True)

    def relabel(self, document: str, generation: int, label: str, library: str | None = None) -> None:
        where = models.Filter(must=[_is("document", document), _is("generation", generation)])
        self._call(self._client.set_payload, self._name, payload=moved(label, library), points=where, wait=True)

    def drop(self, document: str, generation: int | None = None) -> None:
        conditions = [_is("document", document)]
        if generation is not None:
            conditions.append(_is("generation", generation))
        where = models.FilterSelector(filter=models.Filter(must=[*conditions]))
        self._call(self._client.delete, self._name, points_selector=where, wait=True)

    def lexical(
        self,
        query: Mapping[int, float],
        labels: frozenset[str],
        library: str | None,
        k: int,
        only: Collection[str] | None = None,
        made: bool = True,
    ) -> list[Hit]:
        question, where = Question.of(query), _visible(labels, library, only, made)
        if not question.ids or where is None or k < 1:
            return []
        sparse = models.SparseVector(indices=question.ids, values=question.values)

        def fetch(limit: int) -> list[tuple[str, float]]:
            found = self._query(sparse, "terms", where, limit)
            return [(str(p.id), p.score) for p in found if p.score > 0]

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
        where = _visible(labels, library, only, made)
        if where is None or k < 1:
            return []
        asked = list(fitting(vector, self._size) or ())
        cosines: dict[str, float] = {}

        def fetch(limit: int) -> list[tuple[str, float]]:
            found = self._query(asked, "dense", where, limit, with_vectors=True)
            cosines.update((str(p.id), cosine(asked, _dense(p))) for p in found)
            return [(str(p.id), p.score) for p in found]

        return ordered([Hit(i, cosines[i]) for i, _ in best(fetch, k, NOISE)], k)

    def count(self) -> int:
        return self._call(self._client.count, self._name, exact=True).count

    def held(self, document: str, generation: int) -> int:
        where = models.Filter(must=[_is("document", document), _is("generation", generation)])
        return self._call(self._client.count, self._name, count_filter=where, exact=True).count

    def iterate(self) -> Iterator[Entry]:
        offset = None
        while True:
            page = partial(self._client.scroll, self._name, limit=1000, with_payload=True, with_vectors=False)
            records, offset = self._call(page, offset=offset)
            for record in records:
                about = record.payload or {}
                yield Entry(str(record.id), about["label"], about["document"], about["generation"])
            if offset is None:
                return

    def close(self) -> None:
        self._client.close()

    def _query(
        self,
        query: models.SparseVector | list[float],
        using: str,
        where: models.Filter,
        limit: int,
        with_vectors: bool = False,
    ) -> list[models.ScoredPoint]:
        return self._call(
            self._client.query_points,
            self._name,
            query=query,
            using=using,
            query_filter=where,
            search_params=models.SearchParams(exact=True),
            limit=limit,
            with_payload=False,
            with_vectors=["dense"] if with_vectors else False,
        ).points

    def _stored(self, point: Point) -> models.PointStruct:
        ids, values = document_values(point.terms)
        dense = fitting(point.dense, self._size)
        sparse = models.SparseVector(indices=ids, values=values)
        vectors: models.VectorStruct = (
            {"terms": sparse} if dense is None else {"terms": sparse, "dense": list(dense)}
        )
        about = {
            "label": point.label,
            "document": point.document,
            "library": point.shelves,
            "generation": point.generation,
        }
        return models.PointStruct(id=point.id, vector=vectors, payload=about)

    def _call(self, act: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        with self._turns:
            return _call(act, *args, **kwargs)


def _ready(
    client: QdrantClient, dense_size: int | None, turns: AbstractContextManager[Any] | None = None,
    name: str = COLLECTION,
) -> ServerIndex:  # fmt: skip
    if not _call(client.collection_exists, name):
        _make(client, dense_size, name)
    told = _call(client.get_collection, name)
    _index_payload(client, name, told.payload_schema)
    stored = told.config.params.vectors
    sizes = {name: p.size for name, p in stored.items()} if isinstance(stored, dict) else {}
    if sizes.get("dense") != dense_size:
        raise mismatch(sizes.get("dense"), dense_size)
    return ServerIndex(client, dense_size, turns or nullcontext(), name)


def _make(client: QdrantClient, dense_size: int | None, name: str) -> None:
    cosine_of = models.Distance.COSINE
    dense = {"dense": models.VectorParams(size=dense_size, distance=cosine_of)} if dense_size else {}
    sparse = {"terms": models.SparseVectorParams()}
    try:
        _call(client.create_collection, name, vectors_config=dense, sparse_vectors_config=sparse)
    except PartDown:  # a process that started at the same moment may have been first
        if not _call(client.collection_exists, name):
            raise


def _index_payload(client: QdrantClient, name: str, there: Mapping[str, object]) -> None:
    """What is missing is made, also where the process that made the collection was killed before it came so far."""
    for field in sorted({"label", "document", "library"} - there.keys()):
        # Points of one label lie together on disk: every search is filtered by label.
        schema = models.KeywordIndexParams(type=models.KeywordIndexType.KEYWORD, is_tenant=field == "label")
        _call(client.create_payload_index, name, field_name=field, field_schema=schema, wait=True)


def _call(act: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    try:
        return act(*args, **kwargs)
    except ApiException as error:  # refused, timed out, or answered with an error
        raise PartDown("index") from error


def _is(field: str, value: str | int) -> models.FieldCondition:
    return models.FieldCondition(key=field, match=models.MatchValue(value=value))


def _visible(
    labels: frozenset[str], library: str | None, only: Collection[str] | None, made: bool
) -> models.Filter | None:
    """The allow-list filter, or None when nothing at all is visible."""
    allowed = sorted(labels - {STAGED})
    if not allowed or (only is not None and not only):
        return None
    conditions: list[models.Condition] = [models.FieldCondition(key="label", match=models.MatchAny(any=allowed))]
    if library is not None:
        conditions.append(_is("library", library))
    if only is not None:
        conditions.append(models.HasIdCondition(has_id=sorted(only)))
    return models.Filter(must=[*conditions], must_not=None if made else [_is("library", GENERATED)])


def _dense(point: models.ScoredPoint) -> Sequence[float]:
    stored = point.vector.get("dense") if isinstance(point.vector, dict) else None
    return [x for x in stored if isinstance(x, float)] if isinstance(stored, list) else ()
