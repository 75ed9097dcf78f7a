"""What exercises are made of: the passages at hand, what they say of a thing, and which of it is fit to be asked.

Pure. People, keys of other exercises and empty cells are never asked for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from learning.alike import bare, holds
from learning.exercise import Span
from learning.structure import NONE, Row, Table, units
from trust.sources import Passage

LONGEST = 40
_NOT_ASKED = re.compile(
    r"姓名|学号|工号|电话|手机|邮箱|身份证|签[字名]|成绩|得分|答案|题[干目]|选项|要点|解析|^[A-F]$|日期|备注|title|"
    r"链接|网址"
)
_UNFIT = re.compile(
    r"名册|花名|名单|题库|自测|试[题卷]|薪酬|津贴|考核结果|成绩|健康|投诉|记录|报告|价目|报价|预算|采购|谈判|纪要|"
    r"练习$|习题|思考题"
)
_SERIAL = re.compile(r"[A-Za-z]{0,3}\d{1,4}|第?[一二三四五六七八九十]+[、.]?")
_LEAF = re.compile(r"^\s*(?:第[一二三四五六七八九十\d]+[章节]|[（(]?[一二三四五六七八九十\d.]+[)）、.．]?)\s*")


@dataclass(frozen=True)
class Source:
    """The passages that items may rest on, best first. `records` of the same work only give cases and figures, `books`
    only formulas; `critical` are names of what nobody may get wrong, as papers on the work say.
    """

    passages: tuple[Passage, ...]
    records: tuple[Passage, ...] = ()
    critical: frozenset[str] = frozenset()
    books: tuple[Passage, ...] = ()

    @property
    def texts(self) -> dict[str, str]:
        return {p.id: p.text for p in (*self.books, *self.records, *self.passages)}

    def asked_of(self) -> tuple[Passage, ...]:
        """Without people, prices, exercises of others, and records of what happened once: nobody is taught those."""
        return tuple(p for p in self.passages if not _UNFIT.search(f"{p.title} {p.locator.heading or ''}"))

    def says(self, thing: str, aspect: str, value: str) -> bool:
        """Whether some row or sentence holds all three: then `value` is no wrong answer."""
        thing, aspect = bare(thing), bare(aspect)
        near = (u for p in self.passages for u, plain in units(p.text) if thing in plain and aspect in plain)
        return any(holds(unit, value) for unit in near)


def titled(passage: Passage) -> str:
    return book(passage.title)


def book(title: str) -> str:
    """A title in its marks; those inside become single ones."""
    return f"《{title.replace('《', '〈').replace('》', '〉')}》"


def span(passage: Passage, quote: str) -> tuple[Span, ...]:
    return (Span(passage.id, quote),)


def tags(passage: Passage) -> tuple[str, ...]:
    """The competency a heading names, and that a competition's or certificate's document is one."""
    leaf = _LEAF.sub("", (passage.locator.heading or "").split(" › ")[-1]).strip()
    kinds = [w for w, seen in (("赛", "赛|竞赛"), ("证", "证书|等级")) if re.search(seen, passage.title)]
    return tuple(dict.fromkeys(filter(None, (leaf or passage.title, *kinds))))


def naming(table: Table) -> str | None:
    """The column that names its rows: all different, in words."""
    for header in table.headers[:3]:
        column = [r.get(header) for r in table.rows]
        apart = len(set(column)) == len(column) and not _NOT_ASKED.search(header)
        if apart and all(v not in NONE and len(v) <= 24 and not _SERIAL.fullmatch(v) for v in column):
            return header
    return None


def aspects(table: Table, name: str) -> tuple[str, ...]:
    """The columns that may be asked for."""
    unfit = tuple(h for h in table.headers if _NOT_ASKED.search(h) or _SERIAL.fullmatch(h))
    return tuple(h for h in dict.fromkeys(table.headers) if h != name and h not in unfit)


def fit(value: str) -> bool:
    return value not in NONE and 0 < len(value) <= LONGEST and not re.search(r"[“”《》]|____", value)


def column(table: Table, header: str) -> list[str]:
    return [v for r in table.rows if fit(v := r.get(header))]


def askable(table: Table) -> bool:
    """A table that is neither a list of people nor of questions."""
    return sum(bool(_NOT_ASKED.search(h)) for h in table.headers) == 0 or not re.search(
        r"姓名|题|答案|学号", "".join(table.headers)
    )


def others(table: Table, header: str, row: Row) -> Sequence[str]:
    return [v for r in table.rows if r is not row and fit(v := r.get(header))]
