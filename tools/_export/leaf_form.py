"""The loose-leaf form 活页式工作页: what the student reads, fills in and hands in. Layout only."""

from __future__ import annotations

from functools import cache

from tools._export.layout import Sheet


@cache
def template() -> bytes:
    """A Word template over the values of lessons.py."""
    sheet = Sheet("{{ 标题 }}　活页")
    sheet.title("{{ 标题 }}")
    sheet.pairs(
        [
            ["课程", "{{ 课程 }}", "课题", "{{ 课题 }}", "课时", "{{ 课时 }}"],
            ["班级", "{{ 班级 }}", "姓名", "", "学号", ""], ["组别", "", "指导教师", "", "日期", ""],
            ["来源资料", "{{ 来源 }}"],
        ],
        [2, 4, 2, 4.6, 1.6, 2.8],
    )  # fmt: skip
    sheet.title("一、任务描述", 2)
    sheet.box("{{ 任务描述 }}", 1)
    sheet.title("二、任务分析", 2)
    sheet.box("{{ 任务分析 }}", 1)
    sheet.title("三、必备知识", 2)
    cells = ["{{ r.序号 }}", "{{ r.内容 }}{{ r.出处 }}", ""]
    sheet.rows("必备知识", ["序号", "内容", "我的笔记"], cells, [1.2, 11.6, 4.2], "c")
    sheet.title("四、实施指导", 2)
    sheet.rows(
        "实施指导", ["序号", "操作内容", "工艺参数", "实际记录", "完成"],
        ["{{ r.序号 }}", "{{ r.内容 }}{{ r.出处 }}", "{{ r.参数 }}", "", "□"], [1.2, 8.2, 3.8, 2.6, 1.2], "c   c",
    )  # fmt: skip
    _tables(sheet)
    sheet.title("五、任务评价", 2)
    table = sheet.rows(
        "任务评价", ["序号", "项目", "标准", "分值", "自评", "互评", "师评"],
        ["{{ r.序号 }}", "{{ r.项目 }}", "{{ r.标准 }}", "{{ r.分值 }}", "", "", ""],
        [1.2, 3.4, 6.8, 1.4, 1.4, 1.4, 1.4], "c  c",
    )  # fmt: skip
    sheet.foot_rows(table, ["合计", "", "", "{{ 总分 }}", "", "", ""])
    _end(sheet)
    return sheet.bytes()


def _tables(sheet: Sheet) -> None:
    """What to work by, and what was measured."""
    sheet.tag("if 参数表")
    sheet.title("参数表", 2)
    sheet.rows("参数表", ["序号", "内容（原文）"], ["{{ r.序号 }}", "{{ r.内容 }}{{ r.出处 }}"], [1.2, 15.8], "c")
    sheet.tag("endif")
    sheet.tag("if 自检表")
    sheet.title("自检记录", 2)
    sheet.rows(
        "自检表", ["序号", "项目", "要求", "量具", "实测", "判定"],
        ["{{ r.序号 }}", "{{ r.项目 }}{{ r.出处 }}", "{{ r.要求 }}", "{{ r.量具 }}", "", ""],
        [1.2, 4.2, 4.6, 3.2, 2.2, 1.6], "c",
    )  # fmt: skip
    sheet.tag("endif")


def _end(sheet: Sheet) -> None:
    sheet.title("六、总结提升", 2)
    sheet.box("{{ 总结提升 }}\n\n\n", 3)
    sheet.tag("if 拓展实训")
    sheet.title("七、拓展实训", 2)
    sheet.box("{{ 拓展实训 }}", 1)
    sheet.tag("endif")
    sheet.tag("if 知识链接")
    sheet.title("{% if 拓展实训 %}八{% else %}七{% endif %}、知识链接", 2)
    cells = ["{{ r.序号 }}", "{{ r.资料 }}", "{{ r.内容 }}{{ r.出处 }}"]
    sheet.rows("知识链接", ["序号", "资料", "内容（原文）"], cells, [1.2, 4.8, 11], "c")
    sheet.tag("endif")
    sheet.sources()
