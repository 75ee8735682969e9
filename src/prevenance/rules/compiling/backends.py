"""The engines that run our SQL: DuckDB, PostgreSQL, Spark. Each is given a connection that the caller opened.

None is imported here: the caller has the one it uses (extras `engines`, `postgresql`, `spark`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from prevenance.rules.compiling.dialects import DIALECTS, Printer

Columns = Sequence[tuple[str, str]]  # name, type
PIECE = 200  # rows written by one statement


@dataclass(frozen=True, slots=True)
class DuckDb:
    """A connection of `duckdb`."""

    connection: Any
    dialect = "duckdb"

    @property
    def name(self) -> str:
        """With its version."""
        ((version,),) = self.rows("SELECT version()")
        return f"duckdb {version}"

    def rows(self, text: str) -> list[tuple[Any, ...]]:
        """What a SELECT gives."""
        found: list[tuple[Any, ...]] = self.connection.execute(text).fetchall()
        return found

    def load(self, table: str, columns: Columns, rows: Iterable[Sequence[int]]) -> None:
        """A temporary table of integers."""
        self.connection.execute(f"CREATE OR REPLACE TEMP TABLE {table} ({_declared(self.dialect, columns)})")
        for text in _insertions(table, rows):
            self.connection.execute(text)


@dataclass(frozen=True, slots=True)
class PostgreSql:
    """A connection of `psycopg`; version 15 of the server was tried.

    Our statements are long: JIT compilation takes longer than it gives, so `rows` runs them without it.
    """

    connection: Any
    dialect = "postgresql"

    @property
    def name(self) -> str:
        """With the version of the server."""
        return f"postgresql {self.connection.info.server_version}"

    def rows(self, text: str) -> list[tuple[Any, ...]]:
        """What a SELECT gives."""
        with self.connection.transaction(), self.connection.cursor() as cursor:
            cursor.execute("SET LOCAL jit = off")
            cursor.execute(text)
            found: list[tuple[Any, ...]] = cursor.fetchall()
            return found

    def load(self, table: str, columns: Columns, rows: Iterable[Sequence[int]]) -> None:
        """A temporary table of integers, which ends with the connection."""
        with self.connection.transaction(), self.connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE IF EXISTS pg_temp.{table}")
            cursor.execute(f"CREATE TEMP TABLE {table} ({_declared(self.dialect, columns)})")
            for text in _insertions(table, rows):
                cursor.execute(text)


@dataclass(frozen=True, slots=True)
class Spark:
    """A `SparkSession` of `pyspark`; version 4.3 was tried, with Java 17."""

    session: Any
    dialect = "spark"

    @property
    def name(self) -> str:
        """With its version."""
        return f"spark {self.session.version}"

    def rows(self, text: str) -> list[tuple[Any, ...]]:
        """What a SELECT gives."""
        return [tuple(row) for row in self.session.sql(text).collect()]

    def load(self, table: str, columns: Columns, rows: Iterable[Sequence[int]]) -> None:
        """A temporary view of integers."""
        frame = self.session.createDataFrame([tuple(row) for row in rows], _declared(self.dialect, columns))
        frame.createOrReplaceTempView(table)


def _declared(dialect: str, columns: Columns) -> str:
    printer = Printer(DIALECTS[dialect])
    return ", ".join(f"{printer.name(name)} {kind}" for name, kind in columns)


def _insertions(table: str, rows: Iterable[Sequence[int]]) -> Iterable[str]:
    every = list(rows)
    for start in range(0, len(every), PIECE):
        values = ", ".join(f"({', '.join(map(str, row))})" for row in every[start : start + PIECE])
        yield f"INSERT INTO {table} VALUES {values}"  # noqa: S608  # integers only
