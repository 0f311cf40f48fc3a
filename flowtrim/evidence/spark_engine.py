"""Spark over the cache of a log: the same queries as DuckDB, put into its dialect by SQLGlot.

Where Spark runs is for its own settings to say (``spark-defaults.conf``, or ``PYSPARK_SUBMIT_ARGS``), else on this
machine. The cache has to lie where all of its workers can read it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from flowtrim.evidence.engines import Rows
from flowtrim.evidence.log_engine import MissingEngineError, connect, write_cases

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_SETTINGS: Mapping[str, str] = {
    "spark.log.level": "ERROR",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}
_ON_THIS_MACHINE: Mapping[str, str] = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.sql.shuffle.partitions": "2",
}


def in_spark(query: str) -> str:
    """Return a query of the figures in the dialect of Spark.

    A window without an order runs over the events as they are sorted: Spark is told of that order, case by case.

    >>> in_spark("select lead(activity) over () as following from events")
    'SELECT LEAD(activity) OVER (PARTITION BY case_code ORDER BY place) AS following FROM events'
    """
    from sqlglot import exp, parse_one

    tree = parse_one(query, read="duckdb")
    for window in tree.find_all(exp.Window):
        if not window.args.get("partition_by") and not window.args.get("order"):
            window.set("partition_by", [exp.column("case_code")])
            window.set("order", exp.Order(expressions=[exp.column("place")]))
    return tree.sql(dialect="spark")


class Spark:
    """Runs queries over the events and cases of one cache."""

    def __init__(self, session: SparkSession, folder: Path) -> None:
        self.session = session
        files = {kind: sorted(map(str, folder.glob(f"{kind}-*.parquet"))) for kind in ("events", "cases")}
        events = session.read.parquet(*files["events"])
        events.selectExpr("*", "_metadata.row_index as place").createOrReplaceTempView("events")
        session.read.parquet(*files["cases"]).createOrReplaceTempView("cases")
        self._left_out = session.sql("select cast(null as int) as case_code where false")
        self._left_out.createOrReplaceTempView("left_out")

    def rows(self, query: str) -> Rows:
        """Return the rows of a query."""
        return [tuple(row) for row in self.session.sql(in_spark(query)).collect()]

    def leave_out(self, cases: str) -> None:
        """Take the cases that a query returns out of every figure from now on."""
        self._left_out = self._left_out.union(self.session.sql(in_spark(cases)))
        self._left_out.createOrReplaceTempView("left_out")


@contextmanager
def spark_over(folder: Path, master: str | None = None) -> Iterator[Spark]:
    """Start Spark over a cache, and stop it; ``master`` overrules where it runs.

    Raises:
        MissingEngineError: PySpark is not installed, or there is no Java.
    """
    with TemporaryDirectory(prefix="flowtrim-") as scratch:
        connection = connect(scratch)
        try:
            write_cases(connection, folder)
        finally:
            connection.close()
        session = _session(master, Path(scratch))
        try:
            yield Spark(session, folder)
        finally:
            session.stop()


def _session(master: str | None, scratch: Path) -> SparkSession:
    try:
        import pyspark
        import sqlglot  # noqa: F401 - told of now, before Spark is started
        from pyspark.conf import SparkConf
        from pyspark.sql import SparkSession
    except ImportError as missing:
        raise MissingEngineError("Spark is one of the extras: pip install 'flowtrim[spark]'.") from missing
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        raise MissingEngineError("Spark needs Java 17 or later, and there is none: install it, or set JAVA_HOME.")
    os.environ.setdefault("SPARK_HOME", str(Path(pyspark.__file__).parent))
    configured = SparkConf()
    master = master or configured.get("spark.master", "local[*]") or "local[*]"
    settings = {**_SETTINGS, "spark.master": master, "spark.sql.warehouse.dir": str(scratch / "warehouse")}
    if master.startswith("local"):
        settings |= _ON_THIS_MACHINE
    for key, value in settings.items():
        configured.set(key, value)
    return SparkSession.builder.config(conf=configured).appName("flowtrim evidence").getOrCreate()
