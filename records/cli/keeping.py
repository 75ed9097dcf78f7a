"""`python -m records backup | restore | rotate-key | verify-audit | erase`: keeping the data, its keys, its audit."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from records.backup import backup as make_backup
from records.backup import restore as put_back
from records.cli.opening import Data, opened, person, settings_of, told
from records.rotating import rotate
from records.store import utc_now
from trust.errors import BadInput


def backup(
    file: Path,
    with_key: Annotated[bool, typer.Option("--with-key", help="把主密钥也放进去（请加密保存）")] = False,
    data: Data = None,
) -> None:
    """备份到一个文件；服务运行中也可以。默认不含主密钥，请另行保管 keys/master.key"""
    with opened(data) as store:
        made = make_backup(store, settings_of(data), file, utc_now(), with_key=with_key)
    typer.echo(f"已备份：数据库和 {made.files} 个原文件")
    for document in made.lost:
        typer.echo(f"文档 {document} 的原文件不在数据目录里，备份中没有", err=True)
    if made.lost:
        raise typer.Exit(1)


def restore(file: Path, data: Data = None) -> None:
    """从备份恢复到没有数据库的数据目录；主密钥须在备份、该目录 keys/ 或环境变量中"""
    with told():
        put_back(settings_of(data), file)
    typer.echo("已恢复。索引不在备份里，请运行 python -m records rebuild-index")


def rotate_key(
    new_key_file: Annotated[Path | None, typer.Option("--new-key-file", help="新主密钥（64 位十六进制）的文件")] = None,
    data: Data = None,
) -> None:
    """更换主密钥：重新包裹所有数据密钥，旧主密钥从此无效。请先停止服务；此前的备份仍要旧密钥"""
    settings = settings_of(data)
    with opened(data) as store:
        given = None if new_key_file is None else _text_of(new_key_file)
        count = rotate(store, settings, given)
    where = "keys/master.key" if settings.key is None else "环境变量 SHUANGYUAN_KEY（请现在改成新密钥）"
    typer.echo(f"已更换主密钥，重新包裹 {count} 个数据密钥；新密钥在 {where}，请另行保管")


def _text_of(file: Path) -> str:
    try:
        return file.read_text("ascii").strip()
    except (OSError, ValueError):
        raise BadInput("读不出新密钥文件", "The file of the new key cannot be read") from None


def verify_audit(data: Data = None) -> None:
    """核对审计链；有断链则退出码为 1"""
    with opened(data) as store:
        broken = store.audit.verify()
    for link in broken:
        typer.echo(f"{link.chain}：第 {link.seq} 条起不一致", err=True)
    if broken:
        raise typer.Exit(1)
    typer.echo("审计链完整")


def replay_grades(data: Data = None) -> None:
    """重算所有已发布的成绩，列出与存档不一致的；有则退出码为 1。服务运行中也可以"""
    looked = 0
    wrong = []
    with opened(data) as store:
        for found in store.replaying.every():
            looked += 1
            if found.wrong:
                wrong.append(found)
    for one in wrong:
        typer.echo(f"成绩 {one.grade}：{'、'.join(one.wrong)}", err=True)
    typer.echo(f"重算了 {looked} 份成绩，{len(wrong)} 份不一致")
    if wrong:
        raise typer.Exit(1)


def check_files(data: Data = None) -> None:
    """逐个核对原文件是否还在、内容是否未变；有损坏则退出码为 1。服务运行中也可以"""
    looked, lost = 0, []
    with opened(data) as store:
        for found in store.originals.check():
            looked += 1
            if found is not None:
                lost.append(found)
    for one in lost:
        typer.echo(f"文档 {one.document_id} 第 {one.generation} 版的原文件损坏或丢失", err=True)
    typer.echo(f"核对了 {looked} 个原文件，{len(lost)} 个有问题")
    if lost:
        raise typer.Exit(1)


def erase(
    owner: Annotated[str | None, typer.Option(help="销毁某所有者的密钥")] = None,
    username: Annotated[str | None, typer.Option(help="销毁某人的密钥")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="不再询问")] = False,
    data: Data = None,
) -> None:
    """销毁数据密钥：其数据永远不能再读（此前的备份除外）"""
    if (owner is None) == (username is None):
        raise typer.BadParameter("--owner 与 --username 二选一")
    if not yes:
        typer.confirm("销毁后不能恢复，继续吗？", abort=True)
    with opened(data) as store:
        if owner is not None:
            store.erasing.destroy_owner(owner)
        elif username is not None:
            store.erasing.destroy_person(person(store, username))


def erasure_requests(data: Data = None) -> None:
    """列出要求删除个人数据、尚未处理的用户名；用 erase --username 处理"""
    with opened(data) as store:
        for username in store.personal.asking():
            typer.echo(username)


def register(app: typer.Typer) -> None:
    app.command()(backup)
    app.command()(restore)
    app.command()(rotate_key)
    app.command()(verify_audit)
    app.command()(check_files)
    app.command()(replay_grades)
    app.command()(erase)
    app.command()(erasure_requests)
