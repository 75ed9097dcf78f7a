"""A hostile or broken file ends its own process and nothing else, and the uploader is told in words."""

from __future__ import annotations

import io
import os
import platform
import signal
import subprocess
import sys
import threading
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest

from ingest.confine import Confine
from ingest.limits import Limits
from trust.errors import TooLarge, Unreadable, UnsupportedType

USUAL = Limits(60, 2 * 1024**3)


@pytest.fixture
def confine(readers: Confine) -> Confine:
    return readers


def test_files_are_read_and_leave_nothing_behind(confine: Confine, tmp_path_factory: pytest.TempPathFactory) -> None:
    parsed = confine.read("a.md", "# 标题\n\n正文。".encode())
    assert [(b.kind, b.text) for b in parsed.blocks] == [("heading", "标题"), ("paragraph", "正文。")]
    left = list(tmp_path_factory.getbasetemp().glob("readers*/tmp/*/*"))
    assert left == []


def test_a_large_file_passes_through_the_pipe_both_ways(confine: Confine) -> None:
    text = "\n".join(f"第 {n} 行：主轴转速记录，数值正常，操作者签字。" for n in range(60_000))
    assert confine.read("a.txt", text.encode()).size > 1_000_000


def test_faults_come_back_as_they_are_and_crashes_in_words(confine: Confine) -> None:
    with pytest.raises(UnsupportedType, match="图片"):
        confine.read("a.png", b"\x89PNG\r\n\x1a\n")
    with pytest.raises(Unreadable, match="损坏"):
        confine.read("a.docx", broken_docx())
    assert confine.read("a.txt", "之后照常。".encode()).blocks


def broken_docx() -> bytes:
    """A package that opens, with a numbering part that makes the reader fall over."""
    buffer, document = io.BytesIO(), docx.Document()
    document.add_paragraph("x")
    document.save(buffer)
    out = io.BytesIO()
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(out, "w") as new:
        for item in old.infolist():
            data = old.read(item)
            if item.filename == "word/numbering.xml":
                data = data.replace(b'w:ilvl="0"', b'w:ilvl="zero"')
            new.writestr(item, data)
    return out.getvalue()


def test_two_threads_read_at_once(confine: Confine) -> None:
    texts = [f"第 {n} 份文件的内容。" for n in range(8)]
    got: dict[int, str] = {}

    def one(n: int) -> None:
        got[n] = confine.read("a.txt", texts[n].encode()).blocks[0].text

    threads = [threading.Thread(target=one, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [got[n] for n in range(8)] == texts


def test_time_is_limited(confine: Confine) -> None:
    with pytest.raises(Unreadable, match="超时"):
        confine.read("a.html", "<p>一段文字。</p>".encode() * 400_000, replace(USUAL, seconds=1))


@pytest.mark.slow
def test_memory_and_output_are_limited(confine: Confine) -> None:
    with pytest.raises(TooLarge, match="拆"):
        confine.read("a.txt", "一行文字，共十来个字。\n".encode() * 5000, replace(USUAL, output=10_000))
    with pytest.raises(Unreadable, match="内存"):
        confine.read("a.csv", b"x," * 10_000_000, replace(USUAL, memory=900 * 1024**2))


def test_a_dead_nursery_is_replaced(confine: Confine) -> None:
    process: Any = confine._nursery
    os.kill(process._process.pid, signal.SIGKILL)
    assert confine.read("a.txt", "二".encode()).blocks[0].text == "二"


def test_folders_of_killed_processes_are_swept(tmp_path: Path) -> None:
    (tmp_path / "999999999").mkdir()
    (tmp_path / "999999999" / "plain.txt").write_text("漏下的明文")
    confine = Confine(tmp_path, USUAL)
    confine.start()
    confine.close()
    assert not (tmp_path / "999999999").exists()


BEHIND_BARS = """
import ctypes, socket, subprocess, os, sys
from ingest import limits
limits.apply(sys.argv[1], 5, 4 * 1024**3, ["/bin/echo"])
def tries(act):
    try:
        act()
    except OSError:
        return "barred"
    return "open"
print(tries(lambda: socket.create_connection(("127.0.0.1", 9), 1)), tries(lambda: socket.getaddrinfo("localhost", 80)),
      tries(lambda: subprocess.run(["true"])), tries(lambda: open("/tmp/elsewhere", "w")),
      tries(lambda: open("here", "w").close()), os.getpgid(0) == os.getpid(),
      subprocess.run(["/bin/echo", "echoed"], capture_output=True, text=True).stdout.strip(),
      ctypes.CDLL(None).socket(2, 1, 0), ctypes.CDLL(None).socket(1, 1, 0) > 0)
"""


def test_a_reader_has_no_network_no_programs_but_its_own_and_writes_only_in_its_folder(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", BEHIND_BARS, str(tmp_path)], capture_output=True, text=True, cwd=Path.cwd(), check=True
    )
    kernel = "-1" if platform.machine() in ("x86_64", "aarch64") else ran.stdout.split()[-2]
    assert ran.stdout.split() == [
        "barred", "barred", "barred", "barred", "open", "True", "echoed", kernel, "True",
    ]  # fmt: skip
