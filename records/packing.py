"""A passage's term counts as bytes: term ids, then how often each stands there. Pure.

Kept so that counts can be taken back and the index be rebuilt without reading text again.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping


def pack(terms: Mapping[int, float]) -> bytes:
    """Ids ascending as u32, then the counts (mostly 1.0) squeezed."""
    ids = sorted(terms)
    counts = struct.pack(f"<{len(ids)}f", *(terms[i] for i in ids))
    return struct.pack(f"<I{len(ids)}I", len(ids), *ids) + zlib.compress(counts, 1)


def ids(packed: bytes) -> tuple[int, ...]:
    (n,) = struct.unpack_from("<I", packed)
    return struct.unpack_from(f"<{n}I", packed, 4)


def unpack(packed: bytes) -> dict[int, float]:
    known = ids(packed)
    counts = struct.unpack(f"<{len(known)}f", zlib.decompress(packed[4 + 4 * len(known) :]))
    return dict(zip(known, counts, strict=True))
