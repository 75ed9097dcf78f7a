"""The words of the exercise studio, in both languages. Knows words, not when they are shown."""

from __future__ import annotations

from learning.exercise import NAMES
from learning.reasons import Flag, Reason

_KINDS = dict(
    zip(
        NAMES,
        ["Single choice", "Multiple choice", "True/false", "Fill-in", "Ordering", "Matching", "Calculation",
         "Short answer", "Case"],
        strict=True,
    )
)  # fmt: skip
_REASONS = {
    Reason.KEY: "No single key, or no proper set", Reason.OPTIONS_ALIKE: "Options repeat",
    Reason.OPTIONS_MIXED: "Options differ in kind or unit", Reason.OPTIONS_ENTAIL: "One option holds another",
    Reason.STEM_TELLS: "The stem holds the key", Reason.STEM_HINTS: "The stem hints at the key",
    Reason.NOT_VERBATIM: "The quote is not verbatim", Reason.NOT_ENTAILED: "The quote does not give the key",
    Reason.ALSO_RIGHT: "A wrong option also stands in the sources",
    Reason.NUMBERS: "A number or unit is not the source's",
    Reason.UNSOLVED: "The quote alone does not answer it", Reason.DUPLICATE: "Repeats another item",
    Reason.ALL_OF_THEM: "An option like “all of the above”", Reason.NEGATIVE: "Unmarked negative stem",
    Reason.INCOMPLETE: "Something is missing", Reason.POSITION: "The key's place shows a pattern",
    Reason.LONGEST: "The key is often the longest option",
}  # fmt: skip
_FLAGS = {Flag.ABSOLUTE: "Absolute words", Flag.LONG_STEM: "Long stem", Flag.UNEVEN: "Options of very uneven length"}

STUDIO: dict[str, tuple[str, str]] = {
    "studio": ("习题工坊", "Exercise studio"),
    "studio_more": (
        "从你有权阅读的资料里出题：每题都注明原文出处，并逐题核对。",
        "Exercises from what you may read: each cites its source word by word and is checked.",
    ),
    "studio_topic": ("主题", "Topic"),
    "studio_topic_hint": ("如：传动轴精车的切削参数", "For example: finish turning of shafts"),
    "studio_documents": ("或指定资料（可多选）", "Or choose documents"),
    "studio_kinds": ("题型（不选为全部）", "Kinds (all if none is chosen)"),
    "studio_count": ("题数", "How many"),
    "studio_difficulty": ("难度", "Difficulty"),
    "level_any": ("不限", "Any"),
    "difficulty_1": ("易", "Easy"),
    "difficulty_2": ("中", "Medium"),
    "difficulty_3": ("难", "Hard"),
    "studio_make": ("出题", "Write exercises"),
    "studio_read": ("正在读取资料…", "Reading the sources…"),
    "studio_write": ("正在出题并逐题核对…", "Writing and checking each item…"),
    "studio_nothing": ("请填写主题，或选择资料。", "Give a topic or choose documents."),
    "studio_found": ("共 {n} 题", "Exercises: {n}"),
    "studio_missing": (
        "，比要求少 {n} 题：资料里没有更多可靠的题材",
        ", {n} fewer than asked: the sources hold no more",
    ),
    "studio_rejected": ("未采用 {n} 个草稿，按原因：", "Drafts not used: {n}, by reason:"),
    "studio_recent": ("最近的习题集", "Recent sets"),
    "studio_all": ("全选", "Select all"),
    "studio_none": ("全不选", "Select none"),
    "studio_export": ("导出", "Export"),
    "studio_left_out": (
        "这种格式存不下 {n} 题，已略去：{what}",
        "Left out, as the format cannot hold them ({n}): {what}",
    ),
    "studio_chosen": ("已选 {n} 题", "Chosen: {n}"),
    "studio_choose": ("请先选择题目。", "Choose items first."),
    "studio_accept": ("收入题库", "Accept into the bank"),
    "studio_accepted": ("已收入题库 {n} 题", "Accepted into the bank: {n}"),
    "studio_refused": ("未收入 {n} 题", "Not accepted: {n}"),
    "studio_stale": (
        "所引资料已有更新，请重新出题或核对每题原文。",
        "A source has changed since: write anew, or check each quote.",
    ),
    "format_excel": ("Excel 题库表", "Excel sheet"),
    "format_word": ("Word 试卷与答案", "Word paper with answers"),
    "format_moodle": ("Moodle XML", "Moodle XML"),
    "format_gift": ("GIFT", "GIFT"),
    "format_aiken": ("Aiken（仅单选）", "Aiken (single choice only)"),
    "format_typed": ("手工录入的试卷", "A typed paper"),
    "item_key": ("答案", "Key"),
    "item_explanation": ("解析", "Explanation"),
    "item_edit": ("修改", "Edit"),
    "item_remove": ("移出", "Remove"),
    "item_save": ("核对并保存", "Check and save"),
    "item_saved": ("已核对并保存。", "Checked and saved."),
    "item_not_saved": ("没有通过核对，未保存：", "Not saved, it does not pass:"),
    "item_stem": ("题干", "Stem"),
    "item_options": ("选项（每行一个）", "Options (one a line)"),
    "item_letters": ("答案（选项字母）", "Key (letters of the options)"),
    "item_sequence": ("答案（字母按先后）", "Key (letters in order)"),
    "item_pairs": ("答案（依次对应的字母）", "Key (the letter for each, in order)"),
    "item_judged": ("答案（对或错）", "Key (对 right or 错 wrong)"),
    "item_lines": ("答案（每行一点）", "Key (one point a line)"),
    "import_title": ("导入习题文件", "Import a file of exercises"),
    "import_drop": ("把习题文件拖到这里，或点击选择", "Drop a file of exercises here, or click to choose"),
    "import_types": (
        "Excel、CSV、Word、Moodle XML、GIFT、Aiken 或文字试卷，不超过 {size} MB；只读取，不保存",
        "Excel, CSV, Word, Moodle XML, GIFT, Aiken or typed text, up to {size} MB; read only, nothing is kept",
    ),
    "import_read": ("已读取", "Read"),
    "import_found": ("{format}：读出 {good} 题，{bad} 处有问题", "{format}: {good} read, {bad} with problems"),
    "import_where": ("位置", "Where"),
    "import_why": ("原因", "Why"),
    "import_long": ("题目太多，请拆成几份再导入", "Too many exercises at once: split the file"),
    **{f"kind_{kind}": (name, _KINDS[kind]) for kind, name in NAMES.items()},
    **{f"reason_{r.name.lower()}": (r.value, english) for r, english in _REASONS.items()},
    **{f"flag_{f.name.lower()}": (f.value, english) for f, english in _FLAGS.items()},
}
