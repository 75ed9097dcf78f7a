"""The only Jinja a template may hold: names, their fields, for, if, and a few filters. Everything else is refused.

A school's template is a stranger's program. What is not on the list (calls, arithmetic, underscores, macros, includes)
is refused when it is read, before anything runs; what runs has no globals. Knows jinja2; no Word and no field names.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from jinja2 import ChainableUndefined, Template, nodes
from jinja2.exceptions import TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from trust.errors import Unreadable

FILTERS = ("join", "length", "first", "last", "default", "trim")
TESTS = ("defined", "undefined", "none")
DEEPEST, MOST_LOOPS, LONGEST = 3, 60, 4_000_000
"""Loops within loops; loops in all; characters of XML in one part."""
_PLAIN = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.For, nodes.If, nodes.Compare,
    nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Getattr, nodes.Filter, nodes.Test, nodes.Concat,
)  # fmt: skip


@dataclass(frozen=True)
class Used:
    """A placeholder: a name, or a field of the rows of a list (`rows` is the list's dotted name, else empty)."""

    rows: str
    name: str


class Sandbox(ImmutableSandboxedEnvironment):
    """Refuses on reading; renders an unknown name as nothing."""

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=ChainableUndefined)
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in FILTERS}
        self.tests = {name: self.tests[name] for name in TESTS}

    def from_string(self, source: Any, *given: Any, **more: Any) -> Template:
        self.read(str(source))
        return super().from_string(source, *given, **more)

    def read(self, source: str) -> nodes.Template:
        """The template's tree. Raises Unreadable for what is not allowed or not well formed."""
        if len(source) > LONGEST:
            raise _refused("模板太长", "The template is too long")
        try:
            tree = self.parse(source)
        except TemplateSyntaxError as wrong:
            raise _refused(
                f"模板里的标记写得不对：{wrong.message}", f"A tag is not well formed: {wrong.message}"
            ) from None
        except RecursionError:
            raise _refused("模板里的标记嵌套太深", "Tags are nested too deep") from None
        _judge(tree)
        return tree


def _judge(tree: nodes.Template) -> None:
    loops = 0
    for node, depth in _walk(tree, 0):
        loops += isinstance(node, nodes.For)
        if not isinstance(node, _PLAIN):
            raise _refused(*_not_allowed(type(node).__name__))
        if isinstance(node, nodes.Getattr | nodes.Name):
            name = node.attr if isinstance(node, nodes.Getattr) else node.name
            if name.startswith("_") or name.endswith("_"):
                raise _refused(*_not_allowed(name))
        if isinstance(node, nodes.Filter) and node.name not in FILTERS:
            raise _refused(*_not_allowed(f"|{node.name}"))
        if isinstance(node, nodes.For) and (node.recursive or not isinstance(node.iter, nodes.Name | nodes.Getattr)):
            raise _refused(*_not_allowed("for"))
        if depth > DEEPEST or loops > MOST_LOOPS:
            raise _refused("模板里的循环太多或嵌套太深", "Too many loops, or nested too deep")


def _walk(node: nodes.Node, depth: int) -> Iterator[tuple[nodes.Node, int]]:
    yield node, depth
    for child in node.iter_child_nodes():
        yield from _walk(child, depth + isinstance(child, nodes.For))


def _not_allowed(what: str) -> tuple[str, str]:
    return (
        f"模板里用了不允许的写法（{what}）：只能用名称、行的字段、for、if 和过滤器 {'、'.join(FILTERS)}",
        f"The template uses what is not allowed ({what}). Names, their fields, for, if and a few filters are",
    )


def _refused(zh: str, en: str) -> Unreadable:
    return Unreadable(zh, en)


def used(tree: nodes.Template) -> list[Used]:
    """Every placeholder the tree reads, each once, in order."""
    return list(dict.fromkeys(_reads(tree, {})))


def _reads(node: nodes.Node, rows: dict[str, str]) -> Iterator[Used]:
    """`rows` tells of each loop variable in reach which list it runs over."""
    if isinstance(node, nodes.For):
        yield from _reads(node.iter, rows)
        inner = {**rows, "loop": "loop"}
        if isinstance(node.target, nodes.Name):
            inner[node.target.name] = ".".join(_dotted(node.iter, rows))
        for child in [*node.body, *node.else_, *([node.test] if node.test else [])]:
            yield from _reads(child, inner)
    elif isinstance(node, nodes.Getattr):
        path = _dotted(node.node, rows)
        if not path:
            yield from _reads(node.node, rows)
        elif path[0] != "loop":
            yield Used(".".join(path), node.attr)
    elif isinstance(node, nodes.Name):
        if node.name not in rows and node.ctx == "load":
            yield Used("", node.name)
    else:
        for child in node.iter_child_nodes():
            yield from _reads(child, rows)


def _dotted(node: nodes.Node, rows: dict[str, str]) -> Sequence[str]:
    """`任务`, `步骤` of `t.步骤` where `t` runs over `任务`."""
    if isinstance(node, nodes.Name):
        return rows[node.name].split(".") if node.name in rows else [node.name]
    if isinstance(node, nodes.Getattr):
        return [*_dotted(node.node, rows), node.attr]
    return []
