"""How a measurement is shown: a table for people, JSON for machines. Knows nothing of what was measured."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table


def show(title: str, figures: Mapping[str, Any]) -> None:
    """One row per figure; floats with four digits."""
    table = Table(title=title, show_header=False)
    for name, value in figures.items():
        table.add_row(name, f"{value:.4f}" if isinstance(value, float) else str(value))
    Console().print(table)


def write_json(file: Path | None, figures: Mapping[str, Any]) -> None:
    if file is not None:
        file.write_text(json.dumps(figures, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
