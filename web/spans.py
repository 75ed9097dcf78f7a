"""Traces for the operator's own collector, through OpenTelemetry; none unless `SHUANGYUAN_OTLP_URL` names one.

A span for every exchange over HTTP, and one for every turn of talk with its steps. Knows routes, tools, counts and
times. No words, no titles, no labels and no ids of people or documents go in, and nothing switches them on.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from time import time_ns
from typing import Any, Protocol

from trust.errors import Fault
from trust.settings import Settings
from trust.sources import Answer

SECONDS = 3
"""For one delivery: a collector that is down holds nobody up."""


class Spans(Protocol):
    def exchange(self, method: str, route: str, status: int, seconds: float) -> None:
        """One request was answered."""
        ...

    def turn(self, answer: Answer, trace: Mapping[str, Any]) -> None:
        """One question was answered; `trace` is the turn's own (agent/compose.py)."""
        ...

    def close(self) -> None:
        """Delivers what is left."""
        ...


class NoSpans:
    """Where no collector is configured."""

    def exchange(self, method: str, route: str, status: int, seconds: float) -> None: ...

    def turn(self, answer: Answer, trace: Mapping[str, Any]) -> None: ...

    def close(self) -> None: ...


class OtlpSpans:
    """Over HTTP to a collector (`http://HOST:4318/v1/traces`), in batches, in the background."""

    def __init__(self, url: str) -> None:
        sdk = _library("opentelemetry.sdk.trace")
        exporter = _library("opentelemetry.exporter.otlp.proto.http.trace_exporter").OTLPSpanExporter(
            endpoint=url, timeout=SECONDS
        )
        about = _library("opentelemetry.sdk.resources").Resource.create({"service.name": "shuangyuan"})
        self._provider = sdk.TracerProvider(resource=about, shutdown_on_exit=False)
        self._provider.add_span_processor(_library("opentelemetry.sdk.trace.export").BatchSpanProcessor(exporter))
        self._tracer = self._provider.get_tracer("shuangyuan")
        self._inside = _library("opentelemetry.trace").set_span_in_context

    def exchange(self, method: str, route: str, status: int, seconds: float) -> None:
        told = {"http.request.method": method, "http.route": route, "http.response.status_code": status}
        self._ended(f"{method} {route}", time_ns() - int(seconds * 1e9), seconds, told)

    def turn(self, answer: Answer, trace: Mapping[str, Any]) -> None:
        steps = [(str(name), float(ms) / 1000) for name, ms in trace.get("milliseconds", {}).items()]
        whole = sum(seconds for _, seconds in steps)
        began = time_ns() - int(whole * 1e9)
        told = {
            "turn.kind": str(trace.get("kind", "")), "turn.tools": list(answer.tool_calls),
            "turn.passages": len(trace.get("passages", ())), "turn.citations": len(answer.citations),
            "turn.refused": answer.refused, "turn.extracted": answer.written_by == "extract",
            "turn.incomplete": answer.incomplete,
        }  # fmt: skip
        span = self._tracer.start_span("turn", start_time=began, attributes=told)
        at = began
        for name, seconds in steps:
            self._ended(name, at, seconds, {}, self._inside(span))
            at += int(seconds * 1e9)
        span.end(end_time=at)

    def close(self) -> None:
        self._provider.shutdown()

    def _ended(self, name: str, began: int, seconds: float, told: Mapping[str, Any], context: Any = None) -> None:
        span = self._tracer.start_span(name, context=context, start_time=began, attributes=told)
        span.end(end_time=began + int(seconds * 1e9))


def open_spans(settings: Settings) -> Spans:
    return OtlpSpans(settings.otlp_url) if settings.otlp_url else NoSpans()


def _library(name: str) -> Any:
    try:
        return import_module(name)
    except ModuleNotFoundError:
        raise Fault(
            "配置了追踪（SHUANGYUAN_OTLP_URL），但没有安装扩展组件 traces；请安装它，或去掉该设置",
            "SHUANGYUAN_OTLP_URL is set but the extra `traces` is not installed: install it or remove the setting",
        ) from None
