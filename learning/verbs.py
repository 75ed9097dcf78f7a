"""The xAPI verbs and activity types the product understands. What is not listed is outside the collection boundary.

Identifiers are those of the ADL vocabulary and of the published xAPI profiles, as IRIs. Docs: docs/evidence.md.
"""

from __future__ import annotations

VOIDED = "http://adlnet.gov/expapi/verbs/voided"

VERBS: dict[str, tuple[str, str]] = {
    "http://adlnet.gov/expapi/verbs/answered": ("作答", "answered"),
    "http://adlnet.gov/expapi/verbs/asked": ("提问", "asked"),
    "http://adlnet.gov/expapi/verbs/attempted": ("尝试", "attempted"),
    "http://adlnet.gov/expapi/verbs/attended": ("参加", "attended"),
    "http://adlnet.gov/expapi/verbs/commented": ("评论", "commented"),
    "http://adlnet.gov/expapi/verbs/completed": ("完成", "completed"),
    "http://adlnet.gov/expapi/verbs/experienced": ("学习", "experienced"),
    "http://adlnet.gov/expapi/verbs/exited": ("离开", "exited"),
    "http://adlnet.gov/expapi/verbs/failed": ("未通过", "failed"),
    "http://adlnet.gov/expapi/verbs/initialized": ("开始", "initialized"),
    "http://adlnet.gov/expapi/verbs/interacted": ("操作", "interacted"),
    "http://adlnet.gov/expapi/verbs/launched": ("启动", "launched"),
    "http://adlnet.gov/expapi/verbs/mastered": ("掌握", "mastered"),
    "http://adlnet.gov/expapi/verbs/passed": ("通过", "passed"),
    "http://adlnet.gov/expapi/verbs/progressed": ("推进", "progressed"),
    "http://adlnet.gov/expapi/verbs/registered": ("报名", "registered"),
    "http://adlnet.gov/expapi/verbs/responded": ("回应", "responded"),
    "http://adlnet.gov/expapi/verbs/resumed": ("继续", "resumed"),
    "http://adlnet.gov/expapi/verbs/scored": ("得分", "scored"),
    "http://adlnet.gov/expapi/verbs/suspended": ("暂停", "suspended"),
    "http://adlnet.gov/expapi/verbs/terminated": ("结束", "terminated"),
    VOIDED: ("作废", "voided"),
}

ACTIVITY_TYPES: dict[str, tuple[str, str]] = {
    "http://adlnet.gov/expapi/activities/assessment": ("考核", "assessment"),
    "http://adlnet.gov/expapi/activities/cmi.interaction": ("题目", "question"),
    "http://adlnet.gov/expapi/activities/course": ("课程", "course"),
    "http://adlnet.gov/expapi/activities/interaction": ("交互", "interaction"),
    "http://adlnet.gov/expapi/activities/lesson": ("课时", "lesson"),
    "http://adlnet.gov/expapi/activities/meeting": ("活动", "meeting"),
    "http://adlnet.gov/expapi/activities/media": ("媒体", "media"),
    "http://adlnet.gov/expapi/activities/module": ("模块", "module"),
    "http://adlnet.gov/expapi/activities/objective": ("目标", "objective"),
    "http://adlnet.gov/expapi/activities/performance": ("操作任务", "performance"),
    "http://adlnet.gov/expapi/activities/question": ("问题", "question"),
    "http://adlnet.gov/expapi/activities/simulation": ("虚拟仿真", "simulation"),
    "http://id.tincanapi.com/activitytype/school-assignment": ("作业", "assignment"),
    "http://id.tincanapi.com/activitytype/tutor-session": ("辅导", "tutor session"),
}
