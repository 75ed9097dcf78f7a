"""A paper that somebody typed: numbered questions, lettered options, and answers beside them or in a key at the end.

Reads the ways Chinese papers are written: headings by kind, `（ B ）` in the stem, `答案：` and `解析：` lines, a key
such as `1-5 BCDAA` or `6. 对`. Lines in, exercises out; knows no file format.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from learning.exercise import BLANK, RIGHT, WRONG, Exercise, Kind
from tools._formats.paper import LETTERS, Imported, Unfit, blanked, chosen, gathered
from tools._formats.rowed import FALSE, KIND_OF, TRUE

_NUMERAL = r"[一二三四五六七八九十]{1,3}"
_SECTION = re.compile(rf"\s*(?:第?{_NUMERAL}(?:部分|大题)?\s*[、.．:：]|[（(]{_NUMERAL}[)）])\s*(.+)")
_KEYS = re.compile(
    rf"\s*(?:{_NUMERAL}\s*[、.．]\s*)?(?:附\s*[:：]?)?\s*[【]?(?:参考|标准|试[题卷])*答案"
    r"(?:及|与|和)?(?:评分标准|解析|评分细则)?[】]?\s*[:：]?\s*"
)
_QUESTION = re.compile(r"\s*(?:第\s*)?(\d{1,3})\s*(?:题\s*[.．、:：]?|[.．、)）])\s*(?!\d)(.*\S.*)")
_OPTION = re.compile(r"(?:^|(?<=[\s；;])(?<![（(]\s))([A-H])(?:\s*[.．、:：]|[)）])\s*")
_BRACKETED = re.compile(r"(?:^|(?<=[\s；;]))[（(]([A-H])[)）]\s*")
_ANSWER = re.compile(r"[【\[]?(?:正确|参考|标准)?答案[】\]]?\s*(?:[:：]|(?<=】)|(?<=\])|为)\s*(.*)", re.DOTALL)
_NOTE = re.compile(r"[【\[]?(?:答案)?(?:解析|详解|说明)[】\]]?\s*(?:[:：]|(?<=】)|(?<=\]))\s*")
_INLINE = re.compile(r"[（(]\s*([A-H](?:\s*[,，、]?\s*[A-H]){0,7}|[√×✓✗]|对|错|正确|错误)\s*[)）]")
_RANGE = re.compile(r"(\d{1,3})\s*[-–—~～至]\s*(\d{1,3})\s*题?\s*[.．、:：]?\s*((?:[A-H√×✓✗对错]\s*[,，、]?\s*)+)")
_ONE = re.compile(r"(\d{1,3})\s*[.．、:：)）]\s*([A-H]{1,8}|[√×✓✗]|对|错|正确|错误)(?=[\s,，;；。、]|\d|$)")
_MARKED = re.compile(r"\s*[（(]\s*(?:本[大小]?题)?\s*(?:每[小]?题)?\s*\d+(?:\.\d+)?\s*分\s*[)）]")
_KINDS = sorted(KIND_OF, key=len, reverse=True)


@dataclass
class _Asked:
    """One question as it stands: where it is counted, and its lines."""

    section: int
    kind: Kind | None
    number: str
    lines: list[str] = field(default_factory=list)


@dataclass
class _Keys:
    """The key at the end, by section and number."""

    said: dict[tuple[int, str], str] = field(default_factory=dict)

    def of(self, asked: _Asked) -> str | None:
        if (asked.section, asked.number) in self.said:
            return self.said[asked.section, asked.number]
        alone = {key for (_, number), key in self.said.items() if number == asked.number}
        return alone.pop() if len(alone) == 1 else None


def read(lines: Sequence[str]) -> Imported:
    asked, keys = _parts([line.strip("\u3000 \t\r") for text in lines for line in text.split("\n")])
    return gathered(_items(asked, keys))


def _items(asked: Sequence[_Asked], keys: _Keys) -> Iterator[tuple[str, Callable[[], Exercise]]]:
    for n, one in enumerate(asked, 1):
        yield f"第 {n} 题（{one.number}. {one.lines[0][:16]}）", partial(_item, one, keys.of(one))


def _parts(lines: Sequence[str]) -> tuple[list[_Asked], _Keys]:
    asked: list[_Asked] = []
    keys, in_keys, section, last = _Keys(), False, 0, ""
    kind: Kind | None = None
    for line in filter(None, lines):
        if _KEYS.fullmatch(line) and (asked or not in_keys):
            in_keys, section, last = True, 0, ""
        elif (found := _SECTION.fullmatch(line)) and not _QUESTION.fullmatch(line):
            section, kind, last = section + 1, _named(found[1]), ""
            if in_keys and re.search(r"\d", found[1]):
                last = _keyed(keys, section, found[1], "")
        elif in_keys:
            last = _keyed(keys, section, line, last)
        elif numbered := _QUESTION.fullmatch(line):
            asked.append(_Asked(section, kind, numbered[1], [numbered[2].strip()]))
        elif asked:
            asked[-1].lines.append(line)
    return asked, keys


def _named(words: str) -> Kind | None:
    return next((KIND_OF[word] for word in _KINDS if word in words[:12]), None)


def _keyed(keys: _Keys, section: int, line: str, last: str) -> str:
    """What one line of the key says; a line without a number goes on with the answer before it."""
    ranged = list(_RANGE.finditer(line))
    for run in ranged:
        letters = [c for c in run[3] if c.isalpha() or c in "√×✓✗"]
        numbers = range(int(run[1]), int(run[2]) + 1)
        if len(letters) == len(numbers):
            keys.said |= {(section, str(n)): letter for n, letter in zip(numbers, letters, strict=True)}
    ones = list(_ONE.finditer(line))
    if ranged or len(ones) > 1 or (ones and len(ones[0][0]) == len(line)):
        keys.said |= {(section, m[1]): m[2] for m in ones}
        return ""
    if found := _QUESTION.fullmatch(line):
        keys.said[section, found[1]] = found[2].strip()
        return found[1]
    if last:
        keys.said[section, last] += f"\n{line}"
    return last


def _item(asked: _Asked, at_end: str | None) -> Exercise:
    text, note = _cut("\n".join(asked.lines), _NOTE)
    found = _ANSWER.search(text)
    said = found[1].strip() if found else None
    text = text[: found.start()].strip() if found else text
    if said is None and at_end is not None:
        said, later = _cut(at_end, _NOTE)
        note = note or later
    stem, options = _options(text)
    stem = _MARKED.sub("", stem).strip()
    stem, inside = _inline(stem, asked.kind)
    said = said or inside
    if not said:
        raise Unfit("没有答案：题后没有“答案：”，括号里没有字母，文末答案里也没有这一题")
    return _made(asked.kind, stem, options, said.strip(), note)


def _cut(text: str, mark: re.Pattern[str]) -> tuple[str, str]:
    found = mark.search(text)
    return (text[: found.start()].strip(), text[found.end() :].strip()) if found else (text, "")


def _options(text: str) -> tuple[str, tuple[str, ...]]:
    """The stem, and what follows A, B, C … as long as the letters go on one by one."""
    marks = max((_lettered(text, sign) for sign in (_OPTION, _BRACKETED)), key=len)
    if len(marks) < 2:
        return text.replace("\n", ""), ()
    ends = [*(m.start() for m in marks[1:]), len(text)]
    options = (text[m.end() : end].strip(" \t\n\u3000；;") for m, end in zip(marks, ends, strict=True))
    return text[: marks[0].start()].strip(), tuple(" ".join(o.split()) for o in options)


def _lettered(text: str, sign: re.Pattern[str]) -> list[re.Match[str]]:
    marks: list[re.Match[str]] = []
    for mark in sign.finditer(text):
        if mark[1] == LETTERS[len(marks)]:
            marks.append(mark)
    return marks


def _inline(stem: str, kind: Kind | None) -> tuple[str, str]:
    """The answer that stands in the stem's brackets, and the stem without it."""
    found = list(_INLINE.finditer(stem)) if kind not in ("short", "case", "calculate") else []
    if not found:
        return stem, ""
    last = found[-1]
    return f"{stem[: last.start()]}（　）{stem[last.end() :]}", last[1]


def _made(kind: Kind | None, stem: str, options: tuple[str, ...], said: str, note: str) -> Exercise:
    if options and kind not in ("order", "match"):
        right = chosen(options, said)
        return Exercise("single" if len(right) == 1 else "multiple", stem, right, (), note, options)
    plain = said.upper().rstrip("。")
    if kind in (None, "judge") and plain in (*TRUE[:-2], *FALSE[:-2]):
        told = re.sub(r"\s*[（(][\s　]*[)）]\s*$", "", stem)
        return Exercise("judge", told, (RIGHT if plain in TRUE else WRONG,), (), note)
    if kind == "order" and options:
        return Exercise("order", stem, chosen(options, said), (), note, options)
    if kind in ("judge", "match", "single", "multiple", "order"):
        raise Unfit(f"答案“{said[:20]}”与题型对不上")
    if kind == "fill" or (kind is None and (BLANK[:3] in stem or "（　）" in stem)):
        ours, key = blanked(stem, (said,))
        return Exercise("fill", ours, key, (), note)
    parts = [re.sub(r"^[（(]?\d+[)）.．、]\s*", "", p).strip() for p in said.split("\n")]
    return Exercise(kind or "short", stem, tuple(dict.fromkeys(filter(None, parts))), (), note)
