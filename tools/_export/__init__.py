"""What tools make, as files to hand out: Word forms, slides, tables; each marked as generated.

Knows which tool has which. Reads results as they are kept; asks nothing and judges nothing. A stranger's template is
filled elsewhere (confined.py).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tools._export import (
    leaf_form,
    lessons,
    matrix_sheets,
    order_form,
    order_sheets,
    orders,
    plan_form,
    slides,
    stamped,
    word,
)
from tools._export.fields import Form
from tools._export.mark import Mark
from tools._lesson import Lesson
from tools._matrix import Matrix
from tools._work_order import Project
from trust.sources import Citation

__all__ = ["FORMS_OF", "MEDIA", "Kept", "Mark", "formats", "template", "values", "written"]

MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""Kinds of files, by suffix."""


@dataclass(frozen=True)
class Kept:
    """A result as it was kept, on its way into a file."""

    tool: str
    result: Mapping[str, Any]
    citations: tuple[Citation, ...]
    mark: Mark


def _orders(kept: Kept) -> dict[str, Any]:
    return orders.values(Project.model_validate(kept.result), kept.citations, kept.mark)


def _order_sheets(kept: Kept) -> bytes:
    return order_sheets.write(Project.model_validate(kept.result), kept.citations, kept.mark)


def _plan(kept: Kept) -> dict[str, Any]:
    return lessons.plan(Lesson.model_validate(kept.result), kept.citations, kept.mark)


def _leaf(kept: Kept) -> dict[str, Any]:
    return lessons.loose_leaf(Lesson.model_validate(kept.result), kept.citations, kept.mark)


def _slides(kept: Kept) -> bytes:
    return slides.write(Lesson.model_validate(kept.result), kept.citations, kept.mark)


def _matrix(kept: Kept) -> bytes:
    return matrix_sheets.write(Matrix.model_validate(kept.result), kept.citations, kept.mark)


FORMS_OF: dict[str, tuple[Form, ...]] = {
    "decompose_project": ("work_orders",), "plan_lesson": ("plan", "loose_leaf"),
}  # fmt: skip
"""The Word forms of a tool, its usual one first."""
_VALUES: dict[Form, Callable[[Kept], dict[str, Any]]] = {
    "work_orders": _orders, "plan": _plan, "loose_leaf": _leaf,
}  # fmt: skip
_TEMPLATES: dict[Form, Callable[[], bytes]] = {
    "work_orders": order_form.template, "plan": plan_form.template, "loose_leaf": leaf_form.template,
}  # fmt: skip
_OTHER: dict[tuple[str, str], Callable[[Kept], bytes]] = {
    ("decompose_project", "xlsx"): _order_sheets, ("plan_lesson", "pptx"): _slides,
    ("match_requirements", "xlsx"): _matrix,
}  # fmt: skip


def formats(tool: str) -> tuple[str, ...]:
    """Suffixes of the files there are of what this tool makes."""
    return (*(["docx"] if tool in FORMS_OF else []), *(suffix for name, suffix in _OTHER if name == tool))


def template(form: Form) -> bytes:
    """Our own Word template of a form, for a school to make its own."""
    return _TEMPLATES[form]()


def values(kept: Kept, form: Form) -> dict[str, Any]:
    """What a template of this form is filled with."""
    return _VALUES[form](kept)


def written(kept: Kept, suffix: str, form: Form | None = None) -> bytes:
    """The file, marked. KeyError for a format or form that this tool's results do not have."""
    if suffix == "docx":
        chosen = form or FORMS_OF[kept.tool][0]
        if chosen not in FORMS_OF[kept.tool]:
            raise KeyError(chosen)
        return stamped.word(word.filled(template(chosen), values(kept, chosen)), kept.mark)
    return _OTHER[kept.tool, suffix](kept)
