"""Paired worlds over HTTP: does anything hidden change anything a person sees?

A base of documents is put in. A reader looks at everything they can: lists, searches, chats, refusals, errors, 404s.
Then somebody else changes what the reader may not read (adds, replaces, deletes, relabels, fails), and the reader
looks again. The two looks must be equal, byte for byte, once the ids of requests and threads and times are taken out.
Goguen & Meseguer's non-interference, sampled.

The control swaps in statistics over the whole collection and must find differences; else the measurement is blind.
"""

from __future__ import annotations

import dataclasses
import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from eval.house import Caller, Running, running
from eval.report import show, write_json
from learning.author import write
from learning.sourced import Source
from records.bankrows import PUBLISHED
from serve import House
from trust.labels import parse

BASE = Path(__file__).parent / "worlds.jsonl"
"""The documents every world starts with: who puts it in, its label, title and text."""
READERS = ("student1", "student2", "staff1", "staff2", "teacher1", "mentor1", "admin1")
OFTEN = (*READERS, "student1", "student1", "teacher1", "teacher1", "mentor1")
"""In a random choice those for whom most calls give something come more often."""
HIDDEN = (
    ("steward1", "school/confidential"),
    ("mentor1", "yuchuan/confidential"),
    ("mentor1", "yuchuan/restricted"),
    ("mentor2", "hemu/confidential"),
    ("mentor2", "hemu/internal"),
    ("teacher1", "school/restricted"),
)
QUERIES = ("粗车转速", "公差", "发酵 温度", "考核")
QUESTIONS = ("粗车外圆的主轴转速是多少？", "急停按钮在哪里？", "刀具的采购价格是多少？", "发酵终点的pH是多少？")
PUBLISHED_EACH = 3
BROKEN = "PK\x03\x04 broken"
"""A file that is let in at the door and then cannot be read."""
STEMS = (
    "主轴转速", "粗车", "公差", "发酵温度", "考核", "急停按钮", "采购价格", "刀具", "表面粗糙度", "终点pH", "课时",
    "量具编号",
)  # fmt: skip


@dataclass(frozen=True)
class Hidden:
    """One act on what a reader may not read: `act` is add, replace, delete, raise, fail or spoil.

    `spoil`: a document the reader may read gets a hidden new version, which fails; then the same text again, openly.
    """

    act: str
    by: str
    label: str
    text: str


def random_act(rng: random.Random) -> Hidden:
    """Text made of the words the readers ask for, in other numbers and frequencies."""
    by, label = rng.choice(HIDDEN)
    sentences = [
        f"{rng.choice(STEMS)}{rng.choice(('为', '取', '改为', '不超过'))}{rng.randint(1, 9999)}"
        f"{rng.choice((' r/min', ' mm', ' ℃', ' 元', '课时'))}，{rng.choice(STEMS)}与{rng.choice(STEMS)}同时记录。"
        for _ in range(rng.randint(1, 40))
    ]
    act = rng.choice(("add", "add", "replace", "delete", "raise", "fail", "spoil"))
    return Hidden(act, by, label, "".join(sentences))


_PASSAGE = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class World:
    """A running house with the base in it, and the hidden documents put in so far."""

    def __init__(self, house: Running) -> None:
        self.house = house
        self.hidden: list[tuple[str, str, str]] = []
        self.base: dict[str, tuple[str, dict[str, str]]] = {}
        for line in BASE.read_text("utf-8").splitlines():
            given = json.loads(line)
            put = (self._put(**given), given)
            if self.base.setdefault(given["by"], put) is not put and given["by"] == "teacher1":
                self._publish(put[0])

    def _put(
        self, by: str, label: str, title: str, text: str, replaces: str | None = None, library: str = "course"
    ) -> str:
        caller, owner = self.house.caller(by), label.partition("/")[0]
        answer = caller.upload(
            text, owner=owner, label=label, name=f"{title}.txt", title=title, library=library, replaces=replaces
        )
        document: str = answer.raise_for_status().json()["id"]
        caller.settled(document)
        return document

    def _publish(self, document: str) -> None:
        """Exercises of a document that stays as it is, so that learners have something to practise."""
        store = self.house.house.resources.store
        teacher = store.people.principal(self.house.people["teacher1"])
        scope = store.labels.scope(teacher)
        made = write(Source(store.library.whole(teacher, scope, document)), PUBLISHED_EACH).accepted
        for one in store.bank.accept(teacher, scope, made).taken.values():
            store.bank.move(teacher, store.labels.scope(teacher), one.id, one.version, PUBLISHED)

    def _fail(self, act: Hidden, replaces: str | None = None) -> None:
        caller, owner = self.house.caller(act.by), act.label.partition("/")[0]
        answer = caller.upload(BROKEN, owner=owner, label=act.label, name="坏.docx", replaces=replaces)
        if caller.settled(answer.raise_for_status().json()["id"])["state"] != "failed":
            raise RuntimeError("what should have failed did not")

    def _bring(self, act: Hidden) -> None:
        """An item of the bank under the hidden label, where this person may bring one in."""
        item = {"kind": "judge", "stem": act.text[:200], "key": ["对"], "tags": ["粗车"]}
        answer = self.house.caller(act.by).post("/api/bank/items", items=[item], label=act.label)
        if answer.status_code not in (201, 404):
            raise RuntimeError("what may be brought in was refused")

    def _make(self, act: Hidden) -> None:
        """An artefact of what was hidden before, where there is something and this person makes such things."""
        mine = [h[0] for h in self.hidden if h[1] == act.by]
        if mine:
            wish = {"tool": "write_exercises", "arguments": {"document_ids": mine[-1:], "count": 1}}
            self.house.caller(act.by).post("/api/artefacts", **wish)

    def renew(self, by: str) -> None:
        """The first document of `by` once more: the same text under the same label as a new version."""
        document, given = self.base[by]
        self._put(**given, replaces=document)

    def carry_out(self, act: Hidden) -> tuple[str, str]:
        """Do it; returns (the document touched, its label)."""
        caller = self.house.caller(act.by)
        mine = [h for h in self.hidden if h[1] == act.by]
        if act.act == "spoil":
            self._fail(act, replaces=self.base[act.by][0])
            return self.base[act.by][0], act.label
        if act.act == "fail":
            self._fail(act)
        if act.act in ("delete", "raise") and mine:
            document, _, label = victim = mine[-1]
            self.hidden.remove(victim)  # once raised it may be out of its uploader's reach
            if act.act == "delete":
                caller.client.delete(f"/api/documents/{document}").raise_for_status()
            else:
                self._raise(document, label)
            return document, label
        if act.act == "replace" and mine:
            document, by, label = mine[-1]
            caller.client.delete(f"/api/documents/{document}").raise_for_status()
            self.hidden.remove(mine[-1])
            act = dataclasses.replace(act, label=label, by=by)
        self._bring(act)
        self._make(act)
        document = self._put(act.by, act.label, "不公开的粗车发酵考核资料", act.text)
        if all(document != h[0] for h in self.hidden):  # the same text again is the same document
            self.hidden.append((document, act.by, act.label))
        return document, act.label

    def _raise(self, document: str, label: str) -> None:
        owner = label.partition("/")[0]
        steward = self.house.caller({"school": "steward1", "yuchuan": "steward2", "hemu": "steward3"}[owner])
        row = steward.get(f"/api/documents/{document}").json()
        steward.post(f"/api/documents/{document}/label", label=f"{owner}/confidential", version=row["version"])

    def blind(self, label: str) -> list[str]:
        """The readers who may not read `label` (nor ever could by raising it)."""
        people = self.house.house.resources.store.people
        return [r for r in READERS if not people.principal(self.house.people[r]).reads(parse(label))]


def look(caller: Caller, document: str) -> str:
    """Everything the reader sees, as one normalised text: a list of [call, status, body]."""
    seen: list[tuple[str, int, str]] = []

    def note(call: str, answer: Any) -> None:
        seen.append((call, *_plain(answer)))

    for library in (None, "course", "enterprise", "nonsense"):
        note("documents", caller.get("/api/documents", library=library))
    note("documents", caller.get("/api/documents", q="粗车"))
    for query in QUERIES:
        note("search", caller.get("/api/search", q=query, k=10))
    for question in QUESTIONS:
        note("chat", caller.post("/api/chat", message=question))
    for question in QUESTIONS[:2]:
        note("tutor", caller.post("/api/chat", message=question, mode="tutor"))
    for path in ("", "/file"):
        note("hidden document", caller.get(f"/api/documents/{document}{path}"))
    note("hidden document", caller.client.delete(f"/api/documents/{document}"))
    note("tool search", caller.post("/api/tools/search", query="公差 转速"))
    _look_at_kept(caller, note)
    _use_tools(caller, note)
    note("practice", caller.post("/api/practice", count=3))
    own = ("/api/practice/weak-points", "/api/practice/mastery", "/api/rehearsals", "/api/path", "/api/path/mentors")
    for path in (*own, "/api/path/shown"):
        note(path.rpartition("/")[2], caller.get(path))
    note("me", caller.get("/api/me"))
    return json.dumps(seen, ensure_ascii=False, indent=1)


Note = Callable[[str, Any], None]


def _look_at_kept(caller: Caller, note: Note) -> None:
    """What is kept: the bank, artefacts, templates, agreements; and a stem of the bank asked in the chat."""
    bank = caller.get("/api/bank/items")
    note("bank", bank)
    note("bank", caller.get("/api/bank/tags"))
    for stem in [i["stem"] for i in bank.json()["items"]][:1] if bank.status_code == 200 else []:
        note("tutor", caller.post("/api/chat", message=stem, mode="tutor"))
        note("chat", caller.post("/api/chat", message=stem))
    for path in ("artefacts", "templates", "agreements"):
        note(path, caller.get(f"/api/{path}"))


def _use_tools(caller: Caller, note: Note) -> None:
    for query in ("传动轴粗车作业指导书", "酸奶发酵规程"):
        note("decompose_project", caller.post("/api/tools/decompose_project", query=query))
        made = caller.post("/api/tools/write_exercises", query=query)
        note("write_exercises", made)
        note("plan_lesson", caller.post("/api/tools/plan_lesson", query=query, form="both"))
    note("match_requirements", caller.post("/api/tools/match_requirements", query="试学车工"))
    item = {"kind": "judge", "stem": "粗车时主轴转速为800 r/min。", "key": ["对"]}
    note("checks", caller.post("/api/exercises/checks", items=[item]))


def _plain(answer: Any) -> tuple[int, str]:
    """Status and body; ids of documents and passages stay, those of requests and threads go."""
    body = re.sub(r'"(request_id|thread_id|attempt_id)":\s*"[^"]*"', r'"\1":""', answer.text)
    return answer.status_code, body


def pairs(world: World, acts: list[Hidden], reader: str | None = None) -> Iterator[tuple[Hidden, str, str, str]]:
    """For each act: (act, reader, look before, look after) for every blind reader, or only `reader`."""
    for given in acts:
        act = _spoilt(given, world)
        touched = next((h for h in reversed(world.hidden) if h[1] == act.by), None)
        label = touched[2] if touched and act.act in ("delete", "raise", "replace") else act.label
        readers = [r for r in world.blind(label) if reader in (None, r)]
        probe = touched[0] if touched else "0" * 32
        before = {r: look(world.house.caller(r), probe) for r in readers}
        world.carry_out(act)
        for r in readers:
            yield act, r, before[r], look(world.house.caller(r), probe)
        if act.act == "spoil":
            world.renew(act.by)
            for r in readers:
                yield act, r, _numbered(before[r]), _numbered(look(world.house.caller(r), probe))


def _spoilt(act: Hidden, world: World) -> Hidden:
    """Only who put a document in gives it a new version: somebody without one lets the teacher do it."""
    alone = act.act == "spoil" and act.by not in world.base
    return dataclasses.replace(act, by="teacher1", label="school/restricted") if alone else act


def _numbered(seen: str) -> str:
    """With passages named in the order they appear: a new version's have new ids, and nothing else may differ."""
    names: dict[str, str] = {}
    return _PASSAGE.sub(lambda m: names.setdefault(m[0], f"passage {len(names)}"), seen)


def measure(
    count: int, seed: int = 1, change: Callable[[House], House] = lambda house: house, **settings: Any
) -> dict[str, Any]:
    """`count` pairs. Keys: pairs, different, answered (of how many pairs each call gave something), examples."""
    rng = random.Random(seed)
    different: list[dict[str, str]] = []
    answered: Counter[str] = Counter()
    done = 0
    with running(change=change, **settings) as house:
        world = World(house)
        while done < count:
            for act, reader, before, after in pairs(world, [random_act(rng)], rng.choice(OFTEN)):
                done += 1
                answered.update({call for call, status, _ in json.loads(before) if status == 200})
                if before != after:
                    what = {"act": f"{act.act} {act.label}", "reader": reader}
                    different.append(what | first_difference(before, after))
    return {"pairs": done, "different": len(different), "answered": dict(answered), "examples": different[:5]}


def first_difference(before: str, after: str) -> dict[str, str]:
    for old, new in zip(before.splitlines(), after.splitlines(), strict=False):
        if old != new:
            return {"before": old[:600], "after": new[:600]}
    return {"before": f"{len(before)} characters", "after": f"{len(after)} characters"}


def collection_wide(house: House) -> House:
    """The control: document frequencies over everything there is, as an engine's own IDF would have it."""
    terms = house.resources.store.terms
    setattr(terms, "frequencies", terms.collection_wide)  # noqa: B010
    return house


def register(app: typer.Typer) -> None:
    @app.command("worlds", help="paired worlds over HTTP: hidden changes must change nothing; a control must")
    def worlds(
        count: Annotated[int, typer.Option("--pairs")] = 300,
        json_file: Annotated[Path | None, typer.Option("--json")] = None,
    ) -> None:
        result = measure(count)
        control = measure(20, change=collection_wide)
        figures = {**{k: v for k, v in result.items() if k != "examples"}, "control_different": control["different"]}
        figures |= {f"pairs of {call}": n for call, n in sorted(figures.pop("answered").items())}
        show("成对世界 paired worlds", figures)
        for example in result["examples"]:
            typer.echo(json.dumps(example, ensure_ascii=False, indent=1))
        write_json(json_file, {**figures, "examples": result["examples"]})
        raise typer.Exit(1 if result["different"] or not control["different"] else 0)
