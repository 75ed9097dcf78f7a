"""The sample school: its owners, courses and people, and putting its documents in at first start.

Knows who is in the sample and under which label each source is uploaded. Does not know how a document is read or
indexed. Every step may be repeated: a start that was interrupted goes on where it stopped.
"""

from __future__ import annotations

import json
import os
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from demo.bank import stock
from demo.course import begin
from demo.source import Source, load
from records.store import Store
from trust.errors import BadInput
from trust.labels import parse
from trust.principal import Principal
from trust.roles import Role
from trust.sources import Document

ACCOUNTS_FILE = "demo-accounts.json"
OWNERS = (
    ("school", "临澜职业技术学院", "school"),
    ("yuchuan", "屿川精密制造有限公司", "enterprise"),
    ("hemu", "禾沐食品有限公司", "enterprise"),
)
COURSES = (("cnc1", "数控车削与铣削"), ("ecom1", "网店运营"), ("food1", "食品加工工艺"))
PROJECTS = (("shaft", "school", "传动轴课证项目", "cnc1"),)
ENTERED, BEGUN, BANKED = "demo-entered", "demo-begun", "demo-banked"
WAITING = ("received", "parsing", "indexing")


class Jobs(Protocol):
    """What of the durable work the sample needs."""

    def enqueue(self, document_id: str, generation: int) -> None: ...
    def enqueue_relabel(self, document_id: str) -> None: ...
    def busy(self) -> int: ...


@dataclass(frozen=True)
class Person:
    """One sample account; `courses` maps a course to the part taken in it."""

    username: str
    name: str
    owner: str
    role: Role
    courses: tuple[tuple[str, str], ...] = ()
    projects: tuple[str, ...] = ()


PEOPLE = (
    Person("student1", "林知夏", "school", Role.STUDENT, (("cnc1", "learner"), ("food1", "learner")), ("shaft",)),
    Person("student2", "周予安", "school", Role.STUDENT, (("ecom1", "learner"),)),
    Person("teacher1", "沈牧云", "school", Role.TEACHER, tuple((c, "teacher") for c, _ in COURSES), ("shaft",)),
    Person("mentor1", "陆衡之", "yuchuan", Role.MENTOR, (("cnc1", "mentor"),), ("shaft",)),
    Person("staff1", "顾小满", "yuchuan", Role.STAFF, (("cnc1", "opened"),)),
    Person("mentor2", "苏禾宁", "hemu", Role.MENTOR, (("food1", "mentor"), ("ecom1", "mentor"))),
    Person("staff2", "江一苇", "hemu", Role.STAFF, (("food1", "opened"), ("ecom1", "opened"))),
    Person("steward1", "程守正", "school", Role.STEWARD),
    Person("steward2", "叶慎言", "yuchuan", Role.STEWARD),
    Person("steward3", "何谨微", "hemu", Role.STEWARD),
    Person("admin1", "平台管理员", "school", Role.ADMIN),
)


def accounts(data: Path) -> list[dict[str, str]]:
    """The sample's accounts with their passwords; made and written (mode 0600) at the first call."""
    file = data / ACCOUNTS_FILE
    if file.exists():
        return list(json.loads(file.read_text("utf-8")))
    rows = [
        {
            "username": p.username,
            "password": secrets.token_urlsafe(12),
            "role": p.role.value,
            "owner": p.owner,
            "name": p.name,
        }
        for p in PEOPLE
    ]
    data.mkdir(parents=True, exist_ok=True)
    draft = file.with_suffix(f".{secrets.token_hex(8)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        json.dump(rows, out, ensure_ascii=False, indent=2)
    draft.replace(file)
    return rows


def enter_people(store: Store, rows: list[dict[str, str]]) -> dict[str, str]:
    """Owners, courses and people that are not there yet; returns person id by user name."""
    known_owners = {owner.id for owner in store.people.owners()}
    for owner, name, kind in OWNERS:
        if owner not in known_owners:
            store.people.add_owner(owner, name, kind)
    known_courses = {course for course, _, _ in store.people.courses()}
    for course, title in COURSES:
        if course not in known_courses:
            store.people.add_course(course, "school", title)
    for project, owner, title, of_course in PROJECTS:
        with suppress(BadInput):  # entered by a start that was interrupted
            store.people.add_project(project, owner, title, of_course)
    passwords = {row["username"]: row["password"] for row in rows}
    return {person.username: _enter(store, person, passwords[person.username]) for person in PEOPLE}


def _enter(store: Store, person: Person, password: str) -> str:
    known = store.people.find(person.username)
    if known is not None:
        return known
    person_id, _ = store.people.add_person(person.username, person.name, person.owner, password)
    store.people.add_membership(person_id, person.owner, person.role)
    for course, part in person.courses:
        store.people.enrol(person_id, course, part)
    for project in person.projects:
        store.people.assign(person_id, project)
    return person_id


def upload(
    store: Store, people: dict[str, str], sources: list[Source], enqueue: Callable[[str, int], None]
) -> Iterator[Document]:
    """Put in, as its uploader, each source that this uploader cannot find yet."""
    from demo.build import build  # the makers of five formats take a while to load: at the first start only

    for source in sources:
        uploader = store.people.principal(people[source.uploader])
        known = _uploaded(store, uploader, source)
        if known is None:
            document, _ = store.library.receive(
                uploader,
                owner=source.owner,
                library=source.library,
                label=parse(source.label),
                title=source.title,
                filename=source.filename,
                media_type=source.media_type,
                data=build(source),
                valid_from=source.valid_from,
                review_by=source.review_by,
            )
            enqueue(document.id, document.generation)
            known = document
        yield known


def _uploaded(store: Store, uploader: Principal, source: Source) -> Document | None:
    scope = store.labels.scope(uploader)
    found, _ = store.library.page(uploader, scope, library=source.library, q=source.title, limit=100)
    return next((d for d in found if d.filename == source.filename and d.owner == source.owner), None)


def confirm(store: Store, people: dict[str, str], sources: list[Source], relabel: Callable[[str], None]) -> bool:
    """As each owner's steward, confirm the label its uploader chose; True once every document is ready."""
    done = True
    stewards = {"school": "steward1", "yuchuan": "steward2", "hemu": "steward3"}
    for source in sources:
        steward = store.people.principal(people[stewards[source.owner]])
        document = _uploaded(store, steward, source)
        if document is None or document.state in WAITING:
            done = False
        elif document.state == "awaiting_label":
            done = False
            scope = store.labels.scope(steward)
            store.library.confirm_label(steward, scope, document.id, parse(source.label), document.version)
            relabel(document.id)
    return done


@dataclass(frozen=True)
class Trying:
    """One sample account that may be tried without typing its password."""

    role: str
    username: str
    name: str
    password: str


TRIED = ("student1", "teacher1", "staff1", "mentor1", "steward1")


class Sample:
    """Puts the sample in beside the running server; `ready` once all of it can be asked for."""

    def __init__(self, store: Store, jobs: Jobs, data: Path) -> None:
        self._store, self._jobs, self._data = store, jobs, data
        self._done, self._stopped = threading.Event(), threading.Event()
        self.known = threading.Event()

    def ready(self) -> bool:
        return self._done.is_set() and (self._data / ACCOUNTS_FILE).exists()

    def tryable(self) -> list[Trying]:
        """One account of each role but the administrator's; none until they are made."""
        if not self.known.is_set():
            return []
        held = {row["username"]: row for row in accounts(self._data)}
        return [Trying(held[u]["role"], u, held[u]["name"], held[u]["password"]) for u in TRIED]

    def stop(self) -> None:
        self._stopped.set()

    def enter(self) -> None:
        """People, then documents; then, as their stewards, the labels the rules asked about."""
        rows = accounts(self._data)
        people = enter_people(self._store, rows)
        _print(rows, self._data)
        self.known.set()
        every = sources()
        if not (self._data / ENTERED).exists():
            for _ in upload(self._store, people, every, self._jobs.enqueue):
                if self._stopped.is_set():
                    return
            while self._jobs.busy():  # looking through every document meanwhile would only slow the work down
                if self._stopped.wait(0.5):
                    return
            while not confirm(self._store, people, every, self._jobs.enqueue_relabel):
                if self._stopped.wait(0.5):
                    return
            (self._data / ENTERED).touch()
        self._done.set()
        if not (self._data / BEGUN).exists() and not self._stopped.is_set():
            begin(self._store, people, datetime.now(UTC))
            (self._data / BEGUN).touch()
        self._stock(people, every)

    def _stock(self, people: dict[str, str], every: list[Source]) -> None:
        """The bank's first items, once: nobody waits for them."""
        if not (self._data / BANKED).exists():
            stock(self._store, people, every, _uploaded, self._stopped.is_set)
            if not self._stopped.is_set():
                (self._data / BANKED).touch()


def _print(rows: list[dict[str, str]], data: Path) -> None:
    width = max(len(row["username"]) for row in rows)
    print(f"示例账号 sample accounts ({data / ACCOUNTS_FILE}):")
    for row in rows:
        who = f"{row['role']}@{row['owner']}  {row['name']}"
        print(f"  {row['username']:<{width}}  {row['password']}  {who}", flush=True)


def sources() -> list[Source]:
    """Every sample source in the repository."""
    return load(Path(__file__).parent / "sources")
