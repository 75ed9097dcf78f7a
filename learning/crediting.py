"""What part of an item's points a part of its answer earns, in a line for who marks it. marking.py does the marking."""

from __future__ import annotations

from learning.exercise import Kind


def crediting(kind: Kind, points: int, parts: int) -> str:
    """For an item worth `points` whose key has `parts`; empty where it is right or wrong as a whole."""
    each = f"{points // parts} 分" if parts and points % parts == 0 else "分值均分"
    if kind == "multiple":
        return f"全对 {points} 分，少选且没有错选得一半，有错选不得分"
    if kind == "order":
        return f"全对得满分；否则每有相邻两步前后相接正确得 {each}" if points % parts == 0 else "相邻两步相接正确的给分"
    if kind == "match":
        return f"每配对一组得 {each}" if points % parts == 0 else f"每配对一组得分，{each}"
    if kind == "fill" and parts > 1:
        return f"每空 {each}" if points % parts == 0 else f"每空得分，{each}"
    if kind == "calculate":
        return "结果对得满分；列式、代入对而结果错的得一半"
    return "意思对即给分，每点按所示分值" if kind in ("short", "case") else ""
