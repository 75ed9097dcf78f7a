"""The cases of `python -m eval model` and what makes an answer right. Pure: no model judges here.

A line of `eval/cases/model/*.jsonl` is a document, `{doc, title, text}`, or a case, `{id, kind, ask: [turns], docs}`,
with `has` (all of it must be in the last answer), `never` (none of it may), `tool`, or `key` and a wrong `attempt`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.tokens import normalise
from learning.answerkey import tells
from learning.numbers import unsupported
from learning.support import LEAST, support

CASES = Path(__file__).parent / "cases" / "model"
TOLD = ("value", "noise", "conflict", "false", "join", "follow")
"""Kinds that an answer from the documents settles."""
_MARK, _END = re.compile(r"\[\d+\]"), re.compile(r"(?<=[。！？\n])")
SHORT = 5


@dataclass(frozen=True)
class Case:
    id: str
    kind: str
    ask: tuple[str, ...]
    docs: tuple[str, ...] = ()
    has: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    tool: str = ""
    key: str = ""
    attempt: str = ""


@dataclass(frozen=True)
class Judged:
    """One case's outcome: which figures it counts for, and how. Numbers in [0, 1], `answer` for the misses."""

    case: Case
    scores: Mapping[str, float]
    answer: str

    @property
    def right(self) -> bool:
        return all(score == 1 for name, score in self.scores.items() if name not in ("grounded", "cited_precisely"))


def read(folder: Path = CASES) -> tuple[dict[str, dict[str, str]], list[Case]]:
    """Documents by key, and cases, by file and line. Raises TypeError on a malformed line."""
    documents, cases = dict[str, dict[str, str]](), list[Case]()
    for file in sorted(folder.glob("*.jsonl")):
        for line in file.read_text("utf-8").splitlines():
            row = json.loads(line)
            if "doc" in row:
                documents[row.pop("doc")] = row
            else:
                given: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in row.items()}
                cases.append(Case(**given))
    return documents, cases


def judge(case: Case, answers: Sequence[Mapping[str, Any]], titles: Mapping[str, str]) -> Judged:
    """By the last answer; a tutor's by all of them. `titles` of the documents by key."""
    last = answers[-1]
    if case.kind == "tutor":
        return Judged(case, _taught(case, answers), str(last["answer"]))
    if case.kind == "tool":
        return Judged(case, {"tool": float(case.tool in last["tool_calls"])}, str(last["answer"]))
    if case.kind == "refuse":
        return Judged(case, {"refuse": float(bool(last["refused"]))}, str(last["answer"]))
    return Judged(case, _told(case, last, titles), str(last["answer"]))


def _told(case: Case, answer: Mapping[str, Any], titles: Mapping[str, str]) -> dict[str, float]:
    text = _plain(answer["answer"])
    right = all(_plain(h) in text for h in case.has) and not any(_plain(n) in text for n in case.never)
    scores = {case.kind: float(right and not answer["refused"])}
    if answer["refused"]:
        return scores
    wanted, cited = {titles[d] for d in case.docs}, {c["title"] for c in answer["citations"]}
    return scores | {
        "grounded": grounded(answer), "cited_wholly": float(wanted <= cited),
        "cited_precisely": len(wanted & cited) / len(cited) if cited else 0.0,
    }  # fmt: skip


def grounded(answer: Mapping[str, Any]) -> float:
    """The share of the sentences whose words and numbers stand in a quote that is cited."""
    quotes = [c["quote"] for c in answer["citations"]] + [f"《{c['title']}》" for c in answer["citations"]]
    said = [s.strip() for s in _END.split(_MARK.sub("", answer["answer"]))]
    said = [s for s in said if len(s) >= SHORT]
    held = [support(s, quotes) >= LEAST and not unsupported(s, quotes) for s in said]
    return sum(held) / len(held) if held else 0.0


def _taught(case: Case, answers: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    """The key stays untold; the wrong attempt is seen as wrong; the next rung follows it."""
    first, second = answers[0], answers[-1]
    rungs = [(a.get("tutor") or {}).get("rung", 0) for a in (first, second)]
    solved = (second.get("tutor") or {}).get("solved", True)
    said = _bare(first["answer"], case) + "\n" + _bare(second["answer"], case)
    return {
        "key_untold": float(not tells(said, (case.key,))), "wrong_seen": float(not solved),
        "next_step": float(rungs[1] > rungs[0] > 0),
    }  # fmt: skip


def _bare(text: str, case: Case) -> str:
    for shown in (*case.ask, case.attempt):
        text = text.replace(shown, "")
    return text


def _plain(text: str) -> str:
    return "".join(normalise(text).split())


def figures(judged: Sequence[Judged]) -> dict[str, float]:
    """The mean of each score over the cases that have it."""
    names = sorted({name for j in judged for name in j.scores})
    return {name: _mean([j.scores[name] for j in judged if name in j.scores]) for name in names}


def _mean(scores: Sequence[float]) -> float:
    return sum(scores) / len(scores)
