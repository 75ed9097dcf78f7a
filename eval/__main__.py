"""`python -m eval <measurement>`. Each measurement file registers its own command."""

from __future__ import annotations

import pkgutil
from importlib import import_module

import typer

import eval as measurements


def build() -> typer.Typer:
    """Every file of this folder that has `register`."""
    app = typer.Typer(no_args_is_help=True, add_completion=False, help=measurements.__doc__)
    for found in sorted(pkgutil.iter_modules(measurements.__path__), key=lambda m: m.name):
        if not found.name.startswith("_"):
            register = getattr(import_module(f"eval.{found.name}"), "register", None)
            if register is not None:
                register(app)
    return app


if __name__ == "__main__":
    build()()
