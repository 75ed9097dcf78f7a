"""What goes into a file of exercises and what comes out of one, whatever its format. Pure data and small text rules.

`carried` holds, as JSON, what a format has no place of its own for, so that a round trip loses nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from learning.exercise import BLANK, KINDS, OPEN, Exercise, Span
from learning.itemrules import proper_key

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
EXTRACT, IMPORT = "extract", "import"
MOST_WORDS, MOST_PARTS = 8000, 26
Part = Literal["whole", "paper", "answers"]
_GAP = re.compile(r"_{2,}|＿{2,}|[（(][\s　]*[)）]|【[\s　]*】")


@dataclass(frozen=True)
class Paper:
    """A set to be written; `written_by` is `extract`, `import` where people wrote it, or a model's name.

    `worth`: points of each item; the usual ones where it is empty. `part`: both, the blind paper, or the answers.
    """

    items: tuple[Exercise, ...]
    title: str = "习题"
    written_by: str = EXTRACT
    worth: tuple[int, ...] = ()
    part: Part = "whole"

    @property
    def mark(self) -> str:
        """The words that say it is generated, on every file."""
        if self.written_by == IMPORT:
            return "【生成内容】本文件由系统编排，其中的习题由教师导入，使用前请教师审核。"
        by = "由系统按规则从所引资料摘录" if self.written_by == EXTRACT else f"由人工智能模型 {self.written_by} "
        return f"【生成内容】本文件{by}生成，使用前请教师审核。"

    @property
    def metadata(self) -> str:
        """The implicit mark for a file's properties, laid out as GB 45438-2025 lays it out."""
        aigc = {"Label": "1", "ContentProducer": f"Shuangyuan/{self.written_by}", "ProduceID": "", "ReservedCode1": "",
                "ContentPropagator": "", "PropagateID": "", "ReservedCode2": ""}  # fmt: skip
        return json.dumps({"AIGC": aigc}, ensure_ascii=False)


@dataclass(frozen=True)
class Problem:
    """`where` is a row or question as its file counts them; `words` say why it is not in."""

    where: str
    words: str


@dataclass(frozen=True)
class Imported:
    items: tuple[Exercise, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class File:
    """`left_out` names the items that the format cannot hold."""

    data: bytes
    left_out: tuple[Problem, ...] = ()


class Unfit(Exception):
    """One row or question that cannot be read; the words are for its teacher."""


def gathered(rows: Iterator[tuple[str, Callable[[], Exercise]]]) -> Imported:
    """Every row read by itself: the good ones in, the bad ones named."""
    items, problems = [], []
    for where, make in rows:
        try:
            items.append(sound(make()))
        except Unfit as unfit:
            problems.append(Problem(where, str(unfit)))
    return Imported(tuple(items), tuple(problems))


def sound(item: Exercise) -> Exercise:
    """The item if it is whole; Unfit with what it lacks."""
    if not item.stem.strip():
        raise Unfit("没有题干")
    if not item.key or not all(k.strip() for k in item.key):
        raise Unfit("没有答案")
    texts = (item.stem, item.explanation, *item.key, *item.options, *item.left)
    if max(map(len, texts)) > MOST_WORDS or max(len(item.key), len(item.options), len(item.left)) > MOST_PARTS:
        raise Unfit(f"题目过长：每处最多 {MOST_WORDS} 字，选项和答案各最多 {MOST_PARTS} 项")
    if item.kind not in OPEN and not proper_key(item):
        raise Unfit("答案与选项、空格或配对的数目对不上")
    return item


def letters(options: tuple[str, ...], chosen: tuple[str, ...]) -> str:
    """`AC`; a multiple key's letters in the options' order."""
    return "".join(LETTERS[i] for i, option in enumerate(options) if option in chosen)


def chosen(options: tuple[str, ...], said: str) -> tuple[str, ...]:
    """The options of the letters. Unfit for a letter without an option."""
    wanted = [c for c in said.upper() if c.isalnum()]
    if not wanted or any(c not in LETTERS[: len(options)] for c in wanted):
        raise Unfit(f"答案“{said[:20]}”不是选项字母")
    return tuple(options[LETTERS.index(c)] for c in dict.fromkeys(wanted))


def blanked(stem: str, key: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """A fill-in as people type it, with our blanks: gaps of any length or empty brackets; answers set off by `；`."""
    if len(key) == stem.count(BLANK):
        return stem, key
    ours = _GAP.sub(BLANK, stem)
    gaps = ours.count(BLANK)
    for sign in (r"[；;|\n]", r"[、，,]", r"\s+") if gaps > 1 and len(key) == 1 else ():
        parts = tuple(p.strip() for p in re.split(sign, key[0]) if p.strip())
        if len(parts) == gaps:
            return ours, parts
    return (ours, key) if gaps else (f"{stem}{BLANK}", key)


def carried(item: Exercise, *names: str) -> str:
    """These fields as one line of JSON."""
    held = {n: [[s.passage_id, s.quote] for s in item.spans] if n == "spans" else getattr(item, n) for n in names}
    return json.dumps(held, ensure_ascii=False).replace("--", "-\\u002d")


def restored(text: str) -> dict[str, Any]:
    """The fields `carried` wrote, as an Exercise takes them; Unfit for anything else."""
    try:
        held = json.loads(text)
        made = {n: _field(n, v) for n, v in held.items()}
    except (ValueError, TypeError, KeyError, AttributeError):
        raise Unfit("附加信息已损坏") from None
    return made


def _field(name: str, value: Any) -> Any:
    if name == "spans":
        return tuple(Span(str(passage), str(quote)) for passage, quote in value)
    if name in ("key", "options", "left", "origins", "tags", "about"):
        return _about(value) if name == "about" else tuple(map(str, value))
    if name == "points":
        return tuple(map(int, value))
    if name == "difficulty" and value in (1, 2, 3):
        return value
    if (name == "kind" and value in KINDS) or name in ("bloom", "explanation", "stem"):
        return str(value)
    raise KeyError(name)


def _about(value: Any) -> tuple[str, str]:
    thing, aspect = value
    return str(thing), str(aspect)
