"""The services of deploy/compose.yaml as far as they can be read without an engine; the secrets are made and read."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from ingest.worker import ALIVE
from trust.settings import Settings

DEPLOY = Path(__file__).parents[2] / "deploy"
WHOLE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
SERVICES: dict[str, dict[str, Any]] = WHOLE["services"]


@pytest.mark.parametrize("name", SERVICES)
def test_each_service_is_pinned_restarts_and_says_whether_it_is_well(name: str) -> None:
    service = SERVICES[name]
    assert re.fullmatch(r"[\w./-]+:v?\d[\w.]*|shuangyuan-app:local", service["image"])
    assert service["restart"] == "unless-stopped"
    assert service["healthcheck"]["test"][0] in ("CMD", "CMD-SHELL")


def test_only_the_app_is_reached_and_only_from_this_machine() -> None:
    published = {name: s["ports"] for name, s in SERVICES.items() if "ports" in s}
    assert published == {"app": ["127.0.0.1:8000:8000"]}


def test_what_is_named_exists() -> None:
    named = {v.split(":")[0] for s in SERVICES.values() for v in s["volumes"] if not v.startswith(("$", "."))}
    assert named == set(WHOLE["volumes"])
    assert {s for service in SERVICES.values() for s in service["secrets"]} == set(WHOLE["secrets"])
    known = {f"SHUANGYUAN_{field.upper()}" for field in Settings.model_fields}
    for name in ("app", "worker"):
        assert set(SERVICES[name]["environment"]) <= known
        assert {s.upper() for s in SERVICES[name]["secrets"]} <= known


def test_the_worker_has_the_jobs_and_the_app_waits_for_it() -> None:
    app, worker = SERVICES["app"], SERVICES["worker"]
    assert set(worker["depends_on"]) == {"db", "qdrant"}
    assert app["depends_on"] == {"worker": {"condition": "service_healthy"}}
    assert worker["command"] == ["python", "serve.py", "--worker"]
    assert app["environment"]["SHUANGYUAN_JOBS"] == "elsewhere"
    assert "SHUANGYUAN_JOBS" not in worker["environment"]
    shared = ("SHUANGYUAN_DATA", "SHUANGYUAN_QDRANT_URL")
    assert [app["environment"][s] for s in shared] == [worker["environment"][s] for s in shared]
    assert (app["volumes"], app["secrets"]) == (worker["volumes"], worker["secrets"])
    assert f"/{ALIVE}/" in worker["healthcheck"]["test"][3]
    assert worker["deploy"]["replicas"] == "${WORKERS:-2}"


def test_the_database_has_connections_for_every_app_and_worker_that_may_be_started() -> None:
    most = int(SERVICES["db"]["command"][-1].partition("=")[2])
    assert most >= 7 * (32 + 8)


def test_no_secret_stands_in_a_file_that_is_kept() -> None:
    text = (DEPLOY / "compose.yaml").read_text("utf-8") + (DEPLOY / "Dockerfile").read_text("utf-8")
    assert not re.search(r"(?i)password\s*[:=]\s*[^\s/${]|[0-9a-f]{32}", text)
    ignored = (DEPLOY.parent / ".gitignore").read_text("utf-8")
    assert "deploy/secrets/" in ignored
    assert "deploy/secrets" in (DEPLOY.parent / ".dockerignore").read_text("utf-8")


def test_secrets_are_made_once_for_this_account_alone_and_are_what_the_server_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = shutil.copy(DEPLOY / "up", tmp_path / "up")
    made = tmp_path / "secrets"
    kept = []
    for _ in range(2):
        subprocess.run([script, "--secrets-only"], check=True)
        kept.append({file.name: file.read_text() for file in sorted(made.iterdir())})
    assert kept[0] == kept[1]
    assert set(kept[0]) == set(WHOLE["secrets"])
    assert made.stat().st_mode & 0o777 == 0o700
    monkeypatch.setenv("SHUANGYUAN_SECRETS", str(made))
    read = Settings()
    assert read.key == kept[0]["shuangyuan_key"]
    assert len(bytes.fromhex(read.key or "")) == 32
    assert kept[0]["postgres_password"] in read.sql_url
    monkeypatch.setenv("SHUANGYUAN_KEY", "ab" * 32)
    assert Settings().key == "ab" * 32
