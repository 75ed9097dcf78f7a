"""Why somebody may read a thing: what of theirs opens each clause of its label, in words. Pure."""

from __future__ import annotations

from trust.labels import COMPARTMENTS, RESERVED, Clause, Label
from trust.principal import Principal
from web.levels import Names, level_word
from web.words import say


def why(label: Label, principal: Principal, names: Names, language: str) -> tuple[str, ...]:
    """One line for each clause, by what this person holds; for what is public, that it is."""
    if not label.clauses:
        return (say(language, "why_public"),)
    said = [_why(clause, principal, names, language) for clause in sorted(label.clauses, key=sorted)]
    return tuple(dict.fromkeys(filter(None, said)))


def _why(clause: Clause, principal: Principal, names: Names, language: str) -> str:
    held = sorted(clause & principal.atoms, key=lambda atom: (atom.partition(":")[0] in RESERVED, atom))
    if not held:
        return ""
    kind, _, rest = held[0].partition(":")
    if kind in COMPARTMENTS:
        return say(language, "why_course", course=names.compartment(held[0]))
    if kind == "self":
        return say(language, "why_self" if rest == principal.id else "why_duty")
    if kind == "duty":
        return say(language, "why_duty")
    owner, _, rank = held[0].rpartition(":")
    return say(language, "why_member", owner=names.owner(owner), level=level_word(language, int(rank)))
