"""Settings an administrator may change while the platform runs: their names, bounds and meaning. Knows no storage.

Only those the code asks for anew at each use; everything else is a Setting of the start (settings.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

from trust.errors import BadInput, NotFound
from trust.settings import Settings

MIB = 1024**2


@dataclass(frozen=True)
class Switches:
    """`max_upload` bytes a file; `per_minute` questions a person; `session_days` of sessions opened from now on;
    `llm_places` calls to the model at a time.
    """

    max_upload: int
    per_minute: int
    session_days: int
    llm_places: int

    @classmethod
    def of(cls, settings: Settings) -> Switches:
        """As the start has them."""
        return cls(settings.max_upload, PER_MINUTE, settings.session_days, settings.llm_places)

    def changed(self, values: Mapping[str, int]) -> Switches:
        """With these values. BadInput outside the bounds, NotFound for a name there is none of."""
        for name, value in values.items():
            if name not in BOUNDS:
                raise NotFound()
            least, most = BOUNDS[name]
            if not least <= value <= most:
                raise BadInput(f"{name} 可在 {least} 到 {most} 之间", f"{name} is between {least} and {most}")
        return replace(self, **values)

    def values(self) -> dict[str, int]:
        return asdict(self)


PER_MINUTE = 1200
BOUNDS: Mapping[str, tuple[int, int]] = {
    "max_upload": (MIB, 1024 * MIB),
    "per_minute": (1, 6000),
    "session_days": (1, 90),
    "llm_places": (1, 256),
}
"""The least and the most of each."""
