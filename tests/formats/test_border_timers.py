"""Timers on the border of an activity are its deadlines."""

import pytest

from flowtrim.formats import dumps
from flowtrim.formats.bpmn import read_bpmn
from flowtrim.model import Deadline

DOCUMENT = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p">
<task id="ap" name="Approve"/><task id="rem" name="Remind"/>{more}
<boundaryEvent id="b" attachedToRef="ap" cancelActivity="{stops}">
<timerEventDefinition>{time}</timerEventDefinition></boundaryEvent>
<sequenceFlow id="f" sourceRef="b" targetRef="{target}"/>
</process></definitions>"""
FOUR_DAYS = "<timeDuration>P4D</timeDuration>"


def steps(*, stops, time=FOUR_DAYS, target="rem", more=""):
    text = DOCUMENT.format(stops=stops, time=time, target=target, more=more)
    process, *_ = read_bpmn(text.encode(), file="x.bpmn")
    return {step.id: step for step in process.steps}


@pytest.mark.parametrize(
    ("stops", "deadline"), [("true", Deadline(9600 / 7, instead="rem")), ("false", Deadline(9600 / 7, then="rem"))]
)
def test_a_timer_that_interrupts_says_what_happens_instead_and_another_what_happens_beside(stops, deadline):
    found = steps(stops=stops)

    assert {"ap", "rem"} == set(found)
    assert (deadline,) == found["ap"].within


@pytest.mark.parametrize(
    ("time", "written", "told"),
    [
        ("P3D", "3 calendar days", True),
        ("PT72H", "72 clock hours", True),
        ("P1W", "1 calendar week", True),
        ("P1DT12H", "36 clock hours", True),
        ("PT600M", "10 clock hours", True),
        ("PT8H", "8h", False),
        ("PT90M", "90m", False),
    ],
)
def test_a_timer_runs_by_the_clock_on_the_wall_and_hours_that_fit_into_a_working_day_are_work(time, written, told):
    text = DOCUMENT.format(stops="true", time=f"<timeDuration>{time}</timeDuration>", target="rem", more="")
    process, imported, *_ = read_bpmn(text.encode(), file="x.bpmn")

    assert written in dumps(process)
    assert told is any(f"read as {written}: ISO 8601" in each["why"] for each in imported["not_carried"])


@pytest.mark.parametrize(
    "more",
    [
        {"time": "<timeDate>2026-01-01T00:00:00</timeDate>"},
        {"time": "<timeDuration>${days}</timeDuration>"},
        {"time": ""},
        {"target": "e", "more": '<endEvent id="e" name="Too late"/>'},
    ],
)
def test_a_timer_that_is_no_deadline_stays_an_event_on_a_way_of_its_own(more):
    found = steps(stops="true", **more)

    assert "b" in found
    assert () == found["ap"].within
