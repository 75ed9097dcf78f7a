"""A published exercise asked in the chat is answered by its learner first; a plain question is simply answered."""

from __future__ import annotations

from typing import Any

import pytest

from eval.house import Caller, Running
from learning.answerkey import tells

KEY = ("0.25 mm/r",)
STEM = "粗车外圆时的进给量应取（　）。"
PARAPHRASE = "粗车外圆，进给量一般给到多少？"


@pytest.fixture(scope="module")
def item(house: Running, documents: dict[str, str]) -> str:
    teacher = house.caller("teacher1")
    passage = teacher.get("/api/search", q="粗车外圆进给量", k=1).json()["passages"][0]
    quote = next(s for s in passage["text"].split("。") if "0.25 mm/r" in s) + "。"
    made = {
        "kind": "single", "stem": STEM, "key": list(KEY), "explanation": f"原文：{quote}", "tags": ["粗车"],
        "options": ["0.25 mm/r", "0.5 mm/r", "0.15 mm/r", "0.75 mm/r"],
        "spans": [{"passage_id": passage["id"], "quote": quote}],
    }  # fmt: skip
    taken = teacher.post("/api/bank/items", items=[made]).json()
    assert taken["items"], taken
    row = taken["items"][0]
    moved = teacher.client.patch(f"/api/bank/items/{row['id']}", json={"version": row["version"], "state": "published"})
    assert moved.status_code == 200, moved.text
    return str(row["id"])


class Talk:
    """One thread."""

    def __init__(self, who: Caller, mode: str) -> None:
        self.who, self.mode, self.thread = who, mode, {}

    def say(self, message: str) -> dict[str, Any]:
        answer = self.who.post("/api/chat", message=message, mode=self.mode, **self.thread).raise_for_status().json()
        self.thread = {"thread_id": answer["thread_id"]}
        return dict(answer)


def hint(answer: dict[str, Any]) -> str:
    """What is said besides the question and its options."""
    return "\n".join(line for line in answer["answer"].split("\n") if line[:2] not in ("A.", "B.", "C.", "D."))


def test_a_paraphrase_in_tutor_mode_is_led_and_marked(house: Running, item: str) -> None:
    talk = Talk(house.caller("student1"), "tutor")
    first = talk.say(PARAPHRASE)
    assert first["tutor"]["assigned"] is True
    assert STEM in first["answer"]
    assert first["citations"] == []
    assert not tells(hint(first), KEY)
    for wrong, rung in (("B", 2), ("0.15 mm/r", 3)):
        answer = talk.say(wrong)
        assert (answer["tutor"]["rung"], answer["citations"]) == (rung, [])
        assert not tells(hint(answer), KEY)
    right = talk.say("A")
    assert right["tutor"]["solved"] is True
    assert "0.25 mm/r" in right["answer"]
    assert right["citations"][0]["title"] == "粗车教学要点"


def test_in_ask_mode_the_question_itself_is_led_and_a_plain_question_answered(house: Running, item: str) -> None:
    talk = Talk(house.caller("student1"), "ask")
    first = talk.say(f"{STEM} A. 0.25 mm/r B. 0.5 mm/r C. 0.15 mm/r D. 0.75 mm/r")
    assert first["tutor"]["assigned"] is True
    assert first["citations"] == []
    assert "题库" in first["answer"]
    assert talk.say("选 A")["tutor"]["solved"] is True
    plain = Talk(house.caller("student1"), "ask").say("粗车外圆的进给量是多少？")
    assert "tutor" not in plain or plain["tutor"] is None
    assert "0.25 mm/r" in plain["answer"]


def test_junk_is_no_attempt_and_a_part_of_an_option_is_that_option(house: Running, item: str) -> None:
    talk = Talk(house.caller("student1"), "tutor")
    talk.say(STEM)
    for junk in ("哈哈", "asdf", "……", "喵喵", "zzz", "哦"):
        answer = talk.say(junk)
        assert (answer["tutor"]["attempts"], answer["tutor"]["solved"]) == (0, False)
        assert not tells(hint(answer), KEY)
    assert talk.say("0.25")["tutor"]["solved"] is True


def test_naming_every_option_is_no_answer(house: Running, item: str) -> None:
    talk = Talk(house.caller("student1"), "tutor")
    talk.say(STEM)
    answer = talk.say("0.25 mm/r、0.5 mm/r、0.15 mm/r、0.75 mm/r")
    assert answer["tutor"]["solved"] is False
    assert answer["citations"] == []


def test_other_doors_to_the_same_chat_lead_too(house: Running, item: str) -> None:
    asked = {"model": "shuangyuan", "messages": [{"role": "user", "content": STEM}]}
    answer = house.caller("student1").post("/v1/chat/completions", **asked).raise_for_status().json()
    said = answer["choices"][0]["message"]["content"]
    assert "题库" in said
    assert not tells(hint({"answer": said}), KEY)


def test_whoever_sees_keys_is_simply_answered(house: Running, item: str) -> None:
    answer = Talk(house.caller("teacher1"), "ask").say(STEM)
    assert answer.get("tutor") is None


def test_an_item_that_is_hidden_changes_nothing(house: Running, item: str, documents: dict[str, str]) -> None:
    """What one may not see in the bank is not met: the same answer as if it were not there."""
    before = Talk(house.caller("student1"), "tutor").say("轴颈的公差是多少？")
    mentor = house.caller("mentor1")
    hidden = {"kind": "fill", "stem": "传动轴轴颈的公差为____。", "key": ["0.02 mm"], "label": "yuchuan/confidential"}
    label = hidden.pop("label")
    mentor.post("/api/bank/items", items=[hidden], label=label).raise_for_status()
    after = Talk(house.caller("student1"), "tutor").say("轴颈的公差是多少？")
    for volatile in ("thread_id",):
        before.pop(volatile), after.pop(volatile)
    assert before == after


def test_after_an_attempt_in_practice_it_is_an_ordinary_question(house: Running, item: str) -> None:
    student = house.caller("student2")
    led = Talk(student, "ask").say(STEM)
    assert led["tutor"]["assigned"] is True
    answered = student.post("/api/practice/answers", item_id=item, answer=["0.5 mm/r"])
    assert answered.status_code == 200, answered.text
    assert Talk(student, "ask").say(STEM).get("tutor") is None
