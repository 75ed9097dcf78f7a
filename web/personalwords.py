"""The words of an export of one's own data, in both languages. Nothing else."""

from __future__ import annotations

_KINDS = {
    "made_at": ("导出时间", "Made at"),
    "account": ("我的账户", "My account"),
    "memberships": ("角色", "Roles"),
    "grants": ("授权", "Grants"),
    "courses": ("课程", "Courses"),
    "projects": ("项目", "Projects"),
    "consents": ("对企业导师的同意", "Consents to mentors"),
    "learnt": ("学习路径上学过的内容（只有编号）", "Steps learnt on the learning path, as numbers"),
    "path_shares": ("学习路径给哪位导师看", "Mentors the learning path is shown to"),
    "sessions": ("登录会话", "Sessions"),
    "uploads": ("上传的文档", "Documents uploaded"),
    "artefacts": ("生成的教案、工单等", "Lesson plans, work orders and the like"),
    "acts": ("审计中本人的操作", "Own acts in the audit"),
    "tokens": ("接口令牌（不含密文）", "API tokens, without their secrets"),
    "conversations": ("对话", "Conversations"),
    "answers": ("作答", "Answers"),
    "mastery": ("掌握情况", "Mastery"),
    "rehearsals": ("虚拟预练", "Rehearsals"),
    "grades": ("已发布的成绩", "Published grades"),
    "appeals": ("申诉", "Appeals"),
    "evidence": ("过程证据", "Evidence"),
    "comments": ("评价评语", "Comments"),
    "enterprise_consents": ("对企业的同意", "Consents to enterprises"),
    "placements": ("顶岗实习安排", "Internship placements"),
    "internship_days": ("实习日志", "Internship log"),
    "internship_marks": ("实习出勤", "Attendance at placements"),
    "works": ("成长档案里的作品", "Works in the portfolio"),
    "looks": ("谁查看过过程证据", "Who looked at the evidence"),
    "revisions": ("课程修订任务", "Revision tasks"),
    "counted_in": ("被计入的全班统计（只有编号）", "Class figures one was counted in, as numbers"),
    "objections": ("更正申请", "Objections to evidence"),
}
_HEAD = (
    "这里是本平台保存的关于您的全部数据。密码只存摘要；依据您现在无权查阅的资料作出的回答不在其中。",
    "All that this platform keeps about you. Of passwords it keeps digests alone; answers made from what you may not "
    "read today are left out.",
)


def named(kind: str, language: str) -> str:
    zh, en = _KINDS[kind]
    return en if language == "en" else zh


def said(language: str) -> str:
    return _HEAD[language == "en"]
