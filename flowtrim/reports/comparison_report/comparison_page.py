"""What became of a process: the figures side by side, and the fate of every step and role, with who says why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from flowtrim.analysis import Analysis
from flowtrim.changes import RoleFate, StepFate
from flowtrim.changes.difference.diff import Difference, diff
from flowtrim.redesign import Figures
from flowtrim.reports.comparison import Compared, became_sound, compared, worse
from flowtrim.reports.comparison_report.step_fates import field_text, own_changes, sort_of, taker
from flowtrim.reports.gain_text import from_to
from flowtrim.reports.stamp import stamp
from flowtrim.sentences import counted, listed, quoted_list

_IDLE = "role without steps"
_KEPT = 5
"""Up to so many that stay as they are get named; more are counted."""


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
    """Gather what a comparison says; ``everything`` names what stayed as it was, too."""
    after = analysis.after or analysis
    names = dict.fromkeys((analysis.process.name, after.process.name))
    was, now = Figures.of(analysis.survey), Figures.of(after.survey)
    return ComparePage(
        title=" → ".join(names),
        files=f"{analysis.document.file} → {_after_name(analysis)}",
        verdict=became_sound(analysis.survey, after.survey) + (from_to(was, now) if was != now else "The same figures"),
        sentences=tuple(_sentences(analysis, difference)),
        worse=worse(analysis.survey, after.survey, watched=watched),
        compared=compared(analysis.survey, after.survey),
        steps=tuple(_steps(difference, everything=everything)),
        roles=tuple(_roles(difference, everything=everything)),
        stamp=stamp(analysis.document.digest, analysis.survey.today),
    )


def _after_name(analysis: Analysis) -> str:
    file = analysis.after.document.file if analysis.after else analysis.document.file
    known = analysis.plan and file == analysis.document.file
    return f"the plan '{analysis.plan.name}'" if known and analysis.plan else file


def _sentences(analysis: Analysis, difference: Difference) -> Iterator[str]:
    if analysis.plan:
        day = f" of {analysis.plan.on}" if analysis.plan.on else ""
        yield f"The plan '{analysis.plan.name}'{day} leads from one to the other."
    work = [fate for fate in _told(difference) if fate.is_work]
    changed = any(fate.fate != "kept" or fate.fields for fate in difference.steps)
    if not changed and all(fate.fate == "kept" for fate in difference.roles):
        yield "No step and no role changed."
    else:
        counts = {
            "Steps": _counts(fate.fate for fate in work),
            "Roles": _role_counts(difference),
        }
        yield " ".join(f"{what}: {count}." for what, count in counts.items() if count)
    rows = compared(analysis.survey, (analysis.after or analysis).survey)
    for word, better in (("Better", True), ("Worse", False)):
        names = [row.name for row in rows if row.better is better]
        if names:
            yield f"{word}: {listed(names)}."
    if difference.process:
        fields = [change.field.replace("_", " ").replace("kpis", "KPIs") for change in difference.process]
        yield f"Of the process itself there changed: {listed(fields)}."


def _told(difference: Difference) -> Iterator[StepFate]:
    """Yield the fates of steps; the parts of a step that was split are told with it."""
    parts = {part for fate in difference.steps for part in fate.into}
    yield from (fate for fate in difference.steps if fate.before or fate.after not in parts)


def _counts(fates: Iterable[str]) -> str:
    number = Counter(fates)
    return ", ".join(
        f"{number[fate]:,} {fate}" for fate in ("kept", "moved", "merged", "split", "dropped", "new") if number[fate]
    )


def _steps(difference: Difference, *, everything: bool) -> Iterator[Fates]:
    by_fate: dict[str, list[StepFate]] = {}
    for fate in _told(difference):
        if fate.is_work:
            by_fate.setdefault(sort_of(fate), []).append(fate)
    titles = {"dropped": ("Dropped", "–"), "merged": ("Merged", "⊃"), "split": ("Split", "⊂"),
              "hands": ("In other hands", "→"), "place": ("In another place", "↷"), "new": ("New", "+"),
              "changed": ("Changed", "~"), "kept": ("As before", "=")}  # fmt: skip
    for kind, (title, sign) in titles.items():
        fates = by_fate.get(kind, [])
        told = tuple(Fated(_step(fate, difference), fate.because or "") for fate in fates)
        if kind == "kept" and len(fates) > _KEPT and not everything:
            told = (Fated(counted(len(fates), "step")),)
        if told:
            yield Fates(f"{title} ({len(fates):,})", sign, told)


def _step(fate: StepFate, difference: Difference) -> str:
    before, after = difference.before, difference.after
    step = before.step(fate.before) if fate.before else after.step(fate.after or "")
    name = f"'{step.name}'"
    if fate.fate in ("dropped", "new"):
        return (
            f"{name} ({before.role(step.owner).name if fate.before else after.role(step.owner).name})"
            if step.owner
            else name
        )
    if fate.fate == "merged" and fate.to and after.has_step(fate.to):
        return (
            f"{name} into '{after.step(fate.to).name}'"
            if fate.to != fate.before
            else f"{name} is now '{after.step(fate.to).name}'"
        )
    if fate.fate == "split":
        name = f"{name} into {quoted_list(after.step(part).name for part in fate.into)}"
    told = [name]
    if sort_of(fate) == "hands":
        told.append(_hands(fate, difference))
    return "; ".join([": ".join(told), *(field_text(change, after.clock) for change in own_changes(fate))])


def _hands(fate: StepFate, difference: Difference) -> str:
    was = difference.before.step(fate.before or "").owner
    return f"{difference.before.role(was).name if was else '–'} → {taker(fate, difference)}"


def _roles(difference: Difference, *, everything: bool) -> Iterator[Fates]:
    titles = {"dropped": ("Gone", "–"), "merged": ("Taken over", "→"), "idle": ("Without work now", "○"),
              "renamed": ("Renamed", "~"), "new": ("New", "+"), "kept": ("As before", "=")}  # fmt: skip
    for kind, (title, sign) in titles.items():
        fates = [fate for fate in difference.roles if _role_kind(fate, difference) == kind]
        many = _counted_by_sort(fates, difference)
        told = tuple(Fated(_role(fate, difference), fate.because or "") for fate in fates)
        if kind == "kept" and len(fates) > _KEPT and not everything:
            told = (Fated(many),)
        if told:
            yield Fates(f"{title} ({many})", sign, told)


def _role_counts(difference: Difference) -> str:
    """Count what became of our own roles that perform steps, those that the figures count."""
    ours = [fate for fate in difference.roles if _sort(fate, difference) == "role"]
    number = Counter(_role_kind(fate, difference) for fate in ours)
    words = {"kept": "kept", "renamed": "renamed", "merged": "taken over", "idle": "without work now",
             "dropped": "gone", "new": "new"}  # fmt: skip
    return ", ".join(f"{number[kind]:,} {said}" for kind, said in words.items() if number[kind])


def _counted_by_sort(fates: Iterable[RoleFate], difference: Difference) -> str:
    """Count roles as the figures do: our own, and apart from them customers, partners, systems and idle ones."""
    number = Counter(_sort(fate, difference) for fate in fates)
    plurals = {_IDLE: "roles without steps"}
    sorts = ("role", "customer", "partner", "system", _IDLE)
    return listed(counted(number[sort], sort, plurals.get(sort)) for sort in sorts if number[sort])


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
        return f"{fate.name}: {difference.after.role(fate.to).name} takes what is left"
    if fate.fate == "kept" and (name := _new_name(fate, difference)):
        return f"{fate.name} is now {name}"
    sort = _sort(fate, difference)
    return fate.name if sort in ("role", _IDLE) else f"{fate.name} ({sort})"
