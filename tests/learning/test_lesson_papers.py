"""What other papers add to a lesson: first piece and end, turns at a machine, control points, the course's words."""

from __future__ import annotations

from learning.around import Around, again, asks, bad, revealed
from learning.assessment import made_here
from learning.checks import Check, Cited
from learning.companion import Companion, Tie
from learning.controlpoint import code, said
from learning.example import practice_of
from learning.kit import housed
from learning.lesson import Lesson, lesson, practised
from learning.material import Material, gathered
from learning.papers import Papers
from learning.portion import cleared, turn, turned, within
from learning.syllabus import syllabus, told
from learning.tidying import ending, first_piece, lasting, setting
from learning.tier import HOUR
from tests.agent.given import passage
from trust.sources import Passage

PROCESS = passage(
    0, "一、工序\n1. 下料：带锯下料，长度 188 mm。\n2. 粗车：三爪卡盘夹持，主轴 700 r/min。\n"
    "3. 精车：双顶尖装夹，主轴 1200 r/min，轴颈 φ30k6。\n"
    "4. 去毛刺：锐边倒钝 C0.3。\n5. 终检：按检验卡逐项检验。", title="传动轴数控车削工艺规程", heading="一、工序",
)  # fmt: skip
TURNS = "每台机床 2 人一组，一人操作一人监护，每 40 min 轮换。"
RULE = Cited(TURNS, passage(1, TURNS))
MACHINE = "CK6140 数控车床作业指导书"


def told_by_machine(n: int, text: str, chapter: str) -> Passage:
    return passage(n, text, title=MACHINE, document="m", heading=f"{MACHINE} › {chapter}")


BOOK = Companion(Tie("machine", "CK6140"), (
    told_by_machine(2, "1. 基准刀试切外圆，停主轴测量直径。", "二、对刀"),
    told_by_machine(3, "● 首件单段运行，手不离急停。", "三、首件"),
    told_by_machine(4, "1. 清屑，擦干导轨并涂油。", "五、关机"),
))  # fmt: skip
RECORDS = [passage(
    5, "批号: R1；现象: 黏度低，乳清析出；查到的原因: 均质阀磨损；纠正措施: 更换阀芯\n"
    "批号: R2；现象: 蒸煮味；查到的原因: 停留未排料；纠正措施: 修改程序", title="检验记录", document="r",
)]  # fmt: skip
STANDARD = passage(
    6, "先修机械制图、公差配合。每台机床 2 人一组。\n项目: 项目二；内容: 阶梯轴车削；学时: 24；周次: 2~5\n"
    "项目: 项目三；内容: 传动轴综合加工；学时: 28；周次: 6~10", title="《数控车削》课程标准", document="s",
)  # fmt: skip
ROOMS = passage(
    7, "实训室: 食品中试车间；工位数: 20\n实训室: 数控加工实训室；工位数: 16", title="开放办法", document="o"
)


def shaft() -> Material:
    return gathered([PROCESS], "second_year", [RULE], Papers(companions=(BOOK,)))


def planned(hours: int = 4) -> Lesson:
    around = Around(setting=setting([BOOK]), first=first_piece([BOOK]), ending=ending([BOOK]))
    return lesson(shaft(), "传动轴", hours, "second_year", [], [], around=around)


def test_a_machine_lesson_sets_tools_confirms_the_first_piece_and_ends_as_the_instruction_has_it() -> None:
    rows = {s.name: s for s in planned().stages}
    assert "基准刀试切外圆" in rows["示范：对刀与首件"].teacher
    assert "手不离急停" in rows["示范：对刀与首件"].teacher
    assert "擦干导轨" in rows["整理收尾"].teacher
    assert sum(s.minutes for s in rows.values() if s.phase == "during") == 4 * HOUR


def test_two_at_a_machine_each_have_a_whole_turn_where_the_hours_hold_it() -> None:
    (task,) = shaft().tasks
    assert turn(task) == 40
    assert turned(task, 60) is None
    assert turned(task, 115) == 40
    work = next(s for s in planned().stages if s.name.startswith("实训"))
    assert work.minutes >= 80
    assert "本环节少" not in work.teacher
    done = practised(within(shaft(), 4, "second_year")[0], 4, "second_year")
    assert [s.text.split("：")[0] for s in done] == ["精车", "终检"]


def test_only_work_has_an_end_of_its_own_and_one_hour_has_none() -> None:
    assert cleared(shaft().tasks, 4) == 10
    assert cleared((), 4) == 0
    assert lasting(1, True, True) == 0
    assert lasting(4, True, False) == 5


def test_a_record_s_cause_is_hidden_first_and_told_in_the_end_and_another_batch_is_asked() -> None:
    first = bad(RECORDS)
    assert first is not None
    later = again(RECORDS, first)
    assert later is not None
    assert "均质阀磨损" in revealed(first, later)
    ((question, source),) = asks(RECORDS, first)
    assert "蒸煮味" in question
    assert "停留未排料" in question
    assert source.text in RECORDS[0].text


def test_a_batch_measured_again_is_what_came_of_it() -> None:
    again_ = [passage(8, "批号: Z1；轴径: 30.017；结论: 不合格\n批号: Z1复；轴径: 30.010；结论: 补偿后合格\n"
                         "批号: Z2；轴径: 30.008；结论: 合格，接近上限")]  # fmt: skip
    first = bad(again_)
    assert first is not None
    later = again(again_, first)
    assert later is not None
    assert "补偿后合格" in revealed(first, later)
    ((question, _),) = asks(again_, first)
    assert "Z2" in question


def test_the_course_standard_says_which_project_and_which_room_else_the_teacher_does() -> None:
    one = syllabus([STANDARD], "传动轴数控车削", PROCESS.text, [ROOMS])
    assert [told(c) for c in one.projects] == ["项目三 传动轴综合加工（学时 28，周次 6~10）"]
    assert one.prior is not None
    assert one.place is not None
    assert one.place.text.startswith("实训室: 数控加工实训室")
    assert syllabus([STANDARD], "酸奶", "牛乳发酵").projects == ()
    assert syllabus([], "传动轴", "") == syllabus([], "别的", "")


def test_a_control_point_is_named_by_code_and_limit_of_its_own_plan() -> None:
    step = shaft().tasks[0].steps[0]
    text = "CCP: CCP2 杀菌；关键限值: 出口≥92 ℃；纠偏: 自动回流"
    row = Cited(text, passage(9, text))
    assert code(step) == ""
    marked = step.__class__(**{**step.__dict__, "notes": (row,)})
    assert code(marked) == "CCP2"
    assert said(row) == "关键限值“出口≥92 ℃”，偏离时“自动回流”"


def test_what_is_measured_on_lent_samples_is_no_learner_s_own_work() -> None:
    (task,) = shaft().tasks
    done = [s for s in task.steps if s.text.startswith(("精车", "终检"))]
    own = Check("轴颈", "φ30k6", "", "", Cited("部位: 轴承位；尺寸: φ30k6", PROCESS))
    lent = Check("总长", "185±0.2 mm", "", "", Cited("部位: 总长；尺寸: 185±0.2 mm", PROCESS))
    assert made_here(own, [task], done)
    assert not made_here(lent, [task], done)
    assert made_here(lent, [task], task.steps)


def test_devices_that_the_standard_does_not_list_are_left_to_the_teacher() -> None:
    (line,) = housed([Cited("车间配 CK6140 数控车床 12 台。", STANDARD)], ["CK6140 数控车床", "带锯"])
    assert "没有列出的带锯请教师落实" in line
    assert housed([], ["带锯"]) == []


def test_a_formula_is_tested_with_the_book_s_own_question() -> None:
    page = passage(10, "4.9 练习\n1. 某店访客 15000 人，成交额 40800 元。求转化率、客单价。（答案：3.2%，85 元）")
    found = practice_of([page], "成交额 ＝ 访客数 × 转化率 × 客单价")
    assert found is not None
    assert found[1] == "3.2%，85 元"
    assert practice_of([page], "点击率 ＝ 点击次数 ÷ 曝光次数") is None
