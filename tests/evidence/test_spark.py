"""Every query of the figures in Spark, beside DuckDB, row for row: on this machine, and in a cluster of two workers."""

import json
import shutil
import subprocess
import sys
from datetime import date

import pytest

pytest.importorskip("duckdb", reason="logs are read with DuckDB, an extra")
pytest.importorskip("pyspark", reason="Spark is an extra: pip install 'flowtrim[spark]'")
if not shutil.which("java"):
    pytest.skip("Spark needs Java, and there is none", allow_module_level=True)

from flowtrim.evidence import figure_queries as queries
from flowtrim.evidence.engines import spark_over
from flowtrim.evidence.log_cache import cached
from flowtrim.evidence.log_engine import duckdb_over
from flowtrim.evidence.log_reading import Terms
from tests.evidence.test_oracles import random_log

pytestmark = pytest.mark.filterwarnings(
    "ignore::ResourceWarning", "ignore::DeprecationWarning", "ignore::FutureWarning"
)

LEFT_OUT = "select case_code from cases where case_code in (1, 4)"
MEASURES = {"GAPS", "WORK", "WAITING", "ELAPSED", "DURATION"}
"""Times, of which quantiles are worked out: they are asked for in buckets, and then exactly in some of those."""
ASKED = {
    **{name: queries.bucketed(getattr(queries, name)) for name in MEASURES},
    **{name: getattr(queries, name) for name in ("FLOWS", "HANDED_OVER", "ROLES", "OUTCOMES", "BATCHED")},
    "bucketed": queries.bucketed(queries.DURATION),
    "of_buckets": queries.of_buckets(
        queries.WORK, [(activity, bucket) for activity in (0, 1, 2) for bucket in (0, 6477)]
    ),
    "variants": queries.variants(1_772_500_000_000),
    "recent_like": f"select count(*) as cases from ({queries.recent_like([0, 2, 5], 0)}) as found",
    "beside_day": queries.beside_day(1_772_500_000_000)[2],
    "promised": queries.promised(3_600_000, "activity in (0, 1)", "true"),
    "together": queries.together(((0,), (1, 2)), "person"),
}


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    """A log with everything that a log can have, of 60 cases."""
    path = tmp_path_factory.mktemp("spark") / "log.csv"
    rows = ["case,activity,start,end,role,resource,outcome"]
    for seed in range(6):
        for number, events in enumerate(random_log(seed)):
            rows.extend(",".join((f"{seed} {number}", *event.cells)) for event in events)
    path.write_text("\n".join(rows), encoding="utf-8")
    return cached(path, Terms(), today=date(2026, 11, 28))


@pytest.fixture(scope="module")
def engines(cache):
    """DuckDB and Spark over one cache, with two cases left out of both."""
    with duckdb_over(cache.events) as embedded, spark_over(cache.events, "local[2]") as spark:
        for engine in (embedded, spark):
            engine.leave_out(LEFT_OUT)
        spark.session.conf.set("spark.sql.codegen.wholeStage", "false")  # to compile takes longer than 60 cases
        spark.session.conf.set("spark.sql.adaptive.enabled", "false")
        yield embedded, spark


def test_no_query_is_left_without_a_test_in_spark():
    assert {name for name in vars(queries) if not name.startswith("_")} - {"annotations", "Sequence"} == set(ASKED)


@pytest.mark.parametrize("name", sorted(ASKED))
def test_a_query_gives_in_spark_the_rows_that_it_gives_in_duckdb(engines, name):
    embedded, spark = engines
    expected = embedded.rows(ASKED[name])

    assert expected
    assert expected == spark.rows(ASKED[name])


IN_CLUSTER = """
import json, sys
from pathlib import Path
from flowtrim.evidence.figure_queries import FLOWS
from flowtrim.evidence.engines import spark_over
with spark_over(Path(sys.argv[1]), "local-cluster[2,1,1024]") as spark:
    rows = spark.rows(FLOWS)
    machines = spark.session.sparkContext._jsc.sc().getExecutorMemoryStatus().size()
print(json.dumps([rows, machines]))
"""


def test_a_cluster_of_two_workers_gives_the_same_rows(cache):
    told = subprocess.run(  # a process of its own: there is one Spark in a process
        [sys.executable, "-c", IN_CLUSTER, str(cache.events)], check=True, capture_output=True, text=True, timeout=600
    ).stdout
    rows, machines = json.loads(told.splitlines()[-1])
    with duckdb_over(cache.events) as embedded:
        assert [list(row) for row in embedded.rows(queries.FLOWS)] == rows
    assert machines > 1, "the driver alone did the work"
