"""EML → blocks: subject, who and when, the body. Attachments are named as unread: each is uploaded by itself.

The MIME walk is the standard library's (it knows broken charsets); an HTML body goes through unstructured like any
page. unstructured's own partition_email is not used: it loses list numbers and headers on table rows.
"""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart

from ingest.decode import decode
from ingest.markup import html_blocks
from ingest.parsed import Block, Parsed
from ingest.prose import blocks_of
from trust.errors import Unreadable

_WHO = (("From", "发件人"), ("To", "收件人"), ("Cc", "抄送"), ("Date", "日期"))
_ENCRYPTED = ("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime")


def read(data: bytes) -> Parsed:
    message = message_from_bytes(data, policy=policy.default)
    if message.get_content_type() in _ENCRYPTED:
        raise Unreadable("邮件是加密的，请解密后另存再上传", "The mail is encrypted: save it decrypted")
    blocks = [Block("heading", " ".join(str(message["Subject"] or "").split()), 1)]
    who = [f"{name}: {' '.join(str(message[key]).split())}" for key, name in _WHO if message[key]]
    blocks.append(Block("paragraph", "；".join(who)))
    body = message.get_body(("plain", "html")) if isinstance(message, EmailMessage) else None
    if body is not None:
        blocks.extend(_body(body).blocks)
    named = [part.get_filename() or part.get_content_type() for part in message.walk() if _attached(part, body)]
    return Parsed(tuple(b for b in blocks if b.text), tuple(f"附件“{name}”未读，请单独上传" for name in named))


def _body(part: MIMEPart) -> Parsed:
    payload = part.get_payload(decode=True)
    text = decode(payload if isinstance(payload, bytes) else b"", part.get_content_charset())
    return html_blocks(text) if part.get_content_subtype() == "html" else blocks_of(text)


def _attached(part: object, body: object) -> bool:
    return part is not body and isinstance(part, EmailMessage) and (part.is_attachment() or bool(part.get_filename()))
