"""Words of a search and of the audit as a person reads them: the pure parts."""

from __future__ import annotations

import re
from dataclasses import fields
from typing import get_args

from learning.placement import Entry, State
from learning.release import FUNCTIONS
from learning.scheme import Side
from records import acts, artefactrows, bankrows, revisions, upkeeping
from records.asked import ENDED
from records.attempts import ITEM, MOVE, REHEARSAL
from records.classgroup import TEACHERS
from records.enterpriseconsents import BASES, SELF
from records.findinglinks import MADE
from records.judgements import CLOSED, EARNED, EXCUSED
from records.objections import CHANGED, KEPT
from records.principals import PARTS
from trust.roles import Role
from trust.switches import Switches
from web.auditline import line
from web.levels import Names
from web.wording import left, runs
from web.words import WORDS

ASKED = "粗车外圆的主轴转速取多少？"
NAMES = Names({"school": "职校"}, frozenset(), {"cnc1": "数控车削"})
ID = "55d409f1f593a97f5f0ab69bf6be9ad9"


def test_pairs_are_put_together_as_they_stand_in_the_question() -> None:
    assert runs(ASKED, ["车外", "轴转", "粗车", "转速", "外圆", "主轴"]) == ["粗车外圆", "主轴转速"]
    assert runs("Ra1.6 是多少", ["ra1.6", "无此"]) == ["ra1.6", "无此"]
    assert runs(ASKED, []) == []


def test_what_is_missing_is_what_no_held_pair_covers_and_never_one_character_of_the_cut() -> None:
    held = ["粗车", "车外", "外圆", "主轴", "轴转", "转速"]
    assert left(ASKED, held, ["圆的", "的主", "速取", "取多"]) == ["取多"]
    assert left(ASKED, held, ["圆的", "的主"]) == []
    assert left(ASKED, [], ["多少"]) == ["多少"]
    assert left("粗车 转速", ["粗车", "转速"], ["车转"]) == []


def test_an_audited_act_is_told_in_words_without_what_says_nothing() -> None:
    asked = {"documents": [ID, ID], "label": "school/internal", "person": "p1", "refused": False}
    assert line(asked, {"p1": "林知夏"}, NAMES, "zh") == "人员：林知夏；资料：2 份；密级：职校 · 内部"
    assert line(asked | {"refused": True}, {}, NAMES, "en").endswith("found nothing")
    given = {"by": "p2", "person": "p1", "owner": "school", "role": "teacher", "level": 2, "until": None}
    assert line(given, {"p1": "林知夏"}, NAMES, "zh") == (
        "操作人：p2；人员：林知夏；单位：职校；角色：教师；最高到：受限"
    )
    assert line({"document": ID, "course": "cnc1"}, {}, NAMES, "zh") == "资料：55d409f1；课程：数控车削"
    assert line({"state": "published"}, {}, NAMES, "zh") == "状态：已发布"
    assert line({"address": "10.0.0.7/24"}, {}, NAMES, "zh") == "来自：10.0.0.7/24"


def test_every_field_of_every_audited_act_has_a_name() -> None:
    named = {f.name for kind in acts.Act.__args__ for f in fields(kind)}
    assert sorted(n for n in named if f"field_{n}" not in WORDS) == []
    assert not any(re.search("[a-z]", zh) for key, (zh, _) in WORDS.items() if key.startswith("field_"))


ENUMERATED: dict[str, set[str]] = {
    "audience": {TEACHERS}, "basis": {SELF, *BASES}, "did": {EARNED, CLOSED, EXCUSED, "withdrawn"}, "how": set(ENDED),
    "function": set(FUNCTIONS), "kind": {ITEM, MOVE, REHEARSAL, *get_args(upkeeping.Kind)}, "outcome": {CHANGED, KEPT},
    "part": {*PARTS, "every"}, "role": {role.value for role in Role}, "setting": {f.name for f in fields(Switches)},
    "side": set(get_args(Side)), "source": {"own", "sheet", "xapi"},
    "tool": set(MADE) | {"write_exercises"}, "written_by": {"extract"},
    "state": {
        *artefactrows.STATES, *bankrows.STATES, *revisions.STATES, *map(str, State), *map(str, Entry),
        upkeeping.RUNNING, upkeeping.DONE, upkeeping.FAILED,
    },
}  # fmt: skip
"""Fields of audited acts whose values are of a fixed list."""
FREE = {
    "address", "agreement", "appeal", "artefact", "attempt", "by", "comment", "copy", "course", "credit", "criterion",
    "day", "document", "enterprise", "entry", "evidence", "grade", "hash", "holder", "home", "item", "judgement",
    "label", "look", "mentor", "now", "objection", "of", "owner", "person", "placement", "project", "register",
    "request", "revision", "run", "scheme", "showpiece", "student", "template", "token", "until", "wanted", "was",
    "form", "format",  # of files: docx, pdf
}  # fmt: skip
"""Ids, labels, dates, addresses, names."""


def test_every_value_of_a_fixed_list_in_an_audited_act_has_a_word() -> None:
    told = {f.name for kind in acts.Act.__args__ for f in fields(kind) if f.type in ("str", "str | None")}
    assert told - FREE == set(ENUMERATED)
    for name, values in ENUMERATED.items():
        for value in values:
            said = line({name: value}, {}, NAMES, "zh").partition("：")[2]
            assert said, (name, value)
            assert not re.search("[a-z]", said), (name, value)


def test_a_zero_says_something() -> None:
    given = {"person": "p1", "level": 0, "until": None, "granted": False}
    assert line(given, {}, NAMES, "zh") == "人员：p1；最高到：公开"
    assert line({"pieces": 3, "corrected": 0}, {}, NAMES, "en") == "pieces: 3; corrected: 0"
    assert line({"holder": "owner:school"}, {}, NAMES, "zh") == "密钥属于：职校"
