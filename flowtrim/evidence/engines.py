"""What runs the queries of the figures: DuckDB or Spark, and how their answers are remembered beside the cache.

A log is read once; each figure is asked of it once, too: whoever looks again reads neither, only the answers.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Protocol

import msgspec

from flowtrim.evidence.log_engine import MissingEngineError, Rows, connect, duckdb_over, write_cases
from flowtrim.formats.drafts import draft_beside

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_MOST_ROWS = 200_000
"""Rows of one answer beyond which it is asked again rather than remembered."""
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


class Engine(Protocol):
    """Runs the queries of the figures on the events of a log."""

    def rows(self, query: str) -> Rows:
        """Return the rows of a query."""

    def leave_out(self, cases: str) -> None:
        """Take the cases that a query returns out of every figure from now on."""


class _Remembering:
    """An engine that is opened for the first question that nobody asked before.

    An answer belongs to its query and to the cases that were left out before it.
    """

    def __init__(self, open_engine: Callable[[], Engine], answers: dict[str, Rows]) -> None:
        self._open, self.answers, self.learnt = open_engine, answers, False
        self._engine: Engine | None = None
        self._left_out: list[str] = []

    def rows(self, query: str) -> Rows:
        """Return the rows of a query, known or asked for now."""
        key = hashlib.sha256(msgspec.json.encode([*self._left_out, query])).hexdigest()
        if key not in self.answers:
            found = self._asked().rows(query)
            if len(found) > _MOST_ROWS:
                return found
            self.answers[key] = found
            self.learnt = True
        return self.answers[key]

    def leave_out(self, cases: str) -> None:
        """Take cases out of every figure from now on."""
        self._left_out.append(cases)
        if self._engine is not None:
            self._engine.leave_out(cases)

    def _asked(self) -> Engine:
        if self._engine is None:
            self._engine = self._open()
            for cases in self._left_out:
                self._engine.leave_out(cases)
        return self._engine


@contextmanager
def remembering(folder: Path, kind: str, over: Callable[[Path], AbstractContextManager[Engine]]) -> Iterator[Engine]:
    """Open an engine of some kind over a cache; what it answers is remembered there."""
    file = folder / f"answers-{kind}.json"
    with ExitStack() as stack:
        engine = _Remembering(lambda: stack.enter_context(over(folder)), _known(file))
        yield engine
        if engine.learnt:
            with suppress(OSError), draft_beside(file) as draft:
                draft.write_bytes(msgspec.json.encode(engine.answers))
                draft.replace(file)


def _known(file: Path) -> dict[str, Rows]:
    """Return the answers of earlier runs; none where there are none, or somebody changed them."""
    with suppress(OSError, ValueError, RecursionError):
        return msgspec.json.decode(file.read_bytes(), type=dict[str, Rows])
    return {}


def opened(folder: Path, kind: str) -> AbstractContextManager[Engine]:
    """Open an engine of a kind, ``duckdb`` or ``spark``, over a cache; what it answers is remembered there."""
    if kind == "spark":
        return remembering(folder, kind, spark_over)
    return remembering(folder, kind, duckdb_over)


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
    """Start Spark over a cache, and stop it.

    Its own settings say where it runs (``spark-defaults.conf``, ``PYSPARK_SUBMIT_ARGS``), unless ``master`` does; else
    it runs on this machine. The cache has to lie where all of its workers can read it.

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
