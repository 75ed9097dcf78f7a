"""The leak matrix over HTTP, with the role table as its oracle."""

from __future__ import annotations

import pytest

from eval.leaks import measure


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_every_endpoint_gives_each_person_what_the_role_table_allows_and_no_more() -> None:
    result = measure()
    assert result["cells"] > 1000
    assert result["wrong"] == []
