"""`python -m ingest`: what it prints, its exit code, that it may be repeated, and that it gives way to the server."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from ingest.__main__ import main
from ingest.batch import files_in
from ingest.confine import Confine
from ingest.workflow import Workflow
from tests.ingest.house import opened, settings_in


def ingest(folder: Path, *paths: Path) -> tuple[int, str]:
    """As from a shell."""
    command = [sys.executable, "-m", "ingest", *map(str, paths), "--owner", "mill", "--library", "enterprise"]
    command += ["--label", "mill/internal", "--data", str(settings_in(folder).data)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    return ran.returncode, ran.stdout


@pytest.mark.slow
def test_what_the_commands_write_is_nobody_elses_to_read(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# 车削\n\n转速 800 r/min。")
    data = settings_in(tmp_path).data
    before = os.umask(0o022)
    try:
        assert ingest(tmp_path, tmp_path / "a.md")[0] == 0
        command = [sys.executable, "-m", "records", "rebuild-index", "--data", str(data)]
        assert subprocess.run(command, capture_output=True, check=False).returncode == 0
    finally:
        os.umask(before)
    written = [path for path in data.rglob("*") if path.is_file()]
    assert written
    assert not [path for path in written if path.stat().st_mode & 0o077]


def test_folders_are_walked_and_hidden_files_left_out(tmp_path: Path) -> None:
    for name in ("b.md", "a/c.txt", ".hidden/x.md", "a/.git.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    single = tmp_path / ".hidden" / "x.md"
    assert files_in([tmp_path, single]) == [tmp_path / "a/c.txt", tmp_path / "b.md", single]


@pytest.mark.slow
def test_files_go_in_with_one_line_each_and_a_bad_one_says_why(
    tmp_path: Path, readers: Confine, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "规程.md").write_text("# 车削\n\n转速 800 r/min。")
    (folder / "机密.txt").write_text("机密\n命令行由数据专员执行，密级就此确定。")
    (folder / "旧.doc").write_bytes(b"\xd0\xcf\x11\xe0" + "WordDocument".encode("utf-16-le"))
    with pytest.raises(typer.Exit) as ended:
        main(
            [folder, tmp_path / "missing.pdf"], "mill", "enterprise", "mill/internal", settings_in(tmp_path).data, True
        )
    assert ended.value.exit_code == 1
    lines = {Path(entry["file"]).name: entry for entry in map(json.loads, capsys.readouterr().out.splitlines())}
    assert {name: entry["state"] for name, entry in lines.items()} == {
        "规程.md": "ready", "机密.txt": "ready", "旧.doc": "failed", "missing.pdf": "failed",
    }  # fmt: skip
    assert lines["规程.md"].keys() == {"file", "state", "passages", "seconds", "error"}
    assert (lines["规程.md"]["passages"], lines["规程.md"]["error"]) == (1, None)
    assert ".docx" in lines["旧.doc"]["error"]
    with opened(settings_in(tmp_path), readers) as house:
        steward = house.store.people.steward("mill")
        documents = house.store.library.page(steward, house.scope(steward))[0]
        assert {str(d.label) for d in documents} == {"mill/internal"}
        before = house.indexed()

        # The same again, while "the server" runs: nothing is done twice, what is new is handed over.
        workflow = Workflow(house.pipeline, house.settings)
        workflow.launch()
        assert workflow.wait_idle(120)
        (folder / "新.txt").write_text("服务运行时送来的文件。")
        code, out = ingest(tmp_path, folder / "规程.md", folder / "新.txt")
        assert code == 0
        assert "1 段" in out.splitlines()[0]
        assert "服务" in out.splitlines()[1]
        assert workflow.wait_idle(120)
        workflow.close()
        assert len(house.indexed()) == len(before) + 1


@pytest.mark.parametrize(("label", "words"), [("mill/secret", "没有“secret”"), ("other/internal", "所有者")])
def test_a_wrong_label_is_refused_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], label: str, words: str
) -> None:
    (tmp_path / "a.txt").write_text("x")
    with pytest.raises(typer.Exit) as ended:
        main([tmp_path / "a.txt"], "mill", "enterprise", label, settings_in(tmp_path).data)
    assert ended.value.exit_code == 1
    told = capsys.readouterr()
    assert words in told.out + told.err
