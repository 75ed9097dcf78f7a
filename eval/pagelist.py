"""Every page of the product, in one place: where it is, for whom, and what tells that it stands. For whatever goes over
all pages: accessibility, pictures, speed, hostile content. A page that is registered and missing here fails a test.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

EVERYBODY = ("student1", "teacher1", "staff1", "mentor1", "steward1", "admin1")


@dataclass(frozen=True)
class Listed:
    """`name` of its pictures; `who`: the sample accounts that use it, the first in pictures; none: not signed in.
    In `path`, `{document}` and `{passage}` stand for one they may read. `stands`: a selector seen once it is drawn.
    """

    name: str
    path: str
    who: tuple[str, ...]
    stands: str = ".sy-main"

    @property
    def route(self) -> str:
        """As it is registered, whatever its places are called."""
        return unnamed(self.path.partition("?")[0])


def unnamed(route: str) -> str:
    """`/read/{passage}` as `/read/{}`."""
    return re.sub(r"{[^}]*}", "{}", route)


PAGES = (
    Listed("sign-in", "/sign-in", (), ".sy-gate-card"),
    Listed("ask", "/", EVERYBODY),
    Listed("search", "/search", EVERYBODY),
    Listed("account", "/account", EVERYBODY),
    Listed("library", "/library", ("teacher1", "student1", "mentor1", "steward1", "admin1")),
    Listed("document", "/document?id={document}", ("teacher1", "student1")),
    Listed("reader", "/read/{passage}", ("student1", "teacher1"), "main"),
    Listed("reader-start", "/read/document/{document}", ("student1",), "main"),
    *(
        Listed(f"desk-{part}", f"/desk?part={part}", ("steward1",))
        for part in ("labels", "releases", "people", "audit", "leaks", "care", "keys")
    ),
    Listed("desk", "/desk", ("steward2", "teacher1")),
    Listed("practice", "/practice", ("student1", "staff1", "teacher1")),
    Listed("rehearsal", "/practice?tab=rehearsal", ("student1",)),
    Listed("progress", "/practice?tab=progress", ("student1",)),
    Listed("path", "/path", ("staff1", "mentor1", "student1")),
    Listed("workbench", "/workbench", ("teacher1", "mentor1", "student1")),
    Listed("lessons", "/lessons", ("teacher1", "mentor1", "student1")),
    Listed("studio", "/studio", ("teacher1", "mentor1", "student1")),
    Listed("review", "/review", ("mentor1", "teacher1", "student1")),
    Listed("bank", "/bank", ("teacher1", "mentor1", "student1")),
    Listed("matrix", "/matrix", ("teacher1", "mentor1", "student1")),
    Listed("agreements", "/agreements", ("steward1", "teacher1")),
    Listed("scoring", "/scoring", ("mentor1", "teacher1", "student1")),
    Listed("board", "/board", ("teacher1", "mentor1", "student1")),
    Listed("comments", "/comments", ("teacher1", "mentor1", "student1", "staff1")),
    Listed("grades", "/grades", ("student1", "staff1", "teacher1")),
    Listed("evidence", "/evidence", ("student1", "teacher1", "mentor1", "steward1", "admin1")),
    Listed("portfolio", "/portfolio", ("student1", "teacher1", "mentor1", "staff1")),
    Listed("findings", "/findings", ("teacher1", "mentor1", "student1")),
    Listed("internship", "/internship", ("student1", "teacher1", "mentor1", "staff1")),
    Listed("admin", "/admin", ("admin1", "teacher1")),
    Listed("admin-people", "/admin?tab=people", ("admin1",)),
    Listed("admin-courses", "/admin?tab=courses", ("admin1",)),
    Listed("admin-system", "/admin?tab=system", ("admin1",)),
)
