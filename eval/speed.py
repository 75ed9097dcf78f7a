"""How fast search and chat are, how much memory they take, and what the guard costs, on made-up text.

A house of three owners and twenty labels is filled through records/ and knowledge/; a student who may read half of it
asks. What the guard costs: somebody who may read everything searches with the label filter and, on the same base,
without it.
"""

from __future__ import annotations

import copy
import statistics
import tempfile
import time
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, cast

import typer
from rich.progress import track

from agent.graph import Agent
from eval.curve import curve
from eval.report import show, write_json
from eval.synthetic import passage, question
from knowledge.edge import EdgeIndex, open_edge
from knowledge.generations import Generations
from knowledge.index import Index
from knowledge.learned import Learned
from knowledge.passages import points, search_text
from knowledge.search import Searcher
from knowledge.tokens import Terms
from records.store import Store
from records.works import NewPassage
from trust.labels import parse
from trust.principal import Principal, Scope
from trust.roles import Role
from trust.settings import Settings
from trust.sources import Locator

OWNERS = {"school": "school", "acme": "enterprise", "beta": "enterprise"}
COURSES = ("c1", "c2", "c3", "c4", "c5")
TAKEN = ("c1", "c2", "c3")
VISIBLE = (
    "school/public", "acme/public", "beta/public", "school/internal", "school/internal+course:c1",
    "school/internal+course:c2", "school/internal+course:c3", "acme/internal|course:c1", "beta/internal|course:c2",
    "acme/restricted|course:c3",
)  # fmt: skip
HIDDEN = (
    "school/restricted", "school/confidential", "school/internal+course:c4", "school/internal+course:c5",
    "acme/internal", "acme/restricted", "acme/confidential", "beta/internal", "beta/restricted",
    "beta/internal|course:c4",
)  # fmt: skip
IN_A_DOCUMENT = 10


@dataclass(frozen=True)
class House:
    store: Store
    index: EdgeIndex
    student: Principal
    everyone: Principal


@dataclass
class Watch:
    """Seconds spent in each named part since `spent` was last emptied."""

    spent: dict[str, float] = field(default_factory=lambda: defaultdict(float))

    def around(self, name: str, act: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*args: Any, **kwargs: Any) -> Any:
            start = time.perf_counter()
            try:
                return act(*args, **kwargs)
            finally:
                self.spent[name] += time.perf_counter() - start

        return timed


class Timed:
    """Stands before a part and times the named methods."""

    def __init__(self, part: Any, watch: Watch, **stages: str) -> None:
        self._part = part
        for method, stage in stages.items():
            setattr(self, method, watch.around(stage, getattr(part, method)))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._part, name)


def register(app: typer.Typer) -> None:
    app.command("speed")(speed)


def speed(
    passages: Annotated[list[int], typer.Option(help="sizes the base grows to")] = [1000, 20000],  # noqa: B006
    questions: Annotated[int, typer.Option(help="how many are asked at each size")] = 200,
    json: Annotated[Path | None, typer.Option(help="where to write the figures")] = None,
    plot: Annotated[Path | None, typer.Option(help="where to draw the curve, as SVG")] = None,
    data: Annotated[Path | None, typer.Option(help="keep the base there and go on with it the next time")] = None,
) -> None:
    """Search and chat while one base grows: p50, p95, memory, share of each stage, cost of the guard."""
    figures = {}
    before = memory()
    with filled(0, data) as (house, _):
        for size in sorted(passages):
            figures[str(size)] = at_size(house, size, questions, before)
            show(f"{size} passages", figures[str(size)])
            write_json(json, figures)
    if plot is not None:
        plot.write_text(curve(figures), encoding="utf-8")


def measured(size: int, questions: int) -> dict[str, float | int]:
    """All figures at one size; times in milliseconds, memory in MiB."""
    before = memory()
    with filled(0) as (house, _):
        return at_size(house, size, questions, before)


def at_size(house: House, size: int, questions: int, before: int) -> dict[str, float | int]:
    """The base grown to `size` passages, and all figures; `before` is the memory of the process without it."""
    start = time.perf_counter()
    _fill(house.store, house.index, size)
    seconds = time.perf_counter() - start
    asked = [question(n) for n in range(questions)]
    return {
        "fill_seconds": seconds,
        "visible_share": len(VISIBLE) / len(VISIBLE + HIDDEN),
        **_search(house, asked),
        **_guard(house, asked),
        **_chat(house, asked),
        "memory": memory() - before,
        "memory_of_process": memory(),
    }


@contextmanager
def filled(size: int, kept: Path | None = None) -> Iterator[tuple[House, float]]:
    """A house with `size` passages at least, and how long filling took; gone afterwards unless it is `kept`."""
    with tempfile.TemporaryDirectory(prefix="shuangyuan-") as passing:
        folder = kept or Path(passing)
        store = Store.open(Settings(data=folder, database_url=None, key=None))
        index = open_edge(folder / "index")
        try:
            house = _people(store, index)
            start = time.perf_counter()
            _fill(store, index, size)
            yield house, time.perf_counter() - start
        finally:
            index.close()
            store.close()


def _people(store: Store, index: EdgeIndex) -> House:
    student = store.people.principal(store.people.find("student") or _enter(store))
    everything = frozenset({*(f"{o}:{n}" for o in OWNERS for n in (1, 2, 3)), *(f"course:{c}" for c in COURSES)})
    return House(store, index, student, replace(student, atoms=student.atoms | everything))


def _enter(store: Store) -> str:
    for owner, kind in OWNERS.items():
        store.people.add_owner(owner, owner, kind)
    for course in COURSES:
        store.people.add_course(course, "school", course)
    person, _ = store.people.add_person("student", "student", "school")
    store.people.add_membership(person, "school", Role.STUDENT)
    for course in TAKEN:
        store.people.enrol(person, course, "learner")
    return person


def _fill(store: Store, index: Index, size: int) -> None:
    """More documents in turn under each label, shown and indexed as the pipeline does, up to `size` passages."""
    terms = Terms(store.vault.index_key)
    stewards = {owner: store.people.steward(owner) for owner in OWNERS}
    labels = [parse(text) for pair in zip(VISIBLE, HIDDEN, strict=True) for text in pair]
    begun = index.count() // IN_A_DOCUMENT * IN_A_DOCUMENT
    for number in track(range(begun, size, IN_A_DOCUMENT), "filling", disable=size - begun < 5000):
        label = labels[number // IN_A_DOCUMENT % len(labels)]
        owner = min(label.owners)
        made, _ = store.library.receive(
            stewards[owner], owner=owner, library="course", label=label, title=passage(number).title,
            filename=f"{number}.txt", media_type="text/plain", data=str(number).encode(),
        )  # fmt: skip
        chunks = [_chunk(number + n, n, terms) for n in range(min(IN_A_DOCUMENT, size - number))]
        store.works.stage(made.id, made.generation, chunks)
        store.works.show(made.id, made.generation)
        index.put(points(chunks, label=label.id, document=made.id, library="course", generation=made.generation))


def _chunk(number: int, ordinal: int, terms: Terms) -> NewPassage:
    made = passage(number)
    words = search_text(made.title, ["作业规程"], made.text)
    passage_id = str(uuid.uuid5(uuid.NAMESPACE_URL, f"speed/{number}"))
    return NewPassage(passage_id, ordinal, made.text, words, Locator(heading="作业规程"), terms.counts(words))


def _search(house: House, asked: Sequence[str]) -> dict[str, float]:
    """The student's searches end to end, scope included, and where the time goes."""
    watch = Watch()
    searcher = _watched(house, watch)
    scope = house.store.labels.scope(house.student)
    searcher.find(house.student, scope, asked[0])
    watch.spent.clear()
    times = _times(lambda q: searcher.find(house.student, house.store.labels.scope(house.student), q), asked)
    shares = {f"share_{name}": spent / sum(times) * 1000 for name, spent in sorted(watch.spent.items())}
    shares["share_rest"] = 1 - sum(shares.values())
    busy = _times(lambda q: searcher.find(house.student, scope, q), asked, time.process_time)
    read = _times(lambda q: searcher.read(house.student, scope, q, searcher.find(house.student, scope, q)), asked)
    # Processor time tells the work where other programs share the machine.
    return {
        **_figures("search", times),
        **_figures("search_processor", busy),
        **shares,
        **_figures("search_and_read", read),
    }


def _watched(house: House, watch: Watch) -> Searcher:
    store = replace(
        house.store,
        terms=cast(Any, Timed(house.store.terms, watch, frequencies="idf")),
        library=cast(Any, Timed(house.store.library, watch, passages="passages")),
    )
    learned = Learned.load()
    learned = replace(learned, ranker=cast(Any, Timed(learned.ranker, watch, order="rank")))
    return Searcher(store, Generations.of(cast(Index, Timed(house.index, watch, lexical="index"))), learned)


def _guard(house: House, asked: Sequence[str]) -> dict[str, float]:
    """Somebody who may read everything, with the guard and without it, in turns."""
    scope = house.store.labels.scope(house.everyone)
    guarded = Searcher(house.store, Generations.of(house.index), Learned.load())
    free = Searcher(_uncounted(house.store), Generations.of(_unfiltered(house.index, scope)), Learned.load())
    with_, without = [], []
    for q in asked:
        with_ += _times(lambda q: guarded.find(house.everyone, house.store.labels.scope(house.everyone), q), [q])
        without += _times(lambda q: free.find(house.everyone, scope, q), [q])
    return {
        "guarded_p50": statistics.median(with_),
        "unguarded_p50": statistics.median(without),
        "guard_ratio_p50": statistics.median(with_) / statistics.median(without),
        "guard_ratio_total": sum(with_) / sum(without),
    }


def _uncounted(store: Store) -> Store:
    """Frequencies over everything, not summed by label."""
    terms = copy.copy(store.terms)
    terms.frequencies = terms.collection_wide  # type: ignore[method-assign,assignment]
    return replace(store, terms=terms)


def _unfiltered(index: EdgeIndex, scope: Scope) -> EdgeIndex:
    empty = type(cast(Any, index.where(scope.ids, None, None)))()
    free = copy.copy(index)
    free.where = lambda *_: empty  # type: ignore[method-assign]
    return free


def _chat(house: House, asked: Sequence[str]) -> dict[str, float]:
    """Whole turns without a model."""
    agent = Agent(house.store, Searcher(house.store, Generations.of(house.index), Learned.load()))

    def turn(q: str) -> None:
        scope = house.store.labels.scope(house.student)
        agent.answer(agent.turn(house.student, scope, now=datetime.now(UTC), request_id="speed"), q)

    turn(asked[0])
    return _figures("chat", _times(turn, asked))


def _times(
    act: Callable[[str], object], asked: Sequence[str], clock: Callable[[], float] = time.perf_counter
) -> list[float]:
    times = []
    for q in asked:
        start = clock()
        act(q)
        times.append((clock() - start) * 1000)
    return times


def _figures(name: str, times: Sequence[float]) -> dict[str, float]:
    ordered = sorted(times)
    return {f"{name}_p50": statistics.median(ordered), f"{name}_p95": ordered[int(len(ordered) * 0.95)]}


def memory() -> int:
    """Resident memory of this process in MiB."""
    line = next(x for x in Path("/proc/self/status").read_text().splitlines() if x.startswith("VmRSS"))
    return int(line.split()[1]) // 1024
