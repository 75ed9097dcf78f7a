"""The school the agent's tests share: three documents, one of them hidden from the student."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.agent.school import School

SPEC = (
    "粗车主轴转速为 800~1200 r/min。粗车进给量为 0.2~0.3 mm/r。\n\n精车主轴转速为 1600 r/min。\n\n"
    "更换刀片的步骤：\n1. 按下急停按钮。\n2. 松开刀片螺钉。\n3. 换上新刀片并拧紧。"
)
TOMATO = "番茄酱灌装温度为 85 ℃。番茄酱杀菌温度为 121 ℃，保温 15 分钟。"
STARTING = "数控机床开机的步骤：\n1. 检查气压。\n2. 接通电源。\n\n3. 松开急停。\n4. 回参考点。"
HIDDEN = "传动轴渗碳淬火分两段，第一段 920 摄氏度。"


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    """For tests that only ask."""
    school = filled(School(tmp_path_factory.mktemp("school")))
    yield school
    school.close()


@pytest.fixture
def school(tmp_path: Path) -> Iterator[School]:
    """For tests that change what is in it."""
    made = filled(School(tmp_path))
    yield made
    made.close()


OTHERS = {
    "车间安全规定": "进入车间必须穿工作服并戴护目镜。长发应盘入帽内。\n\n下班前切断总闸并清扫铁屑。",
    "量具管理办法": "千分尺每季度送检一次。游标卡尺使用后擦净并放回盒内。\n\n遗失量具由借用人写出说明，班组长签字。",
    "网店客服手册": "买家催单时先查物流，再在三十秒内回复。退货运费由责任方承担。\n\n差评应在当日联系买家说明情况。",
    "直播运营指南": "开播前一小时检查灯光和网络。主播不得使用绝对化用语。\n\n每场结束后整理成交额和观看人数。",
    "酸奶发酵要点": "菌种接入后保持四十二度，发酵约五小时。酸度达到要求即移入冷库。\n\n冷藏期间不得晃动。",
    "竞赛评分办法": "裁判由三人组成，取平均分。超时每分钟扣一分，最多扣十分。\n\n申诉在成绩公布后两小时内书面提出。",
    "课程考核方案": "平时成绩占四成，期末占六成。缺课三分之一者不得参加考核。\n\n实训报告迟交一周按及格计。",
}


def filled(school: School) -> School:
    for title, text in OTHERS.items():
        school.put(title, text, library="course")
    school.put("主轴加工工艺规程", SPEC)
    school.put("番茄酱作业指导书", TOMATO, library="training")
    school.put("传动轴热处理规程", HIDDEN, label="acme/confidential")
    school.put("机床开机规程", STARTING, library="course")
    return school
