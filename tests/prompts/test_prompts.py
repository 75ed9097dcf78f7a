"""Prompts are filled completely or not at all."""

from __future__ import annotations

from string import Template

import pytest

from prompts import FOLDER, BadPrompt, load, names


def places(name: str) -> set[str]:
    return set(Template((FOLDER / f"{name}.md").read_text(encoding="utf-8")).get_identifiers())


@pytest.mark.parametrize("name", names())
def test_every_prompt_takes_exactly_its_values(name: str) -> None:
    values = {place: f"<{place}>" for place in places(name)}
    filled = load(name, **values)
    assert all(value in filled for value in values.values())
    with pytest.raises(BadPrompt, match="surplus"):
        load(name, **values, another="x")
    for place in values:
        with pytest.raises(BadPrompt, match="missing"):
            load(name, **{k: v for k, v in values.items() if k != place})


def test_a_value_is_put_in_as_it_is() -> None:
    assert "$5 ${name} $$" in load("repair", reason="$5 ${name} $$")


def test_a_prompt_that_is_not_there_is_said() -> None:
    for name in ("nothing", "../pyproject", "answer.md"):
        with pytest.raises(BadPrompt):
            load(name)
