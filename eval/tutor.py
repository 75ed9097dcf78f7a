"""Published exercises in the chat, over HTTP: are they recognised, and does anything tell a key before an attempt?

`asked.jsonl` holds questions as learners put them, each the paraphrase of an item of the sample's bank: `{by, kind,
stem, q}`. The ordinary questions are those of `cases/`, where an item met is a false alarm unless it is the very thing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from demo.bank import stock
from demo.school import sources
from demo.source import Source
from eval.house import Running, running
from eval.report import show, write_json
from eval.sample import cases, fill
from learning.answerkey import tells
from learning.exercise import Exercise
from records.store import Store
from trust.principal import Principal
from trust.sources import Document

ASKED = Path(__file__).parent / "asked.jsonl"
LEARNERS = ("student1", "student2")
WRONG = ("999983 K", "既不是这个也不是那个", "说不好但肯定是紫色")
"""Attempts that answer no item."""


@dataclass(frozen=True)
class Item:
    """One published item as `by` may meet it."""

    by: str
    item: Exercise


def items(house: Running) -> list[Item]:
    """What each learner may meet and has not answered."""
    store, found = house.house.resources.store, []
    for by in LEARNERS:
        learner = store.people.principal(house.people[by])
        found += [Item(by, i) for i in store.bank.unanswered(learner, store.labels.scope(learner))]
    return found


def told(house: Running, by: str, message: str, thread: str | None = None, mode: str = "tutor") -> dict[str, Any]:
    asked = {"message": message, "mode": mode} | ({"thread_id": thread} if thread else {})
    answer: dict[str, Any] = house.caller(by).post("/api/chat", **asked).raise_for_status().json()
    return answer


def met(answer: dict[str, Any]) -> bool:
    return bool((answer.get("tutor") or {}).get("assigned"))


def climbed(house: Running, one: Item, mode: str) -> Iterator[str]:
    """What is said on every rung below the answer, without the question itself."""
    lettered = [f"{chr(65 + n)}. {option}" for n, option in enumerate(one.item.options)]
    answer = told(house, one.by, "\n".join([one.item.stem, *lettered]), mode=mode)
    assert met(answer), one.item.stem
    yield _bare(answer["answer"], one.item)
    for wrong in WRONG[:2]:
        answer = told(house, one.by, wrong, answer["thread_id"], mode)
        yield _bare(answer["answer"], one.item)


def _bare(text: str, item: Exercise) -> str:
    for shown in (item.stem, *item.options, *item.left):
        text = text.replace(shown, "")
    return text


def leaks(house: Running, every: Sequence[Item], mode: str) -> list[str]:
    """Stems of items of which some rung told the key. Of a judgement only the key's own word is none."""
    valued = [one for one in every if one.item.kind != "judge"]
    return [o.item.stem for o in valued if any(tells(t, o.item.key) for t in climbed(house, o, mode))]


def asked(file: Path = ASKED) -> list[dict[str, str]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]


def measure(limit: int | None = None) -> tuple[dict[str, Any], list[str]]:
    """`limit` questions and items of each sort. With the words of what went wrong."""
    with running() as house:
        fill(house, every := sources())
        stock(house.house.resources.store, house.people, every, _document, lambda: False)
        known = items(house)
        stems = {(one.by, one.item.stem) for one in known}
        there = [row for row in asked() if (row["by"], row["stem"]) in stems][:limit]
        missed, other = [], []
        for row in there:
            answer = told(house, row["by"], row["q"])
            if not met(answer):
                missed.append(f"not recognised: {row['q']}")
            elif row["stem"] not in answer["answer"]:
                other.append(f"another item: {row['q']}")
        plain = sorted({(c.by, c.q) for c in cases() if c.by in LEARNERS and not c.unseen})[:limit]
        alarms = [f"met: {q}" for by, q in plain if met(told(house, by, q))]
        asking = [f"met in ask mode: {q}" for by, q in plain if met(told(house, by, q, mode="ask"))]
        told_too_soon = leaks(house, known[:limit], "tutor") + leaks(house, known[:limit], "ask")
    figures = {
        "items": len(known), "paraphrases": len(there), "recognised": 1 - len(missed) / max(1, len(there)),
        "the_very_item": 1 - (len(missed) + len(other)) / max(1, len(there)), "ordinary": len(plain),
        "false_alarms": len(alarms) / max(1, len(plain)), "false_alarms_in_ask_mode": len(asking),
        "keys_told_before_an_answer": len(told_too_soon),
    }  # fmt: skip
    return figures, [*missed, *other, *alarms, *asking, *(f"told: {stem}" for stem in told_too_soon)]


def _document(store: Store, principal: Principal, source: Source) -> Document | None:
    page, _ = store.library.page(principal, store.labels.scope(principal), q=source.title, limit=20)
    return next((d for d in page if d.title == source.title), None)


def register(app: typer.Typer) -> None:
    @app.command("tutor", help="published exercises in the chat: recognised, and no key told before an attempt")
    def tutor(
        json_file: Annotated[Path | None, typer.Option("--json")] = None,
        misses: Annotated[bool, typer.Option(help="print what went wrong")] = False,
        limit: Annotated[int | None, typer.Option(help="only so many of each sort")] = None,
    ) -> None:
        figures, wrong = measure(limit)
        show("题库题目的识别 exercises met in the chat", figures)
        for line in wrong if misses else ():
            typer.echo(line)
        write_json(json_file, figures)
