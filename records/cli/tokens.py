"""`python -m records tokens …`: API tokens on behalf of a person."""

from __future__ import annotations

from typing import Annotated

import typer

from records.cli.opening import Data, opened, person


def make(
    username: str,
    name: Annotated[str, typer.Option(help="用途")],
    days: Annotated[int, typer.Option(help="有效天数，1 至 365")] = 90,
    data: Data = None,
) -> None:
    """为某人制作令牌，只显示这一次"""
    with opened(data) as store:
        _, token = store.accounts.make_token(store.people.principal(person(store, username)), name, days)
        typer.echo(token)


def list_tokens(username: str, data: Data = None) -> None:
    """列出某人的令牌"""
    with opened(data) as store:
        for token in store.accounts.tokens(store.people.principal(person(store, username))):
            used = "" if token.last_used_at is None else token.last_used_at.isoformat(timespec="minutes")
            typer.echo("\t".join((token.id, token.name, token.until.isoformat(timespec="minutes"), used)))


def revoke(username: str, token: str, data: Data = None) -> None:
    """作废令牌"""
    with opened(data) as store:
        store.accounts.revoke_token(store.people.principal(person(store, username)), token)


def build() -> typer.Typer:
    app = typer.Typer(help="接口令牌", no_args_is_help=True)
    app.command("list")(list_tokens)
    for act in (make, revoke):
        app.command()(act)
    return app
