"""Traces reach the operator's own collector and hold nothing that anybody said, read, is called or is known by."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from eval.house import running
from trust.errors import Fault
from trust.settings import Settings
from web.spans import NoSpans, open_spans

TEXT = "粗车外圆时主轴转速取800 r/min，进给量取0.25 mm/r。"


@contextmanager
def collector() -> Iterator[tuple[str, list[bytes]]]:
    """Its address, and the bodies it was sent."""
    bodies = list[bytes]()

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/v1/traces", bodies
    server.shutdown()
    server.server_close()


def spans(bodies: list[bytes]) -> list[Span]:
    every = [ExportTraceServiceRequest.FromString(body) for body in bodies]
    return [s for r in every for rs in r.resource_spans for ss in rs.scope_spans for s in ss.spans]


@pytest.mark.slow
def test_a_turn_and_its_requests_are_told_without_a_word_of_them(tmp_path: Path) -> None:
    with collector() as (url, bodies):
        with running(tmp_path / "data", otlp_url=url) as house:
            teacher, person = house.caller("teacher1"), house.people["teacher1"]
            sent = teacher.upload(TEXT, owner="school", label="school/internal", name="密题.txt", title="粗车要点")
            document = sent.json()["id"]
            teacher.settled(document)
            said = teacher.post("/api/chat", message="粗车外圆的主轴转速取多少？").json()
            assert "800" in said["answer"]
        told = spans(bodies)
        raw = b"".join(bodies)
    (turn,) = [s for s in told if s.name == "turn"]
    steps = [s.name for s in told if s.parent_span_id == turn.span_id]
    assert steps[:2] == ["understand", "think"]
    assert steps[-2:] == ["answer", "release"]
    facts = {a.key: a.value for a in turn.attributes}
    assert facts["turn.tools"].array_value.values[0].string_value == "search"
    assert facts["turn.extracted"].bool_value
    assert "POST /api/chat" in {s.name for s in told}
    assert "GET /api/documents/{document_id}" in {s.name for s in told}
    for word in ("主轴", "转速", "800 r/min", "粗车要点", "密题", "school/internal", "teacher1", person, document):
        assert word.encode() not in raw, word
    assert said["thread_id"].encode() not in raw


@pytest.mark.slow
def test_a_collector_that_is_down_holds_nobody_up(tmp_path: Path) -> None:
    with running(tmp_path / "data", otlp_url="http://127.0.0.1:9/v1/traces") as house:
        assert house.caller("teacher1").post("/api/chat", message="你好").status_code == 200


def test_none_is_the_default_and_a_missing_extra_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(open_spans(Settings()), NoSpans)

    def absent(name: str) -> None:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr("web.spans.import_module", absent)
    with pytest.raises(Fault, match="traces"):
        open_spans(Settings(otlp_url="http://127.0.0.1:4318/v1/traces"))
