"""A set of exercises as a paper: questions by kind with their points, then keys and marking. Knows results."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count, groupby
from typing import Any

from eval.rendered import rendered
from learning import basis
from learning.crediting import crediting
from learning.exercise import KINDS, Exercise, listed
from learning.spoken import spoken
from learning.worth import parted, shared

TOTAL = 100
NUMERALS = "一二三四五六七八九"
LINE = "班级：________　姓名：________　学号：________　得分：________"
LETTERED = ("single", "multiple", "order", "match")


def paper(title: str, result: dict[str, Any], citations: Sequence[dict[str, Any]]) -> str:
    """As a teacher hands it out, with what belongs to the teacher on pages of its own."""
    page = rendered(title, {"title": result["title"], "note": result["marked"]}, citations)
    head, _, sources = page.partition("## 引用原文")
    items = sorted(result["items"], key=lambda i: KINDS.index(i["kind"]))
    points = shared(TOTAL, [_asked(i) for i in items])
    numbered = list(zip(count(1), items, points, strict=False))
    total = f"满分 {TOTAL} 分（分值为系统建议，请教师确定）"
    by = basis.shared([i["stem"] for i in items])
    shown = [(n, item | {"stem": basis.shortened(item["stem"], by)}, p) for n, item, p in numbered]
    return "\n\n".join([
        head.strip(), "## 试题", f"{LINE}　{total}", *([basis.told(by)] if by else []),
        *_parts(shown, _question),
        "## 答案与评分", *_parts(numbered, _key), f"## 引用原文{sources}",
    ])  # fmt: skip


def _asked(item: dict[str, Any]) -> Exercise:
    return Exercise(item["kind"], item["stem"], tuple(item["key"]), (), "", points=tuple(item["points"]))


def _parts(numbered: Sequence[tuple[int, dict[str, Any], int]], told: Any) -> Iterator[str]:
    for n, (name, group) in enumerate(groupby(numbered, key=lambda x: x[1]["kind_name"])):
        items = list(group)
        yield f"### {NUMERALS[n]}、{name}（共 {len(items)} 题，{sum(p for _, _, p in items)} 分）"
        yield from (told(*one) for one in items)


def _question(n: int, item: dict[str, Any], points: int) -> str:
    told = [
        f"**{n}.** {item['stem']}（{points} 分）",
        "\n".join(f"- {at}. {left}" for at, left in enumerate(item["left"], 1)),
        "\n".join(f"- {chr(65 + at)}. {o}" for at, o in enumerate(item["options"])),
    ]
    return "\n\n".join(filter(None, told))


def _key(n: int, item: dict[str, Any], points: int) -> str:
    cited = "".join(f"[{c}]" for c in item["citations"])
    rule = crediting(item["kind"], points, len(item["key"]))
    marked = f"\n\n评分：{rule}。" if rule else ""
    return f"**{n}.** {_answer(item, points)}{cited}\n\n解析：{_why(item)}{marked}"


def _answer(item: dict[str, Any], points: int) -> str:
    letters = {o: chr(65 + at) for at, o in enumerate(item["options"])}
    if item["kind"] == "match":
        return "，".join(f"{at}—{letters[k]}" for at, k in enumerate(item["key"], 1))
    if item["kind"] in LETTERED:
        told = [letters[k] for k in item["key"]]
        return ("—" if item["kind"] == "order" else "").join(told if item["kind"] == "order" else sorted(told))
    if not item["points"]:
        return listed(item["key"])
    worth = parted(points, item["points"])
    return "；".join(f"{k.rstrip('。；')}（{p} 分）" for k, p in zip(item["key"], worth, strict=True))


def _why(item: dict[str, Any]) -> str:
    """Which words decide."""
    head, _, rest = item["explanation"].partition("：")
    lines = [spoken(line).rstrip("。；") for line in rest.splitlines() if line.strip()]
    if head != "原文" or not lines:
        return str(item["explanation"])
    return f"依据“{'”“'.join(lines)}”。"
