"""What compares the lines of a month: DuckDB in this process, or Spark over many machines.

Both run the same SQL; `Dialect` has the few words in which they differ. Files are read by DuckDB whichever compares.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import duckdb

from huigong.wages.reconciling.sources import quoted


@dataclass(frozen=True)
class Dialect:
    """How one engine writes what the other writes otherwise.

    `left`: what stands before SEMI and ANTI JOIN; `shift` and `days` are patterns of SQL; `mark` is its 64-bit hash.
    """

    left: str
    shift: str
    days: str
    mark: str

    def shifted(self, number: str, by: str) -> str:
        """A BIGINT moved to the left by so many bits."""
        return self.shift.format(number=f"CAST({number} AS BIGINT)", by=by)

    def days_between(self, earlier: str, later: str) -> str:
        return self.days.format(earlier=earlier, later=later)


DUCKDB = Dialect("", "({number} << ({by}))", "({later} - {earlier})", "hash")
SPARK = Dialect("LEFT ", "shiftleft({number}, {by})", "datediff({later}, {earlier})", "xxhash64")


class Engine(Protocol):
    """Where the lines that were read are compared."""

    @property
    def dialect(self) -> Dialect: ...

    def take(self, *names: str) -> None:
        """Hands over tables that DuckDB has made."""

    def give(self, name: str) -> None:
        """Hands a table back to DuckDB."""

    def make(self, name: str, query: str) -> None:
        """A table of what the query gives."""

    def view(self, name: str, query: str) -> None:
        """The query under a name."""

    def drop(self, names: Iterable[str]) -> None: ...

    def rows(self, query: str) -> list[tuple[Any, ...]]: ...


@dataclass(frozen=True)
class Here:
    """DuckDB, by the connection that has read the files."""

    connection: duckdb.DuckDBPyConnection
    dialect: Dialect = DUCKDB

    def take(self, *names: str) -> None:
        pass

    def give(self, name: str) -> None:
        pass

    def make(self, name: str, query: str) -> None:
        self.connection.execute(f"CREATE TABLE {name} AS {query}")

    def view(self, name: str, query: str) -> None:
        self.connection.execute(f"CREATE VIEW {name} AS {query}")

    def drop(self, names: Iterable[str]) -> None:
        for name in names:
            self.connection.execute(f"DROP TABLE {name}")

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(query).fetchall()


@dataclass(frozen=True)
class Cluster:
    """Spark; tables pass through Parquet in `folder`, which each machine of the cluster must see."""

    connection: duckdb.DuckDBPyConnection
    session: Any
    folder: Path
    dialect: Dialect = SPARK

    def take(self, *names: str) -> None:
        for name in names:
            path = self.folder / f"{name}.parquet"
            self.connection.execute(f"COPY {name} TO {quoted(str(path))} (FORMAT parquet)")
            self.session.read.parquet(str(path)).createOrReplaceTempView(name)

    def give(self, name: str) -> None:
        parts = quoted(str(self.folder / name / "*.parquet"))
        self.connection.execute(f"CREATE TABLE {name} AS SELECT * FROM read_parquet({parts})")

    def make(self, name: str, query: str) -> None:
        # Written and read again, since Spark would work out a table anew for each that reads it.
        path = str(self.folder / name)
        self.session.sql(query).write.parquet(path)
        self.session.read.parquet(path).createOrReplaceTempView(name)

    def view(self, name: str, query: str) -> None:
        self.session.sql(query).createOrReplaceTempView(name)

    def drop(self, names: Iterable[str]) -> None:
        for name in names:
            shutil.rmtree(self.folder / name)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self.session.sql(query).collect()]
