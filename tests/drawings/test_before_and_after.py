"""Before and after: the same columns and lanes, and what became of every step."""

from msgspec.structs import replace

from flowtrim.drawings import draw, fates_of
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


def states(drawing, prefix=""):
    return {box.step: box.state for box in drawing.boxes if box.step and box.id.startswith(prefix)}


def test_ids_tell_what_became_of_a_step():
    expected = {"take": "kept", "note": "dropped", "check": "dropped", "pay": "moved", "tell": "kept", "thank": "new"}

    assert expected == fates_of(BEFORE, AFTER)


def test_a_step_at_another_place_has_moved_and_the_others_have_not():
    later = line(("take", "A"), ("check", "B"), ("pay", "C"), ("note", "A"), ("tell", "A"))

    assert ["note"] == [step for step, fate in fates_of(BEFORE, later).items() if fate == "moved"]


def test_nothing_became_of_a_process_that_stayed_as_it_was():
    assert {"kept"} == set(fates_of(BEFORE, BEFORE).values())


def test_dropped_steps_are_ghosts_in_their_place():
    (drawing,) = draw(BEFORE, after=AFTER)
    before, after = (
        {box.step: box for box in drawing.boxes if box.step and box.id.startswith(view)} for view in ("before", "after")
    )

    assert "dropped" == after["note"].state
    assert (before["note"].x, before["note"].lane) == (after["note"].x, after["note"].lane)
    assert (before["take"].x, before["take"].lane) == (after["take"].x, after["take"].lane)


def test_a_step_that_only_went_into_other_hands_stays_in_its_column():
    (drawing,) = draw(BEFORE, after=AFTER)
    before, after = (
        {box.step: box for box in drawing.boxes if box.step and box.id.startswith(view)} for view in ("before", "after")
    )

    assert (before["pay"].x, "moved") == (after["pay"].x, after["pay"].state)
    assert before["pay"].lane != after["pay"].lane


def test_moved_and_new_steps_are_marked():
    (drawing,) = draw(BEFORE, after=AFTER)
    marks = {box.step: box.marks for box in drawing.boxes if box.id.startswith("after-step") and box.marks}

    assert {"pay": ("moved",), "thank": ("new",), "note": ("dropped",), "check": ("dropped",)} == marks


def test_both_pictures_have_the_same_lanes_and_one_without_work_says_so():
    (drawing,) = draw(BEFORE, after=AFTER)
    before, after = drawing.lanes[:3], drawing.lanes[3:]

    assert [lane.role for lane in before] == [lane.role for lane in after]
    assert ([False] * 3, [False, True, True]) == ([lane.empty for lane in before], [lane.empty for lane in after])


def test_findings_are_shown_on_the_picture_they_belong_to():
    (drawing,) = draw(BEFORE, after=AFTER, marks={"take": ("weak",)}, after_marks={"take": ("expired",)})
    marks = [box.marks for box in drawing.boxes if box.step == "take"]

    assert [("weak",), ("expired",)] == marks


def test_a_fate_handed_over_overrules_the_ids():
    (drawing,) = draw(BEFORE, after=AFTER, fates={"check": "merged"})

    assert "merged" == states(drawing, "after")["check"]


def test_the_overlay_is_one_picture_with_what_goes_in_grey():
    (drawing,) = draw(BEFORE, after=AFTER, view="overlay")
    gone = {arrow.state for arrow in drawing.arrows}

    assert 3 == len(drawing.lanes)
    assert {"dropped", "new", "kept", "moved", "ghost"} == {box.state for box in drawing.boxes}
    assert {"kept", "ghost"} == gone
    assert {} == all_that_breaks(drawing)


def test_screens_show_before_and_after_turn_by_turn():
    assert ["P Before", "P After"] == [drawing.name for drawing in draw(BEFORE, after=AFTER, form="screens")]


def test_an_after_without_steps_shows_ghosts_only():
    (drawing,) = draw(BEFORE, after=replace(BEFORE, steps=()))

    assert {"dropped"} == set(states(drawing, "after").values())


def test_the_same_process_twice_has_no_ghosts():
    (drawing,) = draw(BEFORE, after=BEFORE, view="overlay")

    assert {"kept"} == set(states(drawing).values())
