"""A stricter label for a document, proposed by rules: marks, titles, the owner's floor, data about people.

Only ever stricter than the uploader's: what would be weaker or equal is None. Pure; knows nothing of storage, nor of
who confirms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from ingest.cues import CIRCULATION, LEVEL_WORDS, MARKS, RESTRICTED, TITLES
from ingest.personal import holds_personal_data, personal_lines
from trust.labels import Label

FIRST_LINES, LONGEST_MARK, LONGEST_BRACKETED = 8, 40, 80
MOST_REASONS, LONGEST_LINE = 8, 120
_BRACKETED = re.compile(r"[【\[（(〔〖『「<《]\s*([^【】\[\]（）()〔〕]{2,16})\s*[】\])）〕〗』」>》]")
_DECLARED = re.compile(
    r"(?:^|[；;\s])(?:文件|资料)?(?:密\s*级|保密级别|保密等级|机密等级|classification)\s*[:：]\s*([\w\u4e00-\u9fff]{2,12})",
    re.I | re.M,
)
_PARTS = re.compile(r"[\s，,、。；;!！|/·—–-]+")


@dataclass(frozen=True)
class Reason:
    """Why a level is asked for. `rule` is `mark`, `declared`, `circulation`, `title` or `personal`; `line` is verbatim,
    cut after LONGEST_LINE characters.
    """

    rule: str
    level: int
    line: str


def reasons(
    label: Label, owner: str, title: str, text: str, margins: Sequence[str] = (), filename: str = ""
) -> tuple[Reason, ...]:
    """The lines that make `propose` ask for more than the label holds, strictest first, MOST_REASONS at most.

    Found by the same rules, line by line.
    """
    held, found = _held(label, owner), [*_marks_in((title, filename), text, margins)]
    found += [Reason("title", _titled((name,), ""), name) for name in (title, filename)]
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    found.append(Reason("title", _titled((), first), first))
    if not label.personal and holds_personal_data(text):
        found += [Reason("personal", RESTRICTED, line) for line in personal_lines(text)]
    kept = {(r.rule, r.line.strip()): r for r in found if r.level > held}
    cut = (Reason(r.rule, r.level, r.line.strip()[:LONGEST_LINE]) for r in kept.values())
    return tuple(sorted(cut, key=lambda r: -r.level)[:MOST_REASONS])


def _marks_in(titles: Sequence[str], text: str, margins: Sequence[str]) -> Iterator[Reason]:
    first = _first_lines(text)
    for line in (*titles, *margins, *first):
        if len(line) <= LONGEST_BRACKETED:
            yield Reason("mark", max((_level(b) for b in _BRACKETED.findall(line)), default=0), line)
    for line in (*margins, *first):
        yield Reason("mark", _whole_line(line), line)
    for line in first:
        yield Reason("circulation", RESTRICTED if re.search(CIRCULATION, line) else 0, line)
    for line in (*text.splitlines(), *margins):
        yield Reason("declared", _declared(line), line)


def propose(
    label: Label,
    owner: str,
    title: str,
    text: str,
    margins: Sequence[str] = (),
    floor: Label | None = None,
    filename: str = "",
) -> Label | None:
    """`margins` are running headers and footers; `floor` the least an owner allows for such a document.

    The file name is shown as the title is, so it is judged as one.
    """
    titles = (title, filename)
    level = max(_marked(titles, text, margins), _titled(titles, text))
    if not label.personal and holds_personal_data(text):
        level = max(level, RESTRICTED)
    proposed = label | _at(owner, level, label.integrity) if level > _held(label, owner) else label
    if floor is not None:
        proposed = proposed | floor
    return None if proposed.flows_to(label) else proposed


def _at(owner: str, level: int, integrity: int) -> Label:
    return Label.of([owner], [[f"{owner}:{level}"]], integrity)


def _held(label: Label, owner: str) -> int:
    """The level the label already has at the owner: a mark that says the same must not close what it opens."""
    return max((n for n in (1, 2, 3) if any(f"{owner}:{n}" in clause for clause in label.clauses)), default=0)


def _marked(titles: Sequence[str], text: str, margins: Sequence[str]) -> int:
    first = _first_lines(text)
    lines = [*titles, *margins, *first]
    alone = max((_whole_line(line) for line in [*margins, *first]), default=0)
    short = (line for line in lines if len(line) <= LONGEST_BRACKETED)
    bracketed = max((_level(b) for line in short for b in _BRACKETED.findall(line)), default=0)
    circulated = RESTRICTED if any(re.search(CIRCULATION, line) for line in first) else 0
    return max(alone, bracketed, circulated, *(_declared(line) for line in [text, *margins]))


def _first_lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines()[: FIRST_LINES * 2] if line.strip()][:FIRST_LINES]


def _declared(text: str) -> int:
    return max((LEVEL_WORDS.get(m.group(1).lower(), 0) for m in _DECLARED.finditer(text)), default=0)


def _whole_line(line: str) -> int:
    """A short line made of nothing but marks, company names beside them allowed: `机密 · 某某公司内部资料`."""
    if len(line) > LONGEST_MARK:
        return 0
    return max((_level(part) for part in [line, *_PARTS.split(line)]), default=0) if _only_marks(line) else 0


def _only_marks(line: str) -> bool:
    parts = [p for p in _PARTS.split(line) if p]
    return bool(_level(line)) or (bool(parts) and sum(1 for p in parts if _level(p)) * 2 >= len(parts))


def _level(words: str) -> int:
    return next((level for pattern, level in _marks() if pattern.fullmatch(words.strip())), 0)


@cache
def _marks() -> tuple[tuple[re.Pattern[str], int], ...]:
    return tuple((re.compile(words, re.IGNORECASE), level) for words, level in MARKS)


def _titled(titles: Sequence[str], text: str) -> int:
    return max((level for name in _names(titles, text) for words, level in TITLES if re.search(words, name)), default=0)


def _names(titles: Sequence[str], text: str) -> Iterator[str]:
    """The titles, without a file's ending, and the first line if it is short enough to be one."""
    for title in titles:
        yield re.sub(r"\.\w{2,5}$", "", title).strip()
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    if len(first) <= LONGEST_MARK and not first.endswith(("。", "；", "：", ".")):
        yield first
