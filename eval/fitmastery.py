"""Parameters of knowledge tracing: fitted from a file of answers, or, without one, how well known ones are found again.

The file holds JSON lines without people: `{"competency": …, "answers": [[true, 0.25], …]}`, one per learner.
"""

from __future__ import annotations

import random
from pathlib import Path
from statistics import mean
from typing import Annotated, Any

import typer

from eval.report import show, write_json
from learning.fitting import Fitted, fitted, sequences, written
from learning.mastery import Parameters
from trust.errors import NotEnough

KNOWN = (Parameters(0.2, 0.15, 0.2, 0.1), Parameters(0.4, 0.3, 0.25, 0.05), Parameters(0.1, 0.08, 0.1, 0.2))
SIZES, LENGTH, REPEATS = (25, 50, 100, 200, 400), 8, 5
NAMES = ("prior", "learn", "guess", "slip")


def made_up(p: Parameters, learners: int, length: int, seed: int) -> list[list[tuple[bool, float | None]]]:
    """Answers of people who know and learn as these parameters say."""
    chance = random.Random(seed)
    made = []
    for _ in range(learners):
        known = chance.random() < p.prior
        answers: list[tuple[bool, float | None]] = []
        for _ in range(length):
            answers.append((chance.random() < ((1 - p.slip) if known else p.guess), None))
            known = known or chance.random() < p.learn
        made.append(answers)
    return made


def errors(p: Parameters, found: Fitted) -> list[float]:
    return [abs(getattr(p, n) - getattr(found.parameters, n)) for n in NAMES]


def recovered(sizes: tuple[int, ...] = SIZES, repeats: int = REPEATS) -> dict[str, Any]:
    """For each number of learners: the mean and the worst absolute error of a parameter, or that it is refused."""
    out: dict[str, Any] = {}
    for learners in sizes:
        wrong: list[float] = []
        for known in KNOWN:
            for seed in range(repeats):
                try:
                    wrong += errors(known, fitted(made_up(known, learners, LENGTH, seed)))
                except NotEnough:
                    continue
        out[f"{learners} learners"] = f"{mean(wrong):.3f} (worst {max(wrong):.3f})" if wrong else "refused"
    return out


def register(app: typer.Typer) -> None:
    @app.command("fit-mastery", help="knowledge tracing: parameters from answers, or how well known ones are found")
    def fit_mastery(
        answers: Annotated[Path | None, typer.Option(help="JSON lines of answers")] = None,
        out: Annotated[Path | None, typer.Option(help="where to write the parameters")] = None,
        json_file: Annotated[Path | None, typer.Option("--json")] = None,
    ) -> None:
        if answers is None:
            figures = recovered()
            show("掌握度参数复原误差 error of recovered parameters", figures)
            write_json(json_file, figures)
            return
        found: dict[str, Fitted] = {}
        for name, every in sorted(sequences(answers.read_text("utf-8").splitlines()).items()):
            try:
                found[name] = fitted(every)
                typer.echo(f"{name} {found[name]}")
            except NotEnough as refused:
                typer.echo(f"{name}: {refused.zh} / {refused.en}")
        if out is not None:
            out.write_text(written(found), "utf-8")
