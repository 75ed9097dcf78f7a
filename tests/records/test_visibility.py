"""The laws of visibility: what a person's queries return is what the label lattice says, and nothing hidden shows.

`principal.reads` is the oracle; the queries under test know only label ids.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.records.cast import Cast
from trust.errors import Leak, NotFound
from trust.guard import admit
from trust.labels import parse
from trust.sources import Document

FULL = os.environ.get("SHUANGYUAN_COUNTS") == "full"
ASKERS = ("student", "other", "teacher", "mentor", "staff", "rivalmentor", "steward", "acmesteward", "admin")
UPLOADS = (
    ("steward", "school/public"),
    ("steward", "school/internal"),
    ("steward", "school/restricted"),
    ("steward", "school/confidential"),
    ("steward", "school/internal+course:cnc1"),
    ("steward", "school/restricted|course:cnc1"),
    ("steward", "school/internal+project:shaft"),
    ("mentor", "acme/public"),
    ("mentor", "acme/internal"),
    ("mentor", "acme/restricted|course:cnc1"),
    ("mentor", "acme/confidential"),
    ("rivalmentor", "rival/confidential"),
)


def look(cast: Cast, who: str, ids: list[str], passages: list[str]) -> dict[str, Any]:
    """Everything `who` can see of these documents, and of the library as a whole."""
    principal, scope, store = cast(who), cast.scope(who), cast.store

    def or_none(ask: Callable[[], Any]) -> Any:
        try:
            return ask()
        except NotFound:
            return None

    return {
        "page": store.library.page(principal, scope),
        "by title": store.library.page(principal, scope, q="标题"),
        "documents": [or_none(lambda i=i: store.library.document(principal, scope, i)) for i in ids],
        "originals": [or_none(lambda i=i: store.library.original(principal, scope, i)) for i in ids],
        "passages": store.library.passages(principal, scope, passages),
        "neighbours": [store.library.neighbours(principal, scope, i, 0, 3) for i in ids],
        "terms": store.terms.frequencies(scope, [ord(c) for c in "文字甲乙丙隐"]),
        "scope": scope.key,
    }


def test_each_person_sees_exactly_what_their_atoms_read(cast: Cast) -> None:
    documents = [cast.put(who, label, ("文字甲", "乙")) for who, label in UPLOADS]
    passages = [f"{d.id}-1-{n}" for d in documents for n in (1, 0)]
    for who in ASKERS:
        principal, scope = cast(who), cast.scope(who)
        readable = [d for d in documents if principal.reads(d.label)] if who != "admin" else []
        seen = look(cast, who, [d.id for d in documents], passages)
        assert {d.id for d in seen["page"][0]} == {d.id for d in readable}
        assert [d is not None for d in seen["documents"]] == [d in readable for d in documents]
        assert [d is not None for d in seen["originals"]] == [d in readable for d in documents]
        assert [p.id for p in seen["passages"]] == [i for d in readable for i in (f"{d.id}-1-1", f"{d.id}-1-0")]
        assert [len(n) for n in seen["neighbours"]] == [2 if d in readable else 0 for d in documents]
        assert seen["terms"] == (2 * len(readable), {ord(c): len(readable) for c in "文字甲乙" if readable})
        assert scope.ids == {d.label.id for d in readable}
        assert admit(principal, scope, seen["passages"]) == seen["passages"]


def test_a_course_opened_and_closed_again_shows_and_hides_without_touching_the_documents(cast: Cast) -> None:
    opened = cast.put("mentor", "acme/restricted|course:cnc1")
    for enrolled in (False, True, False):
        if enrolled:
            cast.store.people.enrol(cast.ids["other"], "cnc1", "learner")
        elif "course:cnc1" in cast("other").atoms:
            cast.store.people.unenrol(cast.ids["other"], "cnc1")
        assert (opened.label.id in cast.scope("other").ids) is enrolled
        found, _ = cast.store.library.page(cast("other"), cast.scope("other"))
        assert [d.id for d in found] == ([opened.id] if enrolled else [])


def test_a_scope_serves_only_its_own_person(cast: Cast) -> None:
    document = cast.put("steward", "school/confidential")
    stolen, student = cast.scope("steward"), cast("student")
    for act in (
        lambda: cast.store.library.page(student, stolen),
        lambda: cast.store.library.document(student, stolen, document.id),
        lambda: cast.store.library.original(student, stolen, document.id),
        lambda: cast.store.library.passages(student, stolen, [f"{document.id}-1-0"]),
        lambda: cast.store.library.neighbours(student, stolen, document.id, 0, 1),
        lambda: cast.store.library.delete(student, stolen, document.id),
        lambda: cast.store.library.confirm_label(student, stolen, document.id, parse("school/public"), 1),
    ):
        with pytest.raises(Leak):
            act()


def test_an_empty_scope_is_nothing(cast: Cast) -> None:
    document = cast.put("steward", "school/public")
    nothing = replace(cast.scope("student"), labels={})
    assert cast.store.library.page(cast("student"), nothing) == ([], None)
    assert cast.store.library.passages(cast("student"), nothing, [f"{document.id}-1-0"]) == ()
    assert cast.store.terms.frequencies(nothing, [ord("文")]) == (0, {})


def test_personal_labels_are_in_the_scope_of_those_who_may_read_them_only(cast: Cast) -> None:
    about = cast.upload("teacher", f"school/self:{cast.ids['student']}")
    holders = {who for who in ASKERS if about.label.id in cast.scope(who).ids}
    assert holders == {"student", "teacher"}


def test_a_thousand_labels_are_one_parameter(cast: Cast) -> None:
    document = cast.put("steward", "school/public")
    scope = cast.scope("student")
    wide = replace(scope, labels={**scope.labels, **{f"{n:024d}": 0 for n in range(5000)}})
    found, _ = cast.store.library.page(cast("student"), wide)
    assert [d.id for d in found] == [document.id]
    assert cast.store.terms.frequencies(wide, [ord("文")]) == (1, {ord("文"): 1})


HIDDEN = ("upload", "stage", "show", "replace", "propose", "confirm", "fail", "delete", "purge", "talk")


def act_hidden(cast: Cast, act: str, made: list[Document]) -> None:
    """One act of the rival or of the school's steward that a student may not notice."""
    works = cast.store.works
    if act == "upload" or not made:
        made.append(cast.upload("rivalmentor", "rival/internal", title="标题隐"))
        return
    document = made[-1]
    if act in ("stage", "show"):
        cast.stage(document, ("文字隐", "甲隐"))
    if act == "show":
        works.show(document.id, document.generation)
    elif act == "replace":
        made.append(cast.upload("rivalmentor", "rival/confidential", replaces=document.id))
    elif act == "propose":
        works.propose(document.id, document.generation, parse("rival/confidential"))
    elif act == "fail":
        works.advance(document.id, document.generation, state="failed", error="隐")
    elif act == "confirm":
        cast.put("steward", "school/confidential", ("文字隐",))
    elif act in ("delete", "purge"):
        cast.store.library.delete(cast("rivalmentor"), cast.scope("rivalmentor"), document.id)
        if act == "purge":
            works.purge(document.id)
        made[:] = [d for d in made if d.id != document.id]
    elif act == "talk":
        cast.store.threads.create(cast("rivalmentor"))


@pytest.fixture
def seen(cast: Cast) -> list[Document]:
    return [cast.put("teacher", "school/internal", ("文字甲", "乙")), cast.put("steward", "school/public", ("丙",))]


@pytest.mark.laws
@settings(max_examples=200 if FULL else 12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.sampled_from(HIDDEN), min_size=1, max_size=8))
def test_nothing_hidden_changes_what_is_seen(acts: list[str], cast: Cast, seen: list[Document]) -> None:
    ids, passages = [d.id for d in seen], [f"{d.id}-1-{n}" for d in seen for n in (0, 1)]
    before = look(cast, "student", ids, passages)
    made: list[Document] = []
    for act in acts:
        act_hidden(cast, act, made)
        assert look(cast, "student", ids, passages) == before


def test_a_stricter_version_in_preparation_does_not_show_to_those_who_read_the_old_one(cast: Cast) -> None:
    document = cast.put("teacher", "school/internal")
    before = look(cast, "student", [document.id], [f"{document.id}-1-0"])
    newer = cast.upload("teacher", "school/restricted", title="新标题", replaces=document.id)
    cast.store.works.advance(newer.id, newer.generation, state="parsing", stage="read", progress=0.5)
    cast.stage(newer, ("隐",))
    assert look(cast, "student", [document.id], [f"{document.id}-1-0"]) == before
    seen = cast.store.library.document(cast("teacher"), cast.scope("teacher"), document.id)
    assert (seen.title, seen.state, seen.generation) == ("新标题", "parsing", 2)
    assert cast.store.works.show(newer.id, newer.generation) == 1
    with pytest.raises(NotFound):
        cast.store.library.document(cast("student"), cast.scope("student"), document.id)
