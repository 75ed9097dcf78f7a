"""A language model behind any OpenAI-compatible server, through langchain-openai, as agent/chat.py asks.

The only file that knows the vendor. It is imported when a model is configured: the client alone takes seconds to load.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing
from functools import cache
from typing import Any, TypeVar

import httpx
import openai
from langchain_core.messages import AIMessage, AIMessageChunk, AnyMessage, BaseMessage, HumanMessage, ToolMessage
from langchain_openai import ChatOpenAI
from langsmith.run_helpers import tracing_context
from pydantic import BaseModel, SecretStr, ValidationError
from pydantic_core import from_json
from tenacity import Retrying, retry_if_exception, stop_after_attempt, stop_after_delay, wait_random_exponential

from agent.bounded import Bounded
from agent.chat import Call, Hear, Malformed, ModelDown, Said
from agent.deltas import Deltas
from prompts import load
from trust.settings import Settings

T = TypeVar("T", bound=BaseModel)
R = TypeVar("R")

CONNECT_SECONDS, SILENCE_SECONDS, SECONDS = 5.0, 20.0, 60.0
TRIES, WAIT, LONGEST_WAIT, TOKENS = 3, 0.25, 2.0, 2048
_AROUND = re.compile(r"^.*?</think>|^\s*```(?:json)?\s*|\s*```\s*$", re.DOTALL)
_REFUSED = (openai.BadRequestError, openai.UnprocessableEntityError)
# What the client raises when a server answers, but not as the protocol says.
_NONSENSE = (ValueError, TypeError, KeyError, IndexError, AttributeError)


class Model:
    """Keeps agent.chat.Chat. No proxy, no tracing: it talks to the configured address and nothing else."""

    def __init__(
        self, base_url: str, model: str, key: str | None = None, seconds: float = SECONDS, *, salted: bool = True
    ) -> None:
        """`seconds` for one answer, its retries included. `salted`: the server knows vLLM's `cache_salt`."""
        self._name, self._seconds, self._salted = model, seconds, salted
        patience = httpx.Timeout(seconds, connect=CONNECT_SECONDS)
        self._silence = httpx.Timeout(min(seconds, SILENCE_SECONDS), connect=CONNECT_SECONDS)
        reach = Bounded(httpx.HTTPTransport(trust_env=False), seconds)
        self._http = httpx.Client(trust_env=False, timeout=patience, transport=reach)
        self._client = ChatOpenAI(
            model=model, base_url=base_url, api_key=SecretStr(key or "none"), temperature=0, max_retries=0,
            timeout=patience, http_client=self._http, max_completion_tokens=TOKENS, use_responses_api=False,
        )
        self._client.client = Deltas(self._client.root_client)

    @property
    def name(self) -> str:
        return self._name

    def close(self) -> None:
        self._http.close()

    def choose(self, messages: Sequence[Said], tools: Sequence[Mapping[str, Any]], salt: str = "") -> tuple[Call, ...]:
        """Calls with arguments that are no JSON come without any: the tool's own check then says what is wrong."""
        declared = [{"type": "function", "function": dict(tool)} for tool in tools]
        reply = self._ask(messages, salt, tools=declared)
        calls = [Call(c["id"] or f"call-{n}", c["name"], c["args"]) for n, c in enumerate(reply.tool_calls)]
        broken = [Call(c["id"] or f"broken-{n}", c["name"] or "") for n, c in enumerate(reply.invalid_tool_calls)]
        return (*calls, *broken)

    def compose(self, messages: Sequence[Said], schema: type[T], salt: str = "", hear: Hear | None = None) -> T:
        """Streamed, so that a server that falls silent is left soon, and one that nobody hears any more stops."""
        shape = _shape(schema)
        *before, last = messages
        asked = f"{last.text}\n\n{load('reply', schema=json.dumps(shape['schema']))}"
        form = {"response_format": {"type": "json_schema", "json_schema": shape}}
        text, ended = self._streamed([*before, Said(last.role, asked)], form | self._salt(salt), hear)
        try:
            return schema.model_validate_json(_AROUND.sub("", text))
        except ValidationError as error:
            if not ended:
                raise ModelDown() from None
            raise Malformed(_words(error)) from None

    def _salt(self, salt: str) -> dict[str, Any]:
        return {"cache_salt": salt} if salt and self._salted else {}

    def _ask(self, messages: Sequence[Said], salt: str, **options: Any) -> AIMessage:
        sent = [_message(said) for said in messages]

        def once() -> BaseMessage:
            return self._client.invoke(sent, extra_body=self._salt(salt), **options)

        reply = self._kept(once)
        if not isinstance(reply, AIMessage):  # it speaks in another's name
            raise ModelDown()
        return reply

    def _streamed(self, messages: Sequence[Said], body: Mapping[str, Any], hear: Hear | None) -> tuple[str, bool]:
        """What came, and whether the server said that this is the end."""
        sent, said, ended = [_message(m) for m in messages], list[str](), False

        def once() -> None:
            nonlocal ended
            try:
                with closing(self._parts(sent, body)) as parts:
                    for part, ends in parts:
                        ended = ended or ends
                        said.append(part)
                        if hear and "}" in part and isinstance(value := _partial("".join(said)), dict):
                            hear(value)
            except (openai.OpenAIError, httpx.HTTPError):
                if any(said):  # it was heard: not to be said anew
                    raise ModelDown() from None
                raise

        self._kept(once)
        return "".join(said), ended

    def _parts(self, sent: list[AnyMessage], body: Mapping[str, Any]) -> Generator[tuple[str, bool], None, None]:
        """Pieces, and whether each is marked as the last. The form goes as part of the body: told of it, the client
        would parse and judge the reply itself.
        """
        for part in self._client.stream(sent, extra_body=dict(body), timeout=self._silence):
            if not isinstance(part, AIMessageChunk):  # it speaks in another's name
                raise ModelDown()
            yield part.content if isinstance(part.content, str) else "", "finish_reason" in part.response_metadata

    def _kept(self, once: Callable[[], R]) -> R:
        """Again where that helps; untraced, whatever the environment says."""
        try:
            with tracing_context(enabled=False):
                return _patiently(self._seconds)(once)
        except (openai.OpenAIError, httpx.HTTPError, *_NONSENSE) as error:
            raise ModelDown(ours=isinstance(error, _REFUSED)) from None


@cache
def _shape(schema: type[BaseModel]) -> dict[str, Any]:
    return {"name": schema.__name__, "schema": schema.model_json_schema()}


def _partial(text: str) -> object:
    """What of a JSON text stands so far; None where nothing does."""
    try:
        return from_json(_AROUND.sub("", text), allow_partial=True)
    except ValueError:
        return None


def _patiently(seconds: float) -> Retrying:
    """Again, a little later each time, where a server is busy, restarting or cut the line."""
    return Retrying(
        retry=retry_if_exception(_passing), stop=stop_after_attempt(TRIES) | stop_after_delay(seconds),
        wait=wait_random_exponential(WAIT, LONGEST_WAIT), reraise=True,
    )


def _passing(error: BaseException) -> bool:
    if isinstance(error, openai.APITimeoutError):
        return False
    return isinstance(error, openai.APIConnectionError | openai.RateLimitError | openai.InternalServerError)


def open_model(settings: Settings) -> Model | None:
    """The configured model, or None. Both the address and the name are needed."""
    if not settings.llm_base_url or not settings.llm_model:
        return None
    return Model(
        settings.llm_base_url, settings.llm_model, settings.llm_api_key, settings.llm_seconds,
        salted=settings.llm_cache_salt,
    )


def _message(said: Said) -> AnyMessage:
    if said.role == "tool":
        return ToolMessage(said.text, tool_call_id=said.answers)
    if said.role == "assistant":
        calls = [{"id": c.id, "name": c.name, "args": dict(c.arguments), "type": "tool_call"} for c in said.calls]
        return AIMessage(said.text, tool_calls=calls)
    return HumanMessage(said.text)


def _words(error: ValidationError) -> str:
    """What is wrong with a reply, without repeating it."""
    wrong = [f"{'.'.join(map(str, e['loc'])) or 'reply'}: {e['msg']}" for e in error.errors(include_input=False)[:3]]
    return f"the reply does not fit the schema ({'; '.join(wrong)})"
