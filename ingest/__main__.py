"""`python -m ingest PATH… --owner O --library L --label T [--data DIR] [--json]`: files and folders into the library.

One line a file, or one JSON object with `--json`; exit 1 if any is not in. While the server runs it holds the index:
then the files are handed to it and the line says so. An entry point: it opens what it needs and closes it again.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from ingest.batch import Batch, Outcome, files_in
from ingest.pipeline import Pipeline
from ingest.workflow import enqueue_from_outside, jobs_running
from knowledge.engines import open_generations
from records.store import Store
from trust.errors import Fault
from trust.labels import parse
from trust.settings import Settings
from trust.sources import LIBRARIES

WAITING = "已交给正在运行的服务处理 (queued for the running server)"


def main(
    paths: Annotated[list[Path], typer.Argument(help="文件或文件夹（文件夹含子文件夹，跳过隐藏文件）")],
    owner: Annotated[str, typer.Option(help="所有者，如 school；没有则新建")],
    library: Annotated[str, typer.Option(help="、".join(LIBRARIES))],
    label: Annotated[str, typer.Option(help="密级，如 school/internal；以数据专员身份写入，不再等待确认")],
    data: Annotated[Path | None, typer.Option(help="数据目录，默认 SHUANGYUAN_DATA 或 var")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="每个文件一行 JSON")] = False,
) -> None:
    """把文件放进资源库。Put files into the library."""
    settings = Settings() if data is None else Settings(data=data)
    files = files_in(paths)
    failed = 0
    try:
        with ExitStack() as open_parts:
            for outcome in _shown(_outcomes(settings, open_parts, files, owner, library, label), len(files)):
                failed += outcome.failed
                sys.stdout.write(
                    (json.dumps(asdict(outcome), ensure_ascii=False) if as_json else _line(outcome)) + "\n"
                )
                sys.stdout.flush()
    except Fault as fault:
        sys.stderr.write(f"{fault.zh}\n{fault.en}\n")
        raise typer.Exit(1) from None
    raise typer.Exit(1 if failed else 0)


def _outcomes(
    settings: Settings, open_parts: ExitStack, files: list[Path], owner: str, library: str, label: str
) -> Iterator[Outcome]:
    wanted = parse(label)
    store = Store.open(settings)
    open_parts.callback(store.close)
    batch = Batch.into(store, owner, library, wanted, settings.max_upload)
    if jobs_running(settings):
        return batch.hand_over(files, partial(_enqueue, settings, store))
    generations = open_generations(settings)
    open_parts.callback(generations.close)
    pipeline = Pipeline(store, generations, settings)
    open_parts.callback(pipeline.close)
    return batch.run(files, pipeline)


def _enqueue(settings: Settings, store: Store, document_id: str, generation: int) -> None:
    enqueue_from_outside(settings, document_id, generation, store.waiting.place(document_id, generation))


def _shown(outcomes: Iterator[Outcome], total: int) -> Iterator[Outcome]:
    """Passed on, with a bar on the terminal that does not get into what is piped."""
    console = Console(stderr=True)
    columns = (
        TextColumn("入库"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("", total=total)
        for outcome in outcomes:
            progress.update(task, advance=1, description=Path(outcome.file).name)
            yield outcome


def _line(outcome: Outcome) -> str:
    if outcome.failed:
        return f"✗ {outcome.file}：{outcome.error}"
    if outcome.state == "received":
        return f"… {outcome.file}：{WAITING}"
    return f"✓ {outcome.file}：{outcome.passages} 段，{outcome.seconds:.1f} 秒"


if __name__ == "__main__":
    os.umask(0o077)
    typer.run(main)
