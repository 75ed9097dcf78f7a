"""The leak matrix: every reading endpoint × every kind of person × every kind of label, with real ids.

The oracle is the role table and the lattice (`Principal.reads`); what the server answers is compared with it cell by
cell. A cell that gives more than the oracle allows is a leak; one that gives less is a loss. Both must be none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from eval.house import Caller, Running, running
from eval.report import show, write_json
from trust.labels import parse
from trust.roles import Act

LABELS = (
    ("school/public", "teacher1"),
    ("school/internal", "teacher1"),
    ("school/restricted", "teacher1"),
    ("school/confidential", "steward1"),
    ("school/internal+course:cnc1", "teacher1"),
    ("school/internal|course:cnc1", "teacher1"),
    ("school/restricted+course:ecom1", "teacher1"),
    ("yuchuan/public", "mentor1"),
    ("yuchuan/internal", "mentor1"),
    ("yuchuan/internal|course:cnc1", "mentor1"),
    ("yuchuan/restricted", "mentor1"),
    ("yuchuan/confidential", "mentor1"),
    ("hemu/internal|course:food1", "mentor2"),
    ("hemu/confidential", "mentor2"),
)


@dataclass(frozen=True)
class Planted:
    """A document under test: `word` occurs in it and nowhere else. `item`: an exercise of the bank under its label,
    where its uploader brings such in.
    """

    id: str
    passage: str
    label: str
    word: str
    title: str
    item: str | None = None


@dataclass(frozen=True)
class Cell:
    endpoint: str
    username: str
    label: str
    expected: bool
    got: bool

    @property
    def leak(self) -> bool:
        return self.got and not self.expected


def plant(house: Running) -> list[Planted]:
    """One document per label, uploaded by somebody who may, each with a word of its own."""
    planted = []
    for n, (label, uploader) in enumerate(LABELS):
        word = f"zq{n:02d}xv"
        title = f"标本{n:02d}号"
        text = f"{title}的检验代号是{word}，存放在第{n + 1}号柜，由值班人员每周核对一次。"
        owner = label.partition("/")[0]
        answer = house.caller(uploader).upload(text, owner=owner, label=label, name=f"{title}.txt", title=title)
        document = answer.raise_for_status().json()["id"]
        house.caller(uploader).settled(document)
        found = house.caller(uploader).get("/api/search", q=word, k=1).json()["passages"]
        asked = {"kind": "judge", "stem": f"{title}的检验代号是{word}。", "key": ["对"]}
        brought = house.caller(uploader).post("/api/bank/items", items=[asked], label=label)
        item = brought.json()["items"][0]["id"] if brought.status_code == 201 else None
        planted.append(Planted(document, found[0]["id"], label, word, title, item))
    return planted


def _all_documents(caller: Caller) -> set[str]:
    ids: set[str] = set()
    cursor = None
    while True:
        page = caller.get("/api/documents", cursor=cursor).json()
        ids.update(row["id"] for row in page.get("items", []))
        cursor = page.get("next")
        if not cursor:
            return ids


def _holds(answer: Any, p: Planted) -> bool:
    """Whether any of the document's own facts stands in the answer's body (the question repeats `word`)."""
    return p.id in answer.text or p.passage in answer.text or p.title in answer.text


READS: dict[str, Callable[[Caller, Planted], bool]] = {
    "GET /api/documents/{id}": lambda c, p: c.get(f"/api/documents/{p.id}").status_code == 200,
    "GET /api/documents/{id}/file": lambda c, p: c.get(f"/api/documents/{p.id}/file").status_code == 200,
    "GET /api/documents": lambda c, p: p.id in _all_documents(c),
    "GET /api/documents?q=": lambda c, p: _holds(c.get("/api/documents", q=p.title), p),
    "GET /api/documents/{id}/dependants": lambda c, p: c.get(f"/api/documents/{p.id}/dependants").status_code == 200,
    "GET /api/documents/holding": lambda c, p: _holds(c.get("/api/documents/holding", words=p.word), p),
    "GET /api/passages/{id}": lambda c, p: c.get(f"/api/passages/{p.passage}").status_code == 200,
    "GET /api/search": lambda c, p: _holds(c.get("/api/search", q=p.word), p),
    "POST /api/tools/search": lambda c, p: _holds(c.post("/api/tools/search", query=p.word), p),
    "POST /api/chat": lambda c, p: _holds(c.post("/api/chat", message=f"检验代号{p.word}存放在哪里？"), p),
}

KEPT = {
    "/api/documents/{}/versions": Act.UPLOAD, "/api/documents/{}/readers": Act.CONFIRM_LABEL,
}  # fmt: skip
"""What besides reading takes a right at the owner; the uploader has it too."""


def cells(house: Running, planted: list[Planted]) -> Iterator[Cell]:
    """Every cell: what the oracle allows against what the server gave."""
    for username, person in house.people.items():
        caller = house.caller(username)
        principal = house.house.resources.store.people.principal(person)
        for p in planted:
            reads = principal.may(Act.ASK) and principal.reads(parse(p.label))
            for endpoint, read in READS.items():
                yield Cell(endpoint, username, p.label, reads, read(caller, p))
            begun = caller.post("/api/rehearsals", document_id=p.id).status_code != 404
            yield Cell("POST /api/rehearsals", username, p.label, reads and principal.may(Act.PRACTISE), begun)
            owner = p.label.partition("/")[0]
            for endpoint, act in KEPT.items():
                got = caller.get(endpoint.format(p.id)).status_code == 200
                yield Cell(endpoint.format("{id}"), username, p.label, reads and principal.may(act, owner), got)
            if p.item is not None:
                may = principal.may(Act.REVIEW) and principal.reads(parse(p.label))
                got = caller.get(f"/api/bank/items/{p.item}").status_code == 200
                yield Cell("GET /api/bank/items/{id}", username, p.label, may, got)
                listed = _holds(caller.get("/api/bank/items", q=p.word), p)
                yield Cell("GET /api/bank/items", username, p.label, may, listed)
            yield from _writes(caller, p, principal.may(Act.CONFIRM_LABEL, p.label.partition("/")[0]))


def _writes(caller: Caller, p: Planted, steward: bool) -> Iterator[Cell]:
    """Acts that must be refused: a stranger's delete and label confirm. Those allowed are not carried out."""
    if not steward:
        got = caller.post(f"/api/documents/{p.id}/label", label=p.label, version=1).status_code < 400
        yield Cell("POST /api/documents/{id}/label", caller.username, p.label, False, got)
    uploader = dict(LABELS)[p.label]
    if not steward and caller.username != uploader:
        got = caller.client.delete(f"/api/documents/{p.id}").status_code < 400
        yield Cell("DELETE /api/documents/{id}", caller.username, p.label, False, got)


def measure(data: Path | None = None) -> dict[str, Any]:
    """Start a house, plant, ask every cell. Keys: cells, leaks, losses, wrong (the cells that differ)."""
    with running(data) as house:
        found = list(cells(house, plant(house)))
    wrong = [c for c in found if c.got != c.expected]
    leaks = [c for c in wrong if c.leak]
    return {
        "cells": len(found),
        "leaks": len(leaks),
        "losses": len(wrong) - len(leaks),
        "wrong": [asdict(c) for c in wrong],
    }


def register(app: typer.Typer) -> None:
    @app.command("leaks", help="endpoint × role × label with real ids; the role table is the oracle")
    def leaks(json_file: Annotated[Path | None, typer.Option("--json")] = None) -> None:
        result = measure()
        show("泄露矩阵 leak matrix", {k: v for k, v in result.items() if k != "wrong"})
        for row in result["wrong"]:
            typer.echo(row)
        write_json(json_file, result)
        raise typer.Exit(1 if result["leaks"] or result["losses"] else 0)
