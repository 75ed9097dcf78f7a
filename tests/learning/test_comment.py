"""A comment's laws: every number is a figure of what it cites, every sentence cites, order decides nothing, nobody else
and nothing of the enterprise's words is in it; and what the checker refuses.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.comment import Fact, digest, facts
from learning.commentcheck import NEEDED, Sentence, faults, numbers, slots
from learning.commentdiff import changes
from learning.commentwords import TONES, write
from learning.evidence import Evidence, Kind, Result
from learning.gradereport import grade_report
from learning.grading import grade
from learning.judged import Judged, Judgement
from learning.scheme import Criterion, Level, Scheme, Share
from trust.errors import BadInput

D = Decimal
AT = datetime(2026, 3, 1, tzinfo=UTC)
LEVELS = (Level("优", D(90), "独立完成，误差不超过 0.02"), Level("合格", D(60), "按规程完成"))
SCHEME = Scheme(
    "cnc1", "training", 1,
    (Criterion("skill", "操作", "skill", D("0.6"), (Share("school", D("0.4")), Share("enterprise", D("0.6"))), LEVELS),
     Criterion("safety", "安全规范", "safety", D("0.4"), (Share("enterprise", D(1)),), LEVELS, unsafe_below=D(60))),
    D(15), D(59), date(2026, 1, 1), date(2026, 12, 31),
)  # fmt: skip
FULL = D(100)
POINTS = st.integers(0, 200).map(lambda n: D(n) / 2)


def piece(n: int, points: Decimal = FULL, **change: Any) -> Evidence:
    told: dict[str, Any] = {"activity": f"任务 {n}", "kind": Kind.ASSIGNMENT, "at": AT + timedelta(days=n)} | change
    return Evidence(f"e{n}", "s", result=Result(points, D(100)), **told)


def report(school: Decimal | None, firm: Decimal | None, safe: Decimal | None) -> Any:
    given_ = [("skill", "school", school), ("skill", "enterprise", firm), ("safety", "enterprise", safe)]
    rows = tuple(
        Judgement(f"j{n}", c, f"r{n}", side, points, None, "rater", "", ())  # type: ignore[arg-type]
        for n, (c, side, points) in enumerate(given_) if points is not None
    )  # fmt: skip
    return grade_report(SCHEME, grade(SCHEME, Judged("s", rows)))


pieces = st.lists(
    st.builds(
        lambda n, p, kind, firm, words: piece(n, p, kind=kind, enterprise=firm, activity=words),
        st.integers(0, 10_000), POINTS, st.sampled_from(list(Kind)), st.sampled_from([None, "acme"]),
        st.text("粗车外圆验收安全A9５“”%. \n", max_size=50),
    ),
    max_size=12, unique_by=lambda e: e.id,
)  # fmt: skip
reports = st.builds(report, st.none() | POINTS, st.none() | POINTS, st.none() | POINTS)


@given(reports, pieces, st.randoms(), st.sampled_from(TONES))
def test_what_the_rules_write_stands_and_the_order_of_evidence_changes_no_letter(
    made: Any, told: list[Evidence], chance: Any, tone: Any
) -> None:
    found = facts(SCHEME, made, told)
    if not any(f.topic in ("criterion", "dimension") for f in found):
        with pytest.raises(BadInput):
            write(found, tone)
        return
    said = write(found, tone)
    assert faults(said, found) == []
    assert set(NEEDED) <= {s.part for s in said}
    known = {f.id: f for f in found}
    for one in said:
        assert one.cites
        assert all(known[c].rests for c in one.cites)
        figures = {n for c in one.cites for n in known[c].numbers}
        assert set(numbers(one.text)) <= figures
    mixed = list(told)
    chance.shuffle(mixed)
    assert write(facts(SCHEME, made, mixed), tone) == said


@given(reports, pieces)
def test_no_word_of_an_enterprises_own_work_gets_in(made: Any, told: list[Evidence]) -> None:
    named = [
        Evidence(e.id, "s", e.kind, e.at, "秘密工装Q77" if e.enterprise else e.activity, e.result, (), "own", None,
                 e.enterprise) for e in told
    ]  # fmt: skip
    found = facts(SCHEME, made, named)
    assert "秘密工装" not in repr(found)


@given(POINTS, pieces)
def test_a_number_changed_by_anything_is_found(points: Decimal, told: list[Evidence]) -> None:
    found = facts(SCHEME, report(points, points, points), told)
    said = write(found, "student")
    for n, one in enumerate(said):
        figures = {D(x.rstrip("%")) for f in found if f.id in one.cites for x in f.numbers}
        for number in numbers(one.text):
            other = next(D(x) for x in range(101, 9999) if D(x) not in figures)
            bent = re.sub(rf"(?<![\d.]){re.escape(number.rstrip('%'))}(?![\d.])", str(other), one.text)
            changed = (*said[:n], Sentence(one.part, bent, one.cites), *said[n + 1 :])
            assert any(f.sentence == n + 1 for f in faults(changed, found))


FACT = Fact("criterion:skill", "criterion", ("操作", "优"), ("86.5", "90"), ("criterion:skill",), D("86.5"))
SHARE = Fact("dimension:skill", "dimension", ("技能",), ("12", "86%"), ("evidence:e1",), D(86))


def one(text: str, *cites: str) -> list[str]:
    said = [Sentence("strength", text, cites), *(Sentence(p, "继续努力。", ("criterion:skill",)) for p in NEEDED)]
    return [f.zh for f in faults(said, [FACT, SHARE], ["王小芳"], ["恒力夹具"])]


@pytest.mark.parametrize(
    "text",
    ["得 86.50 分。", "“操作”得 86.5 分，离 90 分不远。", "十分认真。", "得 ８６.５ 分。", "分别练习，分析原因。"],
)
def test_what_says_nothing_else_than_what_it_cites_stands(text: str) -> None:
    assert one(text, "criterion:skill") == []


@pytest.mark.parametrize(
    "text",
    [
        "得 87 分。", "得 86.5%。", "得八十七分。", "百分之八十六点五。", "“别的”得 86.5 分。", "比王小芳好。",
        "全班第一。", "恒力夹具用得好。", "有 12 条记录。", "",
    ],
)  # fmt: skip
def test_what_is_not_in_what_it_cites_is_refused(text: str) -> None:
    assert len(one(text, "criterion:skill")) >= 1


def test_a_sentence_without_ground_and_a_comment_without_a_next_step_are_refused() -> None:
    assert one("很好。")
    assert one("很好。", "criterion:none")
    assert faults([Sentence("strength", "很好。", ("criterion:skill",))], [FACT])


def test_a_piece_that_names_another_student_is_not_quoted() -> None:
    made = facts(SCHEME, report(None, None, None), [piece(1, activity="与王小芳合做")], ["王小芳"])
    assert "王小芳" not in repr(made)


def test_without_the_enterprises_scores_the_schools_part_is_told() -> None:
    made = {f.id: f for f in facts(SCHEME, report(D(83), None, None), [])}
    assert (made["criterion:skill"].value, made["criterion:skill"].school_alone) == (D(83), True)
    assert "criterion:safety" not in made
    assert "grade" not in made


def test_an_unsafe_verdict_is_the_weak_point() -> None:
    said = write(facts(SCHEME, report(D(80), D(80), D(40)), []), "student")
    weak = [s for s in said if s.part == "weak"]
    assert "40" in weak[0].text
    assert "安全底线" in weak[0].text


def test_a_class_does_not_read_the_same_twice() -> None:
    """Those whose facts differ have other numbers or quotations, in order, than everybody else."""
    whole = [
        tuple(slots(write(facts(SCHEME, report(D(60 + n), D(60 + n), D(70)), [piece(n, D(50 + n)), piece(n + 50)]),
                          "student")))
        for n in range(30)
    ]  # fmt: skip
    assert len(set(whole)) == 30


@given(pieces, pieces)
def test_a_diff_gives_back_both_editions_and_the_digest_tells_them_apart(a: list[Evidence], b: list[Evidence]) -> None:
    found = [facts(SCHEME, report(D(80), D(80), D(80)), told) for told in (a, b)]
    old, new = (write(f, "parent") for f in found)
    told = changes(old, new)
    assert tuple(c.sentence for c in told if c.kind != "removed") == new
    assert tuple(c.sentence for c in told if c.kind != "added") == old
    assert (digest(found[0]) == digest(found[1])) == (found[0] == found[1])
