"""Damaged and mutated files, and texts that pretend to be labels: an answer or a fault in words, never anything else.

Seeded: a failure names its seed. The readers' limits are small, so that a mutation that loops is seen as one.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.chunk import chunk
from ingest.confine import Confine
from ingest.kinds import kind_of
from ingest.limits import Limits
from ingest.table import rows
from tests.ingest.made import TEXT, word
from trust.errors import BadLabel, TooLarge, Unreadable, UnsupportedType
from trust.labels import Label, parse
from trust.sources import Locator

FAULTS = (Unreadable, UnsupportedType, TooLarge)
SMALL = Limits(60, 1536 * 1024**2, 8 * 1024**2)
LARGEST = 120_000


def mutated(data: bytes, chance: random.Random) -> bytes:
    """One of: bytes flipped, a piece cut out, repeated, or put elsewhere; the end cut off; numbers made huge."""
    held = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        a, b = sorted(chance.randrange(len(held) + 1) for _ in range(2))
        b = min(b, a + chance.choice((1, 16, 400, 20_000)))
        act = chance.randrange(6)
        if act == 0:
            for at in range(a, b, max(1, (b - a) // 20)):
                held[at] = chance.randrange(256)
        elif act == 1:
            del held[a:b]
        elif act == 2:
            held[a:a] = held[a:b] * chance.choice((1, 3, 50))
        elif act == 3:
            piece = held[a:b]
            del held[a:b]
            at = chance.randrange(len(held) + 1)
            held[at:at] = piece
        elif act == 4:
            del held[max(20, a) :]
        else:
            held[a:b] = bytes(c if not 48 <= c <= 57 else 57 for c in held[a:b])
        held = held or bytearray(b"x")
    return bytes(held)


def seeds(folder: Path) -> list[tuple[str, bytes]]:
    """Small real files of every kind, and one of ours."""
    found = [p for part in ("real", "odd") for p in sorted((folder / part).iterdir()) if p.name != "manifest.csv"]
    small = [(p.name, p.read_bytes()) for p in found if 0 < p.stat().st_size < LARGEST]
    return [*small, ("ours.docx", word(*TEXT))]


def tried(readers: Confine, folder: Path, numbers: range, until: float) -> Iterator[int]:
    """Each number is a seed: which file, and what is done to it."""
    every = seeds(folder)
    for number in numbers:
        if time.monotonic() > until:
            return
        chance = random.Random(number)
        name, data = chance.choice(every)
        assert len(refused(readers, name, mutated(data, chance)) or "read as text") > 8, number
        yield number


def refused(readers: Confine, name: str, data: bytes) -> str | None:
    """The words with which it is refused; None for what is read. Anything else is raised."""
    try:
        chunk(readers.read(name, data, SMALL), name)
    except FAULTS as fault:
        return fault.zh
    return None


def label_or_words(text: str) -> Label | str:
    try:
        return parse(text)
    except BadLabel as fault:
        return f"{fault.zh} {fault.en}"


def test_mutated_files_end_in_text_or_in_words(readers: Confine, data_folder: Path) -> None:
    assert list(tried(readers, data_folder, range(40), time.monotonic() + 20))
    assert readers.read("之后.txt", TEXT[0].encode()).blocks


@pytest.mark.slow
def test_a_thousand_mutated_files_end_in_text_or_in_words(readers: Confine, data_folder: Path) -> None:
    assert list(tried(readers, data_folder, range(1000, 2000), time.monotonic() + 180))
    assert readers.read("之后.txt", TEXT[0].encode()).blocks


@pytest.mark.laws
@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_a_label_or_a_fault_in_words(text: str) -> None:
    held = label_or_words(text)
    assert len(held) > 5 if isinstance(held, str) else parse(str(held)) == held


PARTS = ("school", "acme", "/", "public", "internal", "restricted", "confidential", "+", "|", "&", " & ", "course:",
         "c1", "self:", "duty:", "project:", " ", ":", "3", "绝密", "\x00", "‮", "школа")  # fmt: skip


@pytest.mark.laws
@settings(deadline=None)
@given(st.lists(st.sampled_from(PARTS), max_size=12).map("".join))
def test_what_looks_like_a_label_is_one_or_a_fault(text: str) -> None:
    held = label_or_words(text)
    assert len(held) > 5 if isinstance(held, str) else parse(str(held)) == held


@pytest.mark.laws
@settings(deadline=None)
@given(st.text(max_size=20), st.binary(max_size=300))
def test_any_bytes_are_of_a_kind_or_refused_in_words(name: str, data: bytes) -> None:
    with suppress(*FAULTS):
        assert kind_of(name, data)


CELL = st.one_of(st.none(), st.text(max_size=12))


@pytest.mark.laws
@settings(deadline=None)
@given(st.lists(st.lists(CELL, max_size=6), max_size=7), st.one_of(st.none(), st.integers(0, 4)))
def test_any_grid_is_told_without_an_empty_row(grid: list[list[str | None]], heads: int | None) -> None:
    filled = any("".join((c or "").split()) for row in grid for c in row)
    assert all(b.text.strip() for b in rows(grid, Locator(), heads)) or not filled
