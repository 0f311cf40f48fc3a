"""On which questions a change rests that would be none today."""

import pytest
from msgspec.structs import replace

from flowtrim.formats import loads
from flowtrim.measures import Survey
from flowtrim.model import END, Assign, Drop, Flow, Process, Release, Step
from flowtrim.redesign import trim
from flowtrim.redesign.proposal import Proposed
from flowtrim.redesign.resting import UNUSED, rests_on
from tests.days import TODAY

STEPS = (
    Step("ask", "Ask", owner="clerk", outputs=("x", "w"), flows=(Flow("read"),)),
    Step("read", "Read", owner="boss", inputs=("x",), flows=(Flow("file"),)),
    Step("file", "File", owner="clerk", inputs=("x",), flows=(Flow("pick"),)),
    Step("pick", "Pick", owner="boss", kind="decide", outputs=("y",), flows=(Flow("send"), Flow("bin"))),
    Step("send", "Send", owner="clerk", inputs=("y",), flows=(Flow(END),)),
    Step("bin", "Bin it", owner="post", flows=(Flow("end"),)),
)


def questions(*changes):
    return [
        Proposed(number, "why", "why-missing", change, safe=False, against=(), gain=None)
        for number, change in enumerate(changes, 1)
    ]


def rested(change, asked, **how):
    before = Survey(Process("P", STEPS), today=TODAY)
    return [str(said) for said in rests_on(change, asked, before, **{"safe": False} | how)]


NONE = []
FIRST, SECOND = ["It follows from question 1."], ["It follows from question 2."]
BOTH = ["It follows from questions 1 and 2."]


@pytest.mark.parametrize(
    ("change", "asked", "how", "said"),
    [
        (Drop("read"), [Drop("ask"), Drop("file")], {"safe": True}, SECOND),  # both beside it: the last one
        (Drop("read"), [Drop("file"), Drop("ask")], {"safe": True}, SECOND),
        (Drop("read"), [Drop("ask"), Drop("bin")], {"safe": True}, FIRST),
        (Drop("bin"), [Drop("ask"), Drop("read")], {"safe": True}, SECOND),  # none beside it: the last of all
        (Drop("read"), [], {"safe": True}, NONE),
        (Drop("read"), [Drop("ask"), Drop("file")], {}, NONE),  # it was a question before
        (Assign("read", "clerk"), [Drop("ask"), Drop("file")], {"safe": True}, SECOND),
        (Assign("read", "clerk"), [Drop("ask"), Drop("file")], {}, NONE),
        # what takes what it makes
        (Drop("ask"), [Drop("read"), Drop("file")], {}, BOTH),
        (Drop("ask"), [Drop("read"), Drop("file")], {"safe": True}, BOTH),
        (Drop("ask"), [Drop("read"), Assign("file", "boss")], {}, NONE),  # it is taken still
        (Drop("ask"), [Drop("read")], {}, NONE),
        (Drop("ask", because=UNUSED), [Drop("read"), Assign("file", "boss")], {}, BOTH),
        (Drop("ask", because=f"So it is. {UNUSED}"), [Assign("read", "boss"), Drop("bin")], {}, FIRST),
        (Drop("ask", because=f"{UNUSED} So it is."), [Assign("read", "boss"), Drop("bin")], {}, NONE),
        (Assign("ask", "boss", because=UNUSED), [Drop("read"), Drop("file")], {}, NONE),
        (Drop("bin", because=UNUSED), [Drop("pick")], {}, NONE),  # nobody took anything of it today
        (Drop("new"), [Drop("read"), Drop("file")], {}, NONE),
        (Drop("new"), [Drop("read"), Drop("file")], {"safe": True}, SECOND),
        # what decides today, or decides anew
        (Drop("pick"), [Drop("send"), Drop("bin"), Drop("ask")], {}, BOTH),
        (Drop("pick"), [Drop("send"), Drop("bin"), Drop("ask")], {"safe": True}, BOTH),
        (Drop("pick"), [Drop("bin"), Drop("send")], {}, SECOND),
        (Drop("pick"), [Drop("send")], {}, FIRST),
        (Drop("read"), [Drop("ask"), Drop("file")], {"choosing_anew": True}, SECOND),
        (Drop("ask"), [Drop("file"), Drop("read")], {"choosing_anew": True}, BOTH),
        (Drop("bin"), [Drop("ask"), Drop("read")], {"choosing_anew": True}, NONE),
        # what a role does
        (Release("boss"), [Drop("read"), Drop("pick")], {}, BOTH),
        (Release("boss"), [Drop("ask"), Assign("pick", "clerk")], {}, SECOND),
        (Release("post"), [Drop("read"), Assign("pick", "clerk")], {}, NONE),
        (Release("post"), [Drop("read"), Assign("pick", "clerk")], {"safe": True}, SECOND),
    ],
    ids=str,
)
def test_a_change_rests_on_the_questions_about_whoever_takes_its_things_or_stands_beside_it(change, asked, how, said):
    assert said == rested(change, questions(*asked), **how)


def test_nothing_rests_on_what_was_safe_by_itself():
    asked, safe = questions(Drop("ask"), Drop("file"))
    safe = replace(safe, safe=True)

    assert FIRST == rested(Drop("read"), [asked, safe], safe=True)
    assert NONE == rested(Drop("ask"), [safe, *questions(Drop("read"))])


BACK = """
process: Answer a caller
outputs: [answer]
steps:
  - {id: known, name: Look it up, owner: Desk, why: Half of all callers ask the same., serves: customer}
  - {id: call, name: Call back, owner: Clerk, why: Nobody waits for what is known., serves: customer, outputs: [answer]}
  - {id: list, name: Enter it in a list, owner: OWNER, why: none}
  - {id: file, name: File it, owner: Desk, why: The court asked for it twice., serves: risk, next: end}
"""


@pytest.mark.parametrize("owner", ["Clerk", "Desk", "Other"])
def test_what_goes_is_safe_though_one_step_less_lies_between_giving_work_away_and_getting_it_back(owner):
    """The desk gives the work to the clerk and gets it back, with the list and without it."""
    process = loads(BACK.replace("OWNER", owner), file="p.yml", today=TODAY).process
    (one,) = (one for one in trim(Survey(process, today=TODAY)).changes if one.change.step == "list")

    assert one.safe
