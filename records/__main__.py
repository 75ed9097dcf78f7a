"""`python -m records`: people, tokens, backup, restore, audit. An entry point: it stands outside the floors."""

from __future__ import annotations

import typer

from records.cli import keeping, people, tokens


def build() -> typer.Typer:
    """Commands that need the index (reconcile, rebuild-index) register themselves here from their own floor."""
    app = typer.Typer(help="双元：人员、令牌、备份与审计", no_args_is_help=True, add_completion=False)
    app.add_typer(people.build(), name="people")
    app.add_typer(tokens.build(), name="tokens")
    keeping.register(app)
    return app


if __name__ == "__main__":
    build()()
