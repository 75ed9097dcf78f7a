"""A message that asks for a comment on a student (评价评语): on whom, for which reader, and how it is told.

Rules over words. The draft's own words are not told in the chat: a conversation is kept under its asker's key, and what
is told of a student goes with the student's.
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

TOOL, STAGE = "draft_comment", "comment"
_DO = r"(?:写|起草|拟写|拟|生成|出|做)"
_ONE = r"(?:一?[份条段个篇])?"
_SAID = r"(?:(?:期末|期中|学期|综合|评价|实训|实习)+的?)?评语"
_NAME = r"([\u4e00-\u9fff·]{2,12}?|[a-z][a-z .'-]{1,40}?)"
_TO = r"(?:写?给|面向|对)(?:家长|企业|学生|本人)(?:看|读)?的?"
_ASKS = (
    re.compile(rf"(?:给|为|替|帮)(?:学生)?{_NAME}(?:同学)?{_DO}{_ONE}(?:{_TO})?{_SAID}"),
    re.compile(rf"{_DO}(?:一?下)?{_ONE}(?:学生)?{_NAME}(?:同学)?的(?:{_TO})?{_SAID}"),
    re.compile(r"\b(?:draft|write)\s+(?:a|the)\s+comment\s+(?:on|about|for)\s+(.{2,40}?)(?:\s+for\s+.*)?[.!]?$"),
)
_ASKED = re.compile(r"什么|为何|为什么|怎么|怎样|如何|多少|[吗呢?？]|全班|每个|大家|\b(?:what|why|how)\b")
_TONES = (("parent", re.compile(r"家长|\bparents?\b")), ("enterprise", re.compile(r"企业|\benterprise\b")))


def wanted(question: str, _history: Sequence[Exchange]) -> dict[str, Any] | None:
    """The tool's arguments, or None when the message asks for something else."""
    plain = normalise(question).strip()
    found = next((m for rule in _ASKS if (m := rule.search(plain))), None)
    if found is None or _ASKED.search(plain):
        return None
    tone = next((name for name, words in _TONES if words.search(plain)), "student")
    return {"student": _as_written(question, found[1]), "tone": tone}


def told(made: ToolResult, language: str) -> tuple[tuple[Piece, ...], tuple[Citation, ...]]:
    """On whom, how many sentences, and where it is read, kept and signed."""
    draft = made.result.model_dump()
    words = say(language, "comment_drafted", name=draft["name"], n=len(draft["sentences"]))
    return (Piece(words), Piece(say(language, f"comment_{draft['state']}")), Piece(say(language, "comment_page"))), ()


def _as_written(question: str, name: str) -> str:
    """The name in the asker's own letters."""
    found = re.search(re.escape(name.strip()), question, re.IGNORECASE)
    return found.group() if found else name.strip()
