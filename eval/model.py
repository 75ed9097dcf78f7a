"""How well the product answers with a given model, beside how it answers without one: the column to beat.

Starts a house with the documents of the cases and asks over HTTP, streamed. Knows no right answer (quality.py).
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from agent.model import Model
from eval.house import Caller, Running, running
from eval.quality import CASES, TOLD, Case, Judged, figures, judge, read
from eval.report import write_json
from eval.verdict import Verdict, agreement, verdict

BY = "teacher1"
PARTS = ("topic", "analysis", "goals", "focus", "hard", "values", "stages", "assessment", "resources")


class Column:
    """One run over all cases."""

    def __init__(self, house: Running, documents: Mapping[str, Mapping[str, str]]) -> None:
        self.caller: Caller = house.caller(BY)
        self.titles = {key: row["title"] for key, row in documents.items()}
        self.ids = self._put(documents)
        self.judged, self.first, self.pace = list[Judged](), list[float](), list[float]()
        self.verdicts = list[tuple[Judged, Verdict]]()
        self.accepted = self.rejected = 0
        self.whole = list[float]()

    def _put(self, documents: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
        sent = {
            key: self.caller.upload(
                row["text"], owner="school", label="school/internal", name=f"{row['title']}.md", title=row["title"]
            ).raise_for_status().json()["id"]
            for key, row in documents.items()
        }  # fmt: skip
        for document in sent.values():
            if self.caller.settled(document)["state"] != "ready":
                raise RuntimeError("a document of the cases was not read")
        return sent

    def take(self, case: Case, judging: Model | None) -> None:
        if case.kind == "exercises":
            self._exercises(case)
        elif case.kind == "lesson":
            self._lesson(case)
        else:
            answers = list(self._talk(case))
            self.judged.append(judge(case, answers, self.titles))
            if judging and case.kind in TOLD and not answers[-1]["refused"]:
                self.verdicts.append((self.judged[-1], verdict(judging, case.ask[-1], answers[-1])))

    def _talk(self, case: Case) -> Iterator[dict[str, Any]]:
        """The answers, turn by turn; a tutor is told the wrong attempt at the end."""
        mode, thread = "tutor" if case.kind == "tutor" else "ask", dict[str, str]()
        for message in (*case.ask, *([case.attempt] if case.attempt else ())):
            answer = self._asked({"message": message, "mode": mode} | thread)
            thread = {"thread_id": answer["thread_id"]}
            yield answer

    def _asked(self, body: Mapping[str, str]) -> dict[str, Any]:
        began, first, said = time.monotonic(), None, 0
        accept = {"Accept": "text/event-stream"}
        with self.caller.client.stream("POST", "/api/chat", json=dict(body), headers=accept, timeout=300) as answer:
            kind = ""
            for line in answer.iter_lines():
                if line.startswith("event: "):
                    kind = line.removeprefix("event: ")
                elif line.startswith("data: ") and kind == "sentence":
                    first = first or time.monotonic() - began
                    said += len(json.loads(line.removeprefix("data: "))["text"])
                elif line.startswith("data: ") and kind in ("done", "error"):
                    told: dict[str, Any] = json.loads(line.removeprefix("data: "))
        if kind != "done":
            raise RuntimeError(f"no answer: {told}")
        if first is not None:
            self.first.append(first)
            self.pace.append(said / max(time.monotonic() - began, 1e-6))
        return told

    def _exercises(self, case: Case) -> None:
        made = self._tool("write_exercises", document_ids=[self.ids[d] for d in case.docs], count=10)
        self.accepted += len(made["items"])
        self.rejected += sum(row["count"] for row in made["rejections"])

    def _lesson(self, case: Case) -> None:
        made = self._tool("plan_lesson", document_ids=[self.ids[d] for d in case.docs], hours=2)["plan"]
        self.whole.append(sum(bool(made.get(part)) for part in PARTS) / len(PARTS))

    def _tool(self, name: str, **arguments: Any) -> dict[str, Any]:
        answer = self.caller.client.post(f"/api/tools/{name}", json=arguments, timeout=600)
        made: dict[str, Any] = answer.raise_for_status().json()["result"]
        return made

    def figures(self) -> dict[str, float]:
        drafted = self.accepted + self.rejected
        return figures(self.judged) | {
            "exercises_accepted": self.accepted / drafted if drafted else 0.0,
            "lesson_whole": statistics.mean(self.whole) if self.whole else 0.0,
            "first_sentence_p50_seconds": statistics.median(self.first) if self.first else 0.0,
            "characters_per_second": statistics.median(self.pace) if self.pace else 0.0,
        } | agreement([(j.right, v) for j, v in self.verdicts])  # fmt: skip


def measure(folder: Path, limit: int | None, judging: Model | None = None, **settings: Any) -> Column:
    documents, cases = read(folder)
    with running(**settings) as house:
        column = Column(house, documents)
        for case in cases[:limit]:
            column.take(case, judging)
    return column


def register(app: typer.Typer) -> None:
    @app.command("model", help="answers with a model beside those without one, over eval/cases/model or your own cases")
    def model(
        base_url: Annotated[str | None, typer.Option(help="an OpenAI-compatible server, with /v1")] = None,
        name: Annotated[str, typer.Option("--model", help="the model's name there")] = "",
        api_key: Annotated[str | None, typer.Option(envvar="SHUANGYUAN_LLM_API_KEY")] = None,
        cases: Annotated[Path, typer.Option(help="a folder of *.jsonl")] = CASES,
        judge_url: Annotated[str | None, typer.Option(help="a model that judges too, reported apart")] = None,
        judge_model: Annotated[str, typer.Option()] = "",
        json_file: Annotated[Path | None, typer.Option("--json")] = None,
        misses: Annotated[bool, typer.Option(help="print what went wrong")] = False,
        limit: Annotated[int | None, typer.Option(help="only so many cases")] = None,
    ) -> None:
        judging = Model(judge_url, judge_model) if judge_url else None
        columns = {"extract": measure(cases, limit, judging)}
        if base_url:
            given = {"llm_base_url": base_url, "llm_model": name, "llm_api_key": api_key}
            columns[name or "model"] = measure(cases, limit, judging, **given)
        told = {column: made.figures() for column, made in columns.items()}
        _show(told)
        for column, made in columns.items() if misses else ():
            for one in made.judged:
                if not one.right:
                    typer.echo(f"{column} {one.case.id} {one.case.ask[-1]} → {one.answer[:160]!r} {dict(one.scores)}")
        write_json(json_file, told)


def _show(told: Mapping[str, Mapping[str, float]]) -> None:
    table = Table("", *told, title="模型评测 with a model, beside without one")
    for name in dict.fromkeys(name for column in told.values() for name in column):
        table.add_row(name, *(f"{column[name]:.3f}" if name in column else "–" for column in told.values()))
    Console().print(table)
