"""The design system: readable colours in both themes, style sheets that use its names only, no stray words."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from web.look import DARK, LIGHT, READ, SEEN, SPACE, THEMES, TYPE, contrast, edition, stylesheet, theme_of

PAGES = Path(__file__).parents[2] / "web" / "pages"
SHEETS = sorted((PAGES / "assets").glob("*.css"))
HAN = re.compile("[\u4e00-\u9fff]")
WRITTEN = {"双元", "教师", "教师修改", " 卷）", "答案", " 分）", "初始密码.xlsx"}
"""The product's name, and what is written into records and papers, which are Chinese whoever reads the page."""
THEMED = [pytest.param(LIGHT, id="light"), pytest.param(DARK, id="dark")]


@pytest.mark.parametrize("colours", THEMED)
def test_every_text_is_readable_on_its_ground(colours: dict[str, str]) -> None:
    assert {(a, b): r for a, b in READ if (r := contrast(colours[a], colours[b])) < 4.5} == {}


@pytest.mark.parametrize("colours", THEMED)
def test_edges_and_rings_of_focus_can_be_seen(colours: dict[str, str]) -> None:
    assert {(a, b): r for a, b in SEEN if (r := contrast(colours[a], colours[b])) < 3} == {}


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_both_themes_name_the_same_colours() -> None:
    assert set(LIGHT) == set(DARK)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda p: p.name)
def test_style_sheets_use_the_names_of_the_look_and_no_colours_of_their_own(sheet: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text("utf-8"), flags=re.S)
    own = set(re.findall(r"(--[\w-]+):", text))
    known = {f"--{name}" for name in {*LIGHT, *TYPE, *SPACE, "radius"}} | own
    assert {name for name in re.findall(r"var\((--[\w-]+)", text) if name not in known | {"--sy-columns"}} == set()
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[^{}]*[;}])", text) == []


def test_a_theme_is_one_of_three_and_its_sheet_holds_no_other() -> None:
    assert [theme_of(x) for x in ("dark", "light", "auto", "</style>", None)] == ["dark", "light", *["auto"] * 3]
    assert "prefers-color-scheme" in stylesheet("auto")
    assert all("prefers-color-scheme" not in stylesheet(t) for t in THEMES if t != "auto")
    assert stylesheet("dark").startswith(":root { color-scheme: dark;")
    assert re.fullmatch(r"[0-9a-f]{12}", edition())


def _strays(path: Path) -> list[str]:
    """String constants with Chinese in them that are no docstrings."""
    tree = ast.parse(path.read_text("utf-8"))
    told = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body and isinstance(node.body[0], ast.Expr)
    } | {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        node.value for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told
        and HAN.search(node.value)
    ]  # fmt: skip


def test_pages_say_nothing_that_is_not_in_the_word_catalogue() -> None:
    strays = {path.name: found for path in sorted(PAGES.rglob("*.py")) if (found := _strays(path))}
    assert {name: left for name, found in strays.items() if (left := set(found) - WRITTEN)} == {}
