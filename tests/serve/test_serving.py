"""Told to stop, the server lets what is under way finish and comes back to whoever started it."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx

PROGRAM = """
import sys, threading, time
from fastapi import FastAPI
from web.serving import run
app = FastAPI()
@app.get("/")
def slow() -> str:
    print("asked", flush=True)
    time.sleep(1)
    return "whole"
run(app, "127.0.0.1", int(sys.argv[1]), threading.Event().wait)
print("closed", flush=True)
"""


def test_after_sigterm_requests_are_answered_and_what_was_built_is_closed() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    root = Path(__file__).parents[2]
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(port)], cwd=root, stdout=subprocess.PIPE, text=True
    )  # fmt: skip
    try:
        assert process.stdout is not None
        for _ in range(1200):
            with socket.socket() as knock:
                if knock.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        with ThreadPoolExecutor(1) as pool:
            answer = pool.submit(httpx.get, f"http://127.0.0.1:{port}/", timeout=60)
            assert process.stdout.readline() == "asked\n"
            process.send_signal(signal.SIGTERM)
            assert answer.result().json() == "whole"
        assert process.stdout.read() == "closed\n"
        assert process.wait(60) == 0
    finally:
        process.kill()
