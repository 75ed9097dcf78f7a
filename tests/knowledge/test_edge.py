"""What is particular to the folder of Qdrant Edge: locking, damage, crashes, and why scores are whole numbers."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import uuid
from pathlib import Path

import pytest
import qdrant_edge as engine

from knowledge.edge import open_edge
from knowledge.index import Point
from trust.errors import PartDown

A = frozenset({"a"})
ROOT = Path(__file__).parents[2]


def point(n: int, terms: dict[int, float], label: str = "a") -> Point:
    return Point(str(uuid.UUID(int=n)), label, f"d{n}", "course", 1, terms)


def test_what_was_put_is_there_after_closing_and_opening(tmp_path: Path) -> None:
    index = open_edge(tmp_path / "index")
    index.put([point(1, {1: 1.0})])
    index.close()
    index.close()
    with pytest.raises(PartDown):
        index.count()
    again = open_edge(tmp_path / "index")
    assert again.count() == 1
    assert [h.id for h in again.lexical({1: 1.0}, A, None, 3)] == [str(uuid.UUID(int=1))]
    again.close()


def test_a_folder_in_use_is_refused_in_words_here_and_in_another_process(tmp_path: Path) -> None:
    index = open_edge(tmp_path / "index")
    for fresh in (False, True):
        with pytest.raises(PartDown, match="另一个进程") as told:
            open_edge(tmp_path / "index", fresh=fresh)
        assert told.value.part == "index"
        assert "in use by another process" in told.value.en
    script = (
        "import sys; from pathlib import Path\n"
        "from knowledge.edge import open_edge; from trust.errors import PartDown\n"
        "try: open_edge(Path(sys.argv[1]))\n"
        "except PartDown as told: sys.exit(7 if 'in use' in told.en else 1)"
    )
    done = subprocess.run([sys.executable, "-c", script, tmp_path / "index"], cwd=ROOT, check=False)
    assert done.returncode == 7
    index.close()
    open_edge(tmp_path / "index").close()


@pytest.mark.parametrize("damage", ["segments", "edge_config.json", "segment.json", "wal"])
def test_a_damaged_folder_names_the_rebuild_and_a_fresh_one_can_be_made(tmp_path: Path, damage: str) -> None:
    folder = tmp_path / "index"
    index = open_edge(folder)
    index.put([point(1, {1: 1.0})])
    index.close()
    if damage == "segments":
        shutil.rmtree(next(folder.glob("segments/*")))
    elif damage == "wal":
        for file in folder.glob("wal/*"):
            file.write_bytes(b"garbage" * 100)
    else:
        next(folder.rglob(damage)).write_text("{")
    with pytest.raises(PartDown, match="rebuild-index") as told:
        open_edge(folder)
    assert str(tmp_path) not in told.value.zh + told.value.en
    fresh = open_edge(folder, fresh=True)
    assert fresh.count() == 0
    fresh.close()


def test_another_vector_size_is_refused_with_the_way_out(tmp_path: Path) -> None:
    for stored, asked in ((None, 4), (4, 8)):
        folder = tmp_path / f"{stored}"
        open_edge(folder, stored).close()
        with pytest.raises(PartDown, match="rebuild-index"):
            open_edge(folder, asked)


def test_what_put_acknowledged_survives_a_kill(tmp_path: Path) -> None:
    script = (
        "import sys, uuid; from pathlib import Path; from knowledge.edge import open_edge\n"
        "from knowledge.index import Point\n"
        "index = open_edge(Path(sys.argv[1]))\n"
        "for n in range(10_000):\n"
        "    index.put([Point(str(uuid.UUID(int=n)), 'a', f'd{n}', 'course', 1, {1: 1.0, n: 1.0})])\n"
        "    print(n, flush=True)"
    )
    writer = subprocess.Popen(
        [sys.executable, "-c", script, tmp_path / "index"], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout is not None
    told = [next(writer.stdout) for _ in range(1500)]
    os.kill(writer.pid, signal.SIGKILL)
    told += writer.stdout.readlines()
    writer.wait()
    acknowledged = sum(line.endswith("\n") for line in told)
    index = open_edge(tmp_path / "index")
    assert {e.id for e in index.iterate()} >= {str(uuid.UUID(int=n)) for n in range(acknowledged)}
    index.close()


@pytest.mark.slow
def test_the_log_stays_small_however_much_is_written(tmp_path: Path) -> None:
    index = open_edge(tmp_path / "index")
    terms = dict.fromkeys(range(2000), 1.0)
    for _ in range(60):
        index.put(point(n, terms) for n in range(250))
    index.close()
    log = sum(f.stat().st_blocks * 512 for f in (tmp_path / "index" / "wal").iterdir())
    assert log < 100 * 2**20


def test_control_the_engine_alone_lets_hidden_points_change_digits_and_order(tmp_path: Path) -> None:
    """Why exact.py exists: with real-valued weights the same visible points score differently in company."""
    rng = random.Random(3)
    texts = [{t: rng.uniform(0.1, 2.2) for t in rng.sample(range(60), 30)} for _ in range(40)]
    queries = [{t: rng.uniform(0.01, 9.0) for t in rng.sample(range(60), 40)} for _ in range(60)]
    raw, ours = [], []
    for crowd in (0, 600):
        hidden = [{t: rng.uniform(0.1, 2.2) for t in rng.sample(range(60), 20)} for _ in range(crowd)]
        everything = [(t, "a") for t in texts] + [(t, "secret") for t in hidden]
        raw.append(_raw_scores(tmp_path / f"raw{crowd}", everything, queries))
        index = open_edge(tmp_path / f"ours{crowd}")
        index.put(point(n, t, label) for n, (t, label) in enumerate(everything))
        ours.append([index.lexical(q, A, None, 40) for q in queries])
        index.close()
    assert raw[0] != raw[1]
    assert ours[0] == ours[1]


def _raw_scores(
    folder: Path, texts: list[tuple[dict[int, float], str]], queries: list[dict[int, float]]
) -> list[dict[str, float]]:
    folder.mkdir()
    config = engine.EdgeConfig(sparse_vectors={"terms": engine.EdgeSparseVectorParams()})
    shard = engine.EdgeShard.create(str(folder), config)
    shard.update(
        engine.UpdateOperation.upsert_points(
            [
                engine.Point(n, {"terms": engine.SparseVector([*t], [*t.values()])}, {"label": label})
                for n, (t, label) in enumerate(texts)
            ]
        )
    )
    where = engine.Filter(must=[engine.FieldCondition("label", match=engine.MatchValue("a"))])
    found = []
    for q in queries:
        nearest = engine.Query.Nearest(engine.SparseVector([*q], [*q.values()]), using="terms")
        hits = shard.query(engine.QueryRequest(limit=40, query=nearest, filter=where))
        found.append({str(h.id): h.score for h in hits})
    shard.close()
    return found
