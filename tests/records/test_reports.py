"""Reports that a document was read badly: sealed, kept with the evidence, for its uploader and stewards alone."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from records.schema import reports
from tests.records.cast import Cast
from trust.errors import NotFound

NOTE = "第二行少了小数点，原件是 0.25。"


def told(cast: Cast, who: str, document: str) -> list[str]:
    return [r.note for r in cast.store.reports.of(cast(who), cast.scope(who), document)]


def test_a_report_keeps_who_where_and_what_was_read(cast: Cast) -> None:
    document = cast.put("teacher", "school/public", ["进给量取25。"])
    passage = cast.store.library.whole(cast("student"), cast.scope("student"), document.id)[0]
    cast.store.reports.add(cast("student"), cast.scope("student"), document.id, NOTE, None, passage)
    (kept,) = cast.store.reports.of(cast("teacher"), cast.scope("teacher"), document.id)
    assert (kept.person, kept.note, kept.read, kept.passage_id) == (
        cast("student").id, NOTE, passage.text, passage.id,
    )  # fmt: skip
    with cast.store.database.read() as conn:
        stored = conn.execute(select(reports.c.body)).scalar_one()
    assert NOTE.encode() not in stored


def test_others_see_their_own_and_nobody_sees_those_of_hidden_documents(cast: Cast) -> None:
    document = cast.put("teacher", "school/restricted", ["转速。"])
    cast.store.reports.add(cast("teacher"), cast.scope("teacher"), document.id, NOTE, 3, None)
    assert told(cast, "teacher", document.id) == [NOTE]
    assert told(cast, "steward", document.id) == [NOTE]
    open_to_all = cast.put("teacher", "school/public", ["转速。"])
    cast.store.reports.add(cast("teacher"), cast.scope("teacher"), open_to_all.id, NOTE, 3, None)
    assert told(cast, "student", open_to_all.id) == []
    with pytest.raises(NotFound):
        told(cast, "mentor", document.id)
    with pytest.raises(NotFound):
        cast.store.reports.add(cast("mentor"), cast.scope("mentor"), document.id, NOTE, None, None)


def test_a_report_goes_with_its_document(cast: Cast) -> None:
    document = cast.put("teacher", "school/restricted", ["转速。"])
    cast.store.reports.add(cast("teacher"), cast.scope("teacher"), document.id, NOTE, 3, None)
    cast.store.library.delete(cast("teacher"), cast.scope("teacher"), document.id)
    cast.store.works.purge(document.id)
    with cast.store.database.read() as conn:
        assert conn.execute(select(reports)).first() is None
