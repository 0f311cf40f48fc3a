"""BPMN as modellers and exports have it: what is meant is read, and what is not read is told."""

import pytest

from flowtrim import analyse
from flowtrim.errors import InvalidFileError
from flowtrim.formats import encode, loads
from flowtrim.model import Flow
from tests.days import TODAY
from tests.formats.test_bpmn_of_others import (
    BPMN,
    FORK,
    STOP,
    document,
    event,
    flow,
    message,
    process,
    read,
    rules,
    task,
    told,
)


def whys(found):
    return [item["why"] for item in found.source["not_carried"]]


# namespaces -----------------------------------------------------------------------------------------------------------

OLD = "http://schema.omg.org/spec/BPMN/2.0"


@pytest.mark.parametrize(
    "text",
    [
        f'<definitions xmlns:m="{BPMN}"><collaboration><participant id="p" name="Firm" processRef="P"/></collaboration><m:process id="P"><m:task id="a" name="Ask"/></m:process></definitions>',
        f'<m:definitions xmlns:m="{BPMN}"><m:collaboration><m:participant id="p" name="Firm" processRef="P"/></m:collaboration><process id="P"><task id="a" name="Ask"/></process></m:definitions>',
        f'<m:definitions xmlns:m="{BPMN}"><m:collaboration><m:participant id="p" name="Firm" processRef="P"/></m:collaboration><m:process id="P"><task id="a" name="Ask"/></m:process></m:definitions>',
        f'<m:definitions xmlns:m="{BPMN}" xmlns:o="{OLD}"><m:collaboration><m:participant id="p" name="Firm" processRef="P"/></m:collaboration><m:process id="P"><o:task id="a" name="Ask"/></m:process></m:definitions>',
    ],
)  # fmt: skip
def test_parts_in_several_namespaces_are_read_and_that_is_told_once(text):
    found = read(text)

    assert [("Ask", "Firm")] == [(step.name, step.owner) for step in found.process.work]
    assert ["mended to be read: it is in another namespace than its parts"] == whys(found)


def test_an_element_of_a_vendor_in_no_namespace_is_told_and_is_no_work():
    found = read(f'<m:definitions xmlns:m="{BPMN}"><m:process id="P"><m:task id="a"/><milestone id="b"/></m:process></m:definitions>')  # fmt: skip

    assert (["a"], ["what a vendor adds is not read: milestone"]) == ([s.id for s in found.process.work], whys(found))


# names ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("&lt;b&gt;Check&lt;/b&gt; the&lt;br/&gt;order", "Check the order"), ("Order\n  goods&#10;online", "Order goods online"),
        ("A &lt; B and C &gt; D", "A < B and C > D"), ("&lt;p&gt;Pay &amp;amp; post&lt;/p&gt;", "Pay & post"),
        ("Ask &lt;name&gt;", "Ask <name>"),
    ],
)  # fmt: skip
def test_names_lose_the_html_of_modellers_and_nothing_else(written, name):
    flows = flow("g", "a", written) + flow("g", "b", "no")
    found = read(document(process('<exclusiveGateway id="g"/>', task("a", written), task("b"), flows))).process

    assert (name, name) == (found.step("a").name, found.step("g").flows[0].when)


def test_names_that_we_wrote_ourselves_keep_what_looks_like_html():
    kept = loads(b"process: P\nsteps: [{name: '<b>a</b>', owner: '<i>o</i>'}]", file="p.yml", today=TODAY).process

    assert kept == loads(encode(kept, "bpmn").data, file="p.bpmn", today=TODAY).process


# several instances, data ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("inside", "note"),
    [
        ("<loopDataInputRef>d</loopDataInputRef>", "Done several times, side by side: Invoices"),
        ('<loopDataInputRef>d</loopDataInputRef><inputDataItem name="Invoice"/>', "Done several times, side by side: Invoice, Invoices"),
        ("<completionCondition>n &gt; 3</completionCondition>", "Done several times, side by side: n > 3"),
        ("", "Done several times, side by side"),
    ],
)  # fmt: skip
def test_what_an_activity_is_repeated_for_is_told_by_names_and_not_by_ids(inside, note):
    loop = f"<multiInstanceLoopCharacteristics>{inside}</multiInstanceLoopCharacteristics>"
    found = read(document(process('<dataObject id="d" name="Invoices" isCollection="true"/>', task("a", inside=loop))))
    used = ("Invoices",) if "loopDataInputRef" in inside else ()

    assert (note, used) == (found.process.step("a").note, found.process.step("a").inputs)
    assert ["multiInstanceLoopCharacteristics", *(() if used else ("dataObject",))] == [tag for tag, _ in told(found)]


@pytest.mark.parametrize("tag", ["activationCondition", "completionCondition"])
def test_the_words_of_a_rule_are_told_with_it(tag):
    around = "complexGateway" if tag == "activationCondition" else "adHocSubProcess"
    text = document(process(f'<{around} id="g">{task("b") if around != "complexGateway" else ""}<{tag}>two of three</{tag}></{around}>', task("a")))  # fmt: skip

    assert "“two of three”: it has no counterpart in a declared process" in whys(read(text))


@pytest.mark.parametrize("empty", ["<documentation/>", "<documentation> </documentation>"])
def test_documentation_without_a_word_is_not_told(empty):
    pools = f'<collaboration><participant id="p" name="Firm" processRef="P">{empty}</participant></collaboration>'

    assert [] == told(read(document(pools, process(task("a"), task("b"), flow("a", "b", inside=empty)))))


# pools and processes --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("pool", ["", '<participant id="p" processRef="P"/>', '<participant id="p" name="Claim" processRef="P"/>'])  # fmt: skip
def test_a_message_inside_of_one_pool_makes_no_partner_of_it(pool):
    text = document(
        f"<collaboration>{pool}{message('a', 'b')}</collaboration>", process(task("a"), task("b"), flow("a", "b"))
    )

    assert () == read(text).process.roles


def test_processes_without_pools_are_parts_and_one_with_nothing_in_it_is_told():
    text = document(
        process(task("a"), own="P", name="Ordering"),
        process(task("b"), own="Q", name="Paying"),
        process(own="R", name="Rest"),
    )
    found = read(text)

    assert ["Ordering", "Paying"] == [step.part for step in found.process.work]
    assert [("process", "R")] == told(found)


def test_where_a_process_without_start_events_begins_is_told():
    found = read(document(process(task("a", "Collect"), task("b", "Check"), task("c"), flow("a", "c"), flow("b", "c"))))

    assert [
        "it has no start event, so a case begins at one of those that nothing leads to: “Collect”, “Check”"
    ] == whys(found)
    assert [] == told(read(document(process(task("a"), task("b"), flow("a", "b")))))


# conditions that events say -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("gateway", ["exclusiveGateway", "inclusiveGateway", "complexGateway"])
def test_an_event_right_behind_a_choice_says_when_the_way_is_taken(gateway):
    events = event("x", "intermediateThrowEvent", name="It is covered") + event(
        "y", "intermediateThrowEvent", name="It is not"
    )
    text = document(process(f'<{gateway} id="g"/>', events, flow("g", "x"), flow("g", "y")))
    found = read(text)

    assert ("It is covered", "It is not") == tuple(each.when for each in found.process.step("g").flows)
    assert "flow-branch-without-condition" not in rules(found)


def test_an_event_that_other_ways_lead_to_says_nothing_of_any_of_them():
    events = event("x", "intermediateThrowEvent", name="Booked") + task("b")
    text = document(process('<exclusiveGateway id="g"/>', events, flow("g", "x"), flow("g", "b", "no"), flow("b", "x")))

    assert (Flow("x"), Flow("b", "no")) == read(text).process.step("g").flows


# terminate ends -------------------------------------------------------------------------------------------------------


def test_a_terminate_end_is_kept_and_told_only_where_something_runs_beside_it():
    alone = read(
        document(process('<exclusiveGateway id="g"/>', task("a"), STOP, flow("g", "a", "yes"), flow("g", "t", "no")))
    )
    beside = read(document(process(*FORK, flow("a", "t"), STOP, event("e", "endEvent"), flow("b", "e"))))

    assert ([], [("endEvent", "t")]) == (told(alone), told(beside))
    for found in (alone, beside):
        written = encode(found.process, "bpmn").data
        again = loads(written, file="p.bpmn", today=TODAY)
        assert (found.process, []) == (again.process, told(again))
        assert 1 == written.count(b"<terminateEventDefinition")


# what deadlines and interruptions lead to begins nothing --------------------------------------------------------------


@pytest.mark.parametrize("said", ["within: {time: 2d, instead: x}", "within: {time: 2d, then: x}", "note: none"])
def test_an_event_that_only_a_deadline_or_an_interruption_leads_to_is_no_start(said):
    anytime = "anytime: [{when: it is lost, to: x}]" if said == "note: none" else ""
    text = f"process: P\n{anytime}\nsteps:\n- {{id: a, name: A, owner: o, {said}, next: end}}\n- {{id: x, name: Lost, kind: event, next: end}}"
    found = loads(text.encode(), file="p.yml", today=TODAY)

    assert ["a"] == [start.at for start in found.process.entries]
    assert "flow-unreachable" not in {placed.finding.rule for placed in analyse(found, today=TODAY).placed}


# slips of modellers ---------------------------------------------------------------------------------------------------


def pools(*names, messages=""):
    each = "".join(f'<participant id="p{at}" name="{name}" processRef="P{at}"/>' for at, name in enumerate(names))
    return f"<collaboration>{each}{messages}</collaboration>"


def test_a_flow_from_pool_to_pool_leads_on_and_what_it_leads_to_begins_nothing():
    text = document(pools("A", "B"), process(task("x"), flow("x", "y"), own="P0"), process(task("y"), own="P1"))
    found = read(text).process

    assert (("x",), (Flow("y"),)) == (tuple(start.at for start in found.entries), found.step("x").flows)


def test_a_message_from_a_pool_into_itself_is_told():
    text = document(pools("A", messages=message("x", "y")), process(task("x"), task("y"), flow("x", "y"), own="P0"))

    assert [("messageFlow", "m")] == told(read(text))


def test_a_step_that_two_lanes_name_is_told():
    lanes = "<laneSet>{}</laneSet>".format("".join(
        f'<lane id="{own}" name="{own}"><flowNodeRef>a</flowNodeRef></lane>' for own in ("Clerk", "Boss")
    ))  # fmt: skip
    around = '<laneSet><lane id="Firm" name="Firm"><flowNodeRef>a</flowNodeRef><childLaneSet><lane id="Boss" name="Boss"><flowNodeRef>a</flowNodeRef></lane></childLaneSet></lane></laneSet>'

    assert "“Clerk”: it names “a” too, which “Boss” has" in whys(read(document(process(lanes, task("a")))))
    assert "Boss" == read(document(process(around, task("a")))).process.step("a").owner
    assert not [why for why in whys(read(document(process(around, task("a"))))) if "too" in why]


@pytest.mark.parametrize(("said", "split"), [('eventGatewayType="Parallel"', "all"), ("", "one"), ('eventGatewayType="Exclusive"', "one")])  # fmt: skip
def test_an_event_based_gateway_that_waits_for_all_is_no_choice(said, split):
    events = event("x", kind="message", name="Order") + event("y", kind="message", name="Payment")
    text = document(process(f'<eventBasedGateway id="g" instantiate="true" {said}/>', events, flow("g", "x"), flow("g", "y")))  # fmt: skip

    assert split == read(text).process.step("g").split


@pytest.mark.parametrize("kind", ["message", "signal"])
def test_a_nameless_event_has_the_words_of_the_message_that_reaches_it(kind):
    border = f'<boundaryEvent id="b" attachedToRef="a"><{kind}EventDefinition/></boundaryEvent>'
    messages = '<participant id="q" name="Client"/><messageFlow id="m" name="withdrawal" sourceRef="q" targetRef="b"/>'
    text = document(pools("Office", messages=messages), process(task("a"), border, task("c"), flow("b", "c"), own="P0"))

    assert ["withdrawal" if kind == "message" else "signal"] == [each.when for each in read(text).process.anytime]


def test_a_call_of_a_task_beside_the_processes_has_its_name():
    text = document(
        '<globalUserTask id="G" name="Approve"/>', process('<callActivity id="c" name="Go" calledElement="G"/>')
    )

    assert "Approve" == read(text).process.step("c").calls


@pytest.mark.parametrize("around", ["{}", "<export>{}</export>"])
def test_a_document_inside_of_another_element_is_read(around):
    assert ["a"] == [step.id for step in read(around.format(document(process(task("a"))))).process.work]


def test_a_choreography_is_refused_as_one():
    with pytest.raises(InvalidFileError, match="a choreography, which says who talks with whom"):
        read(document('<choreography id="c"/>'))


# what is written around a document ------------------------------------------------------------------------------------

PLAIN = document(process(task("a", "Prüfen")))


@pytest.mark.parametrize(
    "data",
    [
        f'<?xml version="1.0" encoding="utf-16"?>\n{PLAIN}'.encode(),
        f'<?xml version="1.0" encoding="utf-16"?>\n{PLAIN}'.encode("utf-16-le"),
        f'<?xml version="1.0" encoding="utf-32"?>\n{PLAIN}'.encode("utf-32"),
        f'\n <?xml version="1.0" encoding="UTF-8"?>\n{PLAIN}'.encode(),
        PLAIN.encode("latin-1"),
        b"\xef\xbb\xbf" + PLAIN.encode(),
    ],
)
def test_a_document_is_read_in_the_encoding_that_it_has(data):
    found = loads(data, file="p.bpmn", today=TODAY)

    assert (["Prüfen"], []) == ([step.name for step in found.process.work], told(found))


@pytest.mark.parametrize(("written", "name"), [("A & B", "A & B"), ("A&nbsp;&ndash;&nbsp;B", "A – B"), ("R&D", "R&D"), ("a &xxe; b", "a &xxe; b")])  # fmt: skip
def test_an_ampersand_that_xml_does_not_know_loses_no_word_and_is_told(written, name):
    found = read(document(process(task("a", written))))

    assert (name, [("document", "")]) == (found.process.step("a").name, told(found))


# undoing, and several starts ------------------------------------------------------------------------------------------

UNDONE = (
    task("h", "Book a hotel") + '<boundaryEvent id="b" attachedToRef="h"><compensateEventDefinition/></boundaryEvent>'
    '<task id="u" name="Cancel the hotel" isForCompensation="true"/><association id="o" sourceRef="b" targetRef="u"/>'
    + task("f", "Book a flight") + flow("h", "f")
)  # fmt: skip


@pytest.mark.parametrize("around", ["transaction", "subProcess"])
def test_what_undoes_work_is_beside_the_flow_and_does_not_lead_on(around):
    found = read(
        document(process(f'<{around} id="t" name="Trip">{UNDONE}</{around}>', task("p", "Charge"), flow("t", "p")))
    )

    assert () == found.process.step("u").flows or "end" == found.process.step("u").flows[0].to
    assert analyse(found, today=TODAY).survey.soundness.verdict is True


def test_several_named_starts_are_told_apart_where_they_are_written():
    starts = event("m", "startEvent", "message", "Mail came") + event("c", "startEvent", "signal", "Somebody called")
    found = read(document(process(starts, task("a"), flow("m", "a"), flow("c", "a"))))
    written = encode(found.process, "bpmn").data
    alone = read(document(process(event("m", "startEvent", "message", "Mail came"), task("a"), flow("m", "a"))))

    assert (2, 0) == (
        written.count(b"<conditionalEventDefinition"),
        encode(alone.process, "bpmn").data.count(b"EventDefinition"),
    )
    assert found.process == loads(written, file="p.bpmn", today=TODAY).process


def test_work_that_only_an_interruption_leads_to_begins_no_case():
    watcher = '<boundaryEvent id="b" attachedToRef="n"><messageEventDefinition/></boundaryEvent>'
    found = read(document(process(task("n", "Weigh it"), watcher, task("s", "Stop the line"), flow("b", "s")))).process

    assert ["n"] == [start.at for start in found.starts]
    assert [("s", ("n",))] == [(each.to, each.since) for each in found.anytime]


def test_a_border_event_that_stands_in_another_scope_is_read_beside_terminate_ends():
    watcher = '<boundaryEvent id="b" attachedToRef="a"><errorEventDefinition/></boundaryEvent>'
    sub = f'<subProcess id="s" name="Pack">{task("p", "Pack")}{watcher}</subProcess>'
    found = read(document(process(*FORK, sub, STOP, flow("a", "t"), flow("b", "s"))))

    assert {"a", "p"} <= {step.id for step in found.process.work}
