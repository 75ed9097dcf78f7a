"""A growth portfolio 成长档案 as a Word file: radar, months, mastery, weak points, works with pictures, the timeline.

Every number stands in a table in words too. Knows what one may be told already; asks nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from learning import exact
from learning.evidence import Evidence, Kind, Result
from learning.growth import Curve, Weak, share
from learning.portfolio import Dimension, Figure
from learning.scheme import DIMENSIONS
from records.portfolios import Folder
from tools._export import radar, stamped
from tools._export.layout import Sheet, picture
from tools._export.mark import EXTRACT, KEYWORD, Mark
from trust.day import day

KINDS = {
    Kind.PRACTICE: "练习", Kind.REHEARSAL: "虚拟预练", Kind.ATTENDANCE: "考勤", Kind.ASSIGNMENT: "作业",
    Kind.INTERNSHIP: "实习日志", Kind.COMPETITION: "竞赛", Kind.CERTIFICATE: "证书", Kind.XAPI: "其他平台",
}  # fmt: skip
NOTHING = "还没有证据"
MOST = 200
"""Pieces of the timeline that are printed; the rest are counted."""


@dataclass(frozen=True)
class PortfolioMark(Mark):
    """What a portfolio says of itself: put together by rule, of what, and that it is no grade."""

    @property
    def line(self) -> str:
        return (
            f"【{KEYWORD}】本文件由系统按规则从过程证据、作答记录和本人放入的作品汇总（{self.date}），"
            "只作描述，不是成绩；没有证据的不算零。"
        )


def mark_of(name: str, folder: Folder) -> PortfolioMark:
    return PortfolioMark(folder.id, 1, f"{name}的成长档案", EXTRACT, "", _day(day(folder.at)), ())


def write(name: str, folder: Folder, pictures: Mapping[str, bytes]) -> bytes:
    """`pictures` by work, JPEG."""
    name = plain(name)
    sheet = Sheet(f"{name}　成长档案")
    sheet.title("成长档案")
    sheet.pairs([["姓名", name, "截至", _day(day(folder.at))]], [2, 6.5, 2, 6.5])
    _dimensions(sheet, folder.figures.dimensions)
    _months(sheet, folder.figures.months)
    _mastery(sheet, folder.growth.curves)
    _weak(sheet, folder.growth.weak)
    _shown(sheet, folder.figures.shown)
    _works(sheet, folder, pictures)
    _timeline(sheet, folder.figures.timeline)
    return stamped.word(sheet.bytes(), mark_of(name, folder))


def _dimensions(sheet: Sheet, held: Mapping[Dimension, Figure]) -> None:
    sheet.title("一、五个维度", 2)
    axes = [(DIMENSIONS[d.value], None if f.share is None else float(f.share * 100)) for d, f in held.items()]
    told = "；".join(f"{DIMENSIONS[d.value]}：{figure(f)}" for d, f in held.items())
    if any(value is not None for _, value in axes):
        radar.draw(sheet.line("", center=True), axes, "成长", told)
    table = sheet.headed(["维度", "平均得分率", "依据"], [4, 8, 5])
    for dimension, one in held.items():
        sheet.cells(table, [DIMENSIONS[dimension.value], percent(one), f"{one.pieces} 条"], "ccc")


def _months(sheet: Sheet, months: Mapping[str, Mapping[Dimension, Figure]]) -> None:
    sheet.title("二、逐月", 2)
    if not months:
        sheet.line(NOTHING)
        return
    table = sheet.headed(["月份", *DIMENSIONS.values()], [2.5, *[2.9] * 5])
    for month, held in months.items():
        sheet.cells(table, [month, *(percent(held[d]) if d in held else "—" for d in Dimension)], "cccccc")


def _mastery(sheet: Sheet, curves: Sequence[Curve]) -> None:
    sheet.title("三、能力掌握", 2)
    if not curves:
        sheet.line("还没有练习或预练")
        return
    table = sheet.headed(["能力点", "起", "现在", "作答", "掌握"], [6, 3.4, 3.4, 2, 2.2])
    for c in curves:
        first, mastered = c.steps[0], _day(c.mastered_on) if c.mastered_on else "未掌握"
        sheet.cells(
            table, [plain(c.competency), f"{_day(first.on)}　{share(first.shown)}",
                    f"{_day(c.now.on)}　{share(c.now.shown)}", f"{c.now.answers} 次", mastered], " cccc",
        )  # fmt: skip


def _weak(sheet: Sheet, weak: Sequence[Weak]) -> None:
    sheet.title("四、薄弱点与改进", 2)
    if not weak:
        sheet.line("没有发现薄弱点")
        return
    table = sheet.headed(["能力点", "发现", "做了什么", "结果"], [4.5, 4, 4, 4.5])
    for w in weak:
        sheet.cells(table, [plain(w.competency), f"{_day(w.found)}，{w.items} 题不对", done(w), outcome(w)])


def _shown(sheet: Sheet, shown: Sequence[Evidence]) -> None:
    sheet.title("五、证书与竞赛", 2)
    if not shown:
        sheet.line("还没有")
        return
    _rows(sheet, shown)


def _works(sheet: Sheet, folder: Folder, pictures: Mapping[str, bytes]) -> None:
    sheet.title("六、作品", 2)
    if not folder.works:
        sheet.line("还没有")
    for work in folder.works:
        if work.id in pictures:
            picture(sheet, pictures[work.id], 12, 9, work.width / work.height)
        said = f"{work.words.title}（{_day(day(work.at))}）"
        sheet.line(plain(f"{said}：{work.words.note}" if work.words.note else said), center=True)


def _timeline(sheet: Sheet, timeline: Sequence[Evidence]) -> None:
    sheet.title("七、证据时间线", 2)
    if not timeline:
        sheet.line(NOTHING)
        return
    _rows(sheet, timeline[:MOST])
    if (rest := len(timeline) - MOST) > 0:
        sheet.line(f"另有 {rest} 条更早的，见平台。")


def _rows(sheet: Sheet, told: Sequence[Evidence]) -> None:
    table = sheet.headed(["日期", "类别", "活动", "结果"], [2.6, 2.2, 8.2, 4])
    for e in told:
        result = plain("，".join(came(e.result)))
        sheet.cells(table, [_day(day(e.at)), KINDS[e.kind], plain(e.activity), result], "cc  ")


def came(result: Result) -> Iterator[str]:
    """What came of a piece, in words."""
    if result.outcome:
        yield result.outcome
    if result.points is not None and result.out_of is not None:
        yield f"{exact.plain(result.points)} / {exact.plain(result.out_of)}"
    if result.minutes is not None:
        yield f"{result.minutes} 分钟"


def done(weak: Weak) -> str:
    told = [f"练习 {weak.practised} 次"] if weak.practised else []
    told += [f"预练 {weak.rehearsed} 次"] if weak.rehearsed else []
    return "，".join(told) or "还没有再练"


def outcome(weak: Weak) -> str:
    told = f"{_day(weak.gone)} 全部答对" if weak.gone else f"还有 {weak.left} 题没有答对"
    again = f"（此前出现过 {weak.before} 次）" if weak.before else ""
    return f"{told}{again}，掌握 {share(weak.known_then)} → {share(weak.known_now)}"


def percent(one: Figure) -> str:
    return NOTHING if one.share is None else f"{int(one.share * 100)}%"


def figure(one: Figure) -> str:
    return NOTHING if one.share is None else f"{percent(one)}（{one.pieces} 条）"


def plain(text: str) -> str:
    """Without what XML cannot hold."""
    return "".join(c for c in text if c.isprintable() or c in "\n\t")


def _day(on: date) -> str:
    return f"{on:%Y-%m-%d}"
