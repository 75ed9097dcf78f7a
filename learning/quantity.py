"""Quantities as technical texts write them: `4.5±0.2 MPa`, `800~1200 r/min`, `≥3 次`, `0.02mm 以内`, `φ25H7`, `M24×2`.

Each keeps its verbatim stretch of the text. A number is a quantity here only with a unit, or where a drawing's symbol,
fit or deviation says what it is; never inside a part number, a date, a clock time, an ordinal or a section number
(what numbers a text says at all is learning/numbers.py's). Converts nothing; how one is read is learning/scan.py's.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

_SHOWN = {">=": "≥", "<=": "≤", ">": ">", "<": "<", "≈": "≈", "=": ""}


@dataclass(frozen=True)
class Quantity:
    """`value` stands alone, or `low`–`high` do. `above` and `below` are signed deviations; `fit` is `H7`, `symbol` `φ`,
    `sides` what follows a `×` (a pitch, the other edges), `count` the `4` of `4×M6`. `text` is verbatim at `start`.
    """

    value: Decimal | None = None
    unit: str | None = None
    relation: str = "="
    low: Decimal | None = None
    high: Decimal | None = None
    above: Decimal | None = None
    below: Decimal | None = None
    symbol: str = ""
    fit: str = ""
    sides: tuple[Decimal, ...] = ()
    count: int | None = None
    text: str = field(default="", compare=False)
    start: int = field(default=0, compare=False)

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def limits(self) -> tuple[Decimal | None, Decimal | None]:
        """The smallest and the largest that satisfy it; None where it sets no bound."""
        if self.low is not None:
            return self.low, self.high
        if self.value is not None and self.above is not None and self.below is not None:
            return self.value + self.below, self.value + self.above
        lower = self.value if self.relation in (">=", ">", "=") else None
        return lower, self.value if self.relation in ("<=", "<", "=") else None

    def __str__(self) -> str:
        """One way to write it, which `quantities` reads back as the same."""
        times = "".join(f"×{side:f}" for side in self.sides)
        main = "" if self.value is None else f"{self.value:f}"
        if self.low is not None:
            main = f"{self.low:f}~{self.high:f}"
        count = f"{self.count}×" if self.count else ""
        whole = f"{_SHOWN[self.relation]}{count}{self.symbol}{main}{self.fit}{times}{self._deviation()}"
        return f"{whole} {self.unit}" if self.unit else whole

    def _deviation(self) -> str:
        if self.above is None or self.below is None:
            return ""
        if self.above == -self.below and self.above > 0:
            return f"±{self.above:f}"
        pair = f"{_signed(self.above)}/{_signed(self.below)}"
        return pair if self.value is None else f"({pair})"


def _signed(number: Decimal) -> str:
    return f"+{number:f}" if number > 0 else f"{number:f}"
