"""Artefacts: sealed, labelled like their sources, never overwritten, published by two, stale when a source changes."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from records.artefactrows import Artefact
from records.store import Store
from tests.records.cast import Cast
from trust.errors import Fault, Forbidden, NotFound, Stale
from trust.labels import join, parse, self_label
from trust.sources import Citation, Document

RESULT = {"title": "法兰盘", "tasks": [{"title": "装夹", "steps": ["夹紧"]}]}
OPEN = "acme/internal|course:cnc1"


def keep(cast: Cast, who: str, *sources: Document, title: str = "法兰盘项目") -> Artefact:
    principal, scope = cast(who), cast.scope(who)
    read = [p for d in sources for p in cast.store.library.whole(principal, scope, d.id)]
    cited = [Citation(n, p.id, p.document_id, p.title, p.locator, p.text) for n, p in enumerate(read, 1)]
    label = self_label(principal.home, principal.id) | join(p.label for p in read)
    return cast.store.artefacts.keep(
        principal, scope, tool="decompose_project", title=title, result=RESULT, citations=cited, sources=read,
        label=label, written_by="extract",
    )  # fmt: skip


def get(cast: Cast, who: str, artefact: Artefact, edition: int | None = None) -> Artefact:
    return cast.store.artefacts.get(cast(who), cast.scope(who), artefact.id, edition)


def move(cast: Cast, who: str, artefact: Artefact, state: str) -> Artefact:
    version = get(cast, who, artefact).version
    return cast.store.artefacts.move(cast(who), cast.scope(who), artefact.id, version, state)


def approve(cast: Cast, who: str, artefact: Artefact) -> Artefact:
    version = get(cast, who, artefact).version
    return cast.store.artefacts.approve(cast(who), cast.scope(who), artefact.id, version)


def sees(cast: Cast, who: str, artefact: Artefact) -> bool:
    listed = artefact.id in {a.id for a in cast.store.artefacts.page(cast(who), cast.scope(who))}
    try:
        get(cast, who, artefact)
    except NotFound:
        assert not listed
        return False
    assert listed
    return True


def published(cast: Cast) -> Artefact:
    made = keep(cast, "teacher", cast.put("mentor", OPEN, ["1. 夹紧。", "2. 复测。"]))
    move(cast, "teacher", made, "in_review")
    approve(cast, "mentor", made)
    return move(cast, "teacher", made, "published")


def test_what_was_made_comes_back_as_it_was(cast: Cast) -> None:
    made = keep(cast, "teacher", cast.put("mentor", OPEN, ["1. 夹紧。", "2. 复测。"]))
    found = get(cast, "teacher", made)
    assert (found.title, dict(found.result), found.state, found.version, found.edition) == (
        "法兰盘项目", RESULT, "draft", 1, 1
    )  # fmt: skip
    assert [c.quote for c in found.citations] == ["1. 夹紧。", "2. 复测。"]
    assert not found.stale
    assert not found.edited


def test_the_label_is_at_least_that_of_every_source_in_every_state(cast: Cast) -> None:
    one, two = cast.put("mentor", OPEN), cast.put("teacher", "school/internal")
    made = keep(cast, "teacher", one, two)
    for source in (one, two):
        assert source.label.flows_to(made.label)
    reviewed = move(cast, "teacher", made, "in_review")
    for source in (one, two):
        assert source.label.flows_to(reviewed.label)
    assert str(reviewed.label) == str(parse(OPEN) | parse("school/internal"))


def test_a_draft_is_its_authors_a_published_one_everybodys_who_may_read_it(cast: Cast) -> None:
    made = keep(cast, "teacher", cast.put("mentor", OPEN))
    people = ("teacher", "mentor", "student", "other", "rivalmentor", "admin")
    assert [w for w in people if sees(cast, w, made)] == ["teacher"]
    move(cast, "teacher", made, "in_review")
    assert [w for w in people if sees(cast, w, made)] == ["teacher", "mentor"]
    approve(cast, "mentor", made)
    move(cast, "teacher", made, "published")
    assert [w for w in people if sees(cast, w, made)] == ["teacher", "mentor", "student"]
    move(cast, "teacher", made, "retired")
    assert [w for w in people if sees(cast, w, made)] == ["teacher", "mentor"]


def test_publishing_needs_the_teacher_and_the_enterprises_mentor(cast: Cast) -> None:
    made = keep(cast, "mentor", cast.put("mentor", "acme/public"))
    reviewed = move(cast, "mentor", made, "in_review")
    assert reviewed.approved_by == ("acme",)
    with pytest.raises(Forbidden):
        move(cast, "mentor", made, "published")
    assert move(cast, "teacher", made, "published").state == "published"
    other = keep(cast, "teacher", cast.put("mentor", OPEN))
    move(cast, "teacher", other, "in_review")
    with pytest.raises(Stale, match="acme"):
        move(cast, "teacher", other, "published")
    with pytest.raises(Forbidden):
        approve(cast, "teacher", other)


def test_an_edit_is_a_new_edition_that_needs_a_new_approval(cast: Cast) -> None:
    made = keep(cast, "teacher", cast.put("mentor", OPEN))
    move(cast, "teacher", made, "in_review")
    approved = approve(cast, "mentor", made)
    assert approved.approved_by == ("acme",)
    changed = {**RESULT, "title": "改过"}
    edited = cast.store.artefacts.edit(
        cast("teacher"), cast.scope("teacher"), made.id, approved.version, title=None, result=changed
    )
    assert (edited.edition, edited.state, edited.edited, edited.approved_by) == (2, "draft", True, ())
    assert dict(get(cast, "teacher", made).result) == changed
    assert dict(get(cast, "teacher", made, 1).result) == RESULT
    with pytest.raises(NotFound):
        get(cast, "teacher", made, 3)


def test_an_old_version_changes_nothing(cast: Cast) -> None:
    made = keep(cast, "teacher", cast.put("mentor", OPEN))
    move(cast, "teacher", made, "in_review")
    for change in (
        lambda: cast.store.artefacts.move(cast("teacher"), cast.scope("teacher"), made.id, 1, "draft"),
        lambda: cast.store.artefacts.edit(
            cast("teacher"), cast.scope("teacher"), made.id, 1, title="x", result=None
        ),
        lambda: cast.store.artefacts.approve(cast("mentor"), cast.scope("mentor"), made.id, 1),
    ):
        with pytest.raises(Stale):
            change()
    assert get(cast, "teacher", made).version == 2


def test_of_two_changes_at_once_one_is_told_it_was_late(cast: Cast) -> None:
    made = keep(cast, "teacher", cast.put("mentor", OPEN))
    outcomes: list[str] = []

    def edit(title: str) -> None:
        try:
            cast.store.artefacts.edit(
                cast("teacher"), cast.scope("teacher"), made.id, 1, title=title, result=None
            )
            outcomes.append("done")
        except Fault as fault:
            outcomes.append(type(fault).__name__)

    threads = [threading.Thread(target=edit, args=(f"标题{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["Stale", "Stale", "Stale", "done"]
    assert get(cast, "teacher", made).edition == 2


@pytest.mark.parametrize("state", ["published", "draft"])
def test_states_are_not_skipped(cast: Cast, state: str) -> None:
    made = keep(cast, "teacher", cast.put("teacher", "school/internal"))
    with pytest.raises(Stale):
        move(cast, "teacher", made, state)


def test_only_its_author_edits_it_and_nobody_what_is_published(cast: Cast) -> None:
    made = published(cast)
    version = get(cast, "teacher", made).version
    with pytest.raises(Stale):
        cast.store.artefacts.edit(cast("teacher"), cast.scope("teacher"), made.id, version, title="x", result=None)
    with pytest.raises(Forbidden):
        cast.store.artefacts.edit(cast("mentor"), cast.scope("mentor"), made.id, version, title="x", result=None)
    with pytest.raises(NotFound):
        cast.store.artefacts.edit(cast("other"), cast.scope("other"), made.id, version, title="x", result=None)


def test_a_reviewer_may_send_it_back(cast: Cast) -> None:
    made = keep(cast, "teacher", cast.put("mentor", OPEN))
    move(cast, "teacher", made, "in_review")
    assert move(cast, "mentor", made, "draft").state == "draft"
    assert not sees(cast, "mentor", made)


def replace(cast: Cast, document: Document, *texts: str) -> None:
    newer = cast.upload("mentor", str(document.label), replaces=document.id)
    cast.stage(newer, texts)
    cast.store.works.show(newer.id, newer.generation)


def test_a_replaced_source_makes_it_stale_and_names_what_changed(cast: Cast) -> None:
    source = cast.put("mentor", OPEN, ["1. 夹紧 4.5 MPa。", "2. 复测。"])
    made = keep(cast, "teacher", source)
    replace(cast, source, "1. 夹紧 5.0 MPa。", "2. 复测。")
    found = get(cast, "teacher", made)
    assert found.stale
    assert [(c.quote, c.gone) for c in found.changed] == [("1. 夹紧 4.5 MPa。", False)]
    assert [a.stale for a in cast.store.artefacts.page(cast("teacher"), cast.scope("teacher"))] == [True]


def test_a_deleted_source_makes_it_stale_and_names_every_passage(cast: Cast) -> None:
    source = cast.put("mentor", OPEN, ["1. 夹紧。", "2. 复测。"])
    made = keep(cast, "teacher", source)
    cast.store.library.delete(cast("mentor"), cast.scope("mentor"), source.id)
    cast.store.works.purge(source.id)
    found = get(cast, "teacher", made)
    assert found.stale
    assert [(c.quote, c.gone) for c in found.changed] == [("1. 夹紧。", True), ("2. 复测。", True)]


def test_it_is_hidden_with_a_source_that_was_raised_out_of_reach(cast: Cast) -> None:
    source = cast.put("mentor", OPEN)
    made = keep(cast, "teacher", source)
    steward, scope = cast("acmesteward"), cast.scope("acmesteward")
    cast.store.library.confirm_label(steward, scope, source.id, parse("acme/confidential"), source.version)
    assert not sees(cast, "teacher", made)


def test_a_source_replaced_while_the_tool_worked_is_not_kept(cast: Cast) -> None:
    source = cast.put("mentor", OPEN)
    principal, scope = cast("teacher"), cast.scope("teacher")
    read = cast.store.library.whole(principal, scope, source.id)
    replace(cast, source, "别的文字")
    with pytest.raises(Stale):
        cast.store.artefacts.keep(
            principal, scope, tool="t", title="x", result={}, citations=(), sources=read,
            label=join(p.label for p in read), written_by="extract",
        )  # fmt: skip


def test_its_words_are_sealed_and_go_with_an_owners_key(cast: Cast, store: Store, tmp_path: Path) -> None:
    made = keep(cast, "teacher", cast.put("mentor", OPEN), title="独一无二的标题")
    store.audit.flush()
    held = b"".join(f.read_bytes() for f in tmp_path.rglob("*") if f.is_file())
    assert "独一无二的标题".encode() not in held
    assert "夹紧".encode() not in held
    store.erasing.destroy_owner("acme")
    assert not sees(cast, "teacher", made)


def test_every_change_is_audited_for_each_owner(cast: Cast) -> None:
    made = published(cast)
    entries, _ = cast.store.audit.read(cast("acmesteward"), "acme")
    told = [e for e in entries if e.act.startswith("Artefact")]
    assert [e.act for e in told] == ["ArtefactChanged", "ArtefactApproved", "ArtefactChanged", "ArtefactMade"]
    assert {e.body["artefact"] for e in told} == {made.id}
    assert cast.store.audit.verify() == []


def test_lists_turn_their_pages(cast: Cast) -> None:
    source = cast.put("teacher", "school/internal")
    ids = [keep(cast, "teacher", source, title=f"第{n}个").id for n in range(5)]
    kept, who, scope = cast.store.artefacts, cast("teacher"), cast.scope("teacher")
    first = kept.page(who, scope, limit=2)
    assert [a.id for a in first] == ids[4:1:-1]
    rest = kept.page(who, scope, after=(first[1].made_at, first[1].id), limit=10)
    assert [a.id for a in rest] == ids[2::-1]
    assert kept.page(who, scope, tool="other") == []
