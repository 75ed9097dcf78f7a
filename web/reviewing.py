"""The review queue as one person sees it: what waits, what it says in plain words, and the bank items to approve.

Reads through records/; knows no rule of approving or publishing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from learning.exercise import listed
from records.artefactrows import IN_REVIEW, PUBLISHED, Artefact
from records.bankrows import ACCEPTED, Banked, Wanted
from tools._rendition import PUBLISHED as KINDS
from tools._rendition import rendered
from trust.errors import NotFound
from trust.principal import Principal, Scope
from trust.roles import Act
from web.resources import Resources
from web.studio import TOOL as SET
from web.studio import whole_for

MOST, PAGE = 100, 50
After = tuple[datetime, str]


@dataclass(frozen=True)
class Read:
    """An artefact opened: its words as Markdown, the names of the people in it by id, and the enterprises it waits for
    in vain.
    """

    artefact: Artefact
    words: str
    names: dict[str, str]
    out_of_reach: tuple[str, ...] = ()


def queue(
    parts: Resources, principal: Principal, scope: Scope, published: bool = False, after: After | None = None
) -> tuple[list[Artefact], After | None]:
    """A page of what waits, or of what is published, newest first; and where the next one begins if there is one."""
    state = PUBLISHED if published else IN_REVIEW
    found = parts.store.artefacts.page(principal, scope, state=state, after=after, limit=PAGE)
    last = found[PAGE - 1] if len(found) > PAGE else None
    return found[:PAGE], (last.made_at, last.id) if last else None


def out_of_reach(parts: Resources, artefact: Artefact) -> list[str]:
    """The enterprises it waits for, none of whose mentors may read it: nobody there could ever approve."""
    people = parts.store.people
    return [o for o in artefact.waits_for if not any(p.reads(artefact.label) for p in people.reviewers(o))]


def opened(parts: Resources, principal: Principal, scope: Scope, artefact_id: str) -> Read:
    found = parts.store.artefacts.get(principal, scope, artefact_id)
    if found.tool not in KINDS or not whole_for(principal, found):
        raise NotFound()
    words = rendered(found.tool, found.result, "")
    if found.tool == SET:
        keys = [f"{i['n']}. {listed(i['key'])}　{i['explanation']}".rstrip() for i in found.result["items"]]
        words += "\n\n## 参考答案\n\n" + "\n\n".join(keys)
    people = {found.author, *(r.person for r in found.remarks)}
    return Read(found, words, {p: named(parts, p) for p in people}, tuple(out_of_reach(parts, found)))


def waiting_items(parts: Resources, principal: Principal, scope: Scope) -> list[Banked]:
    """Bank items that rest on an enterprise this person reviews for, and lack its approval."""
    mine = {m.owner for m in principal.memberships if principal.may(Act.REVIEW, m.owner)}
    enterprises = {o.id for o in parts.store.people.owners() if o.kind == "enterprise"}
    wanted, after, waiting = Wanted(state=ACCEPTED, stale=False), None, list[Banked]()
    while len(waiting) < MOST:
        found = parts.store.bank.page(principal, scope, wanted, after=after, limit=MOST)
        for banked in (b for b in found[:MOST] if b.label.owners & mine & enterprises):
            whole = parts.store.bank.get(principal, scope, banked.id)
            if (whole.label.owners & mine & enterprises) - set(whole.approved_by):
                waiting.append(whole)
        if len(found) <= MOST:
            break
        after = (found[MOST - 1].made_at, found[MOST - 1].id)
    return waiting[:MOST]


def named(parts: Resources, person: str) -> str:
    """Of somebody who may have left since."""
    try:
        return parts.store.people.principal(person).name
    except NotFound:
        return "—"
