"""The words of the project workbench, in both languages. Knows words, not when they are shown."""

from __future__ import annotations

WORKBENCH: dict[str, tuple[str, str]] = {
    "workbench": ("项目工单", "Work orders"),
    "workbench_more": (
        "把企业的工艺或项目资料分解成任务工单：左边是原文，右边是工单，点哪一步就看到它的出处。",
        "Turns a process document into work orders: the source on the left, the orders on the right; click a step to "
        "see where it stands.",
    ),
    "workbench_document": ("选择资料", "Choose a document"),
    "workbench_topic": ("或写明产品、工序、项目", "Or name a product, process or project"),
    "workbench_tier": ("对象", "For"),
    "workbench_school_rules": ("用上课程标准的全部规定", "Apply all of the course standard's rules"),
    "workbench_school_rules_more": (
        "不勾选时，只用不会让资料所属单位看不到工单的规定；勾选后工单的密级随课程标准加严，企业导师可能看不到。",
        "Unchecked, only rules that keep nobody of the source's owner from reading are applied; checked, the order "
        "is as strict as the course standard, and the enterprise's mentor may not see it.",
    ),
    "workbench_first_year": ("一年级", "First year"),
    "workbench_second_year": ("二年级", "Second year"),
    "workbench_on_post": ("顶岗", "On post"),
    "workbench_make": ("分解成工单", "Decompose"),
    "workbench_nothing": ("请选择一份资料，或写明主题。", "Choose a document, or name a topic."),
    "workbench_read": ("正在通读资料…", "Reading the document…"),
    "workbench_decompose": ("正在分解任务…", "Decomposing…"),
    "workbench_prior": ("正在查找先修知识…", "Finding what to know first…"),
    "workbench_recent": ("最近的项目", "Recent projects"),
    "workbench_source": ("原文", "Source"),
    "workbench_told": ("{tasks} 个任务，共 {steps} 步", "{tasks} tasks, {steps} steps"),
    "workbench_goal": ("任务目标", "Goal"),
    "workbench_introduction": ("任务导语", "Introduction"),
    "workbench_scenario": ("情境", "Scenario"),
    "workbench_prerequisites": ("先修知识", "To know first"),
    "workbench_tools": ("工具与材料", "Tools and materials"),
    "workbench_steps": ("操作步骤", "Steps"),
    "workbench_parameters": ("工艺参数", "Parameters"),
    "workbench_safety": ("安全与禁止事项", "Safety and bans"),
    "workbench_checks": ("质量检验", "Checks"),
    "workbench_troubles": ("异常处理", "Troubles"),
    "workbench_notes": ("注意事项", "Notes"),
    "workbench_rules": ("其他规定", "Other rules"),
    "workbench_records": ("须填记录", "Records"),
    "workbench_competencies": ("能力要求", "Competencies"),
    "workbench_evidence": ("须交成果", "Evidence"),
    "workbench_remarks": ("学时说明", "On the hours"),
    "workbench_missing": ("请教师补充", "For the teacher to add"),
    "workbench_scoring": ("评分表", "Scoring sheet"),
    "workbench_hours": ("建议课时：{hours}", "Class hours: {hours}"),
    "workbench_points": ("{points} 分", "{points} points"),
    "workbench_veto": ("一票否决", "Veto"),
    "workbench_support": ("{name}：{hours} 课时。{support}。{demand}。", "{name}: {hours} hours. {support}. {demand}"),
    "workbench_edit": ("修改", "Edit"),
    "workbench_save": ("保存修改", "Save"),
    "workbench_saved": ("已保存为第 {edition} 版", "Saved as edition {edition}"),
    "workbench_hundred": (
        "“{task}”的评分合计是 {sum} 分，须为 100 分。", "The points of “{task}” make {sum}; they have to make 100.",
    ),
    "workbench_hand_in": ("提交评审", "Hand in"),
    "workbench_stale": (
        "来源资料已有变化，以下句子现在找不到了，请重新分解：", "Its sources have changed; these sentences are gone:",
    ),
}
