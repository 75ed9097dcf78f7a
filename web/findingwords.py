"""The words of the findings page, in both languages."""

from __future__ import annotations

FINDINGS: dict[str, tuple[str, str]] = {
    "findings": ("课程发现", "Findings"),
    "findings_more": (
        "全班学到哪里、哪些题和步骤要改、哪些岗位要求没有落实；每条都能转成修订任务，再看下一届有没有变好。",
        "Where the class is weak, which exercises and steps to change, which requirements nothing bears out; each "
        "becomes a revision task, and the next cohort shows what came of it.",
    ),
    "findings_fewest": (
        "只显示不少于 {n} 人的汇总；个别学生加入、退出或改变作答时，数字停在旧值，免得推算出某一个人；"
        "与别的课程、别的读者看过的汇总相差不到 {n} 人的，也不显示。每个数字都注明汇总日期。",
        "Figures are of {n} people or more. While fewer join, leave or answer anew they stand as they were, so that "
        "nobody is reckoned from the difference; so it is beside what was told in other courses and to other readers. "
        "Each has the date it was summed up.",
    ),
    "findings_course": ("课程", "Course"),
    "findings_cohort": ("届", "Cohort"),
    "findings_whole": ("全班", "The whole class"),
    "findings_year": ("{year} 级", "From {year}"),
    "findings_earlier": ("更早入学", "Enrolled earlier"),
    "findings_export": ("下载 Excel", "Download Excel"),
    "findings_no_course": ("您现在没有任教或指导的课程。", "You teach or mentor no course now."),
    "findings_no_course_more": (
        "平台管理员把您加入课程后，这里会显示全班的薄弱点。",
        "Once an administrator puts you into a course, its weak points show here.",
    ),
    "findings_none": ("还没有可以显示的发现。", "Nothing to show yet."),
    "findings_none_more": (
        "需要至少 {n} 名学生有练习、预练或已发布的成绩；人数不够时不显示任何数字。",
        "It takes {n} learners with answers, rehearsals or published grades; below that nothing is told.",
    ),
    "findings_none_mentor": (
        "企业导师看到的是已发布的成绩，需要至少 {n} 名同意向本企业提供资料的学生；还有对照表中没有落实的要求。",
        "Mentors are told of published grades of {n} learners or more who consented for the enterprise, and of "
        "requirements in a matrix that nothing bears out.",
    ),
    "findings_competency": ("薄弱的能力", "Weak competencies"),
    "findings_criterion": ("薄弱的评价指标", "Weak criteria"),
    "findings_item": ("区分不出水平的题目", "Exercises that tell too little"),
    "findings_step": ("预练中最常做错的步骤", "Steps most often failed in rehearsal"),
    "findings_requirement": ("没有依据的岗位要求", "Requirements that nothing bears out"),
    "findings_competency_by": (
        "按练习和预练估计的掌握度；代价＝人数×离“掌握”线的距离。",
        "Mastery by answers and rehearsals; cost = people × distance from the line.",
    ),
    "findings_criterion_by": (
        "来自协议放行的已发布成绩；代价＝人数×离最高等级的距离×权重。",
        "From published grades an agreement let through; cost = people × distance from the best level × weight.",
    ),
    "findings_item_by": (
        "区分度（高分组减低分组，或与其余题的相关）低于 0.2 的题目。",
        "Discrimination (upper less lower group, or correlation with the rest) below 0.2.",
    ),
    "findings_step_by": (
        "每人做对的比例；涉及安全的步骤代价加倍。", "The share done rightly; steps of safety count twice.",
    ),
    "findings_requirement_by": ("来自最近一份岗课赛证对照表。", "From the newest matrix."),
    "findings_gap": ("没有模块讲到", "No module teaches it"),
    "findings_partly": ("只讲到一部分", "Taught in part"),
    "findings_no_evidence": ("有模块讲到，但没有学习或评价数据", "Taught, but no figure of the class speaks of it"),
    "findings_level": ("水平 {level}", "Level {level}"),
    "findings_tells": ("区分度 {level}", "Discrimination {level}"),
    "findings_people": ("{n} 人", "{n} people"),
    "findings_told_at": ("汇总于 {on}", "Summed up on {on}"),
    "findings_cost": ("代价 {cost}", "Cost {cost}"),
    "findings_col_rank": ("序", "No."),
    "findings_col_about": ("内容", "What"),
    "findings_col_level": ("水平", "Level"),
    "findings_col_people": ("人数", "People"),
    "findings_col_cost": ("代价", "Cost"),
    "findings_table": ("用表格看", "As a table"),
    "findings_leads": ("出处和要改的内容", "Where it comes from, what to change"),
    "findings_nearest": (
        "没有直接出处；以下是文字最接近的课程资料。", "No source of its own; these course passages are nearest.",
    ),
    "findings_source": ("原文：{quote}", "Passage: {quote}"),
    "findings_link_lesson": ("教案", "Lesson plan"),
    "findings_link_order": ("任务工单", "Work orders"),
    "findings_link_item": ("题目", "Exercise"),
    "findings_link_document": ("课程资料", "Document"),
    "findings_link_matrix": ("对照表", "Matrix"),
    "findings_no_links": ("没有找到您能看到的相关资料。", "Nothing you may read leads on from here."),
    "findings_to_task": ("转为修订任务", "Make a revision task"),
    "findings_task_note": ("打算怎么改（可不填）", "What to change (optional)"),
    "findings_task_make": ("建立任务", "Make the task"),
    "findings_task_made": ("已建立修订任务。", "The revision task is made."),
    "findings_tasks": ("修订任务", "Revision tasks"),
    "findings_tasks_cut": (
        "只列出最近 {n} 条任务，更早的没有列出。", "The newest {n} only; older ones are not listed.",
    ),
    "findings_tasks_none": ("还没有修订任务。点某条发现下的“转为修订任务”。", "None yet. Make one from a finding."),
    "findings_task_found": ("{cohort}中发现 · {on}", "Found in {cohort} · {on}"),
    "findings_task_who": ("负责人：{name}", "By {name}"),
    "findings_task_nobody": ("还没有负责人", "Nobody has it yet"),
    "findings_task_mine": ("由我负责", "I do it"),
    "findings_open": ("待处理", "Open"),
    "findings_doing": ("进行中", "Under way"),
    "findings_done": ("已完成", "Done"),
    "findings_task_state": ("进度", "State"),
    "findings_effect": ("看效果", "What came of it"),
    "findings_effect_better": ("变好了", "Better"),
    "findings_effect_worse": ("变差了", "Worse"),
    "findings_effect_same": ("没有明显变化", "No clear change"),
    "findings_effect_line": (
        "{before_cohort} {before}（{before_n} 人）→ {after_cohort} {after}（{after_n} 人）：{change}",
        "{before_cohort} {before} ({before_n} people) → {after_cohort} {after} ({after_n} people): {change}",
    ),
    "findings_effect_on": ("前一个数字汇总于 {before}，后一个 {after}。", "Summed up on {before} and on {after}."),
    "findings_effect_care": (
        "两届学生本来就不同，这不能证明是修订带来的。", "Two cohorts differ anyway: this proves no cause.",
    ),
    "findings_not_yet": ("还看不出", "Not to be told yet"),
    "findings_why_not_people": (
        "岗位要求没有学生数据，请重新做一次对照表。", "A requirement has no figures: make the matrix anew.",
    ),
    "findings_why_not_done": ("修订还没有标为完成。", "The revision is not marked as done."),
    "findings_why_no_before": ("发现时没有可以比较的数字。", "No figure was told when it was found."),
    "findings_why_no_next": (
        "下一届还没有数据，或人数不够、不能单独显示。", "The next cohort has no figure yet, or too few to be told.",
    ),
}
