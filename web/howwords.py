"""The words of how an answer came about."""

HOW: dict[str, tuple[str, str]] = {
    "how": ("这个回答是怎么来的", "How this was answered"),
    "how_meant": ("问题理解为：{queries}", "Understood as: {queries}"),
    "how_did_search": ("检索“{query}”", "Searched for “{query}”"),
    "how_did_decompose_project": ("项目分解：{query}", "Decomposed a project: {query}"),
    "how_did_write_exercises": ("出题：{query}", "Wrote exercises: {query}"),
    "how_did_plan_lesson": ("编写教案：{query}", "Planned a lesson: {query}"),
    "how_did_match_requirements": ("岗课赛证对照：{query}", "Matched requirements: {query}"),
    "how_cited": ("上文引用的资料", "the document cited above"),
    "how_refused": ("模型想用的“{tool}”没有执行", "The model asked for “{tool}”, which was not carried out"),
    "how_model_asked": ("（模型提出）", " (asked for by the model)"),
    "how_read": ("读了 {n} 段你有权阅读的资料", "Read {n} passages that you may read"),
    "how_rules": ("按规则摘录原文，没有用模型", "Quoted by rules, without a model"),
    "how_model": ("由模型 {model} 撰写，每一句与出处核对后才显示", "Written by {model}, each sentence checked first"),
    "how_took": ("用时 {seconds} 秒", "Took {seconds} s"),
}
