"""Weigh the features of labelled reasons: python benchmarks/weigh_reasons.py (docs/theory.md#the-odds-of-talk).

A logistic regression over the labelled reasons of ``tests/measures/reasons`` but those that are never seen, in which
each feature counts by how much more often weak reasons have it than good ones (Wang and Manning 2012):
`pip install scikit-learn` first. Writes ``flowtrim/measures/lexicon/weights.json``.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(HERE))

from flowtrim.measures.lexicon import words_for  # noqa: E402
from flowtrim.measures.lexicon.packs import FOLDER  # noqa: E402
from flowtrim.measures.reasons import Reason, features_of  # noqa: E402
from tests.measures.labelled_reasons import GOOD, Labelled, digest, good_in_processes, taught  # noqa: E402

FEWEST = 3
"""Reasons that have a feature, from which on it is weighed."""
FREEDOM = 30.0
"""The inverse of how much large weights are held down."""
OF_PROCESSES = 5.0
"""As how many others a reason of a real process counts: to call one weak is the dear error."""
MOST = 25_000
"""How many features are kept, those with the largest weights: more made no difference on reasons that were left out."""


def features(row: Labelled) -> frozenset[str]:
    """Return what one labelled reason is weighed by."""
    return features_of(Reason(row.step, row.reason), words_for(row.language, (row.step, row.reason)))


def weighed(rows: Sequence[Labelled]) -> dict[str, float]:
    """Return the weight of each feature that is kept, and that of none."""
    import numpy as np
    from scipy.sparse import diags_array
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.linear_model import LogisticRegression

    vectorizer = CountVectorizer(analyzer=features, min_df=FEWEST)
    has = vectorizer.fit_transform(rows).astype(float)
    is_weak = np.array([row.first != GOOD for row in rows])
    counts = [OF_PROCESSES if row in good_in_processes() else 1.0 for row in rows]
    often = [has[label].sum(axis=0).A1 + 1 for label in (is_weak, ~is_weak)]
    ratios = np.log((often[0] / often[0].sum()) / (often[1] / often[1].sum()))
    model = LogisticRegression(C=FREEDOM, class_weight="balanced", max_iter=2000)
    model.fit(diags_array(has.sum(axis=1).A1 ** -0.5) @ has @ diags_array(ratios), is_weak, counts)
    weights = np.round(model.coef_[0] * ratios, 1)
    kept = {name: float(weights[column]) for name, column in vectorizer.vocabulary_.items() if weights[column]}
    largest = sorted(kept, key=lambda name: (-abs(kept[name]), name))[:MOST]
    return {"": round(float(model.intercept_[0]), 1)} | {name: kept[name] for name in sorted(largest)}


def main() -> None:
    """Write the weights of all labelled reasons, a few on a line."""
    entries = [f"{json.dumps(feature, ensure_ascii=False)}: {weight}" for feature, weight in weighed(taught()).items()]
    lines = ",\n".join(", ".join(few) for few in (entries[at : at + 10] for at in range(0, len(entries), 10)))
    (FOLDER / "weights.json").write_text(
        f'{{"made_of": "{digest()}", "features": {{\n{lines}\n}}}}\n', encoding="utf-8"
    )


if __name__ == "__main__":
    main()
