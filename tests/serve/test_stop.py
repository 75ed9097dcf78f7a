"""One server as its operator meets it: a second one on its folder is refused in words; told to stop it ends in order
and what it was doing goes on at the next start; its log is JSON without a word of anybody's.
"""

from __future__ import annotations

import json
import time
from pathlib import Path

import httpx
import pytest

from demo.school import accounts, enter_people
from ingest.workflow import jobs_running
from records.store import Store
from tests.serve.processes import processes
from trust.settings import Settings

CANARY = "金丝雀乙醇 canary-5c21"


@pytest.mark.slow
def test_a_server_is_alone_on_its_folder_stops_in_order_and_keeps_its_jobs(tmp_path: Path) -> None:
    data = tmp_path / "data"
    store = Store.open(Settings(data=data))
    rows = accounts(data)
    enter_people(store, rows)
    store.close()
    password = next(r["password"] for r in rows if r["username"] == "mentor1")
    with processes(tmp_path) as made:
        server = made.app()
        server.wait()
        second = made.app()
        assert second.process.wait(240) == 1
        said = second.log.read_text("utf-8")
        assert "索引文件夹正被另一个进程使用" in said
        assert "Traceback" not in said
        with httpx.Client(base_url=server.url, timeout=60) as client:
            signed = client.post("/api/sessions", json={"username": "mentor1", "password": password})
            client.headers["X-CSRF-Token"] = signed.raise_for_status().json()["csrf_token"]
            for n in range(6):
                form = {"owner": "yuchuan", "label": "yuchuan/confidential", "library": "enterprise"}
                files = {"file": (f"{CANARY}{n}.txt", f"{CANARY}第{n}份".encode(), "text/plain")}
                assert client.post("/api/documents", data=form, files=files).status_code == 202
            assert client.get("/api/search", params={"q": CANARY}).status_code == 200
        assert server.stop() == 0
        assert not jobs_running(Settings(data=data))
        lines = [json.loads(line) for line in server.log.read_text("utf-8").splitlines() if line.startswith("{")]
        served = [line for line in lines if line["event"] == "served"]
        assert {"/api/sessions", "/api/documents", "/api/search"} <= {line["route"] for line in served}
        assert all(len(line["request_id"]) == 24 and line["timestamp"] for line in served)
        assert CANARY[-4:] not in server.log.read_text("utf-8")
        assert "乙醇" not in server.log.read_text("utf-8")
        again = made.app()
        again.wait()
        store = Store.open(Settings(data=data))
        mentor = store.people.principal(str(store.people.find("mentor1")))
        for _ in range(1200):
            held = store.library.page(mentor, store.labels.scope(mentor))[0]
            if all(d.state not in ("received", "parsing", "indexing") for d in held):
                break
            time.sleep(0.1)
        store.close()
        assert len(held) == 6
        assert {d.state for d in held} <= {"ready", "awaiting_label"}
        assert again.stop() == 0
