"""The words models are given: one Markdown file per act, with strict `$name` places. Knows files, not models."""

from __future__ import annotations

from pathlib import Path
from string import Template

FOLDER = Path(__file__).parent


class BadPrompt(ValueError):
    """A prompt is missing, or its places and the given values differ: always a defect of ours."""


def names() -> tuple[str, ...]:
    """Every prompt there is, sorted."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.md")))


def load(name: str, **values: str) -> str:
    """Prompt `name` with exactly its places filled. Values are put in as they are: a `$` in one is just text."""
    path = FOLDER / f"{name}.md"
    if name not in names():
        raise BadPrompt(f"no prompt {name}")
    template = Template(path.read_text(encoding="utf-8"))
    if not template.is_valid():
        raise BadPrompt(f"prompt {name}: a lone $, write $$")
    wanted, given = set(template.get_identifiers()), set(values)
    if wanted != given:
        raise BadPrompt(f"prompt {name}: missing {sorted(wanted - given)}, surplus {sorted(given - wanted)}")
    return template.substitute(values).strip()
