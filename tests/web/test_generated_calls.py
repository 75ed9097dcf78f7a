"""Every call of the OpenAPI, made up by schemathesis, by two students and the mentors of two enterprises, who know the
ids of what belongs to others: never a 5xx, never an answer of an undeclared kind, never a word they may not read.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.core.failures import FailureGroup
from schemathesis.generation import GenerationMode

from eval.house import Running

PEOPLE = ("student1", "student2", "mentor1", "mentor2")
FEW, MANY = 1, 15
QUICK = ("student1",)
"""Who calls in every run; all four do in the full counts."""
LEFT_OUT = ("/api/sessions/current", "/metrics")
"""The first would end the caller's own session; the second is not our words."""
HIDDEN = {
    "secret": ("三十七元", "涂层刀具采购协议"),
    "yoghurt": ("终点pH", "酸奶发酵作业"),
    "card": ("轴颈公差", "传动轴工序卡"),
    "lesson": ("背吃刀量不超过", "粗车教学要点"),
}
"""Words of a document and its title, which no generated call holds."""
READ = {
    "student1": {"lesson", "card"}, "student2": {"lesson"}, "mentor1": {"lesson", "card", "secret"},
    "mentor2": {"yoghurt"},
}  # fmt: skip


@dataclass
class Known:
    """What each person knows of others: ids of documents and passages they may not read, of others' threads and
    tokens.
    """

    of: Mapping[str, list[str]]
    schema: Any
    checks: list[Any]


@pytest.fixture(scope="module")
def known(house: Running, documents: dict[str, str]) -> Known:
    owned: dict[str, list[str]] = {}
    for name in PEOPLE:
        caller = house.caller(name)
        thread = caller.post("/api/chat", message="更换刀具前要先做什么？").raise_for_status().json()["thread_id"]
        caller.post("/api/tokens", name="t", days=1).raise_for_status()
        owned[name] = [thread, *(t["id"] for t in caller.get("/api/tokens").json()["items"])]
    of = {name: _others(house, documents, name, owned) for name in PEOPLE}
    schema = schemathesis.openapi.from_dict(httpx.get(f"{house.url}/openapi.json", timeout=60).json())
    load_all_checks()
    wanted = ("status_code_conformance", "content_type_conformance", "response_schema_conformance")
    return Known(of, schema, CHECKS.get_by_names(wanted))


def _others(house: Running, documents: dict[str, str], name: str, owned: Mapping[str, list[str]]) -> list[str]:
    store = house.house.resources.store
    hidden = [document for key, document in documents.items() if key in HIDDEN and key not in READ[name]]
    passages = [p.id for document in hidden for p in store.works.indexed_of(document)]
    theirs = [i for other, ids in owned.items() if other != name for i in ids]
    return [*hidden, *passages, *theirs, house.people["student2" if name == "student1" else "student1"]]


def _calls(known: Known) -> list[Any]:
    operations = [found.ok() for found in known.schema.get_all_operations()]
    return [o for o in operations if o.path not in LEFT_OUT]


@dataclass
class Sender:
    """One person's calls: what went wrong, and how many were answered with something."""

    house: Running
    known: Known
    name: str
    draw: random.Random
    wrong: list[str] = field(default_factory=list)
    answered: int = 0

    def __post_init__(self) -> None:
        client = self.house.caller(self.name).client
        self.session = requests.Session()
        self.session.headers["X-CSRF-Token"] = client.headers["X-CSRF-Token"]
        self.session.cookies.update(dict(client.cookies))

    def every(self, examples: int) -> None:
        for operation in _calls(self.known):
            good, bad = (operation.as_strategy(mode) for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE))
            _made_up(st.one_of(good, bad), examples, self.send)

    def send(self, case: Any) -> None:
        aimed = _aim(case, self.known.of[self.name], self.draw)
        response = case.call(base_url=self.house.url, session=self.session)
        said = response.content.decode("utf-8", "replace")
        told = f"{self.name} {case.method} {case.formatted_path} {response.status_code} {said[:300]}"
        if response.status_code >= 500:
            self.wrong.append(f"failed: {told}")
        if any(word in said for key in HIDDEN.keys() - READ[self.name] for word in HIDDEN[key]):
            self.wrong.append(f"beyond a label: {told}")
        if aimed and response.status_code < 400:
            self.wrong.append(f"somebody else's: {told}")
        try:
            case.validate_response(response, checks=self.known.checks)
        except FailureGroup as group:
            self.wrong += [f"{failure.title}: {failure.message} {told}" for failure in group.exceptions]
        self.answered += response.status_code < 400


def _made_up(cases: st.SearchStrategy[Any], examples: int, act: Callable[[Any], None]) -> None:
    @settings(
        max_examples=examples, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck), derandomize=True,
    )  # fmt: skip
    @given(case=cases)
    def once(case: Any) -> None:
        act(case)

    once()


def _aim(case: Any, ids: list[str], draw: random.Random) -> bool:
    """Half of the calls that name one thing name one of others. Whether this one does in its path."""
    if draw.random() < 0.5:
        return False
    if isinstance(case.body, dict):
        case.body = {k: _named(k, v, ids, draw) for k, v in case.body.items()}
    mine = [p for p in case.path_parameters or () if p.endswith("_id")]
    for parameter in mine:
        case.path_parameters[parameter] = draw.choice(ids)
    return bool(mine)


def _named(key: str, value: Any, ids: list[str], draw: random.Random) -> Any:
    if key.endswith("_ids") or key in ("sources", "passages"):
        return [draw.choice(ids)]
    return draw.choice(ids) if key.endswith("_id") else value


@pytest.mark.parametrize("name", QUICK)
def test_no_generated_call_fails_the_server_or_reads_beyond_a_label(house: Running, known: Known, name: str) -> None:
    sender = Sender(house, known, name, random.Random(1))
    sender.every(FEW)
    assert not sender.wrong, "\n".join(sender.wrong)
    assert sender.answered > 10


@pytest.mark.slow
@pytest.mark.parametrize("name", PEOPLE)
def test_many_generated_calls_fail_nothing_and_read_nothing_beyond_a_label(
    house: Running, known: Known, name: str
) -> None:
    sender = Sender(house, known, name, random.Random(2))
    sender.every(MANY)
    assert not sender.wrong, "\n".join(sender.wrong)
    assert sender.answered > 100
