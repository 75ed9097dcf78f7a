"""What a sentence of a process is about, by its words: danger, a check, a record to keep, a tool. Pure lexicons.

Every stretch it gives is verbatim. Does not know which task the sentence belongs to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_SENTENCE = re.compile(r"[^。！？；;\n]+[。！？；;]?")
_FORBIDDEN = re.compile(
    r"严禁|禁止|不得|不准|不许|不允许|切勿|切忌|必须|务必|应立即|立即|须(?:有|戴|穿|先|经|由|在)|方可|才可|才能"
)
_NEVER = re.compile(r"严禁|禁止|不得|不准|不许|不允许|切勿|切忌|必须|务必|立即停|立即上报")
_NO = re.compile(r"严禁|禁止|不得(?![少超大小高低多短])|不准|不许|不允许|切勿|切忌|一律(?:退回|停|不)|即停岗")
_ELSEWHERE = re.compile(r"另见|参见|详见|见其|另有规定|适用于")
_HAZARD = re.compile(
    r"安全|危险|事故|急停|断电|停电|停机|带电|触电|漏电|联锁|互锁|防护|护目镜|面屏|面罩|手套|口罩|安全帽|"
    r"工作服|围裙|长发|盘入帽|伤|烫|烧|着火|明火|火灾|灭火|爆|毒|腐蚀|酸碱|酸液|碱液|飞溅|飞出|缠绕|夹手|卷入|"
    r"用手|徒手|手不离|旋转|运转时|短接|挂牌|上锁|监护|撤离|撤到|通风|窒息|高压|超压|泄压|吊装|撞刀|压缩空气|"
    r"交叉污染|异物|过敏原|致病|变质|召回|消毒|健康证|关键限值|隐私|个人信息|身份证|虚报|虚假|绝对化|违规|"
    r"侵权|未成年人|混罐|混入|收货信息|顾客信息|客户信息"
)
_CHECK = re.compile(r"检|测|复核|核对|目视|验证|验收|合格|抽样|抽检|对照|比对|误差|偏差|公差|跳动|粗糙度|读数")
_RECORD = re.compile(
    r"[“《]?[\u4e00-\u9fff]{0,6}?(?:"
    r"记录表|记录卡|记录本|记录单|点检表|点检卡|检验卡|首件卡|交接班本|交接班表|交接条|日志|台账|报告单|检验单|"
    r"送检单|领料单|工序卡|工艺卡|跟踪卡|流转卡|标识卡|停用牌|档案|报告|记录|登记表|登记本|清单|签到表|日报|周报|标签)[”》]?"
)
_NO_FORM = re.compile(r"(?:记录|报告|标签)(?![上里中内后前由并和与及的])[\u4e00-\u9fff]")
"""A deed (`每天记录收藏率`), a device (`记录仪`) or a part of a longer word (`标签信息`)."""
_KEEPING = re.compile(
    r"填写|填入|填好|填报|登记|记录|按[\u4e00-\u9fff]{0,8}[卡表单](?:逐项|检验|检查|点检|填)|建(?=[\u4e00-\u9fff]{0,4}档案)|记入|签字|签名|签收|写入|写明|写下|抄下|录入|上报|归档|存档|贴上|留存|交接"
)
_STOP = (
    "通转松开确认远离查接清擦涂理紧戴块张底面取拿轻推敲个条件把一二三四五六七八九十两几的了把将用以在和与按到"
    "对换由后前查装放经为从至及并先再每各双等给让使被就都也且或若当如则时做可能须应要每所该此其有无是不未"
)
_BEFORE_FORM = "建填写入好认真在将把与和及并的由用每当时并后先再到都须应要给按以从对向"
_NOUNS = (
    "三爪自定心卡盘|三爪卡盘|四爪卡盘|硬质合金顶尖|回转顶尖|带锯|等高垫铁|液压平口钳|板式换热器|耐酸碱手套|外径千分"
    "尺|内径千分表|内径千分尺|千分尺|千分表|游标卡尺|"
    "深度尺|高度尺|卡尺|百分表|杠杆表|塞规|环规|止规|通规|螺纹规|样板|三坐标|跳动仪|粗糙度仪|硬度计|寻边器|"
    "对刀块|对刀仪|平口钳|垫铁|铜棒|油石|锉刀|铁钩|毛刷|尼龙刷|立铣刀|面铣刀|球头刀|球刀|铣刀|倒角刀|车刀|"
    "外圆刀|切槽刀|镗刀|镗杆|钻头|中心钻|丝锥|铰刀|刀片|刀杆|卡盘|软爪|顶尖|鸡心夹头|压板|扳手|力矩扳手|"
    "切削液|乳化液|冷却液|导轨油|防锈油|煤油|折光仪|气枪|划针|量块|平板|温度计|酸度计|pH 计|pH计|电导率仪|"
    "天平|电子秤|秤|滴定管|移液管|培养皿|试纸|拭子|均质机|杀菌机|换热器|发酵罐|配料缸|配料罐|冷库|灌装机|"
    "封口机|金属探测机|金属检测机|烤箱|烤炉|打蛋器|搅拌机|和面机|模具|烤盘|滤布|过滤器|喷淋球|探头|试棒|手套|"
    "护目镜|面屏|口罩|围裙|工作服|工作帽|相机|手机|三脚架|主灯|补光灯|背景布|电脑|打印机|封箱机|气泡袋|纸箱|"
    "打单软件|计算表|内部账号|冰水|瓦楞箱|冰袋|保温箱|扫码枪|推车"
)
_TOOL = re.compile(
    rf"(?P<lead>(?:(?:φ?\d[\d.]*\s?(?:mm|°)?|[A-Z]{{2,}})\s?)?[\u4e00-\u9fff]{{0,3}}?)"
    rf"(?P<noun>{_NOUNS})"
)
_STUFF = re.compile(
    r"(?:(?:零件|工件|毛坯|原)材料|毛坯)(?:为|是|采用|选用|用)?\s?(?P<stock>(?:[φΦ]?\d[\d.]*\s?(?:mm)?\s?)?[\u4e00-\u9fff]{1,8})(?=[，。；])|"
    r"(?:加入|投入|倒入)(?P<added>[\u4e00-\u9fff]{2,8}(?:[与和、][\u4e00-\u9fff]{2,8})*?)(?=[的，。；]|$)|"
    r"(?P<machine>[A-Z]{1,3}\d{3,5}[A-Z]?\s?[\u4e00-\u9fff]{2,6}(?:机床|车床|铣床|中心|磨床|钻床|机))"
)
"""Blanks, what is put in, and machines with their type."""
_TAKEN_IN = re.compile(r"^([\u4e00-\u9fff]{2,6})验收\s?→")
"""What a flow starts with."""
_SPARE = re.compile(r"(?:备用|专用)$")
"""Says which one is meant."""
_MATERIAL = re.compile(r"(?:钢|铝|铜|铁|料|液|油|剂|糖|盐|乳|奶|粉|酒精|水|肉|面|纸|膜|袋|杯|盖)(?:（[^）]*）)?$")
_INSTRUMENT = re.compile(
    r"[\u4e00-\u9fffA-Za-z]{1,10}(?:仪|计|尺|规|秤|天平|试纸|显微镜|万用表|百分表|千分表)$|快检条$"
)
_DEVICE = re.compile(
    r"(?P<lead>[\u4e00-\u9fff]{2,6}?)(?P<noun>机|仪|泵)(?=转速|转动|运转|启动|开启|停止|压力|温度|出口|入口|断线|断电|报警)"
)
"""A machine by what is said of it."""
_LEADING_UP = "把将用以在和与按到对由从至及并先再每各给让使被就都也且若当如则时的了确认检查启动开调"
_NO_DEVICE = re.compile(r"(?:停|开|关|随|时|待|整|单|主|空|手)$")
_WRITTEN = re.compile(r"写((?:一|两)[页份篇张段][\u4e00-\u9fff]{2,8}?)(?=[，。；、,;]|$)")
_BODILY = re.compile(
    r"触电|带电|漏电|急停|伤|烫|烧|着火|明火|火灾|爆炸|有毒|中毒|腐蚀|酸碱|酸液|碱液|飞溅|飞出|缠绕|夹手|卷入|用手|徒手|护目镜|面屏|"
    r"长发|旋转|运转时|上锁|挂牌|高压|泄压|吊装|撞刀|压缩空气|窒息"
)
TOOL_HEADERS = re.compile(r"刀具|量具|工具|设备|仪器|夹具|材料|原料|辅料|配料|介质|物料|器材|耗材|冷却")
_UPSET = re.compile(r"应停机|停机(?:查|检查|排查)|断线|断电|视为[^，。；]{0,3}[未不]|重新处理|返工")
_EMPTY = re.compile(r"[—\-/无]*|不用|同上|同前|常规")


def sentences(text: str) -> list[str]:
    """The sentences of a text, verbatim."""
    return [found for m in _SENTENCE.finditer(text) if (found := m[0].strip()) and re.search(r"\w", found)]


def dangerous(sentence: str) -> bool:
    """A rule that keeps somebody or something from harm."""
    return bool(_HAZARD.search(sentence) and (_FORBIDDEN.search(sentence) or re.search("先.{1,12}再|戴|穿", sentence)))


def vital(sentence: str) -> bool:
    """A danger with a flat prohibition or command: to break it is to fail."""
    return bool(_HAZARD.search(sentence) and _NEVER.search(sentence))


def forbidding(sentence: str) -> bool:
    """Something may never be done, harm or not; what another document is for is no rule of the work."""
    return bool(_NO.search(sentence)) and not _ELSEWHERE.search(sentence)


def checking(sentence: str) -> bool:
    """Something is measured or compared here."""
    return bool(_CHECK.search(sentence))


def records(sentence: str) -> list[str]:
    """The forms and logs to fill that a sentence names."""
    if not _KEEPING.search(sentence):
        return []
    found = (
        _trimmed(m[0].strip("“”《》"), _BEFORE_FORM)
        for m in _RECORD.finditer(sentence) if not _NO_FORM.match(sentence[m.end() - 2 :])
    )  # fmt: skip
    return [name for name in found if len(name) > 2 and name in sentence]


def tools(text: str) -> list[str]:
    """Tools, machines and materials a text names, without the words before them."""
    found = [(_lead(m["lead"]) + m["noun"]).strip() for m in _TOOL.finditer(text)]
    found += [
        name + m["noun"] for m in _DEVICE.finditer(text)
        if len(name := _trimmed(m["lead"], _LEADING_UP)) > 1 and not _NO_DEVICE.search(name)
    ]  # fmt: skip
    stuff = [m[1] for m in _TAKEN_IN.finditer(text)]
    stuff += [(m["added"] or m["machine"]).strip() for m in _STUFF.finditer(text) if not m["stock"]]
    named = [name for name in dict.fromkeys([*found, *stuff]) if name in text]
    return [*named, *_blank([m["stock"].strip() for m in _STUFF.finditer(text) if m["stock"]])]


def _blank(stocks: list[str]) -> list[str]:
    """What a workpiece is of and what it is made from are one thing to fetch."""
    return [f"{stocks[1]}（{stocks[0]}）"] if len(stocks) == 2 else stocks


def _lead(before: str) -> str:
    spare = _SPARE.search(before)
    return spare[0] if spare else _trimmed(before)


def unlike(names: Iterable[str]) -> tuple[str, ...]:
    """Each once, and none that another one names more closely (`顶尖` beside `硬质合金顶尖`)."""
    each = tuple(dict.fromkeys(names))
    return tuple(n for n in each if not any(o != n and o.endswith(n) for o in each))


def material(name: str) -> bool:
    """Something that is used up or worked on, by its last word."""
    return _MATERIAL.search(name) is not None


def upset(sentence: str) -> bool:
    """What is to be done where something goes wrong, said within a step."""
    return _UPSET.search(sentence) is not None


def instrument(name: str) -> bool:
    """A device to measure with, by its last word."""
    return _INSTRUMENT.search(name) is not None


def written(text: str) -> list[str]:
    """What is to be written, where it is no form: `写一页复盘`."""
    return [m[1] for m in _WRITTEN.finditer(text)]


def bodily(text: str) -> bool:
    """Somebody may be hurt."""
    return bool(_BODILY.search(text))


def listed(value: str) -> list[str]:
    """The things a table's cell names."""
    parts = (part.strip() for part in re.split(r"[、，,]", value))
    return [part for part in parts if part and len(part) <= 24 and not _EMPTY.fullmatch(part)]


def _trimmed(name: str, leading: str = _STOP) -> str:
    """What is left behind the last word that only leads up to the noun."""
    return re.split(f"[{leading}]", name)[-1].lstrip()
