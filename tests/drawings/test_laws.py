"""Laws of every picture, over processes that Hypothesis draws."""

from hypothesis import given
from hypothesis import strategies as st

from flowtrim.drawings import draw, to_dot
from tests.drawings.laws import all_that_breaks, flows_drawn, flows_of, steps_drawn
from tests.processes import processes, processes_with_everything, structured_processes

any_process = processes(max_steps=12) | structured_processes() | processes_with_everything()


@given(any_process, st.sampled_from([{}, {"form": "ribbon"}, {"width": 500.0}, {"width": 900.0}, {"aspect": 0.7}]))
def test_an_overview_is_without_overlaps_and_lines_through_boxes(process, shape):
    (drawing,) = draw(process, **shape)

    assert {} == all_that_breaks(drawing)


@given(any_process)
def test_every_screen_is_without_overlaps_and_lines_through_boxes(process):
    broken = [all_that_breaks(drawing) for drawing in draw(process, form="screens")]

    assert [{}] * len(broken) == broken


@given(any_process, st.sampled_from([{}, {"form": "ribbon"}, {"form": "screens"}, {"width": 500.0}]))
def test_every_step_and_every_flow_is_drawn_once(process, shape):
    drawings = draw(process, **shape)

    assert dict.fromkeys((step.id for step in process.steps), 1) == dict(steps_drawn(drawings))
    assert flows_of(process) == flows_drawn(drawings)


@given(any_process, any_process, st.sampled_from(["beside", "overlay"]), st.sampled_from([{}, {"width": 500.0}]))
def test_before_and_after_of_any_two_processes_are_without_overlaps(before, after, view, shape):
    drawings = draw(before, after=after, view=view, **shape)

    assert [{}] * len(drawings) == [all_that_breaks(drawing) for drawing in drawings]


@given(any_process)
def test_names_of_boxes_are_unique_and_safe(process):
    for drawing in (*draw(process, form="screens"), *draw(process, width=500.0)):
        names = [box.id for box in drawing.boxes]

        assert len(set(names)) == len(names)
        assert all(name.replace("-", "").isalnum() and name.isascii() for name in names)


@given(any_process)
def test_the_same_process_gives_the_same_text(process):
    first, second = (list(map(to_dot, (*draw(process, form="screens"), *draw(process)))) for _ in range(2))

    assert first == second
