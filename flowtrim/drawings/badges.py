"""Marks that a report sets on steps and lanes: each with a shape, a sign and a colour of its own.

Shape and sign alone tell them apart, in grey print and for every eye; the colours come from the colour-blind safe
palette of Okabe and Ito (2008), darkened until white signs on them keep the contrast of WCAG 2.2 level AA.
"""

from __future__ import annotations

from typing import Literal, get_args

from msgspec import Struct

from flowtrim.sentences import marked

Mark = Literal[
    "unjustified", "unasked", "weak", "expired", "redundant", "waiting", "approval", "accepted", "finding",
    "moved", "new", "dropped", "merged", "split", "work", "deadline", "optional", "repeated", "joint",
]  # fmt: skip
MARKS: tuple[Mark, ...] = get_args(Mark)
"""In the order of weight: the first one of a step gives it its colour."""


class Look(Struct, frozen=True):
    """How a mark is drawn: a Graphviz shape, the sign in it, a dark and a pale colour, and its meaning."""

    shape: str
    sign: str
    dark: str
    pale: str | None
    meaning: str


LOOKS: dict[Mark, Look] = {
    "unjustified": Look("octagon", "0", "#a5340b", "#fde6db", marked("asked, and no reason was found")),
    "unasked": Look("octagon", "?", "#a5340b", "#fde6db", marked("nobody was asked for a reason yet")),
    "weak": Look("triangle", "~", "#8a5a00", "#fdf0cf", marked("the reason is weak")),
    "expired": Look("diamond", "!", "#7b3f78", "#f5e6f3", marked("the reason is out of date")),
    "redundant": Look("square", "×", "#44546a", "#e3e8ee", marked("role that could go")),
    "waiting": Look("circle", "II", "#0b6699", None, marked("waiting time, where known")),
    "approval": Look("invhouse", "✓", "#00664c", None, marked("somebody approves")),
    "accepted": Look("hexagon", "=", "#52606d", None, marked("accepted until a date")),
    "finding": Look("square", "!", "#52606d", None, marked("something was found")),
    "moved": Look("cds", "", "#0b6699", "#e0f0f9", marked("moved")),
    "new": Look("circle", "+", "#00664c", "#dcf2ea", marked("new")),
    "dropped": Look("circle", "–", "#52606d", None, marked("dropped")),
    "merged": Look("invtriangle", "", "#52606d", None, marked("merged into another step")),
    "split": Look("triangle", "", "#52606d", None, marked("split into several steps")),
    "work": Look("circle", "t", "#52606d", None, marked("working time")),
    "deadline": Look("house", "≤", "#7b3f78", None, marked("deadline")),
    "optional": Look("circle", "%", "#52606d", None, marked("share of cases in which it is done")),
    "repeated": Look("square", "≡", "#52606d", None, marked("repeated, so many times a case")),
    "joint": Look("circle", "&", "#52606d", None, marked("done together with")),
}


def colouring(marks: tuple[Mark, ...]) -> Mark | None:
    """Return which of the marks of a step, the weightiest first, gives it its colour; None where none does."""
    return next((mark for mark in marks if LOOKS[mark].pale), None)


def by_weight(marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    """Return marks once each, the weightiest first; *unasked* says more than *unjustified* and stands for it."""
    found = set(marks)
    if "unasked" in found:
        found.discard("unjustified")
    return tuple(mark for mark in MARKS if mark in found)
