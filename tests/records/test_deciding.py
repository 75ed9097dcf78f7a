"""Labels proposed and confirmed, documents deleted: who may, and that it takes effect at once."""

from __future__ import annotations

import pytest

from records.labels import Labels
from tests.records.cast import Cast
from trust.errors import Forbidden, NotFound, Stale
from trust.labels import parse
from trust.sources import Document


def seen_by(cast: Cast, document: Document) -> set[str]:
    return {who for who in ("student", "teacher", "steward") if document.id in _ids(cast, who)}


def _ids(cast: Cast, who: str) -> set[str]:
    return {d.id for d in cast.store.library.page(cast(who), cast.scope(who))[0]}


def awaiting(cast: Cast, proposed: str = "school/restricted") -> Document:
    """Uploaded as internal by the teacher, proposed stricter, shown."""
    document = cast.upload("teacher", "school/internal")
    cast.stage(document)
    assert cast.store.works.propose(document.id, 1, parse(proposed))
    cast.store.works.show(document.id, 1)
    return cast.store.library.document(cast("steward"), cast.scope("steward"), document.id)


def confirm(cast: Cast, document: Document, label: str, who: str = "steward") -> Document:
    library = cast.store.library
    return library.confirm_label(cast(who), cast.scope(who), document.id, parse(label), document.version)


def test_a_stricter_proposal_hides_the_document_under_both_labels_until_confirmed(cast: Cast) -> None:
    document = awaiting(cast)
    assert (document.state, str(document.label), str(document.proposed_label)) == (
        "awaiting_label",
        "school/restricted",
        "school/restricted",
    )
    assert seen_by(cast, document) == {"teacher", "steward"}


def test_confirming_the_uploaders_label_opens_it_and_counts_its_words_again(cast: Cast) -> None:
    document = awaiting(cast)
    assert cast.store.terms.frequencies(cast.scope("student"), [ord("文")]) == (0, {})
    done = confirm(cast, document, "school/internal")
    assert (done.state, str(done.label), done.proposed_label) == ("ready", "school/internal", None)
    assert seen_by(cast, document) == {"student", "teacher", "steward"}
    assert cast.store.terms.frequencies(cast.scope("student"), [ord("文")]) == (1, {ord("文"): 1})


def test_confirming_before_it_is_indexed_lets_the_work_go_on(cast: Cast) -> None:
    document = cast.upload("teacher", "school/internal")
    cast.stage(document)
    cast.store.works.propose(document.id, 1, parse("school/restricted"))
    waiting = cast.store.library.document(cast("steward"), cast.scope("steward"), document.id)
    assert (waiting.state, str(waiting.proposed_label)) == ("received", "school/restricted")
    assert confirm(cast, waiting, "school/internal").state == "received"
    cast.store.works.show(document.id, 1)
    assert cast.store.library.document(cast("student"), cast.scope("student"), document.id).state == "ready"


def test_any_label_at_least_as_strict_as_the_uploaders_can_be_confirmed(cast: Cast) -> None:
    for label in ("school/internal", "school/restricted", "school/confidential", "school/internal+course:cnc1"):
        assert str(confirm(cast, awaiting(cast), label).label) == label


def test_a_label_below_the_uploaders_is_refused_for_now(cast: Cast) -> None:
    for label in ("school/public", "acme/internal", "school/internal|course:cnc1"):
        with pytest.raises(Stale):
            confirm(cast, awaiting(cast), label)


def test_once_confirmed_a_label_only_rises(cast: Cast) -> None:
    done = confirm(cast, awaiting(cast), "school/restricted")
    with pytest.raises(Stale):
        confirm(cast, done, "school/internal")
    raised = confirm(cast, done, "school/confidential")
    assert seen_by(cast, raised) == {"steward"}
    assert cast.store.library.passages(cast("teacher"), cast.scope("teacher"), [f"{done.id}-1-0"]) == ()


def test_a_confirmed_label_is_not_proposed_away_again(cast: Cast) -> None:
    done = confirm(cast, awaiting(cast), "school/internal")
    assert not cast.store.works.propose(done.id, 1, parse("school/confidential"))
    assert seen_by(cast, done) == {"student", "teacher", "steward"}


def test_a_stewards_own_upload_needs_no_confirmation(cast: Cast) -> None:
    document = cast.upload("steward", "school/internal")
    assert not cast.store.works.propose(document.id, 1, parse("school/confidential"))


def test_a_laxer_or_equal_proposal_changes_nothing(cast: Cast) -> None:
    document = cast.upload("teacher", "school/internal")
    for label in (None, parse("school/public"), parse("school/internal")):
        assert not cast.store.works.propose(document.id, 1, label)
    assert cast.store.works.document(document.id, 1) == document


def test_an_old_version_number_is_stale(cast: Cast) -> None:
    document = awaiting(cast)
    confirm(cast, document, "school/restricted")
    with pytest.raises(Stale):
        confirm(cast, document, "school/confidential")


@pytest.mark.parametrize("state", ["parsing", "failed"])
def test_raising_a_version_that_does_not_serve_yet_raises_the_one_that_does(cast: Cast, state: str) -> None:
    old = cast.put("teacher", "school/public")
    newer = cast.upload("teacher", "school/public", replaces=old.id)
    cast.store.works.advance(newer.id, 2, state=state)
    document = cast.store.library.document(cast("steward"), cast.scope("steward"), old.id)
    assert document.generation == 2
    confirm(cast, document, "school/restricted")
    assert seen_by(cast, document) == {"teacher", "steward"}
    assert cast.store.library.passages(cast("student"), cast.scope("student"), [f"{old.id}-1-0"]) == ()
    assert str(cast.store.works.document(old.id, 1).label) == "school/restricted"
    assert cast.store.terms.frequencies(cast.scope("student"), [ord("文")]) == (0, {})


def test_confirming_a_newer_versions_proposal_leaves_the_one_that_serves(cast: Cast) -> None:
    old = cast.put("teacher", "school/public")
    newer = cast.upload("teacher", "school/public", replaces=old.id)
    cast.store.works.propose(newer.id, 2, parse("school/restricted"))
    document = cast.store.library.document(cast("steward"), cast.scope("steward"), old.id)
    confirm(cast, document, "school/confidential")
    assert str(cast.store.works.document(old.id, 1).label) == "school/public"
    assert seen_by(cast, old) == {"student", "teacher", "steward"}


def test_only_a_steward_of_the_owner_confirms(cast: Cast) -> None:
    document = awaiting(cast)
    with pytest.raises(Forbidden):
        confirm(cast, document, "school/restricted", "teacher")
    for who in ("student", "acmesteward", "admin", "mentor"):
        with pytest.raises(NotFound):
            confirm(cast, document, "school/restricted", who)


def test_a_label_joined_with_another_owner_is_read_by_those_who_hold_both(cast: Cast) -> None:
    document = confirm(cast, cast.put("teacher", "school/internal"), "school/internal & acme/internal")
    assert seen_by(cast, document) == set()
    cast.store.people.grant(cast.ids["student"], "acme", 1)
    assert seen_by(cast, document) == {"student"}
    assert cast.store.library.original(cast("student"), cast.scope("student"), document.id)[0].id == document.id


@pytest.mark.parametrize("who", ["teacher", "steward"])
def test_uploader_or_steward_deletes_and_it_is_gone_at_once(cast: Cast, who: str) -> None:
    document = cast.put("teacher", "school/internal")
    version = cast.scope("student").labels[document.label.id]
    cast.store.library.delete(cast(who), cast.scope(who), document.id)
    assert seen_by(cast, document) == set()
    assert cast.store.library.passages(cast("student"), cast.scope("student"), [f"{document.id}-1-0"]) == ()
    assert cast.store.terms.frequencies(cast.scope("student"), [ord("文")]) == (0, {})
    assert cast.scope("student").labels[document.label.id] == version + 1
    with pytest.raises(NotFound):
        cast.store.library.delete(cast(who), cast.scope(who), document.id)


def test_others_delete_nothing(cast: Cast) -> None:
    document = cast.put("steward", "school/internal")
    for who in ("student", "teacher"):
        with pytest.raises(Forbidden):
            cast.store.library.delete(cast(who), cast.scope(who), document.id)
    for who in ("mentor", "acmesteward", "admin"):
        with pytest.raises(NotFound):
            cast.store.library.delete(cast(who), cast.scope(who), document.id)


def test_a_labels_content_version_moves_only_with_what_is_visible_under_it(cast: Cast) -> None:
    document = cast.put("teacher", "school/internal")
    before = cast.scope("teacher")
    other = cast.upload("teacher", "school/internal")
    cast.stage(other)
    cast.store.works.advance(other.id, 1, state="parsing", stage="read")
    cast.put("teacher", "school/restricted")
    assert cast.scope("teacher").labels[document.label.id] == before.labels[document.label.id]
    cast.store.works.show(other.id, 1)
    assert cast.scope("teacher").labels[document.label.id] == before.labels[document.label.id] + 1


def test_a_stored_label_is_found_by_its_id(cast: Cast) -> None:
    document = cast.upload("teacher", "school/internal")
    labels: Labels = cast.store.labels
    assert labels.get(document.label.id) == parse("school/internal")
    with pytest.raises(NotFound):
        labels.get("nothing")
