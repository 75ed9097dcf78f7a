"""The words of the matrix page, in both languages. Knows words, not when they are shown."""

from __future__ import annotations

MATRIX: dict[str, tuple[str, str]] = {
    "matrix": ("岗课赛证", "Matrix"),
    "matrix_more": (
        "岗位、赛项、证书的要求与课程模块逐条对照：每格都注明课程原文，缺口和过期的要求单列。",
        "Requirements of jobs, competitions and certificates against course modules: each cell cites the course; gaps "
        "and what is out of date are listed.",
    ),
    "matrix_topic": ("岗位、赛项或证书", "Job, competition or certificate"),
    "matrix_topic_hint": ("如：数控车工", "For example: CNC turner"),
    "matrix_documents": ("或指定要求资料（可多选）", "Or choose documents of requirements"),
    "matrix_courses": ("课程资料（不选则自动查找）", "Course documents (found if none is chosen)"),
    "matrix_kinds": ("类别（不选为全部）", "Kinds (all if none is chosen)"),
    "matrix_post": ("岗位", "Job"),
    "matrix_competition": ("赛项", "Competition"),
    "matrix_certificate": ("证书", "Certificate"),
    "matrix_venture": ("创新创业", "Venture"),
    "matrix_make": ("开始对照", "Compare"),
    "matrix_requirements": ("正在读取岗位、赛项与证书要求…", "Reading the requirements…"),
    "matrix_courses_read": ("正在查找课程资料…", "Finding course documents…"),
    "matrix_match": ("正在逐条对照…", "Comparing row by row…"),
    "matrix_nothing": (
        "请填写岗位、赛项或证书，或选择资料。", "Name a job, competition or certificate, or choose documents.",
    ),
    "matrix_told": (
        "{rows} 条要求，{modules} 个课程模块；没有找到 {gaps} 条，部分覆盖 {partly} 条",
        "{rows} requirements, {modules} course modules; {gaps} not found, {partly} in part",
    ),
    "matrix_excel": ("下载 Excel", "Download Excel"),
    "matrix_full": ("覆盖", "Covered"),
    "matrix_partial": ("部分", "In part"),
    "matrix_gaps": ("缺口：课程里没有找到的要求", "Gaps: not found in the courses"),
    "matrix_unsure": ("待核对：资料里有相近的句子，是否算讲到由教师定", "To be judged: a sentence comes near"),
    "matrix_near": ("待核对：有相近的句子", "To be judged: a sentence comes near"),
    "matrix_missing": ("还缺：{items}", "Still missing: {items}"),
    "matrix_half": ("只覆盖了一部分的要求，还缺这些", "Covered in part: what is still missing"),
    "matrix_rule": ("比赛或考核规则，不由课程教", "A rule of the contest or exam: taught by no course"),
    "matrix_condition": ("招聘条件，不由课程教", "A condition of hiring: taught by no course"),
    "matrix_stated": ("资料自己说明的课程对应", "What the documents say on the course"),
    "matrix_outdated": ("过期或已被替代的要求", "Out of date or replaced"),
    "matrix_row": ("要求", "Requirement"),
    "matrix_recent": ("最近的对照表", "Recent matrices"),
    "matrix_stale": (
        "所引资料已有更新，请重新对照。", "The sources have changed since: compare again.",
    ),
    "matrix_expired": ("已过有效期或复审日期（{date}）", "past its end or review date ({date})"),
    "matrix_not_yet": ("{date} 起生效", "in force from {date}"),
    "matrix_replaced": ("已有新版本：{by}", "replaced by {by}"),
}
