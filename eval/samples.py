"""What every tool makes of the sample school, for each of its three trades, as pages to be read and judged by people.

Asked over HTTP, with no model, by those who would ask. Knows the calls; the tools make, rendered.py writes down.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from demo.school import sources
from eval.house import Running, running
from eval.rendered import rendered
from eval.sample import fill

FOLDER = Path("docs/samples")


@dataclass(frozen=True)
class Trade:
    """`by` asks; `source` is the title of the process that everything is made of."""

    key: str
    name: str
    by: str
    source: str


TRADES = (
    Trade("cnc", "数控加工", "teacher1", "传动轴 YC-2208 数控车削工艺规程"),
    Trade("food", "食品加工", "teacher1", "原味搅拌型低温酸奶工艺规程"),
    Trade("ecom", "网店运营", "teacher1", "禾沐官方网店日常运营 SOP"),
)


def calls(document: str) -> dict[str, dict[str, Any]]:
    """The arguments of each tool for one trade."""
    return {
        "decompose_project": {"document_ids": [document]},
        "write_exercises": {"document_ids": [document], "count": 12},
        "plan_lesson": {"document_ids": [document], "hours": 4, "form": "both"},
    }


def made(house: Running, trade: Trade) -> dict[str, str]:
    """Tool → page. Raises HTTPStatusError where a tool refuses."""
    caller = house.caller(trade.by)
    found = caller.get("/api/documents", q=trade.source).raise_for_status().json()["items"]
    document = next(d["id"] for d in found if d["title"] == trade.source)
    pages = {}
    for tool, arguments in calls(document).items():
        answer = caller.post(f"/api/tools/{tool}", **arguments).raise_for_status().json()
        pages[tool] = rendered(f"{trade.name} · {trade.source} · {tool}", answer["result"], answer["citations"])
    return pages


def register(app: typer.Typer) -> None:
    @app.command("samples", help="what every tool makes of the sample school, as Markdown pages")
    def samples(out: Annotated[Path, typer.Option(help="the folder to write to")] = FOLDER) -> None:
        out.mkdir(parents=True, exist_ok=True)
        with running() as house:
            fill(house, sources())
            for trade in TRADES:
                for tool, page in made(house, trade).items():
                    (out / f"{trade.key}-{tool}.md").write_text(page, "utf-8")
                    typer.echo(f"{trade.key}-{tool}.md {len(page)}")
