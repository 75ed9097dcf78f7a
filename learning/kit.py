"""What is to be got ready for a lesson, sorted as a form wants it: devices, tools and gauges, materials, papers. Pure.

By the last word of each name; what it does not know is a tool.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from learning import clue
from learning.checks import Check, Cited
from learning.keydata import limited
from learning.material import listed as listed_in
from learning.sourced import titled
from learning.stepname import timed
from learning.workorder import Step

_DEVICE = re.compile(
    r"(?:机床|车床|铣床|磨床|钻床|锯床|加工中心|机|罐|釜|泵|炉|烤箱|冰箱|冷库|换热器|缸|烘箱|培养箱|电脑|相机|手机|软件|账号|平台|"
    r"带锯|灯|记录仪)$"
)


@dataclass(frozen=True)
class Kit:
    devices: tuple[str, ...]
    tools: tuple[str, ...]
    materials: tuple[str, ...]


def kit(names: Sequence[str]) -> Kit:
    """Each name once, in its order."""
    each = tuple(dict.fromkeys(names))
    devices = tuple(n for n in each if _DEVICE.search(n))
    rest = [n for n in each if n not in devices]
    return Kit(
        devices, tuple(n for n in rest if clue.instrument(n) or not clue.material(n)),
        tuple(n for n in rest if clue.material(n) and not clue.instrument(n)),
    )  # fmt: skip


def listed(made: Kit, materials: Sequence[str], papers: Sequence[str]) -> tuple[str, ...]:
    """A line for each kind there is, with further materials and papers."""
    rows = (("设备", made.devices), ("工量具", made.tools), ("材料", (*made.materials, *materials)), ("资料", papers))
    return tuple(f"{name}：{'、'.join(held)}" for name, held in rows if held)


def housed(rooms: Sequence[Cited], devices: Sequence[str]) -> list[str]:
    """What the course standard says stands in the rooms, and which devices it does not name: these are the teacher's to
    see to.
    """
    if not rooms:
        return []
    text = "；".join(dict.fromkeys(c.text.rstrip("。") for c in rooms))
    absent = [d for d in devices if not _there(d, text) and not d.endswith("平台")]
    told = f"；没有列出的{'、'.join(absent)}请教师落实，没有的改为演示或用备样代替" if absent else ""
    return [f"本校条件：课程标准列出“{text}”{told}"]


def _there(device: str, text: str) -> bool:
    """By its name, or by the last word of it behind a number or another word."""
    core = re.sub(r"（.*|^(?:\d+ L |[A-Z]+\d+ )", "", device)
    return core in text or any(core.endswith(n) for n in re.findall(r"[\u4e00-\u9fff]{3,8}(?= \d+ ?[台套])", text))


_METHODS = re.compile(r"滴定|称量|培养|离心|显微")
_HEATS = re.compile(r"加热|杀菌机|换热器|炉|烘箱|烤箱|水浴|夹层锅|热板")
_PH = re.compile(r"(?<![A-Za-z])pH")


def lacking(
    checks: Sequence[Check], texts: Sequence[str], named: Iterable[str], hot: Sequence[str] = ()
) -> list[str]:  # fmt: skip
    """What the checks and steps done need and no paper lists by name: the teacher is to add it. `hot`: the names of the
    steps that heat something.
    """
    held, found = " ".join(named), list[str]()
    for how in dict.fromkeys(c.how for c in checks if _METHODS.search(c.how)):
        found.append(f"{how}用的仪器和试剂（型号、浓度请教师补充）")
    if hot and not _HEATS.search(held):
        found.append(f"“{hot[0]}”用的加热设备（资料没有写名称，请教师补充）")
    if any(_PH.search(t) for t in texts) and not _PH.search(held):
        found.append("测 pH 的仪器（资料没有写名称，请教师补充）")
    return found


def samples(steps: Sequence[Step], figures: Cited | None) -> list[str]:
    """The sheets of figures that steps by the clock look at: from which table, else which the teacher is to bring."""
    if not steps:
        return []
    from_book = [s for s in steps if figures is not None and _looks(s.text, figures.passage.text)]
    own = [f"“{timed(s.text)}”{_rows(s)}" for s in steps if s not in from_book]
    at = figures.passage if figures is not None else None
    found = [
        f"“{timed(s.text)}”的样例数据可取自{titled(at)}的数据表{_absent(s.text, at.text)}" for s in from_book if at
    ]  # fmt: skip
    return [*found, *([f"样例表由教师自备，一步一张：{'、'.join(own)}"] if own else [])]


def _rows(step: Step) -> str:
    """What its sheet has to show: what it looks at, and data on either side of where something is done."""
    limits = limited([step])
    return f"（“{limits[0]}”，该动作和不该动作的各备几行）" if limits else ""


def _absent(step: str, text: str) -> str:
    missing = [t for t in listed_in(step) if t not in text]
    return f"（表里没有直接给出的{'、'.join(missing)}，用公式算出或请教师补充）" if missing else ""


def _looks(step: str, text: str) -> bool:
    """Most of what a step lists stands there."""
    things = listed_in(step)
    return sum(t in text for t in things) > 1


def platform(groups: Cited | None) -> list[str]:
    """What learners work on, as the course standard names it."""
    m = re.search(r"[\u4e00-\u9fff]{2}平台", groups.text) if groups is not None else None
    return [m[0]] if m else []
