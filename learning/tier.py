"""Three tiers of learners: first year, second year, on the post. What each is helped with, and what each answers for.

Pure tables and the class hours they give; knows no document.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

Tier = Literal["first_year", "second_year", "on_post"]
HOUR = 45


@dataclass(frozen=True)
class Level:
    """Minutes for each step and check, and how the hundred points lie: process, quality, safety, records.

    `manner` is how the task is done, `support` what helps, `demand` what is asked for.
    """

    tier: Tier
    name: str
    minutes: int
    weights: tuple[int, int, int, int]
    manner: str
    support: str
    demand: str
    guarded: str = ""
    """Added to the support where somebody may come to harm; `{steps}` names where."""


LEVELS: dict[Tier, Level] = {
    "first_year": Level(
        "first_year", "一年级", 15, (45, 15, 30, 10), "在教师示范和提示下",
        "教师逐步示范，学生两人一组跟做；参数由教师给定并核对。",
        "说出每一步的目的和危险点，在提示下按顺序完成，自检一项以上。", "危险步骤{steps}由教师操作或旁站。",
    ),
    "second_year": Level(
        "second_year", "二年级", 10, (30, 35, 25, 10), "以小组为单位独立",
        "教师只示范关键步骤，学生按工单分组实施；参数由学生从规程中查出，教师确认后执行。",
        "独立读懂规程并按顺序完成，对照验收值自检互检，填写全部记录。",
    ),
    "on_post": Level(
        "on_post", "顶岗", 6, (20, 40, 30, 10), "在师傅确认后按企业要求独立",
        "企业师傅确认首次结果后独立作业，学校教师远程答疑；异常按企业程序上报。",
        "按企业要求独立完成并判定合格与否，能处理规程所列异常，记录可追溯。",
    ),
}  # fmt: skip


def hours(tier: Tier, steps: int, checks: int) -> int:
    """Class hours of 45 minutes: time for each step, half for each check, and a third more to prepare and review."""
    work = LEVELS[tier].minutes * (steps + checks / 2)
    return max(1, math.ceil(work * 4 / 3 / HOUR))
