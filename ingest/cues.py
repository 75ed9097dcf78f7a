"""Which words mark a document as more than public, as data: (words, level, where they count).

A textbook may discuss 保密 on every page. A cue therefore counts only as a *mark*: alone in brackets or on a line of
its own at the top or in a running header, after `密级：`, or as the kind of document its title names.
"""

from __future__ import annotations

INTERNAL, RESTRICTED, CONFIDENTIAL = 1, 2, 3

MARKS: tuple[tuple[str, int], ...] = (
    (
        r"绝密(?:★.*)?|机密(?:★.*)?|(?:公司|企业|商业|核心|技术)?(?:机密|秘密)(?:文件|资料)?|核心商密|普通商密",
        CONFIDENTIAL,
    ),
    (r"(?:strictly\s+|company\s+|highly\s+)?confidential|trade\s+secret|top\s+secret", CONFIDENTIAL),
    (
        r"秘密(?:★.*)?|保密(?:文件|资料|件)?|受控(?:文件)?|受限|限制级|(?:严禁|禁止|不得|请勿)(?:外传|外泄|复制|翻印|转发)",
        RESTRICTED,
    ),
    (r"restricted|proprietary(?:\s+information)?|do\s+not\s+distribute", RESTRICTED),
    (
        r"(?:仅供|仅限|限)?(?:公司|校|院|企业|单位|本厂|集团)?内部(?:资料|文件|使用|公开|传阅|学习|参考|交流)?|仅限校内(?:使用)?",
        INTERNAL,
    ),
    (r"internal(?:\s+use)?(?:\s+only)?", INTERNAL),
)
"""Whole-line or bracketed marks. Several in one line (`内部资料 请勿外传`) are taken one by one."""

TITLES: tuple[tuple[str, int], ...] = (
    (r"(?:产品|工艺|生产|核心|基础|标准)?配方(?:表|单|卡|明细|参数|清单)?(?:[（(].*[）)])?$", CONFIDENTIAL),
    (
        r"配方(?:表|单|卡|明细)|客户(?:名单|名录|清单|资料|台账)|供应商(?:底价|价格)|(?:成本|利润)(?:核算|分析|明细)表",
        CONFIDENTIAL,
    ),
    (r"报价(?:单|表|书|明细)?(?:[（(].*[）)])?$|报价(?:单|表)|(?:工资|薪酬)(?:表|明细)", RESTRICTED),
    (r"(?:试卷|试题|考试|考卷|期[中末]|[AB]\s*卷).{0,12}(?:答案|评分细则)", RESTRICTED),
    (r"(?:学生|员工|人员|考生|参赛选手)?(?:花名册|通讯录|成绩(?:单|册|表))", RESTRICTED),
)
"""What a title says the document is."""

CIRCULATION = r"(?:发放|知悉|阅读|传阅|阅知)范围\s*[:：为]?\s*.{0,12}(?:以上|主管|经理|班主任|总工|不得)"
"""Who may have it, said in the first lines: restricted."""

LEVEL_WORDS: dict[str, int] = {
    "公开": 0, "内部": INTERNAL, "内部公开": INTERNAL, "内部资料": INTERNAL, "受限": RESTRICTED, "限制": RESTRICTED,
    "秘密": RESTRICTED, "保密": RESTRICTED, "机密": CONFIDENTIAL, "绝密": CONFIDENTIAL, "核心商密": CONFIDENTIAL,
    "普通商密": CONFIDENTIAL, "商业秘密": CONFIDENTIAL, "商密": CONFIDENTIAL, "public": 0, "internal": INTERNAL,
    "restricted": RESTRICTED, "confidential": CONFIDENTIAL, "secret": CONFIDENTIAL,
}  # fmt: skip
"""What may follow `密级：`."""
