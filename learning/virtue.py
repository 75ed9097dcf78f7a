"""课程思政: what a sentence of the process asks of a person beyond skill. Each point rests on its sentence. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from learning import clue
from learning.checks import Cited

MOST = 4


@dataclass(frozen=True)
class Virtue:
    """`text` says what is to be learnt; `basis` is the sentence it is learnt from."""

    name: str
    text: str
    basis: Cited


_THEMES: tuple[tuple[str, re.Pattern[str], str], ...] = (
    ("保护个人信息", re.compile(r"隐私|个人信息|收货信息|顾客信息|客户信息|身份证"),
     "别人的信息交到手里就是责任：说清泄露一条会伤害谁、要担什么责，养成不截、不传、不留的习惯。"),
    ("食品安全责任", re.compile(r"致病|过敏原|异物|抗生素|微生物|杀菌|灭菌|消毒|交叉污染|关键限值|健康证|"
    r"食品标签|混罐|拒收"),
     "食品入口，一步疏忽就是他人的健康：由这一条要求体会从业者的良心和责任。"),
    ("诚信守法", re.compile(r"虚假|违规|绝对化|侵权|隐私|个人信息|误导|承诺|投诉|顾客|消费者|如实|单方面|标价|"
    r"返现|刷单|好评"),
     "讨论不这样做会伤害谁、承担什么后果，树立诚信经营、守法从业的意识。"),
    ("精益求精", re.compile(r"公差|精度|粗糙度|圆柱度|跳动|对称度|波动|误差|偏差|±|0\.0\d|"
    r"[a-zA-Z]\d?[hHkK]\d|抽检|全检|首件"),
     "体会“差之毫厘”的分量，养成一丝不苟、精益求精的工匠精神。"),
    ("实事求是", re.compile(r"记录|签字|填写|登记|追溯|台账|存档|留样"),
     "数据不编不改，谁做谁签，养成实事求是、对结果负责的习惯。"),
    ("节约与环保", re.compile(r"节约|浪费|回收(?!水)|废液|废料|环保|能耗|损耗|余料"),
     "算一算省下或浪费了什么，树立节约资源、保护环境的观念。"),
    ("团结协作", re.compile(r"交接|互检|双人|监护|配合|小组|师傅|协同|会签"),
     "明确自己这一环对下一环的责任，学会沟通与协作。"),
    ("系统思维", re.compile(r"影响|取决于|关系|平衡|兼顾|过.{1,2}会.{1,12}过"),
     "不孤立地看一个数据或一步操作，学会抓主要矛盾、用联系的观点分析问题。"),
)  # fmt: skip
_ASKS = re.compile(
    r"须|应(?!用)|不得|不准|不能|不允许|严禁|禁止|方可|只准|才能|才可|一律|视为|退回|拒收|停机|逐[件个批台]|每[班批件次天日台]"
)
SAFETY = "生命至上、安全第一：说清违反这一条会造成什么后果，把规矩变成习惯。"


def asks(text: str) -> bool:
    """Whether a sentence asks something of whoever works by it, and does not only state or list."""
    return _ASKS.search(text) is not None


def virtues(said: Iterable[tuple[str, Cited]]) -> tuple[Virtue, ...]:
    """At most `MOST` points of different themes, safety first, resting on what asks something where anything does; none
    where nothing speaks for one.
    """
    every = list(dict.fromkeys(said))
    found: list[Virtue] = []
    for title, cited in every:
        if clue.dangerous(cited.text) and clue.bodily(cited.text):
            found.append(Virtue("安全意识", f"结合“{title}”。{SAFETY}", cited))
            break
    for name, speaks, meaning in _THEMES:
        used = {v.basis for v in found}
        fits = [(t, c) for t, c in every if speaks.search(c.text) and c not in used]
        if (first := next((f for f in fits if asks(f[1].text)), fits[0] if fits else None)) and len(found) < MOST:
            found.append(Virtue(name, f"结合“{first[0]}”。{meaning}", first[1]))
    return tuple(found)
