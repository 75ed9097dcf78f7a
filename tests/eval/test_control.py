"""The control of the paired worlds: with statistics over the whole collection, differences must show."""

from __future__ import annotations

import pytest

from eval.worlds import collection_wide, measure


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_measurement_sees_collection_wide_statistics() -> None:
    assert measure(4, change=collection_wide)["different"] > 0
