"""Writing exercises by rules: what distractors may be, where keys stand, and what is never asked."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.alike import bare
from learning.author import candidates, write
from learning.chance import dice, shuffled
from learning.distractors import values
from learning.exercise import RIGHT, WRONG
from learning.options import distinct, entailing, same_kind
from learning.sourced import Source
from learning.verifier import verify
from tests.agent.given import passage

LAWS = settings(max_examples=1000 if os.environ.get("SHUANGYUAN_COUNTS") == "full" else 100, deadline=None)
TABLE = "\n".join(
    f"工步: {name}；刀具: {tool}；主轴转速 r/min: {speed}"
    for name, tool, speed in (
        ("粗车外圆", "外圆刀", 650), ("精车外圆", "尖刀", 1200), ("车退刀槽", "切槽刀", 500), ("倒角", "成形刀", 800),
        ("钻中心孔", "中心钻", 950),
    )
)  # fmt: skip


def source(*texts: str) -> Source:
    return Source(tuple(passage(n, t) for n, t in enumerate(texts)))


SIZES = st.decimals(1, 5000, places=1, allow_nan=False).map(str)


@pytest.mark.laws
@LAWS
@given(st.sampled_from(["", " mm", " ℃", " r/min"]), SIZES, st.lists(SIZES, max_size=6), st.integers())
def test_wrong_values_are_of_the_key_s_kind_all_different_and_never_right(
    unit: str, key: str, others: list[str], seed: int
) -> None:
    near = [f"{o}{unit}" for o in others]
    forbidden = set(near[:2])
    made = values(f"{key}{unit}", near, lambda v: v in forbidden, dice(str(seed)))
    options = (f"{key}{unit}", *(v for v, _ in made))
    assert len(made) in (0, 3)
    assert distinct(options)
    assert same_kind(options)
    assert not entailing(options)
    assert not forbidden & {v for v, _ in made}


@pytest.mark.laws
@LAWS
@given(st.lists(st.text(), min_size=2, max_size=8), st.text())
def test_what_looks_like_chance_is_the_same_every_time(things: list[str], content: str) -> None:
    assert shuffled(things, content) == shuffled(things, content)
    assert Counter(shuffled(things, content)) == Counter(things)


def test_every_place_and_every_rank_is_drawn_about_as_often() -> None:
    places, ranks = Counter[int](), Counter[int]()
    for n in range(400):
        wrong = [v for v, _ in values(f"{100 + n} mm", [], lambda v: False, dice(str(n)))]
        options = shuffled([f"{100 + n} mm", *wrong], str(n))
        places[options.index(f"{100 + n} mm")] += 1
        ranks[sorted([100 + n, *(int(v.split()[0]) for v in wrong)]).index(100 + n)] += 1
    assert all(70 <= places[n] <= 130 for n in range(4))
    assert all(70 <= ranks[n] <= 130 for n in range(4))


def test_a_distractor_that_another_passage_says_of_the_same_thing_is_not_offered() -> None:
    other = "用硬质合金刀具时，粗车外圆的主轴转速 r/min 可提高到 800。"
    made = [c for c in candidates(source(TABLE, other)) if c.about == ("粗车外圆", "主轴转速 r/min")]
    offered = {o for c in made if c.kind == "single" for o in c.options}
    assert "650" in offered
    assert "800" not in offered


def test_people_records_and_exercises_of_others_are_never_asked_about() -> None:
    roster = "学号: 01；姓名: 林甲；成绩: 90\n学号: 02；姓名: 王乙；成绩: 80\n学号: 03；姓名: 赵丙；成绩: 70"
    bank = "编号: C01；题干: 恒线速指令是；A: G97；B: G96；答案: B\n编号: C02；题干: 左补偿用；A: G40；B: G41；答案: B"
    assert list(candidates(source(roster, bank))) == []
    record = passage(0, TABLE, title="首件检验记录")
    assert list(candidates(Source((record,)))) == []


def test_statements_are_true_and_false_and_the_blind_reader_agrees() -> None:
    made = [c for c in candidates(source(TABLE)) if c.kind == "judge"]
    assert {c.key for c in made} == {(RIGHT,), (WRONG,)}
    assert not [r for r in verify(made, source(TABLE).texts).rejected if "UNSOLVED" in {x.name for x in r.reasons}]


def test_ordering_shows_no_numbers_that_tell_the_place() -> None:
    text = "工序安排\n1. 工序 10 下料：带锯下料。\n2. 工序 20 粗车：留余量。\n3. 工序 30 精车：双顶尖装夹。"
    (item,) = [c for c in candidates(source(text)) if c.kind == "order"]
    assert item.key == ("下料", "粗车", "精车")
    assert item.options != item.key


def test_a_set_is_what_the_verifier_accepts_and_asks_a_fact_once_while_there_are_others() -> None:
    made = write(source(TABLE), 6)
    assert verify(made.accepted, source(TABLE).texts).accepted == made.accepted
    assert len({(bare(i.quote), i.about[0]) for i in made.accepted}) >= 5  # a sixth would tell another one's key


def test_nothing_to_ask_gives_nothing() -> None:
    assert write(source("请各位老师准时到会。"), 5).accepted == ()


def test_the_same_words_under_other_ids_give_the_same_items() -> None:
    text = "酸奶发酵温度为43 ℃，发酵时间5小时，终点pH为4.5。"
    renamed = Source(tuple(passage(n + 70, t, document="d9") for n, t in enumerate((TABLE, text))))
    first, again = write(source(TABLE, text), 12).accepted, write(renamed, 12).accepted
    assert len(first) == 12
    assert [replace(e, spans=()) for e in first] == [replace(e, spans=()) for e in again]


def test_items_are_about_the_topic_that_was_asked_for() -> None:
    safety = "一、用电安全\n1. 配电箱门保持关闭。\n2. 检修前先断电并上锁挂牌。\n3. 漏电保护器每月试验 1 次。"
    both = source(TABLE, safety)
    every = write(both, 20)
    asked = write(both, 20, topic="主轴转速")
    assert {e.spans[0].passage_id for e in every.accepted} == {p.id for p in both.passages}
    assert asked.accepted
    assert all("转速" in f"{e.stem}{e.quote}" for e in asked.accepted)


def test_a_topic_no_item_speaks_of_has_no_items() -> None:
    assert write(source(TABLE), 5, topic="薪酬").accepted == ()
