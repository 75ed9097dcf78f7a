"""`python -m records`: people, tokens, backup, restore, audit, from an empty folder on."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from records.__main__ import build
from records.store import Store
from trust.settings import Settings


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    for line in (
        ["add-owner", "school", "学校", "school"],
        ["add-owner", "acme", "企业", "enterprise"],
        ["add-course", "cnc1", "school", "数控"],
        ["add-project", "shaft", "school", "轴", "--course", "cnc1"],
    ):
        assert run(folder, "people", *line).exit_code == 0
    return folder


def run(data: Path, *line: str, given: str | None = None) -> Result:
    return CliRunner().invoke(build(), [*line, "--data", str(data)], input=given)


def test_people_are_entered_and_hold_what_they_were_given(data: Path) -> None:
    password = run(data, "people", "add", "li", "李", "school", "--role", "student").stdout.strip()
    run(data, "people", "add", "lu", "陆", "acme", "--role", "mentor")
    for line in (
        ["enrol", "li", "cnc1", "learner"],
        ["enrol", "lu", "cnc1", "mentor", "--days", "30"],
        ["assign", "li", "shaft"],
        ["grant", "li", "acme", "2", "--days", "3"],
        ["consent", "li", "lu"],
    ):
        assert run(data, "people", *line).exit_code == 0
    store = Store.open(Settings(data=data))
    li, _, _ = store.accounts.sign_in("li", password, "here")
    lu = store.people.principal(store.people.find("lu") or "")
    store.close()
    assert li.atoms == {f"self:{li.id}", "school:1", "acme:1", "acme:2", "course:cnc1", "project:shaft"}
    assert f"duty:{li.id}" in lu.atoms
    listed = run(data, "people", "list").stdout.splitlines()
    assert listed == ["li\t李\tschool\tstudent@school\t", "lu\t陆\tacme\tmentor@acme\t"]
    assert run(data, "people", "owners").stdout.splitlines() == ["acme\tenterprise\t企业", "school\tschool\t学校"]


def test_what_was_given_is_taken_back(data: Path) -> None:
    run(data, "people", "add", "li", "李", "school", "--role", "student")
    for line in (["enrol", "li", "cnc1", "learner"], ["grant", "li", "acme", "2"], ["assign", "li", "shaft"]):
        run(data, "people", *line)
    for line in (
        ["unenrol", "li", "cnc1"],
        ["revoke", "li", "acme"],
        ["unassign", "li", "shaft"],
        ["role", "li", "school", "student", "--remove"],
    ):
        assert run(data, "people", *line).exit_code == 0
    store = Store.open(Settings(data=data))
    li = store.people.principal(store.people.find("li") or "")
    store.close()
    assert li.atoms == {f"self:{li.id}"}


def test_a_password_is_asked_for_and_an_account_disabled(data: Path) -> None:
    run(data, "people", "add", "li", "李", "school")
    assert run(data, "people", "password", "li", given="a new password\n").exit_code == 0
    store = Store.open(Settings(data=data))
    store.accounts.sign_in("li", "a new password", "here")
    store.close()
    assert run(data, "people", "disable", "li").exit_code == 0
    assert run(data, "people", "list").stdout.endswith("停用\n")


def test_tokens_are_made_listed_and_revoked(data: Path) -> None:
    run(data, "people", "add", "li", "李", "school", "--role", "student")
    token = run(data, "tokens", "make", "li", "--name", "脚本", "--days", "3").stdout.strip()
    store = Store.open(Settings(data=data))
    assert store.accounts.bearer(token) is not None
    store.close()
    listed = run(data, "tokens", "list", "li").stdout.split("\t")
    assert listed[1] == "脚本"
    assert run(data, "tokens", "revoke", "li", listed[0]).exit_code == 0
    assert run(data, "tokens", "list", "li").stdout == ""


def test_a_mistake_is_told_in_one_line_without_a_trace(data: Path, tmp_path: Path) -> None:
    for where, line in (
        (data, ["people", "grant", "nobody", "school", "1"]),
        (data, ["people", "add-owner", "school", "学校", "school"]),
        (tmp_path / "typo", ["people", "list"]),
        (tmp_path / "typo", ["verify-audit"]),
    ):
        result = run(where, *line)
        assert result.exit_code == 1
        assert len(result.stderr.splitlines()) == 1
    assert not (tmp_path / "typo").exists()


def test_backup_and_restore(data: Path, tmp_path: Path) -> None:
    assert run(data, "backup", str(tmp_path / "b.tar"), "--with-key").exit_code == 0
    restored = run(tmp_path / "new", "restore", str(tmp_path / "b.tar"))
    assert restored.exit_code == 0
    assert "rebuild-index" in restored.stdout
    assert run(tmp_path / "new", "people", "owners").stdout == run(data, "people", "owners").stdout
    assert run(tmp_path / "new", "restore", str(tmp_path / "b.tar")).exit_code == 1


def test_a_broken_audit_chain_is_an_exit_status_of_one(data: Path) -> None:
    assert run(data, "verify-audit").exit_code == 0
    with closing(sqlite3.connect(data / "shuangyuan.db", isolation_level=None)) as conn:
        conn.execute("UPDATE audit SET body = '{}' WHERE chain = 'system' AND seq = 2")
    result = run(data, "verify-audit")
    assert result.exit_code == 1
    assert "system：第 2 条" in result.stderr


def test_a_person_or_an_owner_is_erased_after_asking(data: Path) -> None:
    run(data, "people", "add", "li", "李", "school")
    assert run(data, "erase", "--username", "li", given="n\n").exit_code == 1
    assert run(data, "erase", "--username", "li", "--yes").exit_code == 0
    assert run(data, "erase", "--owner", "acme", "--yes").exit_code == 0
    assert run(data, "erase", "--owner", "acme", "--yes").exit_code == 1
    assert run(data, "erase", "--yes").exit_code == 2


@pytest.mark.slow
def test_it_runs_as_a_module(data: Path) -> None:
    line = [sys.executable, "-m", "records", "verify-audit", "--data", str(data)]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
