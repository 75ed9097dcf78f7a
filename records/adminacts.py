"""What is audited of keeping the system: names, settings, backups, keys. Ids only, as in acts.py."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PersonRenamed:
    by: str
    person: str


@dataclass(frozen=True)
class PersonEnabled:
    by: str
    person: str


@dataclass(frozen=True)
class MasterKeyChanged:
    data_keys: int


@dataclass(frozen=True)
class OwnerRenamed:
    by: str
    owner: str


@dataclass(frozen=True)
class SettingChanged:
    by: str
    setting: str
    before: int
    after: int


@dataclass(frozen=True)
class UpkeepBegun:
    """A backup or a restore drill; `run` is its id."""

    by: str
    kind: str
    run: str


@dataclass(frozen=True)
class UpkeepEnded:
    kind: str
    run: str
    state: str


@dataclass(frozen=True)
class Retried:
    """An administrator had a failed document read in again."""

    by: str
    document: str
    generation: int


@dataclass(frozen=True)
class KeyDestroyed:
    by: str
    holder: str


@dataclass(frozen=True)
class PersonDisabled:
    by: str
    person: str


AdminAct = (
    PersonRenamed | PersonEnabled | OwnerRenamed | SettingChanged | UpkeepBegun | UpkeepEnded | Retried
    | MasterKeyChanged | KeyDestroyed | PersonDisabled
)  # fmt: skip
