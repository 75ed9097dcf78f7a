"""What a browser says of itself, as its person would call it: `Chrome · Windows`. Pure; only known names come out."""

from __future__ import annotations

BROWSERS = {"Edg/": "Edge", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}
SYSTEMS = {
    "Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "HarmonyOS": "HarmonyOS", "Windows": "Windows",
    "Mac OS": "macOS", "Linux": "Linux",
}  # fmt: skip


def device(agent: str) -> str:
    """Empty for a program that is no browser we know."""
    found = [next((n for mark, n in names.items() if mark in agent), "") for names in (BROWSERS, SYSTEMS)]
    return " · ".join(filter(None, found))
