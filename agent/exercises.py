"""A message that asks for exercises: how many, of which kinds, about what; and how the answer reads.

Rules over words. Knows what the tool takes and gives; the tool itself finds the sources and makes the items.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from agent.cite import Piece
from agent.state import Exchange
from agent.words import say
from knowledge.tokens import normalise
from learning.exercise import listed
from learning.numeral import NUMERAL, read
from tools import ToolResult
from trust.sources import Citation

TOOL, STAGE = "write_exercises", "exercises"
USUAL, MOST = 10, 50
_KINDS = {
    "multiple": r"多选|多项选择", "single": r"单选|单项选择|(?<!多项)选择题|\bsingle[- ]choice|\bmultiple[- ]choice",
    "judge": r"判断|是非题|true.{0,4}false", "fill": r"填空|fill.in", "order": r"排序题|步骤排序",
    "match": r"匹配题|连线|配对", "calculate": r"计算题", "short": r"简答|问答题|short answer", "case": r"案例",
}  # fmt: skip
_DO = r"(?:再|帮我|给我)*(?:出|编写|编制|编|生成|设计|拟|命|写|来|做)(?:出|上|个)?"
_HOW_MANY = rf"(?:\d{{1,3}}|{NUMERAL}|几|一些|些|若干)"
_THING = r"(?:题目|试题|习题|练习题|练习|测验|试卷|小测|(?<![问主标课专难话命])题)"
_ASKS = re.compile(
    rf"{_DO}\s*(?:{_HOW_MANY}\s*(?:道|个|份|套|组|题)?|[道份套组])[^，。？?；]{{0,40}}?{_THING}|"
    rf"{_DO}(?:点|下)?(?:单选|多选|单项|多项|选择|判断|填空|排序|匹配|计算|简答|案例|练习|习|试)(?:题|卷)|"
    r"\b(?:write|make|create|generate|give me)\b.{1,40}\b(?:questions|exercises|quiz|test items)\b"
)
_COUNT = re.compile(rf"(\d{{1,3}}|{NUMERAL})\s*(?:道|个|题)|\b(\d{{1,3}})\b.{{0,30}}\b(?:questions|exercises)")
_ASKED = re.compile(r"什么|为何|怎么|怎样|如何|多少|哪些|哪个|几道|[吗呢]|\b(?:what|why|how)\b|题型|分值|评分|时长")
"""Words of a question about exercises, which search answers."""
_SOME = re.compile(rf"{_DO}几(?=道)(?!.*[?？吗呢]\s*$)")
"""出几道 is a wish, unless it is asked how many."""
_OBJECT = re.compile(
    rf"(?:根据|依据|按照?|针对|围绕|就|基于|结合|给(?!我|学[生员]|同学|大家|.{{0,4}}班)|用|从)(.+?)(?:[,，]|的内容)?{_DO}\s*(?:{_HOW_MANY}|一?[道个份套组]|{_THING})|"
    rf"(?:关于|有关|针对|围绕)(.+?)的?(?:单选|多选|单项|多项|选择|判断|填空|排序|匹配|连线|计算|简答|问答|案例|{_THING})|"
    r"\b(?:about|on|from)\s+(.+?)[.?!]?$"
)
_THIS = re.compile(
    r"(?:这|那|该|此|本|上面|上述|刚才|前面|以上|the|this|that)\s?(?:一)?(?:份|个|篇|本|些|段)?(?:的)?\s?"
    r"(?:规程|文件|资料|文档|工艺|指导书|材料|内容|问题|知识点|工艺规程|作业指导书|document|process|file)?"
)
_EMPTY = re.compile(
    rf"{_DO}\s*(?:{_HOW_MANY}\s*(?:道|个|份|套|组|张|题)?|[道份套组张])|{_HOW_MANY}\s*(?:道|个)|"
    rf"(?:单选|多选|单项选择|多项选择|选择|判断|填空|排序|匹配|连线|计算|简答|问答|案例分析|案例)(?:题)?|{_THING}|"
    r"请|麻烦|帮我|给我|我想要?|考考|给?(?:学[生员]|同学|大家)们?|关于|有关|内容[是为]|主题[是为]|的|[,，。:：;；!！、\s和及]+"
)
"""What of a wish says nothing of its topic."""
_LETTERS = "ABCDEFGHIJ"


def wanted(question: str, history: Sequence[Exchange]) -> dict[str, Any] | None:
    """The tool's arguments, or None when the message asks for something else."""
    plain = normalise(question).strip()
    if not _ASKS.search(plain) or _ASKED.search(_SOME.sub("", plain)):
        return None
    kinds = [kind for kind, words in _KINDS.items() if re.search(words, plain)]
    arguments: dict[str, Any] = {"count": _count(plain), **({"kinds": kinds} if kinds else {})}
    found = _OBJECT.search(plain)
    topic = next((g.strip(" 《》“”") for g in found.groups() if g), "") if found else ""
    cited = [c.document_id for e in reversed(history) if not e.refused for c in e.citations]
    if cited and topic and _THIS.fullmatch(topic):
        return {"document_ids": cited[:1], **arguments}
    if not topic:
        topic = _EMPTY.sub("", plain)
    if cited and len(topic) < 2:
        return {"document_ids": cited[:1], **arguments}
    return {"query": (topic if len(topic) > 1 else question)[:200], **arguments}


def _count(plain: str) -> int:
    found = _COUNT.search(plain)
    if found is None:
        return USUAL
    said = found[1] or found[2]
    number = int(said) if said.isdigit() else int(read(said) or USUAL)
    return max(1, min(number, MOST))


def told(made: ToolResult, language: str) -> tuple[tuple[Piece, ...], tuple[Citation, ...]]:
    """The items, then their keys with explanation and source."""
    result = made.result.model_dump()
    items = result["items"]
    pieces = [Piece(say(language, "items", count=len(items)))]
    if result["missing"]:
        pieces.append(Piece(say(language, "fewer", missing=result["missing"])))
    pieces += [Piece(_asked(item)) for item in items]
    pieces.append(Piece(say(language, "keys")))
    for item in items:
        marks = "".join(f"[{n}]" for n in item["citations"])
        pieces.append(Piece(f"{item['n']}. {key(item)}{marks}\n", tuple(item["citations"])))
    return tuple(pieces), made.citations


def _asked(item: dict[str, Any]) -> str:
    options = [f"{letter}. {option}" for letter, option in zip(_LETTERS, item["options"], strict=False)]
    left = [f"（{n}）{name}" for n, name in enumerate(item["left"], 1)]
    return "\n".join([f"{item['n']}.（{item['kind_name']}）{item['stem']}", *left, *options]) + "\n"


def key(item: dict[str, Any]) -> str:
    """The key as a paper's answer sheet writes it."""
    letters = dict(zip(item["options"], _LETTERS, strict=False))
    if item["kind"] in ("single", "multiple"):
        return "".join(sorted(letters[k] for k in item["key"]))
    if item["kind"] == "order":
        return "→".join(letters[k] for k in item["key"])
    if item["kind"] == "match":
        return "，".join(f"（{n}）—{letters[k]}" for n, k in enumerate(item["key"], 1))
    if item["points"]:
        return "".join(f"\n  {k}（{p} 分）" for k, p in zip(item["key"], item["points"], strict=True))
    return listed(item["key"])
