"""The words of the growth portfolio's page, in both languages."""

from __future__ import annotations

PORTFOLIO: dict[str, tuple[str, str]] = {
    "portfolio_none_for": ("这一页供学生、教师和企业导师使用。", "For learners, teachers and mentors."),
    "portfolio_open": ("打开成长档案", "Open the growth portfolio"),
    "portfolio_docx": ("下载 Word", "Download Word"),
    "portfolio_pdf": ("下载 PDF", "Download PDF"),
    "portfolio_no_pdf": (
        "本系统未安装 LibreOffice，不能生成 PDF；Word 文件可自行另存为 PDF。",
        "LibreOffice is not installed here, so there is no PDF; the Word file can be saved as one.",
    ),
    "portfolio_dimensions": ("五个维度", "Five dimensions"),
    "portfolio_dimension": ("维度", "Dimension"),
    "portfolio_share": ("平均得分率", "Average share earned"),
    "portfolio_month": ("月份", "Month"),
    "portfolio_mastery": ("能力掌握的变化", "Mastery over time"),
    "portfolio_mastery_more": (
        "按每次练习和预练的对错估计，虚线是“掌握”的界线。",
        "Estimated from each answer and rehearsal; the dashed line is mastery.",
    ),
    "portfolio_mastery_none": ("还没有练习或预练。", "No practice and no rehearsal yet."),
    "portfolio_curve": (
        "{first} 为 {then}，{on} 为 {now}；作答 {n} 次，答对 {right} 次。",
        "{first}: {then}, {on}: {now}; {n} answers, {right} right.",
    ),
    "portfolio_curve_day": (
        "{on} 为 {now}；作答 {n} 次，答对 {right} 次。", "{on}: {now}; {n} answers, {right} right.",
    ),
    "portfolio_mastered": ("{on} 起已掌握。", "Mastered since {on}."),
    "portfolio_not_mastered": ("尚未掌握。", "Not mastered yet."),
    "portfolio_weak": ("薄弱点与改进", "Weak points and what was done"),
    "portfolio_weak_more": (
        "答错后出现；当时和之后答错的题都答对了，就算解决。",
        "Found by a wrong answer; gone once everything answered wrongly has been answered rightly.",
    ),
    "portfolio_weak_none": ("没有发现薄弱点。", "No weak point found."),
    "portfolio_weak_found": ("{on} 发现，共 {n} 题答错。", "Found {on}; answered wrongly: {n}."),
    "portfolio_weak_before": ("此前出现过 {n} 次。", "Had come {n} times before."),
    "portfolio_weak_done": (
        "之后练习 {practised} 次，预练 {rehearsed} 次。", "Since then {practised} answers and {rehearsed} rehearsals.",
    ),
    "portfolio_weak_known": ("掌握 {then} → {now}。", "Mastery {then} → {now}."),
    "portfolio_weak_gone": ("{on} 已解决", "gone {on}"),
    "portfolio_weak_left": ("还有 {n} 题", "{n} left"),
    "portfolio_shown_none": ("还没有证书或竞赛。", "No certificate and no contest yet."),
    "portfolio_timeline": ("证据时间线", "Timeline of evidence"),
    "portfolio_older": ("更早的 {n} 条", "{n} older"),
    "works_title": ("作品", "Works"),
    "works_more": (
        "照片会重新生成：拍摄地点、时间和设备信息不会留下。每件作品给谁看由你决定，随时可以改或删除；"
        "企业导师还须有你对企业的同意。",
        "Pictures are made anew: place, time and camera do not stay. You decide who sees each work, and may change or "
        "delete it at any time; mentors also need your consent to their enterprise.",
    ),
    "works_more_other": ("只有学生选择给你看的。", "Only those the learner chose to show you."),
    "works_none": ("还没有作品。", "No works yet."),
    "works_choose": ("选一张作品照片（PNG、JPEG、WebP）", "Choose a picture (PNG, JPEG, WebP)"),
    "works_added": ("已放入，可以改名和写说明。", "Added. Give it a name and a note."),
    "works_removed": ("作品已删除。", "Deleted."),
    "works_remove_sure": ("删除“{title}”和它的照片？不能恢复。", "Delete “{title}” and its picture for good?"),
    "works_change": ("修改作品", "Change this work"),
    "works_name": ("作品名称", "Title"),
    "works_note": ("说明", "Note"),
    "works_teachers": ("任课教师可以看", "My teachers may see it"),
    "works_mentors": ("企业导师可以看", "My mentors may see it"),
    "works_keep": ("保存", "Save"),
    "works_for_self": ("仅自己可见", "only I see it"),
    "works_for_teachers": ("任课教师可见", "teachers see it"),
    "works_for_mentors": ("企业导师可见", "mentors see it"),
    "works_for_both": ("任课教师和企业导师可见", "teachers and mentors see it"),
}
