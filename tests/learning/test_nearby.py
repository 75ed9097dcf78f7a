"""What comes near to a missing item is shown to be judged, and nothing is shown where nothing comes near."""

from __future__ import annotations

from knowledge.words import Lexicon
from learning.coverage import Coverage
from learning.module import modules
from learning.nearby import mentioned
from tests.learning.test_coverage import wanted
from tests.learning.test_requirement import passage

TELLING = Lexicon().telling
BOOK = "零件程序先写轮廓，再写循环。"


def hinted(row: str, *record: str) -> list[tuple[str, str]]:
    """Items with the sentence of the record shown for each."""
    rows, taught = wanted(f"一、能力要求\n● {row}"), modules([passage(BOOK, "教材", 0)])
    coverage = Coverage(taught, TELLING)
    judged = coverage.judged(rows)
    read = [*taught, *modules([passage(t, "检验记录", n) for n, t in enumerate(record)])]
    (one,) = mentioned(coverage, rows, judged, read)
    assert one.missing == judged[0].missing  # it stays missing
    return [(h.item.text, h.unit.text) for h in one.hints]


def test_a_record_that_names_the_thing_is_shown() -> None:
    assert hinted("会用粗糙度仪。", "量具一览。粗糙度仪：编号 LJ-052，已校验。") == [
        ("粗糙度仪", "粗糙度仪：编号 LJ-052，已校验。")
    ]


def test_a_plain_word_alone_is_near_to_nothing() -> None:
    assert hinted("访谈不少于 10 位顾客。", "每班抽检不少于 10 件。") == []
    assert hinted("判断电极老化。", "切屑缠绕要停机。") == []


def test_another_measure_of_time_is_shown_and_not_taken_for_it() -> None:
    assert hinted("一周一次碰头会。", "每两周一次碰头会，班长主持。") == [
        ("一周一次碰头会", "每两周一次碰头会，班长主持。")
    ]


def test_the_best_is_shown_and_the_first_of_equals() -> None:
    assert hinted("会用粗糙度仪。", "粗糙度仪要爱护。", "粗糙度仪要爱护。") == [("粗糙度仪", "粗糙度仪要爱护。")]
