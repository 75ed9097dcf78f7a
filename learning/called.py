"""What a setting is called on a work order: a verb gets the kind of quantity it sets, a limit loses its column's name.

Pure; every value stays verbatim. Names are ours only in that they end with what is measured (`杀菌` at 95 ℃ becomes
杀菌温度), as a form has it. Does not find settings; parameter.py does.
"""

from __future__ import annotations

import re
from dataclasses import replace

from learning.parameter import OFTEN, Parameter

_KINDS = (
    (frozenset({"℃", "°C"}), "温度", re.compile(r"温度|(?<![升保降控恒加])温$|℃")),
    (frozenset({"s", "min", "h", "d", "天", "周", "秒", "分钟", "小时"}), "时间",
     re.compile(r"时间|时限|期$|频次|间隔|周期|时长|延时$|预警|销量|试算$")),
    (frozenset({"r/min"}), "转速", re.compile("转速")),
    (frozenset({"MPa", "kPa", "Pa", "bar"}), "压力", re.compile("压")),
    (frozenset({"HBW", "HB", "HRC", "HRB", "HV"}), "硬度", re.compile("硬度")),
)  # fmt: skip
"""Units, what they measure, and the names that say so already."""
_OUT = re.compile(r"(?:伸出|探出|露出)$")
_PLACE = re.compile(r"\s?([\u4e00-\u9fff]{0,2}(?:库|烘箱|烤箱|冰箱|水浴|恒温箱))")
_PACK = re.compile(r"\s?([袋杯瓶盒罐箱]装)")
_OF = re.compile(r"\s?([\u4e00-\u9fff]{2,4})(?=的[\u4e00-\u9fff])")
_OVER = re.compile(r"(超过|低于|高于|不足)([\u4e00-\u9fff]{2,6})\s?$")
"""What is bound is named in front: `消耗进度，超过当日预算 65%`."""
_AT_HEAD = re.compile(r"^(?:每[天日班次批周])?(?:记录|填写|核对|检查|测量|统计|查看|查|看)(?=[\u4e00-\u9fff]{2})")
_EVERY = re.compile(r"^(.*?)每(?:加工|生产|运行|使用|切削|做)?$")
_THEN = re.compile(r"\s?([\u4e00-\u9fff]{2,4})(?=[，。；])")
_LEFT = re.compile(r"(.+?)留(.*?余量)(单边|双边)?$")
_KEPT = re.compile(r"留\s?$")
_EACH = re.compile(r"各(?:为|是|留|取)?\s?$")
"""So much on each of them: `两端各 1.5 mm`."""
_LIMIT = re.compile(r" ?(?:限值|允许值|要求值|规定值)$")
_WHILE = re.compile(r"[：:]\s*([^：:；;]{1,16}下)\s*$")
_STOPS = re.compile(r"\s?(?:[时就即应须要]|立即)*(?:停机|停产|停主轴|报警)")
"""At the value work stops: a limit of alarm, nothing to set."""
LONG = 8
_PIECES = frozenset({"件", "个", "枚", "只", "杯"})


def called(one: Parameter, table: bool) -> Parameter:
    """`table`: it stands in a row, whose columns name it well enough."""
    at = one.line.find(one.quote)
    before, behind = (one.line[:at], one.line[at + len(one.quote) :]) if at >= 0 else ("", "")
    if table:
        held = _WHILE.search(before)
        return replace(one, name=_LIMIT.sub("", one.name) + (f"（{held[1]}）" if held else ""))
    if (each := _EACH.search(before)) and one.quote in one.line:
        one = replace(one, quote=each[0] + one.quote, value=each[0] + one.value)
    if one.name.endswith(OFTEN) and before.rstrip().endswith("每"):
        lead = before[before.rindex("每") :]
        return replace(one, quote=lead + one.quote, value=lead + one.value)
    if (over := _OVER.search(before)) and over[2] == one.name:
        lead, clause = over[0], re.split(r"[，：；。、（:]", before[: over.start()].rstrip("，：；。、"))[-1]
        told = _AT_HEAD.sub("", clause.strip())
        return replace(one, quote=lead + one.quote, value=lead + one.value, name=told or one.name)
    if one.quantity.relation != "=" and (of := _OF.match(behind)) and one.unit:
        one = replace(one, quote=one.quote + of[0], unit=one.unit + of[0])
    name = _measured(one, _renamed(one, before, behind), behind)
    return replace(one, name=f"{name}（停机界限）" if name and _STOPS.match(behind) else name)


def _renamed(one: Parameter, before: str, behind: str) -> str:
    name = _AT_HEAD.sub("", one.name)
    if "℃" in behind:
        name = re.sub(r"^([降升])到的时限$", r"\1温时限", name)
    name = re.sub(r"接近(?=[上下]限$)", "", name)
    if (every := _EVERY.match(name)) and (then := _THEN.match(behind)):
        return f"{every[1]}{then[1]}间隔"
    if left := _LEFT.match(name):
        return f"{left[1]}{left[2]}" + (f"（{left[3]}）" if left[3] else "")
    if _KEPT.search(before) and "余量" not in name and one.quantity.unit in ("mm", "μm", "cm"):
        return f"{name}余量"
    if name.startswith("每") and one.quantity.unit in _PIECES:
        return re.sub(r"抽$", "抽检", name) + "数"
    return name


def _measured(one: Parameter, name: str, behind: str) -> str:
    """With the kind of quantity behind it, unless the name says so."""
    unit = one.quantity.unit or ""
    if unit in ("℃", "°C") and (place := _PLACE.match(behind)):
        return f"{place[1]}温度"
    if pack := _PACK.match(behind):
        return f"{pack[1]}规格"
    if unit == "mm" and _OUT.search(name):
        return f"{name}长度"
    kind, said = next(((k, s) for units, k, s in _KINDS if unit in units), ("", None))
    if said is None or said.search(name) or not name:
        return name
    stem = re.sub(r"[到至]$", "", name)
    stem = stem.rsplit("的", 1)[-1] if len(stem) > LONG else stem
    return f"{stem}{kind}" if len(stem) > 1 else f"{name}的{kind}"
