"""The process that has every parsing library loaded, `python -m ingest.nursery FD AIDS`; it forks a reader per file.

Importing the libraries takes seconds, forking takes milliseconds. Orders come over the socket FD, content over a pipe
each. The parent decides about time; a reader that crashes takes nothing with it. Nothing is printed or logged here:
the libraries' warnings would carry document text. After ten idle minutes it leaves, with its 400 MB; the parent
starts it again when there is work. `serve` is for any nursery: what is loaded and how a file is answered are given.
"""

from __future__ import annotations

import json
import os
import socket
import sys
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from typing import Any, NoReturn

from ingest import limits
from ingest.aids import Aids
from trust.errors import Fault

IDLE_SECONDS = 600
DONE, CRASHED, OUT_OF_MEMORY = 0, 1, 3


Answer = Callable[[str, bytes], dict[str, Any]]
"""A file's name and bytes to what is told of it; may raise a Fault."""


def serve(descriptor: int, load: Callable[[], None], answer: Answer) -> None:
    """Until the parent is gone or long silent."""
    control = socket.socket(fileno=descriptor)
    load()
    control.sendall(b"{}\n")
    control.settimeout(IDLE_SECONDS)
    while order := _receive(control):
        message, descriptors = order
        if "reap" in message:
            control.sendall(json.dumps({"status": os.waitpid(message["reap"], 0)[1]}).encode() + b"\n")
            continue
        child = os.fork()
        if child == 0:
            _read(answer, message, *descriptors)
        for each in descriptors:
            os.close(each)
        control.sendall(json.dumps({"child": child}).encode() + b"\n")


def load() -> None:
    """Everything a reader needs, and the one change to unstructured: no English model from the network.

    Its tokenizer would download a spaCy model at first use; a blank pipeline that ends sentences serves as well,
    since only headings, lists and tables are asked of it. Nothing here needs torch, which spaCy loads if it is there.
    """
    sys.modules.setdefault("torch", None)  # type: ignore[arg-type]
    import spacy
    import unstructured.nlp.tokenize

    from ingest import markup
    from ingest import read as _readers

    blank = spacy.blank("xx")
    blank.add_pipe("sentencizer")
    blank.max_length = 100_000_000
    setattr(unstructured.nlp.tokenize, "_get_nlp", lambda: blank)  # noqa: B010
    markup.html_blocks("<h1>热身</h1><p>先跑一遍，之后每份文档只花毫秒。</p>")
    _ = _readers


def _receive(control: socket.socket) -> tuple[dict[str, Any], list[int]] | None:
    """One order: the line, and the two pipe ends that came with it. None when the parent is gone or long silent."""
    try:
        data, descriptors, _, _ = socket.recv_fds(control, 65536, 2)
    except TimeoutError:
        return None
    while data and not data.endswith(b"\n"):
        data += control.recv(65536)
    return (json.loads(data), descriptors) if data else None


def _read(answer: Answer, order: dict[str, Any], source: int, target: int) -> NoReturn:
    """In the child: limits first, then the file; the answer as JSON. Whatever else is raised ends it as a crash."""
    code = CRASHED
    try:
        limits.apply(order["folder"], order["seconds"], order["memory"], order["programs"])
        with os.fdopen(source, "rb") as pipe:
            data = pipe.read()
        told = json.dumps(_said(answer, order["filename"], data), ensure_ascii=False)
        with os.fdopen(target, "wb") as pipe:
            pipe.write(told.encode())
        code = DONE
    except MemoryError:
        code = OUT_OF_MEMORY
    finally:
        os._exit(code)


def _said(answer: Answer, filename: str, data: bytes) -> dict[str, Any]:
    try:
        return answer(filename, data)
    except Fault as fault:
        return {"fault": fault.kind, "zh": fault.zh, "en": fault.en}


def _document(aids: Aids, filename: str, data: bytes) -> dict[str, Any]:
    from ingest.read import read

    return asdict(read(filename, data, aids))


if __name__ == "__main__":
    serve(int(sys.argv[1]), load, partial(_document, Aids(**json.loads(sys.argv[2]))))
