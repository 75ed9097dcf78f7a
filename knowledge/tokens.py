"""From text to search terms: normalisation, CJK unigrams and bigrams, Latin and number words, hidden term ids.

Knows writing: widths, scripts, Chinese years, units. Knows nothing of passages, weights or the index. The only
file that touches OpenCC: it compiles its dictionaries into a pattern and a table, 7 times faster, same output.
"""

from __future__ import annotations

import hmac
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import pairwise

from opencc import OpenCC  # type: ignore[import-untyped]

CJK = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003347f"

_RUN = re.compile(rf"[a-z0-9]+(?:\.[0-9]+)?|[{CJK}]+")
_INNER_SPACE = re.compile(rf"(?<=[{CJK}])\s+(?=[{CJK}])")
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])")
_UNIT = r"(?:[dkcmnu]?m|[km]?g|m?l|k?[wv]|ma|[kmg]?hz|[km]?pa|rpm|r|min|h|m?s|db|k[nj])"
_GLUED = re.compile(rf"(?<![a-z0-9.])(\d+(?:\.\d+)?)(?={_UNIT}(?![a-z0-9]))")
_DIGITS = "〇一二三四五六七八九"
_ROC = re.compile(r"(?:中华)?民国\s*(元|\d{1,3}|[一二三四五六七八九十百〇零]{1,6})\s*年")
_YEAR = re.compile(r"(?<![〇零○一二三四五六七八九十百千万])([一二][〇零○一二三四五六七八九]{3})(?=年)")


def normalise(text: str) -> str:
    """One spelling for what a reader takes as the same: NFKC, lower case, simplified, western years."""
    text = _THOUSANDS.sub(lambda m: m[0].replace(",", ""), text)
    text = unicodedata.normalize("NFKC", text).lower()
    if not unicodedata.is_normalized("NFKC", text):  # a few capitals come apart when lowered
        text = unicodedata.normalize("NFKC", text)
    text = _INNER_SPACE.sub("", simplify(text))
    if "年" in text:
        text = _YEAR.sub(lambda m: _positional(m[1]), _ROC.sub(_western, text))
    return _GLUED.sub(r"\1 ", text)


def terms(text: str) -> list[str]:
    """Search terms of raw text, repeats kept: each CJK character and pair, each Latin or number word."""
    return split(normalise(text))


def split(normal: str) -> list[str]:
    """Search terms of already normalised text."""
    found: list[str] = []
    for run in _RUN.findall(normal):
        if run[0] <= "z":
            found.append(run)
        else:
            found.extend(run)
            found.extend(map("".join, pairwise(run)))
    return found


def length(normal: str) -> int:
    """How many terms `split` gives."""
    return sum(1 if run[0] <= "z" else 2 * len(run) - 1 for run in _RUN.findall(normal))


def term_id(index_key: bytes, term: str) -> int:
    """The number the index knows a term by; without the key it cannot be turned back into the word."""
    return int.from_bytes(hmac.digest(index_key, term.encode(), "sha256")[:4], "big")


class Terms:
    """Term ids under one index key, remembered per instance."""

    def __init__(self, index_key: bytes, remembered: int = 1 << 18) -> None:
        self.id = lru_cache(maxsize=remembered)(lambda term: term_id(index_key, term))

    def counts(self, text: str) -> dict[int, float]:
        """Term id → how often it stands in `text`."""
        ids: dict[int, float] = {}
        for term, n in Counter(terms(text)).items():
            key = self.id(term)
            ids[key] = ids.get(key, 0.0) + n
        return ids


def simplify(text: str) -> str:
    """Traditional to simplified: OpenCC's phrases first, its characters for the rest."""
    phrases, characters = _simplified()
    done, at = [], 0
    for match in phrases.finditer(text):
        done += [text[at : match.start()].translate(characters), _phrase(match[0])]
        at = match.end()
    return "".join([*done, text[at:].translate(characters)])


@cache
def _simplified() -> tuple[re.Pattern[str], dict[int, str]]:
    """A pattern of the phrases that differ from their characters, longest first, and the character table."""
    characters = {ord(k): v for k, v in _entries() if len(k) == 1}
    phrases = [k for k, v in _entries() if len(k) > 1 and k.translate(characters) != v]
    return re.compile("|".join(map(re.escape, sorted(phrases, key=len, reverse=True)))), characters


@cache
def _phrase(phrase: str) -> str:
    return dict(_entries())[phrase]


def _entries() -> Iterator[tuple[str, str]]:
    for _longest, _shortest, entries in OpenCC("t2s").dict_cache.values():
        for key, value in entries.items():
            yield key, value.split(" ")[0]


def _western(match: re.Match[str]) -> str:
    year = _count(match[1])
    return f"{year + 1911}年" if 0 < year < 200 else match[0]


def _count(number: str) -> int:
    """元, digits or Chinese numerals below 200 as a number; 0 if it is none."""
    if number == "元":
        return 1
    if number.isdigit():
        return int(number)
    number = number.replace("零", "〇")
    if not set(number) & set("十百"):
        return int(_positional(number))
    match = re.fullmatch(r"(?:([一二])?百)?〇?(?:([一二三四五六七八九])?(十))?([一二三四五六七八九])?", number)
    if match is None:
        return 0
    hundreds = _DIGITS.index(match[1] or "一") if "百" in number else 0
    tens = _DIGITS.index(match[2] or "一") if match[3] else 0
    return hundreds * 100 + tens * 10 + (_DIGITS.index(match[4]) if match[4] else 0)


def _positional(digits: str) -> str:
    return "".join(str(_DIGITS.index(d)) for d in digits.replace("零", "〇").replace("○", "〇"))
