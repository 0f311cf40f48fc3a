"""The numbers with which balance equations are solved: reals for figures, residues for proofs."""

from __future__ import annotations

LEAST_PIVOT = 1e-12
"""A loop that gives back all but so little of what enters it counts as endless."""
PRIME = 2**61 - 1


class Reals:
    """Floating-point numbers; a solution that is near enough will do."""

    zero: float = 0.0
    exact = False

    def tidy(self, value: float) -> float:
        """Return the value as it is."""
        return value

    def inverse(self, pivot: float) -> float | None:
        """Return 1 by the pivot; None for one that is not clearly positive.

        >>> Reals().inverse(0.25), Reals().inverse(-1.0)
        (4.0, None)
        """
        return None if pivot < LEAST_PIVOT else 1.0 / pivot


class Residues(Reals):
    """Whole numbers modulo a large prime: exact, so that equal means equal."""

    zero = 0
    exact = True

    def tidy(self, value: float) -> float:
        """Return the value modulo the prime.

        >>> Residues().tidy(PRIME + 5)
        5
        """
        return value % PRIME

    def inverse(self, pivot: float) -> float | None:
        """Return the number that gives 1 when multiplied with the pivot; None for zero.

        >>> Residues().tidy(Residues().inverse(7) * 7), Residues().inverse(0)
        (1, None)
        """
        residue = int(pivot) % PRIME
        return pow(residue, -1, PRIME) if residue else None
