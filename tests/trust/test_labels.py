"""The laws of the label lattice, and the text form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trust.errors import BadLabel
from trust.labels import Label, join, level_atoms, parse, self_label

OWNERS = ("school", "acme", "beta")
COMPARTMENT_ATOMS = ("course:c1", "course:c2", "project:p1")
level_clause = st.builds(
    lambda owner, level, opened: [f"{owner}:{level}", *opened],
    st.sampled_from(OWNERS), st.integers(1, 3), st.lists(st.sampled_from(COMPARTMENT_ATOMS), max_size=2),
)
inside_clause = st.lists(st.sampled_from(COMPARTMENT_ATOMS), min_size=1, max_size=2)
self_clause = st.sampled_from(("ann", "bob")).map(lambda p: [f"self:{p}", f"duty:{p}"])


@st.composite
def labels(draw: st.DrawFn) -> Label:
    clauses = draw(st.lists(st.one_of(level_clause, inside_clause, self_clause), max_size=4))
    named = {c[0].partition(":")[0] for c in clauses} & set(OWNERS)
    owners = named | {draw(st.sampled_from(OWNERS))}
    return Label.of(owners, clauses, draw(st.integers(0, 3)))


@st.composite
def atom_sets(draw: st.DrawFn) -> frozenset[str]:
    levels = [level_atoms(o, draw(st.integers(0, 3))) for o in OWNERS]
    others = draw(st.sets(st.sampled_from((*COMPARTMENT_ATOMS, "self:ann", "duty:ann", "self:bob"))))
    return frozenset().union(*levels, others)


@given(labels(), labels(), labels())
def test_join_is_a_semilattice(a: Label, b: Label, c: Label) -> None:
    assert a | b == b | a
    assert (a | b) | c == a | (b | c)
    assert a | a == a
    assert join([a, b, c]) == join([c, b, a])


@given(labels(), labels())
def test_join_is_the_least_upper_bound(a: Label, b: Label) -> None:
    assert a.flows_to(a | b)
    assert b.flows_to(a | b)
    assert a.flows_to(b) == (Label.of(b.owners | a.owners, (a | b).clauses) == Label.of(b.owners, b.clauses))


@given(labels(), labels(), atom_sets())
def test_reading_a_join_is_reading_both(a: Label, b: Label, atoms: frozenset[str]) -> None:
    assert (a | b).readable_with(atoms) == (a.readable_with(atoms) and b.readable_with(atoms))


@given(labels(), labels(), atom_sets())
def test_a_stricter_label_is_never_read_by_more(a: Label, b: Label, atoms: frozenset[str]) -> None:
    if a.flows_to(b) and b.readable_with(atoms):
        assert a.readable_with(atoms)


@given(labels(), atom_sets(), atom_sets())
def test_more_grants_never_hide(a: Label, few: frozenset[str], more: frozenset[str]) -> None:
    assert not a.readable_with(few) or a.readable_with(few | more)


@given(labels())
def test_the_text_form_round_trips(a: Label) -> None:
    assert parse(str(a), a.integrity) == a
    assert parse(str(a)).id == a.id


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("school/public", []),
        ("acme/restricted", [["acme:2"]]),
        ("acme/internal|course:cnc1", [["acme:1", "course:cnc1"]]),
        ("school/internal+course:cnc1", [["school:1"], ["course:cnc1"]]),
        ("school/self:ann", [["self:ann", "duty:ann"]]),
        ("acme/internal & school/public", [["acme:1"]]),
    ],
)
def test_the_documented_forms_mean_their_clauses(text: str, clauses: list[list[str]]) -> None:
    label = parse(text)
    assert label.clauses == frozenset(map(frozenset, clauses))
    assert str(label) == text


def test_the_stricter_level_of_one_owner_wins() -> None:
    assert str(parse("acme/internal") | parse("acme/confidential")) == "acme/confidential"


def test_a_personal_label_is_read_by_its_person_and_those_on_duty_only() -> None:
    label = self_label("school", "ann")
    assert label.readable_with(frozenset({"self:ann"}))
    assert label.readable_with(frozenset({"duty:ann"}))
    assert not label.readable_with(level_atoms("school", 3))


@pytest.mark.parametrize(
    "text",
    ["", "school", "school/secret", "/public", "course/public", "school/public|course:a", "school/internal|a:b",
     "school/internal+", "school/internal & ", "school/self:a b", "学校/public"],
)
def test_a_malformed_label_is_refused_in_words(text: str) -> None:
    with pytest.raises(BadLabel) as caught:
        parse(text)
    assert caught.value.zh
    assert caught.value.en
