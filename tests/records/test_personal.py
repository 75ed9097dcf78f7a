"""What is kept about oneself: all of it to take away, nobody else's, put right, and gone when asked for."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from records.__main__ import build
from records.attempts import ITEM, Given
from records.store import Store
from tests.prepared import CHEAP
from tests.records.cast import Cast, enter
from trust.errors import BadInput, Forbidden, Leak, NotFound, Stale
from trust.labels import parse, self_label
from trust.settings import Settings
from trust.sources import Answer


def lived(cast: Cast, who: str, words: str) -> None:
    """A conversation, an answer, a token."""
    person = cast(who)
    thread = cast.store.threads.create(person)
    answer = Answer(f"{words}答", (), self_label("school", person.id), True)
    cast.store.threads.append(person, thread, f"{words}问", answer)
    given = Given(ITEM, "item1", parse("school/public"), (f"{words}作答",), True, 1.0, 1.0, ("轴的车削",))
    cast.store.attempts.keep(person, cast.scope(who), None, given)
    cast.store.accounts.make_token(person, f"{words}令牌", 3)


def test_all_of_ones_own_is_there_and_nothing_of_others(cast: Cast) -> None:
    for who in ("student", "other"):
        lived(cast, who, f"{who}的")
    document = cast.put("teacher", "school/public", title="教师的文档")
    told = cast.store.personal.export(cast("student"), cast.scope("student"))
    whole = json.dumps(told, ensure_ascii=False)
    for kept in ("student的名字", "student的问", "student的答", "student的作答", "student的令牌", "轴的车削", "cnc1"):
        assert kept in whole
    for foreign in ("other", cast.ids["other"], cast.ids["teacher"], "教师的文档", document.id, "argon2id$"):
        assert foreign not in whole
    assert {"SignedIn", "TokenMade"} & {act["act"] for act in told["acts"]}
    teachers = cast.store.personal.export(cast("teacher"), cast.scope("teacher"))
    assert [u["title"] for u in teachers["uploads"]] == ["教师的文档"]
    with pytest.raises(Leak):
        cast.store.personal.export(cast("student"), cast.scope("other"))


def test_what_is_withheld_from_oneself_today_is_withheld_here(cast: Cast) -> None:
    document = cast.put("mentor", "acme/internal|course:cnc1", ("机密参数",))
    student = cast("student")
    thread = cast.store.threads.create(student)
    answer = Answer("机密参数", (), parse("acme/internal|course:cnc1"), False, read=(document.id,))
    cast.store.threads.append(student, thread, "多少？", answer)
    cast.store.people.unenrol(cast.ids["student"], "cnc1")
    told = cast.store.personal.export(cast("student"), cast.scope("student"))
    assert "机密参数" not in json.dumps(told, ensure_ascii=False)
    assert [t["withheld"] for c in told["conversations"] for t in c["turns"]] == [True]


def test_a_name_is_put_right_by_an_administrator_alone(cast: Cast) -> None:
    student = cast.ids["student"]
    cast.store.people.rename(student, " 李晓 ", cast("admin"))
    assert cast("student").name == "李晓"
    with pytest.raises(Forbidden):
        cast.store.people.rename(student, "别人", cast("teacher"))
    with pytest.raises(BadInput):
        cast.store.people.rename(student, " ", cast("admin"))
    with pytest.raises(NotFound):
        cast.store.people.rename("nobody", "无", cast("admin"))
    assert cast.store.audit.verify() == []


def test_who_asks_to_be_erased_is_listed_until_it_is_done_and_the_audit_keeps_ids_alone(cast: Cast) -> None:
    lived(cast, "student", "学生的")
    student = cast("student")
    cast.store.erasures.ask(student, cast.scope("student"), None, "毕业了")
    with pytest.raises(Stale):
        cast.store.erasures.ask(student, cast.scope("student"), None, "再问一次")
    assert cast.store.personal.asking() == ["student"]
    assert "ErasureAsked" in [e.act for e in cast.store.audit.read(cast("steward"), "school")[0]]
    cast.store.erasing.destroy_person(student.id)
    assert cast.store.personal.asking() == []
    with pytest.raises(NotFound):
        cast.store.personal.export(student, cast.store.labels.scope(student))
    kept = [e.body for e in cast.store.audit.read(cast("admin"), "system")[0]]
    assert any(student.id in json.dumps(body) for body in kept)
    assert "student的名字" not in json.dumps(kept, ensure_ascii=False)
    assert cast.store.audit.verify() == []


def test_the_commands_put_a_name_right_and_list_who_asked(tmp_path: object) -> None:
    store = Store.open(Settings(data=tmp_path), passwords=CHEAP)  # type: ignore[arg-type]
    cast = enter(store)
    store.erasures.ask(cast("student"), cast.scope("student"), None, "")
    line = ["--data", str(tmp_path)]
    assert CliRunner().invoke(build(), ["erasure-requests", *line]).output == "student\n"
    assert CliRunner().invoke(build(), ["people", "rename", "student", "李晓", *line]).exit_code == 0
    assert cast("student").name == "李晓"
    store.close()
