"""Where the line of refusal lies for one person's visible content. No fixed threshold transfers between bases.

Everyday questions that no teaching material answers are asked of the visible content; the line is drawn above nearly
all of them, within bounds that hold for every base measured (docs/decisions.md). So it is a function of visible content
alone, and is kept per visible, non-personal label ids and versions.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

PROBES = (
    "今天天气怎么样？", "红烧肉要炖多长时间才软烂？", "去国外旅游需要办什么签证？", "世界杯决赛是哪两支球队？",
    "股票账户怎么开户？", "小孩发烧三十九度应该怎么办？", "怎样给猫洗澡？", "附近哪家火锅店好吃？",
    "高铁票最晚什么时候可以退？", "如何缓解失眠？", "结婚登记要带哪些证件？", "房贷利率现在是多少？",
    "怎么把聊天记录转到新手机？", "钢琴考级一共有几级？", "多肉植物多久浇一次水？", "光合作用的产物是什么？",
    "第二次世界大战是哪一年结束的？", "最高的山峰有多高？", "驾照扣满十二分怎么处理？", "这位作家的代表作是什么？",
)  # fmt: skip
SHARE = 0.9
"""The share of these that must lie below the line."""
LOWEST, HIGHEST = -0.55, -0.45
KEPT = 64

Key = tuple[Hashable, ...]


def line(sureness: Callable[[str], float]) -> float:
    """The log-odds below which an answer is refused; `sureness` asks one question of the visible content."""
    asked = sorted(sureness(probe) for probe in PROBES)
    return min(HIGHEST, max(LOWEST, asked[int(SHARE * (len(asked) - 1))]))


@dataclass
class Lines:
    """The lines drawn so far, by what was visible. Safe from several threads; two may draw the same one."""

    _drawn: OrderedDict[Key, float] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def above(self, value: float, key: Key, sureness: Callable[[str], float]) -> bool:
        """Whether `value` is not below the line. Drawing it costs twenty questions: only where its place matters."""
        if value < LOWEST or value >= HIGHEST:
            return value >= HIGHEST
        return value >= self.get(key, sureness)

    def get(self, key: Key, sureness: Callable[[str], float]) -> float:
        with self._lock:
            if key in self._drawn:
                self._drawn.move_to_end(key)
                return self._drawn[key]
        drawn = line(sureness)
        with self._lock:
            self._drawn[key] = drawn
            while len(self._drawn) > KEPT:
                self._drawn.popitem(last=False)
        return drawn
