"""What is audited: one frozen dataclass per act. Ids and labels only: no query text, no title, no file name."""

from __future__ import annotations

from dataclasses import dataclass

from records.adminacts import AdminAct
from records.artefactacts import ArtefactAct
from records.commentacts import CommentAct
from records.evidenceacts import EvidenceAct
from records.foundacts import FoundAct
from records.gradeacts import GradeAct
from records.internacts import InternAct
from records.pathacts import PathAct
from records.stewardacts import StewardAct


@dataclass(frozen=True)
class SignedIn:
    person: str
    address: str


@dataclass(frozen=True)
class SignInFailed:
    """`person` only where the user name exists; a mistyped name may be a password."""

    person: str | None
    address: str


@dataclass(frozen=True)
class SignedOut:
    person: str


@dataclass(frozen=True)
class PasswordSet:
    by: str
    person: str


@dataclass(frozen=True)
class TokenMade:
    person: str
    token: str
    days: int


@dataclass(frozen=True)
class TokenRevoked:
    person: str
    token: str


@dataclass(frozen=True)
class OwnerAdded:
    by: str
    owner: str


@dataclass(frozen=True)
class PersonAdded:
    by: str
    person: str
    home: str


@dataclass(frozen=True)
class RoleGiven:
    by: str
    person: str
    owner: str
    role: str


@dataclass(frozen=True)
class RoleTaken:
    by: str
    person: str
    owner: str
    role: str


@dataclass(frozen=True)
class Granted:
    by: str
    person: str
    owner: str
    level: int
    until: str | None


@dataclass(frozen=True)
class Revoked:
    by: str
    person: str
    owner: str


@dataclass(frozen=True)
class Enrolled:
    by: str
    person: str
    course: str
    part: str


@dataclass(frozen=True)
class Unenrolled:
    by: str
    person: str
    course: str
    part: str


@dataclass(frozen=True)
class Assigned:
    by: str
    person: str
    project: str


@dataclass(frozen=True)
class Unassigned:
    by: str
    person: str
    project: str


@dataclass(frozen=True)
class Consented:
    by: str
    student: str
    mentor: str


@dataclass(frozen=True)
class ConsentWithdrawn:
    by: str
    student: str
    mentor: str


@dataclass(frozen=True)
class Uploaded:
    person: str
    document: str
    generation: int
    label: str


@dataclass(frozen=True)
class LabelProposed:
    document: str
    generation: int
    label: str


@dataclass(frozen=True)
class LabelConfirmed:
    person: str
    document: str
    generation: int
    was: str
    now: str


@dataclass(frozen=True)
class Shown:
    document: str
    generation: int
    label: str


@dataclass(frozen=True)
class Deleted:
    person: str
    document: str


@dataclass(frozen=True)
class Erased:
    document: str


@dataclass(frozen=True)
class OriginalRead:
    person: str
    document: str


@dataclass(frozen=True)
class Asked:
    """A question was answered: who, under which label the answer came, from how many documents. No words."""

    person: str
    label: str
    documents: tuple[str, ...]
    refused: bool


@dataclass(frozen=True)
class Attempted:
    """Somebody answered an exercise, or finished a rehearsal; not what nor how well. `label` is this owner's part."""

    person: str
    attempt: str
    kind: str
    label: str


@dataclass(frozen=True)
class ClassLooked:
    """A teacher looked at a class's mastery; no person in it is named."""

    person: str
    course: str


@dataclass(frozen=True)
class ItemsBanked:
    """Exercises taken into the bank; `label` is this owner's part of theirs, `documents` those they rest on."""

    person: str
    items: tuple[str, ...]
    label: str
    documents: tuple[str, ...]


@dataclass(frozen=True)
class ItemChanged:
    """A new edition of a bank item, or another state."""

    person: str
    item: str
    edition: int
    state: str
    label: str


@dataclass(frozen=True)
class ItemApproved:
    person: str
    item: str
    edition: int


@dataclass(frozen=True)
class AgreementProposed:
    person: str
    agreement: str
    hash: str


@dataclass(frozen=True)
class AgreementSigned:
    person: str
    agreement: str
    owner: str
    hash: str


@dataclass(frozen=True)
class AgreementRevoked:
    person: str
    agreement: str


@dataclass(frozen=True)
class AgreementExpired:
    agreement: str


@dataclass(frozen=True)
class Released:
    """A standing release was used: what it took, through which function, and the label of what came out."""

    person: str
    agreement: str
    artefact: str
    edition: int
    function: str
    document: str
    label: str


@dataclass(frozen=True)
class ReadBadly:
    """Somebody reported that an edition was read badly."""

    person: str
    document: str
    generation: int


Act = (
    SignedIn
    | SignInFailed
    | SignedOut
    | PasswordSet
    | TokenMade
    | TokenRevoked
    | OwnerAdded
    | PersonAdded
    | RoleGiven
    | RoleTaken
    | Granted
    | Revoked
    | Enrolled
    | Unenrolled
    | Assigned
    | Unassigned
    | Consented
    | ConsentWithdrawn
    | Uploaded
    | LabelProposed
    | LabelConfirmed
    | Shown
    | Deleted
    | Erased
    | OriginalRead
    | Asked
    | Attempted
    | ClassLooked
    | ItemsBanked
    | ItemChanged
    | ItemApproved
    | AgreementProposed
    | AgreementSigned
    | AgreementRevoked
    | AgreementExpired
    | Released
    | ReadBadly
    | ArtefactAct | PathAct | StewardAct | AdminAct | GradeAct | CommentAct | EvidenceAct | FoundAct | InternAct
)  # fmt: skip
