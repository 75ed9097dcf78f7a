"""The database's log is cut short, as by a plug that was pulled: whatever the byte, the audit is whole up to the last
act that is wholly there, with the act itself, and goes on from it.
"""

from __future__ import annotations

import random
import shutil
import struct
from pathlib import Path

import pytest

from records.store import Store
from tests.prepared import CHEAP
from tests.records.cast import Cast, enter
from trust.settings import Settings

HEAD, FRAME = 32, 24
"""Bytes of the log's header, and before each page in it."""


@pytest.mark.slow
def test_whatever_byte_the_log_is_torn_at_the_audit_is_whole_and_says_what_is_there(tmp_path: Path) -> None:
    settings, acts = Settings(data=tmp_path / "data"), 6
    store = Store.open(settings, passwords=CHEAP)
    cast = enter(store)
    store.database.wipe_keys()  # what came before is in the file itself, and the log empty
    for n in range(acts):
        cast.put("teacher", "school/internal", title=f"规程{n}")
    log = (settings.data / "shuangyuan.db-wal").read_bytes()
    whole = shutil.copytree(settings.data, tmp_path / "whole")
    store.close()
    size = struct.unpack(">I", log[8:12])[0] + FRAME
    frames, draw = (len(log) - HEAD) // size, random.Random(11)
    places = [0, 1, HEAD, HEAD + 1, HEAD + FRAME, len(log) - 1, len(log)]
    places += [HEAD + size * draw.randrange(frames) + draw.choice((0, 7, FRAME, size - 1)) for _ in range(12)]
    kept = []
    for n, at in enumerate(sorted(places)):
        torn = Settings(data=shutil.copytree(whole, tmp_path / f"torn{n}"))
        (torn.data / "shuangyuan.db-wal").write_bytes(log[:at])
        (torn.data / "shuangyuan.db-shm").unlink(missing_ok=True)
        kept.append(agrees(torn, cast))
    assert kept == sorted(kept)
    assert kept[0] == 0
    assert kept[-1] == acts
    assert len(set(kept)) > 3


def agrees(settings: Settings, cast: Cast) -> int:
    """Every upload the audit tells of is there, and none besides; one more is entered after them."""
    store = Store.open(settings, passwords=CHEAP)
    try:
        there = Cast(store, cast.ids)
        assert store.audit.verify() == []
        entries = store.audit.read(there("steward"), "school", limit=1000)[0]
        uploaded = {e.body["document"] for e in entries if e.act == "Uploaded"}
        shown = {e.body["document"] for e in entries if e.act == "Shown"}
        rows = store.library.page(there("steward"), there.scope("steward"))[0]
        assert {d.id for d in rows} == uploaded
        assert {d.id for d in rows if d.state == "ready"} == shown
        later = there.put("teacher", "school/internal", title="后来")
        assert store.audit.verify() == []
        assert later.state == "ready"
        return len(uploaded)
    finally:
        store.close()
