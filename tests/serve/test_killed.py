"""Three servers and two workers on PostgreSQL and a stand-in for the index server, under load, killed one by one: no
write that was acknowledged is lost, none is there twice, and nobody is answered with an error that is no outage.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from demo.school import accounts, enter_people
from ingest.repair import reconcile
from knowledge.engines import open_generations
from records.store import Store
from tests.qdrant_rest import standin
from tests.serve.processes import Processes, Started, processes
from trust.settings import Settings

WRITERS = {"mentor1": ("yuchuan", "enterprise"), "mentor2": ("hemu", "enterprise"), "teacher1": ("school", "course")}
OUTAGES = (429, 502, 503)
PATIENCE = 300.0


@dataclass
class Person:
    """Asks whichever server answers; what fails for want of one is asked again."""

    name: str
    token: str
    apps: list[Started]
    choose: random.Random
    odd: list[str] = field(default_factory=list)

    def ask(self, act: Callable[[httpx.Client], httpx.Response]) -> httpx.Response:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            app = self.choose.choice(self.apps)
            try:
                with httpx.Client(
                    base_url=app.url, headers={"Authorization": f"Bearer {self.token}"}, timeout=60
                ) as client:
                    answer = act(client)
            except httpx.TransportError:
                time.sleep(0.2)
                continue
            if answer.status_code not in OUTAGES:
                if answer.status_code >= 500:
                    self.odd.append(f"{self.name}: {answer.status_code} {answer.text}")
                return answer
            time.sleep(0.2)
        raise TimeoutError(self.name)


@dataclass
class Writer:
    """Uploads files of its own for as long as it is told, and deletes every fifth again."""

    person: Person
    going: threading.Event
    kept: dict[str, str] = field(default_factory=dict)
    deleted: set[str] = field(default_factory=set)

    def run(self) -> None:
        owner, library = WRITERS[self.person.name]
        form = {"owner": owner, "label": f"{owner}/internal", "library": library}
        number = 0
        while self.going.is_set():
            number += 1
            title = f"{self.person.name}号{number}"
            text = f"# {title}\n\n" + f"{title}的夹紧压力为{number}兆帕，每班检查{number}次。\n\n" * 4
            file = {"file": (f"{title}.md", text.encode(), "text/markdown")}
            sent = self.person.ask(
                lambda c, file=file, title=title: c.post("/api/documents", data=form | {"title": title}, files=file)
            )
            assert sent.status_code in (200, 202), sent.text
            document = sent.json()["id"]
            if number % 5:
                self.kept[document] = title
                continue
            gone = self.person.ask(lambda c, document=document: c.delete(f"/api/documents/{document}"))
            assert gone.status_code in (204, 404), gone.text
            self.deleted.add(document)


def search(person: Person, going: threading.Event, asked: list[int]) -> None:
    while going.is_set():
        answer = person.ask(lambda c: c.get("/api/search", params={"q": "夹紧压力每班检查几次"}))
        asked.append(answer.status_code)


@pytest.fixture
def house(tmp_path: Path, empty_postgres_url: str) -> Iterator[tuple[Processes, Settings, dict[str, str]]]:
    with standin("k") as index:
        told = {"database_url": empty_postgres_url, "qdrant_url": index.url, "qdrant_api_key": "k"}
        settings = Settings(data=tmp_path / "data", **told)  # type: ignore[arg-type]
        store = Store.open(settings)
        rows = accounts(settings.data)
        people = enter_people(store, rows)
        tokens = {name: store.accounts.make_token(store.people.principal(people[name]), "t", 1)[1] for name in people}
        store.close()
        with processes(tmp_path, **told, jobs="elsewhere") as made:
            yield made, settings, tokens


@pytest.mark.slow
@pytest.mark.timeout(1500)
def test_any_process_may_be_killed_under_load_and_nothing_is_lost_or_double(
    house: tuple[Processes, Settings, dict[str, str]],
) -> None:
    made, settings, tokens = house
    seed = random.Random(5)
    workers = [made.worker() for _ in range(2)]
    apps = [made.app() for _ in range(3)]
    for app in apps:
        app.wait()
    going = threading.Event()
    going.set()

    def person(name: str) -> Person:
        return Person(name, tokens[name], apps, random.Random(f"{name}{seed.random()}"))

    writers = [Writer(person(name), going) for name in WRITERS]
    asked: list[int] = []
    reader = person("student1")
    failed: list[BaseException] = []
    threads = [threading.Thread(target=_noting(w.run, failed)) for w in writers]
    threads.append(threading.Thread(target=_noting(lambda: search(reader, going, asked), failed)))
    for thread in threads:
        thread.start()
    victims = [("app", 0), ("app", 1), ("app", 2), ("worker", 0), ("worker", 1)]
    seed.shuffle(victims)
    for kind, number in victims:
        time.sleep(seed.uniform(2, 5))
        where = apps if kind == "app" else workers
        where[number].kill()
        time.sleep(seed.uniform(0, 2))
        if kind == "app":
            apps[number] = made.app()
            apps[number].wait()
        elif number:  # the other worker never comes back: somebody else takes over what it had begun
            workers[number] = made.worker()
    time.sleep(3)
    going.clear()
    for thread in threads:
        thread.join(PATIENCE)
    assert failed == []
    assert [o for w in writers for o in w.person.odd] + reader.odd == []
    assert set(asked) == {200}
    assert all(len(w.kept) > 3 for w in writers)
    for writer in writers:
        _arrived(writer)
    _agrees(settings, writers)


def _noting(act: Callable[[], None], failed: list[BaseException]) -> Callable[[], None]:
    def noted() -> None:
        try:
            act()
        except BaseException as error:  # told to the test, which runs in another thread
            failed.append(error)

    return noted


def _arrived(writer: Writer) -> None:
    """Every acknowledged document is ready, under its own title, once; none that was deleted is there."""
    end = time.monotonic() + PATIENCE
    while True:
        rows, cursor = [], None
        while True:
            asked = {"limit": "200"} | ({"cursor": cursor} if cursor else {})
            page = writer.person.ask(lambda c, asked=asked: c.get("/api/documents", params=asked)).json()
            rows += page["items"]
            if (cursor := page["next"]) is None:
                break
        mine = {r["id"]: r["title"] for r in rows if r["title"].startswith(writer.person.name)}
        states = {r["state"] for r in rows if r["id"] in writer.kept}
        if states == {"ready"} or time.monotonic() > end:
            break
        time.sleep(0.5)
    assert states == {"ready"}
    assert mine == writer.kept
    assert len(set(mine.values())) == len(mine)


def _agrees(settings: Settings, writers: list[Writer]) -> None:
    """Records and index say the same, no job is left, and the audit is whole."""
    store = Store.open(settings)
    generations = open_generations(settings)
    try:
        end = time.monotonic() + PATIENCE
        while store.works.pending() and time.monotonic() < end:
            time.sleep(0.5)
        assert store.works.pending() == []
        passages = list(store.works.indexed())
        assert {p.document_id for p in passages} == {d for w in writers for d in w.kept}
        assert generations.now.index.count() == len(passages) == len({p.id for p in passages})
        assert not reconcile(store, generations.now).anything
        assert store.audit.verify() == []
    finally:
        generations.close()
        store.close()
