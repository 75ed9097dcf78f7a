"""The fits: query weights by counting, the ranker by pairwise logistic regression, clauses by boosted trees, sureness
by both.

Knows numbers only. lightgbm and scikit-learn are imported here alone; what they find leaves as plain JSON values.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.question import QueryWeights

LEAST = 3
PRIOR = 5
NEGATIVES = 10
SURE_TREES = 150


def fit_query_weights(pairs: Iterable[tuple[frozenset[str], frozenset[str]]]) -> QueryWeights:
    """From (question terms, gold document terms): how often the gold document holds a term the question has."""
    asked, hits = Counter[str](), Counter[str]()
    for question, gold in pairs:
        asked.update(question)
        hits.update(question & gold)
    rate = hits.total() / max(asked.total(), 1)
    raw = {t: (hits[t] + PRIOR * rate) / (n + PRIOR) / rate for t, n in asked.items() if n >= LEAST}
    return QueryWeights({t: round(w, 3) for t, w in sorted(raw.items()) if w < 0.9995})


def fit_ranker(
    lists: Sequence[tuple[NDArray[np.float64], NDArray[np.bool_]]], names: Sequence[str], c: float = 0.3
) -> dict[str, float]:
    """From (features, which rows are gold): weights by name that put a gold row above the others."""
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

    spread = np.vstack([rows for rows, _ in lists]).std(axis=0)
    spread[spread < 1e-9] = 1
    gains = np.vstack([_differences(rows, gold) for rows, gold in lists]) / spread
    both, sides = np.vstack([gains, -gains]), np.repeat([1, 0], len(gains))
    model = LogisticRegression(C=c, fit_intercept=False, max_iter=1000).fit(both, sides)
    return {n: float(f"{w:.5g}") for n, w in zip(names, model.coef_[0] / spread, strict=True)}


def _differences(rows: NDArray[np.float64], gold: NDArray[np.bool_]) -> NDArray[np.float64]:
    """The first gold row minus up to NEGATIVES others."""
    if not gold.any():
        return np.zeros((0, rows.shape[1]))
    gains: NDArray[np.float64] = rows[np.flatnonzero(gold)[0]] - rows[np.flatnonzero(~gold)[:NEGATIVES]]
    return gains


def fit_trees(
    rows: NDArray[np.float32], holds: NDArray[np.bool_], names: Sequence[str], *, trees: int = 120
) -> dict[str, Any]:
    """Boosted trees for the chance that a row holds, as `knowledge.trees.Trees.of` reads them."""
    import lightgbm

    settings = {
        "objective": "binary", "num_leaves": 15, "max_depth": 6, "learning_rate": 0.1, "min_data_in_leaf": 100,
        "feature_fraction": 0.6, "bagging_fraction": 0.8, "bagging_freq": 1, "lambda_l2": 20.0, "seed": 7,
        "min_sum_hessian_in_leaf": 3.0, "deterministic": True, "force_row_wise": True, "num_threads": 2, "verbose": -1,
    }  # fmt: skip
    data = lightgbm.Dataset(rows, holds.astype(np.int8), feature_name=list(names))
    model = lightgbm.train(settings, data, trees).dump_model()
    return {"features": list(names), "trees": [_nested(t["tree_structure"], names) for t in model["tree_info"]]}


def _nested(node: dict[str, Any], names: Sequence[str]) -> Any:
    if "leaf_value" in node:
        return float(f"{node['leaf_value']:.4g}")
    name, limit = names[node["split_feature"]], float(f"{node['threshold']:.6g}")
    return [name, limit, _nested(node["left_child"], names), _nested(node["right_child"], names)]


def fit_sureness(
    names: Sequence[str], rows: NDArray[np.float64], answered: NDArray[np.bool_], weights: NDArray[np.float64]
) -> dict[str, Any]:
    """A logistic regression and boosted trees over the same rows, as `knowledge.learned` reads them; `weights` per row.

    What was fitted on standardised features is brought back to the raw scale.
    """
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler  # type: ignore[import-untyped]

    weights = weights * len(weights) / weights.sum()
    scaler = StandardScaler().fit(rows)
    model = LogisticRegression(C=0.3, max_iter=3000).fit(scaler.transform(rows), answered, sample_weight=weights)
    raw = model.coef_[0] / scaler.scale_
    return {
        "weights": {n: float(f"{w:.6g}") for n, w in zip(names, raw, strict=True)},
        "bias": float(f"{model.intercept_[0] - raw @ scaler.mean_:.6g}"),
        "trees": _sure_trees(names, rows, answered, weights),
    }


def _sure_trees(
    names: Sequence[str], rows: NDArray[np.float64], answered: NDArray[np.bool_], weights: NDArray[np.float64]
) -> dict[str, Any]:
    import lightgbm

    settings = {
        "objective": "binary", "num_leaves": 8, "learning_rate": 0.06, "min_data_in_leaf": 40, "lambda_l2": 10.0,
        "feature_fraction": 0.6, "bagging_fraction": 0.8, "bagging_freq": 1, "seed": 7, "deterministic": True,
        "force_row_wise": True, "num_threads": 2, "verbose": -1,
    }  # fmt: skip
    data = lightgbm.Dataset(rows.astype(np.float32), answered.astype(np.int8), feature_name=list(names), weight=weights)
    model = lightgbm.train(settings, data, SURE_TREES).dump_model()
    return {"features": list(names), "trees": [_nested(t["tree_structure"], names) for t in model["tree_info"]]}
