"""What is audited of comments: ids alone, as in acts.py; no word of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class CommentDrawn:
    """`written_by`: rules or the model's name."""

    person: str
    scheme: str
    student: str
    comment: str
    edition: int
    written_by: str


@dataclass(frozen=True)
class CommentEdited:
    person: str
    student: str
    comment: str
    edition: int


@dataclass(frozen=True)
class CommentSigned:
    """`side`: for the school or the enterprise."""

    person: str
    student: str
    comment: str
    edition: int
    side: str


@dataclass(frozen=True)
class CommentUnsigned:
    person: str
    student: str
    comment: str
    edition: int
    side: str


@dataclass(frozen=True)
class CommentsTaken:
    """A class's issued comments as a file."""

    person: str
    scheme: str
    count: int


CommentAct = CommentDrawn | CommentEdited | CommentSigned | CommentUnsigned | CommentsTaken
