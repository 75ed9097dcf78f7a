"""What is to be got ready for a lesson, sorted as a form wants it: devices, tools and gauges, materials, papers. Pure.

By the last word of each name; what it does not know is a tool.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from learning import clue

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
