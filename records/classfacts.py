"""What the learners of a class give to each table of its findings: mastery, answers, moves of rehearsals, grades.

Each table stands under one label, so that all who may read it are told the same; whoever may not read the label has no
row of it. Practice is the teachers' alone; of grades only published ones count, which an agreement let through.
"""

from __future__ import annotations

import hashlib
import hmac
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, Select, select

from learning.gradereport import CriterionShown, grade_report
from learning.mastery import MASTERED
from learning.scheme import Criterion
from learning.suppression import banded
from records.attempts import ITEM, MOVE, Attempt, Attempts
from records.bankrows import Banked, several, whole
from records.cells import Cells, Source, Value
from records.classgroup import ClassGroup
from records.columns import AnyRow, among
from records.graderows import Published, opened, sealer_of
from records.graderows import visible as visible_grades
from records.schema import attempts, bank_items, bank_sources, grades, labels, passages, schemes
from records.shelf import Shelf
from trust.day import day
from trust.labels import Label, join, parse
from trust.principal import Principal, Scope

VITAL = 2.0
"""A failed step that endangers somebody counts twice."""
SHORT = 60


class ClassFacts:
    """Works inside its caller's transaction."""

    def __init__(self, shelf: Shelf, secret: bytes, read: Attempts) -> None:
        self._shelf, self._secret, self._read = shelf, secret, read

    def of(self, conn: Connection, principal: Principal, scope: Scope, group: ClassGroup) -> list[Cells]:
        found = self._criteria(conn, principal, scope, group)
        if group.teaching:
            answers = self._answers(conn, scope, group, ITEM)
            items = self._items(conn, principal, scope, answers)
            steps = self._steps(group, self._answers(conn, scope, group, MOVE))
            found += self._exercises(group, answers, items)
            found += steps
            asked: dict[str, set[str]] = defaultdict(set)
            for row, answer in answers:
                for name in answer.competencies if row.item in items else ():
                    asked[name].add(row.item)
            found += self.competencies(conn, principal, scope, group, asked)
        return found

    def key(self, *said: str) -> str:
        """The name of a table: tells nothing of what it is on."""
        return hmac.new(self._secret, "\x1f".join(said).encode(), hashlib.sha256).hexdigest()[:48]

    def competencies(
        self, conn: Connection, principal: Principal, scope: Scope, group: ClassGroup,
        asked: Mapping[str, Collection[str]] = MappingProxyType({}),
    ) -> list[Cells]:  # fmt: skip
        """`asked`: exercises by what they ask for, whoever answered them. Of teachers' groups alone."""
        given: dict[tuple[str, Label], dict[str, Value]] = defaultdict(dict)
        for one in self._read.masteries.each(conn, principal, scope, group.cohorts if group.teaching else ()):
            given[one.competency, one.about][one.person] = (banded(one.state.shown),)
        return [
            Cells("competency", self.key("competency", name, about.id), name, _for_class(group, about),
                  _grouped(group, values), MASTERED, items=tuple(sorted(asked.get(name, ()))), origin=name,
                  owners=about.owners)
            for (name, about), values in given.items()
        ]  # fmt: skip

    def _exercises(
        self, group: ClassGroup, answers: Sequence[tuple[AnyRow, Attempt]],
        items: Mapping[str, tuple[Banked, tuple[Source, ...]]],
    ) -> list[Cells]:  # fmt: skip
        """First answers to the edition as it is now; how good one is elsewhere is of items under the same label. Of
        each exercise two tables: who answered it, which tells nothing but that it may be named, and of those of them
        who answered another too what its discrimination is reckoned of, so that both are over all of their people.
        """
        firsts: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
        for row, answer in answers:
            held = items.get(row.item)
            if held is not None and answer.told.get("edition") == held[0].edition and row.out_of > 0:
                firsts[row.about, row.item].setdefault(row.person, min(1.0, max(0.0, row.points / row.out_of)))
        by_person: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
        for (about, item), given in firsts.items():
            for person, share in given.items():
                by_person[about, person][item] = share
        made = []
        for (about, item), given in firsts.items():
            exercise, sources = items[item]
            here: dict[str, Value] = dict.fromkeys(given, (1.0,))
            both = {p: v for p, share in given.items() if (v := _share(share, item, by_person[about, p])) is not None}
            made += [
                Cells("item", self.key(name, item, about), _short(exercise.item.stem),
                      _for_class(group, exercise.label), _grouped(group, values), 1.0, sources=sources, items=(item,),
                      origin=str(exercise.edition), owners=exercise.label.owners)
                for name, values in (("answered", here), ("item", both))
            ]  # fmt: skip
        return made

    def _steps(self, group: ClassGroup, answers: Sequence[tuple[AnyRow, Attempt]]) -> list[Cells]:
        tries: dict[tuple[str, str], list[tuple[AnyRow, Attempt]]] = defaultdict(list)
        for row, answer in answers:
            tries[row.about, row.item].append((row, answer))
        made = []
        for (about, item), found in tries.items():
            rights: dict[str, list[bool]] = defaultdict(list)
            for row, answer in found:
                rights[row.person].append(answer.right)
            values: dict[str, Value] = {p: (round(sum(all_) / len(all_), 1),) for p, all_ in rights.items()}
            row, told = found[0][0], found[0][1].told
            source = Source(str(told["document_id"]), str(told["passage_id"]), str(told["quote"]))
            under = self._shelf.labels.parsed(row.about_text, 1)
            made.append(Cells(
                "step", self.key("step", item, about), f"{told['task']}：{_short(source.quote)}",
                _for_class(group, under), _grouped(group, values), 1.0, VITAL if told.get("vital") else 1.0, (source,),
                origin=str(told["task"]), owners=under.owners,
            ))  # fmt: skip
        return made

    def _criteria(self, conn: Connection, principal: Principal, scope: Scope, group: ClassGroup) -> list[Cells]:
        """Of each learner the newest published grade of a course, enterprise and stage."""
        now = self._shelf.now()
        query = visible_grades(principal, scope, now, day(now)).add_columns(schemes.c.enterprise)
        query = query.where(schemes.c.course == group.course.id, among(grades.c.student, sorted(group.cohorts)))
        if not group.teaching:
            query = query.where(schemes.c.enterprise == group.audience)
        rows = conn.execute(query.order_by(grades.c.at, grades.c.id)).all()
        newest: dict[tuple[str, str, str], tuple[AnyRow, Published]] = {}
        for row in rows:
            held = opened(sealer_of(conn, self._shelf.keys, row), row)
            newest[row.enterprise, held.scheme.stage, row.student] = (row, held)
        given: dict[tuple[str, str, str], dict[str, Value]] = defaultdict(dict)
        named: dict[tuple[str, str, str], Criterion] = {}
        for (enterprise, stage, student), (_, held) in newest.items():
            for shown, criterion in zip(
                grade_report(held.scheme, held.replayed()).criteria, held.scheme.criteria, strict=True
            ):
                if (value := _earned(shown)) is not None:
                    given[enterprise, stage, criterion.id][student] = (value,)
                    named[enterprise, stage, criterion.id] = criterion
        return [self._criterion(group, place, values, named[place]) for place, values in given.items()]

    def _criterion(
        self, group: ClassGroup, place: tuple[str, str, str], values: Mapping[str, Value], criterion: Criterion
    ) -> Cells:
        """The best level both have signed is the line, where the scheme names levels."""
        best = max((float(level.at_least) / 100 for level in criterion.levels), default=MASTERED)
        enterprise, stage, name = place
        return Cells(
            "criterion", self.key("criterion", *place), criterion.title, _owned(group, enterprise),
            _grouped(group, values), best or MASTERED, float(criterion.weight), origin=f"{stage}/{name}",
        )  # fmt: skip

    def _answers(self, conn: Connection, scope: Scope, group: ClassGroup, kind: str) -> list[tuple[AnyRow, Attempt]]:
        about = labels.alias("about")
        query: Select[Any] = (
            select(attempts, labels.c.text, about.c.text.label("about_text"))
            .join(labels, labels.c.id == attempts.c.label)
            .join(about, about.c.id == attempts.c.about)
            .where(
                attempts.c.kind == kind, among(attempts.c.person, sorted(group.cohorts)),
                among(attempts.c.label, sorted(scope.ids)), among(attempts.c.about, sorted(scope.ids)),
            )
        )  # fmt: skip
        rows = conn.execute(query.order_by(attempts.c.at, attempts.c.id)).all()
        return list(zip(rows, self._read.opened(conn, rows), strict=True))

    def _items(
        self, conn: Connection, principal: Principal, scope: Scope, answers: Sequence[tuple[AnyRow, Attempt]]
    ) -> dict[str, tuple[Banked, tuple[Source, ...]]]:
        """The exercises answered that the reader sees, with the passages they cite."""
        ids = sorted({row.item for row, _ in answers})
        rows = conn.execute(whole(principal, scope).where(among(bank_items.c.id, ids))).all()
        held = several(self._shelf, conn, rows)
        cited = sorted({span.passage_id for one in held for span in one.item.spans})
        where = select(passages.c.id, passages.c.document).where(among(passages.c.id, cited))
        known = select(bank_sources.c.document).where(among(bank_sources.c.item, ids))
        documents = {r.id: r.document for r in conn.execute(where.where(passages.c.document.in_(known)))}
        return {
            one.id: (one, tuple(
                Source(documents[s.passage_id], s.passage_id, s.quote)
                for s in one.item.spans if s.passage_id in documents
            )) for one in held
        }  # fmt: skip


def _earned(shown: CriterionShown) -> float | None:
    """From 0 to 1, once nothing is open in it."""
    return None if shown.low is None or shown.low != shown.high else float(shown.low) / 100


def _share(share: float, item: str, all_: Mapping[str, float]) -> Value | None:
    others = [s for other, s in all_.items() if other != item]
    return (round(share, 4), round(sum(others) / len(others), 1)) if others else None


def _grouped(group: ClassGroup, values: Mapping[str, Value]) -> dict[str, dict[str, Value]]:
    made: dict[str, dict[str, Value]] = {}
    for person, value in sorted(values.items()):
        made.setdefault(group.cohorts[person], {})[person] = value
    return made


def _for_class(group: ClassGroup, about: Label) -> Label:
    """What was answered under, held to the course's teachers."""
    return join([parse(f"{group.course.owner}/restricted+course:{group.course.id}"), about])


def _owned(group: ClassGroup, enterprise: str) -> Label:
    """A figure of grades, by the agreement's release: for the audience inside the course; both owners' keys seal it."""
    reader = group.course.owner if group.teaching else enterprise
    inside = parse(f"{reader}/restricted+course:{group.course.id}")
    return Label.of({group.course.owner, enterprise}, inside.clauses, inside.integrity)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHORT else f"{line[:SHORT]}…"
