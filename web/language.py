"""Which of our two languages a caller reads: Chinese unless `Accept-Language` prefers English."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Depends, Request

Language = Literal["zh", "en"]


def language_of(header: str | None) -> Language:
    """The first of zh and en in the header's order of preference."""
    wishes = sorted(map(_wish, (header or "").split(",")), key=lambda w: -w[1])
    for name, weight in wishes:
        if weight > 0 and name in ("zh", "en"):
            return "en" if name == "en" else "zh"
    return "zh"


def _wish(part: str) -> tuple[str, float]:
    tag, _, weight = part.strip().partition(";q=")
    try:
        return tag.partition("-")[0].strip().lower(), float(weight or 1)
    except ValueError:
        return "", 0.0


def _reads(request: Request) -> Language:
    return language_of(request.headers.get("accept-language"))


Reads = Annotated[Language, Depends(_reads)]
