"""Which cases are not over when the log ends, and so belong in no figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flowtrim.evidence.replayed_cases import TokenGame


class OpenCases:
    """Tells a case that is still under way from one that went wrong: it is a prefix of an allowed case, and recent."""

    def __init__(self, game: TokenGame | None) -> None:
        self._game = game
        self._known: dict[tuple[str, ...], bool] = {}

    def may_go_on(self, case: tuple[str, ...]) -> bool:
        """Whether a case has kept to the process so far and may not be over yet."""
        if self._game is None:
            return False
        if case not in self._known:
            state = self._game.state_of(case)
            self._known[case] = bool(state) and not self._game.may_end(state)
        return self._known[case]


def declared_part(activities: Sequence[int], steps: Mapping[int, str]) -> tuple[str, ...]:
    """Return the declared steps of a case, in order: work that nobody declared is left out."""
    return tuple(steps[code] for code in activities if code in steps)
