"""A server killed in the middle of a streamed answer: the conversation afterwards holds whole exchanges only, in order,
and goes on; the audit is whole.
"""

from __future__ import annotations

import json
import random
from pathlib import Path

import httpx
import pytest

from demo.school import accounts, enter_people
from records.store import Store
from tests.serve.processes import Started, processes
from trust.settings import Settings

KILLS = 4
QUESTION = "第{n}次问：更换刀具前要先做什么？"
TEXT = "机床运转时严禁测量工件。主轴停稳后方可更换刀具。急停按钮位于操作面板右下角。"


def streamed(
    server: Started, token: str, thread: str | None, asked: str, frames: int | None
) -> tuple[str | None, bool]:
    """(thread, ended) of a question whose server dies after so many frames; None: it lives."""
    seen, ended = 0, False
    headers = {"Authorization": f"Bearer {token}", "Accept": "text/event-stream"}
    body = {"message": asked, **({"thread_id": thread} if thread else {})}
    try:
        with httpx.stream("POST", f"{server.url}/api/chat", headers=headers, json=body, timeout=60) as answer:
            assert answer.status_code == 200
            for line in answer.iter_lines():
                if line.startswith("data: "):
                    thread = json.loads(line[6:]).get("thread_id") or thread
                    seen += 1
                ended |= line == "event: done"
                if frames is not None and seen >= frames:
                    server.kill()
                    frames = None
    except httpx.TransportError:
        assert server.process.poll() is not None
    return thread, ended


@pytest.mark.slow
def test_a_server_killed_in_the_middle_of_an_answer_keeps_whole_exchanges_only(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data")
    store = Store.open(settings)
    people = enter_people(store, accounts(settings.data))
    token = store.accounts.make_token(store.people.principal(people["teacher1"]), "t", 1)[1]
    store.close()
    draw, told = random.Random(7), []
    with processes(tmp_path) as made:
        server = made.app()
        server.wait()
        form = {"owner": "school", "label": "school/internal", "library": "course", "title": "安全须知"}
        headers = {"Authorization": f"Bearer {token}"}
        file = {"file": ("安全须知.txt", TEXT.encode(), "text/plain")}
        httpx.post(f"{server.url}/api/documents", data=form, files=file, headers=headers, timeout=60).raise_for_status()
        thread, ended = streamed(server, token, None, QUESTION.format(n=0), None)
        assert ended
        told.append(QUESTION.format(n=0))
        for n in range(1, KILLS + 1):
            asked = QUESTION.format(n=n)
            _, ended = streamed(server, token, thread, asked, draw.randint(1, 4))
            if server.process.poll() is None:
                server.kill()
            server = made.app()
            server.wait()
            answer = httpx.get(f"{server.url}/api/threads/{thread}", headers=headers, timeout=60).raise_for_status()
            turns = answer.json()["turns"]
            questions = [turn["asked"] for turn in turns]
            assert questions == [*told, asked] or (not ended and questions == told)
            assert all(turn["answer"]["answer"] for turn in turns)
            told = questions
        assert streamed(server, token, thread, "急停按钮在哪里？", None)[1]
        assert server.stop() == 0
    store = Store.open(settings)
    try:
        assert store.audit.verify() == []
    finally:
        store.close()
