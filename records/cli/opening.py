"""What every command shares: the data folder option, an opened store, and faults in one line. No commands."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from records.store import Store
from trust.errors import Fault, NotFound
from trust.settings import Settings

Data = Annotated[Path | None, typer.Option("--data", help="数据目录，默认 SHUANGYUAN_DATA 或 var")]


def settings_of(data: Path | None) -> Settings:
    return Settings() if data is None else Settings(data=data)


@contextmanager
def told() -> Iterator[None]:
    """A fault becomes one line on stderr and exit status 1."""
    try:
        yield
    except Fault as fault:
        typer.echo(fault.zh, err=True)
        raise typer.Exit(1) from None


@contextmanager
def opened(data: Path | None, *, create: bool = False) -> Iterator[Store]:
    """The store of a data folder; a folder without a database is taken for a mistyped one unless `create`."""
    settings = settings_of(data)
    with told():
        if not create and settings.database_url is None and not (settings.data / "shuangyuan.db").exists():
            raise NotFound(f"{settings.data} 里没有数据库", f"No database in {settings.data}")
        store = Store.open(settings)
        try:
            yield store
        finally:
            store.close()


def person(store: Store, username: str) -> str:
    found = store.people.find(username)
    if found is None:
        raise NotFound(f"没有用户 {username}", f"No user {username}")
    return found
