"""The shapes of xAPI 1.0.3 (Part Two: Experience API Data), as the standard demands: unknown names, nulls, wrong types
and malformed identifiers are refused. Knows no storage and not which verbs are admitted here.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from learning.isotime import minutes, moment

_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+\Z")
_UUID = re.compile(r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-5][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}\Z")
_TAG = re.compile(r"(?:[A-Za-z]{2,8}|[iIxX])(?:-[A-Za-z0-9]{1,8})*\Z")
_MAILTO = re.compile(r"mailto:[^\s@]+@[^\s@]+\Z")
_SHA1 = re.compile(r"[0-9a-fA-F]{40}\Z")
LONGEST = 20_000


def _matching(pattern: re.Pattern[str], what: str) -> AfterValidator:
    def check(value: str) -> str:
        if not pattern.match(value):
            raise ValueError(what)
        return value

    return AfterValidator(check)


def _times(read: Any) -> AfterValidator:
    def check(value: str) -> str:
        read(value)
        return value

    return AfterValidator(check)


Iri = Annotated[str, Field(max_length=2000), _matching(_IRI, "not an IRI")]
Uuid = Annotated[str, _matching(_UUID, "not a UUID")]
Tag = Annotated[str, _matching(_TAG, "not a language tag")]
Timestamp = Annotated[str, Field(max_length=60), _times(moment)]
Duration = Annotated[str, Field(max_length=60), _times(minutes)]
LanguageMap = dict[Tag, Annotated[str, Field(max_length=LONGEST)]]
Extensions = dict[Iri, Any]
Text = Annotated[str, Field(max_length=LONGEST)]


class Shape(BaseModel):
    """Types as they stand in JSON; nothing unknown and no null."""

    model_config = ConfigDict(extra="forbid", strict=True)

    @model_validator(mode="before")
    @classmethod
    def _no_nulls(cls, sent: Any) -> Any:
        if isinstance(sent, dict) and any(v is None for v in sent.values()):
            raise ValueError("null is not allowed")
        return sent


class Account(Shape):
    homePage: Iri
    name: Annotated[str, Field(min_length=1, max_length=200)]


class Identified(Shape):
    name: Annotated[str, Field(max_length=500)] | None = None
    mbox: Annotated[str, _matching(_MAILTO, "not a mailto IRI")] | None = None
    mbox_sha1sum: Annotated[str, _matching(_SHA1, "not a SHA-1")] | None = None
    openid: Iri | None = None
    account: Account | None = None

    @property
    def identifiers(self) -> int:
        return sum(v is not None for v in (self.mbox, self.mbox_sha1sum, self.openid, self.account))


class Agent(Identified):
    objectType: Literal["Agent"] = "Agent"

    @model_validator(mode="after")
    def _one(self) -> Self:
        if self.identifiers != 1:
            raise ValueError("an agent has exactly one identifier")
        return self


class Group(Identified):
    objectType: Literal["Group"]
    member: list[Agent] | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if self.identifiers > 1 or (self.identifiers == 0 and not self.member):
            raise ValueError("a group has one identifier, or members")
        return self


class Verb(Shape):
    id: Iri
    display: LanguageMap | None = None


class Component(Shape):
    id: Annotated[str, Field(min_length=1, max_length=500)]
    description: LanguageMap | None = None


class Definition(Shape):
    name: LanguageMap | None = None
    description: LanguageMap | None = None
    type: Iri | None = None
    moreInfo: Iri | None = None
    interactionType: Literal[
        "true-false", "choice", "fill-in", "long-fill-in", "matching", "performance", "sequencing", "likert", "numeric",
        "other",
    ] | None = None  # fmt: skip
    correctResponsesPattern: list[Text] | None = None
    choices: list[Component] | None = None
    scale: list[Component] | None = None
    source: list[Component] | None = None
    target: list[Component] | None = None
    steps: list[Component] | None = None
    extensions: Extensions | None = None

    @model_validator(mode="after")
    def _interaction(self) -> Self:
        parts = (self.correctResponsesPattern, self.choices, self.scale, self.source, self.target, self.steps)
        if self.interactionType is None and any(p is not None for p in parts):
            raise ValueError("an interaction names its type")
        return self


class Activity(Shape):
    objectType: Literal["Activity"] = "Activity"
    id: Iri
    definition: Definition | None = None


class StatementRef(Shape):
    objectType: Literal["StatementRef"]
    id: Uuid


class Score(Shape):
    scaled: Annotated[float, Field(ge=-1, le=1)] | None = None
    raw: float | None = None
    min: float | None = None
    max: float | None = None

    @model_validator(mode="after")
    def _between(self) -> Self:
        low, high = self.min, self.max
        if low is not None and high is not None and low >= high:
            raise ValueError("min is below max")
        if self.raw is not None and ((low is not None and self.raw < low) or (high is not None and self.raw > high)):
            raise ValueError("raw lies between min and max")
        return self


class Outcome(Shape):
    score: Score | None = None
    success: bool | None = None
    completion: bool | None = None
    response: Text | None = None
    duration: Duration | None = None
    extensions: Extensions | None = None


Activities = Annotated[list[Activity], Field(max_length=100)]


class ContextActivities(Shape):
    parent: Activities | Activity | None = None
    grouping: Activities | Activity | None = None
    category: Activities | Activity | None = None
    other: Activities | Activity | None = None


class Context(Shape):
    registration: Uuid | None = None
    instructor: Agent | Group | None = None
    team: Group | None = None
    contextActivities: ContextActivities | None = None
    revision: Text | None = None
    platform: Text | None = None
    language: Tag | None = None
    statement: StatementRef | None = None
    extensions: Extensions | None = None


def _check_context(context: Context | None, about: Shape) -> None:
    """Revision and platform belong to statements about activities only."""
    if context and (context.revision or context.platform) and not isinstance(about, Activity):
        raise ValueError("revision and platform belong to activities")


class SubStatement(Shape):
    objectType: Literal["SubStatement"]
    actor: Agent | Group
    verb: Verb
    object: Activity | Agent | Group | StatementRef
    result: Outcome | None = None
    context: Context | None = None
    timestamp: Timestamp | None = None

    @model_validator(mode="after")
    def _context(self) -> Self:
        _check_context(self.context, self.object)
        return self


class Statement(Shape):
    id: Uuid | None = None
    actor: Agent | Group
    verb: Verb
    object: Activity | Agent | Group | StatementRef | SubStatement
    result: Outcome | None = None
    context: Context | None = None
    timestamp: Timestamp | None = None
    stored: Timestamp | None = None
    authority: Agent | Group | None = None
    version: Annotated[str, _matching(re.compile(r"1\.0(\.\d+)?\Z"), "not a version of 1.0")] | None = None
    attachments: Annotated[list[Any], Field(max_length=0)] | None = None

    @model_validator(mode="after")
    def _context(self) -> Self:
        _check_context(self.context, self.object)
        return self
