"""`rebuild-index` while it serves: a new index is filled beside the one that answers."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from ingest.commands import register
from ingest.refill import ASKED, Refill
from ingest.repair import reconcile
from tests.fakes import PlainReader
from tests.ingest.house import opened, settings_in


def test_asked_while_it_serves_what_the_old_index_lacked_is_in_the_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.commands.jobs_running", lambda settings: True)
    settings = settings_in(tmp_path)
    with opened(settings, PlainReader()) as house:
        document = house.put(house.mentor, "规程.txt", "主轴转速八百转。".encode(), "acme/internal")
        before, whole = house.generations.now.number, house.indexed()
        house.index.drop(document.id)
        refill = Refill(house.store, house.generations, settings)
        refill.start()
        app = typer.Typer()
        register(app)
        asked = CliRunner().invoke(app, ["rebuild-index", "--data", str(settings.data)])
        until = time.monotonic() + 120
        while (settings.data / ASKED).exists() and time.monotonic() < until:
            time.sleep(0.05)
        refill.close()
        assert "旧索引照常应答" in asked.output
        assert house.generations.now.number == before + 1
        assert house.indexed() == whole
        assert not reconcile(house.store, house.generations.now).anything
