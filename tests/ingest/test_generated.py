"""A published artefact's words enter and leave the library whole, whenever the process is killed between the steps."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ingest.confine import Confine
from ingest.repair import rebuild, reconcile
from knowledge.engines import open_index
from knowledge.generations import Generation
from records.artefactrows import Artefact
from records.generated import Rendition
from tests.ingest.house import House, opened, settings_in
from trust.labels import join
from trust.roles import Role
from trust.sources import Citation, Document

WORDS = Rendition("training", "铣面（项目工单，系统生成）",
"【生成内容】\n\n# 任务 1 铣面\n\n第 1 步：装夹后复测端面跳动。\n")


@pytest.fixture
def house(tmp_path: Path, readers: Confine) -> Iterator[House]:
    with opened(settings_in(tmp_path), readers) as house:
        person, _ = house.store.people.add_person("t", "t", "school", "passwords-are-long")
        house.store.people.add_membership(person, "school", Role.TEACHER)
        house.store.people.grant(person, "acme", 1)
        yield house


def published(house: House) -> tuple[Document, Artefact]:
    """The source and the artefact, published in SQL: nothing else has been done yet."""
    store, found = house.store, house.store.people.find("t")
    assert found is not None
    teacher = store.people.principal(found)
    source = house.put(house.mentor, "铣面.txt", "1. 装夹后复测端面跳动。".encode(), "acme/internal")
    scope = store.labels.scope(teacher)
    read = store.library.whole(teacher, scope, source.id)
    cited = [Citation(n, p.id, p.document_id, p.title, p.locator, p.text) for n, p in enumerate(read, 1)]
    made = store.artefacts.keep(
        teacher, scope, tool="decompose_project", title="铣面", result={}, citations=cited, sources=read,
        label=join(p.label for p in read), written_by="extract",
    )  # fmt: skip
    made = store.artefacts.move(teacher, store.labels.scope(teacher), made.id, made.version, "in_review")
    made = store.artefacts.approve(house.mentor, house.scope(house.mentor), made.id, made.version)
    return source, store.artefacts.move(teacher, scope, made.id, made.version, "published", WORDS)


def start(house: House) -> None:
    """What a process does first: settle what is quick, then process what waits."""
    for due in house.pipeline.settle():
        house.pipeline.process(due.document_id, due.generation)


def shown(house: House, artefact: Artefact) -> bool:
    assert artefact.document_id is not None
    texts = house.texts(house.mentor, artefact.document_id)
    label = house.store.works.document(artefact.document_id, 1).label if texts else None
    held = {at for at, document, _ in house.indexed().values() if document == artefact.document_id}
    assert held == ({label.id} if label else set())
    return bool(texts)


def test_killed_before_its_job_was_enqueued_it_enters_at_the_next_start(house: House) -> None:
    _, made = published(house)
    assert not shown(house, made)
    start(house)
    assert shown(house, made)
    assert reconcile(house.store, Generation(house.index)).anything is False


def test_killed_after_its_source_was_deleted_it_leaves_at_the_next_start(house: House) -> None:
    source, made = published(house)
    start(house)
    house.store.library.delete(house.mentor, house.scope(house.mentor), source.id)
    assert house.texts(house.mentor, made.document_id or "") == []
    start(house)
    assert not shown(house, made)


def test_a_source_replaced_takes_it_away_in_the_same_commit(house: House) -> None:
    source, made = published(house)
    start(house)
    house.put(house.mentor, "铣面.txt", "1. 装夹后复测径向跳动。".encode(), "acme/internal", replaces=source.id)
    assert not shown(house, made)


def test_a_rebuilt_index_knows_what_was_generated(house: House, tmp_path: Path) -> None:
    _, made = published(house)
    start(house)
    settings = settings_in(tmp_path / "other")
    with closing(open_index(settings)) as index:
        rebuild(house.store, Generation(index))
        scope = house.scope(house.mentor)
        terms = {t: 1.0 for one in house.store.works.indexed() for t in one.terms}
        every = {h.id for h in index.lexical(terms, scope.ids, None, 50)}
        brought = {h.id for h in index.lexical(terms, scope.ids, None, 50, made=False)}
    ours = {p.id for p in house.store.library.whole(house.mentor, scope, made.document_id or "")}
    assert ours
    assert every - brought == ours


def test_destroying_an_owners_key_takes_what_rests_on_their_documents(house: House) -> None:
    _, made = published(house)
    start(house)
    house.store.erasing.destroy_owner("acme")
    start(house)
    assert {d for _, d, _ in house.indexed().values()} == set()
    assert made.document_id
