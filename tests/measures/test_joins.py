"""What the text says is waited for where branches meet: never more, and never less."""

import pytest
from hypothesis import given

from flowtrim.graph import FlowGraph
from flowtrim.measures.elevator import speech
from flowtrim.measures.elevator.phrases import phrases_of
from flowtrim.model import END, Deadline, Flow, Process, Step
from tests.processes import structured_processes

LANGUAGES = ("de", "en", "es", "fr", "ja", "zh")


def node(step_id, to="", join="any", split="one", **more):
    ways = tuple(Flow(one) for one in to.split())
    return Step(step_id, step_id.upper(), owner="X", flows=ways, join=join, split=split, **more)


def told(*steps, language="en"):
    parts = speech(FlowGraph(Process("P", steps, language=language))).parts
    return " ".join(part.sentence for part in parts if part.step is not None)


def one_goes_on(join="all", split="all", first="a b c"):
    """Three branches, of which two meet at d while c goes on until e."""
    return (
        node("s", first, split=split),
        node("a", "d"), node("b", "d"), node("c", "e"),
        node("d", "e", join=join), node("e", join=join),
    )  # fmt: skip


def test_what_goes_on_meanwhile_is_not_waited_for():
    said = told(*one_goes_on(first="c a b"))

    assert (
        "X: S. Three things side by side. X: C. X: A. X: B. When all of that but “C” is done: D. "
        "When all of that is done: E."
    ) == said


def test_before_a_branch_that_is_told_later_what_is_waited_for_is_named():
    said = told(*one_goes_on())

    assert (
        "X: S. Three things side by side. X: A. X: B. When “A” and “B” are done: D. X: C. When all of that is done: E."
    ) == said


def test_whichever_are_fewer_are_named():
    said = told(
        node("s", "c a b", split="all"), node("c", "c2"), node("c2", "c3"), node("c3", "e"),
        node("a", "d"), node("b", "d"), node("d", "e", join="all"), node("e", join="all"),
    )  # fmt: skip

    assert "When “A” and “B” are done: D." in said
    assert "When all of that is done: E." in said


def test_a_branch_that_parts_again_within_a_branch_is_not_waited_for_either():
    said = told(
        node("s", "a b", split="all"), node("a", "d"), node("b", "d c", split="all"), node("c", "e"),
        node("d", "e", join="all"), node("e", join="all"),
    )  # fmt: skip

    assert (
        "X: S. Two things side by side. X: A. X: B. When “A” and “B” are done: D. After “B”: C. "
        "When all of that is done: E."
    ) == said


def test_who_waits_for_all_waits_for_the_rounds_of_a_branch_too():
    said = told(
        node("s", "a b", split="all"), node("a", "d a2"), node("a2", "a"), node("b", "d"), node("d", join="all"),
    )  # fmt: skip

    assert "When all of that is done: D." in said


def test_of_two_ways_of_a_branch_neither_is_what_is_waited_for():
    gate = Step("g", "g", kind="gateway", flows=(Flow("d"),))
    said = told(
        node("s", "c a b", split="all"), node("c", "e"), node("a", "a1 a2"), node("a1", "g"), node("a2", "g"), gate,
        node("b", "d"), node("d", "e", join="all"), node("e", join="all"),
    )  # fmt: skip

    assert "When all of that but “C” is done: D." in said


def test_what_ends_where_some_have_met_is_a_branch_while_others_go_on():
    steps = (
        node("s", "a b c f", split="all"), node("a", "d"), node("b", "d"), node("d", END, join="all"),
        node("c", "e"), node("f", "e"), node("e", END, join="all"),
    )  # fmt: skip

    assert (
        "X: S. Four things side by side. X: A. X: B. When “A” and “B” are done: D. That branch ends there. "
        "X: C. X: F. When “C” and “F” are done: E."
    ) == told(*steps)


def test_an_inclusive_join_waits_for_what_applies_of_what_meets_there():
    said = told(*one_goes_on(join="some", split="some", first="c a b"))

    assert "When those but “C” are done: D." in said
    assert "When those are done: E." in said


def test_what_begins_apart_and_meets_is_all_of_that():
    said = told(node("a", "c"), node("b", "c"), node("c", join="all"))

    assert "When all of that is done: C." in said


def test_what_is_come_to_out_of_the_flow_only_is_not_waited_for():
    late = Deadline(60.0, then="x", share=0.1)
    gate = Step("x", "x", kind="gateway", flows=(Flow("y"), Flow("z")), split="all")
    said = told(
        node("a", "b", within=(late,)), node("b", END), gate, node("y", "w"), node("z", "w"), node("w", join="all"),
    )  # fmt: skip

    assert "When all of that is done: W." in said


@pytest.mark.parametrize(
    ("language", "but", "named", "some_but", "some_named"),
    [
        ("de", "Wenn das alles außer „C“ erledigt ist: D.", "Wenn „A“ und „B“ erledigt sind: D.",
         "Wenn alles Zutreffende außer „C“ erledigt ist: D.", "Wenn von „A“ und „B“ das Zutreffende erledigt ist: D."),
        ("es", "Cuando todo eso está hecho, salvo «C»: D.", "Cuando están hechos «A» y «B»: D.",
         "Cuando lo que tocaba está hecho, salvo «C»: D.", "Cuando está hecho lo que tocaba de «A» y «B»: D."),
        ("fr", "Quand tout est fait sauf «\u00a0C\u00a0»\u00a0: D.", "Quand «\u00a0A\u00a0» et «\u00a0B\u00a0» sont faits\u00a0: D.",
         "Quand ce qui devait être fait l’est, sauf «\u00a0C\u00a0»\u00a0: D.",
         "Quand ce qui devait être fait de «\u00a0A\u00a0» et «\u00a0B\u00a0» l’est\u00a0: D."),
        ("ja", "「C」のほかがすべて済んだら、D。", "「A」と「B」が済んだら、D。",
         "「C」のほかに必要なものが済んだら、D。", "「A」と「B」のうち必要なものが済んだら、D。"),
        ("zh", "除“C”外全部完成后，D。", "“A”和“B”都完成后，D。",
         "除“C”外，该做的都完成后，D。", "“A”和“B”中该做的都完成后，D。"),
    ],
)  # fmt: skip
def test_it_is_said_in_each_language(language, but, named, some_but, some_named):
    assert but in told(*one_goes_on(first="c a b"), language=language)
    assert named in told(*one_goes_on(), language=language)
    assert some_but in told(*one_goes_on("some", "some", "c a b"), language=language)
    assert some_named in told(*one_goes_on("some", "some"), language=language)


@given(structured_processes())
def test_in_a_process_built_of_blocks_no_join_waits_for_some_only(process):
    phrases = phrases_of("en")
    partly = [getattr(phrases, name) for name in ("all_done_but", "these_done", "some_done_but", "some_of_these_done")]
    openings = [pattern.partition("{steps}")[0] + "“" for pattern in partly]

    said = speech(FlowGraph(process)).text

    assert [] == [opening for opening in openings if opening in said]
