"""What every tool makes of the sample school, for each of its three trades, as pages to be read and judged by people.

Asked over HTTP, with no model, by those who would ask. Knows the calls; the tools make, rendered.py writes down.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from demo.school import sources
from eval.house import Running, running
from eval.matrix import document_id
from eval.paper import paper
from eval.rendered import rendered
from eval.sample import fill
from learning.sourced import book

FOLDER = Path("docs/samples")


@dataclass(frozen=True)
class Trade:
    """`by` asks; `source` is the title of the process that everything is made of, `wanted` those of requirements.
    `learner` is led to `question`, over attempts that are `wrong`.
    """

    key: str
    name: str
    by: str
    source: str
    wanted: tuple[str, ...]
    learner: str
    question: str
    wrong: tuple[str, ...]


TRADES = (
    Trade("cnc", "数控加工", "teacher1", "传动轴 YC-2208 数控车削工艺规程",
          ("岗位画像：数控车工（中级）", "数控综合应用校赛赛项规程", "数控车铣加工职业技能等级标准（中级）",
           "数控车铣加工（中级）校内考核大纲"),
          "student1", "精车外圆的主轴转速是多少？", ("700 r/min", "120 r/min", "1000")),
    Trade("food", "食品加工", "teacher1", "原味搅拌型低温酸奶工艺规程",
          ("岗位画像：乳品发酵工艺员", "食品加工技能校赛赛项规程", "乳品加工职业技能等级（中级）校内考核大纲"),
          "student1", "搅拌型酸奶的杀菌温度是多少？", ("85 ℃", "95", "100 ℃")),
    Trade("ecom", "网店运营", "teacher1", "禾沐官方网店日常运营 SOP",
          ("岗位画像：网店运营专员", "网店运营校赛赛项规程", "网店运营推广职业技能等级（中级）校内备考大纲",
           "“一县一品”微店创新创业项目任务书"),
          "student2", "搜索渠道的访客有多少人？", ("422", "7200", "960")),
)


def calls(document: str, wanted: Sequence[str]) -> dict[str, dict[str, Any]]:
    """The arguments of each tool for one trade; `wanted` are the documents of requirements."""
    return {
        "decompose_project": {"document_ids": [document], "school_rules": True},
        "write_exercises": {"document_ids": [document], "count": 12},
        "plan_lesson": {"document_ids": [document], "hours": 4, "form": "both", "school_rules": True},
        "match_requirements": {"document_ids": list(wanted)},
    }


def made(house: Running, trade: Trade) -> dict[str, str]:
    """Tool → page. Raises HTTPStatusError where a tool refuses."""
    caller = house.caller(trade.by)
    document, wanted = document_id(caller, trade.source), [document_id(caller, t) for t in trade.wanted]
    pages = {}
    for tool, arguments in calls(document, wanted).items():
        answer = caller.post(f"/api/tools/{tool}", **arguments).raise_for_status().json()
        title, told = f"{trade.name} · {trade.source} · {tool}", answer["result"]
        as_page = paper if "items" in told else rendered
        pages[tool] = as_page(title, readable(told), answer["citations"])
    return pages | {"tutor": led(house, trade)}


def readable(result: dict[str, Any]) -> dict[str, Any]:
    """A matrix as requirements with the modules that cover each; anything else as it is."""
    if "cells" not in result:
        return result
    names = {m["n"]: m["name"] for m in result["modules"]}
    aside = dict.fromkeys(result.get("rules", []), "比赛或考核规则，不由课程教")
    aside |= dict.fromkeys(result.get("conditions", []), "招聘条件，不由课程教")
    advice = {a["requirement"]: f"{a['words']}{_see(a['citations'])}" for a in result.get("advice", [])}
    rows = []
    for row in result["requirements"]:
        covered = [
            f"{names[c['module']]}（{c['words']}{_covers(c)}{_see(c['citations'])}）"
            for c in result["cells"]
            if c["requirement"] == row["n"]
        ]
        kept = {k: row[k] for k in ("n", "source", "area", "task", "text", "citation")}
        verdict = _verdict(result, row["n"])
        rows.append({
            "kind": row["kind_name"], **kept, "verdict": verdict, "covered": covered,
            "open": advice.get(row["n"], aside.get(row["n"], "")),
        })  # fmt: skip
    return {
        "title": result["title"], "note": result["marked"], "tally": [c["words"] for c in result["counts"]],
        "stated": result.get("stated", []), "requirements": rows, "modules": result["modules"],
        "outdated": result["outdated"],
    }  # fmt: skip


def _verdict(result: dict[str, Any], n: int) -> str:
    lists = {"rules": "规则", "conditions": "招聘条件", "unsure": "待核对", "gaps": "缺口", "partly": "部分覆盖"}
    return next((word for name, word in lists.items() if n in result.get(name, [])), "覆盖")


def _covers(cell: dict[str, Any]) -> str:
    """In part: which things asked for."""
    return f"：{'、'.join(cell['covers'])}" if cell["strength"] == "partial" and cell.get("covers") else ""


def _see(citations: Sequence[int]) -> str:
    return f"，见 {'、'.join(map(str, citations))}" if citations else ""


def led(house: Running, trade: Trade) -> str:
    """A learner in tutor mode, from the question over wrong attempts to the source."""
    caller, thread = house.caller(trade.learner), dict[str, str]()
    lines = [f"# {trade.name} · {trade.question} · tutor"]
    for message in (trade.question, *trade.wrong):
        answer = caller.post("/api/chat", message=message, mode="tutor", **thread).raise_for_status().json()
        thread = {"thread_id": answer["thread_id"]}
        lines += [f"**学生**：{message}", f"**辅导**：{answer['answer']}"]
        lines += [f"> [{c['n']}] {book(c['title'])}{c['quote']}" for c in answer["citations"]]
    return "\n\n".join(lines) + "\n"


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
