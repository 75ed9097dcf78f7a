"""Boosted trees read from JSON and evaluated with numpy, all rows and trees at once. Knows nothing of their subject.

Every split that sends a row right strikes out the leaves to its left; the lowest leaf that is left is the row's leaf
(QuickScorer, Lucchese et al., SIGIR 2015). No loop over trees or depth.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

LEAVES = 16
ALL = 2**LEAVES - 1


@dataclass(frozen=True)
class Trees:
    """`feature`, `threshold` and `mask` are trees × splits, `value` is trees × leaves; padded with splits that pass."""

    names: tuple[str, ...]
    feature: NDArray[np.intp]
    threshold: NDArray[np.float32]
    mask: NDArray[np.uint16]
    value: NDArray[np.float64]

    @classmethod
    def of(cls, stored: dict[str, Any]) -> Trees:
        """`stored["trees"]` holds nested `[feature, threshold, left, right]`; a number is a leaf."""
        names = tuple(stored["features"])
        trees = [_flatten(tree) for tree in stored["trees"]]
        shape = (len(trees), max(1, max((len(splits) for splits, _ in trees), default=1)))
        feature, threshold = np.zeros(shape, np.intp), np.full(shape, np.inf, np.float32)
        mask, value = np.full(shape, ALL, np.uint16), np.zeros((len(trees), LEAVES))
        for t, (splits, leaves) in enumerate(trees):
            value[t, : len(leaves)] = leaves
            for s, (name, limit, below, right) in enumerate(splits):
                feature[t, s], threshold[t, s] = names.index(name), limit
                mask[t, s] = ALL & ~(((1 << (right - below)) - 1) << below)
        return cls(names, feature, threshold, mask, value)

    def score(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        """Sum of the reached leaves for each row (columns as `names`)."""
        if not len(rows):
            return np.zeros(0)
        passes = rows[:, self.feature] <= self.threshold
        left = np.bitwise_and.reduce(np.where(passes, np.uint16(ALL), self.mask), axis=2)
        leaf = np.log2(left & -left.astype(np.int32)).astype(np.intp)
        total: NDArray[np.float64] = self.value[np.arange(len(self.value)), leaf].sum(axis=1)
        return total


def _flatten(tree: Any) -> tuple[list[tuple[str, float, int, int]], list[float]]:
    """Splits as (feature, threshold, first leaf on the left, first leaf on the right), and the leaves in order."""
    splits: list[tuple[str, float, int, int]] = []
    leaves: list[float] = []

    def walk(node: Any) -> None:
        if not isinstance(node, Sequence):
            leaves.append(float(node))
            return
        name, limit, left, right = node
        below = len(leaves)
        walk(left)
        splits.append((name, limit, below, len(leaves)))
        walk(right)

    walk(tree)
    return splits, leaves
