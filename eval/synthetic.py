"""Made-up Chinese workshop text in any amount, the same for the same seed: for measuring speed, not quality.

Knows sentence patterns and word lists of three trades. Knows nothing of what is done with the text.
"""

from __future__ import annotations

import random
from dataclasses import dataclass


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


THINGS = _words(
    "主轴 卡盘 尾座 刀架 导轨 丝杠 冷却泵 润滑站 传动轴 法兰盘 端盖 齿轮 轴承座 活塞 曲轴 连杆 模板 夹具 量块 千分尺 "
    "杀菌釜 均质机 灌装线 冷藏库 烘烤炉 搅拌罐 真空包装机 金属探测器 清洗槽 输送带 发酵罐 离心机 蒸煮锅 解冻池 滚揉机 "
    "直播间 商品主图 详情页 优惠券 客服话术 物流单 退换货单 "
    "样品柜 补光灯 推流软件 店铺首页 购物车 会员卡 数据看板 仓库货架"
)
DOINGS = _words(
    "检查 调整 更换 清洁 校准 拆卸 装配 紧固 润滑 测量 记录 复核 "
    "预热 冷却 灌装 搅拌 称量 取样 封口 贴标 上架 下架 拍摄 剪辑 "
    "回复 盘点 打包 发货 粗车 精车 钻孔 铰孔 攻丝 磨削 铣削 划线 对刀 试切 回零 急停 排屑 退火 淬火 回火 去毛刺 倒角"
)
QUALITIES = _words(
    "转速 进给量 背吃刀量 表面粗糙度 同轴度 跳动量 公差 硬度 扭矩 压力 温度 湿度 酸碱度 含水率 净含量 菌落总数 保质期 "
    "点击率 转化率 客单价 停留时长 回复时长 退货率 库存量 曝光量 成交额 发货时效 好评率 功率 流量 电压 频率"
)
UNITS = _words("mm r/min mm/r ℃ MPa kW % 秒 分钟 小时 件 千克 升 元 次 伏 赫兹")
ROLES = _words("操作工 班组长 质检员 安全员 仓管员 主播 助播 运营 客服 配料员 化验员 维修工 实习生 带教师傅 课程教师")
CAUSES = _words(
    "刀具磨损 装夹松动 冷却不足 参数误输 原料批次变化 "
    "传感器漂移 网络抖动 密封圈老化 电压波动 清洗不彻底 交接遗漏"
)
PATTERNS = (
    "{role}在{doing}{thing}之前，应先{doing2}{thing2}，确认{quality}为{number}{unit}。",
    "{thing}的{quality}控制在{number}至{number2}{unit}之间，超出时由{role}停机并报告。",
    "若{quality}低于{number}{unit}，多半是{cause}所致，应{doing}{thing}后再{doing2}。",
    "第{step}步：{doing}{thing}，保持{number}{unit}，{role}填写{code}号表格。",
    "{code}型{thing}每{number}小时{doing}一次，{quality}偏差不得大于{number2}{unit}。",
    "{name}车间规定，{role}与{role2}共同{doing}{thing}，{quality}读数写入{name2}台账。",
    "评分标准：{doing}{thing}占{step}分，{quality}合格占{step2}分，未记录{cause}扣{step3}分。",
    "{name}项目要求学员说明{cause}对{quality}的影响，并示范怎样{doing}{thing2}。",
)
NAME_CHARACTERS = (
    "安邦宝诚达德鼎东方丰福冠光广贵国海涵瀚和恒宏华汇惠吉佳嘉建江金锦京景凯康科朗乐立利联龙美铭南宁鹏平普启千强庆泉荣瑞润森山盛"
    "胜顺思泰腾天通旺威伟文祥新信星兴旭扬耀宜益银盈永优宇裕元源远云泽展正志致中众卓紫祖尊"
)


@dataclass(frozen=True)
class Text:
    """A passage of about 300 characters with its title."""

    title: str
    text: str


def passage(number: int, seed: int = 1) -> Text:
    """The `number`-th passage; ten in a row share their title, as in one document."""
    rng = random.Random(f"{seed}/{number}")
    title_rng = random.Random(f"{seed}/title/{number // 10}")
    title = f"{_name(title_rng)}{title_rng.choice(THINGS)}{title_rng.choice(DOINGS)}规程"
    sentences: list[str] = []
    while sum(map(len, sentences)) < 280:
        sentences.append(_sentence(rng))
    return Text(title, "".join(sentences))


def question(number: int, seed: int = 1) -> str:
    """A question of 12 to 30 characters in the words of the passages."""
    rng = random.Random(f"{seed}/question/{number}")
    return rng.choice(
        (
            f"{rng.choice(DOINGS)}{rng.choice(THINGS)}时{rng.choice(QUALITIES)}应为多少{rng.choice(UNITS)}？",
            f"{_name(rng)}车间怎样{rng.choice(DOINGS)}{rng.choice(THINGS)}，由谁负责？",
            f"{rng.choice(THINGS)}的{rng.choice(QUALITIES)}异常，{rng.choice(CAUSES)}时该怎么处理？",
            f"{_code(rng)}型{rng.choice(THINGS)}多长时间{rng.choice(DOINGS)}一次？",
        )
    )


def _sentence(rng: random.Random) -> str:
    return rng.choice(PATTERNS).format(
        role=rng.choice(ROLES),
        role2=rng.choice(ROLES),
        doing=rng.choice(DOINGS),
        doing2=rng.choice(DOINGS),
        thing=rng.choice(THINGS),
        thing2=rng.choice(THINGS),
        quality=rng.choice(QUALITIES),
        cause=rng.choice(CAUSES),
        unit=rng.choice(UNITS),
        number=rng.randint(1, 999),
        number2=rng.randint(1, 99) / 10,
        step=rng.randint(1, 30),
        step2=rng.randint(1, 30),
        step3=rng.randint(1, 9),
        code=_code(rng),
        name=_name(rng),
        name2=_name(rng),
    )


def _name(rng: random.Random) -> str:
    return "".join(rng.choices(NAME_CHARACTERS, k=rng.randint(2, 3)))


def _code(rng: random.Random) -> str:
    return f"{rng.choice('ABCDGKMTXZ')}{rng.choice('ABCKQ')}{rng.randint(100, 9999)}"
