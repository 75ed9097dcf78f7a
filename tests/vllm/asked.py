"""Every shape that the product asks a model to fill: the second argument of each `turn.write(…)` in agent/ and tools/.

Found in the source, so that the shape of a later tool joins by itself.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from pydantic import BaseModel

ROOT = Path(__file__).parents[2]


def shapes() -> list[type[BaseModel]]:
    found = {shape for folder in ("agent", "tools") for shape in _in(ROOT / folder)}
    return sorted(found, key=lambda shape: (shape.__module__, shape.__qualname__))


def _in(folder: Path) -> Iterator[type[BaseModel]]:
    for file in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if _writes(node):
                module = import_module(".".join(file.relative_to(ROOT).with_suffix("").parts))
                yield getattr(module, node.args[1].id)  # type: ignore[attr-defined]


def _writes(node: ast.AST) -> bool:
    named = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "write"
    return named and ast.unparse(node.func).startswith("turn.")  # type: ignore[attr-defined]
