"""`python -m records reconcile | rebuild-index`: the commands that need the index as well as the records.

Kept on this floor because records/ knows no index; records/__main__.py calls `register(app)`.
"""

from __future__ import annotations

import typer

from ingest.pipeline import Pipeline
from ingest.repair import rebuild
from ingest.repair import reconcile as mend
from knowledge.engines import open_generations, rebuilt
from records.cli.opening import Data, opened, settings_of, told


def reconcile(data: Data = None) -> None:
    """核对索引与数据库，以数据库为准修好不一致之处；可反复运行。服务运行时请先停止"""
    settings = settings_of(data)
    with opened(data) as store, told():
        generations = open_generations(settings)
        try:
            waiting = Pipeline(store, generations, settings).settle()
            mended = mend(store, generations.now)
        finally:
            generations.close()
    typer.echo(f"补写 {mended.put} 段，改正密级 {mended.relabelled} 份，清除 {mended.dropped} 份")
    if waiting:
        typer.echo(f"另有 {len(waiting)} 份文档待处理，服务启动后会继续")


def rebuild_index(data: Data = None) -> None:
    """清空索引并只凭数据库、用现在配置的嵌入模型重建。服务运行时请先停止"""
    settings = settings_of(data)
    with opened(data) as store, told():
        empty = rebuilt(settings)
        try:
            made = rebuild(store, empty)
        finally:
            empty.index.close()
    typer.echo(f"索引已重建：{made.put} 段")


def register(app: typer.Typer) -> None:
    app.command()(reconcile)
    app.command()(rebuild_index)
