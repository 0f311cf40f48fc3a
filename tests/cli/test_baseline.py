"""A baseline: what was there before does not fail, what is new does, and what is gone is told."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from flowtrim.cli import front, run
from tests.days import ON_THE_DAY

POOR = "process: Claim\nsteps:\n  - {name: Stamp the claim, owner: Clerk, why: none}\n"
WORSE = POOR + "  - {name: File the claim, owner: Clerk, why: none}\n"
BETTER = "process: Claim\nsteps:\n  - {name: Stamp the claim, owner: Clerk, why: The law asks for a stamp on it.}\n"
LINE = "care/baseline.json"


@pytest.fixture(autouse=True)
def _here():
    Path("care").mkdir()
    write(POOR)


def write(text, file="care/claim.yml"):
    Path(file).write_text(text, encoding="utf-8")


def analyse(*arguments):
    return run(front, ["analyze", *ON_THE_DAY, *arguments])


def line_of(page):
    return " ".join(page.split())


@pytest.fixture
def drawn(capsys):
    assert 0 == analyse("care", "--write-baseline", LINE)
    capsys.readouterr()


@pytest.fixture
def told(drawn, capsys):  # noqa: ARG001 - the line is drawn first
    def told(*arguments, code=0, paths=("care",)):
        assert code == analyse(*paths, "--baseline", LINE, *arguments)
        return capsys.readouterr().out

    return told


@pytest.mark.usefixtures("drawn")
def test_a_baseline_is_sorted_counted_and_the_same_every_time():
    first = Path(LINE).read_text(encoding="utf-8")
    analyse("care", "--write-baseline", LINE)
    kept = json.loads(first)

    assert first == Path(LINE).read_text(encoding="utf-8")
    assert "flowtrim-baseline/1" == kept["format"]
    assert 1 == kept["files"]["claim.yml"]["why-none@stamp-the-claim"]
    assert sum(kept["files"]["claim.yml"].values()) == kept["count"]
    assert sorted(kept["files"]["claim.yml"]) == list(kept["files"]["claim.yml"])


def test_what_is_known_does_not_fail_and_what_is_new_does(told):
    assert "known from the baseline, not shown" in line_of(told(paths=["care/claim.yml"]))
    write(WORSE)
    page = told(code=1, paths=["care/claim.yml"])

    assert "care/claim.yml:4 why-none" in line_of(page)
    assert "care/claim.yml:3 why-none" not in line_of(page)


def test_lines_that_move_leave_a_finding_known(told):
    write("# moved\n\n\n" + POOR)

    told("--fail-on", "hint")


def test_what_is_gone_is_told(told):
    write(BETTER)

    assert "1 finding of the baseline is gone (why-none@stamp-the-claim): write the baseline anew." in line_of(
        told("--fail-on", "never", paths=["care/claim.yml"])
    )
    assert "why-none@stamp-the-claim" in json.loads(told("--format", "json", "--fail-on", "never"))[0]["gone"]


@pytest.mark.usefixtures("drawn")
def test_what_is_gone_from_many_files_is_counted(capsys):
    write(BETTER)
    write(POOR, "care/other.yml")
    analyse("care", "--baseline", LINE)

    assert f"{LINE}: 1 finding is gone; --write-baseline {LINE} drops it." in capsys.readouterr().err


def test_json_tells_known_findings_from_new_ones(told):
    write(WORSE)
    known = {
        f["at"]: f["known"]
        for f in json.loads(told("--format", "json", code=1))[0]["findings"]
        if f["rule"] == "why-none"
    }

    assert {"stamp-the-claim": True, "file-the-claim": False} == known


def test_without_a_baseline_nothing_is_known_or_gone(capsys):
    analyse("care/claim.yml", "--format", "json")
    report = json.loads(capsys.readouterr().out)

    assert "gone" not in report
    assert not any("known" in finding for finding in report["findings"])


def test_sarif_states_what_is_unchanged_new_and_absent(told):
    write(WORSE.replace("Stamp the claim", "Seal the claim"))
    states = {
        one["partialFingerprints"]["flowtrim/v1"]: one["baselineState"]
        for one in json.loads(told("--format", "sarif", code=1))["runs"][0]["results"]
    }

    assert "new" == states["why-none@seal-the-claim"]
    assert "absent" == states["why-none@stamp-the-claim"]
    assert "unchanged" == states["customer-missing@process"]


def test_sarif_has_no_states_without_a_baseline(capsys):
    analyse("care", "--format", "sarif")

    assert "baselineState" not in capsys.readouterr().out


def test_junit_skips_what_is_known_and_passes_what_is_gone(told):
    write(WORSE.replace("Stamp the claim", "Seal the claim"))
    cases = {case.get("name"): case for case in ET.fromstring(told("--format", "junit", code=1)).iter("testcase")}

    assert "Known from the baseline." in cases["customer-missing@process"].find("skipped").get("message")
    assert [] == list(cases["why-none@stamp-the-claim"])
    assert cases["why-none@seal-the-claim"].find("failure") is not None


def test_github_leaves_out_what_is_known_and_notices_what_is_gone(told):
    (stamp,) = told("--format", "github").splitlines()
    assert stamp.startswith("::debug::care/claim.yml · As of ")
    write(BETTER)

    assert "title=flowtrim::No longer found" in told("--format", "github", "--fail-on", "never")


@pytest.mark.usefixtures("drawn")
def test_paths_count_from_the_baseline_wherever_the_run_is_started(monkeypatch):
    monkeypatch.chdir("care")

    assert 0 == analyse("claim.yml", "--baseline", "baseline.json", "--fail-on", "hint")
    assert 0 == analyse(str(Path("claim.yml").absolute()), "--baseline", "../care/baseline.json", "--fail-on", "hint")


@pytest.mark.usefixtures("drawn")
def test_files_that_a_run_does_not_look_at_keep_their_part():
    write(WORSE, "care/other.yml")
    analyse("care/other.yml", "--write-baseline", LINE)

    assert ["claim.yml", "other.yml"] == list(json.loads(Path(LINE).read_text("utf-8"))["files"])


@pytest.mark.usefixtures("drawn")
def test_files_that_are_gone_are_told_and_dropped(capsys):
    Path("care/claim.yml").rename("care/new.yml")
    analyse("care", "--baseline", LINE, "--fail-on", "never")
    assert "the file claim.yml is gone" in capsys.readouterr().err
    analyse("care", "--write-baseline", LINE)

    assert ["new.yml"] == list(json.loads(Path(LINE).read_text("utf-8"))["files"])


@pytest.mark.usefixtures("drawn")
def test_a_baseline_is_not_written_where_a_file_could_not_be_read(capsys):
    before = Path(LINE).read_text("utf-8")
    write("process: Claim\nstepps: []\n", "care/broken.yml")

    assert 2 == analyse("care", "--write-baseline", LINE)
    assert "was not written" in capsys.readouterr().err
    assert before == Path(LINE).read_text("utf-8")


def test_an_accepted_finding_is_no_part_of_a_baseline():
    write(POOR + "accepted:\n  why-none@stamp-the-claim: {because: The bank asks., until: 2027-03-01}\n")
    analyse("care", "--write-baseline", LINE)

    assert "why-none@stamp-the-claim" not in Path(LINE).read_text("utf-8")


def test_a_second_finding_of_the_same_key_is_new(told):
    kept = json.loads(Path(LINE).read_text("utf-8"))
    kept["files"]["claim.yml"]["why-none@stamp-the-claim"] = 2
    Path(LINE).write_text(json.dumps(kept), encoding="utf-8")

    assert ["why-none@stamp-the-claim"] == json.loads(told("--format", "json"))[0]["gone"]


OVER = ("--max", "steps=0", "--max", "handoffs=0")


@pytest.fixture
def held(capsys):
    """Draw a line under two steps, of which one hands over, where none is allowed; tell the limits that are broken."""
    write(WORSE.replace("File the claim, owner: Clerk", "File the claim, owner: Keeper"))
    assert 0 == analyse("care", "--write-baseline", LINE, *OVER)
    capsys.readouterr()

    def held(text, *, code, form="json"):
        write(text)
        assert code == analyse("care/claim.yml", "--baseline", LINE, "--format", form, *OVER)
        return capsys.readouterr().out

    return held


def broken(page):
    return {f["at"]: (f["known"], f["message"]) for f in json.loads(page)["findings"] if f["rule"] == "limit-exceeded"}


def test_a_baseline_keeps_the_figures_over_their_limits(held):  # noqa: ARG001 - the line is drawn
    kept = json.loads(Path(LINE).read_text("utf-8"))["figures"]

    assert {"claim.yml": {"limit-exceeded@handoffs": 1, "limit-exceeded@steps": 2}} == kept


def test_a_figure_over_its_limit_fails_again_only_when_it_gets_worse(held):
    same = WORSE.replace("File the claim, owner: Clerk", "File the claim, owner: Keeper")
    worse = same + "  - {name: Burn it, owner: Keeper, why: Paper must not be kept for longer.}\n"

    assert {(True, "Steps: 2, and 0 is the limit."), (True, "Handoffs: 1, and 0 is the limit.")} == set(
        broken(held(same, code=0)).values()
    )
    assert (False, "Steps: 3, and 0 is the limit. It was 2 in the baseline.") == broken(held(worse, code=1))["steps"]
    assert (True, "Handoffs: 1, and 0 is the limit.") == broken(held(worse, code=1))["handoffs"]
    assert [] == json.loads(held(worse, code=1))["eased"]


def test_a_figure_that_got_better_is_told_so_that_the_line_can_be_drawn_closer(held):
    assert ["limit-exceeded@steps"] == json.loads(held(POOR, code=0))["eased"]
    assert "limit-exceeded@handoffs" in json.loads(held(POOR, code=0))["gone"]
    assert (
        "1 figure over its limit is better than in the baseline (limit-exceeded@steps): write the baseline anew."
        in line_of(held(POOR, code=0, form="text"))
    )
    assert "Better than in the baseline, so" in held(POOR, code=0, form="github")


@pytest.mark.usefixtures("held")
def test_better_figures_of_many_files_are_counted(capsys):
    write(POOR)
    write(POOR, "care/other.yml")
    analyse("care", "--baseline", LINE, *OVER)

    assert f"{LINE}: 1 figure over its limit is better; --write-baseline {LINE} holds" in capsys.readouterr().err


def test_a_baseline_without_figures_knows_a_broken_limit_whatever_it_is(held):
    kept = json.loads(Path(LINE).read_text("utf-8"))
    del kept["figures"]
    Path(LINE).write_text(json.dumps(kept), encoding="utf-8")

    assert 0 == analyse("care", "--baseline", LINE, *OVER)
    held(WORSE + "  - {name: Burn it, owner: Clerk, why: Paper must not be kept for longer.}\n", code=0)


def settle(text, folder="."):
    Path(folder, "flowtrim.toml").write_text(text, encoding="utf-8")


@pytest.mark.usefixtures("drawn")
def test_the_settings_name_a_baseline_from_their_own_folder(monkeypatch):
    settle('fail_on = "hint"\nbaseline = "care/baseline.json"\n')
    assert 0 == analyse("care")
    settle('fail_on = "hint"\nbaseline = "baseline.json"\n', "care")
    assert 0 == analyse("care/claim.yml")
    monkeypatch.chdir("care")
    assert 0 == analyse("claim.yml")


@pytest.mark.usefixtures("drawn")
def test_a_baseline_that_is_named_goes_before_that_of_the_settings():
    write('{"format": "flowtrim-baseline/1", "files": {}}', "empty.json")
    settle('fail_on = "hint"\nbaseline = "empty.json"\n')

    assert 1 == analyse("care")
    assert 0 == analyse("care", "--baseline", LINE)


@pytest.mark.usefixtures("drawn")
def test_a_run_can_leave_the_baseline_of_the_settings_alone(capsys):
    settle('fail_on = "hint"\nbaseline = "care/baseline.json"\n')

    assert 1 == analyse("care", "--no-baseline")
    assert "baseline" not in "".join(capsys.readouterr())
    settle('fail_on = "hint"\nbaseline = "nowhere.json"\n')
    assert 1 == analyse("care", "--no-baseline")


@pytest.mark.parametrize("option", ["--baseline", "--write-baseline"])
def test_a_baseline_is_named_or_left_alone_and_not_both(option, capsys):
    assert 2 == analyse("care", option, LINE, "--no-baseline")
    assert "left alone with --no-baseline" in " ".join(capsys.readouterr().err.split())


@pytest.mark.usefixtures("drawn")
def test_folders_with_settings_of_their_own_have_baselines_of_their_own(capsys):
    Path("bills").mkdir()
    write(POOR, "bills/claim.yml")
    settle('fail_on = "hint"\nbaseline = "baseline.json"\n', "care")
    settle('fail_on = "hint"\nbaseline = "known.json"\n', "bills")
    write('{"format": "flowtrim-baseline/1", "files": {"gone.yml": {"why-none@a": 1}}}', "bills/known.json")

    assert 1 == analyse(".", "--format", "json")
    out, err = capsys.readouterr()
    assert [{False}, {True}] == [{finding["known"] for finding in one["findings"]} for one in json.loads(out)]
    assert "bills/known.json: the file gone.yml is gone" in err


def test_a_baseline_of_the_settings_is_drawn_by_its_name(capsys):
    settle('fail_on = "hint"\nbaseline = "known.json"\n')

    assert 2 == analyse("care")
    assert "known.json: there is no such baseline; --write-baseline known.json makes it." in capsys.readouterr().err
    assert 0 == analyse("care", "--write-baseline", "known.json")
    assert 0 == analyse("care")


@pytest.mark.parametrize("value", ['""', "[]"])
def test_a_baseline_in_the_settings_is_a_path(capsys, value):
    settle(f"baseline = {value}\n")

    assert 2 == analyse("care")
    assert "flowtrim.toml:1:12: " in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, f"{LINE}: there is no such baseline; --write-baseline {LINE} makes it."),
        ("", "This is not JSON"),
        ("{,", "care/baseline.json:1:2: This is not JSON"),
        ("[" * 99999, "This is no"),
        ("[]", "This is no baseline of the format flowtrim-baseline/1"),
        ('{"format": "flowtrim-baseline/1", "files": {"a": []}}', "What stands under 'a' is no mapping"),
        ('{"format": "flowtrim-baseline/1", "files": {"a": {"why": 1}}}', "'why' names no finding"),
        ('{"format": "flowtrim-baseline/1", "files": {"a": {"why-none@b": true}}}', "takes a whole number above 0"),
        ('{"format": "flowtrim-baseline/1", "files": {}, "figures": {"a": 3}}', "What stands under 'figures' is no"),
        ('{"format": "flowtrim-baseline/1", "files": {}, "figures": {"a": {"b": NaN}}}', "'b' was nan; it takes a num"),
        (
            f'{{"format": "flowtrim-baseline/1", "files": {{}}, "figures": {{"a": {{"b": {10**400}}}}}}}',
            "it takes a number.",
        ),
    ],
)
def test_what_is_no_baseline_is_refused_in_words(capsys, text, said):
    if text is not None:
        write(text, LINE)

    assert 2 == analyse("care", "--baseline", LINE)
    assert 1 == capsys.readouterr().err.count(said)


def test_a_baseline_is_read_or_written_but_not_both(capsys):
    assert 2 == analyse("care", "--baseline", LINE, "--write-baseline", LINE)
    assert "--write-baseline" in capsys.readouterr().err
