"""Which activity of a log is which step: by the same name, the same name spelt otherwise, or a declared alias."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec import Struct

from flowtrim.errors import InvalidFileError, Problem
from flowtrim.formats.tabular.columns import spelling
from flowtrim.model import Process, Step
from flowtrim.sentences import nearest, quoted, quoted_list

_ARTICLES = frozenset({"the", "a", "an", "der", "die", "das", "den", "le", "la", "les", "el", "los", "las"})


class Matching(Struct, frozen=True):
    """The step of each activity that has one; the activities that could be several; guesses that nobody confirmed.

    ``passed`` are activities that are events or gateways of the process: they are known, and no steps.
    """

    steps: Mapping[str, str]
    ambiguous: tuple[str, ...]
    guesses: Mapping[str, str]
    passed: frozenset[str]


def match(process: Process, activities: Iterable[str]) -> Matching:
    """Match activities to steps; a name that is only similar is never taken, but given as a guess.

    >>> pay = Step("pay", "Pay the claim", aliases=("ZAHLUNG",))
    >>> told = match(Process("Claim", (pay, Step("fax", "Fax it"))), ["pay claim", "ZAHLUNG", "Fax itt"])
    >>> told.steps, told.guesses
    ({'pay claim': 'pay', 'ZAHLUNG': 'pay'}, {'Fax itt': 'Fax it'})
    """
    tables = [_table(process.steps, spell) for spell in (str, spelt)]
    found: dict[str, str] = {}
    ambiguous, left, passed = [], [], set()
    for activity in activities:
        ids = tables[0].get(activity) or tables[1].get(spelt(activity)) or []
        if not ids:
            left.append(activity)
        elif len(ids) > 1:
            ambiguous.append(activity)
        elif process.step(ids[0]).is_work:
            found[activity] = ids[0]
        else:
            passed.add(activity)
    free = [step.name for step in process.work if step.id not in found.values()]
    guesses = {activity: near for activity in left if (near := nearest(activity, free))}
    return Matching(found, tuple(ambiguous), guesses, frozenset(passed))


def require_match(process: Process, activities: Sequence[str], *, file: str) -> None:
    """Refuse a log in which no activity is a step of the process.

    Raises:
        InvalidFileError: it is the log of another process.
    """
    if match(process, activities).steps:
        return
    told, declared = quoted_list(activities, most=6), quoted_list([step.name for step in process.work], most=6)
    message = (
        f"Nothing in this log is a step of {quoted(process.name)}: it tells {told}, the process {declared}. "
        "Is it the log of another process? Names that mean the same go under 'aliases' of the step."
    )
    raise InvalidFileError([Problem(file, 0, 0, message)])


def spelt(name: str) -> str:
    """Return a name without case, signs and articles.

    >>> spelt("Check the Invoice.") == spelt("check_invoice")
    True
    """
    words = name.replace("_", " ").replace("-", " ").split()
    return spelling("".join(word for word in words if word.casefold() not in _ARTICLES)) or name


def _table(steps: Iterable[Step], spell: Callable[[str], str]) -> Mapping[str, list[str]]:
    """Return the steps of each name, and where no step has it, of each alias and id."""
    names, others = defaultdict(list), defaultdict(list)
    for step in steps:
        names[spell(step.name)].append(step.id)
        for other in {spell(alias) for alias in (*step.aliases, step.id)}:
            others[other].append(step.id)
    return {**others, **names}
