"""Office formulas as one line of text: fractions `(a)/(b)`, powers `x^2`, roots `√(x)`. Knows only OMML."""

from __future__ import annotations

from typing import Any

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"


def linear(node: Any) -> str:
    """The formula's text, in reading order."""
    name = node.tag.removeprefix(M) if isinstance(node.tag, str) else ""
    if name == "t":
        return node.text or ""
    parts = {child.tag.removeprefix(M): linear(child) for child in node if isinstance(child.tag, str)}
    if name == "f":
        return f"{_bound(parts.get('num', ''))}/{_bound(parts.get('den', ''))}"
    if name in ("sSup", "sSub", "sSubSup"):
        low = f"_{_bound(parts['sub'])}" if parts.get("sub") else ""
        high = f"^{_bound(parts['sup'])}" if parts.get("sup") else ""
        return f"{parts.get('e', '')}{low}{high}"
    if name == "rad":
        return f"{parts.get('deg', '')}√({parts.get('e', '')})"
    if name == "nary":
        sign = node.find(f"{M}naryPr/{M}chr")
        symbol = "∫" if sign is None else sign.get(f"{M}val") or ""
        return f"{symbol}({parts.get('sub', '')}→{parts.get('sup', '')}) {parts.get('e', '')}"
    if name == "d":
        return "(" + "，".join(linear(e) for e in node.findall(f"{M}e")) + ")"
    return "".join(linear(child) for child in node)


def _bound(text: str) -> str:
    return text if len(text) <= 1 or text.isalnum() else f"({text})"
