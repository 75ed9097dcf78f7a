"""A real vLLM with a tiny random model, once for all tests here, and a house that talks to it.

vLLM lives in an environment of its own (`make test-vllm` makes it); where that is missing, these tests fail.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pytest
from pydantic import BaseModel

from agent.chat import Call, Hear, Malformed, ModelDown, Said
from agent.model import Model
from eval.house import Running, running

T = TypeVar("T", bound=BaseModel)
ROOT = Path(__file__).parents[2]
PYTHON = ROOT / ".venv-vllm" / "bin" / "python"
NAME = "tiny"
START_SECONDS, REPLY_SECONDS = 400, 120.0
FLAGS = (
    "--served-model-name", NAME, "--host", "127.0.0.1", "--enable-auto-tool-choice", "--tool-call-parser", "hermes",
    "--max-model-len", "32768", "--enforce-eager", "--dtype", "bfloat16", "--max-num-seqs", "16",
)  # fmt: skip
ALONE = {
    "VLLM_NO_USAGE_STATS": "1", "DO_NOT_TRACK": "1", "HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1",
    "VLLM_CPU_KVCACHE_SPACE": "1", "VLLM_CPU_OMP_THREADS_BIND": "nobind", "OMP_NUM_THREADS": "1",
}  # fmt: skip


@dataclass(frozen=True)
class Vllm:
    """The server's address, and what it counts."""

    root: str

    @property
    def url(self) -> str:
        return f"{self.root}/v1"

    def counts(self, name: str) -> float:
        """The sum of a metric over its labels."""
        told = httpx.get(f"{self.root}/metrics", timeout=10).text
        return sum(float(n) for n in re.findall(rf"^{re.escape(name)}(?:\{{[^}}]*\}})? (\S+)$", told, re.MULTILINE))


@dataclass
class Recorded:
    """Keeps agent.chat.Chat by the real model, and remembers how each draft ended."""

    model: Model
    drafts: list[tuple[str, str]] = field(default_factory=list)
    chosen: list[tuple[Call, ...]] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.model.name

    def choose(self, messages: Sequence[Said], tools: Sequence[Mapping[str, Any]], salt: str = "") -> tuple[Call, ...]:
        calls = self.model.choose(messages, tools, salt)
        self.chosen.append(calls)
        return calls

    def compose(self, messages: Sequence[Said], schema: type[T], salt: str = "", hear: Hear | None = None) -> T:
        try:
            draft = self.model.compose(messages, schema, salt, hear)
        except (Malformed, ModelDown) as error:
            self.drafts.append((schema.__name__, type(error).__name__))
            raise
        self.drafts.append((schema.__name__, "valid"))
        return draft


@pytest.fixture(scope="session")
def vllm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vllm]:
    folder = tmp_path_factory.mktemp("vllm")
    env = os.environ | ALONE
    subprocess.run([PYTHON, Path(__file__).parent / "tiny.py", folder / "model"], check=True, env=env)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [PYTHON, "-m", "vllm.entrypoints.openai.api_server", "--model", folder / "model", "--port", str(port)]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen([*command, *FLAGS], env=env, stdout=log, stderr=log)
        try:
            _wait(f"http://127.0.0.1:{port}/health", process, folder / "log")
            yield Vllm(f"http://127.0.0.1:{port}")
        finally:
            process.terminate()
            process.wait(60)


def _wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            if httpx.get(url, timeout=5).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(1)
    pytest.fail(f"vLLM did not start:\n{log.read_text(errors='replace')[-3000:]}")


@pytest.fixture(scope="session")
def model(vllm: Vllm) -> Iterator[Model]:
    opened = Model(vllm.url, NAME, seconds=REPLY_SECONDS)
    yield opened
    opened.close()


@dataclass
class Taught:
    """A house whose model is the real server, with one process document in it."""

    running: Running
    recorded: Recorded
    document: str


STEPS = (
    "# 传动轴粗车\n\n## 操作步骤\n\n1. 用三爪卡盘夹持毛坯，伸出60 mm，找正后夹紧。\n"
    "2. 粗车外圆时主轴转速取800 r/min，车平端面，钻中心孔。\n3. 一夹一顶粗车外圆，进给量0.25 mm/r，单边留余量0.4 mm。\n"
    "4. 停机测量外圆直径，允许偏差±0.05 mm，并填写首件记录。\n\n"
    "## 安全要点\n\n主轴停稳后方可测量工件，严禁戴手套操作。\n"
)


@pytest.fixture(scope="session")
def taught(vllm: Vllm) -> Iterator[Taught]:
    with running(llm_base_url=vllm.url, llm_model=NAME, llm_seconds=REPLY_SECONDS) as started:
        exchange = started.house.resources.agent.exchange
        assert exchange is not None
        exchange.chat = recorded = Recorded(exchange.chat)  # type: ignore[arg-type]
        exchange.seconds = 4 * REPLY_SECONDS
        teacher = started.caller("teacher1")
        teacher.client.timeout = httpx.Timeout(8 * REPLY_SECONDS)
        sent = teacher.upload(STEPS, owner="school", label="school/internal", name="粗车.md", title="粗车作业")
        assert teacher.settled(sent.json()["id"])["state"] == "ready"
        yield Taught(started, recorded, sent.json()["id"])
