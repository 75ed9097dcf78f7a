"""A house on one data folder, killed again and again: `python -m tests.ingest.kills DATA SEED KILLS [DATABASE_URL]`.

Each round forks a child that starts as a server does, looks whether all that callers were told before holds, and then
uploads, replaces, relabels, deletes and chats, in an order drawn from the seed. A fuse burns at every SQL statement, or
commit, or index write, or rename and unlink: where it ends the child sends itself SIGKILL. What callers were told goes
through a pipe. Prints one line of JSON: kills by the kind of point, and what was found wrong. Not a test.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import event

from ingest.repair import reconcile
from tests.fakes import PlainReader
from tests.ingest.house import House, opened
from trust.labels import parse, self_label
from trust.settings import Settings
from trust.sources import Answer

LEVELS = ("acme/internal", "acme/restricted", "acme/confidential")
PARTS = 3
FUSES = {"statement": 300, "commit": 60, "index": 20, "file": 12}
"""How many points of a kind are passed at most before the end."""


@dataclass
class Fuse:
    """Burns by one at each point; at the end of it the process is gone."""

    kind: str
    left: int
    tell: Callable[..., None]

    def burn(self, kind: str, point: str) -> None:
        self.left -= kind == self.kind
        if self.left == 0:
            self.tell("killed", point)
            os.kill(os.getpid(), signal.SIGKILL)

    def lay(self, house: House) -> None:
        engine = house.store.database.engine
        event.listen(engine, "before_cursor_execute", lambda *_: self.burn("statement", "statement"))
        event.listen(engine, "commit", lambda *_: self.burn("commit", "before commit"))
        event.listen(engine, "checkin", lambda *_: self.burn("commit", "after commit"))
        for name in ("put", "relabel", "drop"):
            self._around(house.index, name)
        sys.addaudithook(lambda name, _: self.burn("file", name) if name in ("os.rename", "os.remove") else None)

    def _around(self, index: Any, name: str) -> None:
        act = getattr(index, name)

        def burning(*given: Any, **named: Any) -> None:
            self.burn("index", f"before {name}")
            act(*given, **named)
            self.burn("index", f"after {name}")

        setattr(index, name, burning)


@dataclass
class Expected:
    """What callers were told. `begun` may or may not have happened; it is known after the look."""

    text: dict[str, str] = field(default_factory=dict)
    label: dict[str, str] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    turns: list[str] = field(default_factory=list)
    begun: tuple[str, ...] = ()

    def hear(self, what: str, *of: str) -> None:
        if what == "begin":
            self.begun = of
        elif what == "uploaded":
            self.text[of[0]], self.label[of[0]] = of[1], of[2]
        elif what == "relabelled":
            self.label[of[0]] = of[1]
        elif what == "deleted":
            self.gone.add(of[0])
        elif what == "said":
            self.turns.append(of[0])
        if what not in ("begin", "killed"):
            self.begun = ()


def version(name: str) -> str:
    """Text that makes several passages, each of which says whose it is."""
    return "\n".join(f"{name} 第 {n} 段。" + f"主轴转速与进给量按工艺卡第 {n} 行取。" * 20 for n in range(PARTS))


Tell = Callable[..., None]


def act(house: House, rng: random.Random, known: Expected, tell: Tell) -> None:
    """One thing somebody does; told before and after."""
    live = sorted(known.text.keys() - known.gone)
    name = f"{rng.getrandbits(60):015x}"
    if len(live) < 4:
        upload(house, tell, name, rng.choice(LEVELS))
        return
    chosen = rng.choice(live)
    label = known.label[chosen]
    rng.choice(
        [
            lambda: upload(house, tell, name, rng.choice(LEVELS)),
            lambda: replace(house, tell, name, chosen, label),
            lambda: relabel(house, tell, chosen, LEVELS[min(LEVELS.index(label) + 1, 2)]),
            lambda: delete(house, tell, chosen),
            lambda: chat(house, tell, name),
        ]
    )()


def upload(house: House, tell: Tell, name: str, label: str) -> None:
    tell("begin", "upload", name)
    document = house.put(house.mentor, f"{name}.txt", version(name).encode(), label)
    tell("uploaded", document.id, name, label)


def replace(house: House, tell: Tell, name: str, chosen: str, label: str) -> None:
    tell("begin", "replace", chosen, name)
    house.put(house.mentor, f"{name}.txt", version(name).encode(), label, replaces=chosen)
    tell("uploaded", chosen, name, label)


def relabel(house: House, tell: Tell, chosen: str, stricter: str) -> None:
    tell("begin", "relabel", chosen, stricter)
    steward, scope = house.steward, house.scope(house.steward)
    now = house.store.library.document(steward, scope, chosen)
    house.store.library.confirm_label(steward, scope, chosen, parse(stricter), now.version)
    house.pipeline.relabel(chosen)
    tell("relabelled", chosen, stricter)


def delete(house: House, tell: Tell, chosen: str) -> None:
    tell("begin", "delete", chosen)
    house.store.library.delete(house.steward, house.scope(house.steward), chosen)
    tell("deleted", chosen)
    house.pipeline.withdraw(chosen)
    house.pipeline.remove(chosen)


def chat(house: House, tell: Tell, name: str) -> None:
    tell("begin", "chat", name)
    thread = house.store.threads.create(house.mentor)
    answer = Answer(name * 50, (), self_label("acme", house.mentor.id), False)
    house.store.threads.append(house.mentor, thread, name, answer)
    tell("said", name)


def look(house: House, known: Expected) -> Iterator[str]:
    """What is wrong, right after the kill and once a server has started on it."""
    yield from whole(house, known)
    for due in house.pipeline.settle():
        house.pipeline.process(due.document_id, due.generation)
    yield from whole(house, known)
    if house.store.works.pending():
        yield "left undone"
    if reconcile(house.store, house.generations.now).anything:
        yield "index is not SQL"
    if house.store.audit.verify():
        yield "audit broken"
    if house.store.works.sweep(timedelta(0)) > 1:
        yield "stray files"  # one may have been written by the upload that was killed
    visible = [d.id for d in documents(house)]
    counted, _ = house.store.terms.frequencies(house.scope(house.steward), [])
    if counted != sum(len(house.texts(house.steward, i)) for i in visible):
        yield "counts differ"
    for missing in (known.text.keys() - known.gone) - set(visible) - set(known.begun[1:2]):
        yield f"lost {missing}"


def documents(house: House) -> list[Any]:
    found, cursor = [], None
    while True:
        page, cursor = house.store.library.page(house.steward, house.scope(house.steward), cursor=cursor)
        found += page
        if cursor is None:
            return found


def whole(house: House, known: Expected) -> Iterator[str]:
    """No document partly visible, none under a lower label, none double; conversations whole."""
    names: Counter[str] = Counter()
    begun = (*known.begun, "", "", "")
    for one in documents(house):
        texts = house.texts(house.steward, one.id)
        shown = {t[:15] for t in texts}
        if one.id in known.gone:
            yield f"deleted and visible {one.id}"
        if texts and (len(shown) > 1 or len(texts) != PARTS):
            yield f"partly visible {one.id}: {len(texts)} passages of {len(shown)} versions"
        names.update(shown)
        wanted = {known.text.get(one.id, begun[1])} | ({begun[2]} if begun[1] == one.id else set())
        if texts and not shown <= wanted:
            yield f"another text {one.id}"
        if texts and one.id in known.label and not parse(known.label[one.id]).flows_to(one.label):
            yield f"lower label {one.id}"
        house.store.library.original(house.steward, house.scope(house.steward), one.id)
    yield from (f"double {name}" for name, n in names.items() if n > 1)
    mine = house.store.threads.list(house.mentor, 1000)
    said = [t for thread in mine for t in house.store.threads.get(house.mentor, thread.id).turns]
    kept = [t.asked for t in said if t.answer is not None and t.answer.text == t.asked * 50]
    if len(kept) != len(said) or not set(known.turns) <= set(kept) <= {*known.turns, begun[1]}:
        yield "a conversation is not whole"


def learn(house: House, known: Expected, tell: Callable[..., None]) -> None:
    """What became of the act that was killed: from now on it must stay so."""
    act_, of = (*known.begun, "", "")[:2]
    for one in documents(house):
        shown = {t[:15] for t in house.texts(house.steward, one.id)}
        if act_ == "upload" and of in shown:
            tell("uploaded", one.id, of, str(one.label))
        if act_ in ("replace", "relabel", "delete") and one.id == of:
            tell("uploaded", one.id, next(iter(shown)), str(one.label))
    if act_ == "delete" and of not in {d.id for d in documents(house)}:
        tell("deleted", of)
    if act_ == "chat":
        mine = house.store.threads.list(house.mentor, 1000)
        if of in {t.asked for thread in mine for t in house.store.threads.get(house.mentor, thread.id).turns}:
            tell("said", of)


@contextmanager
def child(known: Expected, wrong: list[str], killed: Counter[str]) -> Iterator[Callable[..., None] | None]:
    """In the child: how to tell. In the parent: None, and what was told is known once the child is gone."""
    out, into = os.pipe()
    if pid := os.fork():
        yield None
        os.close(into)
        with os.fdopen(out) as told:
            for line in told:
                what, *of = json.loads(line)
                if what == "wrong":
                    wrong.append(of[0])
                elif what == "killed":
                    killed[of[0]] += 1
                else:
                    known.hear(what, *of)
        _, status = os.waitpid(pid, 0)
        if os.WIFEXITED(status) and os.WEXITSTATUS(status):
            wrong.append("a process failed")
        return
    yield lambda *said: os.write(into, json.dumps(said).encode() + b"\n")


def in_child(work: Callable[[Callable[..., None]], None], *hears: Any) -> None:
    with child(*hears) as tell:
        if tell is None:
            return
        code = 1
        try:
            work(tell)
            code = 0
        except BaseException as error:
            tell("wrong", f"{type(error).__name__}: {error}")
        finally:
            os._exit(code)


def main(data: Path, seed: int, kills: int, url: str | None) -> None:
    known, wrong, killed = Expected(), [], Counter()
    settings = Settings(data=data, database_url=url)

    def live(tell: Callable[..., None]) -> None:
        """Started, looked, and on until the fuse ends; after the last kill only started and looked."""
        number = sum(killed.values())
        draw = random.Random(f"{seed}/{number}")

        def both(*said: str) -> None:
            known.hear(*said)
            tell(*said)

        with opened(settings, PlainReader()) as house:
            for trouble in look(house, known):
                tell("wrong", f"seed {seed}, kill {number}, in {known.begun}: {trouble}")
            learn(house, known, both)
            if number < kills:
                kind = draw.choice(sorted(FUSES))
                Fuse(kind, 1 + draw.randrange(FUSES[kind]), tell).lay(house)
                while True:
                    act(house, draw, known, both)

    for _ in range(kills + 1):
        in_child(live, known, wrong, killed)
        if wrong:
            break
    sys.stdout.write(json.dumps({"killed": killed, "wrong": wrong, "documents": len(known.text)}) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4] if len(sys.argv) > 4 else None)
