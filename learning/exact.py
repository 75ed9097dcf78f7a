"""An exact decimal as people write it: `86.50` is 86.5, `1E+2` is 100. Nothing is rounded."""

from __future__ import annotations

from decimal import Decimal


def plain(value: Decimal) -> str:
    """Without zeros that say nothing."""
    return format(value.normalize(), "f")
