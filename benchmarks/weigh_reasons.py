"""Weigh the pieces of labelled reasons: python benchmarks/weigh_reasons.py (docs/theory.md#the-odds-of-talk).

A logistic regression over the pieces of ``tests/measures/reasons``: `pip install scikit-learn` first. Writes
``flowtrim/measures/lexicon/weights.json``.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(HERE))

from flowtrim.measures.lexicon.packs import FOLDER  # noqa: E402
from flowtrim.measures.lexicon.spelling import pieces  # noqa: E402
from tests.measures.labelled_reasons import GOOD, Labelled, digest, taught  # noqa: E402

FEWEST = 3
"""Reasons that have a piece, from which on it is weighed."""
FREEDOM = 10.0
"""The inverse of how much large weights are held down."""
LEAST = 0.05
"""Weights that are smaller are left out."""


def weighed(rows: Sequence[Labelled]) -> dict[str, float]:
    """Return the weight of each piece, and that of none."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    found = [pieces(row.reason) for row in rows]
    often = Counter(piece for each in found for piece in each)
    columns = {piece: number for number, piece in enumerate(sorted(p for p in often if often[p] >= FEWEST))}
    places = [[columns[piece] for piece in each if piece in columns] for each in found]
    ends = [0]
    for place in places:
        ends.append(ends[-1] + len(place))
    values = [len(place) ** -0.5 for place in places for _ in place]
    table = csr_matrix((values, [column for place in places for column in place], ends), (len(rows), len(columns)))
    model = LogisticRegression(C=FREEDOM, class_weight="balanced", max_iter=1000)
    model.fit(table, [row.first != GOOD for row in rows])
    weights = dict(zip(columns, (round(float(weight), 2) for weight in model.coef_[0]), strict=True))
    return {"": round(float(model.intercept_[0]), 2)} | {
        p: weight for p, weight in weights.items() if abs(weight) >= LEAST
    }


def main() -> None:
    """Write the weights of all labelled reasons, a few on a line."""
    entries = [f"{json.dumps(piece, ensure_ascii=False)}: {weight}" for piece, weight in weighed(taught()).items()]
    lines = ",\n".join(", ".join(few) for few in (entries[at : at + 10] for at in range(0, len(entries), 10)))
    (FOLDER / "weights.json").write_text(f'{{"made_of": "{digest()}", "pieces": {{\n{lines}\n}}}}\n', encoding="utf-8")


if __name__ == "__main__":
    main()
