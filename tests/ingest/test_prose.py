"""Plain text and mail: headings and steps by their numbers, wrapped lines joined, attachments named."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from ingest import mail, prose
from ingest.parsed import Parsed
from trust.errors import Unreadable


def told(parsed: Parsed) -> list[tuple[str, str]]:
    return [(b.kind, b.text) for b in parsed.blocks]


def test_numbered_lines_are_headings_or_steps() -> None:
    text = "第一章 总则\n一、目的\n为保证安全，制定本规程。\n1. 检查油位\n2、检查气压\n1.2 适用范围\n本厂各车间。\n"
    assert [k for k, _ in told(prose.read(text.encode()))] == [
        "heading", "heading", "paragraph", "step", "step", "heading", "paragraph",
    ]  # fmt: skip


def test_a_text_that_uses_signs_for_its_headings_has_them() -> None:
    text = "# 考核大纲\n## 一、说明\n- 理论 60 分\n本大纲用于校内。\n".encode()
    assert told(prose.read(text)) == [
        ("heading", "考核大纲"), ("heading", "一、说明"), ("step", "理论 60 分"), ("paragraph", "本大纲用于校内。"),
    ]  # fmt: skip
    assert told(prose.read("# 号机床停机\n原因：断刀。".encode()))[0] == ("paragraph", "# 号机床停机")


def test_hard_wrapped_lines_are_one_paragraph_again() -> None:
    line = "数控车床开机以前必须检查导轨润滑油位与气源压力并且确认卡盘扳手已经取下放回工具柜内的指定位置上"
    text = "\n".join([line[:40], line[:38] + "操作", line[:39] + "者", "应做好记录。", "", line[:40], "然后开机。"])
    assert len(told(prose.read(text.encode()))) == 2


def test_lines_of_a_poem_are_not_joined() -> None:
    assert len(told(prose.read("床前明月光\n疑是地上霜\n举头望明月\n低头思故乡".encode()))) == 4


def test_a_mail_is_its_subject_people_and_body_and_names_what_is_attached() -> None:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = "三月份刀具申请", "王工 <w@acme.cn>", "lib@school.cn"
    message.set_content("请领用外圆车刀 5 把。\n1. 型号 CNMG120408\n")
    message.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="清单.pdf")
    parsed = mail.read(message.as_bytes())
    assert told(parsed)[0] == ("heading", "三月份刀具申请")
    assert "王工" in told(parsed)[1][1]
    assert told(parsed)[2:] == [("paragraph", "请领用外圆车刀 5 把。"), ("step", "1. 型号 CNMG120408")]
    assert [n.zh for n in parsed.unread] == ["附件“清单.pdf”未读：附件太多或层数太深，请单独上传"]


def test_a_mail_in_html_and_gbk() -> None:
    raw = (
        "Subject: =?gb2312?B?suLK1A==?=\r\nContent-Type: text/html; charset=gb2312\r\n"
        "Content-Transfer-Encoding: 8bit\r\n\r\n<ol><li>开机</li></ol>"
    )
    assert told(mail.read(raw.encode("gb2312"))) == [("heading", "测试"), ("step", "1. 开机")]


def test_an_encrypted_mail_says_so() -> None:
    with pytest.raises(Unreadable, match="加密"):
        mail.read(b"Content-Type: multipart/encrypted; boundary=x\n\n--x--\n")
