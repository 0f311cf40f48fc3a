"""The catalogue: one file, one question."""

from __future__ import annotations

from collections.abc import Mapping

from flowtrim.errors import UnknownNameError
from flowtrim.measures import Survey
from flowtrim.rules import (
    customer_bounced,
    customer_contact_often,
    customer_input_checked_later,
    customer_left_waiting,
    customer_missing,
    customer_no_promise,
    customer_survey_unused,
    customer_surveyed_every_time,
    elevator_too_long,
    flow_branch_without_condition,
    flow_checked_twice,
    flow_crowded_branch,
    flow_dead_end,
    flow_duplicate_name,
    flow_error_found_late,
    flow_exception_in_main_flow,
    flow_inclusive_branch,
    flow_large,
    flow_late_knock_out,
    flow_loop_without_exit,
    flow_many_ends,
    flow_needless_order,
    flow_neighbours_of_one_role,
    flow_repair_step,
    flow_rework,
    flow_share_unknown,
    flow_superfluous_gateway,
    flow_tangled,
    flow_unreachable,
    handoff_forward_only,
    handoff_imposed_terms,
    handoff_often,
    handoff_ping_pong,
    handoff_return_to_sender,
    kpi_duplicate,
    kpi_not_explainable,
    kpi_orphan,
    kpi_stale,
    kpi_weak_why,
    kpi_without_action,
    kpi_without_formula,
    kpi_without_owner,
    kpi_without_target,
    kpi_without_what,
    kpi_without_why,
    review_attempt_forgotten,
    review_attempt_without_lesson,
    review_due_soon,
    review_never,
    review_overdue,
    time_batch_wait,
    time_repeated_by_hand,
    time_system_switches,
    time_waiting_dominates,
    what_detail_collected,
    what_duplicate_output,
    what_no_output,
    what_output_unused,
    what_two_things,
    who_accountable_everywhere,
    who_accountable_missing,
    who_approval_of_approval,
    who_crowded,
    who_idle,
    who_informed_only,
    who_missing,
    who_named_person,
    who_no_authority,
    who_one_step,
    who_overlap,
    who_pass_through,
    who_process_owner_missing,
    who_rubber_stamp,
    who_sandwich,
    who_separation_broken,
    who_serial_approver,
    who_split_responsibility,
    who_subsumed,
    who_together_apart,
    who_too_many_roles,
    who_underloaded,
    who_unjustified,
    why_authority_without_source,
    why_circular,
    why_duplicate,
    why_enables_nothing,
    why_expired,
    why_missing,
    why_none,
    why_purpose_missing,
    why_risk_without_evidence,
    why_short,
    why_tautology,
    why_tradition,
    why_vague,
)
from flowtrim.rules._catalogue import PROCESS, Finding, Rule, Severity, Subject
from flowtrim.rules._profiles import LEVELS, PROFILES, Level

__all__ = [
    "CATALOGUE",
    "PROCESS",
    "PROFILES",
    "Finding",
    "Level",
    "Rule",
    "Severity",
    "Subject",
    "check",
    "find_rule",
    "profile_levels",
]

CATALOGUE: tuple[Rule, ...] = tuple(
    map(
        Rule.of,
        (
            why_purpose_missing,
            why_missing,
            why_none,
            why_circular,
            why_enables_nothing,
            why_tautology,
            why_duplicate,
            why_tradition,
            why_authority_without_source,
            why_vague,
            why_short,
            why_risk_without_evidence,
            why_expired,
            what_output_unused,
            what_duplicate_output,
            what_detail_collected,
            what_no_output,
            what_two_things,
            who_process_owner_missing,
            who_missing,
            who_separation_broken,
            who_together_apart,
            who_unjustified,
            who_idle,
            who_pass_through,
            who_sandwich,
            who_rubber_stamp,
            who_serial_approver,
            who_approval_of_approval,
            who_no_authority,
            who_subsumed,
            who_overlap,
            who_underloaded,
            who_informed_only,
            who_one_step,
            who_too_many_roles,
            who_split_responsibility,
            who_accountable_missing,
            who_accountable_everywhere,
            who_crowded,
            who_named_person,
            handoff_forward_only,
            handoff_ping_pong,
            handoff_return_to_sender,
            handoff_imposed_terms,
            handoff_often,
            flow_unreachable,
            flow_loop_without_exit,
            flow_dead_end,
            flow_late_knock_out,
            flow_needless_order,
            flow_neighbours_of_one_role,
            flow_rework,
            flow_repair_step,
            flow_checked_twice,
            flow_error_found_late,
            flow_exception_in_main_flow,
            flow_branch_without_condition,
            flow_share_unknown,
            flow_superfluous_gateway,
            flow_duplicate_name,
            flow_inclusive_branch,
            flow_crowded_branch,
            flow_many_ends,
            flow_tangled,
            flow_large,
            time_waiting_dominates,
            time_batch_wait,
            time_system_switches,
            time_repeated_by_hand,
            customer_missing,
            customer_bounced,
            customer_left_waiting,
            customer_no_promise,
            customer_contact_often,
            customer_input_checked_later,
            customer_survey_unused,
            customer_surveyed_every_time,
            kpi_stale,
            kpi_not_explainable,
            kpi_without_what,
            kpi_without_why,
            kpi_weak_why,
            kpi_without_action,
            kpi_without_owner,
            kpi_without_formula,
            kpi_without_target,
            kpi_duplicate,
            kpi_orphan,
            review_never,
            review_overdue,
            review_due_soon,
            review_attempt_without_lesson,
            review_attempt_forgotten,
            elevator_too_long,
        ),
    )
)
"""Every rule, family by family in the order of the story: why, what, who, and then the rest."""

_RANK: dict[Severity, int] = {"error": 0, "warning": 1, "hint": 2}


def check(
    survey: Survey,
    *,
    profile: str = "recommended",
    severities: Mapping[str, Level] | None = None,
    debug: bool = False,
) -> list[Finding]:
    """Ask every rule that the profile and the severities leave switched on; the worst findings come first.

    Among findings of one severity those about the process come first, then steps, flows and roles in the order
    of reading, then KPIs. A rule that breaks becomes a finding itself, and the others still speak; ``debug`` lets
    its exception through instead.

    Raises:
        UnknownNameError: no such profile, rule or severity.
    """
    levels = profile_levels(profile, severities)
    found = [finding for rule in CATALOGUE for finding in _ask(rule, survey, levels[rule.name], debug=debug)]
    place = _places(survey)
    last = len(place)
    return sorted(found, key=lambda f: (_RANK[f.severity], place.get((f.kind, f.at), last)))


def find_rule(name: str) -> Rule:
    """Return the rule of that name.

    Raises:
        UnknownNameError: there is none; the message guesses which one was meant.
    """
    rules = {rule.name: rule for rule in CATALOGUE}
    if name not in rules:
        raise UnknownNameError(f"There is no rule '{name}'.{_guess(name, rules)}")
    return rules[name]


def profile_levels(profile: str, severities: Mapping[str, Level] | None = None) -> dict[str, Level]:
    """Return the level of every rule under a profile, as the given severities change it.

    Raises:
        UnknownNameError: no such profile, rule or severity.
    """
    if profile not in PROFILES:
        raise UnknownNameError(f"There is no profile '{profile}'. Take one of {', '.join(PROFILES)}.")
    for name, level in (severities or {}).items():
        if find_rule(name) and level not in LEVELS:
            raise UnknownNameError(f"Rule '{name}' cannot be '{level}'. Take one of {', '.join(LEVELS)}.")
    return {**PROFILES[profile], **(severities or {})}


def _ask(rule: Rule, survey: Survey, level: Level, *, debug: bool) -> list[Finding]:
    if level == "off":
        return []
    try:
        return rule.check(survey, level)
    except Exception as problem:
        if debug:
            raise
        message = f"The rule {rule.name} could not be asked: {problem!r}. The other rules were."
        return [Finding(message, rule=f"broken-rule/{rule.name}", severity="error")]


def _places(survey: Survey) -> dict[tuple[Subject, str], int]:
    """Number everything that a finding can speak of, in the order of reading."""
    process, graph = survey.process, survey.graph
    places: dict[tuple[Subject, str], int] = {("process", PROCESS): 0}
    for step_id in graph.reading_order:
        places["step", step_id] = len(places)
        owner = graph.owner(step_id)
        if owner:
            places.setdefault(("role", owner), len(places))
        for target in (*graph.after[step_id], "end"):
            places["flow", f"{step_id}->{target}"] = len(places)
    for role in process.roles:
        places.setdefault(("role", role.id), len(places))
    for kpi in process.kpis:
        places.setdefault(("kpi", kpi.name), len(places))
    return places


def _guess(name: str, known: Mapping[str, Rule]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(name, known, n=1)
    return f" Did you mean '{close[0]}'?" if close else " 'flowtrim rules' lists them all."
