"""The words of asking: what one may do with an answer, with a question, with a conversation."""

ASK: dict[str, tuple[str, str]] = {
    "stop": ("停止", "Stop"),
    "stopped": (
        "已停止。这一问没有保存，问题放回了输入框。", "Stopped. Nothing was kept; your question is back in the box."
    ),
    "edit": ("修改再问", "Edit and ask again"),
    "copy": ("复制（含出处）", "Copy with sources"),
    "copied": ("已复制，含出处。", "Copied with its sources."),
    "useful": ("有帮助", "Useful"),
    "useless": ("没有帮助", "Not useful"),
    "useless_why": ("哪里不对？", "What was wrong?"),
    "useless_more": (
        "只有你自己能看到，与这段对话一起保存和删除。",
        "Only you see it; it is kept and deleted with the conversation.",
    ),
    "word_kept": ("已记下。", "Noted."),
    "next_title": ("接着可以问", "You may ask next"),
    "find_thread": ("查找对话", "Find a conversation"),
    "no_thread_found": ("没有相符的对话。", "No conversation matches."),
    "thread_acts": ("对话“{title}”的操作", "Acts on “{title}”"),
    "rename": ("重命名", "Rename"),
    "rename_hint": ("名称（留空则用第一个问题）", "Name (empty: the first question)"),
    "pin": ("置顶", "Pin"),
    "unpin": ("取消置顶", "Unpin"),
    "save": ("保存", "Save"),
    "picture": ("从图片读出问题", "Read the question from a picture"),
    "picture_read": (
        "已从图片读出文字，请核对后发送。", "The text of the picture is in the box: check it before sending."
    ),
    "picture_broken": ("图片没能读出，请直接输入问题。", "The picture could not be read: please type the question."),
}
