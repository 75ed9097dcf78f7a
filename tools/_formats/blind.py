"""A paper without its keys, for those who are to answer; the answer sheet is a file of its own.

Word leaves the sheet out by itself. In Excel the columns that tell are empty; in Moodle, which cannot ask a choice
without its key, everything is a question to answer in words. Other formats are nothing without keys.
"""

from __future__ import annotations

from dataclasses import replace

from learning.exercise import Exercise
from tools._formats import FORMATS
from tools._formats.paper import LETTERS, File, Paper
from trust.errors import BadInput

BLIND = ("word", "excel", "moodle")


def write(name: str, paper: Paper) -> File:
    """The file of a format. Raises BadInput for a paper without keys in a format that has none."""
    if paper.part != "paper":
        return FORMATS[name].write(paper)
    if name not in BLIND:
        raise BadInput("这种格式不能不带答案", "This format cannot leave the keys out")
    if name == "word":
        return FORMATS[name].write(paper)
    bare = _in_words if name == "moodle" else _without
    return FORMATS[name].write(replace(paper, items=tuple(map(bare, paper.items))))


def _without(item: Exercise) -> Exercise:
    return replace(item, key=(), explanation="", spans=(), origins=(), about=("", ""), points=())


def _in_words(item: Exercise) -> Exercise:
    left = [f"（{n}）{words}" for n, words in enumerate(item.left, 1)]
    options = [f"{letter}. {words}" for letter, words in zip(LETTERS, item.options, strict=False)]
    whole = replace(_without(item), kind="short", options=(), left=())
    return replace(whole, stem="\n".join([item.stem, *left, *options]))
