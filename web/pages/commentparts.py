"""What pages show of a comment: who wrote it, each sentence with what it cites and what that rests on, the signatures.
Knows looks.
"""

from __future__ import annotations

from collections.abc import Mapping

from nicegui import ui

from learning.comment import Fact
from learning.commentcheck import Sentence
from learning.scheme import SIDES
from records.commentrows import Comment
from trust.day import CHINA
from web.pages.viewer import Viewer

RULES, NAMED = "extract", 8


def written(viewer: Viewer, comment: Comment) -> None:
    """Edition, day, by whom; that it was generated is told with it."""
    rules = comment.written_by == RULES
    by = viewer.say("comments_by_rules") if rules else viewer.say("comments_by_model", name=comment.written_by)
    told = [viewer.say("comments_by", edition=comment.edition, at=f"{comment.at.astimezone(CHINA):%Y-%m-%d}", by=by)]
    told += [viewer.say("comments_edited")] if comment.edited else []
    ui.label(" · ".join([*told, viewer.say("comments_generated")])).classes("sy-small sy-muted")


def sentences(viewer: Viewer, comment: Comment) -> None:
    """In order, each with its grounds to open."""
    known = {f.id: f for f in comment.facts}
    with ui.element("ol").classes("sy-comment-lines"):
        for n, one in enumerate(comment.sentences, 1):
            with ui.element("li").props(f'data-sentence="{n}"'):
                ui.label(viewer.say(f"comments_part_{one.part}")).classes("sy-grade-chip")
                ui.label(one.text).classes("sy-comment-text sy-words").props('lang="zh-CN"')
                _grounds(viewer, one, known, whole="school" in comment.sides)


def _grounds(viewer: Viewer, one: Sentence, known: Mapping[str, Fact], *, whole: bool) -> None:
    cited = [known[c] for c in one.cites if c in known]
    made = ui.expansion(viewer.say("comments_grounds", n=len(cited)), icon="fact_check").classes("sy-comment-grounds")
    with made, ui.element("ul"):
        for fact in cited:
            with ui.element("li") as row:
                row.props["data-fact"] = fact.id
                ui.label(named(viewer, fact)).classes("sy-strong sy-words")
                ui.label(_figures(viewer, fact, known, whole=whole)).classes("sy-small sy-words")


def named(viewer: Viewer, fact: Fact) -> str:
    """What sort of fact, and its name."""
    sort = viewer.say(f"comments_ground_{fact.topic}")
    return f"{sort}：{fact.name}" if fact.name else sort


def _figures(viewer: Viewer, fact: Fact, known: Mapping[str, Fact], *, whole: bool) -> str:
    """Its figures, and what they come from: by name for who may edit, else how many."""
    say = viewer.say
    parts = [say("comments_ground_numbers", numbers="、".join(fact.numbers))] if fact.numbers else []
    parts += [say("comments_ground_alone")] if fact.school_alone else []
    under = [known[r] for r in fact.rests if r in known and r != fact.id]
    if under and whole:
        names = [f"{f.name} {'/'.join(f.numbers)}".strip() for f in under]
        told = say("comments_rests_all", names="；".join(names[:NAMED]))
        parts.append(f"{told} {say('comments_rests_more', n=len(names))}" if names[NAMED:] else told)
    elif under:
        parts.append(say("comments_rests", n=len(fact.rests)))
    return " · ".join(parts)


def signatures(viewer: Viewer, comment: Comment) -> None:
    """Both sides, whether they have signed and when; the word and the icon tell, not the colour alone."""
    done = {s.side: s.at for s in comment.signatures}
    with ui.element("div").classes("sy-comment-signs").props("role=group") as made:
        made.props["aria-label"] = viewer.say("comments_signatures")
        for side in SIDES:
            at, name = done.get(side), viewer.say(f"side_{side}")
            word = "comments_signed_by" if at else "comments_unsigned_by"
            with ui.element("span").classes("sy-comment-sign" + (" sy-comment-sign-done" if at else "")):
                ui.icon("check_circle" if at else "radio_button_unchecked").props('aria-hidden="true"')
                ui.label(viewer.say(word, side=name, at=f"{at.astimezone(CHINA):%Y-%m-%d %H:%M}" if at else ""))
