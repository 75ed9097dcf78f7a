"""How often a class's figure of mastery is told anew in a year of practice, by how coarse what each gives is told.

A class of thirty made up: each answers once a week with the chance told, some never again. A figure is told anew only
where it may stand beside all told before (learning/suppression.py).
"""

from __future__ import annotations

import random
from pathlib import Path
from statistics import mean
from typing import Annotated

import typer

from eval.report import show, write_json
from learning.mastery import USUAL, State, answered
from learning.suppression import Told, banded, told_again

PEOPLE, WEEKS, GUESS = 30, 40, 0.25
BANDS = (None, 20, 10, 5, 4, 2)
IDLE, ACTIVE = (0, 1, 3), (0.3, 1.0)


def told_anew(bands: int | None, idle: int, active: float, seed: int) -> int:
    """How often in WEEKS weeks."""
    chance = random.Random(seed)
    skills = [chance.uniform(0.35, 0.95) for _ in range(PEOPLE)]
    states = [State(USUAL.prior) for _ in range(PEOPLE)]
    tables: list[Told] = []
    for week in range(WEEKS + 1):
        for n, skill in enumerate(skills):
            if week == 0 or (n >= idle and chance.random() < active):
                states[n] = answered(states[n], chance.random() < skill, USUAL, GUESS)
        given = [round(s.shown, 4) if bands is None else banded(s.shown, bands) for s in states]
        made = told_again(tables, {"class": {f"{n}:{value}": value for n, value in enumerate(given)}})
        if not tables or made != tables[-1]:
            tables.append(made)
    return len(tables) - 1


def register(app: typer.Typer) -> None:
    @app.command("retelling")
    def retelling(
        seeds: Annotated[int, typer.Option(min=1)] = 20,
        json_file: Annotated[Path | None, typer.Option("--json")] = None,
    ) -> None:
        """How often figures are told anew, by bands, idle learners and how often the others answer."""
        found = {
            f"{bands or 'no'} bands, {idle} idle, {active:.0%} a week": round(
                mean(told_anew(bands, idle, active, seed) for seed in range(seeds)), 1
            )
            for bands in BANDS for idle in IDLE for active in ACTIVE
        }  # fmt: skip
        show("told anew in 40 weeks", found)
        write_json(json_file, found)
