"""Logs in the shape of those that are published, whose sizes everybody knows: every count is the one that was made."""

import gzip
import json
import random
from collections import Counter
from datetime import datetime, timedelta
from xml.sax.saxutils import quoteattr

import pytest
from click.testing import CliRunner

from flowtrim.cli import front

pytest.importorskip("duckdb", reason="logs are read with DuckDB, an extra")

PROCESS = """
process: Loan
steps:
  - {id: submit, name: A_SUBMITTED, owner: System}
  - {id: call, name: W_Call client, owner: Clerk}
  - {id: offer, name: O_SENT, owner: Clerk, next: [{to: accept, when: good}, {to: decline, when: bad}]}
  - {id: accept, name: A_ACCEPTED, owner: System, next: end}
  - {id: decline, name: A_DECLINED, owner: System}
"""
WORK = "W_Call client"


def loan(draw, began):
    """A case as the log of a bank tells it: work is scheduled, started and completed, and else only done."""
    told = [("A_SUBMITTED", "COMPLETE")]
    if draw.random() < 0.9:  # some cases have one event only
        for _ in range(draw.choice((1, 1, 2, 3))):
            told += [(WORK, "SCHEDULE"), (WORK, "START"), (WORK, "COMPLETE")]
        told += [("O_SENT", "COMPLETE"), (draw.choice(("A_ACCEPTED", "A_DECLINED")), "COMPLETE")]
    moments = (began + timedelta(seconds=7 * place, milliseconds=draw.randrange(1000)) for place in range(len(told)))
    return [(*each, next(moments), draw.choice(("112", "10862", "11169", ""))) for each in told]


def made(count=1_200):
    draw = random.Random(2012)
    return [loan(draw, datetime(2011, 10, 1) + timedelta(minutes=30 * number)) for number in range(count)]  # noqa: DTZ001


def as_xes(cases):
    def event(name, transition, moment, who):
        resource = f'<string key="org:resource" value="{who}"/>' if who else ""
        return (
            f'<event>{resource}<string key="lifecycle:transition" value="{transition}"/>\n\t'
            f'<string key="concept:name" value={quoteattr(name)}/>'
            f'<date key="time:timestamp" value="{moment.isoformat(timespec="milliseconds")}+02:00"/></event>'
        )

    traces = (
        f'<trace><date key="REG_DATE" value="2011-10-01T00:38:44.546+02:00"/><string key="concept:name" value="{173688 + n}"/>'
        f'<string key="AMOUNT_REQ" value="20000"/>{"".join(event(*each) for each in case)}</trace>'
        for n, case in enumerate(cases)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" ?><log xes.version="1.0"><extension name="Concept" prefix="concept"/>'
        '<global scope="event"><string key="concept:name" value="UNKNOWN"/></global>'
        f'<classifier name="Activity" keys="concept:name lifecycle:transition"/>{"".join(traces)}</log>'
    ).encode()


def as_csv(cases):
    rows = (
        f"{173688 + n};{name};{transition};{moment:%d.%m.%Y %H:%M:%S.%f};{who}"
        for n, case in enumerate(cases)
        for name, transition, moment, who in case
    )
    return "\r\n".join(["Case ID;Activity;lifecycle:transition;Complete Timestamp;Resource", *rows]).encode("cp1252")


@pytest.mark.parametrize(
    ("name", "written"), [("log.xes.gz", lambda cases: gzip.compress(as_xes(cases))), ("log.csv", as_csv)]
)
def test_counts_of_a_log_like_a_published_one_are_exact(tmp_path, name, written):
    cases = made()
    (tmp_path / "process.yml").write_text(PROCESS, encoding="utf-8")
    (tmp_path / name).write_bytes(written(cases))
    given = [
        "evidence",
        str(tmp_path / "process.yml"),
        str(tmp_path / name),
        "--today",
        "2026-11-28",
        "--format",
        "json",
    ]
    found = json.loads(CliRunner().invoke(front, given).stdout)
    rows = [row for case in cases for row in case]
    done = Counter(activity for activity, transition, *_ in rows if transition == "COMPLETE")
    steps = {step["step"]: step for step in found["steps"]}

    assert (len(rows), sum(done.values()), 1_200) == tuple(found["log"][each] for each in ("rows", "events", "cases"))
    assert {"schedule": done[WORK]} == found["log"]["unread"]["transitions"]
    assert (0, 0) == (found["log"]["unread"]["unnamed"], found["log"]["unread"]["unpaired"])
    assert 0 == found["log"]["open"]
    assert [done["A_SUBMITTED"], done[WORK], done["O_SENT"]] == [
        steps[s]["visits"] for s in ("submit", "call", "offer")
    ]
    assert done[WORK] == steps["call"]["waiting"]["count"]
    assert steps["call"]["withheld"]  # three numbers are three persons


def test_a_log_of_cases_of_one_event_is_refused_at_once(tmp_path):
    (tmp_path / "process.yml").write_text(PROCESS, encoding="utf-8")
    rows = "\n".join(f"{n},A_SUBMITTED,2026-03-01 09:00" for n in range(200_000))
    (tmp_path / "log.csv").write_text(f"case,activity,time\n{rows}", encoding="utf-8")
    refused = CliRunner().invoke(front, ["evidence", str(tmp_path / "process.yml"), str(tmp_path / "log.csv")])

    assert "Each of the 200,000 cases has one event, so nothing follows anything." in str(refused.exception)
    assert ["log.csv", "process.yml"] == sorted(path.name for path in tmp_path.iterdir())
