"""Exercises as a tool: from what the asker may read, cited verbatim, labelled with all that was read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from learning.exercise import KINDS, Exercise, Span
from learning.verifier import check
from tests.agent.school import School
from tools import ToolResult, call, discover
from trust.errors import BadInput, NotEnough, NotFound
from trust.turn import Turn

TOOL = discover()["write_exercises"]
SHAFT = """工步: 粗车外圆；刀具: 80°外圆刀；主轴转速 r/min: 650；进给量 mm/r: 0.28
工步: 精车外圆；刀具: 35°外圆刀；主轴转速 r/min: 1200；进给量 mm/r: 0.10
工步: 车退刀槽；刀具: 切槽刀；主轴转速 r/min: 500；进给量 mm/r: 0.06
工步: 倒角；刀具: 45°刀；主轴转速 r/min: 800；进给量 mm/r: 0.15

一、加工步骤
1. 下料，带锯下料，长度 188 mm。
2. 车端面并钻中心孔，三爪卡盘夹持。
3. 粗车外圆，留精车余量单边 0.4 mm。
4. 精车外圆，双顶尖装夹。

二、注意事项
精车前主轴空运转 15 min，机床热稳定后再对刀。
铁屑缠绕时先停主轴再用铁钩清理，不得用手。

缺陷: 直径逐件变小；可能原因: 机床未热稳定
缺陷: 表面振纹；可能原因: 尾座顶紧力不足

刀具寿命用量＝单件用量 × 批量件数 × 1.2。"""


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    made = School(tmp_path_factory.mktemp("items"))
    made.put("传动轴车削工艺规程", SHAFT)
    made.put("传动轴内控规程", SHAFT.replace("1200", "1350"), label="acme/confidential")
    made.put("会议通知", "请各位老师准时到会。", library="course")
    yield made
    made.close()


def turn(school: School) -> Turn:
    return school.turn(school.agent())


def made(school: School, **arguments: Any) -> ToolResult:
    return call(TOOL, turn(school), arguments)


def items(result: ToolResult) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = result.result.model_dump()["items"]
    return found


def test_a_document_gives_items_of_every_kind_and_each_passes_the_verifier(school: School) -> None:
    result = made(school, document_ids=["document1"], count=30)
    texts = {p.id: p.text for p in result.findings.passages}
    cited = {c.n: c for c in result.citations}
    assert {i["kind"] for i in items(result)} == set(KINDS)
    for i in items(result):
        spans = tuple(Span(cited[n].passage_id, cited[n].quote) for n in i["citations"])
        item = Exercise(i["kind"], i["stem"], tuple(i["key"]), spans, i["explanation"], tuple(i["options"]),
                        tuple(i["left"]), tuple(i["points"]))  # fmt: skip
        assert check(item, texts) == ()


def test_items_rest_on_readable_passages_alone_and_carry_their_label(school: School) -> None:
    asked = turn(school)
    result = call(TOOL, asked, {"query": "传动轴 精车外圆 主轴转速", "count": 20})
    assert result.written_by == "extract"
    assert result.findings.label is not None
    assert result.findings.label.flows_to(result.label)
    assert asked.floor.flows_to(result.label)
    assert {c.document_id for c in result.citations} == {"document1"}
    assert "1350" not in result.result.model_dump_json()


def test_what_the_asker_may_not_read_changes_nothing(tmp_path: Path) -> None:
    answers = []
    for hidden in (False, True):
        school = School(tmp_path / str(hidden))
        school.put("传动轴车削工艺规程", SHAFT)
        if hidden:
            school.put("传动轴内控规程", SHAFT.replace("1200", "1350"), label="acme/confidential")
        answers.append(made(school, query="传动轴车削").result.model_dump_json())
        school.close()
    assert answers[0] == answers[1]


def test_the_same_wish_gives_the_same_paper(school: School) -> None:
    wish = {"document_ids": ["document1"], "count": 12}
    assert made(school, **wish).result == made(school, **wish).result


def test_kinds_count_and_difficulty_are_kept(school: School) -> None:
    result = made(school, document_ids=["document1"], kinds=["single"], count=3)
    assert [i["kind"] for i in items(result)] == ["single"] * 3
    assert result.result.model_dump()["missing"] == 0
    hard = made(school, document_ids=["document1"], difficulty=3, count=3)
    assert {i["difficulty"] for i in items(hard)} == {3}


def test_fewer_than_asked_for_is_said_and_not_filled_up(school: School) -> None:
    result = made(school, document_ids=["document1"], kinds=["calculate"], count=10)
    assert 1 <= len(items(result)) < 10
    assert result.result.model_dump()["missing"] == 10 - len(items(result))


def test_thin_sources_are_refused_with_what_is_needed(school: School) -> None:
    with pytest.raises(NotEnough) as refused:
        made(school, document_ids=["document3"])
    assert "参数表" in refused.value.zh
    assert "tables" in refused.value.en
    with pytest.raises(NotEnough):
        made(school, query="量子色动力学的重整化")


def test_hidden_and_absent_documents_are_the_same(school: School) -> None:
    for arguments in ({"document_ids": ["document2"]}, {"document_ids": ["nothing"]}, {"passage_ids": ["nothing"]}):
        with pytest.raises(NotFound):
            made(school, **arguments)


def test_without_a_topic_or_a_document_nothing_is_written(school: School) -> None:
    with pytest.raises(BadInput):
        made(school, count=5)
