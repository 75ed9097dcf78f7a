"""Work orders beside their source: each step leads to its passage; the author edits, hands in, takes files.

Knows the result's shape (tools/_work_order.py); saving and moving are web/artefacts.py's.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import Any

from nicegui import ui

from records.artefactrows import DRAFT, IN_REVIEW, Artefact
from tools._export.orders import AREAS
from tools._work_order import FULL
from trust.sources import Citation, Passage
from web.artefacts import Change, edited, moved
from web.pages.frame import label_line, marked, titled
from web.pages.releasing import release_button
from web.pages.source import SourcePanel
from web.pages.viewer import Viewer

TOOL = "decompose_project"
_SHOW = """setTimeout(() => { const q = document.getElementById("sy-quote");
if (q) { const pane = q.closest(".sy-orders-source"); pane.scrollTop += q.getBoundingClientRect().top -
pane.getBoundingClientRect().top - 60; } }, 60)"""


class Orders:
    def __init__(self, viewer: Viewer) -> None:
        self._viewer = viewer
        self._held: Artefact | None = None
        self._content: dict[str, Any] = {}
        self._cited: dict[int, Citation] = {}
        self._passages: dict[str, tuple[ui.html, str]] = {}
        self._lit = ""
        self._editing = False
        self._panel = SourcePanel(viewer)
        self._box = ui.element("div").classes("sy-orders")

    async def show(self, held: Artefact, editing: bool = False) -> None:
        self._held, self._editing = held, editing
        self._content = copy.deepcopy(dict(held.result))
        self._cited = {c.n: c for c in held.citations}
        texts = await self._viewer.do(self._texts) or []
        self._box.clear()
        with self._box:
            self._top(held)
            with ui.element("div").classes("sy-orders-panes"):
                self._source(texts)
                with ui.element("div").classes("sy-orders-tasks"):
                    for n, task in enumerate(self._content["tasks"], 1):
                        self._task(n, task)
                    self._beside(self._content.get("rules") or [])

    def _texts(self) -> list[Passage]:
        principal, scope = self._viewer.now()
        library = self._viewer.parts.store.library
        return [p for s in self._content["sources"] for p in library.whole(principal, scope, s["id"])]

    def _top(self, a: Artefact) -> None:
        viewer, say = self._viewer, self._viewer.say
        with ui.element("section").classes("sy-card sy-orders-top"):
            titled(a.title, 2)
            label_line(a.label, viewer.names, viewer.language)
            told = say("workbench_told", tasks=len(self._content["tasks"]), steps=self._content["steps"])
            ui.label(f"{told} · {say(f'state_{a.state}')}").classes("sy-small sy-muted")
            for edition in self._content.get("editions") or []:
                ui.label(edition["text"]).classes("sy-small sy-muted")
            if a.stale:
                with ui.element("div").classes("sy-note"):
                    ui.label(say("workbench_stale"))
                    for changed in a.changed[:10]:
                        ui.label(f"“{changed.quote[:120]}”").classes("sy-small")
            for remark in a.remarks:
                ui.label(f"{say('review_said')}：{remark.text}").classes("sy-note")
            with ui.element("div").classes("sy-orders-acts"):
                self._acts(a)

    def _acts(self, a: Artefact) -> None:
        viewer, say = self._viewer, self._viewer.say
        mine = a.author == viewer.first.id
        if mine and a.state in (DRAFT, IN_REVIEW):
            word, act = ("workbench_save", self._save) if self._editing else ("workbench_edit", self._edit)
            ui.button(say(word), icon="edit", on_click=act).props("outline no-caps")
        if mine and a.state == DRAFT and not self._editing:
            hand = ui.button(say("workbench_hand_in"), icon="send", on_click=lambda: self._move(IN_REVIEW))
            hand.props("unelevated no-caps color=primary")
        for suffix, name in (("docx", "Word"), ("xlsx", "Excel")):
            link = ui.link(name, f"/api/artefacts/{a.id}/files/{suffix}").classes("sy-button sy-orders-file")
            link.props("download")
        release_button(viewer, a)

    def _source(self, texts: Sequence[Passage]) -> None:
        """The whole source in order, so that a step is seen where it stands."""
        self._passages, self._lit = {}, ""
        with ui.element("aside").classes("sy-card sy-orders-source").props(
            f'tabindex="0" aria-label="{self._viewer.say("workbench_source")}"'
        ):
            title = ""
            for p in texts:
                if p.title != title:
                    title = p.title
                    ui.label(title).classes("sy-strong")
                made = ui.html(marked(p.text), sanitize=False).classes("sy-orders-passage")
                self._passages[p.id] = (made, p.text)

    async def _light(self, n: int) -> None:
        """Mark what citation `n` quotes, and bring it into sight; of another document, in the panel at the side."""
        cited = self._cited.get(n)
        if cited is None:
            return
        if cited.passage_id not in self._passages:
            await self._panel.open(cited)
            return
        if self._lit:
            before, text = self._passages[self._lit]
            before.set_content(marked(text))
        made, text = self._passages[cited.passage_id]
        made.set_content(marked(text, cited.quote))
        self._lit = cited.passage_id
        ui.run_javascript(_SHOW)

    def _task(self, n: int, task: dict[str, Any]) -> None:
        say = self._viewer.say
        with ui.element("article").classes("sy-card sy-order").props(f'data-task="{n}"'):
            self._field(task, "title", "sy-strong sy-order-title", f"{n}. ")
            ui.label(say("workbench_hours", hours=task["hours"])).classes("sy-small sy-muted")
            for key in ("introduction", "goal"):
                if task[key] or self._editing:
                    self._heading(key)
                    self._field(task, key)
            self._lines("scenario", task["scenario"])
            self._lines("prerequisites", [p | {"text": f"《{p['title']}》{p['quote']}"} for p in task["prerequisites"]])
            self._words("tools", task["tools"])
            self._heading("steps")
            for step in task["steps"]:
                self._step(step)
            self._lines("parameters", [p | {"text": _setting(p)} for p in task["parameters"]])
            self._lines("safety", [r | {"text": f"{r['about']}：{r['text']}" if r.get("about") else r["text"]}
                                   for r in task["safety"]])  # fmt: skip
            self._lines("checks", [c | {"text": c["quote"]} for c in task["checks"]])
            self._lines("gauges", [
                {"text": f"{c['item']}：{c['how']}（《{c['how_title']}》）", "citation": c["how_citation"]}
                for c in task["checks"] if c.get("how_citation") and c.get("how_title")
            ])  # fmt: skip
            for key in ("troubles", "notes", "records", "equipment"):
                self._lines(key, task.get(key) or [])
            self._words("competencies", task["competencies"])
            self._words("evidence", task["evidence"])
            for key in ("remarks", "missing"):
                self._words(key, task.get(key) or [], "；")
            self._tiers(task)
            self._scoring(task)

    def _beside(self, rules: Sequence[Mapping[str, Any]]) -> None:
        if rules:
            with ui.element("article").classes("sy-card sy-order"):
                self._lines("rules", rules)

    def _heading(self, key: str) -> None:
        ui.label(self._viewer.say(f"workbench_{key}")).classes("sy-order-heading")

    def _field(self, holder: dict[str, Any], key: str, classes: str = "", before: str = "") -> None:
        """Words a teacher may change."""
        if self._editing:
            made = ui.textarea(value=holder[key], on_change=lambda e: holder.update({key: str(e.value or "")}))
            made.props(f'outlined dense autogrow maxlength=2000 aria-label="{key}"').classes("sy-wide")
        else:
            ui.label(f"{before}{holder[key]}").classes(classes)

    def _step(self, step: dict[str, Any]) -> None:
        if self._editing:
            self._field(step, "text")
            return
        number = f"{step['number']}. " if step["number"] else ""
        self._line(f"{number}{step['text']}", step["citation"], "sy-order-vital" if step["vital"] else "")
        for note in step.get("notes") or []:
            self._line(note["text"], note["citation"], "sy-order-note")

    def _lines(self, key: str, lines: Sequence[Mapping[str, Any]]) -> None:
        if not lines:
            return
        self._heading(key)
        for line in lines:
            self._line(str(line["text"]), int(line["citation"]), "sy-order-vital" if line.get("vital") else "")

    def _line(self, text: str, citation: int, classes: str) -> None:
        row = ui.element("button").classes(f"sy-order-line {classes}").props(f'type="button" data-n="{citation}"')
        with row:
            ui.label(text)
        row.on("click", lambda: self._light(citation))

    def _words(self, key: str, words: Sequence[str], between: str = "、") -> None:
        if words:
            self._heading(key)
            ui.label(between.join(w.rstrip("。；") for w in words))

    def _tiers(self, task: Mapping[str, Any]) -> None:
        for tier in task["tiers"]:
            told = tier | {"support": tier["support"].rstrip("。"), "demand": tier["demand"].rstrip("。")}
            ui.label(self._viewer.say("workbench_support", **told)).classes("sy-small sy-muted")

    def _scoring(self, task: dict[str, Any]) -> None:
        say = self._viewer.say
        self._heading("scoring")
        for criterion in task["scoring"]:
            with ui.element("div").classes("sy-order-score"):
                veto = f"（{say('workbench_veto')}）" if criterion["veto"] else ""
                ui.label(f"{AREAS.get(criterion['area'], criterion['area'])}：{criterion['text']}{veto}")
                if self._editing:
                    made = ui.number(
                        value=criterion["points"], min=0, max=FULL, precision=0,
                        on_change=lambda e, c=criterion: c.update({"points": int(e.value or 0)}),
                    )  # fmt: skip
                    made.props('outlined dense aria-label="points"').classes("sy-order-points")
                else:
                    ui.label(say("workbench_points", points=criterion["points"])).classes("sy-muted")

    async def _edit(self) -> None:
        if self._held is not None:
            await self.show(self._held, editing=True)

    async def _save(self) -> None:
        """As a new edition; the sheet of each task has to make a hundred."""
        viewer, held = self._viewer, self._held
        if held is None:
            return
        for task in self._content["tasks"]:
            total = sum(c["points"] for c in task["scoring"])
            if task["scoring"] and total != FULL:
                words = viewer.say("workbench_hundred", task=task["title"], sum=total)
                ui.notify(words, type="warning", position="top")
                return
        given = Change(version=held.version, result=self._content)
        now = await viewer.do(lambda: edited(viewer.parts, *viewer.now(), held.id, given))
        if now is not None:
            ui.notify(viewer.say("workbench_saved", edition=now.edition), type="positive", position="top")
            await self.show(now)

    async def _move(self, state: str) -> None:
        viewer, held = self._viewer, self._held
        if held is None:
            return
        now = await viewer.do(lambda: moved(viewer.parts, *viewer.now(), held.id, held.version, state))
        if now is not None:
            ui.notify(viewer.say("moved", state=viewer.say(f"state_{now.state}")), type="positive", position="top")
            await self.show(now)


def _setting(parameter: Mapping[str, Any]) -> str:
    """With the step or heading it belongs to, unless its name says so itself."""
    under, name = str(parameter.get("under") or ""), str(parameter["name"])
    place = f"{under} · " if under and name not in under else ""
    return f"{place}{name}：{parameter['quote']}"
