"""A message that asks for a lesson plan or a loose-leaf unit: on what, how long, for whom; and how the answer reads.

Rules over words. Knows what the tool takes and gives; the tool itself finds the sources and makes the plan.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from agent.cite import Piece
from agent.state import Exchange
from agent.words import say
from knowledge.tokens import normalise
from learning.numeral import NUMERAL, read
from tools import ToolResult
from trust.sources import Citation

TOOL, STAGE = "plan_lesson", "plan_lesson"
USUAL, MOST = 2, 16
_THING = (
    r"(?:教案|教学设计|教学方案|备课稿|授课计划|活页(?:式)?(?:教材|讲义|单元|工单)?|"
    r"lesson plan|teaching plan|loose-leaf unit)"
)
_ASKS = re.compile(
    rf"(?:写|编|编写|编制|做|生成|设计|拟|出|来|备|准备|write|make|create|draft|prepare).{{0,60}}{_THING}|{_THING}$"
)
_ASKED = re.compile(r"什么|为何|怎么|怎样|如何|多少|哪些|哪个|[吗呢]|\b(?:what|why|how)\b")
"""Words of a question about lesson plans, which search answers."""
_HOURS = re.compile(rf"(\d{{1,2}}|{NUMERAL})\s*(?:个)?(?:课时|学时|节课|节|class hours?|hours?|periods?)")
_TIERS = (
    ("first_year", re.compile(r"一年级|大一|新生|first[- ]year")),
    ("on_post", re.compile(r"顶岗|实习生|在岗|新员工|on[- ]post|intern")),
)
_LEAF = re.compile(r"活页|loose-leaf")
_AROUND = re.compile(
    rf"{_THING}|{_HOURS.pattern}|(?:请|麻烦|帮我|给我|帮忙|为我)*"
    r"(?:写|编写|编制|编|做|生成|设计|拟|出|来|准备|备)(?:一)?(?:份|个|篇|套|节)?|"
    r"(?:根据|依据|按照?|针对|围绕|基于|关于|有关)|给(?=.{0,4}(?:学生|班|员工|新生))|(?:给)?(?:一年级|二年级|大一|新生|顶岗|实习生|在岗|"
    r"新员工)(?:的)?(?:学生|同学|班)?(?:用的?|上的?)?|"
    r"^\s*给|\b(?:please|write|make|create|draft|prepare|a|an|the|for|about|on|of)\b|[,，。:：;；!！、()（）\"“”《》]|的$|"
    r"^的|一下"
)
_THIS = re.compile(
    r"(?:这|那|该|此|本|上面|上述|刚才|the|this|that)\s?(?:份|个|篇|本|些|节)?(?:的)?\s?"
    r"(?:规程|文件|资料|文档|内容|章|课|document)?"
)


def wanted(question: str, history: Sequence[Exchange]) -> dict[str, Any] | None:
    """The tool's arguments, or None when the message asks for something else."""
    plain = normalise(question).strip(" 。.!！")
    if not _ASKS.search(plain) or _ASKED.search(plain):
        return None
    found = _HOURS.search(plain)
    hours = int(read(found[1]) or USUAL) if found and not found[1].isdigit() else int(found[1]) if found else USUAL
    tier = next((name for name, said in _TIERS if said.search(plain)), "second_year")
    wish: dict[str, Any] = {"hours": max(1, min(MOST, hours)), "tier": tier}
    wish["form"] = "loose_leaf" if _LEAF.search(plain) else "plan"
    topic = re.sub(r"\s+", " ", _AROUND.sub(" ", plain)).strip(" 的")
    cited = [c.document_id for e in reversed(history) if not e.refused for c in e.citations]
    if cited and (len(topic) < 2 or _THIS.fullmatch(topic)):
        return wish | {"document_ids": cited[:1]}
    return wish | {"query": (topic if len(topic) > 1 else question)[:200]}


def told(made: ToolResult, language: str) -> tuple[tuple[Piece, ...], tuple[Citation, ...]]:
    """The lesson as the answer's pieces, and the citations they use, numbered on from 1."""
    result = made.result.model_dump()
    used: dict[int, Citation] = {}
    by_number = {c.n: c for c in made.citations}

    def mark(*numbers: int | None) -> tuple[str, tuple[int, ...]]:
        for n in numbers:
            if n is not None and n not in used:
                old = by_number[n]
                used[n] = Citation(len(used) + 1, old.passage_id, old.document_id, old.title, old.locator, old.quote)
        own = tuple(dict.fromkeys(used[n].n for n in numbers if n is not None))
        return "".join(f"[{n}]" for n in own), own

    pieces = [Piece(say(language, "lesson", title=result["title"]))]
    for title, rows in _shown(result, language):
        pieces.append(Piece(f"**{title}**\n"))
        for text, numbers in rows:
            sign, own = mark(*numbers)
            pieces.append(Piece(f"- {text}{sign}\n", own))
    return tuple(pieces), tuple(used.values())


def _shown(result: dict[str, Any], language: str) -> list[tuple[str, list[tuple[str, list[int | None]]]]]:
    """(heading, [(line, its citations)]) of what the chat tells; the whole is in the page and the file."""
    plan, leaf = result["plan"], result["loose_leaf"]
    if plan is None:
        steps = [(f"{s['number']}. {s['text']}", [s["citation"]]) for s in leaf["guidance"]]
        tasks = [(a["text"], [a["citation"]]) for a in leaf["task_analysis"]]
        return [(say(language, "leaf_tasks"), tasks), (say(language, "leaf_steps"), steps)]
    goals = [(g["text"], [g["citation"]]) for kind in ("quality", "knowledge", "ability") for g in plan["goals"][kind]]
    points = [(p["text"], [p["citation"]]) for p in (*plan["focus"], *plan["hard"])]
    rows = [
        (say(language, "stage", name=s["name"], minutes=s["minutes"], text=s["teacher"]), list(s["citations"]))
        for s in plan["stages"]
    ]  # fmt: skip
    return [
        (say(language, "goals"), goals), (say(language, "points"), points), (say(language, "stages"), rows),
    ]  # fmt: skip
