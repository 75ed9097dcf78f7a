"""EML → blocks: subject, who and when, the body, then what is attached, read by the same rules as any upload.

The MIME walk is the standard library's (it knows broken charsets); an HTML body goes through unstructured like any
page. unstructured's own partition_email is not used: it loses list numbers and headers on table rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from typing import Any

from ingest.decode import decode
from ingest.markup import html_blocks
from ingest.parsed import Block, Note, Parsed
from ingest.prose import blocks_of
from trust.errors import TooLarge, Unreadable, UnsupportedType

_WHO = (("From", "发件人"), ("To", "收件人"), ("Cc", "抄送"), ("Date", "日期"))
_TEXTS = ("text/plain", "text/html")
_ENCRYPTED = ("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime")


def read(data: bytes, inner: Callable[[str, bytes], Parsed] | None = None) -> Parsed:
    """`inner` reads an attachment; what it refuses, or what is too deep or too many, is named with the reason."""
    message = message_from_bytes(data, policy=policy.default)
    if message.get_content_type() in _ENCRYPTED:
        raise Unreadable("邮件是加密的，请解密后另存再上传", "The mail is encrypted: save it decrypted")
    blocks = [Block("heading", " ".join(str(message["Subject"] or "").split()), 1)]
    who = [f"{name}: {' '.join(str(message[key]).split())}" for key, name in _WHO if message[key]]
    blocks.append(Block("paragraph", "；".join(who)))
    body = message.get_body(("plain", "html")) if isinstance(message, EmailMessage) else None
    if body is not None:
        blocks.extend(_body(body).blocks)
    rest = [part for part in _parts(message) if part is not body]
    blocks += [block for part in rest if not _attached(part) for block in _body(part).blocks]
    unread: list[Note] = []
    notes: list[Note] = []
    for part in filter(_attached, rest):
        name = _name(part)
        try:
            found = _attachment(name, part, inner)
        except (Unreadable, UnsupportedType, TooLarge) as fault:
            unread.append(Note(f"附件“{name}”未读：{fault.zh}", f"attachment “{name}” not read: {fault.en}"))
            continue
        blocks += [Block("heading", f"附件：{name}", 1), *(_deeper(b) for b in found.blocks)]
        unread += [Note(f"附件“{name}”：{n.zh}", f"attachment “{name}”: {n.en}") for n in found.unread]
        notes += found.notes
    return Parsed(tuple(b for b in blocks if b.text), tuple(unread), (), tuple(dict.fromkeys(notes)))


def _parts(part: Any) -> Iterator[Any]:
    """The leaves; a mail within the mail is one, whatever it holds. Of alternatives the text that is read, and what is
    no text.
    """
    if part.get_content_maintype() == "multipart" and part.is_multipart():
        chosen = part.get_body(("plain", "html")) if part.get_content_subtype() == "alternative" else None
        for inner in part.get_payload():
            yield from (p for p in _parts(inner) if chosen is None or p is chosen or _attached(p))
    else:
        yield part


def _attachment(name: str, part: EmailMessage, inner: Callable[[str, bytes], Parsed] | None) -> Parsed:
    if inner is None:
        raise too_many()
    content = part.get_payload(decode=True)
    if part.get_content_type() == "message/rfc822":
        content = b"".join(p.as_bytes() for p in part.iter_parts())
    return inner(name, content if isinstance(content, bytes) else b"")


def too_many() -> UnsupportedType:
    return UnsupportedType("附件太多或层数太深，请单独上传", "Too many or too deep: upload it by itself")


def _name(part: EmailMessage) -> str:
    """As the mail names it, without a path or control characters."""
    mail = part.get_content_type() == "message/rfc822"
    named = part.get_filename() or ("mail.eml" if mail else part.get_content_type())
    told = named.replace("\\", "/").rpartition("/")[2]
    return "".join(c for c in told if c.isprintable()).strip()[:120] or "attachment"


def _deeper(block: Block) -> Block:
    return replace(block, level=block.level + 1) if block.kind == "heading" else block


def _body(part: MIMEPart) -> Parsed:
    payload = part.get_payload(decode=True)
    text = decode(payload if isinstance(payload, bytes) else b"", part.get_content_charset())
    return html_blocks(text) if part.get_content_subtype() == "html" else blocks_of(text)


def _attached(part: Any) -> bool:
    """Text without a name goes on with the mail, wherever it stands: programs part a mail around what is attached."""
    return part.get_content_type() not in _TEXTS or part.is_attachment() or bool(part.get_filename())
