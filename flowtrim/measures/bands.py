"""Published bands for measures of complexity: how easy to read a process of such a figure is."""

from __future__ import annotations

from bisect import bisect_right

LOWER_IS_BETTER: dict[str, tuple[float, float, float, float]] = {
    "nodes": (29.9, 43.7, 58.1, 81.1),
    "gateways": (1.42, 3.36, 5.3, 6.49),
    "arcs": (19.4, 34.8, 50.2, 74.8),
    "diameter": (7.92, 12.2, 16.5, 23.4),
    "average_connector_degree": (3.67, 3.88, 4.06, 4.18),
    "heterogeneity": (0.62, 0.79, 0.92, 0.94),
    "cfc": (13, 22, 37, 51),
    "depth": (0.42, 1.72, 3.02, 5.09),
    "token_split": (0.12, 0.21, 0.6, 1.36),
}
"""Sanchez-Gonzalez et al. and others, as collected in BEF4LLM, table A.18. The bands of cnc are left out: no
connected process of useful size can fall into the first of them."""

HIGHER_IS_BETTER: dict[str, tuple[float, float, float, float]] = {
    "sequentiality": (0.25, 0.48, 0.7, 1.07),
    "separability": (0.03, 0.37, 0.71, 1.24),
}
"""The last threshold of each cannot be reached, so the best score is 0.75."""


def band(metric: str, value: float | None) -> float | None:
    """Return the score of a figure: 1 for the easiest band, then 0.75, 0.5, 0.25 and 0 (theory 5.1).

    None where no band was published, or there is no figure.

    >>> band("nodes", 45), band("sequentiality", 0.5), band("cnc", 1.2)
    (0.5, 0.5, None)
    """
    if value is None:
        return None
    if metric in LOWER_IS_BETTER:
        return 1.0 - bisect_right(LOWER_IS_BETTER[metric], value) / 4
    if metric in HIGHER_IS_BETTER:
        return bisect_right(HIGHER_IS_BETTER[metric], value) / 4
    return None
