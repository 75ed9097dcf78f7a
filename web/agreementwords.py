"""The words of agreements and releases, in both languages. Knows words, not when they are shown."""

from __future__ import annotations

AGREEMENTS: dict[str, tuple[str, str]] = {
    "agreements": ("协议", "Agreements"),
    "agreements_more": (
        "学校与企业约定：企业资料加工成的内容，经哪种方式处理后，可以发给哪个班级。双方数据专员签署后生效，每次使用都留痕。",
        "What school and enterprise agree: which form of content made from enterprise documents may go to which class. "
        "In force once the stewards of both have signed; every use is audited.",
    ),
    "agreement_new": ("拟一份协议", "Draft an agreement"),
    "agreement_title": ("名称", "Title"),
    "agreement_enterprise": ("企业", "Enterprise"),
    "agreement_until": ("截止日期", "Last day"),
    "agreement_course": ("发给谁", "For whom"),
    "agreement_school": ("全校师生", "Everyone at the school"),
    "agreement_inside": ("只给课程“{course}”的师生", "Only those in the course “{course}”"),
    "agreement_functions": ("允许的发布方式", "Releases allowed"),
    "agreement_propose": ("拟定并代表学校签署", "Propose and sign for the school"),
    "agreement_proposed_done": ("已拟定，等待企业签署", "Proposed; the enterprise has to sign"),
    "agreement_none": ("还没有协议。", "No agreements yet."),
    "agreement_incomplete": (
        "请填写名称、企业、截止日期、发给谁，并至少勾选一种发布方式。",
        "Fill in title, enterprise, last day and for whom, and tick at least one release.",
    ),
    "agreement_state_proposed": ("待对方签署", "To be signed"),
    "agreement_state_active": ("生效中", "In force"),
    "agreement_state_expired": ("已到期", "Expired"),
    "agreement_state_revoked": ("已撤销", "Revoked"),
    "agreement_between": ("{school} 与 {enterprise}", "{school} and {enterprise}"),
    "agreement_valid": ("有效至 {until}", "Until {until}"),
    "agreement_term": ("{title} → {label}", "{title} → {label}"),
    "agreement_signed": ("{owner}：{person} 于 {at} 签署", "{owner}: signed by {person}, {at}"),
    "agreement_waiting": ("{owner}：尚未签署", "{owner}: not signed yet"),
    "agreement_hash": ("内容校验 {hash}", "Content {hash}"),
    "agreement_sign": ("签署", "Sign"),
    "agreement_sign_sure": (
        "签署后，教师可按上述方式把含本方资料的内容发给所列班级，直到截止日期或被撤销。",
        "Once signed, teachers may release content made from your documents as listed, until the last day or it is "
        "revoked.",
    ),
    "agreement_revoke": ("撤销", "Revoke"),
    "agreement_revoke_sure": (
        "撤销后立即不能再发布，已发给班级的副本同时从资料库撤下。",
        "Nothing more is released, and the copies already released leave the library at once.",
    ),
    "agreement_uses": ("使用记录", "Uses"),
    "agreement_no_uses": ("还没有使用过。", "Not used yet."),
    "agreement_use": (
        "{at} {person} 以“{function}”发布（密级 {label}）", "{at} {person} released as “{function}” ({label})",
    ),
    "release": ("发给班级", "Release to a class"),
    "release_more": (
        "按生效的校企协议生成可以发给班级的副本，放入资料库；副本不含来源的任何数值。",
        "Makes the copy an agreement allows and puts it into the library; it holds no number of its sources.",
    ),
    "release_none": (
        "还没有生效的协议允许发布这类内容，请联系学校数据专员拟定协议。",
        "No agreement in force allows this yet: ask the school's data steward to draft one.",
    ),
    "release_choose": ("发布方式", "Release"),
    "release_done": ("已放入资料库：{title}", "In the library: {title}"),
    "release_again": ("这一版已经发过，资料库里已有副本。", "This edition has been released already."),
}
