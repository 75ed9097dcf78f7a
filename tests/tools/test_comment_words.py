"""A comment worded by a model: good words are kept, and each sentence that strays falls back to the rule's alone."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from agent.chat import ModelDown
from agent.write import Writer
from learning.comment import facts
from learning.commentcheck import Sentence, faults
from learning.commentwords import write
from records.commentbasis import Basis
from tests.fakes import ScriptedChat
from tests.learning.test_comment import SCHEME, piece, report
from tools._comment import WordedComment, WordedSentence, worded


def basis(school: str = "83", firm: str = "90", safe: str = "85") -> Basis:
    found = facts(SCHEME, report(Decimal(school), Decimal(firm), Decimal(safe)), [piece(1), piece(2, Decimal(61))])
    return Basis(None, "s", "李明", True, tuple(found), ("王小芳",), ("秘密工装",))  # type: ignore[arg-type]


RULE = write(basis().found, "student")


def reworded(one: Sentence) -> WordedSentence:
    return WordedSentence(text=f"回头看，{one.text}", cites=list(one.cites))


def said(change: Callable[[WordedSentence], Any] | None = None, at: int = 1) -> WordedComment:
    made = [reworded(one) for one in RULE]
    if change is not None:
        made[at] = made[at].model_copy(update=change(made[at]))
    return WordedComment(sentences=made)


def by(*drafts: WordedComment | Exception | str) -> tuple[tuple[Sentence, ...], str, ScriptedChat]:
    chat = ScriptedChat(list(drafts))
    return (*worded(Writer(chat), basis(), "student"), chat)


def test_good_words_are_kept_with_their_writer_and_the_rules_figures_and_grounds() -> None:
    made, writer, chat = by(said())
    assert [s.text for s in made] == [f"回头看，{s.text}" for s in RULE]
    assert [(s.part, s.cites) for s in made] == [(s.part, s.cites) for s in RULE]
    assert (writer, faults(made, basis().found)) == ("scripted", [])
    asked = chat.heard[0][0].text
    assert not [word for word in ("李明", "王小芳", "秘密工装") if word in asked]


@pytest.mark.parametrize(
    "change",
    [
        lambda s: {"text": s.text + "得 99 分。"}, lambda s: {"text": s.text + "近九十九分。"},
        lambda s: {"text": s.text + "王小芳也看到了。"}, lambda s: {"text": s.text + "秘密工装用得好。"},
        lambda s: {"text": s.text + "李明加油。"}, lambda s: {"text": s.text + "全班最好。"},
        lambda s: {"text": s.text + "“大师”。"}, lambda s: {"text": "做得不错。"}, lambda s: {"text": ""},
        lambda s: {"cites": []}, lambda s: {"cites": ["criterion:none"]}, lambda s: {"cites": ["grade"]},
        lambda s: {"text": s.text + "excellent work " * 9}, lambda s: {"text": s.text + "好" * 200},
    ],
)  # fmt: skip
def test_a_sentence_that_strays_falls_back_to_the_rules_alone(change: Callable[[WordedSentence], Any]) -> None:
    made, writer, _ = by(said(change))
    assert made[1] == RULE[1]
    assert [s.text for n, s in enumerate(made) if n != 1] == [f"回头看，{s.text}" for n, s in enumerate(RULE) if n != 1]
    assert writer == "scripted"


@pytest.mark.parametrize(
    "draft", [
        WordedComment(sentences=[]), WordedComment(sentences=[WordedSentence(text="好。", cites=[])] * len(RULE)),
        said(lambda s: {"text": f"{s.text}https://x.example"}), "no JSON", ModelDown(),
    ],
)  # fmt: skip
def test_where_nothing_of_a_draft_stands_the_rules_write_and_say_so(draft: Any) -> None:
    made, writer, _ = by(draft, draft, draft)
    assert (made, writer) == (RULE, "extract")


def test_a_draft_that_wholly_fails_is_told_why_and_may_be_mended() -> None:
    bad = WordedComment(sentences=[WordedSentence(text="好。", cites=[])] * len(RULE))
    made, writer, chat = by(bad, said())
    assert writer == "scripted"
    assert made != RULE
    assert "must cite" in chat.heard[1][-1].text


def test_what_touches_safety_is_never_worded() -> None:
    held = basis(safe="40")
    plain = write(held.found, "student")
    unsafe = next(n for n, s in enumerate(plain) if "安全底线" in s.text)
    draft = WordedComment(sentences=[reworded(s) for s in plain])
    made, _ = worded(Writer(ScriptedChat([draft])), held, "student")
    assert made[unsafe] == plain[unsafe]
    assert made != plain


def test_without_a_model_the_rules_write() -> None:
    assert worded(Writer(), basis(), "student") == (RULE, "extract")
