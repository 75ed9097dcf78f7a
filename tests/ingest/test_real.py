"""Real documents that others wrote: read whole, with their structure; odd ones end in passages or in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.chunk import MOST, Chunk, chunk
from ingest.confine import Confine
from ingest.parsed import Parsed
from trust.errors import TooLarge, Unreadable, UnsupportedType

SLOW = {"050_195981.pdf", "046_125619.pdf", "058_495712.pdf", "182_handbook-872p.docx", "136_issue-301.pdf"}


def read(readers: Confine, file: Path) -> tuple[Parsed, tuple[Chunk, ...]]:
    parsed = readers.read(file.name, file.read_bytes())
    return parsed, chunk(parsed, file.stem)


@pytest.mark.parametrize(
    ("name", "passages", "holds", "unread"),
    [
        ("208_langchain-ChatGLM_closed.xlsx", 60, "title: ", []),
        ("207_langchain-ChatGLM_closed.csv", 60, "title: ", []),
        ("210_ocr_test.docx", 1, "", ["第 1 幅图片：本系统未安装文字识别"]),
        ("224_attention-scoring-functions.md", 30, "$f(\\mathbf{q}", []),
        ("229_transformer.md", 70, "class PositionWiseFFN(nn.Block):", []),
    ],
)
def test_real_documents(
    readers: Confine, data_folder: Path, name: str, passages: int, holds: str, unread: list[str]
) -> None:
    parsed, made = read(readers, data_folder / "real" / name)
    assert passages <= len(made) <= passages * 1.5
    assert any(holds in c.text for c in made)
    assert [n.zh for n in parsed.unread] == unread
    assert all(len(c.text) <= MOST or "\n" not in c.text for c in made)


@pytest.mark.slow
def test_a_handbook_of_fifty_pages(readers: Confine, data_folder: Path) -> None:
    file = next((data_folder / "real").glob("197_*.pdf"))
    parsed, made = read(readers, file)
    headings = [b.text for b in parsed.blocks if b.kind == "heading"]
    assert headings[:4] == ["前言", "一、编程规约", "(一) 命名风格", "(二) 常量定义"]
    assert "七、设计规约" in headings
    assert [n.zh for n in parsed.unread] == [f"第 {n} 页：本系统未安装文字识别" for n in (1, 55)]
    wanted = next(c for c in made if "杜绝完全不规范的英文缩写" in c.text)
    assert wanted.heading[-2:] == ("一、编程规约", "(一) 命名风格")
    assert wanted.locator.page in (4, 5)


def odd(data_folder: Path) -> list[Path]:
    return sorted(p for p in (data_folder / "odd").iterdir() if p.name != "manifest.csv")


def outcome(readers: Confine, file: Path) -> str:
    try:
        return str(len(read(readers, file)[1]))
    except (Unreadable, UnsupportedType, TooLarge) as fault:
        return type(fault).__name__ if len(fault.zh) > 8 else "speechless"


def test_odd_files_end_in_passages_or_in_words(readers: Confine, data_folder: Path) -> None:
    told = {p.name[:3]: outcome(readers, p) for p in odd(data_folder)[::3] if p.name not in SLOW}
    assert len(told) > 30
    assert "speechless" not in told.values()
    assert {"Unreadable", "UnsupportedType"} < set(told.values())


@pytest.mark.slow
def test_every_odd_file_ends_in_passages_or_in_words(readers: Confine, data_folder: Path) -> None:
    told = {p.name[:3]: outcome(readers, p) for p in odd(data_folder)}
    assert "speechless" not in told.values()
    read_at_all = sum(v.isdigit() for v in told.values())
    assert read_at_all >= 70
    assert {told[n] for n in ("068", "112", "116", "122", "126")} == {"Unreadable"}
    assert {told[n] for n in ("078", "100", "148", "186", "194")} == {"UnsupportedType"}
