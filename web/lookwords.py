"""The words of what every page shares: themes, states of a list, the command bar."""

LOOK: dict[str, tuple[str, str]] = {
    "theme": ("外观", "Appearance"),
    "theme_auto": ("跟随系统", "As the system"),
    "theme_light": ("浅色", "Light"),
    "theme_dark": ("深色", "Dark"),
    "pages_often": ("常用页面", "Pages used most"),
    "skip": ("跳到正文", "Skip to the content"),
    "loading": ("正在读取…", "Loading…"),
    "load_failed": ("没能读取，请重试。", "This could not be loaded, please try again."),
    "again": ("重试", "Try again"),
    "nothing_readable": ("这里没有你可以查阅的内容", "Nothing here that you may read"),
    "nothing_readable_more": (
        "能看到什么，由资料的密级和你所在的课程决定。需要查阅更多，请联系你的教师或本单位的数据专员。",
        "What you see follows from the labels of the documents and from your courses. Ask your teacher or your data "
        "steward if you need more.",
    ),
    "commands": ("快速前往", "Go to"),
    "commands_hint": ("输入页面、对话或资料的名称", "A page, a conversation or a document"),
    "commands_pages": ("页面", "Pages"),
    "commands_threads": ("我的对话", "My conversations"),
    "commands_documents": ("我能查阅的资料", "Documents that I may read"),
    "commands_ask": ("提问：{text}", "Ask: {text}"),
    "commands_none": ("没有相符的页面、对话或资料。", "No page, conversation or document matches."),
    "commands_keys": ("↑ ↓ 选择 · 回车打开 · Esc 关闭", "↑ ↓ choose · Enter opens · Esc closes"),
    "account": ("我的账户", "My account"),
}
