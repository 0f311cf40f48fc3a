"""The samples: their figures, counted by hand first, and again by a few lines that know nothing of flowtrim."""

from tests.days import TODAY
import re
from msgspec import Struct
from datetime import date
from pathlib import Path

import pytest
import yaml

from flowtrim.changes import apply_plan
from flowtrim.formats import read
from flowtrim.measures import Survey
from flowtrim.model import Drop
from flowtrim.rules import catalogue

SAMPLES = Path(__file__).parents[2] / "samples"
FILES = sorted(SAMPLES.glob("*/*.yml"))
NAMES = sorted(story.parent.name for story in SAMPLES.glob("*/README.md"))


class Figures(Struct, frozen=True, dict=True):
    steps: int
    roles: int
    handoffs: int
    unasked: str
    asked_in_vain: str
    weak: str
    expired: str
    rides: int
    overdue: bool
    stale_kpis: int

    @property
    def unjustified(self):
        return sorted([*self.unasked.split(), *self.asked_in_vain.split()])


PINNED = {
    "angebot": Figures(
        13, 6, 12, "erfassen gegenlesen", "freigeben", "nachrechnen verteilen", "nachrechnen verteilen", 2,
        overdue=True, stale_kpis=1,
    ),
    "bicycle-repair": Figures(3, 1, 1, "", "", "", "", 1, overdue=False, stale_kpis=0),
    "billing-question": Figures(
        31, 12, 29,
        "attach-recording check-form-again choose-department enter-credit-list file-form fill-in-survey forward-ticket "
        "open-ticket send-survey write-letter",
        "approve-letter check-form greet-again print-form queue-ticket wait-for-run",
        "countersign-credit enter-ratings fill-tariff-sheet release-credit transfer-caller verify-again",
        "approve-credit countersign-credit enter-ratings fill-tariff-sheet find-cause release-credit transfer-caller "
        "verify-again",
        6, overdue=True, stale_kpis=4,
    ),
    "lost-signal": Figures(
        10, 3, 6, "close-ticket open-ticket", "call-roaming hear-story-again", "send-on", "send-on", 2,
        overdue=True, stale_kpis=1,
    ),
    "medicine-release": Figures(5, 3, 4, "", "", "", "", 1, overdue=False, stale_kpis=0),
    "monthly-report": Figures(
        11, 6, 10, "fill-templates send-report send-templates", "explain-deviations lay-out-report",
        "approve-report check-templates paint-lights", "add-up-figures approve-report check-templates paint-lights", 2,
        overdue=True, stale_kpis=9,
    ),
    "quality-and-billing": Figures(
        13, 7, 9, "type-weight wait-for-certificate",
        "correct-invoice send-certificate settle-difference weigh-for-production", "type-certificate", "", 2,
        overdue=False, stale_kpis=0,
    ),
    "ringi": Figures(
        10, 7, 8, "uketsuke", "bucho-in insatsu", "kakaricho-in keishiki yakuin-in", "kakaricho-in keishiki yakuin-in",
        1, overdue=True, stale_kpis=1,
    ),
    "survey-loop": Figures(
        9, 4, 6, "answer-survey collect-scores send-survey show-slide", "polish-chart", "call-back draw-chart",
        "call-back draw-chart", 2, overdue=True, stale_kpis=2,
    ),
    "travel-claim": Figures(7, 3, 6, "", "", "", "", 1, overdue=False, stale_kpis=0),
    "wrong-dish": Figures(
        12, 4, 7, "hear-guest write-shift-book", "fill-void-slip look-for-manager tell-manager",
        "approve-dish sign-void-slip", "approve-dish sign-void-slip", 1, overdue=True, stale_kpis=1,
    ),
}  # fmt: skip


def survey(name, file="process.yml"):
    return Survey(read(SAMPLES / name / file, today=TODAY).process, today=TODAY)


def file_id(path):
    return f"{path.parent.name}/{path.name}"


@pytest.fixture(scope="module", params=sorted(PINNED))
def sample(request):
    return survey(request.param), PINNED[request.param]


# ---- the figures of each sample


def test_every_sample_is_pinned():
    assert NAMES == sorted(PINNED)


def test_steps_roles_and_handoffs(sample):
    measured, figures = sample
    process = measured.process
    people = [r for r in process.performers if not process.is_customer(r.id) and not process.is_system(r.id)]

    assert (figures.steps, figures.roles, figures.handoffs) == (len(process.work), len(people), measured.handoffs)


def test_reasons(sample):
    measured, figures = sample
    reasons = measured.justification

    assert figures.unjustified == sorted(reasons.unjustified)
    assert figures.unasked.split() == sorted(reasons.unasked)
    assert figures.weak.split() == sorted(reasons.weak)
    assert figures.expired.split() == sorted(reasons.expired)


def test_rides(sample):
    measured, figures = sample

    assert figures.rides == measured.elevator.rides


def test_clocks(sample):
    measured, figures = sample

    assert figures.overdue == measured.clock.overdue
    assert figures.stale_kpis == sum(audit.clock.overdue for audit in measured.kpis)


def test_every_case_can_end(sample):
    measured, _ = sample

    assert measured.soundness.verdict is True
    assert all(measured.visits.values())


# ---- counted once more, without flowtrim


def plain(path):
    """The steps of a file as YAML has them, each with the ids that follow it."""
    steps = yaml.safe_load(path.read_text("utf-8"))["steps"]
    for step, follower in zip(steps, [*steps[1:], {"id": "end"}], strict=True):
        ways = step.get("next", follower["id"])
        step["after"] = [way["to"] for way in ways] if isinstance(ways, list) else [ways]
    return {step["id"]: step for step in steps}


@pytest.mark.parametrize("path", FILES, ids=file_id)
def test_handoffs_are_the_flows_between_different_owners(path):
    steps = plain(path)
    flows = [(step["id"], way) for step in steps.values() for way in step["after"] if way != "end"]
    owned = [(steps[giver].get("owner"), steps[taker].get("owner")) for giver, taker in flows]
    changed = [giver for giver, taker in owned if giver and taker and giver != taker]

    assert len(changed) == survey(path.parent.name, path.name).handoffs


@pytest.mark.parametrize("path", FILES, ids=file_id)
def test_unjustified_is_who_has_no_reason_and_delivers_to_nobody_who_has_a_good_one(path):
    measured = survey(path.parent.name, path.name)
    steps = {key: step for key, step in plain(path).items() if step.get("kind") != "event"}
    silent = {key for key, step in steps.items() if step.get("why") in {None, "none", "無", "无", "なし", "keiner"}}
    needed = set(steps) - silent - set(measured.justification.weak)
    while True:
        inputs = {thing for key in needed for thing in steps[key].get("inputs", ())}
        more = {key for key, step in steps.items() if inputs & set(step.get("outputs", ()))} - needed
        if not more:
            break
        needed |= more

    assert silent - needed == set(measured.justification.unjustified)


@pytest.mark.parametrize("path", [path for path in FILES if "language: en" in path.read_text("utf-8")], ids=file_id)
def test_seconds_are_words_at_a_hundred_and_fifty_a_minute(path):
    said = survey(path.parent.name, path.name).elevator
    words = re.findall(r"[A-Za-z]+(?:['-][A-Za-z]+)*|\d", said.text.replace("CRM", "C R M").replace("K-12", "K 12"))

    assert len(words) == said.units
    assert len(words) / 150 * 60 == pytest.approx(said.seconds)


# ---- what each story says


def test_the_billing_question_is_half_without_a_reason_and_most_of_its_roles_too():
    measured = survey("billing-question")

    assert (16, 31) == (len(measured.justification.unjustified), len(measured.process.work))
    assert (8, 12) == (len(measured.justification.roles.unjustified), 12)


def test_two_approvers_of_the_billing_question_never_refused():
    process = survey("billing-question").process

    assert [412, 412] == [process.step(step).decisions.made for step in ("release-credit", "countersign-credit")]
    assert [0, 0] == [process.step(step).decisions.refused for step in ("release-credit", "countersign-credit")]


def test_what_has_a_reason_in_the_billing_question_is_told_in_one_ride_by_four_roles():
    before = survey("billing-question")
    gone = {*before.justification.unjustified, *before.justification.weak}
    drops = [Drop(step) for step in reversed(before.graph.reading_order) if step in gone]
    after = Survey(apply_plan(before.process, drops), today=TODAY)
    needed = {step.skill for step in after.process.work}
    four = [after.process.role(role).skills for role in ("agent", "team-leader", "back-office", "complaints")]

    assert 9 == len(after.process.work)
    assert 1 == after.elevator.rides
    assert needed <= {skill for skills in four for skill in skills}


def test_a_subscriber_abroad_calls_twenty_times():
    visits = survey("lost-signal").visits

    assert 20 == pytest.approx(visits["call-home"] + visits["call-roaming"])


def test_the_lost_signal_is_the_same_process_in_chinese():
    english, chinese = survey("lost-signal"), survey("lost-signal", "process.zh.yml")

    def shape(process):
        return [
            (s.id, s.owner, s.kind, s.takes, s.waits, s.split, [(flow.to, flow.share) for flow in s.flows])
            for s in process.steps
        ]

    assert shape(english.process) == shape(chinese.process)
    assert english.justification.unjustified == chinese.justification.unjustified
    assert english.justification.weak == chinese.justification.weak
    assert ("zh", 2) == (chinese.elevator.language, chinese.elevator.rides)


def test_the_waiter_comes_back_alone_six_times_in_ten():
    assert 2.5 == pytest.approx(survey("wrong-dish").visits["look-for-manager"])


def test_four_cases_in_a_hundred_reach_those_who_mend():
    assert 0.041 == pytest.approx(survey("survey-loop").visits["mend-cause"], abs=0.001)


def test_the_sixth_attempt_wins():
    before = survey("quality-and-billing")
    plans = before.process.plans
    rides = [Survey(apply_plan(before.process, p.changes), today=TODAY).elevator.rides for p in plans]
    after = Survey(apply_plan(before.process, plans[5].changes), today=TODAY)

    assert ["failed", "failed", "partly", "failed", "failed", "kept"] == [p.result for p in plans]
    assert [2, 2, 2, 2, 2, 1] == rides
    assert (7, 5) == (len(after.process.work), after.handoffs)
    assert all(p.lesson for p in plans)


def test_one_figure_of_the_monthly_report_leads_to_an_action():
    without = [audit.name for audit in survey("monthly-report").kpis if "action" in audit.missing]

    assert 9 == len(without)
    assert "Orders older than thirty days" not in without


def test_the_offer_takes_five_weeks_for_three_days_of_work():
    times = survey("angebot").times
    day = 8 * 60

    assert 3 == round(times.effort_minutes / day)
    assert 25 == round(times.cycle_minutes / day)


def test_three_of_the_four_seals_never_refused():
    process = survey("ringi").process
    refused = {step.id: step.decisions.refused for step in process.work if step.decisions}

    assert {"kakaricho-in": 0, "yosan": 104, "bucho-in": 0, "yakuin-in": 0} == refused


def test_the_lean_sample_sets_off_no_rule():
    lean = survey("bicycle-repair")

    assert [] == [finding.key for rule in catalogue() for finding in rule.check(lean)]


def test_everybody_who_releases_medicine_has_the_skill_and_is_kept_apart_all_the_same():
    process = survey("medicine-release").process
    able = [role.id for role in process.performers if {"making", "testing", "reviewing"} <= set(role.skills)]

    assert ["production", "laboratory", "qualified-person"] == able
    assert ("fill-batch", "test-batch", "certify-batch") in process.separate


# ---- the stories


@pytest.mark.parametrize("name", NAMES)
def test_a_story_has_a_title_and_about_ten_lines(name):
    lines = (SAMPLES / name / "README.md").read_text("utf-8").splitlines()

    assert lines[0].startswith("# ")
    assert 8 <= len(lines) <= 16


def test_the_list_of_samples_names_each_of_them():
    listed = re.findall(r"^\| \[([\w-]+)\]", (SAMPLES / "README.md").read_text("utf-8"), re.MULTILINE)

    assert NAMES == sorted(listed)
