"""A label in plain words: how secret, whose, and opened to or kept inside which course. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from trust.labels import COMPARTMENTS, LEVELS, RESERVED, Label
from web.words import say

PERSONAL = 4


@dataclass(frozen=True)
class Names:
    """What owners and courses are called, and which owners are enterprises."""

    owners: Mapping[str, str] = field(default_factory=dict)
    enterprises: frozenset[str] = frozenset()
    courses: Mapping[str, str] = field(default_factory=dict)

    def owner(self, owner: str) -> str:
        return self.owners.get(owner, owner)

    def compartment(self, atom: str) -> str:
        name = atom.partition(":")[2]
        return self.courses.get(name, name)


def level(label: Label) -> int:
    """The strictest level in it, 0–3; what concerns one person alone is PERSONAL."""
    levels = [_rank(atom) for clause in label.clauses for atom in clause if atom.partition(":")[0] not in RESERVED]
    if levels:
        return max(levels)
    if label.personal:
        return PERSONAL
    return 1 if label.clauses else 0


def _rank(atom: str) -> int:
    return int(atom.rpartition(":")[2])


def level_word(language: str, rank: int) -> str:
    return say(language, "level_self" if rank == PERSONAL else f"level_{rank}")


def in_words(label: Label, names: Names, language: str) -> str:
    """One line a person understands, e.g. “屿川精密 · 内部，另外向课程‘数控车削’开放”."""
    owners = " + ".join(names.owner(o) for o in sorted(label.owners))
    said = f"{owners} · {level_word(language, level(label))}"
    return _joined([said, *_courses(label, names, language)], language)


def reach(label: Label, names: Names, language: str) -> str:
    """Who may know, without the level's name: it stands beside the level's badge."""
    rank, courses = level(label), _courses(label, names, language)
    if rank == PERSONAL or len(label.owners) > 1:
        return _joined([" + ".join(names.owner(o) for o in sorted(label.owners)), *courses], language)
    if not label.clauses or any(_rank(a) for c in label.clauses for a in c if a.partition(":")[0] not in RESERVED):
        (owner,) = label.owners
        courses = [audience(owner, rank, names, language), *courses]
    return _joined(courses, language)


def _joined(said: list[str], language: str) -> str:
    return (", " if language == "en" else "，").join(said)


def _courses(label: Label, names: Names, language: str) -> list[str]:
    """To which course it is opened, or inside which it is kept."""
    said = []
    for clause in sorted(label.clauses, key=sorted):
        opened = any(atom.partition(":")[0] not in RESERVED for atom in clause)
        courses = [names.compartment(a) for a in sorted(clause) if a.partition(":")[0] in COMPARTMENTS]
        said += [say(language, "opened" if opened else "inside", course=c) for c in courses]
    return list(dict.fromkeys(said))


def audience(owner: str, rank: int, names: Names, language: str) -> str:
    """Who knows a thing of this level at this owner."""
    if rank == 0:
        return say(language, "who_0")
    return say(language, f"who_{rank}_{'enterprise' if owner in names.enterprises else 'school'}")


def label_text(owner: str, rank: int, opened: str | None = None, inside: str | None = None) -> str:
    """The label's text form from what a person chose."""
    text = f"{owner}/{LEVELS[rank]}"
    if opened and rank > 0:
        text += f"|course:{opened}"
    return f"{text}+course:{inside}" if inside else text
