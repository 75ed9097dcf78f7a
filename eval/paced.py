"""A stand-in for a model server that writes one fixed draft at a fixed pace: `python -m eval.paced PORT SECONDS`.

Its own process, so that what is measured against it shares only the machine with it. It chooses no tool, at once.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

PIECE = 4
SENTENCES = (
    "粗车外圆时主轴转速取800 r/min。", "粗车进给量取0.25 mm/r。", "背吃刀量不超过2 mm。", "精车余量单边留0.3 mm。",
) * 3  # fmt: skip
TEXT = "".join(SENTENCES)
DRAFT = json.dumps(
    {"answered": True, "sentences": [{"text": s, "sources": [1]} for s in SENTENCES]}, ensure_ascii=False
)  # fmt: skip


def app(pause: float) -> Starlette:
    async def complete(request: Request) -> Response:
        asked = await request.json()
        if not asked.get("stream"):
            return JSONResponse(_whole("done"))
        return StreamingResponse(_paced(pause), media_type="text/event-stream")

    return Starlette(routes=[Route("/v1/chat/completions", complete, methods=["POST"])])


async def _paced(pause: float) -> AsyncIterator[bytes]:
    for at in range(0, len(DRAFT), PIECE):
        yield _event({"content": DRAFT[at : at + PIECE]}, None)
        await asyncio.sleep(pause)
    yield _event({}, "stop")
    yield b"data: [DONE]\n\n"


def _event(delta: dict[str, Any], end: str | None) -> bytes:
    choice = {"index": 0, "delta": {"role": "assistant", **delta}, "finish_reason": end}
    told = {"id": "c", "object": "chat.completion.chunk", "created": 0, "model": "paced", "choices": [choice]}
    return f"data: {json.dumps(told, ensure_ascii=False)}\n\n".encode()


def _whole(text: str) -> dict[str, Any]:
    choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}
    usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
    return {
        "id": "c", "object": "chat.completion", "created": 0, "model": "paced", "choices": [choice], "usage": usage,
    }  # fmt: skip


if __name__ == "__main__":
    uvicorn.run(app(float(sys.argv[2])), host="127.0.0.1", port=int(sys.argv[1]), log_level="error")
