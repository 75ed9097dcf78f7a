"""A message that asks for requirements against courses (岗课赛证对照): whether it does, of what, and how it reads.

Rules over words. Knows what the tool takes and gives; the tool itself finds the documents and fills the matrix.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from agent.cite import Piece
from agent.state import Exchange
from agent.words import say
from knowledge.tokens import normalise
from tools import ToolResult
from trust.sources import Citation

TOOL, STAGE = "match_requirements", "matching"
LISTED = 20
"""Gaps told in the chat; the page shows all."""
_ABOUT = r"(?:岗位|赛项|竞赛|大赛|比赛|证书|等级|职业技能|考证|岗课赛证)"
_ASKS = re.compile(
    rf"{_ABOUT}.{{0,20}}(?:与|和|跟|同|对).{{0,16}}课程.{{0,8}}(?:对照|比对|对比|匹配|对应起来|对接)|"
    rf"课程.{{0,10}}(?:与|和|跟|同|对).{{0,20}}{_ABOUT}.{{0,16}}(?:对照|比对|对比|匹配|对应起来|对接)|"
    r"(?:做|生成|编|出|列).{0,24}岗课赛证.{0,8}(?:对照|矩阵|表)|"
    r"\b(?:match|compare)\b.{1,60}\b(?:requirements?|job|certificate|competition)\b.{0,40}\bcourses?\b"
)
_ASKED = re.compile(r"什么是|为何|为什么|怎么|怎样|如何|多少|[吗呢]|\b(?:what is|why|how)\b")
_OBJECT = re.compile(
    rf"(?:把|将|用|按|根据)?(.{{2,40}}?)(?:的)?(?:{_ABOUT})?(?:能力|职责|技能|任职)?(?:要求|规程|标准|大纲)?(?:与|和|跟|同)"
    r".{0,12}课程|课程.{0,8}(?:与|和|跟|同)(.{2,40}?)(?:的)?(?:要求)?(?:对照|比对|对比|匹配)|"
    r"(?:做|生成|编|出|列)(?:一?[个份张])?(.{2,40}?)(?:的)?岗课赛证"
)
_KINDS = (("post", "岗位"), ("competition", "赛项|竞赛|大赛|比赛"), ("certificate", "证书|等级|考证"))
_LEAD = re.compile(r"^(?:请|帮我|帮忙|麻烦)*(?:把|将|用|按|根据)?")
_TAIL = re.compile(rf"(?:的)?(?:{_ABOUT}|能力|职责|任职|技能|要求|规程|标准|大纲)+$")


def wanted(question: str, _history: Sequence[Exchange]) -> dict[str, Any] | None:
    """The tool's arguments, or None when the message asks for something else."""
    plain = normalise(question)
    if not _ASKS.search(plain) or _ASKED.search(plain):
        return None
    found = _OBJECT.search(plain)
    said = next((g for g in found.groups() if g), "") if found else ""
    topic = _TAIL.sub("", _LEAD.sub("", said.strip())).strip()
    kinds = [name for name, words in _KINDS if re.search(words, plain)] if "岗课赛证" not in plain else []
    arguments: dict[str, Any] = {"query": (topic if len(topic) > 1 else plain)[:200]}
    return arguments | ({"kinds": kinds} if kinds else {})


def told(made: ToolResult, language: str) -> tuple[tuple[Piece, ...], tuple[Citation, ...]]:
    """How many are covered, then the gaps and what is out of date, each with its source."""
    matrix = made.result.model_dump()
    by_number = {c.n: c for c in made.citations}
    used: list[Citation] = []
    rows, gaps, partly = matrix["requirements"], matrix["gaps"], matrix["partly"]
    full = len(rows) - len(gaps) - len(partly) - len(matrix["rules"]) - len(matrix["conditions"])
    pieces = [Piece(say(
        language, "matrix", rows=len(rows), modules=len(matrix["modules"]), full=full, partly=len(partly),
        gaps=len(gaps),
    ))]  # fmt: skip
    named = {r["n"]: r for r in rows}
    for n in gaps[:LISTED]:
        old = by_number[named[n]["citation"]]
        used.append(Citation(len(used) + 1, old.passage_id, old.document_id, old.title, old.locator, old.quote))
        line = f"{named[n]['kind_name']} · {named[n]['text']}[{len(used)}]\n"
        pieces.append(Piece(say(language, "gaps") + line if n == gaps[0] else line, (len(used),)))
    if len(gaps) > LISTED:
        pieces.append(Piece(say(language, "more_gaps", more=len(gaps) - LISTED)))
    for one in matrix["outdated"]:
        words = say(language, f"out_{one['reason']}", by=one["by"], date=one["date"] or "")
        pieces.append(Piece(say(language, "outdated", title=one["source"], words=words)))
    pieces.append(Piece(say(language, "matrix_page")))
    return tuple(pieces), tuple(used)
