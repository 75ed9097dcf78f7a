"""What a question is about: its subject and what is asked of it. Rules over words, no dictionary of the trade.

`粗车的主轴转速是多少` → subject 粗车, asked 主轴转速. Knows nothing of conversations (followup.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

CJK = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")

_NOUNS = (
    "转速|进给量|进给速度|进给|背吃刀量|吃刀量|吃刀深度|切深|切削深度|切削速度|切削用量|加工余量|余量|公差|偏差|精度|粗糙度|尺寸|直径|长度|宽度|高度|"
    "厚度|深度|角度|硬度|强度|重量|净含量|质量|数量|温度|湿度|时间|时长|压力|流量|速度|浓度|比例|配比|配方|含量|成分|酸度|电压|电流|"
    "功率|频率|价格|单价|成本|费用|预算|出价|点击率|转化率|占比|要求|标准|规范|规定|条件|步骤|流程|方法|方式|顺序|原因|理由|作用|目的|"
    "意义|用途|优缺点|优点|缺点|特点|区别|定义|概念|含义|意思|原理|公式|参数|指标|范围|上限|下限|最大值|最小值|频次|周期|间隔|次数|等级|"
    "级别|类型|种类|分类|组成|结构|材料|材质|牌号|刀具|量具|夹具|设备|工具|冷却液|切削液|检验|检测|检查|验收|记录|负责人|责任人|部门|"
    "岗位|人员|资格|证书|考核|评分|分值|分数|学分|学时|课时|题型|内容|目标|重点|难点|注意事项|安全|风险|危害|保养|维护|维修|贮存|储存|"
    "保质期|有效期|包装|运输|电话|联系人|处理|处置|措施|办法|规格|型号|名称|编号|版本|日期|工期|产量|合格率|报废率|首件|抽样|抽检"
)
_BEFORE = (
    "主轴|最大|最小|最高|最低|具体|主要|操作|技术|允许|允差|表面|形位|尺寸|评分|安全|质量|日常|上|下|平均|实际|标准|检验|检测|测量|加工|"
    "推荐|额定|有关|相关|其他|全部|各|每次|每天|每班|适用|使用"
)
ATTRIBUTE = re.compile(rf"(?:(?:{_BEFORE})的?)*(?:{_NOUNS})(?:[和与及、或]?(?:(?:{_BEFORE})的?)*(?:{_NOUNS}))*")
_ENDS_ASKED = re.compile(rf"({ATTRIBUTE.pattern})$")

_HEAD = re.compile(
    r"^(?:请问一下|请问|请|麻烦|帮我|帮忙|我想知道|我想问|想知道|想问|告诉我|给我|查一下|查询一下|查询|查查|查|列出|说说|说一下|讲讲|讲一下|"
    r"介绍一下|介绍|解释一下|解释|说明一下|什么是|什么叫|何为|何谓|为什么|为何|怎么样|怎么|怎样|如何|有哪些|有什么|哪些|什么|关于|在|对于|"
    r"我们|我|一下|的|,)+"
)
_TAIL = re.compile(
    r"(?:是多少|有多少|多少|是多大|多大|是几|几|是什么样的|是什么|什么|有哪些|是哪些|哪些|有什么|是怎样的|是怎么样的|怎么样|怎样|怎么做|怎么办|"
    r"怎么操作|怎么|如何|是啥|啥|是指|为多少|为何|为什么|是否|吗|么|呢|吧|啊|呀|是|为|应该|应|需要|要|可以|分别|大概|一般|通常|各|有|时|呢|的|,|\s)+$"
)
_MIDDLE = re.compile(
    r"应该|应当|需要|可以|一般|通常|分别|大概|什么|哪些|哪种|哪个|多少|怎么|怎样|如何|为什么|必须|到底|究竟|请问"
)
_LOOSE = re.compile(r"(?:[的用在中时对里上所需是为有,，]|过程中|时候|期间|阶段)+$")

STOP = frozenset(
    re.findall(
        r"\S+",
        """
    a an the of for to in on at by with and or so then also but what which who whom whose when where why how is are
    was were be been do does did should shall can could may must will would i we you me us my our your it its this
    that these those they them their there here about please tell give show list explain describe mean means much
    many long often need needed any some have has had if as from into same one ones use used using new now just let
    know want like
        """,
    )
)
_JOINT = re.compile(r"\b(?:for|of|in|during|when|while|on|at|with)\b")
ASKED = frozenset(
    re.findall(
        r"\S+",
        """
    speed speeds feed depth tolerance tolerances roughness temperature time pressure size diameter length width
    height weight step steps procedure requirement requirements standard standards reason cause purpose material
    materials tool tools price cost range limit frequency interval score points hours credit credits content goal
    risk maintenance storage packaging record records inspection equipment definition formula parameter parameters
    spindle cutting feed surface max maximum min minimum rate order accuracy hardness humidity duration quantity
    voltage power current
        """,
    )
)


@dataclass(frozen=True)
class Topic:
    """`query` is the whole question, standing on its own; `step` the step it asked for."""

    subject: str
    asked: str
    query: str
    step: int | None = None


def topic(plain: str, query: str, step: int | None = None) -> Topic:
    """Take a normalised question apart. A question that only names a thing has that thing as its subject."""
    subject, asked = _chinese(plain) if CJK.search(plain) else _english(plain)
    return Topic(subject, asked, query, step)


def core(plain: str) -> str:
    """The question without the words that only make it a question."""
    text = _TAIL.sub("", _HEAD.sub("", plain.strip(" ?!.,;:。")))
    return _MIDDLE.sub("", text).strip(" ,")


def words(plain: str) -> list[str]:
    """An English question's content words in order."""
    return [w for w in re.findall(r"[a-z0-9][a-z0-9.+/#-]*|[\u4e00-\u9fff]+", plain) if w not in STOP]


def _chinese(plain: str) -> tuple[str, str]:
    text = core(plain)
    before, of, after = text.rpartition("的")
    if of and before and after:
        return _LOOSE.sub("", before), after
    found = _ENDS_ASKED.search(text)
    if found is None:
        return text, ""
    subject = _LOOSE.sub("", text[: found.start()])
    return (subject, found[1]) if subject else (found[1], "")


def _english(plain: str) -> tuple[str, str]:
    found = list(_JOINT.finditer(plain))
    if found:
        asked, subject = words(plain[: found[-1].start()]), words(plain[found[-1].end():])
        if asked and subject:
            return " ".join(subject), " ".join(asked)
    every = words(plain)
    asked = [w for w in every if w in ASKED]
    subject = [w for w in every if w not in ASKED]
    return (" ".join(subject), " ".join(asked)) if subject else (" ".join(asked), "")
