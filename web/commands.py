"""Where one can go by typing: pages of one's roles, one's own conversations, documents one may read. Pure of
looks.

Everything offered comes from the same calls as the pages' lists, under the caller's name: nothing hidden is a goal,
and nothing hidden changes their order or number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote

from records.store import Store
from trust.principal import Principal, Scope
from trust.roles import Act

Kind = Literal["pages", "threads", "documents", "ask"]
MOST = 6
"""Conversations, and documents."""
LONGEST = 200
"""Characters of what is typed that are looked at."""


@dataclass(frozen=True)
class Goal:
    """`to` is an address on this server; `words` are as the person knows it."""

    kind: Kind
    words: str
    to: str


def goals(
    store: Store, principal: Principal, scope: Scope, pages: Sequence[tuple[str, str]], typed: str
) -> list[Goal]:
    """Best kinds first: pages `(path, name)`, conversations, documents that can be read, and asking what was typed."""
    text = " ".join(typed[:LONGEST].split())
    found = [Goal("pages", name, path) for path, name in pages if _fits(text, name)]
    if not principal.may(Act.ASK):
        return found
    threads = [t for t in store.threads.list(principal) if t.title and _fits(text, t.title)]
    found += [Goal("threads", t.title or "", f"/?thread={quote(t.id)}") for t in threads[:MOST]]
    if text:
        documents, _ = store.library.page(principal, scope, state="ready", q=text, limit=MOST)
        found += [Goal("documents", d.title, f"/read/document/{quote(d.id)}") for d in documents]
        found.append(Goal("ask", text, f"/?ask={quote(text)}"))
    return found


def _fits(text: str, name: str) -> bool:
    return all(word in name.casefold() for word in text.casefold().split())
