"""The pieces of a streamed reply as plain JSON, for langchain-openai, which wants no more.

The client's typed pieces take more time than all else that is done with a piece, and langchain unpacks each at once.
Knows the client's door for requests of one's own (`post`); not what is asked nor what comes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import openai


class Deltas:
    """Stands in for the client's chat completions; what is not streamed goes through them unchanged."""

    def __init__(self, client: openai.OpenAI) -> None:
        self._client = client
        self.with_raw_response = client.chat.completions.with_raw_response

    def create(
        self, *, extra_body: Mapping[str, Any] | None = None, timeout: openai.Timeout | None = None, **asked: Any
    ) -> openai.Stream[object]:
        """Raises openai.OpenAIError as the client does."""
        options: Any = {"extra_json": extra_body or {}, "timeout": timeout, "security": {"bearer_auth": True}}
        return self._client.post(
            "/chat/completions", cast_to=object, body=asked, options=options, stream=True,
            stream_cls=openai.Stream[object],
        )  # fmt: skip
