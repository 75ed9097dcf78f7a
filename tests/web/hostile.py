"""What a stranger may put into names, titles, file names, reasons and texts, and ways to put it into a house."""

from __future__ import annotations

from typing import Any

from eval.house import Running
from tests.web.evidenced import book, row, taken
from tests.web.test_grading import Case, put, scheme

EVIL = (
    '<img src=x onerror="window.pwned=1">', "<script>window.pwned=1</script>", "![x](http://evil.example/p.png)",
    "[x](javascript:window.pwned=1)", '"><svg onload=window.pwned=1>',
    "{{constructor.constructor('window.pwned=1')()}}",
    "</script><script>window.pwned=1</script>", "=HYPERLINK(\"http://evil.example\")", "‮txt.exe😀", "长" * 90,
)  # fmt: skip
SAID = '<img src=x onerror="window.pwned=true">'
"""A comment holds no number that it does not rest on."""


def evil_post(house: Running) -> None:
    """A profile of hostile words, a step of it learnt and shown to the mentor."""
    mentor, staff = house.caller("mentor1"), house.caller("staff1")
    sent = mentor.upload(
        "一、能力要求\n" + "\n".join(f"● 会看主轴转速。{words}" for words in EVIL[:6]), owner="yuchuan",
        label="yuchuan/internal", name="岗位画像.txt", title=f"岗位画像 {EVIL[0]}", library="enterprise",
    )  # fmt: skip
    post = sent.raise_for_status().json()["id"]
    mentor.settled(post, 300)
    staff.client.put(f"/api/path/mentors/{house.people['mentor1']}").raise_for_status()
    step = staff.get("/api/path", post=post).raise_for_status().json()["steps"][0]["id"]
    staff.client.put(f"/api/path/steps/{step}").raise_for_status()


def evil_course(house: Running, photo: bytes) -> None:
    """Hostile agreement, scheme, reasons, grade, appeal, evidence, comment and work, of a student who consented."""
    teacher, student = house.caller("teacher1"), house.caller("student1")
    house.house.resources.store.people.consent(house.people["student1"], house.people["mentor1"])
    _agreed(house)
    rows = [row(活动=words[:60], 结果=EVIL[4][:20], 得分=80, 满分=100) for words in EVIL[:6]]
    taken(teacher, book(rows))
    form = {"title": EVIL[0], "note": EVIL[4], "shown_to": "both"}
    file = {"file": (f"{EVIL[4]}.jpg".replace("/", "_"), photo)}
    student.client.post("/api/portfolio/works", data=form, files=file).raise_for_status()
    case = _graded(house)
    mine = student.get("/api/grades").raise_for_status().json()["items"][0]["id"]
    student.post(f"/api/grades/{mine}/appeals", criterion="skill", reason=EVIL[0]).raise_for_status()
    teacher.post("/api/comments/batch", scheme=case.scheme).raise_for_status()
    _commented(house, case)


def _agreed(house: Running) -> None:
    """About grades, with hostile words in the agreement's title and the register's purposes."""
    first, second = house.caller("steward1"), house.caller("steward2")
    about = {"school": "school", "enterprise": "yuchuan", "until": scheme()["valid_to"]}
    terms = [{"function": "grade_report", "label": "school/self:each"}]
    held = first.post("/api/agreements", **about, title=EVIL[0], releases=terms).raise_for_status().json()
    second.post(f"/api/agreements/{held['id']}/signature", hash=held["hash"]).raise_for_status()
    kept = {"kind": "assignment", "parts": ["activity", "score", "outcome"], "purpose": EVIL[1], "basis": "duty",
            "days": 365, "seen_by": ["teacher", "mentor"]}  # fmt: skip
    made = first.post("/api/registers", **about, entries=[kept]).raise_for_status().json()
    second.post(f"/api/registers/{made['id']}/signature", hash=made["hash"]).raise_for_status()
    house.caller("student1").post("/api/consents", enterprise="yuchuan").raise_for_status()


def _graded(house: Running) -> Case:
    criteria: list[dict[str, Any]] = scheme()["criteria"]
    for criterion, words in zip(criteria, EVIL, strict=False):
        criterion |= {"title": words, "levels": [{"name": EVIL[0], "at_least": "60", "descriptor": EVIL[1]}]}
    made = house.caller("teacher1").post("/api/schemes", **scheme(criteria=criteria)).raise_for_status().json()
    for who in ("teacher1", "mentor1"):
        house.caller(who).post(f"/api/schemes/{made['id']}/signature", hash=made["hash"]).raise_for_status()
    case = Case(house, made["id"], house.people["student1"])
    for who, criterion in (("teacher1", "skill"), ("mentor1", "skill"), ("mentor1", "safety")):
        where = f"/api/schemes/{case.scheme}/students/{case.student}/scores/{criterion}"
        put(house.caller(who), where, {"points": "80", "reason": EVIL[0]}, 0).raise_for_status()
    case.publish().raise_for_status()
    return case


def _commented(house: Running, case: Case) -> None:
    """Every sentence of the comment in hostile words, signed by both."""
    teacher = house.caller("teacher1")
    lines = teacher.get("/api/comments", scheme=case.scheme).raise_for_status().json()["items"]
    found = next(one["comment"] for one in lines if one["student"] == case.student)
    where = f"/api/comments/{found if isinstance(found, str) else found['id']}"
    held = teacher.get(where).raise_for_status().json()
    said = [{"part": s["part"], "text": f"{s['text']}{SAID}", "cites": s["cites"]} for s in held["sentences"]]
    match = {"If-Match": f'"{held["version"]}"'}
    version = teacher.client.patch(where, json={"sentences": said}, headers=match).raise_for_status().json()["version"]
    for who in ("teacher1", "mentor1"):
        match = {"If-Match": f'"{version}"'}
        signed = house.caller(who).client.post(f"{where}/signature", headers=match).raise_for_status()
        version = signed.json()["version"]
