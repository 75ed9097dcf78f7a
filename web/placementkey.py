"""Ids in the paths of internships: of a project, a placement, an entry. What no database could keep is bad input."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path

from web.evidence import WRITABLE

Key = Annotated[str, Path(max_length=64, pattern=WRITABLE)]
