"""Before and after: each on its own, and one picture of both with what became of every step."""

from msgspec.structs import replace

from flowtrim.drawings import draw, fates_of
from flowtrim.formats import Document
from flowtrim.model import Flow, Process, Step
from tests.drawings.laws import all_that_breaks


def line(*steps):
    """A process of steps ("id", "role") one after the other."""
    following = [Flow(step_id) for step_id, _ in steps[1:]]
    flows = [(flow,) for flow in following] + [()]
    return Process(
        "P", tuple(Step(i, i.title(), owner=role, flows=f) for (i, role), f in zip(steps, flows, strict=True))
    )


BEFORE = line(("take", "A"), ("note", "A"), ("check", "B"), ("pay", "C"), ("tell", "A"))
AFTER = line(("take", "A"), ("pay", "A"), ("tell", "A"), ("thank", "A"))


def states(drawing):
    return {box.step: box.state for box in drawing.boxes if box.step}


def boxes(drawing, state="kept"):
    return {box.step: box for box in drawing.boxes if box.step and box.state == state}


def test_ids_tell_what_became_of_a_step():
    expected = {"take": "kept", "note": "dropped", "check": "dropped", "pay": "moved", "tell": "kept", "thank": "new"}

    assert expected == fates_of(BEFORE, AFTER)


def test_a_step_at_another_place_has_moved_and_the_others_have_not():
    later = line(("take", "A"), ("check", "B"), ("pay", "C"), ("note", "A"), ("tell", "A"))

    assert ["note"] == [step for step, fate in fates_of(BEFORE, later).items() if fate == "moved"]


def test_nothing_became_of_a_process_that_stayed_as_it_was():
    assert {"kept"} == set(fates_of(BEFORE, BEFORE).values())


def test_after_stands_alone_with_its_own_steps_and_lanes():
    before, after = draw(BEFORE, after=AFTER)

    assert ["P: before", "P: after"] == [before.name, after.name]
    assert {"take", "note", "check", "pay", "tell"} == set(states(before))
    assert {"take": "kept", "pay": "moved", "tell": "kept", "thank": "new"} == states(after)
    assert (["A", "B", "C"], ["A"]) == tuple([lane.role for lane in drawing.lanes] for drawing in (before, after))


def test_after_may_be_a_document_as_before_may():
    before, after = (Document(process, "", "") for process in (BEFORE, AFTER))

    assert draw(BEFORE, after=AFTER) == draw(before, after=after)


def test_after_is_only_as_large_as_it_needs():
    short = line(("take", "A"), ("tell", "A"))
    long = line(*((f"s{n}", "ABCDE"[n % 5]) for n in range(40)), ("take", "A"), ("tell", "A"))
    screens = draw(long, after=short, form="screens")

    assert 1 == sum(drawing.name.startswith("P: after") for drawing in screens) < len(screens) - 1


def test_in_both_together_dropped_steps_are_ghosts_and_moved_ones_stand_twice():
    (drawing,) = draw(BEFORE, after=AFTER, view="overlay")

    assert {"note", "check"} == set(boxes(drawing, "dropped"))
    assert {"pay"} == set(boxes(drawing, "moved")) == set(boxes(drawing, "ghost"))


def test_in_both_together_a_step_that_only_went_into_other_hands_stays_in_its_column():
    after = line(("take", "A"), ("note", "A"), ("check", "C"), ("pay", "C"), ("tell", "A"))
    (drawing,) = draw(BEFORE, after=after, view="overlay")
    there, here = boxes(drawing, "ghost")["check"], boxes(drawing, "moved")["check"]

    assert (there.x, "B", "C") == (here.x, there.lane, here.lane)


def test_moved_and_new_steps_are_marked():
    (drawing,) = draw(BEFORE, after=AFTER, view="overlay")
    marks = {box.step: box.marks for box in drawing.boxes if box.marks}

    assert {"pay": ("moved",), "thank": ("new",), "note": ("dropped",), "check": ("dropped",)} == marks


def test_a_lane_without_work_left_says_so():
    (drawing,) = draw(BEFORE, after=AFTER, view="overlay")

    assert {"A": False, "B": True, "C": True} == {lane.role: lane.empty for lane in drawing.lanes}


def test_findings_are_shown_on_the_picture_they_belong_to():
    drawings = draw(BEFORE, after=AFTER, marks={"take": ("weak",)}, after_marks={"take": ("expired",)})
    marks = [box.marks for drawing in drawings for box in drawing.boxes if box.step == "take"]

    assert [("weak",), ("expired",)] == marks


def test_a_fate_handed_over_overrules_the_ids():
    (drawing,) = draw(BEFORE, after=AFTER, fates={"check": "merged"}, view="overlay")

    assert "merged" == states(drawing)["check"]


def test_the_overlay_is_one_picture_with_what_goes_in_grey():
    (drawing,) = draw(BEFORE, after=AFTER, view="overlay")
    gone = {arrow.state for arrow in drawing.arrows}

    assert 3 == len(drawing.lanes)
    assert {"dropped", "new", "kept", "moved", "ghost"} == {box.state for box in drawing.boxes}
    assert {"kept", "ghost"} == gone
    assert {} == all_that_breaks(drawing)


def test_screens_show_before_and_then_after():
    assert ["P: before", "P: after"] == [drawing.name for drawing in draw(BEFORE, after=AFTER, form="screens")]


def test_an_after_without_steps_leaves_ghosts_only():
    (drawing,) = draw(BEFORE, after=replace(BEFORE, steps=()), view="overlay")

    assert {"dropped"} == set(states(drawing).values())


def test_the_same_process_twice_has_no_ghosts():
    (drawing,) = draw(BEFORE, after=BEFORE, view="overlay")

    assert {"kept"} == set(states(drawing).values())


def numbers(drawing):
    return {box.step: box.lines[0].split()[0] for box in drawing.boxes if box.step}


def test_a_step_keeps_its_number_and_what_is_new_has_a_letter():
    before, after = draw(BEFORE, after=AFTER)

    assert {"take": "1", "note": "2", "check": "3", "pay": "4", "tell": "5"} == numbers(before)
    assert {"take": "1", "pay": "4", "tell": "5", "thank": "5a"} == numbers(after)


def test_the_picture_of_both_numbers_steps_as_each_of_them_does():
    (both,) = draw(BEFORE, after=AFTER, view="overlay")

    assert {"take": "1", "note": "2", "check": "3", "pay": "4", "tell": "5", "thank": "5a"} == numbers(both)


def test_steps_have_the_numbers_that_somebody_hands_over():
    (drawing,) = draw(BEFORE, numbers={"take": "7", "note": "8"})

    assert {"take": "7", "note": "8", "check": "8a", "pay": "8b", "tell": "8c"} == numbers(drawing)
