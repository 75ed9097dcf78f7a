"""The words of the introduction, five steps a role, in both languages. Knows words, not when they are shown."""

from __future__ import annotations

TOUR: dict[str, tuple[str, str]] = {
    "tour": ("认识双元", "A short introduction"),
    "tour_step": ("第 {n} 步，共 {of} 步", "Step {n} of {of}"),
    "tour_next": ("下一步", "Next"),
    "tour_before": ("上一步", "Back"),
    "tour_go": ("打开这一页", "Open the page"),
    "tour_end": ("不再显示", "Do not show again"),
    "tour_last": ("完成", "Done"),
    "tour_again": ("再看一遍介绍", "Show the introduction again"),
    "tour_ask": (
        "提问：例如问一问《{title}》里的内容，回答会逐句注明出处。",
        "Ask, say about “{title}”: every sentence names its source.",
    ),
    "tour_cite": (
        "点一下回答里的 [1]，就能看到《{title}》一类资料的原文。",
        "Click [1] in an answer to read the source, such as “{title}”.",
    ),
    "tour_tutor": (
        "打开“辅导”，我不直接给答案，而是一步步提示你自己找到。",
        "Switch 辅导 on: hints instead of the answer.",
    ),
    "tour_practise": (
        "练一练：题目按你的掌握情况来选，做错了会告诉你依据。",
        "Practise: exercises chosen by what you have mastered.",
    ),
    "tour_shelf": (
        "资料库里是你现在能查阅的全部资料，例如《{title}》。",
        "The library holds all you may read, such as “{title}”.",
    ),
    "tour_add": (
        "添加资料：先选“谁可以知道”，再把文件拖进来，就能看着它被读入。",
        "Add documents: choose who may know, then drop the file.",
    ),
    "tour_lessons": (
        "备课：选几份资料，例如《{title}》，生成教案初稿再改。",
        "Plan a lesson from documents such as “{title}”.",
    ),
    "tour_studio": (
        "出题：从资料里出题，每一题都经过检查并注明出处。",
        "Exercises from documents, each checked and cited.",
    ),
    "tour_workbench": (
        "任务工单：把《{title}》这样的规程分解成教学任务。",
        "Turn a process such as “{title}” into work orders.",
    ),
    "tour_review": ("评审：看交上来的内容和出处，认可或退回。", "Review what was handed in: approve or send back."),
    "tour_label": ("待确认的密级会排在资料库里，看清理由后再确认。", "Labels waiting for you stand in the library."),
    "tour_agreements": ("协议：学校和企业商定哪些结果可以给到班级。", "Agreements: what may go out to classes."),
    "tour_path": (
        "在职学习：按你岗位的要求排出先学什么，每一项都注明出处。",
        "Learning at work: what to learn next for your post, each with its source.",
    ),
    "tour_own": ("你的提问和练习记录只有你能看到，单位默认不查阅。", "Only you see your questions and practice."),
    "tour_admin_start": (
        "概况里是首次启动的清单和系统状况。",
        "The overview has the first steps and the system's health.",
    ),
    "tour_admin_people": ("人员：一个个添加，或下载模板用 Excel 一次导入。", "People: one by one, or many from Excel."),
    "tour_admin_courses": (
        "单位与课程：谁参加哪门课，决定他能看到什么。",
        "Courses: who takes part decides what they see.",
    ),
    "tour_admin_system": (
        "系统：备份、恢复演练、运行设置和失败的任务。",
        "System: backups, drills, settings and failed jobs.",
    ),
    "tour_admin_none": (
        "管理员看不到任何资料内容，这里的一切都只有编号和数字。",
        "An administrator sees no content: ids and numbers only.",
    ),
    "tour_some": ("你的资料", "your documents"),
}
