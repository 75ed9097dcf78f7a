"""A comment on one student, drafted for their teacher. Keeps nothing: keeping, editing and signing are clicks.

Knows the arguments and the shape of the result; what a comment may rest on is records/'s, its words are learning's.
"""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import BaseModel, Field

from learning.commentcheck import Part, Sentence
from learning.commentwords import Tone
from records.commentbasis import Basis
from tools._comment import worded
from tools._tool import Arguments, ToolResult
from trust.errors import BadInput, NotEnough
from trust.labels import self_label
from trust.roles import Act
from trust.sources import Findings
from trust.turn import Turn


class CommentArguments(Arguments):
    """On whom, and for which reader."""

    student: str = Field(min_length=1, max_length=64, description="The student's full name as in the class list.")
    tone: Tone = Field(
        default="student", description="Who reads it: the student, the parents, or the enterprise of the placement.",
    )  # fmt: skip
    scheme: str | None = Field(
        default=None, max_length=64, description="Id of the grading scheme; leave out for the newest one.",
    )  # fmt: skip


class DraftSentence(BaseModel):
    """`cites`: ids of facts; `rests`: ids of the criteria and evidence behind them."""

    part: Part
    text: str
    cites: list[str]
    rests: list[str]


class CommentDraft(BaseModel):
    """`state` of the comment that is kept already, `none` where there is none; this draft changes nothing of it."""

    scheme: str
    student: str
    name: str
    tone: Tone
    joined: bool
    state: Literal["none", "draft", "signed", "issued"]
    sentences: list[DraftSentence]


class CommentTool:
    """Draft an evaluation comment (评价评语) on one student from their scores and evidence: strengths, a weak point,
    a next step, each sentence with what it rests on. It keeps nothing: a teacher keeps and signs on the page Comments.

    Call it when a teacher asks for a comment on a student they name. Call it once per student.
    Do not call it for a whole class, for comparing students, or for questions about a grade.
    """

    name: ClassVar[str] = "draft_comment"
    needs: ClassVar[Act] = Act.PUBLISH
    arguments: ClassVar[type[Arguments]] = CommentArguments

    def run(self, turn: Turn, arguments: CommentArguments) -> ToolResult:
        """Raises NotEnough: nobody of this name among their students, several, or nothing to rest on."""
        found = turn.comments.written_on(turn.principal, turn.scope, arguments.student, arguments.tone)
        found = [(held, line) for held, line in found if arguments.scheme in (None, held.id)]
        if not found:
            raise NotEnough("您任教的学生里没有这个名字", "None of your students has this name")
        held, line = found[0]
        if sum(h.id == held.id for h, _ in found) > 1:
            raise NotEnough("有几名学生同名，请在“评价评语”页选择", "Several have this name; choose on Comments")
        basis = turn.comments.basis(turn.principal, turn.scope, held.id, line.student)
        try:
            said, by = worded(turn.write, basis, arguments.tone)
        except BadInput as nothing:
            raise NotEnough(nothing.zh, nothing.en) from None
        state = line.comment.state if line.comment else "none"
        made = CommentDraft(
            scheme=held.id, student=line.student, name=line.name, tone=arguments.tone, joined=basis.joined,
            state=state, sentences=_shown(basis, said),
        )  # fmt: skip
        label = turn.floor | self_label(held.school, line.student)
        return ToolResult(made, Findings("", (), label, 0), (), label, by)


def _shown(basis: Basis, said: tuple[Sentence, ...]) -> list[DraftSentence]:
    known = {f.id: f for f in basis.found}
    return [
        DraftSentence(
            part=s.part, text=s.text, cites=list(s.cites), rests=sorted({r for c in s.cites for r in known[c].rests})
        )
        for s in said
    ]
