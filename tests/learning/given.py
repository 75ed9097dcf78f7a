"""Documents for the tests of learning: passages as plain values."""

from __future__ import annotations

from trust.labels import parse
from trust.sources import Locator, Passage

LABEL = parse("acme/internal|course:cnc1")


def document(
    *texts: str, title: str = "法兰盘工艺规程", name: str = "d1", headings: tuple[str | None, ...] = ()
) -> list[Passage]:
    """One passage per text; `headings` are their paths."""
    above = [*headings, *([None] * (len(texts) - len(headings)))]
    return [
        Passage(f"{name}-{n}", name, title, text, Locator(heading=above[n]), LABEL, "enterprise", n)
        for n, text in enumerate(texts)
    ]


FLANGE = document(
    "零件材料 QT450-10，毛坯为铸件，单边余量 3 mm。设备为 2 号车铣复合中心。\n一、装夹\n"
    "1. 第一次装夹用软爪撑内孔 φ62 mm，夹紧压力 1.6±0.1 MPa。\n"
    "2. 第二次装夹换端面压板，每点压紧力矩 18 N·m，分两遍拧紧。\n"
    "3. 卡盘防护门未关时系统互锁，不得短接门开关。",
    "1. 粗车外圆和端面：主轴 420 r/min，进给 0.30 mm/r，端面留 0.5 mm。\n2. 时效：粗车后自然停放 12 h。\n"
    "3. 精车内孔 φ62H7：镗刀，主轴 760 r/min，端面跳动不超过 0.03 mm。",
    "4. 去毛刺：孔口倒角 C0.5。\n5. 填写工序卡，由检验员签字。",
    "三、检验\n项目: 内孔 φ62H7；要求: +0.030/0；量具: 内径千分表；频次: 每件\n"
    "项目: 端面跳动；要求: ≤0.03 mm；量具: 跳动仪；频次: 每 5 件\n四、切削参数\n"
    "工步: 精车内孔；刀具: 镗刀；主轴转速 r/min: 760；进给量 mm/r: 0.08\n"
    "五、异常处理\n● 攻丝断锥：停机，用电火花取锥。",
    headings=(None, "二、加工步骤", "二、加工步骤", None),
)
