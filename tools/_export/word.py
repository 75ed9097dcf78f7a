"""A Word template filled with values: the wrapper of docxtpl. Everything it renders passes the sandbox.

Values are JSON: words, lists of words, lists of rows. Knows no form and no tool.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import BytesIO
from typing import Any
from zipfile import BadZipFile

from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate  # type: ignore[import-untyped]
from jinja2.exceptions import TemplateError
from lxml.etree import LxmlError  # type: ignore[import-untyped]

from tools._export.fields import SAME
from tools._export.sandbox import Sandbox, Used, used
from trust.errors import Unreadable

_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_PROPERTIES = ("author", "comments", "identifier", "language", "subject", "title")


class Lines(list[str]):
    """Several points in one place of a form: numbered lines, one as it is."""

    def __str__(self) -> str:
        return "\n".join(f"{n}. {line}" for n, line in enumerate(self, 1)) if len(self) > 1 else "".join(self)


class Rows(list[Any]):
    """Rows of a table; where a template has room for a text only, a line each."""

    def __str__(self) -> str:
        told = ["，".join(str(v) for k, v in row.items() if v and k not in ("序号", "出处")) for row in self]
        return str(Lines(told))


class Row(dict[str, Any]):
    """Fields by name, other usual names too."""

    def __missing__(self, name: str) -> Any:
        if name in SAME and SAME[name] in self:
            return self[SAME[name]]
        raise KeyError(name)


def filled(template: bytes, values: Mapping[str, Any]) -> bytes:
    """The document. Raises Unreadable when the template is no Word file or holds what is not allowed."""
    made = _opened(template)
    context = _shown(dict(values))
    for other, name in SAME.items():
        context.setdefault(other, context.get(name, ""))
    try:
        made.render(context, Sandbox(), autoescape=True)
    except (TemplateError, LxmlError, KeyError, ValueError, AttributeError) as wrong:
        raise _broken() from wrong
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def placeholders(template: bytes) -> list[Used]:
    """What the template asks for, in the order it stands. Raises Unreadable as `filled` does."""
    made, sandbox = _opened(template), Sandbox()
    made.render_init()
    parts = [made.patch_xml(made.get_xml())]
    for kind in (made.HEADER_URI, made.FOOTER_URI):
        parts += [made.patch_xml(made.get_part_xml(part)) for _, part in made.get_headers_footers(kind)]
    parts += [str(getattr(made.core_properties, name)) for name in _PROPERTIES]
    return list(dict.fromkeys(found for part in parts for found in used(sandbox.read(part))))


def _opened(template: bytes) -> Any:
    made = DocxTemplate(BytesIO(template))
    try:
        made.init_docx()
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError, LxmlError) as wrong:
        raise Unreadable("不是能打开的 Word 文件（.docx）", "Not a Word document (.docx)") from wrong
    return made


def _broken() -> Unreadable:
    return Unreadable(
        "模板套用失败：请检查表格里的标记是否成对（{%tr for %} 与 {%tr endfor %} 各占一行）",
        "The template cannot be filled: check that its tags come in pairs",
    )


def _shown(value: Any) -> Any:
    """JSON as a template sees it."""
    if isinstance(value, str):
        return _UNWRITABLE.sub("", value)
    if isinstance(value, Mapping):
        return Row({k: _shown(v) for k, v in value.items()})
    if isinstance(value, list):
        return Rows(map(_shown, value)) if any(isinstance(v, Mapping) for v in value) else Lines(map(_shown, value))
    return value
