"""What to do next: what takes most of a year first, and what to type then."""

import pytest

from flowtrim.reports.process.compose import page

GOOD = "The traveller paid for us and gets it back."
STAMPED = f"""\
process: Expense claim
volume: 1200/year
roles:
  Payroll: {{name: Payroll, why: "Only payroll may pay, by signature rule 7."}}
steps:
  - {{id: fill, name: Fill in the claim, owner: Employee, takes: 10m, why: "{GOOD}"}}
  - {{id: stamp, name: Stamp the claim, owner: Clerk, takes: 15m, why: none}}
  - {{id: file, name: File the claim, owner: Clerk, takes: 5m, why: none}}
  - {{id: check, name: Check the claim, owner: Clerk, takes: 30m, why: "Three claims were paid twice in 2024."}}
  - {{id: pay, name: Pay the claim, owner: Payroll, takes: 10m, why: "{GOOD}", serves: customer}}
"""
SENT_BACK = f"""\
process: Offer
volume: 600/year
steps:
  - {{id: write, name: Write the offer, owner: Seller, takes: 80m, why: "{GOOD}"}}
  - id: look
    name: Look it through
    owner: Seller
    takes: 20m
    why: Two offers went out with last year's prices.
    next: [{{to: write, when: a price is wrong, share: 50%}}, {{to: end, share: 50%}}]
"""
ACCEPTED = """\
accepted:
  why-none@stamp: {because: The auditor is asked in spring., until: 2099-01-01}
"""


def told(analysed, text):
    return page(analysed(text)).next


def dearest(analysed, text):
    return [line for line in told(analysed, text) if line.startswith(("Weigh", "Find out"))]


def test_the_dearest_work_without_a_reason_comes_first(analysed):
    first = "Weigh whether '2 Stamp the claim' is worth 300 hours a year: nobody could say why it is there."

    assert first == told(analysed, STAMPED)[0]
    assert [first] == dearest(analysed, STAMPED)


def test_what_it_costs_is_told_where_a_rate_is_declared(analysed):
    rated = STAMPED.replace("roles:", "roles:\n  Clerk: {name: Clerk, rate: 60}")

    assert "300 hours a year and a cost of 18,000 a year" in dearest(analysed, rated)[0]


def test_money_alone_is_told_where_no_time_is_declared(analysed):
    bought = STAMPED.replace("takes: 15m", "cost: 2")

    assert "worth a cost of 2,400 a year" in dearest(analysed, bought.replace(", takes: 5m", ""))[0]


def test_a_check_that_refuses_nothing_is_told_by_its_counts(analysed):
    checked = STAMPED.replace("name: Check", "kind: approve, decisions: {made: 4000, refused: 0}, name: Check")

    assert ["Weigh whether '4 Check the claim' is worth 600 hours a year: it refused none of 4,000."] == dearest(
        analysed, checked
    )


def test_going_back_is_told_by_what_it_takes(analysed):
    told_first = "Find out what would spare 1,000 hours a year: the work goes back from '2 Look it through' to '1 Write the offer'."

    assert [told_first] == dearest(analysed, SENT_BACK)


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("volume: 1200/year\n", ""),
        ("why: none", f"why: {GOOD}"),
        ("why: none", "why: tbd"),
        ("takes: 15m, why: none", f"takes: 15d, why: {GOOD}"),
    ],
    ids=["nobody said how many cases", "all has a reason", "nobody was asked", "a trifle is left"],
)
def test_nothing_is_called_dear_that_is_not_known_to_be(analysed, was, now):
    assert [] == dearest(analysed, STAMPED.replace(was, now))


def test_what_somebody_accepted_is_weighed_already(analysed):
    assert "'3 File the claim' is worth 100 hours" in dearest(analysed, STAMPED + ACCEPTED)[0]


def test_what_others_do_is_not_ours_to_weigh(analysed):
    partners = STAMPED.replace("roles:", "roles:\n  Clerk: {name: Clerk, kind: partner}")

    assert [] == dearest(analysed, partners)


def test_where_something_could_go_trim_is_the_next_command(analysed):
    line = "See what could go, what speaks against it and what it saves: flowtrim trim "

    assert any(each.startswith(line) for each in told(analysed, STAMPED))


@pytest.mark.parametrize("text", [SENT_BACK, STAMPED.replace("why: none", "why: tbd").replace(GOOD, "tbd")])
def test_trim_is_not_named_where_nothing_could_go_or_hardly_anything_was_asked(analysed, text):
    assert not any("flowtrim trim" in line for line in told(analysed, text))
