"""The words of the learning path, in both languages. Knows words, not when they are shown."""

from __future__ import annotations

PATH: dict[str, tuple[str, str]] = {
    "path": ("在职学习", "Learning at work"),
    "path_more": (
        "按你岗位的要求，从学校开放的课程和本企业的资料里排出先学什么、为什么。进度只有你自己能看到，除非你选择给导师看。",
        "What to learn for your post, and why: from the school's open courses and your company's documents. Only you "
        "see your progress, unless you show it to a mentor.",
    ),
    "path_post": ("岗位", "Post"),
    "path_loading": ("正在把岗位要求和课程逐条对照…", "Matching your post with the courses…"),
    "path_none": ("本企业还没有你能查阅的岗位画像", "No profile of a post of your company that you may read yet"),
    "path_none_more": (
        "请导师把岗位画像上传到企业工艺库，并让员工可以查阅。",
        "Ask a mentor to add one to the enterprise's library, open to employees.",
    ),
    "path_next": ("接下来学", "Learn next"),
    "path_done_all": ("能学的都学完了", "All that can be learnt is learnt"),
    "path_progress": ("已学 {n} 项，共 {of} 项", "{n} of {of} learnt"),
    "path_steps": ("全部要求", "All requirements"),
    "path_asked": ("岗位要求", "Required by the post"),
    "path_because": ("课程里这样讲", "What the course says"),
    "path_because_own": ("本企业资料里这样写", "What your company's document says"),
    "path_part": ("讲到一部分", "in part"),
    "path_gap": (
        "学校课程和本企业资料里还没有讲到，请问导师。",
        "No course or document tells of it yet; ask your mentor.",
    ),
    "path_learnt": ("学过了", "Learnt"),
    "path_learnt_on": ("{at} 学过", "learnt on {at}"),
    "path_unlearn": ("还没学会", "Not learnt yet"),
    "path_ask": ("问一问", "Ask about it"),
    "path_practise": ("练一练", "Practise"),
    "path_share": ("给谁看进度", "Who sees your progress"),
    "path_share_more": (
        "打开后，这位导师能看到你学过哪些要求；随时可以关掉，关掉马上生效。每次开关都会记入审计。",
        "A mentor switched on sees which requirements you have learnt. Switch off at any time; each is audited.",
    ),
    "path_share_none": ("本企业还没有导师。", "Your company has no mentor yet."),
    "path_shared": ("{name} 现在能看到你的进度", "{name} now sees your progress"),
    "path_unshared": ("{name} 不再能看到你的进度", "{name} no longer sees your progress"),
    "path_shown": ("员工给你看的学习进度", "Progress your employees show you"),
    "path_shown_more": (
        "只有员工自己选择给你看，这里才会出现；他们可以随时收回。",
        "Only what employees chose to show you; they may stop at any time.",
    ),
    "path_shown_none": ("还没有员工给你看学习进度", "No employee shows you their progress yet"),
    "path_only": ("这个页面给企业员工和他们的导师使用。", "This page is for enterprise employees and their mentors."),
}
