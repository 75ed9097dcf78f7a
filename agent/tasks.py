"""A message that asks for a document as teaching tasks: whether it does, of which document, and how the answer reads.

Rules over words. Knows what the tool takes and gives; the tool itself finds the document and makes the tasks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from agent.cite import Piece
from agent.state import Exchange
from agent.words import say, titled
from knowledge.tokens import normalise
from tools import ToolResult
from trust.sources import Citation

TOOL, STAGE = "decompose_project", "decompose"
LISTED = 30
"""Steps told in the chat; a longer project is told by its tasks."""
_ASKS = re.compile(
    r"(?:分解|拆解|拆分|细分|转化|转换|改编|改写|整理|做|变|编)(?:成|为|出|到)[^，。？?]{0,10}(?:任务|工单|项目)|"
    r"(?:项目|任务)(?:分解|拆解)|(?:生成|编写|设计|制作|出)[^，。？?]{0,16}(?:任务工单|教学任务|学习任务|实训任务)|"
    r"\b(?:decompose|break)\b.{1,60}\b(?:tasks?|work orders?)\b"
)
_ASKED = re.compile(r"什么|为何|怎么|怎样|如何|多少|哪些|哪个|[吗呢]|\bwhat\b|\bwhy\b|\bhow\b")
"""Words of a question about tasks, which search answers."""
_OBJECT = re.compile(
    r"(?:把|将)(.+?)(?:分解|拆解|拆分|细分|转化|转换|改编|改写|整理|做成|变成|编成)|"
    r"(?:根据|按照?|用)(.+?)(?:生成|编写|设计|制作|出|做)|"
    r"(?:分解|拆解)(?:一下)?(.+?)(?:[，。？?]|$)|(?:decompose|break)\s+(.+?)\s+into"
)
_THIS = re.compile(
    r"(?:这|那|该|此|上面|上述|刚才|前面|the|this|that)\s?(?:一)?(?:份|个|篇|本|些)?(?:的)?\s?"
    r"(?:规程|文件|资料|文档|工艺|指导书|材料|工艺规程|作业指导书|document|process|file|specification)?"
)
_TIERS = (
    ("first_year", re.compile(r"一年级|大一|新生|first[- ]year")),
    ("on_post", re.compile(r"顶岗|实习|在岗|on[- ]post|intern")),
)  # fmt: skip


def wanted(question: str, history: Sequence[Exchange]) -> dict[str, Any] | None:
    """The tool's arguments, or None when the message asks for something else."""
    plain = normalise(question)
    if not _ASKS.search(plain) or _ASKED.search(plain):
        return None
    found = _OBJECT.search(plain)
    topic = next((g.strip() for g in found.groups() if g), "") if found else ""
    tier = next((name for name, words in _TIERS if words.search(plain)), "second_year")
    cited = [c.document_id for e in reversed(history) if not e.refused for c in e.citations]
    if cited and (not topic or _THIS.fullmatch(topic)):
        return {"document_ids": cited[:1], "tier": tier}
    return {"query": topic or question, "tier": tier}


def told(made: ToolResult, language: str) -> tuple[tuple[Piece, ...], tuple[Citation, ...]]:
    """The project as the answer's pieces, and the citations they use, numbered on from 1."""
    project = made.result.model_dump()
    by_number = {c.n: c for c in made.citations}
    used: dict[int, Citation] = {}

    def mark(n: int) -> tuple[str, tuple[int, ...]]:
        if n not in used:
            old = by_number[n]
            used[n] = Citation(len(used) + 1, old.passage_id, old.document_id, old.title, old.locator, old.quote)
        return f"[{used[n].n}]", (used[n].n,)

    count, tasks = project["steps"], project["tasks"]
    pieces = [Piece(say(language, "tasks", title=titled(project["title"]), tasks=len(tasks), steps=count))]
    for at, task in enumerate(tasks, 1):
        head = say(language, "task", n=at, title=task["title"], steps=len(task["steps"]), hours=task["hours"])
        shown = task["steps"] if count <= LISTED else task["steps"][:1]
        for n, step in enumerate(shown):
            sign, numbers = mark(step["citation"])
            line = f"{step['number']}. {step['text']}" if count <= LISTED else ""
            pieces.append(Piece(f"{head if n == 0 else ''}{line}{sign}\n", numbers))
        for rule in (rule for rule in task["safety"] if rule["vital"] and count <= LISTED):
            sign, numbers = mark(rule["citation"])
            pieces.append(Piece(f"{say(language, 'veto')}{rule['text']}{sign}\n", numbers))
    return tuple(pieces), tuple(used.values())
