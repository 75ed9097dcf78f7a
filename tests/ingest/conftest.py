"""What the reading tests share: the parsing libraries, set up as in the nursery, and the folder of real files."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest import nursery
from ingest.confine import Confine
from ingest.limits import Limits


@pytest.fixture(scope="session", autouse=True)
def parsers() -> None:
    """As in the product: no telemetry, no model from the network."""
    os.environ.update(SCARF_NO_ANALYTICS="true", DO_NOT_TRACK="true", UNSTRUCTURED_DISABLE_NOTICE="true")
    nursery.load()


@pytest.fixture(scope="session")
def readers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Confine]:
    """One nursery for all tests of a worker."""
    made = Confine(tmp_path_factory.mktemp("readers") / "tmp", Limits(60, 2 * 1024**3))
    yield made
    made.close()


@pytest.fixture(scope="session")
def data_folder() -> Path:
    folder = Path(os.environ.get("SHUANGYUAN_TEST_DATA", "../shared/data"))
    assert folder.is_dir(), f"test data not found at {folder.resolve()}: set SHUANGYUAN_TEST_DATA"
    return folder
