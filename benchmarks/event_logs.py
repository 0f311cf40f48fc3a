"""Event logs beside a bare scan of the same file, beside PM4Py and beside expat, in processor time, in one run.

``python benchmarks/event_logs.py EVENTS FOLDER [PYTHON_WITH_PM4PY]`` makes a log of about so many events and 10,000
variants in a folder, and prints a line for each measurement. PM4Py is measured where a Python is named that has it:
``python3 -m venv scratch && scratch/bin/pip install pm4py pyarrow``.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import duckdb
from children import cost

VARIANTS = 10_000
STEPS = 30
XES_EVENTS = 500_000
LOG = f"""
with variants as (
  select v, p, hash(v * 31 + p) % {STEPS} as a from range({VARIANTS}) as t(v), range(16) as u(p)
  where p < 4 + hash(v) % 13),
cases as (
  select c, cast(floor({VARIANTS} * pow((hash(c + 7) % 1000003) / 1000003.0, 2)) as integer) as v,
    1735689600000 + (hash(c * 3) % 31536000) * 1000 as began from range({{cases}}) as t(c))
select 'case-' || lpad(cast(c as varchar), 8, '0') as case_id, 'Activity ' || a as activity,
  make_timestamp(cast(began + p * 5400000 + hash(c * 100 + p) % 5000000 as bigint) * 1000) as time,
  'user' || hash(c * 17 + p) % 50 as resource
from cases join variants using (v) order by time
"""
SCAN = """
import duckdb, sys
each = ", ".join(f"min({c}), max({c}), sum(length({c}))" for c in ("case_id", "activity", "resource"))
duckdb.connect(config={"memory_limit": "400MB", "threads": 2}).execute(
    f"select count(*), {each}, min(time), max(time), sum(epoch_ms(time)) from read_parquet('{sys.argv[1]}')").fetchall()
"""
COUNTS = """
import sys
from datetime import date
from pathlib import Path
from flowtrim.evidence import figure_queries as queries
from flowtrim.evidence.log_cache import cached
from flowtrim.evidence.log_engine import duckdb_over
from flowtrim.evidence.log_reading import Terms
from flowtrim.evidence.nearest_rank import spreads
owners = {f"Activity {n}": f"Role {n % 7}" for n in range(30)}
kept = cached(Path(sys.argv[1]), Terms(owners=owners, told_apart=False), today=date(2026, 11, 28))
with duckdb_over(kept.events) as engine:
    engine.rows(queries.FLOWS)
    if "waits" in sys.argv:
        engine.rows(queries.ROLES)
        spreads(engine, queries.ELAPSED, dict(enumerate(kept.head.activities)))
"""
PM4PY = """
import sys
import pandas, pm4py
log = pandas.read_parquet(sys.argv[1])
log = pm4py.format_dataframe(log, case_id="case_id", activity_key="activity", timestamp_key="time")
pm4py.discover_dfg(log)
pm4py.discover_handover_of_work_network(log, resource_key="resource")
"""
EXPAT = """
import sys
from xml.parsers import expat
parser = expat.ParserCreate()
parser.StartElementHandler, parser.EndElementHandler = (lambda tag, attributes: None), (lambda tag: None)
with open(sys.argv[1], "rb") as stream:
    while chunk := stream.read(1 << 20):
        parser.Parse(chunk)
    parser.Parse(b"", True)
"""
XES = """
import sys
from pathlib import Path
from flowtrim.evidence.xes_log import xes_to_table
with open(sys.argv[1], "rb") as stream:
    xes_to_table(stream, Path(sys.argv[1] + ".csv"), file="log.xes")
"""


def main(events: int, folder: Path, pm4py: str | None) -> None:
    """Make the logs, measure, and print."""
    log, process, xes = folder / "log.parquet", folder / "process.yml", folder / "log.xes"
    duckdb.sql(LOG.format(cases=events // 10)).write_parquet(str(log))
    steps = "".join(f"  - {{id: s{n}, name: Activity {n}, owner: Role {n % 7}}}\n" for n in range(STEPS))
    process.write_text("process: Big\nsteps:\n" + steps, encoding="utf-8")
    evidence = (sys.executable, "-m", "flowtrim", "evidence", process, log, "--today", "2026-11-28")
    scan = told("bare scan", (sys.executable, "-c", SCAN, log), None)
    for name, command, anew in (
        ("cache, counts, handovers, waits", (sys.executable, "-c", COUNTS, log, "waits"), True),
        ("everything, the first time", evidence, True),
        ("everything, again", evidence, False),
        ("directly-follows and handovers, first", (sys.executable, "-c", COUNTS, log), True),
        ("directly-follows and handovers, again", (sys.executable, "-c", COUNTS, log), False),
    ):
        if anew:
            shutil.rmtree(folder / ".flowtrim-evidence", ignore_errors=True)
        told(name, command, scan)
    if pm4py:
        told("PM4Py, directly-follows and handovers", (pm4py, "-c", PM4PY, log), scan)
    write_xes(xes)
    alone = told(f"expat alone, {XES_EVENTS:,} events", (sys.executable, "-c", EXPAT, xes), None)
    told("XES to a table", (sys.executable, "-c", XES, xes), alone)


def told(name: str, command: tuple[str | Path, ...], beside: float | None) -> float:
    """Print what a command took, beside another if there is one, and return its seconds: the better of two runs."""
    best = min(cost(command) for _ in range(1 if "first" in name or "cache" in name or "PM4Py" in name else 2))
    ratio = f"{best.seconds / beside:6.2f} times" if beside else ""
    print(f"{name:40} {best.seconds:7.2f} s {best.mebibytes:6.0f} MiB {ratio}", flush=True)
    return best.seconds


def write_xes(target: Path) -> None:
    """Write a log of ten events a case, four attributes each, a line for each element."""
    with target.open("w", encoding="utf-8") as out:
        out.write('<?xml version="1.0" encoding="UTF-8"?>\n<log xes.version="1.0">\n')
        for case in range(XES_EVENTS // 10):
            out.write(f'<trace>\n<string key="concept:name" value="case {case}"/>\n')
            for place in range(10):
                out.write(
                    f'<event>\n<string key="concept:name" value="Activity {(case * 7 + place) % STEPS}"/>\n'
                    f'<date key="time:timestamp" value="2025-03-{place + 1:02}T09:{case % 60:02}:00.000+01:00"/>\n'
                    f'<string key="org:resource" value="user{(case + place) % 50}"/>\n'
                    '<string key="lifecycle:transition" value="complete"/>\n</event>\n'
                )
            out.write("</trace>\n")
        out.write("</log>\n")


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else None)
