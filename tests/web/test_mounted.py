"""How the pages' framework stands inside the app."""

from __future__ import annotations

from typing import Any

from nicegui import ui_run_with

from eval.house import Running


def test_the_framework_finds_no_objects_of_other_threads_at_start(house: Running) -> None:
    """It asks for all there are: a tuple that a thread is just making would break in that thread's hands."""
    seen: Any = ui_run_with.gc  # type: ignore[attr-defined]
    assert house.house.app.router.lifespan_context.__module__ == ui_run_with.__name__  # it does start with this code
    assert len(seen.get_objects()) == 0
