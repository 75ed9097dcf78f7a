"""What one may ask next: other things that the passages found say of the same subject, and their headings.

A pure function of the question and of passages its asker may read: nothing hidden can change it. Asks nothing itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agent.topic import ATTRIBUTE, topic
from agent.words import say
from knowledge.tokens import normalise
from trust.sources import Passage

MOST, READ, LONGEST = 3, 4, 24
_NUMBERED = re.compile(r"^(?:第?[一二三四五六七八九十\d]+[章节、.．\s)）]+|[（(][一二三四五六七八九十\d]+[)）])+\s*")
_LINE = re.compile(r"[^\n。；;]+")


def suggestions(question: str, passages: Sequence[Passage], language: str = "zh") -> tuple[str, ...]:
    """At most `MOST`, none that asks the same again; `passages` best first."""
    plain = normalise(question)
    about = topic(plain, question)
    asked = [
        say(language, "next_of", subject=about.subject, what=name)
        for name in _others(plain, about.subject, passages[:READ])
    ]
    headed = [say(language, "next_heading", heading=name) for name in _headings(plain, passages[:READ])]
    first = asked[: MOST - 1] if headed else asked
    return tuple(dict.fromkeys([*first, *headed, *asked]))[:MOST]


def _others(plain: str, subject: str, passages: Sequence[Passage]) -> Iterator[str]:
    """What lines that hold the subject also tell of."""
    if not 2 <= len(subject) <= LONGEST:
        return
    seen: set[str] = set()
    for passage in passages:
        for line in _LINE.findall(passage.text):
            if subject not in normalise(line):
                continue
            for found in ATTRIBUTE.finditer(line):
                name = found.group(0)
                if 2 <= len(name) <= 8 and name not in plain and name not in subject and name not in seen:
                    seen.add(name)
                    yield name


def _headings(plain: str, passages: Sequence[Passage]) -> Iterator[str]:
    """The last part of each passage's heading."""
    for passage in passages:
        name = _NUMBERED.sub("", (passage.locator.heading or "").rpartition(" › ")[2]).strip()
        if 2 <= len(name) <= LONGEST and normalise(name) not in plain:
            yield f"{passage.title[:LONGEST]}：{name}" if len(name) < 5 else name
