"""Moodle's XML: choices, true/false, numerical, cloze, matching, ordering and essay questions. Knows lxml.

What Moodle has no place for stands as JSON in an element of our own, which Moodle passes over; stem, options, key,
explanation and tags are read from Moodle's own elements, so that what was edited there comes back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from html import unescape
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from learning.exercise import BLANK, OPEN, RIGHT, WRONG, Exercise, Kind
from tools._formats.paper import File, Imported, Paper, Problem, Unfit, carried, gathered, restored
from trust.errors import Unreadable

OURS = "shuangyuan"
_CLOZE = re.compile(r"\{\d*:(?:SHORTANSWER|SA|MW|SHORTANSWER_C|NUMERICAL|NM):((?:\\.|[^\\}])*)\}")
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_SPECIAL = re.compile(r'([\\}#~/"])')
_TAG = re.compile(r"<[^<>]+>")
_LINE = re.compile(r"\s*<(?:br|/p|/div|/li)\b[^<>]*>\s*", re.IGNORECASE)
_PICTURE = re.compile(r"<(?:img|audio|video|object|iframe)\b", re.IGNORECASE)


def write(paper: Paper) -> File:
    root = etree.Element("quiz")
    root.append(etree.Comment(f" {paper.mark} {paper.metadata} ".replace("--", "- -")))
    category = etree.SubElement(root, "question", type="category")
    _text(category, "category", f"$course$/{paper.title.replace('/', '//')}")
    _text(category, "info", paper.mark)
    problems = []
    for n, item in enumerate(paper.items, 1):
        held = carried(item, *_more(item))
        if any(_UNWRITABLE.search(t) for t in (held, item.stem, item.explanation, *item.options, *item.left, *item.key,
                                               *item.tags)):  # fmt: skip
            problems.append(Problem(f"第 {n} 题", "含有 XML 存不下的字符"))
        else:
            _question(root, n, item, held)
    return File(etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=False), tuple(problems))


def _more(item: Exercise) -> list[str]:
    more = ["kind", "spans", "about", "origins", "difficulty", "bloom", "points"]
    if item.kind == "fill" and _CLOZE.search(item.stem):
        more += ["stem", "key"]  # what looks like a blank of Moodle's own stays text
    return more + (["key"] if item.kind in OPEN else ["options"] if item.kind in ("order", "match") else [])


def _text(parent: Any, name: str, words: str, **attributes: str) -> Any:
    made = etree.SubElement(parent, name, **attributes)
    etree.SubElement(made, "text").text = words
    return made


def _type(item: Exercise) -> str:
    types = {"single": "multichoice", "multiple": "multichoice", "judge": "truefalse", "fill": "cloze",
             "order": "ordering", "match": "matching"}  # fmt: skip
    if item.kind == "calculate":
        return "numerical" if _NUMBER.fullmatch(item.key[0]) else "shortanswer"
    return types.get(item.kind, "essay")


def _question(root: Any, n: int, item: Exercise, held: str) -> None:
    made = etree.SubElement(root, "question", type=_type(item))
    _text(made, "name", f"{n:03d} {item.about[0] or item.stem}"[:60])
    _text(made, "questiontext", _cloze(item) if item.kind == "fill" else item.stem, format="plain_text")
    _text(made, "generalfeedback", item.explanation, format="plain_text")
    if item.kind in ("single", "multiple"):
        etree.SubElement(made, "single").text = "true" if item.kind == "single" else "false"
        etree.SubElement(made, "shuffleanswers").text = "false"
    if item.kind in OPEN:
        graded = "\n".join(f"{k}（{p} 分）" for k, p in zip(item.key, item.points, strict=False))
        _text(made, "graderinfo", graded or "\n".join(item.key), format="plain_text")
    for words, fraction in _answers(item):
        _text(made, "answer", words, fraction=fraction, format="plain_text")
    for left, right in zip(item.left, item.key, strict=False):
        pair = _text(made, "subquestion", left, format="plain_text")
        _text(pair, "answer", right, format="plain_text")
    if item.tags:
        tags = etree.SubElement(made, "tags")
        for tag in item.tags:
            _text(tags, "tag", tag)
    etree.SubElement(made, OURS).text = held


def _answers(item: Exercise) -> list[tuple[str, str]]:
    if item.kind in ("single", "multiple"):
        right, wrong = 100 / len(item.key), 0.0
        if item.kind == "multiple":
            wrong = -100 / (len(item.options) - len(item.key))
        return [(o, f"{right if o in item.key else wrong:.5f}") for o in item.options]
    if item.kind == "judge":
        return [("true", "100" if item.key == (RIGHT,) else "0"), ("false", "100" if item.key == (WRONG,) else "0")]
    if item.kind == "order":
        return [(k, f"{n}") for n, k in enumerate(item.key, 1)]
    return [(item.key[0], "100")] if item.kind == "calculate" else []


def _cloze(item: Exercise) -> str:
    parts = item.stem.split(BLANK)
    blanks = ["{1:SHORTANSWER:=" + _SPECIAL.sub(r"\\\1", k) + "}" for k in item.key]
    return "".join(a + b for a, b in zip(parts, [*blanks, ""], strict=True))


def read(data: bytes) -> Imported:
    """Raises Unreadable when it is no quiz. Entities and addresses in it are not followed."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        raise Unreadable("不是完整的 XML 文件", "Not well-formed XML") from None
    if root.tag != "quiz":
        raise Unreadable("不是 Moodle 题库（缺少 quiz）", "Not a Moodle quiz file")
    return gathered(_questions(root))


def _questions(root: Any) -> Iterator[tuple[str, Callable[[], Exercise]]]:
    every = [q for q in root.findall("question") if q.get("type") != "category"]
    for n, question in enumerate(every, 1):
        yield f"第 {n} 题（{_said(question, 'name')[:30]}）", partial(_item, question)


def _said(element: Any, name: str) -> str:
    found = element.find(f"{name}/text")
    words = "" if found is None else "".join(found.itertext())
    html = element.find(name) is not None and element.find(name).get("format") in (None, "html")
    return _plain(words) if html and element.find(OURS) is None else words


def _plain(words: str) -> str:
    """HTML as text; Unfit where a picture or a sound would be lost."""
    if _PICTURE.search(words):
        raise Unfit("含有图片、声音或视频，导不进来")
    text = unescape(_TAG.sub("", _LINE.sub("\n", words))).replace("\u00a0", " ")
    return "\n".join(" ".join(line.split()) for line in text.strip().split("\n"))


def _item(question: Any) -> Exercise:
    held = question.find(OURS)
    more: dict[str, Any] = {} if held is None else restored(held.text or "")
    fields = _fields(question, more.get("kind"))
    tags = tuple("".join(t.itertext()).strip("\n") for t in question.findall("tags/tag"))
    own = {"stem": _said(question, "questiontext"), "explanation": _said(question, "generalfeedback"), "tags": tags}
    return Exercise(**{"spans": (), **own, **fields, **more})


def _fields(question: Any, kind: Kind | None) -> dict[str, Any]:
    made = question.get("type")
    answers = [(_answer(a), float(a.get("fraction") or 0)) for a in question.findall("answer")]
    right = tuple(text for text, share in answers if share > 0)
    if made == "multichoice":
        single = (question.findtext("single") or "true") in ("true", "1")
        return {"kind": "single" if single else "multiple", "options": tuple(t for t, _ in answers), "key": right}
    if made == "truefalse":
        return {"kind": "judge", "key": (RIGHT if right[:1] == ("true",) else WRONG,)}
    if made in ("numerical", "shortanswer"):
        if kind == "calculate" or made == "numerical":
            return {"kind": "calculate", "key": right[:1]}
        stem = _said(question, "questiontext")
        return {"kind": "fill", "key": right[:1], "stem": stem if BLANK in stem else f"{stem}{BLANK}"}
    if made == "cloze":
        return _blanks(_said(question, "questiontext"))
    if made == "matching":
        return _matching(question)
    if made == "ordering":
        ordered = tuple(text for text, _ in sorted(answers, key=lambda a: a[1]))
        return {"kind": "order", "key": ordered, "options": tuple(sorted(ordered, reverse=True))}
    if made == "essay":
        lines = [line for line in _said(question, "graderinfo").split("\n") if line.strip()]
        return {"kind": kind or "short", "key": tuple(lines)}
    raise Unfit(f"题型 {made} 不支持")


def _answer(answer: Any) -> str:
    words = "".join(answer.find("text").itertext()) if answer.find("text") is not None else ""
    return _plain(words) if answer.get("format") in ("html", "moodle_auto_format") else words


def _blanks(text: str) -> dict[str, Any]:
    found = _CLOZE.findall(text)
    if not found:
        raise Unfit("填空里没有可读的空格")
    keys = tuple(re.sub(r"\\(.)", r"\1", re.split(r"(?<!\\)[~#]", said.removeprefix("%100%").removeprefix("="))[0])
                 for said in found)  # fmt: skip
    return {"kind": "fill", "stem": _CLOZE.sub(BLANK, text), "key": keys}


def _matching(question: Any) -> dict[str, Any]:
    pairs = [(_answer(s), _said(s, "answer")) for s in question.findall("subquestion") if s.find("answer") is not None]
    left, right = tuple(a for a, _ in pairs if a), tuple(b for a, b in pairs if a)
    return {"kind": "match", "left": left, "key": right, "options": tuple(dict.fromkeys(b for _, b in pairs))}
