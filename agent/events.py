"""What a listener is told while an answer is made. `data` is JSON-ready. Knows no transport.

In order: `progress` while working, then `sentence` by `sentence` once the guard has admitted them, then each
`citation`, then one `done` with the whole answer and how it came about.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from trust.sources import Answer, Citation

Kind = Literal["progress", "sentence", "citation", "done"]


@dataclass(frozen=True)
class Event:
    """`answer` and `trace` only come with `done`. The trace holds ids and queries: show it to the asker alone. `read`:
    the documents that were read up to here, those of the conversation included.
    """

    kind: str
    data: Mapping[str, Any]
    answer: Answer | None = None
    trace: Mapping[str, Any] = field(default_factory=dict)
    read: frozenset[str] = frozenset()


def cited(citation: Citation) -> dict[str, Any]:
    """A citation as JSON."""
    return asdict(citation)


def done(answer: Answer, trace: Mapping[str, Any]) -> Event:
    data: dict[str, Any] = {
        "answer": answer.text,
        "citations": [cited(c) for c in answer.citations],
        "refused": answer.refused,
        "label": str(answer.label),
        "written_by": answer.written_by,
        "tool_calls": list(answer.tool_calls),
    }
    if answer.incomplete:
        data["incomplete"] = True
    if "tutor" in trace:
        data["tutor"] = {k: v for k, v in trace["tutor"].items() if k not in ("question", "last")}
    return Event("done", data, answer, trace)
