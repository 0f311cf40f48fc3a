from __future__ import annotations

import pytest

from flowtrim.reports.process.compose import page

BARE = """\
process: Expense claim
steps:
  - {name: Fill in the claim, owner: Employee}
  - {name: Stamp the claim, owner: Clerk, why: none}
  - {name: Pay the claim, owner: Payroll, why: "The traveller paid for us and gets it back.", serves: customer}
"""
GOOD = """\
process: Expense claim
why: People get back what they paid for the company.
outputs: [money]
customer: Employee
owner: Head of Finance
reviewed: 2026-10-01
promise: 2d
roles:
  Payroll: {name: Payroll, why: "Only payroll may pay, by signature rule 7."}
steps:
  - {name: Pay the claim, owner: Payroll, why: "The traveller paid for us and gets it back.", serves: customer, outputs: [money]}
"""
MANY = "process: Many\nsteps:\n" + "".join(f"  - {{name: Step {n}, owner: R{n % 2}}}\n" for n in range(30))


def labelled(told, label):
    return next(group.figures for group in told.groups if group.label == label)


def test_a_process_that_fits_says_so(analysed):
    verdict = page(analysed(GOOD)).verdict

    assert ("fits", "1 ride: it fits") == (verdict.outlook, verdict.text)
    assert verdict.meaning.endswith("Every step has a reason.")


def test_a_process_that_is_too_long_names_the_rides(analysed):
    verdict = page(analysed(MANY)).verdict

    assert ("asks", "?") == (verdict.outlook, verdict.sign)
    assert verdict.text.startswith("Ask first: ")
    assert verdict.text.endswith(" rides")
    assert verdict.meaning.endswith("No step has a reason yet: ask why.")


@pytest.mark.parametrize(("unasked", "outlook"), [(1, "fits"), (2, "asks"), (3, "asks")])
def test_nothing_is_praised_where_more_than_a_third_of_the_steps_was_never_asked_about(analysed, unasked, outlook):
    steps = "".join(
        f"  - {{name: Step {n}, owner: R{', why: tbd' if n < unasked else f', why: Two vans were lost in 202{n}.'}}}\n"
        for n in range(3)
    )
    verdict = page(analysed(f"process: P\nsteps:\n{steps}")).verdict

    assert (outlook, outlook == "fits") == (verdict.outlook, verdict.text == "1 ride: it fits")
    assert (unasked == 2) == ("Nobody was asked yet why 2 of 3 steps are there." in verdict.meaning)


def test_steps_without_a_reason_are_counted_in_the_verdict(analysed):
    assert page(analysed(BARE)).verdict.meaning.endswith("2 steps of 3 have no reason.")


def test_a_process_without_steps_is_told_kindly(analysed):
    assert "No steps yet" == page(analysed("process: P\nsteps: []\n")).verdict.text


def test_asked_in_vain_and_not_asked_are_told_apart(analysed):
    assert ("2 steps without", "1 never asked", "1 asked, no answer") == labelled(page(analysed(BARE)), "Reasons")[:3]


def test_what_nobody_could_say_why_and_others_need_is_counted_all_the_same(analysed):
    needed = """\
process: Claim
steps:
  - {id: log, name: Log it, owner: Clerk, why: none, outputs: [number]}
  - {id: pay, name: Pay it, owner: Payroll, why: The traveller paid for us and gets it back., inputs: [number]}
"""
    told = page(analysed(needed))

    assert "1 asked, no answer, needed by others" in labelled(told, "Reasons")
    assert told.verdict.meaning.endswith("Nobody could say why 1 step is there, but others need it.")


def test_what_nobody_declared_is_left_out(analysed):
    assert "Time" not in {group.label for group in page(analysed(BARE)).groups}


def test_a_duration_without_any_declared_waiting_says_so(analysed):
    timed = BARE.replace("owner: Employee}", "owner: Employee, takes: 10m}")

    assert "at least 10 min from start to end, waiting unknown" in labelled(page(analysed(timed)), "Time")
    assert "10 min from start to end" in labelled(page(analysed(timed.replace("10m}", "10m, waits: 0m}"))), "Time")


def test_checks_in_cases_that_are_refused_later_are_told(analysed):
    late = """\
process: Grant a loan
steps:
  - {id: visit, name: Value the house, kind: check, takes: 5h, next: look}
  - {id: look, name: Look up the debtors, kind: check, next: [{to: pay, share: 80%}, {to: end, share: 20%}]}
  - {id: pay, name: Pay the loan out}
"""
    assert "1 h of checks in cases refused later" in labelled(page(analysed(late)), "Time")


def test_assumed_shares_are_said(analysed):
    text = "process: P\nsteps:\n  - {id: a, name: A, owner: X, next: [b, c]}\n  - {id: b, name: B, owner: Y, next: end}\n  - {id: c, name: C, owner: Z}\n"

    assert "1 expected in a case (assumed shares)" in labelled(page(analysed(text)), "Handoffs")


def test_handoffs_with_others_than_our_own_people_are_told_beside_all_of_them(analysed):
    text = """\
process: Order
customer: Buyer
roles: {bot: {name: Bot, kind: system}, carrier: {name: Carrier, kind: partner}}
steps:
  - {name: Ask, owner: Buyer}
  - {name: Pack, owner: Store}
  - {name: Book, owner: bot}
  - {name: Ship, owner: carrier}
"""
    told = labelled(page(analysed(text)), "Handoffs")

    assert "3 handoffs, 2 with a system, 1 with a partner, 1 with the customer" in told


@pytest.mark.parametrize(("kind", "said"), [("do", "no contact declared"), ("contact", "1 contact in a case")])
def test_where_the_customer_only_takes_work_and_gives_it_back_no_contact_is_declared(kind, said, analysed):
    text = f"process: P\ncustomer: Buyer\nsteps:\n  - {{name: Pack, owner: Shop, kind: {kind}}}\n  - {{name: Pay, owner: Buyer}}\n"

    assert said in labelled(page(analysed(text)), "Customer")


@pytest.mark.parametrize(("choice", "said"), [("[{to: b, share: 50%}, {to: end}]", " on average"), ("b", "")])
def test_how_long_a_case_takes_is_an_average_where_cases_go_different_ways(choice, said, analysed):
    text = f"process: P\nsteps:\n  - {{name: A, takes: 60m, next: {choice}}}\n  - {{name: B, id: b, takes: 60m}}\n"
    told = next(each for each in labelled(page(analysed(text)), "Time") if "from start to end" in each)

    assert said == told.partition("from start to end")[2].removesuffix(", waiting unknown")


@pytest.mark.parametrize(
    ("refused", "said"),
    [(0, ["what it approves and checks could go on without it"]), (9, [])],
)
def test_a_role_that_refused_nothing_could_go_though_nobody_could_take_over(refused, said, analysed):
    text = f"""\
process: Pay a claim
roles: {{head: {{name: Head}}, clerk: {{name: Clerk, why: Knows the rules of travel.}}}}
steps:
  - {{name: Write it down, owner: clerk, why: A claim from abroad needs its day and its rate., takes: 40m}}
  - {{name: Sign it, owner: head, kind: approve, why: It is company policy., decisions: {{made: 412, refused: {refused}}}, takes: 1m}}
  - {{name: Pay it, owner: clerk, why: The employee has laid out the money., takes: 9m}}
"""
    assert said == [spare.gain for spare in page(analysed(text)).spare if spare.role == "Head"]


def test_handoffs_among_our_own_people_need_no_more_words(analysed):
    text = "process: P\nsteps:\n  - {name: A, owner: X}\n  - {name: B, owner: Y}\n"

    assert "1 handoff" in labelled(page(analysed(text)), "Handoffs")


def test_findings_of_one_rule_are_one_block(analysed):
    why = next(family for family in page(analysed(MANY)).families if family.title == "Why")
    missing = [block for block in why.blocks if block.rule == "why-missing"]

    assert [29] == [len(block.also) for block in missing]


def test_a_role_of_which_the_rule_speaks_in_other_words_is_not_named_behind_those_of_another(analysed):
    claim = """\
process: Claim
why: People get back what they paid.
steps:
  - {name: Stamp, owner: Clerk, why: none}
  - {name: File, owner: Archive, why: none}
  - {name: Pay, owner: Payroll, why: "The traveller paid for us and gets it back."}
"""
    who = next(family for family in page(analysed(claim)).families if family.title == "Who")
    block = next(block for block in who.blocks if block.rule == "who-unjustified")

    assert "'Clerk' is in the process for 1 step, which has no reason." == block.message
    assert ("'Archive':5",) == block.also
    assert ("'Payroll':6",) == block.others
    assert 3 == block.count


def test_everything_unfolds_each_finding(analysed):
    why = next(family for family in page(analysed(MANY), everything=True).families if family.title == "Why")

    assert 30 == sum(block.rule == "why-missing" for block in why.blocks)


def test_errors_are_told_before_warnings(analysed):
    order = ["error", "warning", "hint"]
    ranks = [order.index(family.blocks[0].severity) for family in page(analysed(BARE)).families]

    assert sorted(ranks) == ranks


def test_the_spoken_text_is_only_there_when_asked_for(analysed):
    assert () == page(analysed(BARE)).speech
    assert page(analysed(BARE), say=True).speech


def test_the_spoken_text_is_told_ride_by_ride(analysed):
    analysis = analysed(MANY)
    rides = [said.ride for said in page(analysis, say=True).speech]

    assert analysis.survey.elevator.rides == rides[-1]
    assert sorted(rides) == rides


def test_advice_begins_with_asking_and_names_what_can_go(analysed):
    told = page(analysed(BARE)).next

    assert "Ask why of '1 Fill in the claim'." == told[0]
    assert "Let go what nobody had a reason for: '2 Stamp the claim'." == told[1]


def test_of_many_steps_those_that_change_hands_are_asked_first(analysed):
    told = page(analysed(MANY)).next[0]

    # of those between two changes of hands, the ones whose names take longest to say
    assert told.startswith("Ask why of 30 steps, beginning with '11 Step 10', '12 Step 11' and '13 Step 12'.")


def test_a_sound_and_justified_process_gets_no_needless_advice(analysed):
    assert not any("Ask why" in step or "Let go" in step for step in page(analysed(GOOD)).next)


def test_a_flow_that_gets_stuck_comes_first(analysed):
    stuck = """\
process: P
steps:
  - {id: a, name: A, owner: X, next: [b, c]}
  - {id: b, name: B, owner: X, next: d}
  - {id: c, name: C, owner: X, next: d}
  - {id: d, name: D, owner: X, join: all}
"""

    assert page(analysed(stuck)).next[0].startswith("Mend the flow first")


def test_before_and_after_says_what_got_better(analysed):
    lean = "process: Lean\nsteps:\n  - {name: Pay, owner: Payroll, why: The traveller paid for us.}\n"
    told = page(analysed(MANY, after=lean))
    steps = next(row for row in told.compared if row.name == "steps")

    assert ("Lean", "30", "1", "−29", True) == (told.after_title, steps.before, steps.after, steps.change, steps.better)


def test_a_figure_that_stays_is_neither_better_nor_worse(analysed):
    rides = next(row for row in page(analysed(BARE, after=BARE)).compared if row.name == "steps")

    assert ("=", None) == (rides.change, rides.better)


def test_lapsed_acceptances_are_told(analysed):
    lapsed = BARE + "accepted:\n  why-none@stamp-the-claim: {because: The bank., until: 2026-01-31}\n"

    assert "The acceptance of why-none@stamp-the-claim ran out on 2026-01-31." in page(analysed(lapsed)).asides


def test_accepted_findings_are_only_counted(analysed):
    accepted = BARE + "accepted:\n  why-none@stamp-the-claim: {because: The bank., until: 2027-01-31, by: Treasury}\n"
    told = page(analysed(accepted))

    assert "1 finding accepted, not shown." in told.asides
    assert not any(block.rule == "why-none" for family in told.families for block in family.blocks)


def test_everything_shows_accepted_findings_with_their_reason(analysed):
    accepted = BARE + "accepted:\n  why-none@stamp-the-claim: {because: The bank., until: 2027-01-31, by: Treasury}\n"
    blocks = [block for family in page(analysed(accepted), everything=True).families for block in family.blocks]

    assert ["accepted until 2027-01-31 by Treasury: The bank."] == [
        block.accepted for block in blocks if block.accepted
    ]


def test_a_role_about_whose_steps_nobody_was_asked_is_not_one_that_could_go_yet(analysed):
    assert () == page(analysed(MANY)).spare


def test_many_roles_that_could_go_are_counted(analysed):
    steps = "".join(f"  - {{name: Step {n}, owner: R{n}, why: none}}\n" for n in range(30))
    analysis = analysed(f"process: Many\nsteps:\n{steps}")

    assert (5, 25) == (len(page(analysis).spare), page(analysis).spare_folded)
    assert (30, 0) == (len(page(analysis, everything=True).spare), page(analysis, everything=True).spare_folded)
    assert {"all its steps could go"} == {spare.gain for spare in page(analysis).spare}


CLASH = """\
process: Kitchen
roles:
  cook: {name: Cook, why: Somebody has to cook.}
steps:
  - {id: menu, name: Draft the menu, owner: chef, outputs: [menu]}
  - {id: cook, name: Cook, owner: cook, why: The host ordered food for Saturday evening and pays for it., inputs: [menu]}
"""


def said_by(rule, analysis):
    blocks = (block for family in page(analysis, everything=True).families for block in family.blocks)
    return [block.message for block in blocks if block.rule == rule]


def test_what_is_said_of_a_role_bears_no_number_of_a_step_of_the_same_id(analysed):
    told = said_by("why-vague", analysed(CLASH))

    assert ["The reason of 'Cook' would fit elsewhere as well: what does it prevent, and for whom?"] == told


def test_what_is_said_of_a_step_bears_its_number_whatever_its_role_is_called(analysed):
    bare = CLASH.replace(", why: The host ordered food for Saturday evening and pays for it.", ", why: none")
    (told,) = said_by("why-none", analysed(bare))

    assert told.startswith("Nobody could say why '2 Cook' is there.")
