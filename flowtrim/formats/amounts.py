"""The kinds of value that mean an amount: durations, shares, numbers, and cases in a stretch of time."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from msgspec import Struct

from flowtrim.formats import scalars
from flowtrim.formats.nodes import Node, Scalar
from flowtrim.formats.problems import Reading
from flowtrim.formats.values import refuse, text_of
from flowtrim.model import Volume
from flowtrim.sentences import did_you_mean, listed


class Measured(Struct, eq=False):
    """A text that means an amount: ``parse`` returns None for what it does not understand."""

    words: str
    parse: Callable[[str], float | None]
    likely: Callable[[str], str | None] = lambda _: None
    types: str | list[str] = "string"
    least: float = 0.0
    most: float | None = None
    pattern: str | None = None

    def amount(self, text: str) -> float | None:
        """Return the amount that a text means, None where it is not understood or out of bounds."""
        amount = self.parse(text)
        within = amount is not None and self.least <= amount and (self.most is None or amount <= self.most)
        return amount if within else None

    def read(self, node: Node, key: str, reading: Reading) -> float | None:
        """Return the amount, where it is understood and not out of bounds."""
        text = text_of(node, key, self, reading)
        if text is None:
            return None
        amount = self.amount(text)
        if amount is not None:
            return amount
        likely = self.likely(text)
        refuse(node, key, self, reading, did_you_mean(likely) if likely else "")
        return None

    def schema(self) -> dict[str, Any]:
        """Its JSON type; the finer rules are for the reader."""
        bounds: dict[str, Any] = {"type": self.types}
        if "number" in self.types:
            bounds["minimum"] = self.least
            bounds |= {} if self.most is None else {"maximum": self.most}
        return bounds | ({} if self.pattern is None else {"pattern": self.pattern})


def _likely_duration(text: str) -> str | None:
    from flowtrim.formats.durations import likely_duration  # only what is wrong needs the words of six languages

    return likely_duration(text)


def _likely_share(text: str) -> str | None:
    value = scalars.number(text)
    return f"{text}%" if value is not None and 1 < value <= 100 else None


def _likely_number(text: str) -> str | None:
    bare = re.sub(r"(?<=[0-9])[_,' ](?=[0-9]{3}(?![0-9]))", "", text.strip()).lstrip("$€£¥ ")
    return bare if bare != text and scalars.number(bare) is not None else None


def whole(text: str) -> float | None:
    """Return a whole number; None for anything else."""
    value = scalars.number(text)
    return value if value is not None and value == int(value) else None


class Duration(Measured):
    """A duration: how long a day and a week are, the clock of the process says."""

    def read(self, node: Node, key: str, reading: Reading) -> float | None:
        """Return minutes of working time."""
        if type(node) is Scalar and (minutes := scalars.duration(node.text, reading.clock)) is not None:
            return minutes
        return super().read(node, key, reading)


DURATION = Duration(
    "a duration such as 3m, 2h, 1d 4h, 2w or PT3M, where a day is eight working hours",
    scalars.duration,
    _likely_duration,
    pattern=scalars.DURATION_PATTERN,
)
SHARE = Measured("a share such as 95%, 0.95 or 1/3", scalars.share, _likely_share, ["string", "number"], most=1.0)
AMOUNT = Measured("a number, 0 or more", scalars.number, _likely_number, ["string", "number"])
SECONDS = Measured("a number of seconds, 1 or more", scalars.number, types=["string", "number"], least=1.0)
COUNT = Measured("a whole number, 0 or more", whole, _likely_number, ["string", "number"])


class PerTime(Struct, eq=False):
    """A number of cases in a stretch of time, in one text."""

    units: tuple[str, ...]

    @property
    def words(self) -> str:
        """The forms it takes."""
        return f"a number of cases per {listed(self.units, 'or')}, such as 12000/year; or a mapping with cases and per"

    def read(self, node: Node, key: str, reading: Reading) -> Volume | None:
        """Return the volume; a bare number is cases a year."""
        text = text_of(node, key, self, reading)
        if text is None:
            return None
        cases, _, per = (part.strip() for part in text.partition("/"))
        amount = scalars.number(cases)
        if amount is not None and amount >= 0 and (per in self.units or "/" not in text):
            return Volume(amount, per or "year")
        likely = self._likely(text)
        guess = did_you_mean(likely) if likely else "" if per in self.units else reading.guess(per, self.units)
        refuse(node, key, self, reading, guess)
        return None

    def _likely(self, text: str) -> str | None:
        """Return what was meant by an amount such as ``900 per year`` or ``1,200/month``."""
        said = re.fullmatch(rf"\s*([^/a-z-]+?)\s*(?:(?:/|a|an|per|each|every)\s*({'|'.join(self.units)}))?\s*", text)
        cases = said and (said[1] if scalars.number(said[1]) is not None else _likely_number(said[1]))
        return f"{cases}/{said[2] or 'year'}" if said and cases else None

    def schema(self) -> dict[str, Any]:
        """Return a number, or a text with a slash."""
        return {"anyOf": [{"type": "number", "minimum": 0}, {"type": "string"}]}
