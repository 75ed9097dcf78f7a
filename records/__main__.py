"""`python -m records`: people, tokens, backup, restore, audit. An entry point: it stands outside the floors."""

from __future__ import annotations

import os

import typer

from ingest import commands
from records.cli import keeping, people, tokens


def build() -> typer.Typer:
    """Every command; those that need the index come from the floor that knows it."""
    app = typer.Typer(help="双元：人员、令牌、备份与审计", no_args_is_help=True, add_completion=False)
    app.add_typer(people.build(), name="people")
    app.add_typer(tokens.build(), name="tokens")
    keeping.register(app)
    commands.register(app)
    return app


if __name__ == "__main__":
    os.umask(0o077)
    build()()
