"""`python -m records reconcile | rebuild-index`: the commands that need the index as well as the records.

Kept on this floor because records/ knows no index; records/__main__.py calls `register(app)`.
"""

from __future__ import annotations

from typing import Annotated

import typer

from ingest.pipeline import Pipeline
from ingest.refill import ASKED
from ingest.repair import rebuild
from ingest.repair import reconcile as mend
from ingest.workflow import jobs_running
from knowledge.engines import open_generations, rebuilt
from records.cli.opening import Data, opened, settings_of, told


def reconcile(
    dry_run: Annotated[bool, typer.Option("--dry-run/--fix", help="只说有哪些不一致（有则退出码为 1），不改")] = False,
    data: Data = None,
) -> None:
    """核对索引与数据库，以数据库为准修好不一致之处；可反复运行。服务运行时请先停止"""
    settings = settings_of(data)
    with opened(data) as store, told():
        generations = open_generations(settings)
        try:
            pipeline = Pipeline(store, generations, settings)
            waiting = store.works.pending() if dry_run else pipeline.settle()
            mended = mend(store, generations.now, fix=not dry_run)
            strays = 0 if dry_run else store.works.sweep()
        finally:
            generations.close()
    will = "应" if dry_run else ""
    typer.echo(f"{will}补写 {mended.put} 段，{will}改正密级 {mended.relabelled} 份，{will}清除 {mended.dropped} 份")
    if strays:
        typer.echo(f"清除无主文件 {strays} 个")
    if waiting:
        typer.echo(f"另有 {len(waiting)} 份文档待处理，服务启动后会继续")
    if dry_run and (mended.anything or waiting):
        raise typer.Exit(1)


def rebuild_index(data: Data = None) -> None:
    """只凭数据库、用现在配置的嵌入模型重建索引。服务运行时由它另建一份，旧的照常应答，建好即换"""
    settings = settings_of(data)
    with opened(data) as store, told():
        if jobs_running(settings):
            (settings.data / ASKED).touch()
            typer.echo("服务正在运行：已请它重建索引，其间旧索引照常应答")
            return
        empty = rebuilt(settings)
        try:
            made = rebuild(store, empty)
        finally:
            empty.index.close()
    typer.echo(f"索引已重建：{made.put} 段")


def register(app: typer.Typer) -> None:
    app.command()(reconcile)
    app.command()(rebuild_index)
