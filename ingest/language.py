"""Which language a text is in, by its scripts; Latin ones by their commonest words. Pure.

Enough to tell a reader what a document is in; no more is claimed. Knows nothing of documents.
"""

from __future__ import annotations

import re
from collections import Counter

SAMPLE, LEAST = 20_000, 8
_SCRIPTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("han", re.compile(r"[\u3400-\u9fff]")), ("kana", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af\u1100-\u11ff]")), ("ru", re.compile(r"[\u0400-\u04ff]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")), ("he", re.compile(r"[\u0590-\u05ff]")),
    ("el", re.compile(r"[\u0370-\u03ff]")), ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("latin", re.compile(r"[A-Za-z\u00c0-\u024f]")),
)  # fmt: skip
_TRADITIONAL = re.compile("[國會個來時們為這對發經學體點過還說裡後機電車術與業處師條務員實驗長]")
_SIMPLIFIED = re.compile("[国会个来时们为这对发经学体点过还说里后机电车术与业处师条务员实验长]")
_WORDS = {
    "en": "the of and to in is for that with are this on be as by",
    "de": "der die und das ist nicht mit den von zu ein",
    "fr": "le la les des et est une dans pour que qui sur", "es": "el los las que una para con por del como está",
    "it": "il che di per una con sono della non gli", "pt": "que não uma para dos das como mais",
    "la": "et in est ut non sit amet dolor ipsum sed",
}  # fmt: skip
_HAN_WEIGHT = 8
"""A text with one Chinese character to eight letters is Chinese: what is left are names, code and addresses."""


def language_of(text: str) -> str | None:
    """`zh-Hans`, `zh-Hant`, `ja`, `ko`, `en` …; `und` where the script is known and the language is not; None for
    too little text.
    """
    sample = text[:SAMPLE]
    counts = {name: len(pattern.findall(sample)) for name, pattern in _SCRIPTS}
    counts["han"] *= _HAN_WEIGHT
    counts["kana"] *= _HAN_WEIGHT
    if sum(counts.values()) < LEAST:
        return None
    if counts["kana"] * 8 > counts["han"] and counts["kana"] > counts["latin"] / 4:
        return "ja"
    most = max(counts, key=lambda name: counts[name])
    if most == "han":
        return "zh-Hant" if len(_TRADITIONAL.findall(sample)) > len(_SIMPLIFIED.findall(sample)) else "zh-Hans"
    return _latin(sample) if most == "latin" else most


def _latin(text: str) -> str:
    words = Counter(re.findall(r"[a-zà-ɏ]+", text.lower()))
    hits = {name: sum(words[w] for w in common.split()) for name, common in _WORDS.items()}
    best = max(hits, key=lambda name: hits[name])
    return best if hits[best] * 25 >= sum(words.values()) and hits[best] else "und"
