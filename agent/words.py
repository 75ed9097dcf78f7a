"""Every sentence the agent itself says, in both languages. Knows words, not when they are said."""

from __future__ import annotations

LIBRARY = {
    "enterprise": ("企业工艺库", "enterprise processes"),
    "course": ("课程资源库", "course resources"),
    "training": ("实训资源库", "training resources"),
    "competition": ("赛证题库", "competition and certificate bank"),
}

WORDS: dict[str, tuple[str, str]] = {
    "greeting": (
        "你好！我可以从你有权阅读的资料里找答案，并注明出处。直接提问就行，例如“粗车时主轴转速是多少？”。",
        "Hello! I answer from the documents you may read and name the source. Just ask, for example "
        "“What is the spindle speed for rough turning?”",
    ),
    "thanks": ("不客气，有问题随时问我。", "You are welcome. Ask me any time."),
    "bye": ("再见，祝学习和工作顺利！", "Goodbye, and all the best with your studies and work!"),
    "abilities": (
        "我是学校和合作企业共建的学习助手。我能做的：\n"
        "1. 在企业工艺、课程、实训、赛证题库里查找你有权阅读的内容，用原文回答并注明出处；\n"
        "2. 列出操作步骤、参数、公差和要求；\n"
        "3. 接着上一个问题追问，例如“那它的公差呢？”“第二步呢？”；\n"
        "4. 为教师和企业导师把规程分解成教学任务，例如“把法兰盘工艺规程分解成教学任务”；\n"
        "5. 根据资料出题，例如“根据法兰盘工艺规程出10道选择题”；\n"
        "6. 为教师和企业导师写教案，例如“写一份搅拌型酸奶工艺的教案，4课时”。\n"
        "资料里没有的内容，我会直接说没有找到，不会凭空回答。",
        "I am the learning assistant that the school and its partner enterprises share. I can:\n"
        "1. look through enterprise processes, courses, training material and the competition and certificate bank, "
        "and answer with quotes from what you may read;\n"
        "2. list steps, parameters, tolerances and requirements;\n"
        "3. follow up on your last question, such as “and its tolerance?” or “what about step two?”;\n"
        "4. for teachers and mentors, turn a process document into teaching tasks;\n"
        "5. write exercises from documents, such as “write 10 questions about the flange process”;\n"
        "6. for teachers and mentors, write lesson plans.\n"
        "If the documents do not say, I tell you so; I do not make things up.",
    ),
    "outside": (
        "这个问题不在我的范围内。我只根据学校和合作企业的资料回答课程、工艺、实训和考证方面的问题。",
        "That is outside what I do. I answer questions about courses, processes, training and certificates from the "
        "documents of the school and its partner enterprises.",
    ),
    "empty": ("请输入你的问题。", "Please type your question."),
    "long": (
        "问题太长了（最多 {limit} 字）。请把它缩短，或分成几个问题来问。",
        "The question is too long ({limit} characters at most). Please shorten it or ask in parts.",
    ),
    "refused": (
        "在你有权阅读的资料里，没有找到能回答这个问题的内容。已查找：{libraries}。"
        "可以换一种说法再试，最好写明产品、工序、设备或课程的名称；如果资料应当有，请联系数据专员确认是否已经入库。",
        "I found nothing in what you may read that answers this. Searched: {libraries}. Try other words, and name "
        "the product, process, machine or course (most documents are in Chinese, so the Chinese term helps); if a "
        "document should have it, ask your data steward whether it has been added.",
    ),
    "next_of": ("{subject}的{what}呢？", "What about the {what} of {subject}?"),
    "next_heading": ("{heading}有哪些内容？", "What does “{heading}” say?"),
    "list": ("、", ", "),
    "source": ("根据《{title}》：", "According to “{title}”: "),
    "also": ("《{title}》中还提到：", "“{title}” also says: "),
    "steps": ("《{title}》中的步骤：\n", "Steps from “{title}”:\n"),
    "step": ("《{title}》中的第 {n} 步：\n", "Step {n} from “{title}”:\n"),
    "more": ("（其余步骤请点开出处查看。）", "(Open the source for the remaining steps.)"),
    "tasks": (
        "《{title}》可以分解成 {tasks} 个教学任务，共 {steps} 步：\n",
        "“{title}” makes {tasks} teaching tasks, {steps} steps in all:\n",
    ),
    "task": (
        "任务 {n}：{title}（{steps} 步，建议 {hours} 学时）\n",
        "Task {n}: {title} ({steps} steps, {hours} class hours suggested)\n",
    ),
    "model_down": (
        "\n（模型服务这会儿没有回应，以上直接摘自资料。）",
        "\n(The model service does not answer at the moment: the above is quoted from the sources.)",
    ),
    "model_cut": (
        "\n（模型服务中途没有回应，回答可能不完整，请点开出处核对。）",
        "\n(The model service stopped answering in the middle: this may be incomplete, see the sources.)",
    ),
    "veto": ("安全否决项：", "Fails the task when broken: "),
    "no_step": (
        "《{title}》里列出的步骤只有 {count} 步，没有第 {n} 步：\n",
        "“{title}” lists {count} steps, there is no step {n}:\n",
    ),
    "items": (
        "根据你有权阅读的资料出了 {count} 道题（自动生成，使用前请教师审核）：\n",
        "{count} exercises from what you may read (generated; have a teacher review them before use):\n",
    ),
    "fewer": ("可读的资料只够出这些，比要求的少 {missing} 道。\n", "The sources give no more: {missing} fewer.\n"),
    "keys": ("参考答案：\n", "Key:\n"),
    "assigned": (
        "这是题库里的一道{kind}，先作答，再看答案：\n{asked}\n",
        "This is an exercise of the bank ({kind}): answer first, then see the key.\n{asked}\n",
    ),
    "assigned_where": (
        "可以先读《{title}》{section}，把你的答案发给我；没有头绪就说“提示”。",
        "Read “{title}”{section} first and send me your answer; say “hint” if you are stuck.",
    ),
    "assigned_compare": (
        "把题目的每一项与原文逐条对照：先找到它在哪一行、哪一句，再看说的是不是一回事。",
        "Compare each part with the source: find its row or sentence, then see whether it says the same.",
    ),
    "assigned_right": ("答对了！\n", "That is right!\n"),
    "assigned_key": ("答案：{told}\n原文：", "Key: {told}\nThe source: "),
    "tutor_where": (
        "先自己找一找：打开《{title}》{section}，看看“{question}”在那里是怎么说的。\n"
        "把你的答案发给我，对错都没关系；没有头绪就说“提示”。",
        "Look for it yourself first: open “{title}”{section} and see what it says about “{question}”.\n"
        "Send me your answer, right or wrong; say “hint” if you are stuck.",
    ),
    "tutor_cell": (
        "先自己找一找：打开《{title}》{section}的表，先找“{row}”这一行，再看“{column}”这一列。\n"
        "把你的答案发给我，对错都没关系；没有头绪就说“提示”。",
        "Look for it yourself first: open the table in “{title}”{section}, find the row “{row}”, then the column "
        "“{column}”.\nSend me your answer, right or wrong; say “hint” if you are stuck.",
    ),
    "tutor_step": (
        "先自己找一找：打开《{title}》{section}，找到“{step}”这一步，看它要求做到多少、做到什么样。\n"
        "把你的答案发给我，对错都没关系；没有头绪就说“提示”。",
        "Look for it yourself first: open “{title}”{section}, find the step “{step}” and see what it asks for.\n"
        "Send me your answer, right or wrong; say “hint” if you are stuck.",
    ),
    "tutor_section": ("的“{section}”部分", ", section “{section}”"),
    "tutor_rule": (
        "资料里是这样写的（关键处遮住了）：\n{rule}\n遮住的地方应该是什么？",
        "This is what it says, the key part hidden:\n{rule}\nWhat belongs there?",
    ),
    "tutor_parallel": (
        "看一个类似的例子：\n{other}\n照着它的样子，再想想这一题。",
        "Here is a similar case:\n{other}\nNow try yours again.",
    ),
    "tutor_form": ("再读一遍原文那一段，注意它写的是什么量、用什么单位。",
    "Read that part again: which quantity, which unit?"),
    "tutor_try": ("先试着写出一个答案，写错了我会告诉你错在哪里。",
    "Try an answer first; if it is wrong I will say where. "),
    "tutor_right": ("答对了！原文是：\n", "That is right! The source says:\n"),
    "tutor_answer": ("我们一起看原文：\n", "Let us look at the source:\n"),
    "tutor_so": ("\n所以答案是 {told}。请合上资料，再完整地说一遍。",
    "\nSo the answer is {told}. Say all of it once more without looking."),
    "tutor_nearer": (
        "你上一次说的 {said} 更接近：数值是对的，只是没有说完整；这一次",
        "What you said before, {said}, was nearer: the value was right, only not whole; this time: ",
    ),
    "tutor_reason": (
        "资料里还说了与它有关的道理：“{why}”。", " The source also gives a reason to do with it: “{why}”.",
    ),
    "tutor_taught": (
        "为什么？《{title}》里说：“{why}”。", " Why? {title} says: “{why}”.",
    ),
    "tutor_apart": (
        "还要注意：“{said}”。", " Mind as well: “{said}”.",
    ),
    "tutor_contrast": (
        "再想一想：“{row}”的{column}为什么比“{other}”{side}？",
        " Think about it: why is the {column} of “{row}” {side} than that of “{other}”?",
    ),
    "tutor_higher": ("高", "higher"),
    "tutor_lower": ("低", "lower"),
    "tutor_more": ("想再练一题，接着问我：“{row}”的{column}是多少？",
    " For one more, ask me: what is the {column} of “{row}”?"),
    "tutor_next": ("想再练一题，接着问我：“{step}”这一步有什么要求？",
    " For one more, ask me: what does “{step}” require?"),
    "slip_part": ("答对了一部分，还缺一些。", "Part of it is right, something is missing. "),
    "slip_half": (
        "说对了一半：资料要求的是一个范围或带允许偏差的值，说全再答一次。",
        "Half of it: a range or a tolerance is wanted, say all of it. ",
    ),
    "slip_below": ("数值偏低了。再对一对资料。", "That is too low. "),
    "slip_above": ("数值偏高了。再对一对资料。", "That is too high. "),
    "slip_no_unit": ("数值对了，还缺单位。带上单位再答一次。", "The number is right, the unit is missing. "),
    "slip_no_tolerance": (
        "数值对了，还缺单位和允许偏差，补全再答一次。",
        "The number is right, its unit and tolerance are missing. ",
    ),
    "slip_row": ("你看的像是“{row}”那一行。再对一对是哪一行。", "That looks like the row “{row}”: check the row. "),
    "slip_unit": ("数值像是对的，但单位不对，再核对一下单位。", "The number looks right, but not the unit. "),
    "slip_power": ("差了十倍、百倍这样的倍数。数一数位数：是不是少写或多写了 0，小数点对不对。",
    "You are off by a power of ten. "),
    "slip_tolerance": ("你写的是允许的偏差，不是要求的数值本身。", "That is the tolerance, not the value itself. "),
    "slip_sibling": ("这个值是有的，不过是另一行的。看看行对不对。", "That value belongs to another row. "),
    "slip_cell": ("行找对了，列看错了：这是“{column}”那一列的值。", "The row is right, but that is under “{column}”. "),
    "slip_column": ("行找对了，列看错了：这是另一项的值。", "The row is right, the column is not. "),
    "slip_order": ("这是别的步骤或别的句子里的内容。再对一对位置。", "That belongs to another step or sentence. "),
    "slip_form": ("这里要的是一个带单位的数值。", "What is wanted is a value with its unit. "),
    "slip_other": ("还不对。再想想。", "Not yet. "),
    "lesson": (
        "《{title}》的教案（按资料自动编写，使用前请审核；完整表格请在“教案”页打开、修改并导出）：\n",
        "A lesson plan for “{title}” (made from the documents; review it before use, open the page to edit it):\n",
    ),
    "goals": ("教学目标", "Goals"),
    "points": ("重点与难点", "Key and difficult points"),
    "stages": ("教学过程", "Stages"),
    "stage": ("{name}（{minutes} 分钟）：{text}", "{name} ({minutes} min): {text}"),
    "leaf_tasks": ("任务分析", "The task"),
    "leaf_steps": ("实施指导", "Steps"),
    "plan_lesson": ("正在通读资料并设计教学过程", "Reading the documents and planning the lesson"),
    "exercises": ("正在读资料、出题并逐题核对", "Reading, writing the exercises and checking each"),
    "matrix": (
        "对照了 {rows} 条要求和 {modules} 个课程模块：覆盖 {full} 条，部分覆盖 {partly} 条，没有找到 {gaps} 条"
        "（按词语自动对照，使用前请教师审核）。\n",
        "Compared {rows} requirements with {modules} course modules: {full} covered, {partly} in part, {gaps} not "
        "found (matched by words; have a teacher review it).\n",
    ),
    "gaps": ("课程里没有找到的要求：\n", "Requirements not found in the courses:\n"),
    "more_gaps": ("另有 {more} 条，见岗课赛证页面。\n", "{more} more on the matrix page.\n"),
    "outdated": ("注意：《{title}》{words}\n", "Note: “{title}” {words}\n"),
    "out_expired": ("已过有效期或复审日期（{date}）。", "is past its end or review date ({date})."),
    "out_not_yet": ("尚未生效（{date} 起）。", "is not yet in force (from {date})."),
    "out_replaced": ("已有新版本：《{by}》。", "has a later version: “{by}”."),
    "matrix_page": (
        "完整的对照表、每格出处和 Excel 在“岗课赛证”页面。",
        "The whole matrix with its sources, and the Excel file, are on the page “Matrix”.",
    ),
    "comment_drafted": (
        "已按现有评分和过程证据为{name}拟好评语草稿，共 {n} 句，每句都有依据。",
        "A draft of the comment on {name} is ready: {n} sentences, each resting on scores and evidence. ",
    ),
    "comment_none": ("它还没有保存。", "It is not kept yet. "),
    "comment_draft": ("已有一份草稿，没有改动它。", "The draft kept already was left as it is. "),
    "comment_signed": ("已有一份教师签过的，没有改动它。", "The one signed by a teacher was left as it is. "),
    "comment_issued": ("已有一份签发的，没有改动它。", "The issued one was left as it is. "),
    "comment_page": (
        "评语涉及学生个人信息，不写进对话；请到“评价评语”页起草、查看依据、修改和签名。",
        "It tells of a person, so it is not written into a conversation: draft, read, edit and sign it on the page "
        "“Comments”.",
    ),
    "comment": ("正在核对评分与过程证据", "Checking scores and evidence"),
    "matching": ("正在对照岗位、赛项、证书要求和课程", "Comparing requirements with the courses"),
    "understand": ("正在理解问题", "Understanding the question"),
    "search": ("正在查找资料", "Searching the documents"),
    "decompose": ("正在通读文件并分解任务", "Reading the whole document and making the tasks"),
    "think": ("正在判断资料是否足够", "Checking whether the documents suffice"),
    "write": ("正在组织回答", "Writing the answer"),
    "release": ("正在核对出处", "Checking the sources"),
}


def say(language: str, key: str, **values: object) -> str:
    """The sentence `key` in the asker's language, its places filled."""
    zh, en = WORDS[key]
    return (en if language == "en" else zh).format(**values)


def titled(title: str) -> str:
    """A title fit to stand between 《 》."""
    return title.replace("《", "〈").replace("》", "〉")


def libraries(language: str, chosen: str | None = None) -> str:
    """The names of the libraries a search went through."""
    names = [pair[language == "en"] for name, pair in LIBRARY.items() if chosen in (None, name)]
    return say(language, "list").join(names)
