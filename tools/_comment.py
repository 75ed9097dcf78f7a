"""A comment worded: its sentences by rules, and their wording by a model where one is configured. The kernel that the
tool, the API and the pages share.

Each worded sentence must say the very figures and names of the rule's own, cite the same and stand under the checker;
one that does not falls back to the rule's. What touches the line of safety is never worded. Who may is records/'s.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pydantic import BaseModel, Field

from learning.commentcheck import LONGEST, MOST, Sentence, faults, slots
from learning.commentwords import Tone, write
from prompts import load
from records.commentbasis import Basis
from trust.sources import Findings
from trust.turn import Write

RULES = "extract"
_READER: dict[Tone, str] = {
    "student": "to the learner, as 你", "parent": "to the parents, of 孩子", "enterprise": "to the enterprise, of 该生",
}  # fmt: skip
_CJK, _LATIN = re.compile(r"[㐀-鿿]"), re.compile(r"[A-Za-z]")


class WordedSentence(BaseModel):
    text: str = Field(max_length=1000)
    cites: list[str] = Field(max_length=20)


class WordedComment(BaseModel):
    sentences: list[WordedSentence] = Field(max_length=MOST)


def worded(write_with: Write, basis: Basis, tone: Tone) -> tuple[tuple[Sentence, ...], str]:
    """The sentences and who worded them: the model's name if any sentence is its own."""
    plain = write(basis.found, tone)
    told = "\n".join(f"{n}. {s.text} [{', '.join(s.cites)}]" for n, s in enumerate(plain, 1))
    prompt = load(
        "draft_comment", count=str(len(plain)), longest=str(LONGEST), reader=_READER[tone], sentences=told
    )  # fmt: skip
    by_rules = WordedComment(sentences=[WordedSentence(text=s.text, cites=list(s.cites)) for s in plain])
    nothing = Findings("", (), None, 0)
    written = write_with(prompt, WordedComment, nothing, lambda d: _unfit(d, plain, basis), lambda _: by_rules)
    said = tuple(
        ours if _refused(ours, theirs, basis) else Sentence(ours.part, theirs.text.strip(), ours.cites)
        for ours, theirs in zip(plain, written.value.sentences, strict=True)
    )
    return said, written.written_by if said != plain else RULES


def _unfit(draft: WordedComment, plain: Sequence[Sentence], basis: Basis) -> str | None:
    """One sentence that stands is enough: the others fall back alone."""
    if len(draft.sentences) != len(plain):
        return f"there must be exactly {len(plain)} entries in `sentences`"
    found = [_refused(ours, theirs, basis) for ours, theirs in zip(plain, draft.sentences, strict=True)]
    return None if not all(found) else "; ".join(f"sentence {n}: {why}" for n, why in enumerate(found, 1))


def _refused(ours: Sentence, theirs: WordedSentence, basis: Basis) -> str:
    """Why this sentence may not stand for ours; empty when it may."""
    text = theirs.text.strip()
    if any(f.unsafe for f in basis.found if f.id in ours.cites):
        return "what touches safety stays as it is"
    if set(theirs.cites) != set(ours.cites):
        return f"it must cite {', '.join(ours.cites)} and nothing else"
    said = Sentence(ours.part, text, ours.cites)
    if sorted(slots([said])) != sorted(slots([ours])):
        return "its numbers and quoted names must be those of the sentence it words"
    if len(_LATIN.findall(text)) > len(_CJK.findall(text)):
        return "write in simplified Chinese"
    wrong = [f.en for f in faults([said], basis.found, (*basis.others, basis.name), basis.kept_back) if f.sentence]
    return wrong[0] if wrong else ""
