"""Words that course books and requirements use for the same thing: a short list by hand, for all trades. Pure.

A group is written into a text's words as one more word, so that two texts meet in it; it counts by how rare it is like
any other. Not a dictionary: what is not in it stays as it is said.
"""

from __future__ import annotations

GROUPS = tuple(
    tuple(line.split())
    for line in (
        "检测 测量 检验",
        "编程 程序 粗车循环 精车循环",
        "客服 客户服务 接待",
        "判因 原因 诊断",
        "工艺文件 工艺卡 工序卡",
        "促销 满减 优惠券 折扣",
        "异常 缺陷 误差 现象",
        "识图 图样 图纸 二维图 零件图",
        "识读 读懂 看懂",
        "刀补 补偿 磨耗",
        "保养 维护",
        "乳制品 酸奶 发酵乳 乳品",
        "投放 推广",
        "毛利 利润",
        "关键词 搜索词 词表 选词 找词",
        "陈述 答辩",
        "饼干 曲奇 酥性 烘焙",
        "质量安全 危害 控制点 HACCP",
        "造假 虚假 刷单",
        "暂停 停掉 停止",
        "网店开设 开店",
        "对照测试 做对照 对照试验",
        "碰头会 例会",
    )
)


def meant(word: str) -> tuple[str, ...]:
    """The other words for this very word; none for a longer word that only holds it (`宏程序`)."""
    return tuple(other for group in GROUPS if word in group for other in group if other != word)


def kin(text: str) -> frozenset[str]:
    """The groups a text speaks of, each by its first word with a sign that no text has."""
    return frozenset(f"≈{group[0]}" for group in GROUPS if any(word in text for word in group))
