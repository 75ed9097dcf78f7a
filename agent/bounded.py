"""A transport to the model server that ends: an answer has so many seconds and bytes, whatever the server does.

Knows httpx; not what is sent. A timeout of httpx alone bounds each read, so a server that drips never meets it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import monotonic

import httpx

BYTES = 4 * 1024 * 1024


class Bounded(httpx.BaseTransport):
    """Raises httpx.ReadTimeout or httpx.DecodingError in the middle of an answer that is too long or packed."""

    def __init__(
        self, inner: httpx.BaseTransport, seconds: float, most: int = BYTES, clock: Callable[[], float] = monotonic
    ) -> None:
        self._inner, self._seconds, self._most, self._clock = inner, seconds, most, clock

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        until = self._clock() + self._seconds
        request.headers["Accept-Encoding"] = "identity"
        answer = self._inner.handle_request(request)
        if answer.headers.get("Content-Encoding", "identity") != "identity":  # what unpacks has no bound
            answer.close()
            raise httpx.DecodingError("packed answer", request=request)
        assert isinstance(answer.stream, httpx.SyncByteStream)
        body = _Body(answer.stream, self._most, lambda: self._clock() > until, request)
        return httpx.Response(
            answer.status_code, headers=answer.headers, stream=body, extensions=answer.extensions, request=request
        )

    def close(self) -> None:
        self._inner.close()


class _Body(httpx.SyncByteStream):
    def __init__(
        self, inner: httpx.SyncByteStream, most: int, late: Callable[[], bool], request: httpx.Request
    ) -> None:
        self._inner, self._most, self._late, self._request = inner, most, late, request

    def __iter__(self) -> Iterator[bytes]:
        read = 0
        for chunk in self._inner:
            read += len(chunk)
            if read > self._most or self._late():
                raise httpx.ReadTimeout("the answer does not end", request=self._request)
            yield chunk

    def close(self) -> None:
        self._inner.close()
