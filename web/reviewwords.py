"""The words of the review page, in both languages. Knows words, not when they are shown."""

from __future__ import annotations

REVIEW: dict[str, tuple[str, str]] = {
    "review": ("评审", "Review"),
    "review_more": (
        "交来评审的工单、教案、习题和对照表：先读内容与出处，再认可、发布或退回。",
        "What was handed in: read it and its sources, then approve, publish or send it back.",
    ),
    "review_waiting": ("待评审", "To review"),
    "review_published": ("已发布", "Published"),
    "review_none": ("现在没有等您评审的内容。", "Nothing waits for your review."),
    "review_none_published": ("还没有发布的内容。", "Nothing is published yet."),
    "review_waits": ("还缺{owners}导师的认可", "Waiting for a mentor of {owners}"),
    "review_out_of_reach": (
        "{owners}没有一位导师读得到这份内容，等不到认可。写了班级掌握情况的教案只有任课教师能读：请去掉它重新生成，再提交。",
        "No mentor of {owners} may read this, so nobody can approve. A plan that tells how a class does is for its "
        "teachers alone: make it again without the class's record.",
    ),
    "review_ready": ("认可已齐，可由教师发布", "All approvals are in: a teacher may publish"),
    "review_by": ("{person} 交来 · 第 {edition} 版 · {at}", "From {person} · edition {edition} · {at}"),
    "review_stale": (
        "所引资料已有变化，下面的句子在现在的资料里已找不到；请退回重新生成。",
        "Its sources have changed, these sentences are no longer there; send it back to be made anew.",
    ),
    "review_sources": ("出处（{count}）", "Sources ({count})"),
    "review_approve": ("代表本企业认可", "Approve for our enterprise"),
    "review_publish": ("发布", "Publish"),
    "review_back": ("退回", "Send back"),
    "review_retire": ("停用", "Retire"),
    "review_retire_sure": ("停用后从资料库撤下，学习者不再看到。", "It leaves the library; learners no longer see it."),
    "review_comment": ("退回的原因（作者会看到）", "Why (its author will read it)"),
    "review_comment_needed": ("请写明退回的原因。", "Say why you send it back."),
    "review_done": ("已完成", "Done"),
    "review_said": ("评审意见", "What reviewers said"),
    "review_items": ("题库里待认可的题目", "Bank items waiting for approval"),
    "review_items_none": ("没有等您认可的题目。", "No items wait for your approval."),
    "review_item_approve": ("认可这道题", "Approve this item"),
    "review_open_bank": ("到题库查看", "Open the bank"),
    "tool_decompose_project": ("项目工单", "Work orders"),
    "tool_write_exercises": ("习题", "Exercises"),
    "tool_plan_lesson": ("教案", "Lesson plan"),
    "tool_match_requirements": ("岗课赛证对照", "Matrix"),
}
