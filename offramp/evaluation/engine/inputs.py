"""The tables of an extract, read and checked. Every fault is one clear line, and with one fault nothing is computed.

A CSV file is read as words first, so that a fault can name the row; a Parquet file says its types itself. Tables stay
Arrow throughout (polars), and a Parquet table of events is never loaded whole.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

import polars as pl

from offramp.evaluation.engine.study import State, Study, types_of

FAR = 10**6  # days: further than any extract
AT_MOST = 5  # rows named for one kind of fault; the rest are counted


class Kind(Enum):
    """What may stand in a column, and what to write where it does not."""

    TEXT = "a word or a number"
    DAY = "a day, year first, like 2026-06-01"
    YES_NO = "yes or no"
    NUMBER = "a number with a point, like 1250.50"


@dataclass(frozen=True, slots=True)
class Shape:
    """The columns of one table: those it must have, and those it may."""

    needed: dict[str, Kind]
    possible: dict[str, Kind]
    may_be_empty: tuple[str, ...] = ()


SHAPES = {
    "people": Shape(
        {"person_id": Kind.TEXT, "day_zero": Kind.DAY},
        {"site": Kind.TEXT, "linked": Kind.YES_NO, "shift": Kind.TEXT, "offense": Kind.TEXT},
        ("shift", "offense"),
    ),
    "events": Shape(
        {"person_id": Kind.TEXT, "date": Kind.DAY, "type": Kind.TEXT},
        {"grade": Kind.TEXT, "warrant_only": Kind.YES_NO, "index": Kind.YES_NO},
        ("grade", "warrant_only", "index"),
    ),
    "coverage": Shape(
        {"type": Kind.TEXT, "from": Kind.DAY, "to": Kind.DAY}, {"agency": Kind.TEXT, "site": Kind.TEXT},
        ("agency", "site"),
    ),
    "spells": Shape(
        {"person_id": Kind.TEXT, "type": Kind.TEXT, "start": Kind.DAY, "end": Kind.DAY},
        {"state": Kind.TEXT, "index": Kind.YES_NO}, ("end", "state", "index"),
    ),
    "costs": Shape(
        {"person_id": Kind.TEXT, "date": Kind.DAY, "amount": Kind.NUMBER}, {"kind": Kind.TEXT, "index": Kind.YES_NO},
        ("kind", "index"),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a table. `row` counts the lines of a CSV file from 1; 0 is the whole table."""

    file: str
    row: int
    sentence: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}{f', line {self.row}' if self.row else ''}: {self.sentence} {self.remedy}"


class BadInput(ValueError):  # noqa: N818  (it is what a reader is told, line by line)
    """Tables that cannot be used, and everything that is wrong with them."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


@dataclass(frozen=True, slots=True)
class Inputs:
    """The tables of one extract; `hash` is of the files' bytes.

    `people` has three columns beside its own: `treated`, and the days from day 0 to `death` and `move_out`, or FAR.
    """

    people: pl.DataFrame
    events: pl.LazyFrame
    coverage: pl.DataFrame
    spells: pl.DataFrame | None
    costs: pl.DataFrame | None
    hash: str


def read(study: Study, folder: Path) -> Inputs:
    """Read and check the tables that the study names. Raises `BadInput` with one line for each fault."""
    files = {name: folder / file for name, file in study.files if file is not None}
    if missing := [Fault(file.name, 0, "There is no such file.", f"Put it into {folder}.") for file in files.values()
                   if not file.is_file()]:  # fmt: skip
        raise BadInput(missing)
    tables = {name: Table(name, file, _wanted(study, name)) for name, file in files.items()}
    faults = [fault for table in tables.values() for fault in table.faults]
    if not faults:
        faults = list(_disagreements(study, tables))
    if faults:
        raise BadInput(faults)
    return _inputs(study, {name: table.frame for name, table in tables.items()}, data_hash(files.values()))


def data_hash(files: Iterable[Path]) -> str:
    """SHA-256 over the bytes of the files, in the order of their names."""
    whole = hashlib.sha256()
    for file in sorted(files):
        with file.open("rb") as opened:
            whole.update(hashlib.file_digest(opened, "sha256").digest())
    return whole.hexdigest()


class Table:
    """One file as a lazy table of the right types, and what is wrong with it."""

    def __init__(self, name: str, file: Path, shape: Shape) -> None:
        self.file, self.shape, self.faults = file.name, shape, list[Fault]()
        self.frame = pl.LazyFrame()
        try:
            found = _scan(file)
            columns = found.collect_schema()
        except (pl.exceptions.PolarsError, OSError, UnicodeDecodeError) as error:
            self._fault(0, f"This file cannot be read: {_first_line(error)}.", "Write it anew, as UTF-8.")
            return
        for column, kind in shape.needed.items():
            if column not in columns:
                self._fault(0, f'The column "{column}" is missing.', f"It holds {kind.value}.")
        if not self.faults:
            self._check(found, columns)

    def _check(self, found: pl.LazyFrame, columns: pl.Schema) -> None:
        kinds = {**self.shape.possible, **self.shape.needed}
        kinds = {column: kind for column, kind in kinds.items() if column in columns}
        read = {column: _as_kind(pl.col(column), columns[column], kind) for column, kind in kinds.items()}
        wrong = found.select(**{c: _wrong(c, read[c], c in self.shape.may_be_empty) for c in kinds})
        counts = wrong.sum().collect(engine="streaming").row(0, named=True)
        for column, count in counts.items():
            if count:
                self._report(found, wrong, column, kinds[column])
        self.frame = found.with_columns(**read)

    def _report(self, found: pl.LazyFrame, wrong: pl.LazyFrame, column: str, kind: Kind) -> None:
        bad = pl.concat([wrong.select(bad=column), found.select(value=pl.col(column))], how="horizontal")
        rows = bad.with_row_index("row").filter("bad").collect()
        for row, _bad, value in rows.head(AT_MOST).iter_rows():
            said = f'"{value}" in "{column}" is not {kind.value}.' if value is not None else f'"{column}" is empty.'
            self._fault(row + 2, said, f"Write {kind.value}.")
        if len(rows) > AT_MOST:
            self._fault(0, f'{len(rows) - AT_MOST} more rows are wrong in "{column}".', f"Write {kind.value}.")

    def _fault(self, row: int, sentence: str, remedy: str) -> None:
        self.faults.append(Fault(self.file, row, sentence, remedy))


def _scan(file: Path) -> pl.LazyFrame:
    if file.suffix == ".parquet":
        return pl.scan_parquet(file)
    return pl.read_csv(file, infer_schema=False).lazy()


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or ["it is not clear why"])[0].rstrip(".")


def _as_kind(column: pl.Expr, dtype: pl.DataType, kind: Kind) -> pl.Expr:
    """The column as what it should hold; null where it does not."""
    if kind is Kind.TEXT:
        return column if dtype.is_integer() else column.cast(pl.String)
    if kind is Kind.DAY:
        return (
            column.str.to_date("%Y-%m-%d", strict=False) if dtype == pl.String else column.cast(pl.Date, strict=False)
        )
    if kind is Kind.NUMBER:
        number = column.cast(pl.Float64, strict=False)
        return pl.when(number.is_finite()).then(number)
    words = {"yes": True, "no": False, "true": True, "false": False, "1": True, "0": False}
    return column.cast(pl.String).str.to_lowercase().replace_strict(words, default=None, return_dtype=pl.Boolean)


def _wrong(column: str, read: pl.Expr, may_be_empty: bool) -> pl.Expr:
    return read.is_null() & pl.col(column).is_not_null() if may_be_empty else read.is_null()


def _wanted(study: Study, name: str) -> Shape:
    """The shape of a table as this study needs it."""
    shape = SHAPES[name]
    if name == "people":
        kinds = {"number": Kind.NUMBER, "category": Kind.TEXT, "birth_date": Kind.DAY}
        own = {one.name: kinds[one.kind] for one in study.covariates if one.kind != "history"}
        words = dict.fromkeys((study.groups.column, *study.subgroups), Kind.TEXT)
        needed = {**words, **own, **shape.needed}
        empty = (*shape.may_be_empty, *own, *study.subgroups)
        return Shape(needed, shape.possible, empty)
    needed = dict(shape.needed)
    if name == "events" and any(getattr(one, "grades", ()) for one in study.outcomes):
        needed["grade"] = Kind.TEXT
    if name == "events" and any(getattr(one, "leave_out_warrants", False) for one in study.outcomes):
        needed["warrant_only"] = Kind.YES_NO
    if name == "spells" and any(isinstance(one, State) for one in study.outcomes):
        needed["state"] = Kind.TEXT
    if name == "costs" and any(getattr(one, "kinds", ()) for one in study.outcomes):
        needed["kind"] = Kind.TEXT
    return Shape(needed, shape.possible, shape.may_be_empty)


def _disagreements(study: Study, tables: dict[str, Table]) -> Iterator[Fault]:
    people = tables["people"].frame.collect()
    yield from _people_in_no_group_or_twice(study, tables["people"].file, people)
    for name in ("events", "spells", "costs"):
        if name in tables:
            yield from _rows_of_nobody(tables[name], people)
    yield from _spans_that_end_first(tables)
    yield from _types_without_coverage(study, tables["coverage"])


def _people_in_no_group_or_twice(study: Study, file: str, people: pl.DataFrame) -> Iterator[Fault]:
    known = [*study.groups.treated, *study.groups.comparison]
    rows = people.with_row_index("row", offset=2)
    for row, word in rows.filter(~pl.col(study.groups.column).is_in(known)).select(
        "row", study.groups.column
    ).head(AT_MOST).iter_rows():  # fmt: skip
        yield Fault(file, row, f'"{word}" is in no group of the study.', "Add it to a group, or remove the row.")
    twice = rows.filter(pl.col("person_id").is_duplicated() & ~pl.col("person_id").is_first_distinct())
    for row, who in twice.select("row", "person_id").head(AT_MOST).iter_rows():
        yield Fault(file, row, f'The person "{who}" is there twice.', "Keep the row of the first referral.")
    for word, words in (("treated", study.groups.treated), ("comparison", study.groups.comparison)):
        if people.filter(pl.col(study.groups.column).is_in(words)).is_empty():
            yield Fault(file, 0, f"Nobody is in the {word} group.", "Check the words of the study's groups.")


def _rows_of_nobody(table: Table, people: pl.DataFrame) -> Iterator[Fault]:
    ours, theirs = people.schema["person_id"], table.frame.collect_schema()["person_id"]
    if ours != theirs:
        sentence = f'"person_id" is {theirs} here and {ours} in the table of people.'
        yield Fault(table.file, 0, sentence, "Write it the same way in every table.")
        return
    ids = table.frame.select("person_id").unique().collect(engine="streaming")
    strangers = ids.join(people, on="person_id", how="anti").sort("person_id")
    if len(strangers):
        some = ", ".join(str(who) for who in strangers["person_id"].head(AT_MOST))
        sentence = f"{len(strangers)} people here are not in the table of people: {some}."
        yield Fault(table.file, 0, sentence, "Add them there, or remove their rows.")


def _spans_that_end_first(tables: dict[str, Table]) -> Iterator[Fault]:
    for name, start, end in (("spells", "start", "end"), ("coverage", "from", "to")):
        if name in tables:
            rows = tables[name].frame.with_row_index("row", offset=2).filter(pl.col(end) < pl.col(start)).collect()
            for row in rows["row"].head(AT_MOST):
                yield Fault(
                    tables[name].file, row, f'"{end}" is before "{start}".', "Exchange or correct the two days."
                )


def _types_without_coverage(study: Study, table: Table) -> Iterator[Fault]:
    covered = set(table.frame.collect()["type"])
    needed = {*study.event_types(), *(word for one in study.outcomes for word in types_of(one))}
    for word in sorted(needed - covered):
        sentence = f'Nothing says from when to when "{word}" is in the extract.'
        yield Fault(table.file, 0, sentence, "Add one row for each agency that supplies it.")


def _inputs(study: Study, frames: dict[str, pl.LazyFrame], whole: str) -> Inputs:
    treated = pl.col(study.groups.column).is_in(study.groups.treated)
    loaded = {name: frame.collect() for name, frame in frames.items() if name != "events"}
    people = _with_exits(loaded["people"].with_columns(treated=treated).sort("person_id"), frames["events"])
    events = _without_index(frames["events"])
    spells, costs = (
        _without_index(loaded[name].lazy()).collect() if name in loaded else None for name in ("spells", "costs")
    )
    return Inputs(people, events, loaded["coverage"], spells, costs, whole)


def _with_exits(people: pl.DataFrame, events: pl.LazyFrame) -> pl.DataFrame:
    exits = events.filter(pl.col("type").is_in(["death", "move_out"])).select("person_id", "date", "type")
    first = exits.group_by("person_id", "type").agg(pl.col("date").min()).collect(engine="streaming")
    for what in ("death", "move_out"):
        days = (pl.col("date") - pl.col("day_zero")).dt.total_days().fill_null(FAR).alias(what)
        own = first.filter(pl.col("type") == what).select("person_id", "date")
        people = people.join(own, on="person_id", how="left", maintain_order="left").with_columns(days).drop("date")
    return people


def _without_index(rows: pl.LazyFrame) -> pl.LazyFrame:
    """The event that brought somebody here is in no window, whatever its day."""
    if "index" not in rows.collect_schema():
        return rows
    return rows.filter(~pl.col("index").fill_null(value=False))
