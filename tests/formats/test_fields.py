"""Each kind of value: what it takes, and what it says to anything else."""

from datetime import date

import pytest

from flowtrim.errors import InvalidFileError
from flowtrim.formats import loads
from flowtrim.model import Decisions, Flow, Start, Volume
from tests.days import TODAY


def step(body):
    return loads(f"process: p\nsteps:\n  - {{id: a, {body}}}\n  - id: b\n  - id: c\n", today=TODAY).process.steps[0]


def refusal(text):
    with pytest.raises(InvalidFileError) as caught:
        loads(text, today=TODAY)
    return [problem.message for problem in caught.value.problems]


def refused_step(body):
    return refusal(f"process: p\nsteps:\n  - {{id: a, {body}}}\n  - id: b\n  - id: c\n")


DURATIONS = {
    "3m": 3, "2h": 120, "1.5d": 720, "1d 4h": 720, "1d4h": 720, "2w": 4800, "0m": 0, ".5h": 30, "PT3M": 3, "P1D": 480,
    "P1DT2H30M": 630, "P2W": 4800, "PT30S": 0.5, "'90m'": 90,
}  # fmt: skip


@pytest.mark.parametrize(("written", "minutes"), DURATIONS.items())
def test_a_duration_is_minutes_of_working_time(written, minutes):
    assert minutes == step(f"takes: {written}").takes


BAD_DURATIONS = {
    "3": "Did you mean '3m'?", "2 hours": "Did you mean '2h'?", "1,5d": "", "-2h": "Did you mean '2h'?", "3M": "Did you mean '3m'?",
    "soon": "", "P1M": "", "1h 1h": "", "4h 1d": "", "PT": "", "P": "", "30s": "", "1e3m": "", "[3m]": "",
    "9" * 400 + "m": "",
}  # fmt: skip


@pytest.mark.parametrize(("written", "guess"), BAD_DURATIONS.items())
def test_what_is_no_duration_is_refused_with_a_guess(written, guess):
    said = refused_step(f'takes: "{written}"' if written[0] != "[" else f"takes: {written}")

    assert guess in said[0]
    assert "It takes a duration such as 3m, 2h, 1d 4h, 2w or PT3M" in said[0]


@pytest.mark.parametrize(("written", "cost"), {"12": 12, "12.50": 12.5, "0": 0, "1e3": 1000, "'7'": 7}.items())
def test_a_cost_is_a_number(written, cost):
    assert cost == step(f"cost: {written}").cost


@pytest.mark.parametrize("written", ["-1", "010", "1_000", ".inf", ".nan", "0x10", "'1,000'", "12 EUR", "1e999"])
def test_what_is_no_cost_is_refused(written):
    assert refused_step(f"cost: {written}")[0].endswith("It takes a number, 0 or more.")


def test_decisions_are_counted():
    assert Decisions(412, 3) == step("decisions: {made: 412, refused: 3}").decisions
    assert Decisions(5) == step("decisions: {made: 5}").decisions


@pytest.mark.parametrize(
    "written", ["{made: 1, refused: 2}", "{made: -1}", "{made: 1.5}", "{refused: 0}", "{}", "12", "{made: 3, taken: 1}"]
)
def test_decisions_that_cannot_be_are_refused(written):
    assert 1 == len(refused_step(f"decisions: {written}"))


DAYS = ["2026-13-01", "2026-02-30", "1.3.2026", "20260301", "2026-W01-1", "yesterday", "٢٠٢٦-٠٣-٠١", "2026-03-01T10:00"]


@pytest.mark.parametrize("written", DAYS)
def test_what_is_no_date_is_refused(written):
    assert "It takes a date such as 2026-03-01" in refused_step(f'reviewed: "{written}"')[0]


def test_a_review_may_be_today_and_not_tomorrow():
    assert TODAY == step(f"reviewed: {TODAY}").reviewed
    assert ["The key 'reviewed' lies in the future: 2026-11-23, and today is 2026-11-22."] == refused_step(
        "reviewed: 2026-11-23"
    )


@pytest.mark.parametrize("key", ["created", "reviewed"])
def test_the_process_is_not_from_the_future(key):
    assert f"The key '{key}' lies in the future" in refusal(f"process: p\n{key}: 2030-01-01")[0]


def test_a_plan_is_not_from_the_future_and_an_acceptance_may_be():
    plan = "process: p\nplans: [{name: x, on: 2030-01-01}]"
    accepted = "process: p\naccepted: {why-missing@a: {because: x, until: 2030-01-01}}"

    assert "The key 'on' lies in the future" in refusal(plan)[0]
    assert date(2030, 1, 1) == loads(accepted, today=TODAY).process.accepted[0].until


VOLUMES = {
    "12000/year": Volume(12000), "50 / week": Volume(50, "week"), "12000": Volume(12000),
    "{cases: 3, per: day}": Volume(3, "day"), "{cases: 3}": Volume(3), "1.5/month": Volume(1.5, "month"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("written", "meant"),
    [("900 per year", "900/year"), ("1,200 a month", "1200/month"), ("1 200 / week", "1200/week")],
)
def test_a_volume_in_other_words_is_understood_enough_to_guess_it(written, meant):
    assert f"Did you mean '{meant}'?" in refusal(f"process: p\nvolume: {written}")[0]


@pytest.mark.parametrize("written", ["-5/year", "abc", "1e999/year"])
def test_what_means_no_number_of_cases_gets_no_guess(written):
    assert "Did you mean" not in refusal(f"process: p\nvolume: {written}")[0]


@pytest.mark.parametrize(("written", "volume"), VOLUMES.items())
def test_a_volume_is_cases_in_a_stretch_of_time(written, volume):
    assert volume == loads(f"process: p\nvolume: {written}", today=TODAY).process.volume


@pytest.mark.parametrize("written", ["12.000/year", "many", "5/yaer", "-5/year", "5/", "{per: day}", "[5]", "5/hour"])
def test_what_is_no_volume_is_refused(written):
    if written == "12.000/year":
        assert Volume(12) == loads(f"process: p\nvolume: {written}", today=TODAY).process.volume
    else:
        assert 1 == len(refusal(f"process: p\nvolume: {written}"))


def test_words_that_are_nearly_right_get_a_guess():
    assert "Did you mean 'approve'?" in refused_step("kind: aprove")[0]
    assert "Did you mean 'customer'?" in refused_step("serves: Customer")[0]
    assert "Did you mean 'owner'?" in refused_step("ownr: x")[0]
    assert "Did you mean 'year'?" in refusal("process: p\nvolume: 5/yaer")[0]


@pytest.mark.parametrize("body", ["kind: no", "serves: value", "join: none", "name: ''", "name: '  '"])
def test_a_word_that_is_not_allowed_is_refused(body):
    assert 1 == len(refused_step(body))


@pytest.mark.parametrize("step_id", ["end", "''", "' '", "[a]"])
def test_an_id_is_a_word_and_not_end(step_id):
    assert 1 == len(refusal(f"process: p\nsteps: [{{id: {step_id}, name: x}}]"))


def test_one_text_is_a_list_of_one():
    assert ("answer",) == step("outputs: answer").outputs


@pytest.mark.parametrize("written", ["{a: b}", "[[a]]", "[a, ~]", "[{a: b}]"])
def test_a_list_of_texts_holds_texts(written):
    assert 1 == len(refused_step(f"outputs: {written}"))


def test_numbers_are_texts_where_a_text_is_due():
    assert ("2024", "true", ("7",)) == (step("part: 2024").part, step("note: true").note, step("inputs: [7]").inputs)


@pytest.mark.parametrize("why", ["''", "none", "无", "tbd", '"  spaces  "'])
def test_a_why_is_kept_as_it_stands(why):
    assert why.strip("'\"") == step(f"why: {why}").why


def test_an_empty_owner_is_nobody_yet():
    assert step("owner: ''").owner is None


def test_unfinished_thinking_is_not_an_error():
    text = "process: p\nsteps:\n  - {name: a, next: a}\n  - {name: b, next: end}\n  - name: c\n"

    assert 3 == len(loads(text, today=TODAY).process.steps)


def test_a_process_may_have_no_steps_yet():
    assert () == loads("process: p\nsteps: []\nkpis:\nroles: {}", today=TODAY).process.steps


NEXT = {
    "b": ((Flow("b"),), "one"),
    "end": ((), "one"),
    "[]": ((), "one"),
    "[end]": ((Flow("end"),), "one"),
    "[b, c]": ((Flow("b"), Flow("c")), "one"),
    "{to: b, when: x}": ((Flow("b", "x"),), "one"),
    "[{to: b, share: 95%}, {to: end, share: 0.05}]": ((Flow("b", share=0.95), Flow("end", share=0.05)), "one"),
    "[{to: b, share: 1/3}, c]": ((Flow("b", share=1 / 3), Flow("c")), "one"),
    "{one: [b, {to: c, when: no}]}": ((Flow("b"), Flow("c", "no")), "one"),
    "{all: [b, c]}": ((Flow("b"), Flow("c")), "all"),
    "{all: b}": ((Flow("b"),), "all"),
    "{some: [{to: b, share: 60%}, {to: c, share: 70%}, end]}": (
        (Flow("b", share=0.6), Flow("c", share=0.7), Flow("end")),
        "some",
    ),
    "~": ((Flow("b"),), "one"),
}  # fmt: skip


@pytest.mark.parametrize(("written", "ways"), NEXT.items())
def test_next_says_what_follows(written, ways):
    found = step(f"next: {written}")

    assert ways == (found.flows, found.split)


BAD_NEXT = {
    "nowhere": "there is no such step",
    "[{to: b, share: 60%}, {to: c, share: 60%}]": "add up to 120%, not to 100%",
    "[{to: b, share: 33%}, {to: c, share: 33%}, {to: end, share: 33%}]": "add up to 99%",
    "{to: b, share: 50%}": "add up to 50%, not to 100%",
    "[{to: b, share: 100%}, c]": "leave nothing for the branches without a share",
    "[{to: b, share: 95}, c]": "Did you mean '95%'?",
    "[{to: b, share: -5%}, c]": "It takes a share",
    "[{to: b, share: 1/0}, c]": "It takes a share",
    "[{when: x}]": "The key 'to' is missing in a branch.",
    "{all: [b, b]}": "stands twice under 'all'",
    "{all: [{to: b, share: 50%}, c]}": "takes no share",
    "{some: [{to: b, share: 0}, c]}": "takes a share above 0",
    "{one: [b], all: [c]}": "only one of the groups",
    "{al: [b]}": "The key 'al' is not known in a branch.",
    "{all: [b], when: x}": "The key 'when' is not known in a group of branches.",
    "[[b]]": "cannot be a list",
    "[b, ~]": "is empty",
    "''": "cannot be ''",
}


@pytest.mark.parametrize(("written", "said"), BAD_NEXT.items())
def test_a_next_that_leads_nowhere_sensible_is_refused(written, said):
    assert said in " ".join(refused_step(f"next: {written}"))


STARTS = {
    "a": (Start("a"),),
    "[a, b]": (Start("a"), Start("b")),
    "[{at: a, share: 60%}, {at: b, share: 40%}]": (Start("a", 0.6), Start("b", 0.4)),
    "{at: b}": (Start("b"),),
    "[]": (),
}


@pytest.mark.parametrize(("written", "starts"), STARTS.items())
def test_starts_say_where_cases_begin(written, starts):
    text = f"process: p\nstarts: {written}\nsteps: [{{id: a}}, {{id: b}}]"

    assert starts == loads(text, today=TODAY).process.starts


@pytest.mark.parametrize(
    "written", ["x", "end", "[a, a]", "[{at: a, share: 60%}, {at: b, share: 60%}]", "[{share: 1}]"]
)
def test_starts_that_cannot_be_are_refused(written):
    assert 1 == len(refusal(f"process: p\nstarts: {written}\nsteps: [{{id: a}}, {{id: b}}]"))


@pytest.mark.parametrize("written", ["en", "zh", "pt-BR", "zh-Hant", "yue"])
def test_a_language_is_a_code(written):
    assert written == loads(f"process: p\nlanguage: {written}", today=TODAY).process.language


@pytest.mark.parametrize("written", ["English", "e", "en_", "[en]"])
def test_what_is_no_language_code_is_refused(written):
    assert 1 == len(refusal(f"process: p\nlanguage: {written}"))


@pytest.mark.parametrize("written", ["0.5", "1e-300", "5e-324", "-60", ".inf"])
def test_what_is_shorter_than_a_second_or_has_no_end_is_no_ride(written):
    assert "It takes a number of seconds, 1 or more." in refusal(f"process: p\nelevator: {{seconds: {written}}}")[0]


def test_a_ride_takes_some_seconds():
    assert 45 == loads("process: p\nelevator: {seconds: 45}", today=TODAY).process.ride_seconds
    assert 1 == len(refusal("process: p\nelevator: {seconds: 0}"))
    assert 1 == len(refusal("process: p\nelevator: 45"))
