"""The sample's sources are sound, and each becomes a real file of its kind with its words in it."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pdfplumber
import pptx
import pytest

from demo.build import Source, build, load
from demo.markup import Heading, Items, Note, Table, blocks
from demo.school import COURSES, OWNERS, PEOPLE
from demo.source import MEDIA_TYPES
from ingest.personal import holds_personal_data, is_identity_number
from trust.labels import LEVELS, parse
from trust.roles import Role

SOURCES = load(Path(__file__).parents[2] / "demo" / "sources")
HIGHEST = {Role.TEACHER: 2, Role.MENTOR: 3, Role.STEWARD: 3}
IDENTITY, MOBILE = re.compile(r"(?<!\d)\d{17}[\dX](?!\d)"), re.compile(r"(?<!\d)1[3-9]\d-?\d{4}-?\d{4}(?!\d)")


def of(kind: str) -> list[Source]:
    return [s for s in SOURCES if s.format == kind]


def each(kind: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("source", of(kind), ids=lambda s: s.key)


def bare(text: str) -> str:
    return "".join(text.split())


def level(source: Source) -> int:
    return LEVELS.index(re.split(r"[|+]", source.label.partition("/")[2])[0])


def told(source: Source, kind: type) -> list[Any]:
    return [b for b in blocks(source.body) if isinstance(b, kind)]


@pytest.mark.parametrize("field", ["key", "title", "filename"])
def test_no_two_sources_share_a(field: str) -> None:
    counted = Counter(getattr(s, field) for s in SOURCES)
    assert [name for name, n in counted.items() if n > 1] == []


@pytest.mark.parametrize("source", SOURCES, ids=lambda s: s.key)
def test_a_source_names_what_exists_and_is_uploaded_within_its_uploaders_clearance(source: Source) -> None:
    uploader = next(p for p in PEOPLE if p.username == source.uploader)
    courses = {atom for clause in parse(source.label).clauses for atom in clause if atom.startswith("course:")}
    assert source.owner in {owner for owner, _, _ in OWNERS}
    assert source.label.startswith(f"{source.owner}/")
    assert courses <= {f"course:{course}" for course, _ in COURSES}
    assert uploader.owner == source.owner
    assert level(source) <= HIGHEST[uploader.role]
    assert source.library in {"enterprise", "course", "training", "competition"}
    assert source.filename.endswith(f".{source.format}")
    assert source.valid_from is None or source.review_by is None or source.valid_from < source.review_by


def test_every_kind_of_file_every_level_and_every_way_to_open_one_occur() -> None:
    assert {s.format for s in SOURCES} == set(MEDIA_TYPES)
    for owner, _, _ in OWNERS:
        assert {level(s) for s in SOURCES if s.owner == owner} == {0, 1, 2, 3}
    assert any("|course:" in s.label for s in SOURCES)
    assert any("+course:" in s.label for s in SOURCES)


def test_data_about_people_is_labelled_restricted_or_stricter_and_belongs_to_nobody() -> None:
    found = [number for s in SOURCES for number in IDENTITY.findall(s.body)]
    rosters = [s for s in SOURCES if any(is_identity_number(n) for n in IDENTITY.findall(s.body))]
    assert len(rosters) >= 3
    assert all(is_identity_number(n) and n.startswith("3399") for n in found)  # no place has this area code
    assert all(
        m.startswith("139") and bare(m).replace("-", "")[3:7] == "0000" for s in SOURCES for m in MOBILE.findall(s.body)
    )
    assert [s.key for s in SOURCES if holds_personal_data(s.body) and level(s) < 2] == []


@each("pdf")
def test_a_pdf_holds_every_word_in_chinese_with_units_larger_headings_and_page_numbers(source: Source) -> None:
    with pdfplumber.open(BytesIO(build(source))) as book:
        text = bare("".join(page.extract_text() for page in book.pages))
        sizes = Counter(round(c["size"], 1) for page in book.pages for c in page.chars)
        first = book.pages[0].chars
        tables = sum(len(page.find_tables()) for page in book.pages)
    assert all(bare(h.text) in text for h in told(source, Heading))
    for mark in "·²³φ±℃≤":
        assert text.count(mark) >= source.body.count(mark)
    assert max(c["size"] for c in first) > 1.5 * sizes.most_common(1)[0][0]
    assert "第1页" in text
    assert tables >= len(told(source, Table))


@each("docx")
def test_a_word_file_has_real_headings_lists_and_tables(source: Source) -> None:
    document = docx.Document(BytesIO(build(source)))
    styles = [(p.style.name, p.text) for p in document.paragraphs if p.style]
    headings = [(f"Heading {h.level}", h.text) for h in told(source, Heading)]
    assert [pair for pair in styles if pair[0].startswith("Heading")] == headings
    for numbered, style in ((True, "List Number"), (False, "List Bullet")):
        wanted = [i for b in told(source, Items) if b.numbered is numbered for i in b.items]
        assert [text for name, text in styles if name == style] == wanted
    for table, wanted in zip(document.tables, told(source, Table), strict=True):
        assert [[c.text for c in row.cells] for row in table.rows] == [list(row) for row in wanted.rows]


@each("docx")
def test_each_numbered_list_of_a_word_file_begins_anew(source: Source) -> None:
    document = docx.Document(BytesIO(build(source)))
    listed = [p._p.pPr.numPr.numId.val for p in document.paragraphs if p.style and p.style.name == "List Number"]
    lists = [b for b in told(source, Items) if b.numbered]
    assert list(Counter(listed).values()) == [len(b.items) for b in lists]


@each("pptx")
def test_slides_keep_titles_bullets_tables_and_notes_within_their_edges(source: Source) -> None:
    deck = pptx.Presentation(BytesIO(build(source)))
    slides = list(deck.slides)[1:]
    assert [s.shapes.title.text for s in slides if s.shapes.title] == [
        h.text for h in told(source, Heading) if h.level > 1
    ]
    words = "".join(shape.text_frame.text for s in slides for shape in s.shapes if shape.has_text_frame)
    assert all(item in words for b in told(source, Items) for item in b.items)
    assert sum(shape.has_table for s in slides for shape in s.shapes) == len(told(source, Table))
    notes = [
        s.notes_slide.notes_text_frame.text for s in slides if s.has_notes_slide and s.notes_slide.notes_text_frame
    ]
    assert notes == [n.text for n in told(source, Note)]
    for shape in (shape for s in deck.slides for shape in s.shapes):
        assert min(shape.left, shape.top) >= 0
        assert shape.left + shape.width <= (deck.slide_width or 0)
        assert shape.top + shape.height <= (deck.slide_height or 0)


@each("xlsx")
def test_a_workbook_shows_every_value_as_it_was_written(source: Source) -> None:
    book = openpyxl.load_workbook(BytesIO(build(source)))
    tables = told(source, Table)
    assert len(book.worksheets) == len(tables)
    for sheet, table in zip(book.worksheets, tables, strict=True):
        assert [[shown(c) for c in row] for row in sheet.iter_rows()] == [list(row) for row in table.rows]


def shown(cell: Any) -> str:
    decimals = cell.number_format.partition(".")[2]
    return f"{cell.value:.{len(decimals)}f}" if decimals else str(cell.value)


@pytest.mark.parametrize("source", of("html") + of("md") + of("txt"), ids=lambda s: s.key)
def test_a_text_file_holds_every_heading_and_cell(source: Source) -> None:
    text = build(source).decode()
    assert all(h.text in text for h in told(source, Heading))
    assert all(cell in text for t in told(source, Table) for row in t.rows for cell in row)


@pytest.mark.parametrize("kind", ["pdf", "html", "md", "txt"])
def test_building_twice_gives_the_same_bytes(kind: str) -> None:
    assert all(build(s) == build(s) for s in of(kind))


@pytest.fixture
def written() -> Iterator[list[str]]:
    """The paths opened for writing while a test runs. An audit hook stays for good, hence the switch."""
    paths: list[str] = []
    on = [True]

    def hook(event: str, given: tuple[Any, ...]) -> None:
        if on[0] and event == "open" and isinstance(given[1], str) and set(given[1]) & set("wax+"):
            paths.append(str(given[0]))

    sys.addaudithook(hook)
    yield paths
    on[0] = False


def test_building_writes_nothing_to_disk(written: list[str]) -> None:
    for kind in MEDIA_TYPES:
        build(of(kind)[0])
    assert written == []
