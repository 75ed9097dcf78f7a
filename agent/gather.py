"""Findings of several searches as one: passages keep their numbers, only quotes of a sure reading count. Pure."""

from __future__ import annotations

from trust.sources import Findings, Passage


def fresh(known: Findings | None, found: Findings) -> tuple[Passage, ...]:
    """The passages not known yet, in order."""
    seen = {p.id for p in known.passages} if known else set()
    return tuple(p for p in found.passages if p.id not in seen)


def gathered(known: Findings | None, found: Findings) -> Findings:
    """Both, the earlier passages first. Sure when one of them is, quoting only that one."""
    if known is None:
        return found
    sure = [f for f in (known, found) if f.sure and f.quotes]
    labels = [f.label for f in (known, found) if f.label is not None]
    return Findings(
        query=known.query,
        passages=(*known.passages, *fresh(known, found)),
        label=None if not labels else labels[0] if len(labels) == 1 else labels[0] | labels[1],
        searched=max(known.searched, found.searched),
        sure=bool(sure),
        quotes=tuple(dict.fromkeys(q for f in sure for q in f.quotes)),
    )
