"""The agent: understand, search, answer with citations, release. A model writes; without one it quotes."""
