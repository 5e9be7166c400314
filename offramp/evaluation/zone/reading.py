"""One file of an agency on its way into a zone: its cells, what is wrong with them, and the two files that come of it.

DuckDB reads it, so that millions of records need little memory.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import duckdb

from offramp.evaluation.zone.mapping import Mapping
from offramp.evaluation.zone.statements import OBEYED, Statements, quoted
from offramp.evaluation.zone.store import IDENTITIES, SPILLED, TABLES, Zone

AT_MOST = 5  # records named for one kind of fault; the rest are counted
MEMORY = "1500MB"


class BadExtract(ValueError):  # noqa: N818  (it is what a reader is told, line by line)
    """A file that cannot be imported, and a sentence for everything that is wrong with it. None quotes the file."""

    def __init__(self, file: Path, faults: list[str]) -> None:
        self.faults = [f"{file.name}{fault}" for fault in faults]
        super().__init__("\n".join(self.faults))


@dataclass(frozen=True, slots=True)
class Brought:
    """What an import brought, or would bring: records, people, records outside the days covered, births that are no day."""

    rows: int
    people: int
    outside: int
    odd_births: int
    was_there: bool = False  # the same file by the same mapping: nothing was done
    replaces: str = ""  # when the delivery before it was made


class Reading:
    """One file on its way in. What is staged lies in the zone and is gone when the reading ends."""

    def __init__(self, zone: Zone, file: Path, mapping: Mapping) -> None:
        self.zone, self.file, self.mapping = zone, file, mapping
        self.sql = Statements(file, mapping, zone.folder / TABLES / f".staged-{uuid4().hex}.parquet")

    def __enter__(self) -> "Reading":
        self.duck = duckdb.connect()
        self._run("SET enable_progress_bar = false")
        self._run(f"SET memory_limit = '{MEMORY}'")
        self._run(f"SET temp_directory = '{quoted(self.zone.folder / SPILLED)}'")
        return self

    def __exit__(self, *_: object) -> None:
        self.duck.close()
        self.sql.staged.unlink(missing_ok=True)
        shutil.rmtree(self.zone.folder / SPILLED, ignore_errors=True)

    def stage(self) -> None:
        """Read the file once. Raises `BadExtract` where a column is missing or a line is torn."""
        found = [row[0] for row in self._run(self.sql.columns())]
        if missing := [one for one in self.mapping.named if one not in found]:
            raise BadExtract(self.file, [f': The column "{one}" of the mapping is missing.' for one in missing])
        self._run(self.sql.staging())
        if torn := [*self._torn()]:
            raise BadExtract(self.file, torn)

    def faults(self) -> Iterator[str]:
        """A sentence for each thing that is wrong, with the records that have it."""
        who, sql = self.mapping.person, self.sql
        if not self._run(sql.having("true", 1))[0][0]:
            yield ": There is nothing in this file. It needs one line for each record."
            return
        yield from self._named(
            f"{sql.said(who.given_name)} IS NULL AND {sql.said(who.surname)} IS NULL",
            "Nobody is named here. A record without a person cannot be used: leave it out.",
        )
        for name in self.mapping.days_of:
            sentence = f'"{self.mapping.columns[name]}" is no day that is written as {self.mapping.days}.'
            yield from self._named(sql.is_no_day(name), sentence)
        if self.mapping.is_stay:
            yield from self._named('"end" < "start"', "This stay ends before it begins.")
        if number := self.mapping.record_number:
            yield from self._named(f"{sql.said(number)} IS NULL", f'"{number}" is empty. Each record needs its own.')
            yield from self._named(sql.twice(number), f'The number in "{number}" is there twice.')
        for name in self.mapping.kept:
            yield from self._words(self.mapping.columns[name], self.mapping.codes.get(name))

    def count(self) -> Brought:
        """What would be imported."""
        return Brought(*self._run(self.sql.counting())[0])

    def write(self, key: str) -> dict[str, str]:
        """The two files, by their new names: pseudonyms for analysis, identities apart."""
        stem = f"{self.mapping.agency}-{self.mapping.records}-{uuid4().hex[:8]}"
        table, identities, kept = (
            f"{TABLES}/{stem}.parquet",
            f"{IDENTITIES}/{stem}.parquet",
            f"{IDENTITIES}/{stem}.key",
        )
        who = f"substr(sha256('{key}' || {self.sql.whose}), 1, 24)"
        self._run(f"COPY ({self.sql.table(who)}) TO '{quoted(self.zone.folder / table)}'")
        self._run(f"COPY ({self.sql.identities(who)}) TO '{quoted(self.zone.folder / identities)}'")
        (self.zone.folder / kept).write_text(key, encoding="utf-8")
        return {TABLES: table, IDENTITIES: identities, "key": kept}

    def _words(self, column: str, codes: dict[str, str] | None) -> Iterator[str]:
        obeyed = f"regexp_matches({self.sql.said(column)}, '{OBEYED}')"
        yield from self._named(obeyed, f'"{column}" begins with a sign that a spreadsheet obeys.')
        if codes:
            sentence = f'"{column}" says a word that the mapping has no code for.'
            yield from self._named(self.sql.has_no_code(column, codes), sentence)

    def _torn(self) -> Iterator[str]:
        if self.sql.is_parquet:
            return
        torn = self._run(f"SELECT DISTINCT line FROM reject_errors ORDER BY line LIMIT {AT_MOST + 1}")
        for (line,) in torn[:AT_MOST]:
            yield f", line {line}: This line has another number of cells than the first, or cannot be read."
        if len(torn) > AT_MOST:
            yield ": The same is true of more lines."

    def _named(self, wrong: str, sentence: str) -> Iterator[str]:
        ((number, first),) = self._run(self.sql.having(wrong, AT_MOST))
        yield from (f", record {record}: {sentence}" for record in first or [])
        if number > AT_MOST:
            yield f": The same is true of {number - AT_MOST:,} more records."

    def _run(self, statement: str) -> list[tuple[Any, ...]]:
        try:
            return self.duck.execute(statement).fetchall()
        except duckdb.OutOfMemoryException:
            raise BadExtract(self.file, [": This file needs more memory than there is. Split it by years."]) from None
        except duckdb.Error:
            # Without the library's own words: they may quote a line of the file, and a line is a person.
            sentence = ": This file cannot be read. Write it anew, as CSV in UTF-8 or as Parquet."
            raise BadExtract(self.file, [sentence]) from None
