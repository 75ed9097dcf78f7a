"""What is written for somebody who may not see the bank's keys tells none of them."""

from __future__ import annotations

from learning.alike import bare
from learning.author import write
from learning.exercise import KINDS
from learning.giveaway import keeping
from learning.sourced import Source
from learning.verifier import verify
from tests.learning.given import FLANGE

SOURCE = Source(tuple(FLANGE))


def test_nothing_the_bank_holds_is_written_again() -> None:
    bank = write(SOURCE, 10).accepted
    again = write(SOURCE, 50, bank=bank).accepted
    assert bank
    assert again
    assert not set(bank) & set(again)
    assert not [r for r in verify(again, SOURCE.texts, bank).rejected if r.item in again]


def test_a_question_about_the_same_words_with_a_part_of_the_key_is_kept_back() -> None:
    every = write(SOURCE, 50).accepted
    for banked in every:
        made = write(SOURCE, 50, bank=[banked], secret=[banked]).accepted
        for item in made:
            assert not (bare(item.quote) == bare(banked.quote) and set(item.key) & set(banked.key))
            assert not (item.quote == banked.quote and "judge" in (item.kind, banked.kind))


def test_other_questions_stay() -> None:
    every = list(write(SOURCE, 50).accepted)
    assert len(every) > len({e.kind for e in every}) > 3
    assert keeping(every, []) == every
    assert len(keeping(every, every[:1])) >= len(every) / 2
    assert set(KINDS) >= {e.kind for e in every}
