"""What an employer, a competition or a certificate asks for, row by row, each a verbatim line of its document. Pure.

Knows the four kinds (岗 job, 赛 competition, 证 certificate, 创 venture), which sections hold requirements, and how a
certificate standard is built (工作领域 → 工作任务 → 职业技能要求, the layout of the 1+X standards). Invents nothing;
does not know the courses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from learning.clue import sentences
from learning.structure import NONE, Row, row
from trust.sources import Passage

Kind = Literal["post", "competition", "certificate", "venture"]
NAMES: dict[Kind, str] = {"post": "岗", "competition": "赛", "certificate": "证", "venture": "创"}
_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("certificate", re.compile(r"证书|职业技能等级|等级标准|技能标准|职业标准|考核大纲|备考大纲|考核标准")),
    ("venture", re.compile(r"创新创业|创业|双创|创客|创新大赛")),
    ("competition", re.compile(r"赛项|竞赛|大赛|比赛|校赛|省赛|国赛|赛题")),
    ("post", re.compile(r"岗位(?:画像|说明|能力|职责|标准|要求|描述|规范)|任职|职位|招聘|用人")),
)
_NONE_OF_THEM = re.compile(r"题库|试题|试卷|习题|自测|答案|期末|名单|名册|台账|成绩|薪|津贴|协议")
_ROUTINE = re.compile(
    r"题型为|满分 ?\d+ ?分|检录|补时|补足时间|抽签|总分相同|^初赛"
)
"""Lines of such sections that only run the day."""
_FORMAT = re.compile(r"机考|笔试|单选 ?\d")
"""Lines and rows that tell how an examination asks."""
_ASKS = re.compile(
    r"能力|职责|任职要求|要会什么|会什么|要求|技能|素质|任务|工作|内容|评分|要点|规则|模块|理论|实操|安全|卫生|否决|终止|"
    r"标准|作品|违规|违纪"
)
_ASIDE = re.compile(
    r"报名|报考|薪|待遇|申诉|招聘|面试|怎么考|纪律|奖项|证书与学分|补考|考评人员|备考安排|说明|概况|概述|适合什么样|"
    r"成长|晋升|对应|参赛|考场|合格标准|样子|考核方式|组织|联系|附则"
)
_NUMBER = re.compile(r"^\s*\d{1,2}(?:(?:\.\d{1,2}){1,3}[.、．]?\s+|(?:\.\d{1,2}){2,3}|[.、．)）]\s*(?!\d))(?=\S)")
_MARK = re.compile(r"^\s*(?:[●•·\-–*—]|[（(]?\d{1,2}[)）.．、](?!\d)|[①-⑳]|[（(][一二三四五六七八九十]+[)）])\s*")
_LEVEL = re.compile(r"初级|中级|高级")
_TITLED = re.compile(r"^(?:工作领域|工作任务)\s*[一二三四五六七八九十\d.]*\s*[:：]?\s*(.+)$")
_CHAPTER = re.compile(r"[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十\d]+[章节部]")
_END = re.compile(r"[。；;]\s*$")
_LETTERED = re.compile(r"([A-Z])\s*(\S.+)")
_OF_MODULE = re.compile(r"模块\s?([A-Z])(?![A-Za-z])")
_RULES = re.compile(r"规则|违规|违纪|纪律|否决|终止|赛场|考场")
_COUNTS = re.compile(
    r"[扣得减]\s?\d[\d.]*\s?分|扣完|[记为]零分|不得分|过程分|取消.{0,8}(?:成绩|资格)|每队|教学币|自行承担|"
    r"(?:毛坯|原料|素材|刀具|工具)(?:由赛场|自带)|不得(?:联网|自带|携带)|(?:\d\s?分[、，；,].*){2}\d\s?分"
)
"""How a contest or an examination counts, and what it hands out or forbids: nothing to be taught."""
_HIRING = re.compile(
    r"^(?:[^：:；]{1,6}: )?(?:学历|年龄|身体|健康|户籍|性别|专业背景|证件|工作经验)|"
    r"(?:中专|大专|本科|高中)(?:及|以上|学历)"
)
LONGEST = 400


@dataclass(frozen=True)
class Requirement:
    """`quote` is the line as it stands in the passage, `text` the same without its list mark.

    `section` is the nearest heading; `area` 工作领域 and `task` 工作任务 are a certificate's, `level` as it is written.
    """

    kind: Kind
    text: str
    quote: str
    passage: Passage
    section: str = ""
    area: str = ""
    task: str = ""
    level: str = ""

    @property
    def rule(self) -> bool:
        """It governs the contest or examination itself or says how it counts: taught by no course."""
        if self.kind == "post":
            return False
        governs = self.kind != "venture" and bool(_RULES.search(self.section))
        return governs or self.form or bool(_COUNTS.search(self.text))

    @property
    def form(self) -> bool:
        """It only tells how is asked, not what."""
        return bool(_FORMAT.search(self.text))

    @property
    def condition(self) -> bool:
        """Whom a job takes, by schooling, age or health: nothing to be taught."""
        return self.kind == "post" and bool(_HIRING.search(self.text))


def kind_of(title: str) -> Kind | None:
    """What kind of requirements a document of this title holds, if any."""
    if _NONE_OF_THEM.search(title):
        return None
    return next((kind for kind, words in _KINDS if words.search(title)), None)


def requirements(passages: Sequence[Passage], kind: Kind) -> tuple[Requirement, ...]:
    """The rows of one document in its order, no line twice; of its asking sections, or of all if none is one."""
    found = tuple(_read(passages, kind))
    asking = tuple(r for r in found if r.area or r.task or _asks(r.section))
    chosen = asking or tuple(r for r in found if not _ASIDE.search(r.section))
    once = tuple({(r.passage.document_id, r.quote): r for r in reversed(chosen)}.values())[::-1]
    return _of_modules(once) if kind == "competition" else once


def _of_modules(found: Sequence[Requirement]) -> tuple[Requirement, ...]:
    """A line on module B of a contest is about what its table says module B is."""
    named: dict[str, str] = {}
    for one in found:
        table = row(one.quote)
        if table is not None and "模块" in table.cells[0][0] and (code := _LETTERED.match(table.cells[0][1])):
            named.setdefault(code[1], code[2].strip())
    return tuple(
        replace(one, task=named[of[1]]) if not one.task and (of := _OF_MODULE.search(one.text)) and of[1] in named
        else one for one in found
    )  # fmt: skip


def _asks(section: str) -> bool:
    return bool(_ASKS.search(section)) and not _ASIDE.search(section)


@dataclass(frozen=True)
class _Place:
    """The headings above a line."""

    section: str = ""
    area: str = ""
    task: str = ""
    level: str = ""


def _read(passages: Sequence[Passage], kind: Kind) -> Iterator[Requirement]:
    place = _Place(level=_level(passages[0].title) if passages else "")
    for passage in passages:
        path = (passage.locator.heading or "").split(" › ")
        if path[-1]:
            place = _under(path, place)
        for said in (part for line in passage.text.split("\n") for part in _parted(line.strip(), place)):
            below = _heading(said, place, kind)
            if below is not None:
                place = below
            elif said in passage.text and (one := _required(said, passage, place, kind)) is not None:
                yield one


def _parted(line: str, place: _Place) -> list[str]:
    """A paragraph under `…要求` that also runs the day says something else in each of its sentences."""
    said = sentences(line) if "要求" in place.section and row(line) is None and not _MARK.match(line) else [line]
    return _joined(said) if len(said) > 1 and any(_ROUTINE.search(s) or _COUNTS.search(s) for s in said) else [line]


def _joined(said: Sequence[str]) -> list[str]:
    """Up to each full stop as one piece, where it is one in the line."""
    made, open_ = [], ""
    for sentence in said:
        open_ += sentence
        if sentence.endswith("。"):
            made.append(open_)
            open_ = ""
    return [*made, open_] if open_ else made


def _under(path: Sequence[str], place: _Place) -> _Place:
    """Where a passage stands by its own headings; a certificate's are its areas and tasks."""
    made = _Place(path[-1], level=next((lv for h in reversed(path) if (lv := _level(h))), place.level))
    for heading in path:
        made = _numbered(heading, made) or replace(made, section=heading)
    return made


def _level(text: str) -> str:
    found = _LEVEL.search(text)
    return found[0] if found else ""


def _heading(line: str, place: _Place, kind: Kind) -> _Place | None:
    """The place below, if the line is a heading inside a passage: short, no row, no sentence, no list item."""
    if _CHAPTER.match(line) and len(line) <= 30 and not _END.search(line):
        return replace(place, section=line, area="", task="", level=_level(line) or place.level)
    if not 2 <= len(line) <= 30 or row(line) is not None or re.search(r"[，,。；;]|[：:].", line):
        named = kind == "certificate" and not re.search(r"[，,。；;]", line)
        return _numbered(line, place) if named else None
    if kind == "certificate" and (made := _numbered(line, place)) is not None:
        return made
    plain = not _MARK.match(line) and not _NUMBER.match(line) and len(line) <= 16
    return replace(place, section=line.rstrip("：:"), area="", task="") if plain else None


def _numbered(line: str, place: _Place) -> _Place | None:
    """`工作领域 1 数控编程`, `工作任务 1.1 …`: the parts of a certificate standard."""
    named = _TITLED.match(line)
    if named is None:
        return None
    if line.startswith("工作领域"):
        return replace(place, section=line, area=named[1].strip(), task="")
    return replace(place, section=line, task=named[1].strip())


def _required(line: str, passage: Passage, place: _Place, kind: Kind) -> Requirement | None:
    """The requirement a line is: a table's row, an item of a list or a certificate's numbered skill."""
    if len(line) > LONGEST:
        return None
    table = row(line)
    if table is not None:
        return _of_row(table, passage, place, kind)
    text = _NUMBER.sub("", _MARK.sub("", line)).strip()
    listed = text != line or _END.search(line) or re.search("[：:].", line)
    if not listed or len(text) < 4 or text.endswith(("：", ":")) or _ROUTINE.search(text) or _FORMAT.search(text):
        return None
    return Requirement(kind, text, line, passage, place.section, place.area, place.task, place.level)


def _of_row(table: Row, passage: Passage, place: _Place, kind: Kind) -> Requirement | None:
    """A row under 工作领域, 工作任务, 职业技能要求 gives these; any other row is its own text."""
    cells = dict(table.cells)
    module = kind == "competition" and "模块" in table.cells[0][0]
    if all(value in NONE for value in list(cells.values())[1:]) or (_FORMAT.search(table.text) and not module):
        return None
    area = next((v for h, v in cells.items() if "工作领域" in h), place.area)
    task = next((v for h, v in cells.items() if "工作任务" in h), place.task)
    skill = next((v for h, v in cells.items() if "技能要求" in h or "职业技能" in h), table.text)
    level = next((_level(v) for h, v in cells.items() if "等级" in h or "级别" in h), "") or place.level
    skill = _NUMBER.sub("", skill)
    return Requirement(kind, skill, table.text, passage, place.section, area, task, level)
