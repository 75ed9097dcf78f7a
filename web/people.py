"""People and their roles, for administrators. Whoever may not manage people finds nothing here."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from trust.errors import NotFound
from trust.principal import Principal
from trust.roles import Act, Role
from web.identity import Who
from web.resources import Parts
from web.shapes import MembershipOut, Strict

router = APIRouter(tags=["people"])


class NewPerson(Strict):
    """`home` is the owner that keeps what is about them; a password is made if none is given."""

    username: str = Field(min_length=1, max_length=128)
    name: str = Field(min_length=1, max_length=100)
    home: str = Field(min_length=1, max_length=64)
    password: str | None = Field(default=None, min_length=8, max_length=1000)


class MadePerson(BaseModel):
    """`password` is shown this once."""

    id: str
    password: str


class PersonOut(BaseModel):
    id: str
    username: str
    name: str
    home: str
    memberships: list[MembershipOut]
    disabled: bool


class PersonList(BaseModel):
    items: list[PersonOut]


class MembershipIn(Strict):
    owner: str = Field(min_length=1, max_length=64)
    role: Role


def manager(who: Who) -> Principal:
    """Looked at before what was sent: nobody else learns what a good request would be."""
    if not who.principal.may(Act.MANAGE_PEOPLE):
        raise NotFound()
    return who.principal


Manager = Annotated[Principal, Depends(manager)]


@router.get("/api/people")
def listed(by: Manager, parts: Parts) -> PersonList:
    found = parts.store.people.listed(by)
    return PersonList(
        items=[
            PersonOut(
                id=p.id, username=p.username, name=p.name, home=p.home, disabled=p.disabled,
                memberships=[MembershipOut(owner=owner, role=role) for owner, role in p.roles],
            )
            for p in found
        ]
    )


@router.post("/api/people", status_code=201)
def add(given: NewPerson, by: Manager, parts: Parts) -> MadePerson:
    person, password = parts.store.people.add_person(
        given.username, given.name, given.home, given.password, by=by
    )
    return MadePerson(id=person, password=password)


@router.post("/api/people/{person_id}/memberships", status_code=204)
def give(person_id: str, given: MembershipIn, by: Manager, parts: Parts) -> None:
    parts.store.people.add_membership(person_id, given.owner, given.role, by=by)


@router.delete("/api/people/{person_id}/memberships/{owner}/{role}", status_code=204)
def take(person_id: str, owner: str, role: Role, by: Manager, parts: Parts) -> None:
    parts.store.people.remove_membership(person_id, owner, role, by=by)


class NewName(Strict):
    name: str = Field(min_length=1, max_length=100)


@router.put("/api/people/{person_id}/name", status_code=204, summary="Put a name right")
def rename(person_id: str, given: NewName, by: Manager, parts: Parts) -> None:
    parts.store.people.rename(person_id, given.name, by=by)


@router.delete("/api/people/{person_id}", status_code=204, summary="No sign-in from now on")
def disable(person_id: str, by: Manager, parts: Parts) -> None:
    parts.store.people.disable(person_id, by=by)


class NewPassword(BaseModel):
    """Shown this once."""

    password: str


@router.post("/api/people/{person_id}/password", summary="A new random password; sessions end")
def reset(person_id: str, by: Manager, parts: Parts) -> NewPassword:
    return NewPassword(password=parts.store.people.reset_password(person_id, by))


@router.post("/api/people/{person_id}/enable", status_code=204, summary="Sign-in again")
def enable(person_id: str, by: Manager, parts: Parts) -> None:
    parts.store.people.enable(person_id, by=by)
