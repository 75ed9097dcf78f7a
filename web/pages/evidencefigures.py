"""The growth portfolio's figures on the page: five dimensions as meters, months, certificates and contests."""

from __future__ import annotations

from nicegui import ui

from learning.portfolio import Dimension, Figure, Portfolio
from records.evidencerows import Kept
from web.pages.evidencecard import card, line
from web.pages.viewer import Viewer
from web.portfolio import made


class FiguresPanel:
    def __init__(self, viewer: Viewer) -> None:
        self._viewer = viewer
        with card(viewer, "portfolio", "portfolio_more"):
            self._box = ui.element("div").classes("sy-account-rows")

    async def start(self) -> None:
        viewer = self._viewer

        def look() -> tuple[Portfolio, dict[str, Kept]]:
            return made(viewer.parts, *viewer.now(), None)

        found = await viewer.do(look)
        self._box.clear()
        if found is None:
            return
        told, kept = found
        with self._box:
            for name, figure in told.dimensions.items():
                self._meter(name, figure)
            if told.months:
                ui.label(viewer.say("portfolio_months")).classes("sy-strong")
                with ui.element("ul").classes("sy-evidence-list"):
                    for month, held in told.months.items():
                        self._month(month, held)
            if told.shown:
                ui.label(viewer.say("portfolio_shown")).classes("sy-strong")
                with ui.element("ul").classes("sy-evidence-list"):
                    for one in told.shown:
                        line(viewer, kept[one.id])

    def _meter(self, name: Dimension, figure: Figure) -> None:
        say = self._viewer.say
        word, told = say(f"dimension_{name}"), self._told(figure)
        with ui.element("div").classes("sy-evidence-meter").props(f'data-dimension="{name}"'):
            ui.label(word).classes("sy-evidence-kind")
            bar = ui.linear_progress(float(figure.share or 0), show_value=False)
            bar.props(f'aria-label="{word}" rounded size="10px"').classes("sy-evidence-words")
            ui.label(told).classes("sy-small")

    def _month(self, month: str, held: dict[Dimension, Figure]) -> None:
        said = [f"{self._viewer.say(f'dimension_{d}')} {self._told(f)}" for d, f in held.items()]
        with ui.element("li").classes("sy-small"):
            ui.label(f"{month} · {' · '.join(said)}")

    def _told(self, figure: Figure) -> str:
        if figure.share is None:
            return self._viewer.say("portfolio_no_figure")
        return self._viewer.say("portfolio_figure", percent=int(figure.share * 100), n=figure.pieces)
