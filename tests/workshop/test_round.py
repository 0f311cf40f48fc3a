"""A round, from the question to the decision, over the wire as the pages do it."""

from __future__ import annotations

STAMP = "step:stamp:why"


def test_everybody_answers_silently_and_sees_only_how_many_have(facilitator, phone):
    clerk, manager = phone("Clerk"), phone("Manager")
    facilitator.lead("asked", question=STAMP)
    clerk.do("wrote", question=STAMP, text="The bank asks for it.")

    told = manager.state("join")["round"]

    assert (1, []) == (told["answered"], told["answers"])
    assert "bank asks" not in str(facilitator.state("facilitator"))


def test_what_was_answered_is_shown_at_once_and_equal_answers_stand_together(facilitator, phone):
    phones = [phone("Clerk"), phone("Manager"), phone("")]
    facilitator.lead("asked", question=STAMP)
    for one, text in zip(phones, ["Habit.", "habit", ""], strict=True):
        assert 204 == one.do("wrote", question=STAMP, text=text)[0]
    facilitator.lead("revealed")

    assert [{"text": "Habit.", "times": 2}] == phones[2].state("join")["round"]["answers"]
    assert 409 == phones[0].do("wrote", question=STAMP, text="Changed my mind.")[0]


def test_no_total_reaches_any_screen_before_the_vote_is_over(facilitator, phone):
    clerk, manager = phone("Clerk"), phone("Manager")
    facilitator.lead("asked", question=STAMP)
    facilitator.lead("revealed")
    facilitator.lead("votecalled")
    clerk.do("voted", question=STAMP, choice="drop")

    everything = [manager.state("join"), facilitator.state("facilitator"), facilitator.state("room")]

    assert [(1, None)] * 3 == [(one["round"]["voted"], one["round"]["totals"]) for one in everything]
    assert not any("'drop'" in str(one["round"]) for one in everything)
    facilitator.lead("counted")
    assert {"keep": 0, "drop": 1, "change": 0, "unsure": 0} == manager.state("join")["round"]["totals"]


def test_a_device_has_one_vote_and_may_change_it_until_it_is_counted(facilitator, phone):
    clerk = phone()
    facilitator.lead("asked", question=STAMP)
    facilitator.lead("revealed")
    facilitator.lead("votecalled")
    for choice in ("drop", "keep"):
        clerk.do("voted", question=STAMP, choice=choice)
    facilitator.lead("counted")

    assert {"keep": 1, "drop": 0, "change": 0, "unsure": 0} == clerk.state("join")["round"]["totals"]
    assert 409 == clerk.do("voted", question=STAMP, choice="drop")[0]


def test_a_decision_changes_the_figures_and_can_be_undone(facilitator):
    facilitator.lead("asked", question=STAMP)
    facilitator.lead("decided", verb="drop", at="stamp", because="Nobody looks at the stamp.")

    assert [4, 3] == facilitator.state("room")["figures"]["steps"]
    line = facilitator.state("facilitator")["log"][0]["line"]
    facilitator.lead("undone", line=line)
    assert [4, 4] == facilitator.state("room")["figures"]["steps"]


def test_a_decision_that_does_not_fit_is_refused_and_not_kept(facilitator, server):
    status, said = facilitator.lead("decided", verb="drop", at="no-such-step")

    assert 409 == status
    assert "no-such-step" in said
    assert "decided" not in [one["what"] for one in server.journal]


def test_a_weak_reason_is_told_before_it_is_taken(facilitator):
    facilitator.lead("asked", question=STAMP)

    values = {"why": "Because the claim must be stamped."}
    status, said = facilitator.ask("/before", {"what": "answered", "kind": "step", "at": "stamp", "values": values})

    assert (200, True) == (status, "says the name again" in said), said


def test_what_was_confirmed_is_there_after_a_kill_and_phones_are_still_known(facilitator, phone, server):
    clerk = phone()
    facilitator.lead("asked", question=STAMP)
    clerk.do("wrote", question=STAMP, text="Habit.")
    port = server.url.rpartition(":")[2]
    server.kill()
    server.start("--port", port)

    state = clerk.state("join")

    assert ("Clerk", "Habit.", STAMP) == (state["role"], state["answer"], state["question"]["key"])


def test_the_terminal_always_regains_the_lead(facilitator, phone):
    manager = phone("Manager")
    number = facilitator.state("facilitator")["devices"][0]["number"]
    facilitator.lead("handedover", device=number)

    assert 409 == facilitator.lead("asked", question=STAMP)[0]
    assert 204 == manager.lead("asked", question=STAMP)[0]
    facilitator.ask("/enter", {"secret": facilitator.server.facilitator.partition("#")[2]})
    assert 204 == facilitator.lead("revealed")[0]
    assert 409 == manager.lead("votecalled")[0]


def test_a_closed_door_lets_nobody_in_and_nobody_out(facilitator, phone, client):
    clerk = phone()
    facilitator.lead("door", open=False)

    assert 409 == client().ask("/join", {"role": "Clerk"})[0]
    assert "Clerk" == clerk.state("join")["role"]
