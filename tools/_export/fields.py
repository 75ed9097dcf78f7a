"""The names a template may use, in Chinese as teachers write them, form by form. Pure tables and the nearest name.

Knows what a field holds in words; where its value comes from is orders.py's and lessons.py's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal, get_args

Form = Literal["work_orders", "plan", "loose_leaf"]
FORMS: tuple[Form, ...] = get_args(Form)

_CITED = "编号 资料 位置"
_ORDERS = {
    "": "标题 层次 来源 任务数 总课时 任务 其他规定 配套资料 出处 生成说明 日期",
    "任务": "序号 名称 导言 情境 目标 前置知识 工具 步骤 步骤说明 参数 安全 检查 异常 注意 记录 "
            "能力 课时 学时说明 样例 分层 成果 待补 评分 总分",
    "任务.步骤": "序号 内容 参数 关键 出处",
    "任务.参数": "名称 要求 原文 出处",
    "任务.安全": "序号 内容 关键 所指 准入 出处",
    "任务.检查": "项目 标准 方法 频次 出处",
    "任务.分层": "层次 课时 支持 要求",
    "任务.评分": "序号 方面 内容 配分 否决",
    "出处": _CITED,
}  # fmt: skip
_STAGE = "环节 教师活动 学生活动 设计意图 时间 出处"
_PLAN = {
    "": "标题 课程 课题 课时 分钟 层次 班级 地点 教师 教学方法 教学准备 来源 学情分析 素质目标 知识目标 能力目标 "
        "重点 难点 课程思政 课前 课中 课后 课中分钟 考核评价 总分 教学资源 板书设计 教学反思 说明 "
        "出处 生成说明 日期",
    "重点": "序号 内容 对策 出处",
    "难点": "序号 内容 对策 出处",
    "课程思政": "序号 内容 依据 出处",
    "课前": _STAGE,
    "课中": _STAGE,
    "课后": _STAGE,
    "考核评价": "序号 项目 标准 分值 评价人 出处",
    "教学资源": "序号 资料 内容 出处",
    "出处": _CITED,
}  # fmt: skip
_LEAF = {
    "": "标题 课程 课题 课时 层次 班级 来源 任务描述 任务分析 必备知识 实施指导 参数表 自检表 任务评价 总分 "
        "总结提升 拓展实训 知识链接 出处 生成说明 日期",
    "必备知识": "序号 内容 出处",
    "实施指导": "序号 内容 参数 出处",
    "参数表": "序号 内容 出处",
    "自检表": "序号 内容 项目 要求 量具 出处",
    "任务评价": "序号 项目 标准 分值",
    "知识链接": "序号 资料 内容 出处",
    "出处": _CITED,
}  # fmt: skip
_TABLES: dict[Form, dict[str, str]] = {"work_orders": _ORDERS, "plan": _PLAN, "loose_leaf": _LEAF}
NAMES = {
    form: {rows: tuple(names.split()) for rows, names in table.items()} for form, table in _TABLES.items()
}
"""Of each form: the names at large (under the empty key), and the fields of the rows of each list."""
_SAME = (
    "授课班级 班级 授课课题 课题 课题名称 课题 课程名称 课程 学时 课时 授课课时 课时 授课地点 地点 "
    "授课教师 教师 教学重点 重点 教学难点 难点 思政元素 课程思政 素养目标 素质目标 技能目标 能力目标 "
    "教学评价 考核评价 参考资料 教学资源 任务名称 名称 教学环节 环节 时间分配 时间"
)
SAME = dict(zip(_SAME.split()[::2], _SAME.split()[1::2], strict=True))
"""Other usual names for the same thing."""


@dataclass(frozen=True)
class Unknown:
    """A placeholder no form has; `nearest` is what may have been meant, or empty."""

    name: str
    nearest: str


def known(form: Form) -> list[str]:
    """Every name of a form as it is written: `课题`, `课中.环节`."""
    return [f"{rows}.{n}" if rows else n for rows, names in NAMES[form].items() for n in names]


def unknown(form: Form, used: Iterable[tuple[str, str]]) -> list[Unknown]:
    """Those of the (rows, name) pairs that the form does not have."""
    table, found = NAMES[form], []
    for rows, name in used:
        fields = table.get(".".join(SAME.get(part, part) for part in rows.split(".")), ())
        if SAME.get(name, name) not in fields and name not in fields:
            near = get_close_matches(name, [*fields, *SAME], 1, 0.5) or get_close_matches(name, _every(table), 1, 0.5)
            found.append(Unknown(f"{rows}.{name}" if rows else name, SAME.get(near[0], near[0]) if near else ""))
    return found


def fitting(used: Iterable[tuple[str, str]], among: Sequence[Form] = ("plan", "loose_leaf", "work_orders")) -> Form:
    """The form that knows most of the names, the first of those that know as many."""
    pairs = list(used)
    return min(among, key=lambda form: len(unknown(form, pairs)))


def _every(table: Mapping[str, tuple[str, ...]]) -> list[str]:
    return list(dict.fromkeys(n for names in table.values() for n in names))
