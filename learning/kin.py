"""Words that course books and requirements use for the same thing, or for a kind of it: short lists by hand. Pure.

A group is written into a text's words as one more word, so that two texts meet in it; it counts by how rare it is like
any other. Of a broader word its kinds tell, never the other way: 弯曲 tells of 变形, 变形 not of 弯曲. Not a
dictionary: what is not in it stays as it is said.
"""

from __future__ import annotations

from functools import lru_cache

GROUPS = tuple(
    tuple(line.split())
    for line in (
        "检测 测量 检验 检查 测定",
        "编程 程序 粗车循环 精车循环",
        "客服 客户服务 接待",
        "判因 原因 诊断 初判 理由",
        "工艺文件 工艺卡 工序卡",
        "促销 满减 优惠券 折扣",
        "异常 缺陷 误差 现象",
        "识图 图样 图纸 二维图 零件图",
        "识读 读懂 看懂",
        "刀补 补偿 磨耗",
        "保养 维护",
        "停机 停下来",
        "乳制品 酸奶 发酵乳 乳品",
        "投放 推广",
        "投入产出比 ROI",
        "毛利 利润",
        "关键词 搜索词 词表 关键词表",
        "选词 找词 关键词",
        "陈述 答辩",
        "饼干 曲奇 酥性 烘焙",
        "质量安全 危害 控制点 HACCP",
        "造假 虚假",
        "刷单 虚假交易",
        "工艺 加工原理",
        "暂停 停掉 停止",
        "网店开设 开店",
        "对照测试 做对照 对照试验",
        "碰头会 例会",
        "协作 协调 合作",
        "个人信息 顾客信息 客户信息",
        "广告用语 绝对化 极限词",
        "车削用量 切削用量 选用量",
        "环规 通规 止规",
        "落地页 承接页",
        "记录曲线 记录仪",
        "价格 改价 到手价",
        "手工编程 粗车循环 精车循环",
        "配合性质 间隙配合 过渡配合 过盈配合",
        "报班长 报告 上报",
        "职业道德 素养 守法守规",
    )
)
KINDS = {
    line.split()[0]: tuple(line.split()[1:])
    for line in (
        "变形 弯曲 顶弯 椭圆 腰鼓形 翘",
        "装夹 夹紧 夹持 卡盘 顶尖 尾座",
        "设备 均质 换热器 杀菌机 发酵罐 灌装机",
        "性质 等电点 熔点 沸点",
        "配合 间隙配合 过渡配合 过盈配合",
        "加工 车削 铣削 切削",
    )
}
"""A broader word → what counts as it."""


@lru_cache(maxsize=4096)
def meant(word: str) -> tuple[str, ...]:
    """The other words for this very word; none for a longer word that only holds it (`宏程序`)."""
    same = tuple(other.lower() for group in GROUPS if word in group for other in group if other != word)
    return (*same, *KINDS.get(word, ()))


def kin(text: str) -> frozenset[str]:
    """The groups a text speaks of, each by its first word with a sign that no text has."""
    return frozenset(f"≈{group[0]}" for group in GROUPS if any(word in text for word in group))
