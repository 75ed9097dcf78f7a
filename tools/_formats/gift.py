"""GIFT, Moodle's plain text: one question a block. Ordering is written as matching of places with steps.

What GIFT has no place for stands as JSON in the comment above a question; stem, options, key and explanation are read
from the question itself, so that a teacher may edit them. Line breaks are written `\\n`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from learning.exercise import BLANK, OPEN, RIGHT, WRONG, Exercise, Kind
from tools._formats.paper import File, Imported, Paper, Unfit, carried, gathered, restored

_CARRIED = "// 附加: "
_SPECIAL = re.compile(r"[\\~=#{}:]")
_ESCAPED = re.compile(r"\\(.)")
_PART = re.compile(r"((?:\\.|[^\\])*?)(?=[~=]|####|\Z)", re.DOTALL)
_WEIGHT = re.compile(r"%(-?\d+(?:\.\d+)?)%")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def write(paper: Paper) -> File:
    head = f"// {paper.title.translate(_LINE)}\n// {paper.mark}\n// {paper.metadata}\n\n"
    return File((head + "\n\n".join(map(_block, paper.items)) + "\n").encode())


_LINE = {ord(c): " " for c in "\r\n\u2028\u2029\x0b\x0c\x85"}


def _block(item: Exercise) -> str:
    more = ["kind", "spans", "about", "origins", "difficulty", "bloom", "points", "tags"]
    more += ["key"] if item.kind in OPEN else ["options"] if item.kind in ("order", "match") else []
    held = carried(item, *more)
    note = f"####{_plain(item.explanation)}" if item.explanation else ""
    stem, answers = _plain(item.stem), _answers(item)
    if item.kind == "fill" and len(item.key) == 1:
        before, _, after = item.stem.partition(BLANK)
        return f"{_CARRIED}{held}\n{_led(_plain(before))}{{{answers}{note}}}{_plain(after)}"
    return f"{_CARRIED}{held}\n{_led(stem)}{{{answers}{note}}}"


def _led(stem: str) -> str:
    """A stem that begins like a comment, a command or a format is none of them."""
    return re.sub(r"^(\s*)([/$\[])", r"\1\\\2", stem)


def _answers(item: Exercise) -> str:
    if item.kind == "single":
        return "".join(_option(o, o in item.key) for o in item.options)
    if item.kind == "multiple":
        right, wrong = 100 / len(item.key), 100 / (len(item.options) - len(item.key))
        return "".join(f"~%{right if o in item.key else -wrong:.5f}%{_plain(o)}" for o in item.options)
    if item.kind == "judge":
        return "T" if item.key == (RIGHT,) else "F"
    if item.kind == "calculate":
        return f"#{item.key[0]}" if _NUMBER.fullmatch(item.key[0]) else f"={_pair(item.key[0])}"
    if item.kind in OPEN:
        return ""
    if item.kind == "fill" and len(item.key) == 1:
        return f"={_pair(item.key[0])}"
    left = item.left or tuple(f"第 {n} {'空' if item.kind == 'fill' else '步'}" for n in range(1, len(item.key) + 1))
    return "".join(f"={_pair(a)} -> {_pair(b)}" for a, b in zip(left, item.key, strict=True))


def _option(text: str, right: bool) -> str:
    """An option that begins like a weight gets one, so that it is none."""
    weight = ("%100%" if right else "%0%") if _WEIGHT.match(text) else ""
    return ("=" if right else "~") + weight + _plain(text)


def _plain(text: str) -> str:
    return _SPECIAL.sub(lambda m: f"\\{m[0]}", text).replace("\n", "\\n")


def _pair(text: str) -> str:
    return _plain(text).replace("->", "-\\>")


def _read(text: str) -> str:
    return _ESCAPED.sub(lambda m: "\n" if m[1] == "n" else m[1], text)


def read(data: bytes) -> Imported:
    return gathered(_questions(data.decode("utf-8-sig", errors="replace")))


def _questions(text: str) -> Iterator[tuple[str, Callable[[], Exercise]]]:
    n, at = 0, 1
    for block in re.split(r"(\n[ \t]*(?:\n[ \t]*)+)", text.replace("\r\n", "\n")):
        lines = block.split("\n")
        said = [line for line in lines if line.strip() and not line.lstrip().startswith(("//", "$CATEGORY"))]
        held = next((line.removeprefix(_CARRIED) for line in lines if line.startswith(_CARRIED)), "{}")
        if said:
            n += 1
            yield f"第 {n} 题（第 {at} 行起）", partial(_item, "\n".join(said), held)
        at += block.count("\n")


def _item(text: str, held: str) -> Exercise:
    titled = re.match(r"\s*::(?:\\.|[^\\])*?::", text)
    body = re.sub(r"^\s*\[\w+\]", "", text[titled.end() :] if titled else text)
    found = re.fullmatch(r"((?:\\.|[^\\{}])*)\{((?:\\.|[^\\{}])*)\}((?:\\.|[^\\{}])*)", body, re.DOTALL)
    if found is None:
        raise Unfit("没有成对的大括号，或不止一处答案")
    before, inside, after = found.groups()
    answers, note = _noted(inside)
    more: dict[str, Any] = {"difficulty": 1} | restored(held)
    own = bool(more.get("kind"))
    fields = _fields(_read(before), answers, _read(after), more.get("kind"))
    if not own:
        fields, note = {k: _trimmed(v) for k, v in fields.items()}, note.strip()
    kept = {k: v for k, v in more.items() if k not in fields or (k in ("options", "key") and own)}
    made = {"spans": (), "explanation": note, **fields, **kept}
    if "key" not in made:
        raise Unfit("问答题没有参考答案")
    return Exercise(**made)


def _trimmed(value: Any) -> Any:
    """Without the space around what a person wrote on lines of its own."""
    return value.strip() if isinstance(value, str) else tuple(v.strip() for v in value)


def _noted(inside: str) -> tuple[str, str]:
    found = re.search(r"(?<!\\)((?:\\\\)*)####", inside)
    return (inside[: found.end(1)], _read(inside[found.end() :])) if found else (inside, "")


def _fields(before: str, inside: str, after: str, kind: Kind | None) -> dict[str, Any]:
    bare = inside.strip()
    stem = before + after
    if not bare:
        return {"kind": kind or "short", "stem": stem}
    if bare.upper() in ("T", "TRUE", "F", "FALSE"):
        return {"kind": "judge", "stem": stem, "key": (RIGHT if bare.upper()[0] == "T" else WRONG,)}
    if bare.startswith("#"):
        return {"kind": "calculate", "stem": stem, "key": (_number(bare[1:]),)}
    parts = _parts(inside)
    if all(sign == "=" and re.search(r"(?<!\\)->", words) for sign, words in parts):
        return _matching(stem, parts, kind)
    if any(sign == "~" for sign, _ in parts):
        return _choice(stem, parts)
    keys = tuple(_read(_fed(words)) for _, words in parts)
    if kind == "calculate":
        return {"kind": kind, "stem": stem, "key": keys}
    return {"kind": "fill", "stem": before + BLANK + after, "key": keys[:1]}


def _number(text: str) -> str:
    found = _NUMBER.match(text.lstrip("= "))
    if found is None:
        raise Unfit(f"数值答案“{text[:20]}”读不出")
    return found[0]


def _parts(inside: str) -> list[tuple[str, str]]:
    """Each answer with its sign."""
    found, at = [], 0
    text = inside.lstrip()
    while at < len(text):
        if text[at] not in "=~":
            raise Unfit("答案应以 = 或 ~ 开头")
        words = _PART.match(text, at + 1)
        found.append((text[at], words[1] if words else ""))
        at += 1 + len(found[-1][1])
    return found


def _fed(words: str) -> str:
    """Without the feedback of a single answer."""
    return re.split(r"(?<!\\)#", words)[0]


def _choice(stem: str, parts: list[tuple[str, str]]) -> dict[str, Any]:
    weights = [_WEIGHT.match(words) for _, words in parts]
    options = tuple(_read(_fed(_WEIGHT.sub("", words, count=1))) for _, words in parts)
    single = any(sign == "=" for sign, _ in parts)
    right = [sign == "=" or bool(w and float(w[1]) > 0) for (sign, _), w in zip(parts, weights, strict=True)]
    key = tuple(o for o, yes in zip(options, right, strict=True) if yes)
    return {"kind": "single" if single and len(key) == 1 else "multiple", "stem": stem, "options": options, "key": key}


def _matching(stem: str, parts: list[tuple[str, str]], kind: Kind | None) -> dict[str, Any]:
    pairs = [re.split(r"\s?(?<!\\)->\s?", words, maxsplit=1) for _, words in parts]
    left, key = tuple(_read(a) for a, _ in pairs), tuple(_read(b) for _, b in pairs)
    if kind in ("order", "fill"):
        return {"kind": kind, "stem": stem, "key": key}
    return {"kind": "match", "stem": stem, "left": left, "key": key, "options": tuple(sorted(set(key)))}
