"""What every exported file says of itself: that it is generated, by what, from which sources, and who edited it.

The visible line and the implicit mark follow GB 45438-2025 (labelling of generated and synthesised content: a notice
people see, and a field `AIGC` in the file's metadata). Pure; the file formats write it (stamped.py).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from learning.sourced import book

EXTRACT = "extract"
KEYWORD = "生成内容"
_MOST_NAMED = 6


@dataclass(frozen=True)
class Mark:
    """`written_by` is `extract` or a model's name; `edited_by` the person who changed it since, or nobody.

    `id` and `edition` name the artefact; `date` is the edition's, as people write it.
    """

    id: str
    edition: int
    title: str
    written_by: str
    edited_by: str
    date: str
    sources: tuple[str, ...]

    @property
    def how(self) -> str:
        """Extracted, written by a model, or edited by a person: never one taken for another."""
        by = "由系统按规则从所列资料摘录整理"
        if self.written_by != EXTRACT:
            by = f"由人工智能模型 {self.written_by} 依据所列资料撰写"
        return f"{by}，并经 {self.edited_by} 人工修改" if self.edited_by else by

    @property
    def line(self) -> str:
        """The words on the first page or slide."""
        when = f"（{self.date}，第 {self.edition} 版）"
        return f"【{KEYWORD}】本文件{self.how}{when}，使用前请教师审核。来源：{self.from_where}。"

    @property
    def from_where(self) -> str:
        named = "、".join(book(title) for title in self.sources[:_MOST_NAMED])
        more = len(self.sources) - _MOST_NAMED
        return f"{named}等 {len(self.sources)} 份资料" if more > 0 else named or "无"

    @property
    def implicit(self) -> str:
        """The value of the metadata field `AIGC`, keys as the standard names them."""
        producer = f"Shuangyuan/{self.written_by}"
        return json.dumps(
            {"Label": "1", "ContentProducer": producer, "ProduceID": self.id, "ReservedCode1": "",
             "ContentPropagator": self.edited_by, "PropagateID": f"{self.id}#{self.edition}", "ReservedCode2": ""},
            ensure_ascii=False,
        )  # fmt: skip

    @property
    def properties(self) -> dict[str, str]:
        """Custom document properties, in the order they are written."""
        return {
            "AIGC": self.implicit, "generated": "true", "written_by": self.written_by, "edited_by": self.edited_by,
            "date": self.date, "edition": str(self.edition), "sources": "；".join(self.sources),
        }  # fmt: skip


def sources_of(titles: Sequence[str]) -> tuple[str, ...]:
    """Each title once, in the order given."""
    return tuple(dict.fromkeys(titles))
