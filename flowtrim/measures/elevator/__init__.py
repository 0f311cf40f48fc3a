"""The elevator test: what is said of a process in one ride, made from its model, and how long that takes."""

from flowtrim.measures.elevator.clauses import Part
from flowtrim.measures.elevator.counting import Units, count
from flowtrim.measures.elevator.rates import Rate, guess_language, rate_of, shown_seconds, spoken_seconds
from flowtrim.measures.elevator.speech import Speech, speech

__all__ = [
    "Part",
    "Rate",
    "Speech",
    "Units",
    "count",
    "guess_language",
    "rate_of",
    "shown_seconds",
    "speech",
    "spoken_seconds",
]
