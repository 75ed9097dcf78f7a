"""API tokens: made, listed without their secret, revoked. For other programs of the same person."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter
from pydantic import BaseModel, Field

from trust.errors import NotFound
from web.identity import Who
from web.resources import Parts
from web.shapes import Strict

router = APIRouter(tags=["identity"])


class NewToken(Strict):
    name: str = Field(min_length=1, max_length=100)
    days: int = Field(ge=1, le=365)


class MadeToken(BaseModel):
    """`token` is shown this once."""

    id: str
    token: str


class TokenOut(BaseModel):
    id: str
    name: str
    made_at: datetime
    until: datetime
    last_used_at: datetime | None


class TokenList(BaseModel):
    items: list[TokenOut]


@router.post("/api/tokens", status_code=201)
def make(given: NewToken, who: Who, parts: Parts) -> MadeToken:
    token_id, token = parts.store.accounts.make_token(who.principal, given.name, given.days)
    return MadeToken(id=token_id, token=token)


@router.get("/api/tokens")
def listed(who: Who, parts: Parts) -> TokenList:
    found = parts.store.accounts.tokens(who.principal)
    return TokenList(items=[TokenOut.model_validate(t, from_attributes=True) for t in found])


@router.get("/api/tokens/{token_id}")
def token(token_id: str, who: Who, parts: Parts) -> TokenOut:
    found = [t for t in parts.store.accounts.tokens(who.principal) if t.id == token_id]
    if not found:
        raise NotFound()
    return TokenOut.model_validate(found[0], from_attributes=True)


@router.delete("/api/tokens/{token_id}", status_code=204)
def revoke(token_id: str, who: Who, parts: Parts) -> None:
    parts.store.accounts.revoke_token(who.principal, token_id)
