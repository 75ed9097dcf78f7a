"""Gauges that other papers name: fit for the kind of value and for its tolerance, from the nearest paper."""

from __future__ import annotations

from learning.gauge import at_the_end, gauges
from learning.project import outline
from learning.workorder import WorkOrder, work_orders
from tests.learning.given import document
from trust.sources import Passage

PART = (
    "一、工序\n1. 粗车：留 0.5 mm。\n2. 精车：车到 φ20h7。\n3. 检验：逐项检验。\n二、尺寸\n"
    "部位: 轴颈；尺寸: φ20h7；粗糙度: Ra0.8\n部位: 总长；尺寸: 90±0.3 mm"
)
BOOK = document(
    "公差小的轴颈，用游标卡尺测量毫无意义，应当用千分尺。\n1. 游标卡尺：分度 0.02 mm，测一般尺寸与长度。",
    title="教材 量具", name="b1",
)  # fmt: skip
LISTED = "量具: 外径千分尺 0~25；校验日: 2025-07\n量具: 粗糙度仪；校验日: 2025-09"
LIST = document(LISTED, title="主轴检验记录", name="l1")


def order() -> WorkOrder:
    return work_orders(outline(document(PART, title="主轴工艺规程")), "second_year")[0]


def found(*read: list[Passage]) -> dict[str, str]:
    made = gauges(order().checks, [p for ps in read for p in ps])
    assert all(g.name in g.source.text and g.source.text in g.source.passage.text for g in made.values())
    return {f"{c.item} {c.acceptance}": g.name for c, g in made.items()}


def test_a_fit_takes_a_micrometer_and_a_plain_length_a_calliper() -> None:
    assert found(BOOK) == {"轴颈 尺寸 φ20h7": "千分尺", "总长 90±0.3 mm": "游标卡尺"}


def test_the_owner_s_own_list_comes_before_a_textbook_and_its_range_must_reach() -> None:
    assert found(BOOK, LIST)["轴颈 尺寸 φ20h7"] == "外径千分尺 0~25"
    far = document("量具: 外径千分尺 25~50；校验日: 2025-07", title="主轴检验记录", name="l2")
    assert found(far) == {}


def test_nothing_is_named_where_no_paper_speaks_of_the_kind() -> None:
    assert found(document("硬度用硬度计测。", name="x")) == {}


def test_a_gauge_whose_range_ends_at_the_size_is_told_and_a_mention_serves_where_nothing_else_does() -> None:
    held = {c: g.name for c, g in gauges(order().checks, [*BOOK, *LIST]).items()}
    ends = {c: name.replace("0~25", "20~25") for c, name in held.items()}
    assert at_the_end(held) == ()
    (told,) = at_the_end(ends)
    assert "外径千分尺 20~25" in told
    acid = order_of("一、步骤\n1. 发酵：保温。\n二、指标\n指标: pH；限值: 4.3~4.6")
    told_by = document("技能: pH 计校准与测量；要求: 独立完成", title="岗位画像", name="j1")
    assert [g.name for g in gauges(acid.checks, told_by).values()] == ["pH 计"]


def test_a_band_that_lies_wholly_beyond_the_range_is_told_with_its_limits() -> None:
    (seat,) = order_of("一、步骤\n1. 精车：车到尺寸。\n二、检验\n部位: 齿轮位；尺寸: φ25h7（0/-0.021）").checks
    (told,) = at_the_end({seat: "外径千分尺 25~50"})
    assert "0/-0.021" in told
    assert "都在量程之外" in told
    assert "24.979" not in told  # no number of ours
    (told,) = at_the_end({seat: "外径千分尺 0~25"})
    assert "可能落到量程外" in told


def order_of(text: str) -> WorkOrder:
    return work_orders(outline(document(text)), "second_year")[0]
