"""The sample's bank: written from its own documents, published by its people with audit, once."""

from __future__ import annotations

from pathlib import Path

from demo.bank import TRADES, stock
from demo.school import accounts, enter_people
from demo.source import Source
from records.store import Store
from tests.records.cast import passage
from trust.labels import parse
from trust.principal import Principal
from trust.sources import Document

LABELS = {"cnc": "yuchuan/internal|course:cnc1", "food": "school/public", "ecom": "school/internal|course:ecom1"}
UPLOADERS = {"cnc": "mentor1", "food": "teacher1", "ecom": "teacher1"}


def text(trade: str) -> str:
    named = enumerate("甲乙丙丁戊")
    rows = "\n".join(f"工序: {trade}{n}号；转速: {300 + 40 * n} r/min；量具: {name}尺" for n, name in named)
    return f"{rows}\n{trade}粗加工时主轴转速取800 r/min，进给量取0.25 mm/r。"


def entered(store: Store, people: dict[str, str]) -> tuple[list[Source], dict[str, Document]]:
    sources, found = [], {}
    for trade, label in LABELS.items():
        owner, by = label.partition("/")[0], UPLOADERS[trade]
        document, _ = store.library.receive(
            store.people.principal(people[by]), owner=owner, library="course", label=parse(label), title=f"{trade}教材",
            filename=f"{trade}.txt", media_type="text/plain", data=trade.encode(),
        )  # fmt: skip
        store.works.propose(document.id, document.generation, None)
        store.works.stage(document.id, document.generation, [passage(document, 0, text(trade))])
        store.works.show(document.id, document.generation)
        source = Source(f"{trade}-01", f"{trade}教材", owner, "course", label, "txt", f"{trade}.txt", by, "")
        sources.append(source)
        found[source.key] = store.works.document(document.id, document.generation)
    return sources, found


def test_each_trade_s_learners_get_published_items_once(sqlite_store: Store, tmp_path: Path) -> None:
    store = sqlite_store
    people = enter_people(store, accounts(tmp_path))
    sources, documents = entered(store, people)

    def find(_: Store, __: Principal, source: Source) -> Document | None:
        return documents[source.key]

    made = stock(store, people, sources, find, lambda: False)
    assert made >= 6
    for trade, learner, _ in TRADES:
        person = store.people.principal(people[learner])
        asked = store.bank.asked(person, store.labels.scope(person))
        assert any(trade in a.asked.stem or trade in "".join(a.tags) for a in asked), trade
    teacher = store.people.principal(people["teacher1"])
    every = store.bank.page(teacher, store.labels.scope(teacher), limit=100)
    assert {b.state for b in every} == {"published"}
    assert len(every) == made
    assert store.audit.verify() == []
    assert stock(store, people, sources, find, lambda: True) == 0
    assert len(store.bank.page(teacher, store.labels.scope(teacher), limit=100)) == made
