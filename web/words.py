"""Every word the pages and the API's own errors show, in both languages. Knows words, not when they are shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from web.accountwords import ACCOUNT
from web.actwords import ACT_WORDS
from web.adminwords import ADMIN
from web.agreementwords import AGREEMENTS
from web.askwords import ASK
from web.auditwords import AUDIT_FIELDS
from web.bankwords import BANK
from web.commentwords import COMMENTS
from web.deskwords import DESK
from web.evidencewords import EVIDENCE
from web.findingwords import FINDINGS
from web.gradewords import GRADING
from web.howwords import HOW
from web.internshipwords import INTERNSHIP
from web.lessonwords import LESSONS
from web.librarywords import LIBRARY_WORDS
from web.lookwords import LOOK
from web.matrixwords import MATRIX
from web.pathwords import PATH
from web.portfoliowords import PORTFOLIO
from web.practicewords import PRACTICE
from web.readerwords import READER
from web.reviewwords import REVIEW
from web.studiowords import STUDIO
from web.tourwords import TOUR
from web.workbenchwords import WORKBENCH

WORDS: dict[str, tuple[str, str]] = {
    "brand": ("双元", "Shuangyuan"),
    "tagline": ("学校与企业共建的学习助手", "The learning assistant a school and its enterprises share"),
    "promise": (
        "每个回答都注明出处；你没有权限看的，不会出现，也不会影响你看到的任何内容。",
        "Every answer names its source. What you may not read neither shows nor changes anything you see.",
    ),
    "username": ("用户名", "User name"),
    "password": ("密码", "Password"),
    "sign_in": ("登录", "Sign in"),
    "sign_out": ("退出登录", "Sign out"),
    "wrong_password": ("用户名或密码不对，请重新输入。", "Wrong user name or password."),
    "locked": ("尝试次数太多，请稍后再试。", "Too many tries, please wait a little."),
    "expired": ("登录已过期，请重新登录。", "Your session has ended, please sign in again."),
    "other_language": ("English", "中文"),
    "forgotten": ("忘记密码请联系本单位的平台管理员。", "If you forgot it, ask your platform administrator."),
    "ask": ("提问", "Ask"),
    "more_pages": ("更多", "More"),
    "pages": ("全部页面", "All pages"),
    "library": ("资料库", "Library"),
    "threads": ("历史对话", "Conversations"),
    "new_thread": ("新对话", "New conversation"),
    "no_threads": ("还没有对话。", "No conversations yet."),
    "withheld_title": ("（不再显示）", "(no longer shown)"),
    "delete_thread": ("删除这段对话", "Delete this conversation"),
    "delete_thread_sure": ("删除后不能恢复，确定吗？", "This cannot be undone. Delete it?"),
    "hello": ("{name}，想了解什么？", "What would you like to know, {name}?"),
    "hello_more": (
        "直接提问，我会从你有权阅读的资料里找出原文，并注明出处。",
        "Just ask. I quote from the documents you may read and name the source.",
    ),
    "hint_value": ("问参数、公差、要求，给出原文和出处", "Parameters, tolerances, rules: quoted with their source"),
    "hint_steps": ("问操作步骤，按顺序列出", "Procedures: the steps in order"),
    "hint_follow": ("接着追问，如“那第二步呢？”", "Follow up, such as “and step two?”"),
    "no_asking": (
        "你的角色负责管理人员与系统，不查阅资料，也不能提问。",
        "Your role looks after people and the system; it neither reads documents nor asks.",
    ),
    "placeholder": (
        "输入问题，回车发送，Shift+回车换行",
        "Type a question; Enter sends, Shift+Enter breaks the line",
    ),
    "send": ("发送", "Send"),
    "tutor": ("辅导", "Tutor"),
    "tutor_more": (
        "打开后不直接给答案，而是一步一步提示，由你自己找到", "Leads you to the answer by hints instead of giving it",
    ),
    "thinking": ("正在查找…", "Looking…"),
    "sources": ("出处", "Sources"),
    "source": ("原文", "Source"),
    "source_gone": ("这份资料已被删除或你已不能查阅。", "This document was deleted, or you may no longer read it."),
    "close": ("关闭", "Close"),
    "download": ("下载原文件", "Download the file"),
    "written_extract": ("原文摘录", "Quoted from the sources"),
    "written_model": ("由模型 {model} 撰写，依据所列出处", "Written by the model {model} from the sources listed"),
    "incomplete": ("模型中途断开，其余为原文", "The model broke off; the rest is quoted"),
    "retry": ("重新回答", "Answer again"),
    "refused": ("没有找到依据", "Nothing found to answer from"),
    "withheld": (
        "这一轮所依据的资料，你现在已不能查阅，故不再显示。",
        "You may no longer read what this exchange rests on, so it is not shown.",
    ),
    "only_you": ("对话只有你能看到", "Only you see this conversation"),
    "page": ("第 {n} 页", "page {n}"),
    "slide": ("第 {n} 张", "slide {n}"),
    "sheet": ("工作表“{name}”", "sheet “{name}”"),
    "level_0": ("公开", "Public"),
    "level_1": ("内部", "Internal"),
    "level_2": ("受限", "Restricted"),
    "level_3": ("机密", "Confidential"),
    "level_self": ("个人", "Personal"),
    "who_0": ("所有登录的人", "Everyone signed in"),
    "who_1_school": ("本校师生", "Everyone at the school"),
    "who_2_school": ("本校教师和数据专员", "The school's teachers and data stewards"),
    "who_3_school": ("仅本校数据专员等最高权限人员", "Only the school's highest clearance, such as data stewards"),
    "who_1_enterprise": ("本企业全体员工", "Everyone at the enterprise"),
    "who_2_enterprise": ("本企业导师和数据专员", "The enterprise's mentors and data stewards"),
    "who_3_enterprise": ("仅本企业导师和数据专员，最高密级", "Mentors and data stewards only, at the highest level"),
    "opened": ("另外向课程“{course}”开放", "also open to the course “{course}”"),
    "inside": ("限课程“{course}”", "only inside the course “{course}”"),
    "who_knows": ("谁可以知道？", "Who may know?"),
    "narrow": ("与课程的关系", "And which course?"),
    "narrow_none": ("与课程无关", "No course"),
    "narrow_open": ("另外向“{course}”的师生开放", "Also open to everyone in “{course}”"),
    "narrow_inside": ("只给“{course}”的师生", "Only for those in “{course}”"),
    "enterprise": ("企业工艺库", "Enterprise processes"),
    "course": ("课程资源库", "Course resources"),
    "training": ("实训资源库", "Training resources"),
    "competition": ("赛证题库", "Competitions and certificates"),
    "all_libraries": ("全部", "All"),
    "which_library": ("放进哪个库？", "Which library?"),
    "whose": ("归谁所有？", "Who owns it?"),
    "add_files": ("添加资料", "Add documents"),
    "drop": ("把文件拖到这里，或点击选择", "Drop files here, or click to choose"),
    "drop_more": (
        "可一次选择多个文件：{types}；每个不超过 {size} MB",
        "Several at once: {types}; up to {size} MB each",
    ),
    "too_large": ("超过 {size} MB", "Larger than {size} MB"),
    "uploading": ("正在上传", "Uploading"),
    "uploaded": ("已收到", "Received"),
    "known_already": ("已在库中，无需重复添加", "Already in the library"),
    "upload_broken": ("网络中断，上传未完成，请重试。", "The connection broke; please try again."),
    "find_title": ("按标题查找", "Find by title"),
    "no_documents": ("这里还没有你能查阅的资料。", "Nothing here that you may read yet."),
    "no_match": ("没有标题相符的资料。", "No title matches."),
    "more": ("显示更多", "Show more"),
    "state_received": ("排队中", "Waiting"),
    "state_parsing": ("正在读取", "Reading"),
    "state_awaiting_label": ("待数据专员确认密级", "Waiting for a steward to confirm the label"),
    "state_indexing": ("正在建立索引", "Indexing"),
    "state_ready": ("可以查询", "Ready"),
    "state_failed": ("未能处理", "Failed"),
    "state_deleted": ("已删除", "Deleted"),
    "passages": ("{n} 段", "passages: {n}"),
    "unread": ("未读出文字：{what}", "Not read: {what}"),
    "integrity_0": ("来自外部（邮件、网页），未经审核：文中的指示只是资料",
                    "From outside (mail, web page), not reviewed: orders in it are only text"),
    "integrity_1": ("成员上传，未经审核：文中的指示只是资料", "Uploaded, not reviewed: orders in it are only text"),
    "proposed": ("系统建议的密级", "Proposed"),
    "confirm_label": ("确认密级", "Confirm the label"),
    "confirm": ("确认", "Confirm"),
    "cancel": ("取消", "Cancel"),
    "current_label": ("现在的密级", "As it is now"),
    "choose_label": ("请选择这份资料的密级：", "Choose the label of this document:"),
    "raise_only": (
        "可以维持或提高密级；降低密级需要放行审批。",
        "Keep or raise it; lowering needs an approved release.",
    ),
    "label_done": ("密级已确认。", "The label is confirmed."),
    "delete": ("删除", "Delete"),
    "delete_sure": (
        "“{title}”会立刻从所有人的查询中消失，内容随后清除。",
        "“{title}” disappears at once and is erased soon.",
    ),
    "deleted": ("已删除。", "Deleted."),
    "lost": ("出了点问题，请稍后再试。编号 {id}", "Something went wrong, please try again. No. {id}"),
    "sources_heading": ("参考来源：", "Sources:"),
    "not_found_page": ("没有这个页面", "There is no such page"),
    "back_home": ("回到首页", "Back to the start"),
    **STUDIO,
    **LESSONS,
    **MATRIX,
    **PATH,
    **PRACTICE,
    **BANK,
    **COMMENTS,
    **HOW,
    **AGREEMENTS,
    **REVIEW,
    **WORKBENCH,
    **LIBRARY_WORDS,
    **DESK,
    **ACT_WORDS,
    **AUDIT_FIELDS,
    **ADMIN,
    **TOUR,
    **LOOK,
    **ACCOUNT,
    **ASK,
    **READER,
    **GRADING,
    **EVIDENCE,
    **PORTFOLIO,
    **FINDINGS,
    **INTERNSHIP,
}

_FIELDS: dict[str, tuple[str, str]] = {
    "missing": ("缺少 {place}", "{place} is missing"),
    "extra_forbidden": ("不认识 {place}", "{place} is not known here"),
    "string_too_short": ("{place} 不能为空", "{place} must not be empty"),
    "string_too_long": (
        "{place} 太长（最多 {max_length} 字）",
        "{place} is too long ({max_length} characters at most)",
    ),
    "literal_error": ("{place} 只能是 {expected}", "{place} must be {expected}"),
    "greater_than_equal": ("{place} 不能小于 {ge}", "{place} must be at least {ge}"),
    "less_than_equal": ("{place} 不能大于 {le}", "{place} must be at most {le}"),
    "int_parsing": ("{place} 应是整数", "{place} must be a whole number"),
    "int_type": ("{place} 应是整数", "{place} must be a whole number"),
    "string_type": ("{place} 应是文字", "{place} must be text"),
    "json_invalid": ("请求内容不是有效的 JSON", "The body is not valid JSON"),
}
_OTHER = ("{place} 的写法不对", "{place} is not well formed")


def say(language: str, key: str, **values: object) -> str:
    """The words `key` in the reader's language, its places filled."""
    zh, en = WORDS[key]
    return (en if language == "en" else zh).format(**values)


def field_fault(place: str, kind: str, context: Mapping[str, Any]) -> tuple[str, str]:
    """What is wrong with one field, in both languages: its name and the rule, never the value sent."""
    if kind.startswith("date"):
        return f"{place} 应是日期，如 2026-09-01", f"{place} must be a date such as 2026-09-01"
    zh, en = _FIELDS.get(kind, _OTHER)
    chinese = {**context, "expected": str(context.get("expected", "")).replace(" or ", "、")}
    return zh.format(place=place or "请求", **chinese), en.format(place=place or "the request", **context)


def sources_heading(language: str) -> str:
    return say(language, "sources_heading")
