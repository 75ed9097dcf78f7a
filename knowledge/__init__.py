"""Passages and finding them: terms, index, query weights, ranking, reading. See docs/architecture.md."""
