"""Why an item is not accepted, and what about an accepted one a teacher should look at. Words only."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """Each names one rule of the verifier; the value is what a teacher is shown."""

    KEY = "答案不是唯一或不成立的集合"
    OPTIONS_ALIKE = "选项重复"
    OPTIONS_MIXED = "选项类型或单位不一致"
    OPTIONS_ENTAIL = "选项互相包含"
    STEM_TELLS = "题干含有答案"
    STEM_HINTS = "题干暗示答案"
    NOT_VERBATIM = "出处不是原文"
    NOT_ENTAILED = "出处推不出答案"
    ALSO_RIGHT = "干扰项在资料中也成立"
    NUMBERS = "数值或单位与原文不符"
    UNSOLVED = "只凭出处做不出答案"
    DUPLICATE = "与已有题目重复或近似"
    ALL_OF_THEM = "含“以上都对”一类选项"
    NEGATIVE = "否定式题干未标出"
    INCOMPLETE = "题目缺少必要部分"
    POSITION = "答案位置有规律"
    LONGEST = "答案常为最长选项"


class Flag(StrEnum):
    """Let through, but worth a look."""

    ABSOLUTE = "含绝对化词语"
    LONG_STEM = "题干过长"
    UNEVEN = "选项长短悬殊"
