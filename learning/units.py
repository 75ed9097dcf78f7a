"""Units of measurement: how each is spelt, and the one name it has here. Pure; knows no numbers.

Nothing is converted: `2 mm` and `0.2 cm` stay two quantities, because a quoted parameter must stand as it is. Units of
one letter keep their case (`5S` is a way of tidying up, `5 s` is a time); longer ones may be written in any case.
"""

from __future__ import annotations

import re

_SPELLINGS = """
μm um 微米; mm 毫米 公厘; cm 厘米 公分; dm 分米; km 公里 千米; m 米 公尺; nm 纳米; m² m2 平方米 ㎡;
mm² mm2 平方毫米; cm² cm2 平方厘米; m³ m3 立方米; cm³ cm3 立方厘米; mm³ mm3; ℃ °C 摄氏度 攝氏度 度C; K; ° deg;
kg 千克 公斤; mg 毫克; μg ug 微克; g 克; t 吨 噸; mL 毫升; μL 微升; L l 升; s 秒钟 秒 sec; ms 毫秒;
min 分钟 分鐘 minutes minute mins; h 小时 小時 hours hour 钟头 个小时; d 天 日 days day; 周 weeks week 星期;
个月 months month; 年 years year; % percent 个百分点; ‰; ppm; MPa 兆帕; kPa 千帕; Pa 帕; GPa; bar; mPa; kW 千瓦;
W 瓦; kWh 度电 千瓦时; kV 千伏; V 伏特 伏; mV 毫伏; A 安培; mA 毫安; Hz 赫兹; kHz 千赫; MHz;
N·m n*m n.m 牛米 牛·米; kN 千牛; N 牛顿; Ω 欧姆; dB 分贝; lx 勒克斯; HBW; HB; HRC; HRB; HV; CFU 菌落; MPN; NTU;
°Brix; °T; °Bx; mol; px 像素; dpi; KB; MB; GB; TB; kbps;
Mbps; mS; μS; RLU; lm; mmHg; kJ; kcal; r 转 rev; 元 yuan rmb; 倍; 次 times; 遍; 件 pcs; 个; 只;
支; 把; 片; 台; 套; 张; 份; 批; 箱; 盒; 瓶; 袋; 杯; 包; 桶; 根; 块; 处; 组; 人; 名; 班; 单; 条; 页; 字;
学时 课时; 学分; 分; 圈; 粒; 目; 滴; 层; 道; 刀; 行; 款; 家; 轮; 位; 股; 步; 匝; 牙
"""
"""A unit, then its other spellings."""
_NOT_BEFORE = """
元 素件; 台 阶面; 分 之别析布配类级层工离享度散解母子组开为成两三四次别段界; 次 序品日要方数氯性级生;
个 人性别体; 片 刻状材; 件 号套; 班 组级长次前后; 道 路具德; 把 握手关; 天 然平气; 日 期常志历;
单 位元独件边向项价品号; 人 员工才民机为; 张 力紧贴; 条 件码款形; 位 置于移; 处 理于置方罚; 行 为业程走;
组 织成装分长; 层 次级析; 刀 具片架补柄号尖杆位量; 步 骤距; 家 长庭具; 页 面码; 字 体段; 目 标录的视前;
批 准次号量; 套 筒件餐装; 米 粉饭; 克 服; 升 高温级至到; 吨 位; 安 全; 伏 安; 根 据部; 块 状; 包 装括含; 名 称字;
转 速动向子角移换入为; 年 度级龄; 周 边期围; 股 份票; 轮 廓齿换; 圈 数; 款 式项; 倍 率数; 度 数; 只 有能要需读;
份 额; 支 撑承架付持; 瓶 颈; 袋 装; 盒 装; 杯 子; 秒 杀表; 箱 体; 牙 型距; 粒 度径; 滴 定
"""
"""A unit's word, then what may not follow it: there it is part of another word (`3 台阶`, `2 次序`)."""


def _table(text: str) -> dict[str, tuple[str, ...]]:
    rows = (row.split() for row in text.split(";"))
    return {first: tuple(others) for first, *others in rows}


_NAMES = {spelling: unit for unit, others in _table(_SPELLINGS).items() for spelling in (unit, *others)}
_FOLDED: dict[str, str] = {}
for _spelling, _unit in _NAMES.items():
    if len(_spelling) > 1:
        _FOLDED.setdefault(_spelling.casefold(), _unit)
_AFTER = {word: others[0] for word, others in _table(_NOT_BEFORE).items()}
_WHOLE = {"rpm": "r/min", "r/min": "r/min", "mm/rev": "mm/r"}
COUNTED = "次遍件个只支把片台套张份批箱盒瓶袋杯包桶根处组圈层道刀倍天周年秒"
"""Words that make a quantity of a Chinese numeral as well."""


def _spelt(spelling: str) -> str:
    """One spelling as a pattern: in any case if it has two letters or more, and not where a longer word goes on."""
    if not spelling[-1].isascii():
        after = _AFTER.get(spelling, "")
        return re.escape(spelling) + (f"(?![{after}])" if after else "")
    if spelling == "%" or not spelling[-1].isalnum():
        return re.escape(spelling)
    body = re.escape(spelling) if len(spelling) == 1 else f"(?i:{re.escape(spelling)})"
    return body + r"(?![A-Za-z0-9])"


_ONE = "|".join(_spelt(s) for s in sorted([*_NAMES, *_WHOLE], key=lambda s: (-len(s), s)))
_PER = r"\s?(?:/|／|每)\s?"
UNIT = rf"(?:[万亿千百]?(?:{_ONE})(?:{_PER}(?:分(?!钟)|时|{_ONE}|\d{{2,3}}\s?(?:mL|g|m)))?(?:·(?:{_ONE}))?)"
"""A unit, perhaps over another: `r/min`, `毫米每转`, `次/班`, `万元`."""
_PARTS = re.compile(_PER)


def named(written: str) -> str:
    """The one name of a unit, however it was written."""
    plain = re.sub(r"\s+", "", written)
    if plain.casefold() in _WHOLE:
        return _WHOLE[plain.casefold()]
    head, *below = _PARTS.split(plain, maxsplit=1)
    under = {"分": "min", "时": "h"}.get(below[0]) if below else None
    return "/".join([_one(head), *([under or _one(below[0])] if below else [])])


def _one(spelling: str) -> str:
    if spelling in _NAMES:
        return _NAMES[spelling]
    if spelling.casefold() in _FOLDED:
        return _FOLDED[spelling.casefold()]
    if "·" in spelling:
        return "·".join(_one(part) for part in spelling.split("·"))
    return spelling[0] + _one(spelling[1:]) if spelling[0] in "万亿千百" and len(spelling) > 1 else spelling
