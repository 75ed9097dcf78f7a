"""The second look: what holds the question's words together comes first; what is not looked at keeps its place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.memory import Memory
from knowledge.learned import Learned
from knowledge.rank import TOP, Ranked
from knowledge.refine import FIRST, NAMES, Refiner, rows
from trust.labels import parse
from trust.sources import Locator, Passage

RULES = "网店运营校赛为团体赛，每队 4 人。报名截止 10 月 20 日。"
PROFILE = "修完网店运营的学生可以直接进入第二轮面试。每名实习生有一位带教。校赛获奖者优先，人数不限。"
QUESTION = "网店运营校赛每队几个人？"


@pytest.fixture(scope="module")
def learned() -> Learned:
    return Learned.load()


def memory(texts: list[str]) -> Memory:
    label = parse("school/public")
    return Memory(
        [Passage(f"{n:02}", f"d{n}", f"资料{n}", t, Locator(), label, "course", 0) for n, t in enumerate(texts)]
    )


def ranked(base: Memory, learned: Learned, question: str) -> tuple[Ranked, ...]:
    asked = base.question(question, learned.query)
    return learned.ranker.order(asked, base.candidates(asked, TOP))


def test_a_line_with_all_the_words_comes_before_a_passage_that_scatters_them(learned: Learned) -> None:
    base = memory([PROFILE, RULES, "校赛规则另行公布。", "网店的日常运营。"])
    asked = base.question(QUESTION, learned.query)
    best = learned.order(asked, base.candidates(asked, TOP))[0]
    assert best.candidate.passage.text == RULES


@given(st.dictionaries(st.sampled_from(NAMES), st.floats(-3, 3)))
def test_whatever_the_weights_the_same_passages_stand_there_and_the_rest_keep_their_order(
    learned: Learned, weights: dict[str, float]
) -> None:
    base = memory([f"校赛第 {n} 队，网店运营 {'很' * n}好。" for n in range(FIRST + 5)])
    before = ranked(base, learned, QUESTION)
    words = learned.lexicon.content(QUESTION)
    after = Refiner(weights).order(base.question(QUESTION, learned.query), words, before)
    names = [r.candidate.passage.id for r in after]
    assert sorted(names[:FIRST]) == sorted(r.candidate.passage.id for r in before[:FIRST])
    assert names[FIRST:] == [r.candidate.passage.id for r in before[FIRST:]]
    assert [r.score for r in after] == sorted((r.score for r in after), reverse=True)


def test_a_question_without_content_words_is_left_as_it_was_ranked(learned: Learned) -> None:
    base = memory([PROFILE, RULES])
    before = ranked(base, learned, QUESTION)
    assert learned.refiner.order(base.question(QUESTION, learned.query), (), before) == before
    assert learned.refiner.order(base.question(QUESTION, learned.query), (), ()) == ()


def test_every_name_has_its_column(learned: Learned) -> None:
    base = memory([PROFILE, RULES])
    before = ranked(base, learned, QUESTION)
    table = rows(base.question(QUESTION, learned.query), learned.lexicon.content(QUESTION), before)
    assert table.shape == (2, len(NAMES))
    assert set(learned.refiner.weights) == set(NAMES)
