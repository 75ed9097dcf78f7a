"""The work-order form 任务工单: one per task, with room for what the student measures, ticks and signs. Layout only."""

from __future__ import annotations

from functools import cache

from tools._export.layout import Sheet


@cache
def template() -> bytes:
    """A Word template over the values of orders.py."""
    sheet = Sheet("{{ 标题 }}　任务工单")
    sheet.title("{{ 标题 }}")
    sheet.title("任 务 工 单", 1)
    sheet.pairs(
        [["适用层次", "{{ 层次 }}", "任务数", "{{ 任务数 }}", "总课时", "{{ 总课时 }}"], ["来源资料", "{{ 来源 }}"]],
        [2.2, 4, 2, 2.4, 2, 4.4],
    )
    sheet.tag("if 任务数 > 1")
    sheet.title("任务一览", 2)
    sheet.rows(
        "任务", ["序号", "任务", "目标", "课时"], ["{{ r.序号 }}", "{{ r.名称 }}", "{{ r.目标 }}", "{{ r.课时 }}"],
        [1.2, 4.4, 9.8, 1.6], "c  c",
    )  # fmt: skip
    sheet.tag("endif")
    sheet.tag("for t in 任务")
    sheet.tag("if 任务数 > 1")
    sheet.break_page()
    sheet.tag("endif")
    _head(sheet)
    _work(sheet)
    _judging(sheet)
    sheet.tag("endfor")
    sheet.tag("if 其他规定")
    sheet.title("其他规定", 1)
    sheet.line("{{ 其他规定 }}")
    sheet.tag("endif")
    sheet.tag("if 配套资料")
    sheet.title("配套资料", 1)
    sheet.line("{{ 配套资料 }}")
    sheet.tag("endif")
    sheet.sources()
    return sheet.bytes()


def _head(sheet: Sheet) -> None:
    sheet.title("任务 {{ t.序号 }}　{{ t.名称 }}", 1)
    sheet.pairs(
        [
            ["班级", "", "组别", "", "建议课时", "{{ t.课时 }}"],
            ["姓名", "", "学号", "", "日期、批号", ""],
            ["任务情境", "{{ t.导言 }}{% if t.情境 %}\n{{ t.情境 }}{% endif %}"],
            ["任务目标", "{{ t.目标 }}"],
            ["前置知识", _or_blank("t.前置知识", "没有配上课程段落，请教师指定。")],
            ["工具与材料", _or_blank("t.工具", "资料未写明，请教师补充。")],
            ["能力要求", "{{ t.能力 }}"],
        ],
        [2.2, 3.6, 2, 3.6, 2.2, 3.4],
    )


def _or_blank(name: str, words: str) -> str:
    return f"{{% if {name} %}}{{{{ {name} }}}}{{% else %}}{words}{{% endif %}}"


def _work(sheet: Sheet) -> None:
    _list(
        sheet, "t.安全", "安全与禁止事项（★ 违反即一票否决）", ["序号", "要点", "知晓签字"],
        ["{{ r.序号 }}", "{{ r.关键 }}{% if r.所指 %}【{{ r.所指 }}】{% endif %}{{ r.内容 }}"
         "{% if r.准入 %}（上岗前条件）{% endif %}{{ r.出处 }}", ""], [1.2, 13.2, 2.6], "c ",
    )  # fmt: skip
    _list(
        sheet, "t.步骤", "实施步骤（{{ t.步骤说明 }}）", ["序号", "操作内容", "完成"],
        ["{{ r.序号 }}", "{{ r.关键 }}{{ r.内容 }}{{ r.出处 }}", "□"], [1.2, 14.4, 1.4], "c c",
    )  # fmt: skip
    _list(
        sheet, "t.参数", "参数记录", ["参数", "要求", "实测值", "是否合格"],
        ["{{ r.名称 }}", "{{ r.要求 }}{{ r.出处 }}", "", ""], [6, 5, 3.4, 2.6], " c",
    )  # fmt: skip
    _list(
        sheet, "t.检查", "质量检查", ["检查项目", "验收标准", "方法与频次", "实测值", "判定", "签名"],
        ["{{ r.项目 }}", "{{ r.标准 }}{{ r.出处 }}", "{{ r.方法 }}　{{ r.频次 }}", "", "", ""],
        [3.6, 4.8, 2.8, 2.2, 1.6, 2.0], "  c",
    )  # fmt: skip
    rest = (("异常", "常见问题与处理"), ("注意", "注意事项"), ("记录", "需填写的记录"), ("成果", "提交的成果"),
            ("学时说明", "学时说明"), ("样例", "可用的样例数据"), ("待补", "请教师补充（资料没有写到）"))
    for name, words in rest:
        sheet.tag(f"if t.{name}")
        sheet.title(words, 2)
        sheet.line(f"{{{{ t.{name} }}}}")
        sheet.tag("endif")


def _judging(sheet: Sheet) -> None:
    _list(
        sheet, "t.分层", "分层要求", ["层次", "课时", "支持", "要求"],
        ["{{ r.层次 }}", "{{ r.课时 }}", "{{ r.支持 }}", "{{ r.要求 }}"], [1.8, 1.4, 6.9, 6.9], "cc",
    )  # fmt: skip
    sheet.title("评分表（★ 为否决项，未达到则本任务不合格）", 2)
    table = sheet.rows(
        "t.评分", ["序号", "方面", "评分内容", "配分", "自评", "互评", "师评"],
        ["{{ r.序号 }}", "{{ r.方面 }}", "{{ r.否决 }}{{ r.内容 }}", "{{ r.配分 }}", "", "", ""],
        [1.2, 2, 8, 1.4, 1.5, 1.5, 1.4], "cc c",
    )  # fmt: skip
    sheet.foot_rows(table, ["合计", "", "", "{{ t.总分 }}", "", "", ""])
    sheet.line("")
    sheet.pairs(
        [["学生签名", "", "组长签名", "", "日期", ""], ["指导教师", "", "企业导师", "", "日期", ""]],
        [2.4, 3.6, 2.4, 3.6, 1.6, 3.4],
    )


def _list(
    sheet: Sheet, over: str, title: str, heads: list[str], cells: list[str], widths: list[float], centered: str
) -> None:
    """A titled table, left out where the source has nothing for it."""
    sheet.tag(f"if {over}")
    sheet.title(title, 2)
    sheet.rows(over, heads, cells, widths, centered)
    sheet.tag("endif")
