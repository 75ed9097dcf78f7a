"""Trying the sample school: only where it was started, only with the accounts it made itself."""

from __future__ import annotations

import dataclasses

import pytest
from fastapi.testclient import TestClient

from demo.school import TRIED, Sample, accounts
from eval.house import Running
from web.app import build
from web.identity import COOKIE


@pytest.fixture(scope="module")
def sample(house: Running) -> Sample:
    """The sample as it stands once its accounts are made."""
    parts = house.house.resources
    made = Sample(parts.store, parts.workflow, parts.settings.data)
    made.known.set()
    return made


def client(house: Running, sample: Sample | None) -> TestClient:
    parts = dataclasses.replace(house.house.resources, trial=sample)
    return TestClient(build(parts, pages=False), follow_redirects=False)


def test_a_real_installation_has_no_such_route(house: Running) -> None:
    app = build(dataclasses.replace(house.house.resources, trial=None), pages=False)
    assert not [r for r in app.routes if "try" in getattr(r, "path", "")]
    for role in ("student", "admin", "steward"):
        answer = client(house, None).post(f"/try/{role}")
        assert answer.status_code == 404
        assert COOKIE not in answer.cookies


@pytest.mark.parametrize("role", ["student", "teacher", "staff", "mentor", "steward"])
def test_each_role_but_the_administrator_s_may_be_tried(house: Running, sample: Sample, role: str) -> None:
    door = client(house, sample)
    answer = door.post(f"/try/{role}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert door.get("/api/me").json()["roles"] == [role]


def test_an_administrator_is_never_tried(house: Running, sample: Sample) -> None:
    assert client(house, sample).post("/try/admin").status_code == 404
    assert {row["role"] for row in accounts(house.house.resources.settings.data) if row["username"] in TRIED} == {
        "student", "teacher", "staff", "mentor", "steward",
    }  # fmt: skip


def test_another_site_s_form_signs_nobody_in(house: Running, sample: Sample) -> None:
    answer = client(house, sample).post("/try/student", headers={"Sec-Fetch-Site": "cross-site"})
    assert COOKIE not in answer.cookies


def test_an_account_whose_password_is_not_the_sample_s_is_not_let_in(house: Running, sample: Sample) -> None:
    people, person = house.house.resources.store.people, house.people["steward1"]
    people.set_password(person, "a password of their own")
    try:
        answer = client(house, sample).post("/try/steward")
    finally:
        people.set_password(person, house.passwords["steward1"])
        house.callers.pop("steward1", None)
    assert answer.headers["location"] == "/sign-in?wrong=1"
    assert COOKIE not in answer.cookies


def test_before_the_accounts_are_made_there_is_nothing_to_try(house: Running) -> None:
    parts = house.house.resources
    young = Sample(parts.store, parts.workflow, parts.settings.data)
    assert young.tryable() == []
    assert client(house, young).post("/try/student").status_code == 404
