"""Term counts: whatever is shown, hidden, relabelled, replaced or erased, they equal a recount of what is visible."""

from __future__ import annotations

import os
from collections import Counter, defaultdict

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from records.packing import ids, pack, unpack
from records.schema import labels, term_counts
from tests.records.cast import Cast
from trust.errors import NotFound, Stale
from trust.labels import parse
from trust.sources import Document

FULL = os.environ.get("SHUANGYUAN_COUNTS") == "full"
TEXTS = ("车床", "铣床主轴", "主轴转速", "。", "轴轴轴")
ACTS = ("show", "hide", "delete", "purge", "propose", "confirm", "replace")


def stored(cast: Cast) -> tuple[dict[str, int], dict[str, dict[int, int]]]:
    with cast.store.database.read() as conn:
        names = {row.number: row.id for row in conn.execute(select(labels))}
        passages = {row.id: row.passages for row in conn.execute(select(labels)) if row.passages}
        counts: dict[str, dict[int, int]] = defaultdict(dict)
        for row in conn.execute(select(term_counts)):
            counts[names[row.label]][row.term] = row.df
    return passages, dict(counts)


def recounted(cast: Cast) -> tuple[dict[str, int], dict[str, dict[int, int]]]:
    """From the visible passages themselves."""
    passages: Counter[str] = Counter()
    counts: dict[str, Counter[int]] = defaultdict(Counter)
    for one in cast.store.works.indexed():
        passages[one.label] += 1
        counts[one.label].update(one.terms.keys())
    return dict(passages), {label: dict(count) for label, count in counts.items() if count}


def do(cast: Cast, act: str, document: Document) -> None:
    works, library = cast.store.works, cast.store.library
    if act == "show":
        newest = [d for d in works.pending(document.id) if d.act == "process"]
        for due in newest:
            works.propose(due.document_id, due.generation, None)
            works.show(due.document_id, due.generation)
    elif act == "hide":
        works.hide(document.id)
    elif act == "delete":
        library.delete(cast("steward"), cast.scope("steward"), document.id)
    elif act == "purge":
        for due in works.pending(document.id):
            if due.act == "purge":
                works.purge(document.id, due.generation)
            elif due.act == "remove":
                works.purge(document.id)
    elif act == "propose":
        works.propose(document.id, 1, parse("school/restricted"))
    elif act == "confirm":
        seen = library.document(cast("steward"), cast.scope("steward"), document.id)
        library.confirm_label(
            cast("steward"), cast.scope("steward"), document.id, parse("school/confidential"), seen.version
        )
    elif act == "replace":
        cast.stage(cast.upload("steward", "school/confidential", replaces=document.id), TEXTS[:2])


@pytest.mark.laws
@settings(max_examples=150 if FULL else 10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 2)), min_size=1, max_size=12))
def test_counts_equal_a_recount_after_every_step(steps: list[tuple[str, int]], cast: Cast) -> None:
    documents = [cast.put("teacher", "school/internal", TEXTS) for _ in range(3)]
    for act, n in steps:
        try:
            do(cast, act, documents[n])
        except (NotFound, Stale):
            continue  # deleted, or raised, by an earlier step
        assert stored(cast) == recounted(cast)
    for document in documents:
        cast.store.works.hide(document.id)
    assert stored(cast) == ({}, {})


def test_passages_without_terms_count_as_passages(cast: Cast) -> None:
    cast.put("teacher", "school/internal", ("", "车"))
    assert cast.store.terms.frequencies(cast.scope("student"), [ord("车"), ord("床")]) == (2, {ord("车"): 1})


@given(terms=st.dictionaries(st.integers(0, 2**32 - 1), st.integers(1, 60000).map(float), max_size=50))
def test_packed_term_counts_unpack_to_the_same(terms: dict[int, float]) -> None:
    assert unpack(pack(terms)) == terms
    assert ids(pack(terms)) == tuple(sorted(terms))
