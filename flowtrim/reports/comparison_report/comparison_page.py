"""What became of a process: the figures side by side, and the fate of every step and role, with who says why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from flowtrim.analysis import Analysis
from flowtrim.changes import RoleFate, StepFate, field_word
from flowtrim.changes.difference.diff import Difference, diff
from flowtrim.redesign import Figures
from flowtrim.reports.comparison import Compared, became_sound, compared, worse
from flowtrim.reports.comparison_report.step_fates import field_text, hands, joined, own_changes, sort_of
from flowtrim.reports.gain_text import from_to
from flowtrim.reports.stamp import stamp
from flowtrim.sentences import (
    LONGEST_NAME,
    Message,
    counted,
    in_a_row,
    listed,
    marked,
    messages,
    phrase,
    quoted,
    quoted_list,
    say,
)

_IDLE = "role without steps"
_KEPT = 5
"""Up to so many that stay as they are get named; more are counted."""
_STEP_TITLES = {
    "dropped": (marked("Dropped"), "–"), "merged": (marked("Merged"), "⊃"), "split": (marked("Split"), "⊂"),
    "hands": (marked("In other hands"), "→"), "place": (marked("In another place"), "↷"), "new": (marked("New"), "+"),
    "changed": (marked("Changed"), "~"), "kept": (marked("As before"), "="),
}  # fmt: skip
_ROLE_TITLES = {
    "dropped": (marked("Gone"), "–"), "merged": (marked("Taken over"), "→"), "idle": (marked("Without work now"), "○"),
    "renamed": (marked("Renamed"), "~"), "new": (marked("New"), "+"), "kept": (marked("As before"), "="),
}  # fmt: skip
_STEP_COUNTS = {
    "kept": marked("{number} kept"), "moved": marked("{number} moved"), "merged": marked("{number} merged"),
    "split": marked("{number} split"), "dropped": marked("{number} dropped"), "new": marked("{number} new"),
}  # fmt: skip
_ROLE_COUNTS = {
    "kept": marked("{number} kept"), "renamed": marked("{number} renamed"), "merged": marked("{number} taken over"),
    "idle": marked("{number} without work now"), "dropped": marked("{number} gone"), "new": marked("{number} new"),
}  # fmt: skip


class Fated(Struct, frozen=True):
    """A step or role, what became of it in words, and why, where a plan says it."""

    text: str
    because: str = ""


class Fates(Struct, frozen=True):
    """Those that share a fate."""

    title: str
    sign: str
    fated: tuple[Fated, ...]


class ComparePage(Struct, frozen=True):
    """A comparison as a reader meets it; ``worse`` says which of the watched figures got worse."""

    title: str
    files: str
    verdict: str
    sentences: tuple[str, ...]
    worse: tuple[str, ...]
    compared: tuple[Compared, ...]
    steps: tuple[Fates, ...]
    roles: tuple[Fates, ...]
    stamp: str = ""
    language: str | None = None


def difference_of(analysis: Analysis) -> Difference:
    """Return the difference of the two processes of an analysis as people are told of it: with the numbers of steps.

    The fates carry the reasons of its plan.

    Raises:
        ChangeError: the after-process has no step left.
    """
    after = analysis.after or analysis
    found = diff(analysis.process, after.process, plan=analysis.plan.changes if analysis.plan else ())
    return replace(found, before=analysis.survey.told, after=after.survey.told)


def compare_page(
    analysis: Analysis, difference: Difference, *, watched: Iterable[str] = (), everything: bool = False
) -> ComparePage:
    """Gather what a comparison says, in the language of the process; ``everything`` names what stayed, too."""
    after, tell = analysis.after or analysis, messages(analysis.process.language)
    names = dict.fromkeys((analysis.process.name, after.process.name))
    was, now = Figures.of(analysis.survey), Figures.of(after.survey)
    outcome = from_to(was, now) if was != now else say("The same figures")
    return ComparePage(
        title=" → ".join(names),
        files=f"{analysis.document.file} → {tell(_after_name(analysis))}",
        verdict=tell(became_sound(analysis.survey, after.survey, outcome)),
        sentences=tuple(map(tell, _sentences(analysis, difference))),
        worse=worse(analysis.survey, after.survey, watched=watched, tell=tell),
        compared=compared(analysis.survey, after.survey),
        steps=tuple(_in(tell, _steps(difference, everything=everything))),
        roles=tuple(_in(tell, _roles(difference, everything=everything))),
        stamp=tell(stamp(analysis.document.digest, analysis.survey.today)),
        language=analysis.process.language,
    )


def _in(tell: Callable[[str], str], groups: Iterable[Fates]) -> Iterator[Fates]:
    for group in groups:
        told = (Fated(tell(one.text), tell(one.because)) for one in group.fated)
        yield Fates(tell(group.title), group.sign, tuple(told))


def _after_name(analysis: Analysis) -> str:
    file = analysis.after.document.file if analysis.after else analysis.document.file
    known = analysis.plan and file == analysis.document.file
    return say("the plan {name}", name=quoted(analysis.plan.name)) if known and analysis.plan else file


def _sentences(analysis: Analysis, difference: Difference) -> Iterator[str]:
    if plan := analysis.plan:
        parts = {"name": quoted(plan.name), "date": plan.on or ""}
        dated = say("The plan {name} of {date} leads from one to the other.", **parts)
        yield dated if plan.on else say("The plan {name} leads from one to the other.", name=quoted(plan.name))
    work = [fate for fate in _told(difference) if fate.is_work]
    changed = any(fate.fate != "kept" or fate.fields for fate in difference.steps)
    if not changed and all(fate.fate == "kept" for fate in difference.roles):
        yield say("No step and no role changed.")
    else:
        steps, roles = (
            _counts(_STEP_COUNTS, Counter(fate.fate for fate in work)),
            _counts(_ROLE_COUNTS, _role_counts(difference)),
        )
        told = [say("Steps: {counts}.", counts=steps)] if steps else []
        told += [say("Roles: {counts}.", counts=roles)] if roles else []
        yield told[0] if len(told) == 1 else say("{changes} {rest}", changes=told[0], rest=told[1])
    rows = compared(analysis.survey, (analysis.after or analysis).survey)
    if better := [row.name for row in rows if row.better is True]:
        yield say("Better: {figures}.", figures=listed(better))
    if worse := [row.name for row in rows if row.better is False]:
        yield say("Worse: {figures}.", figures=listed(worse))
    if difference.process:
        fields = listed(field_word(change.field) for change in difference.process)
        yield say("Of the process itself there changed: {fields}.", fields=fields)


def _told(difference: Difference) -> Iterator[StepFate]:
    """Yield the fates of steps; the parts of a step that was split are told with it."""
    parts = {part for fate in difference.steps for part in fate.into}
    yield from (fate for fate in difference.steps if fate.before or fate.after not in parts)


def _counts(words: Mapping[str, str], number: Mapping[str, int]) -> Message | None:
    """Count in a row what there is of each kind; None where there is nothing."""
    told = (
        Message(said.format(number=f"{n:,}"), said, {"number": n})
        for kind, said in words.items()
        if (n := number[kind])
    )
    return in_a_row(*told) or None


def _steps(difference: Difference, *, everything: bool) -> Iterator[Fates]:
    by_fate: dict[str, list[StepFate]] = {}
    for fate in _told(difference):
        if fate.is_work:
            by_fate.setdefault(sort_of(fate), []).append(fate)
    for kind, (title, sign) in _STEP_TITLES.items():
        fates = by_fate.get(kind, [])
        told = tuple(Fated(_step(fate, difference), fate.because or "") for fate in fates)
        if kind == "kept" and len(fates) > _KEPT and not everything:
            told = (Fated(counted(len(fates), "step")),)
        if told:
            yield Fates(say("{title} ({number})", title=phrase(title), number=len(fates)), sign, told)


def _step(fate: StepFate, difference: Difference) -> Message:
    before, after = difference.before, difference.after
    process = before if fate.before else after
    step = process.step(fate.before or fate.after or "")
    name: Message = _quoted(step.name)
    if fate.fate in ("dropped", "new"):
        role = process.role(step.owner).name if step.owner else ""
        return Message(f"{name} ({role})", "{name} ({role})", {"name": name, "role": role}) if role else name
    if fate.fate == "merged" and fate.to and after.has_step(fate.to):
        whole = _quoted(after.step(fate.to).name)
        now = say("{step} is now {whole}", step=name, whole=whole)
        return now if fate.to == fate.before else say("{step} into {whole}", step=name, whole=whole)
    if fate.fate == "split":
        parts = quoted_list(after.step(part).name for part in fate.into)
        name = say("{step} into {parts}", step=name, parts=parts)
    if sort_of(fate) == "hands":
        given = hands(fate, difference)
        name = Message(f"{name}: {given}", "{name}: {hands}", {"name": name, "hands": given})
    return joined((name, *(field_text(change, after.clock) for change in own_changes(fate))))


def _quoted(name: str) -> Message:
    return quoted(name, max(len(name), LONGEST_NAME))


def _roles(difference: Difference, *, everything: bool) -> Iterator[Fates]:
    for kind, (title, sign) in _ROLE_TITLES.items():
        fates = [fate for fate in difference.roles if _role_kind(fate, difference) == kind]
        many = _counted_by_sort(fates, difference)
        told = tuple(Fated(_role(fate, difference), fate.because or "") for fate in fates)
        if kind == "kept" and len(fates) > _KEPT and not everything:
            told = (Fated(many),)
        if told:
            yield Fates(say("{title} ({number})", title=phrase(title), number=many), sign, told)


def _role_counts(difference: Difference) -> Counter[str]:
    """Count what became of our own roles that perform steps, those that the figures count."""
    ours = [fate for fate in difference.roles if _sort(fate, difference) == "role"]
    return Counter(_role_kind(fate, difference) for fate in ours)


def _counted_by_sort(fates: Iterable[RoleFate], difference: Difference) -> Message:
    """Count roles as the figures do: our own, and apart from them customers, partners, systems and idle ones."""
    number = Counter(_sort(fate, difference) for fate in fates)
    told = {
        "role": counted(number["role"], "role"),
        "customer": counted(number["customer"], "customer"),
        "partner": counted(number["partner"], "partner"),
        "system": counted(number["system"], "system"),
        _IDLE: counted(number[_IDLE], "role without steps", "roles without steps"),
    }
    return listed(words for sort, words in told.items() if number[sort])


def _sort(fate: RoleFate, difference: Difference) -> str:
    """Say whether a role is one of ours that performs steps, before or after, or what else it is."""
    here = [(difference.before, fate.before), (difference.after, fate.after)]
    known = [(process, role) for process, role in here if role]
    process, role = known[0]
    if not any(role == one.id for process, role in known for one in process.performers):
        return _IDLE
    outside = {"partner": process.is_partner, "customer": process.is_customer, "system": process.is_system}
    return next((sort for sort, concerns in outside.items() if concerns(role)), "role")


def _role_kind(fate: RoleFate, difference: Difference) -> str:
    if fate.fate != "kept":
        return fate.fate
    was, now = ({role.id for role in process.performers} for process in (difference.before, difference.after))
    if fate.before in was and fate.after not in now:
        return "idle"
    return "renamed" if _new_name(fate, difference) else "kept"


def _new_name(fate: RoleFate, difference: Difference) -> str | None:
    """Return the name of a role that has another one now; case and blanks make no other name."""
    name = difference.after.role(fate.after).name if fate.after else fate.name
    return name if name.casefold().split() != fate.name.casefold().split() else None


def _role(fate: RoleFate, difference: Difference) -> str:
    if fate.fate == "merged" and fate.to:
        return say("{role}: {heir} takes what is left", role=fate.name, heir=difference.after.role(fate.to).name)
    if fate.fate == "kept" and (name := _new_name(fate, difference)):
        return say("{role} is now {name}", role=fate.name, name=name)
    sort = _sort(fate, difference)
    if sort in ("role", _IDLE):
        return fate.name
    return Message(f"{fate.name} ({sort})", "{role} ({sort})", {"role": fate.name, "sort": phrase(sort)})
