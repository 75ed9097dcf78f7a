"""What is audited of artefacts and of the templates they are written into: ids and labels alone, as in acts.py."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ArtefactMade:
    """`label` is this owner's part of it; `documents` those it was made from."""

    person: str
    artefact: str
    tool: str
    label: str
    documents: tuple[str, ...]


@dataclass(frozen=True)
class ArtefactChanged:
    """A new edition of its content, or another state."""

    person: str
    artefact: str
    edition: int
    state: str
    label: str


@dataclass(frozen=True)
class ArtefactApproved:
    person: str
    artefact: str
    edition: int


@dataclass(frozen=True)
class ArtefactTaken:
    """Out of the house as a file."""

    person: str
    artefact: str
    edition: int
    format: str


@dataclass(frozen=True)
class ArtefactSentBack:
    """With a reason, whose words are not here."""

    person: str
    artefact: str
    edition: int


@dataclass(frozen=True)
class TemplateAdded:
    person: str
    template: str


@dataclass(frozen=True)
class TemplateRemoved:
    person: str
    template: str


ArtefactAct = (
    ArtefactMade | ArtefactChanged | ArtefactApproved | ArtefactTaken | ArtefactSentBack
    | TemplateAdded | TemplateRemoved
)  # fmt: skip
