"""English questions about Chinese documents, without a model: trade terms in Chinese, word by word, from glossary.tsv.

A second reading only: the question as asked is searched first. Knows terms, no grammar beyond `X of Y` → `Y的X`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from agent.topic import words

FILE = Path(__file__).with_name("glossary.tsv")
LONGEST = 4
_JOINT = re.compile(r"\b(?:for|of|in|during|when|while|on|at|with|to)\b")
_VERB = re.compile(r"\b(?:turn|switch|power|shut|start|warm)(?:ed|ing)? ?(?:on|off|down|up)\b")
_ASKED = (
    (re.compile(r"\bhow often\b"), "多久一次"),
    (re.compile(r"\bhow (?:many|much|long|hot|fast|deep|high)\b|\bwhat (?:temperature|speed|time)\b"), "是多少"),
    (re.compile(r"\bwhy\b"), "的原因是什么"), (re.compile(r"\bwhen\b"), "是什么时候"), (re.compile(r"\bwho\b"), "由谁"),
    (re.compile(r"\bhow\b"), "怎么做"), (re.compile(r"\bwhat|which\b"), "是什么"),
)


def read(path: Path = FILE) -> Mapping[str, str]:
    """English term → Chinese term."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t") for line in lines)


def readings(queries: Sequence[str], glossary: Mapping[str, str]) -> tuple[str, ...]:
    """The queries and what they are in Chinese; that first where a question has Chinese terms in it already."""
    found: list[str] = []
    for query in queries:
        chinese = in_chinese(query, glossary)
        both = [query] if chinese is None else [query, chinese] if query.isascii() else [chinese, query]
        found += [q for q in both if q not in found]
    return tuple(found)


def in_chinese(question: str, glossary: Mapping[str, str]) -> str | None:
    """The question in Chinese terms; None when a third of its words or more are not in the glossary."""
    plain = re.sub(r"['’]s\b", " ", question.lower()).strip(" ?!.")
    for verb in _VERB.findall(plain):
        plain = plain.replace(verb, f" {glossary.get(verb, verb)} ")
    parts = [_terms(words(part), glossary) for part in _JOINT.split(plain)]
    known, unknown = sum(k for _, k, _ in parts), sum(u for _, _, u in parts)
    if not known or unknown * 3 > known + unknown:
        return None
    said = [text for text, _, _ in parts if text]
    return "的".join(reversed(said)) + next((cue for asked, cue in _ASKED if asked.search(plain)), "")


def _terms(spoken: list[str], glossary: Mapping[str, str]) -> tuple[str, int, int]:
    """The words in Chinese, longest terms first; how many were known, how many not. Codes and Chinese stay."""
    said, known, unknown, at = [], 0, 0, 0
    while at < len(spoken):
        for length in range(min(LONGEST, len(spoken) - at), 0, -1):
            term = _look_up(" ".join(spoken[at : at + length]), glossary)
            if term is not None:
                known += length
                break
        else:
            length, term = 1, spoken[at]
            unknown += 1
        said.append(term)
        at += length
    return "".join(t if re.search(r"[^\x00-\x7f]", t) else f" {t} " for t in said).strip(), known, unknown


def _look_up(term: str, glossary: Mapping[str, str]) -> str | None:
    if not term.isascii() or (any(c.isdigit() for c in term) and " " not in term):
        return term if " " not in term else None
    stems = (term, *(term.removesuffix(end) for end in ("s", "es", "d", "ed", "ing")), term.removesuffix("ing") + "e")
    return next((glossary[stem] for stem in stems if stem in glossary), None)
