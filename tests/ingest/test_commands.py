"""`reconcile` and `rebuild-index` as commands, with the index in other hands too."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from ingest.commands import register
from ingest.confine import Confine
from tests.ingest.house import opened, settings_in


@pytest.mark.slow
def test_the_index_is_mended_and_rebuilt_from_the_command_line(tmp_path: Path, readers: Confine) -> None:
    app = typer.Typer()
    register(app)
    settings = settings_in(tmp_path)

    def run(*command: str) -> tuple[int, str]:
        ran = CliRunner().invoke(app, [*command, "--data", str(settings.data)])
        return ran.exit_code, ran.output

    assert run("reconcile")[0] == 1
    with opened(settings, readers) as house:
        document = house.put(house.mentor, "规程.txt", "主轴转速八百转。".encode(), "acme/internal")
        house.receive(house.mentor, "等待.txt", "还没处理。".encode(), "acme/internal")
        kept = house.indexed()
        assert run("reconcile")[0] == 1
        assert "另一个进程" in run("rebuild-index")[1]
        house.index.drop(document.id)
    for _ in range(2):  # looking changes nothing
        code, told = run("reconcile", "--dry-run")
        assert code == 1
        assert "应补写 1 段" in told
        assert "1 份文档待处理" in told
    code, told = run("reconcile", "--fix")
    assert code == 0
    assert "补写 1 段" in told
    assert "1 份文档待处理" in told
    assert run("rebuild-index") == (0, "索引已重建：1 段\n")
    with opened(settings, readers) as house:
        assert house.indexed() == kept
