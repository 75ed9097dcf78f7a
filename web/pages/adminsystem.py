"""The tab of the system: how its parts are, backups, settings that may change, document jobs by id."""

from __future__ import annotations

from nicegui import ui

from records.jobs import Job
from records.upkeeping import RUNNING, Done
from trust.switches import BOUNDS, MIB
from web.admin import retried
from web.files import CHINA
from web.pages.admincard import card, done, state
from web.pages.adminstart import AdminStart
from web.pages.viewer import Viewer

FACTORS = {"max_upload": MIB}
"""What a setting is counted in on the page."""


class AdminSystem:
    def __init__(self, viewer: Viewer) -> None:
        self._viewer = viewer

    async def start(self) -> None:
        await AdminStart(self._viewer).health()
        self._backups = card(self._viewer.say("admin_backups"))
        await self._show_backups()
        self._settings()
        self._jobs = card(self._viewer.say("admin_jobs"))
        await self._show_jobs()

    async def _show_backups(self) -> None:
        viewer, say = self._viewer, self._viewer.say
        with self._backups:
            ui.label(say("admin_backups_more")).classes("sy-muted")
            if not viewer.parts.store.database.sqlite:
                ui.label(say("backup_postgres", file="shuangyuan.db")).classes("sy-admin-remedy")
                return
            with ui.element("div").classes("sy-admin-form"):
                ui.button(say("backup_now"), icon="save", on_click=lambda: self._begin("backup")).props(
                    "unelevated no-caps color=primary"
                )
                ui.button(say("backup_drill"), icon="restore", on_click=lambda: self._begin("drill")).props(
                    "outline no-caps color=primary"
                )
            self._runs = ui.element("ul").classes("sy-admin-list").props('role="list" aria-live="polite"')
        self._timer = ui.timer(1.0, self._look, active=False)
        await self._look()

    async def _begin(self, kind: str) -> None:
        viewer, upkeep = self._viewer, self._viewer.parts.upkeep
        begin = upkeep.back_up if kind == "backup" else upkeep.drill
        if await viewer.do(lambda: begin(viewer.now()[0])) is not None:
            await self._look()

    async def _look(self) -> None:
        viewer = self._viewer
        found = await viewer.do(lambda: viewer.parts.store.upkeeping.latest(viewer.now()[0]))
        self._timer.active = any(run.state == RUNNING for run in found or [])
        self._runs.clear()
        with self._runs:
            for run in found or []:
                self._run(run)
            if not found:
                with ui.element("li"):
                    ui.label(viewer.say("backup_none")).classes("sy-muted")

    def _run(self, run: Done) -> None:
        say, told = self._viewer.say, run.told
        kinds = {"running": "off", "done": "ok", "failed": "bad"}
        with ui.element("li").props(f'data-run="{run.kind}" data-state="{run.state}"'):
            ui.label(say(f"run_{run.kind}")).classes("sy-strong")
            ui.label(f"{run.started_at.astimezone(CHINA):%Y-%m-%d %H:%M}").classes("sy-small sy-muted")
            state(kinds[run.state], say(f"run_{run.state}", percent=round(run.progress * 100)))
            if run.state == "failed":
                ui.label(say("run_fault", fault=told.get("fault", ""))).classes("sy-small")
            elif run.state == "done" and run.kind == "backup":
                size = f"{told['bytes'] / MIB:.1f}"
                ui.label(say("run_told_backup", name=told["name"], files=told["files"], size=size)).classes("sy-small")
            elif run.state == "done":
                ui.label(say("run_told_drill", **told)).classes("sy-small")

    def _settings(self) -> None:
        viewer, say = self._viewer, self._viewer.say
        now, start = viewer.parts.switches.values(), viewer.parts.store.switching.start.values()
        fields: dict[str, ui.number] = {}
        with card(say("admin_settings")):
            ui.label(say("admin_settings_more")).classes("sy-muted")
            with ui.element("div").classes("sy-admin-form"):
                for name, bounds in BOUNDS.items():
                    least, most, first, value = (n // FACTORS.get(name, 1) for n in (*bounds, start[name], now[name]))
                    hint = say("setting_range", least=least, most=most, start=first)
                    field = ui.number(say(f"setting_{name}"), value=value, min=least, max=most, precision=0)
                    fields[name] = field.props(f'outlined dense hint="{hint}"')

            async def save() -> None:
                given = {n: int(f.value) * FACTORS.get(n, 1) for n, f in fields.items() if f.value is not None}
                changed = {n: v for n, v in given.items() if v // FACTORS.get(n, 1) != now[n] // FACTORS.get(n, 1)}
                if await viewer.do(lambda: viewer.parts.store.switching.change(viewer.now()[0], changed)) is not None:
                    now.update(changed)
                    done(viewer)

            ui.button(say("admin_save"), on_click=save).props("unelevated no-caps color=primary")

    async def _show_jobs(self) -> None:
        viewer, say = self._viewer, self._viewer.say
        found = await viewer.do(lambda: viewer.parts.store.jobs.listed(viewer.now()[0]))
        with self._jobs:
            ui.label(say("admin_jobs_more")).classes("sy-muted")
            self._rows = ui.element("ul").classes("sy-admin-list")
        with self._rows:
            for job in found or []:
                self._job(job)
            if not found:
                with ui.element("li"):
                    ui.label(say("jobs_none")).classes("sy-muted")

    def _job(self, job: Job) -> None:
        viewer, say = self._viewer, self._viewer.say
        with ui.element("li").props(f'data-job="{job.document}"') as row:
            ui.label(job.document).classes("sy-admin-id sy-admin-main")
            ui.label(viewer.names.owner(job.owner)).classes("sy-small sy-muted")
            state("bad" if job.state == "failed" else "off", say(f"state_{job.state}"))
            ui.label(job.stage if job.reason is None else f"{job.stage} · {job.reason}").classes("sy-small sy-muted")
            if job.state == "failed":

                async def again() -> None:
                    if await viewer.carry_out(lambda: retried(viewer.parts, viewer.now()[0], job.document)):
                        done(viewer)
                        row.delete()

                ui.button(say("job_retry"), icon="refresh", on_click=again).props("flat no-caps dense")
