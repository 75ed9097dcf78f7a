"""What is to be got ready for a lesson, sorted as a form wants it: devices, tools and gauges, materials, papers. Pure.

By the last word of each name; what it does not know is a tool.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from learning import clue
from learning.checks import Check, Cited
from learning.material import listed as listed_in
from learning.sourced import titled
from learning.stepname import timed
from learning.workorder import Step

_DEVICE = re.compile(
    r"(?:机床|车床|铣床|磨床|钻床|锯床|加工中心|机|罐|釜|泵|炉|烤箱|冰箱|冷库|换热器|缸|烘箱|培养箱|电脑|相机|手机|软件|账号|"
    r"带锯|灯|平台|记录仪)$"
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
    from_book = [s for s in steps if figures is not None and _looks(s.text, figures.text)]
    own = [timed(s.text) for s in steps if s not in from_book]
    found = [f"“{timed(s.text)}”的样例数据可取自{titled(figures.passage)}的数据表" for s in from_book if figures]
    return [*found, *([f"样例表由教师自备，一步一张：{'、'.join(f'“{o}”' for o in own)}"] if own else [])]


def _looks(step: str, row: str) -> bool:
    """Most of what a step lists stands in the row."""
    things = listed_in(step)
    return sum(t in row for t in things) > 1
