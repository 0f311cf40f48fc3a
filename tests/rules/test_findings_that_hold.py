"""What findings say of situations from life: two of each kind, in which an experienced owner was heard to laugh."""

import pytest

from flowtrim.formats import loads
from flowtrim.measures import Survey
from flowtrim.rules import find_rule
from tests.days import TODAY
from tests.rules.test_rules import survey_of

SILENT = [
    (
        "an answer to who asked is no rework",
        ("handoff-return-to-sender", "flow-rework", "flow-error-found-late"),
        """
process: Offer
steps:
  - {id: a, name: Draft, owner: X, next: [{to: q, when: unclear, share: 20%}, {to: s, when: clear, share: 80%}]}
  - {id: q, name: Answer the question, owner: Y, next: a}
  - {id: s, name: Send, owner: X}
""",
    ),
    (
        "an answer behind a gateway is no rework either",
        ("handoff-return-to-sender", "flow-rework", "flow-error-found-late"),
        """
process: Angebot
language: de
steps:
  - {id: a, name: Entwerfen, owner: X}
  - {id: g, name: Alles klar, kind: gateway, next: [{to: q, when: unklar, share: 20%}, {to: s, when: klar, share: 80%}]}
  - {id: q, name: Auskunft geben, owner: Y, kind: contact, next: a}
  - {id: s, name: Senden, owner: X}
""",
    ),
    (
        "what never happens is not told as happening in 0%",
        ("handoff-return-to-sender", "flow-rework", "flow-error-found-late", "handoff-ping-pong"),
        """
process: Letter
steps:
  - {id: a, name: Write, owner: X}
  - {id: c, name: Check, owner: Y, kind: check, next: [{to: a, when: bad, share: 0%}, {to: s, when: good, share: 100%}]}
  - {id: s, name: Send, owner: Z}
""",
    ),
    (
        "a loop that is never taken is none",
        ("handoff-return-to-sender", "flow-rework"),
        """
process: 手紙
language: ja
steps:
  - {id: a, name: 書く, owner: 担当}
  - {id: c, name: 見る, owner: 係長, kind: check, next: [{to: s, when: 良い, share: 100%}, {to: a, when: 悪い, share: 0%}]}
  - {id: s, name: 送る, owner: 窓口}
""",
    ),
    (
        "a master who answers for the work has wider skills by office",
        ("who-subsumed",),
        """
process: Chair
roles: {w: {name: Worker, skills: [wood]}, m: {name: Master, skills: [wood, law]}}
steps:
  - {id: a, name: Make it, owner: w, skill: wood, accountable: m}
  - {id: b, name: Approve it, owner: m, kind: approve, skill: law}
""",
    ),
    (
        "so has a head who approves at the end",
        ("who-subsumed",),
        """
process: Stuhl
language: de
roles: {w: {name: Geselle, skills: [holz]}, m: {name: Meisterin, skills: [holz, recht]}, c: {name: Büro, skills: [akten]}}
steps:
  - {id: a, name: Bauen, owner: w, skill: holz}
  - {id: k, name: Ablegen, owner: c, skill: akten}
  - {id: b, name: Abnehmen, owner: m, kind: approve, skill: recht}
""",
    ),
    (
        "who carries blood across the street does not only forward it",
        ("handoff-forward-only", "who-pass-through"),
        """
process: Test blood
steps:
  - {id: a, name: Take the sample, owner: Ward}
  - {id: b, name: Carry it to the laboratory, owner: Porter, kind: transfer, serves: customer, why: The laboratory is in the other house and blood spoils in an hour.}
  - {id: c, name: Grow it, owner: Laboratory}
""",
    ),
    (
        "a machine that routes calls for a reason is no relay",
        ("handoff-forward-only", "who-pass-through", "who-sandwich"),
        """
process: Anruf
language: de
roles: {m: {name: Telefonanlage, kind: system}}
steps:
  - {id: a, name: Anruf annehmen, owner: m, kind: transfer, serves: customer, why: Wer Polnisch spricht landet bei Ewa.}
  - {id: b, name: Antworten, owner: Service}
""",
    ),
    (
        "the time of a supplier is no batch",
        ("time-batch-wait",),
        """
process: Order
roles: {s: {name: Supplier, kind: partner}}
steps:
  - {id: a, name: Order, owner: Buyer, takes: 5m}
  - {id: b, name: Deliver, owner: s, takes: 10m, waits: 10d}
""",
    ),
    (
        "nor is what is waited for a partner",
        ("time-batch-wait",),
        """
process: 采购
language: zh
steps:
  - {id: a, name: 下单, owner: 采购, takes: 5m}
  - {id: b, name: 收货, owner: 仓库, takes: 10m, waits: {time: 10d, for: partner}}
""",
    ),
    (
        "a separation explains a second contact",
        ("customer-bounced",),
        """
process: Order by telephone
customer: Caller
separate: [[a, b]]
steps:
  - {id: a, name: Take the order, owner: X, kind: contact}
  - {id: b, name: Read it back, owner: Y, kind: contact}
""",
    ),
    (
        "so does the law",
        ("customer-bounced",),
        """
process: Haus kaufen
language: de
customer: Käufer
steps:
  - {id: a, name: Beraten, owner: Makler, kind: contact}
  - {id: b, name: Vertrag vorlesen, owner: Notarin, kind: contact, serves: law, source: § 311b BGB, why: Die Notarin liest ihn beiden vor.}
""",
    ),
    (
        "alarms side by side are no many hands",
        ("handoff-often",),
        """
process: Gas
steps:
  - {id: s, name: Smell gas, owner: Guard, next: {all: [a, b, c, d]}}
  - {id: a, name: Call the fire brigade, owner: Guard, next: end}
  - {id: b, name: Shut the main, owner: Plumber, next: end}
  - {id: c, name: Clear the house, owner: Wardens, next: end}
  - {id: d, name: Ring the doctor, owner: Nurse, next: end}
""",
    ),
    (
        "nor are those after a gateway",
        ("handoff-often",),
        """
process: 火警
language: zh
steps:
  - {id: s, name: 发现烟, owner: 门卫}
  - {id: g, name: 报警, kind: gateway, next: {all: [a, b, c, d]}}
  - {id: a, name: 叫消防队, owner: 门卫, next: end}
  - {id: b, name: 关总闸, owner: 电工, next: end}
  - {id: c, name: 疏散, owner: 楼长, next: end}
  - {id: d, name: 叫医生, owner: 护士, next: end}
""",
    ),
    (
        "branches that exclude each other may share a reason, and figures make two",
        ("why-duplicate",),
        """
process: Rad flicken
language: de
steps:
  - {id: a, name: Sehen, owner: X, next: [{to: b, when: klein, share: 60%}, {to: c, when: groß, share: 40%}]}
  - {id: b, name: Klein flicken, owner: X, why: Der Fahrer muss um acht wieder los., next: d}
  - {id: c, name: Groß flicken, owner: Y, why: Der Fahrer muss um acht wieder los.}
  - {id: d, name: Prüfen, owner: X, kind: check, why: 12 von 300 Rädern eierten 2023.}
  - {id: e, name: Nochmals prüfen, owner: Y, kind: check, why: 4 von 300 Rädern eierten 2024.}
""",
    ),
    (
        "what is two things is not to be made three",
        ("what-two-things",),
        """
process: Fruit
steps:
  - {id: a, name: Weigh and wash it, owner: X, takes: 5m}
  - {id: b, name: Dry it, owner: X, takes: 5m}
""",
    ),
]

SAYING = [
    (
        "what a law asks of an authority is asked of the law",
        "why-missing",
        "only where it comes from: what does '§ 99 BetrVG' ask for?",
        """
process: Hire somebody
roles: {Works council: {kind: partner}}
steps:
  - {id: a, name: Give consent, owner: Works council, kind: approve, source: § 99 BetrVG}
""",
    ),
    (
        "what a case has to wait for is told apart, and what nobody said it waits for is asked",
        "time-waiting-dominates",
        "83% of its time, what it has to wait for left out. The largest part is before 'Call', 5 hours each time: what does",
        """
process: Remind
steps:
  - {id: a, name: Wait two weeks, owner: X, kind: wait, waits: 10d, serves: law, source: Code 286, why: The law gives the debtor fourteen days.}
  - {id: b, name: Call, owner: X, takes: 1h, waits: 5h}
""",
    ),
    (
        "handoffs of work side by side are told apart",
        "handoff-often",
        "An average case changes hands 7 times, 3 of them one after the other: could one team take it?",
        """
process: Alarm
steps:
  - {id: a, name: Call, owner: A, next: b}
  - {id: b, name: Sort, owner: B, next: {all: [c, d]}}
  - {id: c, name: Drive, owner: C, next: e}
  - {id: d, name: Fly, owner: D, next: e}
  - {id: e, name: Meet, owner: E, join: all, next: f}
  - {id: f, name: Mend, owner: F}
  - {id: g, name: Pay, owner: G}
""",
    ),
    (
        "what somebody sees after a machine is asked",
        "flow-checked-twice",
        "'Look' looks at 'build' after 'Test': what does a machine not see there?",
        """
process: Build
roles: {m: {name: Server, kind: system}}
steps:
  - {id: a, name: Test, owner: m, kind: check, inputs: [build]}
  - {id: b, name: Look, owner: X, kind: check, inputs: [build]}
""",
    ),
    (
        "the share is that of the check, though another step tells",
        "handoff-return-to-sender",
        "in 15% of the cases at 'Check'",
        """
process: Letter
steps:
  - {id: a, name: Write, owner: X}
  - {id: c, name: Check, owner: Y, kind: check, next: [{to: t, when: bad, share: 15%}, {to: s, when: good, share: 85%}]}
  - {id: t, name: Tell X, owner: Y, kind: notify, next: a}
  - {id: s, name: Send, owner: Z}
""",
    ),
    (
        "figures that contradict each other are told as that",
        "flow-shares-contradict",
        "refused 0 of 500, and its ways on say that it refuses 12%",
        """
process: Letter
steps:
  - {id: c, name: Check, owner: Y, kind: check, decisions: {made: 500, refused: 0}, next: [{to: end, when: rejected, share: 12%}, {to: s, when: good, share: 88%}]}
  - {id: s, name: Send, owner: Z}
""",
    ),
    (
        "of cumulative approvals the lower is needless in large cases",
        "who-approval-of-approval",
        "'Approve as lead' is needless in the larger cases",
        """
process: Order
steps:
  - {id: a, name: Approve as lead, owner: Lead, kind: approve, next: [{to: o, when: up to 500, share: 80%}, {to: b, when: above 500, share: 20%}]}
  - {id: b, name: Approve as head, owner: Head, kind: approve}
  - {id: o, name: Order, owner: Clerk}
""",
    ),
    (
        "in German, too",
        "who-approval-of-approval",
        "'Freigabe durch das Team' is needless in the larger cases",
        """
process: Bestellen
language: de
steps:
  - {id: a, name: Freigabe durch das Team, owner: Team, kind: approve, next: [{to: o, when: bis 500, share: 80%}, {to: b, when: über 500, share: 20%}]}
  - {id: b, name: Freigabe durch die Leitung, owner: Leitung, kind: approve}
  - {id: o, name: Bestellen, owner: Einkauf}
""",
    ),
    (
        "a way back into one branch is told with the cure",
        "flow-deadlock",
        "lead it back to where they part",
        """
process: Join
steps:
  - {id: s, name: Start, owner: X, next: {all: [a, b]}}
  - {id: a, name: A, owner: X, next: j}
  - {id: b, name: B, owner: Y, next: j}
  - {id: j, name: Join it, owner: X, join: all, next: [{to: a, when: bad, share: 10%}, {to: end, when: good, share: 90%}]}
""",
    ),
    (
        "so is one to the join itself",
        "flow-deadlock",
        "let a gateway before 'Zusammenführen' wait for the rest instead",
        """
process: Join
language: de
steps:
  - {id: s, name: Beginnen, owner: X, next: {all: [a, b]}}
  - {id: a, name: Messen, owner: X, next: j}
  - {id: b, name: Wägen, owner: Y, next: j}
  - {id: j, name: Zusammenführen, owner: X, join: all}
  - {id: k, name: Prüfen, owner: Y, next: [{to: j, when: schlecht, share: 10%}, {to: end, when: gut, share: 90%}]}
""",
    ),
]


@pytest.mark.parametrize(("rules", "text"), [case[1:] for case in SILENT], ids=[case[0] for case in SILENT])
def test_nobody_would_laugh(rules, text):
    seen = survey_of(text)

    assert [] == [finding.key for rule in rules for finding in find_rule(rule).check(seen)]


@pytest.mark.parametrize(("rule", "words", "text"), [case[1:] for case in SAYING], ids=[case[0] for case in SAYING])
def test_it_is_said_as_it_is(rule, words, text):
    (finding,) = find_rule(rule).check(survey_of(text))

    assert words in finding.message


def test_a_step_that_is_two_things_is_not_told_to_become_one_with_the_next_as_well():
    text = """
process: Fruit
steps:
  - {id: a, name: "Weigh it, wash it and count it", owner: X, outputs: [weight, fruit], takes: 5m}
  - {id: b, name: Dry it, owner: X, takes: 5m}
"""
    told = [
        f.key
        for rule in ("what-two-things", "flow-neighbours-of-one-role")
        for f in find_rule(rule).check(survey_of(text))
    ]

    assert 1 >= len(told)


def test_the_largest_wait_is_the_one_for_the_next_round_where_nothing_else_is_waited_for():
    text = "process: P\nsteps:\n  - {name: Note it, takes: 10m}\n  - {name: Meet, takes: 10m, every: 10d}\n"
    (finding,) = find_rule("time-waiting-dominates").check(survey_of(text))

    assert "The largest part is before 'Meet', 1 working week each time." in finding.message


COUNTED = """
process: Pay a claim
steps:
  - {id: a, name: Approve it, owner: Boss, kind: approve, decisions: {made: MADE, refused: REFUSED},
     next: [{to: b, when: agreed FIRST}, {to: end, when: not agreed SECOND}]}
  - {id: b, name: Pay it, owner: Clerk}
"""


@pytest.mark.parametrize(
    ("made", "refused", "share", "rest"),
    [(3600, 0, "0%", "100%"), (6300, 14, "0.22%", "99.78%"), (36400, 20, "0.0549%", "99.9451%"), (90, 30, "33.33%", "66.67%")],
)  # fmt: skip
def test_the_shares_that_are_told_to_be_written_are_those_of_the_counts(made, refused, share, rest):
    text = COUNTED.replace("MADE", str(made)).replace("REFUSED", str(refused))
    (finding,) = find_rule("flow-shares-contradict").check(survey_of(text.replace(" FIRST", "").replace(" SECOND", "")))
    cured = survey_of(text.replace(" FIRST", f", share: {rest}").replace(" SECOND", f", share: {share}"))

    assert (
        f"'Approve it' refused {refused:,} of {made:,}, and 50% is assumed for 'not agreed', as no share is declared: "
        f"write “share: {share}” there, and “{rest}” for the rest."
    ) == finding.message
    assert [] == [
        each for name in ("flow-shares-contradict", "flow-share-unknown") for each in find_rule(name).check(cured)
    ]


def test_where_no_way_says_that_it_refuses_the_share_is_told_all_the_same():
    text = (
        COUNTED.replace("MADE", "3600").replace("REFUSED", "0").replace(" FIRST", "").replace("not agreed SECOND", "Y")
    )
    (finding,) = find_rule("flow-shares-contradict").check(survey_of(text))

    assert (
        "'Approve it' refused 0 of 3,600, and 50% is assumed for each of its ways, which have no shares: "
        "write “share: 0%” at the way of what it refuses."
    ) == finding.message


def test_what_other_shares_leave_to_refusals_is_held_beside_their_counts():
    text = (
        COUNTED.replace("MADE", "3600")
        .replace("REFUSED", "36")
        .replace(" FIRST", ", share: 80%")
        .replace(" SECOND", "")
    )
    (finding,) = find_rule("flow-shares-contradict").check(survey_of(text))

    assert (
        "'Approve it' refused 36 of 3,600, and its other shares leave 20% for 'not agreed': which holds?"
    ) == finding.message


CHOICE_INTO_A_JOIN = """
process: Open a shop
steps:
  - {id: a, name: Unlock the door, owner: A, next: {all: [b, c]}}
  - {id: b, name: Heat the oven, owner: A, next: e}
  - {id: c, name: Count the till, owner: B, next: [{to: d, when: short, share: 5%}, {to: e, when: right, share: 95%}]}
  - {id: d, name: Write it down, owner: B, next: e}
  - {id: e, name: Sell, owner: B, join: all}
"""


@pytest.mark.parametrize("order", [("short", "right"), ("right", "short")])
def test_a_choice_that_leads_to_a_join_by_several_ways_is_told_with_the_cure(order):
    ways = {"short": "{to: d, when: short, share: 5%}", "right": "{to: e, when: right, share: 95%}"}
    written = "[{to: d, when: short, share: 5%}, {to: e, when: right, share: 95%}]"
    text = CHOICE_INTO_A_JOIN.replace(written, f"[{', '.join(ways[one] for one in order)}]")
    seen = Survey(loads(text, file="shop.yml", today=TODAY).process, today=TODAY)
    (found,) = find_rule("flow-deadlock").check(seen)

    assert (
        "'Sell' waits for 'Count the till' and 'Write it down', and may wait for ever. Only one of the ways from "
        "'Count the till' comes: let them meet at a gateway before 'Sell'."
    ) == found.message


@pytest.mark.parametrize(
    ("instead", "cure"),
    [
        ("", "The way back from 'Give it back' comes alone: let a gateway before 'Choose' wait for the rest instead."),
        (
            "optional: 40%, ",
            "The way back from 'Give it back' comes alone: let a gateway before 'Choose' wait for the rest instead.",
        ),
    ],
)
def test_a_way_back_after_a_deadline_into_a_join_is_told_with_the_cure(instead, cure):
    text = f"""
process: Give places away
steps:
  - {{id: ask, name: Ask, owner: A, next: {{all: [rooms, income]}}}}
  - {{id: rooms, name: Count the places, owner: A, next: choose}}
  - {{id: income, name: Confirm the income, owner: B, next: choose}}
  - {{id: choose, name: Choose, owner: A, join: all}}
  - {{id: accept, name: Accept, owner: C, within: {{time: 10d, instead: back, share: 12%}}, next: end}}
  - {{id: back, name: Give it back, {instead}owner: A, next: choose}}
"""
    (found,) = find_rule("flow-deadlock").check(
        Survey(loads(text, file="places.yml", today=TODAY).process, today=TODAY)
    )

    assert f"'Choose' waits for 'Give it back', and may wait for ever. {cure}" == found.message


def test_the_largest_wait_is_one_that_delays_the_case_and_not_one_beside_a_longer_branch():
    text = """
process: Discharge
steps:
  - {id: a, name: Decide, takes: 5m, next: {all: [b, c]}}
  - {id: b, name: Find a place, waits: 4h, takes: 5m, next: d}
  - {id: c, name: Read the images, waits: 3h, takes: 90m, next: d}
  - {id: d, name: Send the letter, join: all, waits: 3h, takes: 5m}
"""
    (finding,) = find_rule("time-waiting-dominates").check(survey_of(text))

    assert "The largest part is before 'Read the images', 3 hours each time" in finding.message


def test_a_step_that_is_a_wait_says_itself_what_it_waits_for():
    text = "process: P\nsteps:\n  - {name: Note it, takes: 10m}\n  - {name: Wait for the copy, kind: wait, waits: 2d}\n"
    (finding,) = find_rule("time-waiting-dominates").check(survey_of(text))

    assert finding.message.endswith("The largest part is before 'Wait for the copy', 2 working days each time.")


TOLD = [
    (
        "customer-left-waiting",
        """
process: Offer
customer: C
steps:
  - {id: a, name: Talk, owner: X, kind: contact, waits: 1d}
  - {id: b, name: Draw, owner: X, takes: 1d, waits: 5d}
  - {id: c, name: Reckon, owner: Y, waits: 2d}
  - {id: d, name: Hand it over, owner: X, kind: contact, waits: 2d}
""",
        (
            "The customer waits 1 working day or longer without a word: up to 10 working days between 'Talk' and "
            "'Hand it over'."
        ),
    ),
    (
        "handoff-return-to-sender",
        """
process: Incident
steps:
  - {id: a, name: Sort, owner: X, next: [{to: b, when: unknown, share: 50%}, {to: c, when: known, share: 50%}]}
  - {id: b, name: Diagnose, owner: Y}
  - {id: c, name: Ask, owner: Z, next: [{to: b, when: it fails, share: 20%}, {to: end, when: it works, share: 80%}]}
""",
        "'Z' sends the work back to 'Y' in 12% of the cases at 'Ask', to 'Diagnose'.",
    ),
    (
        "time-waiting-dominates",
        """
process: Discharge
steps:
  - {id: a, name: A, takes: 30m, next: {all: [b, c]}}
  - {id: b, name: B, takes: 10m, waits: 4h, next: d}
  - {id: c, name: C, takes: 10m, waits: 4h, next: d}
  - {id: d, name: D, join: all, takes: 20m}
""",
        "A case waits 80% of its time. The largest part is before 'B', 4 hours each time: what does it wait for?",
    ),
    (
        "kpi-stale",
        """
process: Calls
steps: [{name: A, owner: X}]
kpis: [{name: Handling time, reviewed: 2023-01-10}]
""",
        (
            "'Handling time' was last questioned 46 months ago, on 2023-01-10: ask whether anybody still does something by "
            "it."
        ),
    ),
    (
        "who-too-many-roles",
        """
process: Goods
roles: {x: {name: X, department: A}, y: {name: Y, department: B}, z: {name: Z, department: C}}
steps: [{name: A, owner: x}, {name: B, owner: y}, {name: C, owner: z}]
""",
        "3 departments work in the process, with one role each: who is needed for what?",
    ),
    (
        "who-approval-of-approval",
        """
process: Credit
steps:
  - {id: a, name: Sign, owner: X, kind: approve, decisions: {made: 400, refused: 0}, next: [{to: end, when: "up to 1,000", share: 70%}, {to: b, when: "above 1,000", share: 30%}]}
  - {id: b, name: Countersign, owner: Y, kind: approve}
""",
        "'Sign' is needless in the larger cases, which 'Countersign' approves again: what would be missed without it?",
    ),
    (
        "what-detail-collected",
        """
process: Survey
customer: C
steps:
  - {id: a, name: Ask for a nine, owner: X, kind: contact, why: none, outputs: [second opinion], next: [{to: b, when: a fault, share: 10%}, {to: end, when: none, share: 90%}]}
  - {id: b, name: Mend it, owner: Y, inputs: [fault]}
""",
        "Only the choice at 'Ask for a nine' uses 'second opinion': is it worth asking the customer?",
    ),
]


@pytest.mark.parametrize(("rule", "process", "told"), TOLD)
def test_what_is_told_holds(rule, process, told):
    assert [told] == [str(each.message) for each in find_rule(rule).check(survey_of(process))]


@pytest.mark.parametrize(("skills", "weak"), [("[rating]", False), ("[]", True)])
def test_what_a_role_does_by_its_skill_is_a_reason(skills, weak):
    lend = f"""
process: Lend
language: en
roles: {{risk: {{name: Underwriter, why: Judges the risk by figures., skills: {skills}}}}}
steps: [{{name: Rate it, owner: risk, why: Three loans failed in 2024.}}]
"""
    assert weak == ("risk" in survey_of(lend).justification.roles.weak)
    vague = lend.replace("Judges the risk by figures.", "Ensures the quality.")
    assert "risk" in survey_of(vague).justification.roles.weak


def test_of_several_branches_that_a_step_waits_for_those_are_named_of_which_only_one_comes():
    text = """
process: Deliver
steps:
  - {id: s, name: Order, next: {all: [x, y]}}
  - {id: x, name: Check the stock, next: [{to: a, when: there}, {to: s, when: gone}]}
  - {id: a, name: Pick it, next: z}
  - {id: y, name: Check the credit, next: [{to: c, when: good}, {to: d, when: bad}]}
  - {id: c, name: Bill it, next: z}
  - {id: d, name: Ask for cash, next: g}
  - {id: g, kind: gateway, next: z}
  - {id: z, name: Ship it, join: all}
"""
    (found,) = find_rule("flow-deadlock").check(survey_of(text))

    assert found.message.endswith(
        "Of 'Bill it' and 'Ask for cash' only one comes, as 'Check the credit' decides: let them meet at a gateway before "
        "'Ship it'."
    )


RENT = """
process: Rent a car
customer: C
outputs: [key]
steps:
  - {id: a, name: Take the wish, owner: X, kind: contact, outputs: [wish]}
  - {id: b, name: Show the car, owner: X, kind: contact, inputs: [wish]}
  - {id: c, name: Hand over the key, owner: X, kind: contact, inputs: [wish], outputs: [key]}
"""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (RENT, "which of them does it take?"),
        (RENT.replace("inputs: [wish]}", "inputs: [wish], outputs: [choice]}"), "ask everything at once."),
    ],
)
def test_only_contacts_at_which_something_is_asked_could_ask_it_at_once(text, said):
    assert [f"An average case contacts the customer 3 times: {said}"] == [
        str(finding.message) for finding in find_rule("customer-contact-often").check(survey_of(text))
    ]


@pytest.mark.parametrize(
    ("times", "words"),
    [
        (2, "'Check' has the name of another step: is the same work done twice?"),
        (3, "'Check' has the name of 2 other steps: is the same work done several times?"),
    ],
)
def test_a_name_that_several_steps_have_is_told_of_the_last(times, words):
    steps = ", ".join(f"{{id: s{number}, name: Check}}" for number in range(times))
    (finding,) = find_rule("flow-duplicate-name").check(survey_of(f"{{process: P, steps: [{steps}]}}"))

    assert words == finding.message
