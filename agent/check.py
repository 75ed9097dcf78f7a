"""Why a written text may not be used: foreign citations, numbers its sources do not say, links, HTML. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pydantic import BaseModel

from agent.cite import unmarked
from agent.draft import Draft, Sentence
from agent.support import supported
from learning.numbers import unsupported
from trust.sources import Findings

_LINK = re.compile(
    r"(?:[a-z][a-z0-9+.-]{1,15}://|www\.|mailto:|data:[a-z]+/|javascript:)[^\s<>\"'）)】\]]*", re.IGNORECASE
)
_MARKUP = re.compile(r"<\s*[a-z!/]|!\[|\]\s*\(|```|&(?:#\d+|#x[0-9a-f]+|lt|gt);", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_CJK, _LATIN = re.compile(r"[㐀-鿿]"), re.compile(r"[A-Za-z]")
REVIEWED, NAMED = 2, 16
"""The integrity from which a passage's links may be repeated; letters of a name or a code."""


def unfit(draft: Draft, findings: Findings, glossary: Mapping[str, str] | None = None) -> str | None:
    """The reason to refuse this draft, in words for the writer; None when it holds. With a glossary it may be English,
    also over Chinese sources; else it is Chinese.
    """
    if not draft.answered:
        return None
    if not draft.sentences:
        return "`answered` is true but there are no sentences"
    return next((reason for s in draft.sentences if (reason := _unfit(s, findings, glossary))), None)


def unfit_alone(sentence: Sentence, findings: Findings, glossary: Mapping[str, str] | None = None) -> str | None:
    """The reason to refuse this one sentence."""
    return unsafe(sentence, findings) or _unfit(sentence, findings, glossary)


def unsafe(value: BaseModel, findings: Findings) -> str | None:
    """Links and markup, unless a passage that somebody reviewed has them, pictures and control characters, in any text
    of `value`. Holds for whatever a model wrote: what a member put into a passage may have told it to.
    """
    sources = "\n".join(p.text for p in findings.passages if p.label.integrity >= REVIEWED)
    for text in _texts(value.model_dump(mode="json")):
        if any(link[0] not in sources for link in _LINK.finditer(text)):
            return "links are not allowed"
        if "![" in text or _CONTROL.search(text) or any(mark[0] not in sources for mark in _MARKUP.finditer(text)):
            return "HTML, code blocks, Markdown links or images are not allowed"
    return None


def _unfit(sentence: Sentence, findings: Findings, glossary: Mapping[str, str] | None) -> str | None:
    count = len(findings.passages)
    if not sentence.sources:
        return f"this sentence names no source: {sentence.text[:60]}"
    if foreign := [n for n in sentence.sources if not 1 <= n <= count]:
        return f"there is no passage {foreign[0]}; passages are numbered 1 to {count}"
    cited = [findings.passages[n - 1] for n in sentence.sources]
    said = [f"{p.title}\n{p.locator.heading or ''}\n{p.text}" for p in cited]
    if missing := unsupported(unmarked(sentence.text), said):
        return f"the number {missing[0].value} is not in the passages this sentence names"
    if glossary is None and _foreign(sentence.text):
        return f"write in simplified Chinese: {sentence.text[:60]}"
    if not supported(unmarked(sentence.text), said, glossary or {}):
        return f"the passages this sentence names do not say it, keep to their words: {sentence.text[:60]}"
    return None


def _foreign(text: str) -> bool:
    """More than a name or a code in Latin letters, and hardly a Chinese character."""
    latin, chinese = len(_LATIN.findall(text)), len(_CJK.findall(text))
    return latin > NAMED and 4 * chinese < latin


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
