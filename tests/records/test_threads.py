"""Conversations: one's own only, sealed, their label floating up, withheld when a source may no longer be read."""

from __future__ import annotations

import pytest

from tests.records.cast import Cast
from tests.records.conftest import Clock
from trust.errors import NotFound
from trust.labels import Label, parse, self_label
from trust.sources import Answer, Citation, Document, Locator


def say(cast: Cast, who: str, thread: str, asked: str, *sources: Document, label: Label | None = None) -> Answer:
    principal = cast(who)
    joined = label or self_label(principal.home, principal.id)
    for source in sources:
        joined |= source.label
    at = Locator(page=3, heading="一 › 二")
    cited = tuple(Citation(n, f"{d.id}-1-0", d.id, "标题", at, "文字") for n, d in enumerate(sources, 1))
    answer = Answer("答案 [1]", cited, joined, not sources, "extract", ("search",))
    cast.store.threads.append(principal, thread, asked, answer, {"subject": "轴"})
    return answer


def test_what_was_said_comes_back_as_it_was(cast: Cast) -> None:
    document = cast.put("teacher", "school/internal")
    thread = cast.store.threads.create(cast("student"))
    answer = say(cast, "student", thread, "主轴转速是多少？", document)
    found = cast.store.threads.get(cast("student"), thread)
    (said,) = found.turns
    assert (said.asked, said.answer, said.withheld, said.trace) == (
        "主轴转速是多少？",
        answer,
        False,
        {"subject": "轴"},
    )
    assert found.title == "主轴转速是多少？"
    assert said.at.utcoffset() is not None


def test_a_threads_label_floats_up_and_never_down(cast: Cast) -> None:
    threads, mentor = cast.store.threads, cast("mentor")
    thread = threads.create(mentor)
    floor = self_label("acme", mentor.id)
    assert threads.get(mentor, thread).label == floor
    say(cast, "mentor", thread, "一", cast.put("mentor", "acme/restricted"))
    say(cast, "mentor", thread, "二", cast.put("mentor", "acme/public"))
    assert threads.get(mentor, thread).label == floor | parse("acme/restricted")


def test_threads_are_listed_latest_first_and_only_ones_own(cast: Cast, clock: Clock) -> None:
    threads, student = cast.store.threads, cast("student")
    first, second = threads.create(student), threads.create(student)
    threads.create(cast("other"))
    clock.forward(minutes=1)
    say(cast, "student", first, "很长的问题" * 20)
    assert [t.id for t in threads.list(student)] == [first, second]
    assert [t.title for t in threads.list(student)] == [("很长的问题" * 20)[:40], None]


def test_somebody_elses_thread_is_not_there(cast: Cast) -> None:
    threads = cast.store.threads
    thread = threads.create(cast("student"))
    say(cast, "student", thread, "问")
    for who in ("other", "teacher", "steward", "admin"):
        for act in (threads.get, threads.delete):
            with pytest.raises(NotFound):
                act(cast(who), thread)
        with pytest.raises(NotFound):
            say(cast, who, thread, "插话")
    assert len(threads.get(cast("student"), thread).turns) == 1


def test_a_deleted_thread_is_gone_with_its_turns(cast: Cast) -> None:
    threads, student = cast.store.threads, cast("student")
    thread = threads.create(student)
    say(cast, "student", thread, "问")
    threads.delete(student, thread)
    assert list(threads.list(student)) == []
    with cast.store.database.read() as conn:
        assert conn.exec_driver_sql("SELECT count(*) FROM turns").scalar() == 0


def withheld(cast: Cast, thread: str) -> list[bool]:
    return [said.withheld for said in cast.store.threads.get(cast("staff"), thread).turns]


def test_a_turn_is_withheld_while_a_grant_is_gone(cast: Cast) -> None:
    document = cast.put("teacher", "school/internal")
    cast.store.people.grant(cast.ids["staff"], "school", 1)
    thread = cast.store.threads.create(cast("staff"))
    say(cast, "staff", thread, "机密的问题", document)
    say(cast, "staff", thread, "闲话")
    cast.store.people.revoke(cast.ids["staff"], "school")
    assert withheld(cast, thread) == [True, False]
    found = cast.store.threads.get(cast("staff"), thread)
    assert (found.title, found.turns[0].asked, found.turns[0].answer, found.turns[0].trace) == (None, "", None, {})
    assert cast.store.threads.list(cast("staff"))[0].title is None
    cast.store.people.grant(cast.ids["staff"], "school", 1)
    assert withheld(cast, thread) == [False, False]


def test_a_turn_is_withheld_once_its_source_is_raised_deleted_or_hidden(cast: Cast) -> None:
    raised, deleted, hidden, kept = [cast.put("mentor", "acme/internal") for _ in range(4)]
    thread = cast.store.threads.create(cast("staff"))
    for document in (raised, deleted, hidden, kept):
        say(cast, "staff", thread, "问", document)
    cast.store.works.propose(raised.id, 1, parse("acme/restricted"))
    cast.store.library.delete(cast("mentor"), cast.scope("mentor"), deleted.id)
    cast.store.works.hide(hidden.id)
    assert withheld(cast, thread) == [True, True, True, False]


def test_a_question_is_audited_with_its_sources_and_without_its_words(cast: Cast) -> None:
    document = cast.put("mentor", "acme/public")
    thread = cast.store.threads.create(cast("student"))
    say(cast, "student", thread, "机密的问题", document)
    for owner, steward, documents in (("school", "steward", []), ("acme", "acmesteward", [document.id])):
        entries, _ = cast.store.audit.read(cast(steward), owner)
        assert (entries[0].act, entries[0].body["documents"]) == ("Asked", documents)
        assert "机密" not in repr(entries)
