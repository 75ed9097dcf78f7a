"""The school of the agent's tests."""

from __future__ import annotations

from tests.agent.conftest import shared

__all__ = ["shared"]
