"""Scoring and publishing, killed at any statement: what callers were told holds, nothing is half there, all replays."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import Counter
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from sqlalchemy import event, select

from records.schema import grades, judgements
from records.store import Store
from tests.prepared import CHEAP
from tests.records.cast import Cast
from tests.records.graded import Graded, agreed, graded
from trust.settings import Settings

STEPS = (("teacher", "skill", 80), ("teacher2", "skill", 86), ("mentor", "skill", 90), ("mentor", "safety", 85))


def child(data: Path, ids: dict[str, str], scheme: str, fuse: int, tell: Connection) -> None:
    """Scores and publishes `student`; dies before the `fuse`-th statement. Tells each step once it was answered."""
    store = Store.open(Settings(data=data), passwords=CHEAP)
    cast = Cast(store, ids)
    house = Graded(cast, store.schemes.get(cast("teacher"), scheme))
    left = fuse

    def burn(*_: object) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(store.database.engine, "before_cursor_execute", burn)
    for who, criterion, points in STEPS:
        house.score(who, criterion, points)
        tell.send((who, criterion))
    tell.send(house.publish().id)
    store.close()


@pytest.mark.slow
def test_a_kill_at_any_statement_loses_nothing_that_was_answered(tmp_path: Path) -> None:
    fork = multiprocessing.get_context("spawn")
    outcomes: Counter[str] = Counter()
    for fuse in range(4, 1000, 17):
        data = tmp_path / str(fuse)
        with_class(data)
        store = Store.open(Settings(data=data), passwords=CHEAP)
        ids, scheme = names(store)
        store.close()
        ours, theirs = fork.Pipe(duplex=False)
        process = fork.Process(target=child, args=(data, ids, scheme, fuse, theirs))
        process.start()
        theirs.close()
        told = []
        try:
            while True:
                told.append(ours.recv())
        except EOFError:
            process.join()
        outcomes["killed" if process.exitcode == -signal.SIGKILL else "whole"] += 1
        assert process.exitcode in (0, -signal.SIGKILL)
        holds(data, ids, told)
        if outcomes["whole"]:
            break
    assert outcomes["killed"] >= 8
    assert outcomes["whole"] == 1


def with_class(data: Path) -> None:
    store = Store.open(Settings(data=data), passwords=CHEAP)
    agreed(graded(store).cast)
    store.close()


def names(store: Store) -> tuple[dict[str, str], str]:
    usernames = ("student", "teacher", "teacher2", "mentor")
    ids = {name: store.people.find(name) or "" for name in usernames}
    return ids, store.schemes.page(store.people.principal(ids["teacher"]))[0].id


def holds(data: Path, ids: dict[str, str], told: list[object]) -> None:
    store = Store.open(Settings(data=data), passwords=CHEAP)
    by_id = {person: name for name, person in ids.items()}
    with store.database.read() as conn:
        there = {(by_id[r.rater], r.criterion) for r in conn.execute(select(judgements))}
        published = set(conn.execute(select(grades.c.id)).scalars())
    answered = {step for step in told if isinstance(step, tuple)}
    assert answered <= there <= {(who, criterion) for who, criterion, _ in STEPS}
    assert {step for step in told if isinstance(step, str)} <= published
    assert [found.wrong for found in store.replaying.every()] == [()] * len(published)
    assert store.audit.verify() == []
    store.close()
