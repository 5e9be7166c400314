"""A file of people, read and made comparable: one row for each person, names without case and accents, dates as digits.

Nothing here judges whether a date of birth is a day of the calendar: a mistyped one still says a lot about who is meant,
so it is compared as it was written, and counted.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl

from offramp.people.nicknames import full_names

NEEDED = ("id", "given_name", "surname", "date_of_birth")
PLACEHOLDERS = {"", "-", "na", "n a", "none", "null", "unk", "unknown", "refused", "not given", "xx", "xxx"}
NO_DATES = {"19000101", "19010101", "99991231", "00000000"}  # what systems write where nobody asked
AT_MOST = 5  # rows named for one kind of fault; the rest are counted
WAYS_TO_WRITE_A_DAY = (
    (re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ]00:00(?::00(?:\.0+)?)?)?"), (0, 1, 2)),
    (re.compile(r"(\d{4})/(\d\d?)/(\d\d?)"), (0, 1, 2)),
    (re.compile(r"(\d{4})(\d\d)(\d\d)"), (0, 1, 2)),
    (re.compile(r"(\d\d?)[/-](\d\d?)[/-](\d{4})"), (2, 0, 1)),  # month first, as agencies of the United States write it
)


class BadFile(ValueError):  # noqa: N818  (it is what a reader is told, line by line)
    """A file that cannot be linked, and a sentence for everything that is wrong with it."""

    def __init__(self, file: Path, faults: list[str]) -> None:
        self.faults = [f"{file.name}{fault}" for fault in faults]
        super().__init__("\n".join(self.faults))


@dataclass(frozen=True, slots=True)
class Records:
    """One file. `frame` holds text: `id` as written, every other column made comparable, null where nothing was said.

    `given_forms` are the names that a given name may be short for, with blanks between.
    """

    frame: pl.DataFrame
    odd_dates: int

    @property
    def fields(self) -> list[str]:
        """The columns beyond the four that every file has."""
        return [name for name in self.frame.columns if name not in (*NEEDED, "given_forms")]


def read(file: Path) -> Records:
    """The records of a CSV or Parquet file. Raises `BadFile`; nothing is kept of a file with a fault."""
    raw = _raw(file)
    names = [name.strip() for name in raw.columns]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise BadFile(file, [f': Two columns are called "{name}". Name them apart.' for name in twice])
    raw.columns = names
    if missing := [name for name in NEEDED if name not in raw.columns]:
        raise BadFile(file, [f': The column "{name}" is missing. It is needed to link.' for name in missing])
    raw = raw.with_columns(pl.all().cast(pl.String).str.strip_chars())
    if faults := [*_ids(raw["id"]), *_orders(raw["date_of_birth"])]:
        raise BadFile(file, faults)
    known = {"given_name": comparable, "surname": comparable, "date_of_birth": digits}
    frame = raw.select("id", *(_each(raw[name], known.get(name, comparable)) for name in raw.columns if name != "id"))
    return Records(with_forms(frame), _odd(frame["date_of_birth"]))


def read_decisions(file: Path) -> dict[tuple[str, str], bool]:
    """What a person wrote into the column `same` of a sample, by left and right id. Raises `BadFile`."""
    raw = _raw(file)
    if missing := [name for name in ("left", "right", "same") if name not in raw.columns]:
        raise BadFile(file, [f': The column "{name}" is missing.' for name in missing])
    said = raw.select(pl.col("left", "right", "same").cast(pl.String).fill_null("").str.strip_chars())
    answers = said["same"].str.to_lowercase()
    if faults := [*_named(~answers.is_in(["", "yes", "no"]), 'Write "yes" or "no" into the column "same".')]:
        raise BadFile(file, faults)
    return {(left, right): answer == "yes" for left, right, answer in zip(said["left"], said["right"], answers, strict=True)
            if answer}  # fmt: skip


def comparable(text: str) -> str | None:
    """Letters and digits only, small, without accents, words apart by one blank; None for a word that says nothing."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    words = re.sub(r"[^\w\s-]", "", "".join(c for c in plain if not unicodedata.combining(c)))
    found = " ".join(re.split(r"[\s_-]+", words)).strip()
    return None if found in PLACEHOLDERS else found


def digits(text: str) -> str | None:
    """A day as eight digits, year first; whatever else was written, as its own digits; None where nothing was."""
    for pattern, order in WAYS_TO_WRITE_A_DAY:
        if found := pattern.fullmatch(text):
            year, month, day = (found.groups()[place] for place in order)
            written = f"{year}{month:0>2}{day:0>2}"
            return None if written in NO_DATES else written
    return re.sub(r"\D", "", text) or None


def is_odd(day: str) -> bool:
    """Whether eight digits are no day of the calendar."""
    try:
        return not (len(day) == 8 and datetime.strptime(day, "%Y%m%d"))  # noqa: DTZ007  (a day has no zone)
    except ValueError:
        return True


def _odd(days: pl.Series) -> int:
    return sum(times for day, times in days.drop_nulls().value_counts().iter_rows() if is_odd(day))


def forms_of(name: str) -> str | None:
    """The names that a given name may be short for: bill, william. None for most, which are short for none.

    Of two given names the first counts.
    """
    return " ".join(sorted(full_names(name.split(" ")[0]))) or None


def with_forms(frame: pl.DataFrame) -> pl.DataFrame:
    """`given_forms` beside the given names that it is made from."""
    return frame.with_columns(_each(frame["given_name"], forms_of).alias("given_forms"))


def _raw(file: Path) -> pl.DataFrame:
    if not file.is_file():
        raise BadFile(file, [": There is no such file. Check its name."])
    try:
        if file.suffix.lower() == ".parquet":
            frame = pl.read_parquet(file)
        else:
            frame = pl.read_csv(file, infer_schema=False, encoding="utf8", quote_char='"')
    except pl.exceptions.NoDataError:
        raise BadFile(file, [": This file is empty. It needs a first line with the names of its columns."]) from None
    except (pl.exceptions.PolarsError, UnicodeDecodeError, OSError):
        # Without the library's own words: they may quote a line of the file, and a line is a person.
        raise BadFile(file, [": This file cannot be read. Write it anew, as CSV in UTF-8 or as Parquet."]) from None
    if frame.is_empty():
        raise BadFile(file, [": There is nobody in this file. It needs one line for each person."])
    return frame


def _each(column: pl.Series, make: Callable[[str], str | None]) -> pl.Series:
    """Each value once, however often it stands: a million birth dates are forty thousand."""
    found = {text: make(text) for text in column.drop_nulls().unique()}
    if not found:
        return pl.Series(column.name, [None] * len(column), pl.String)
    return column.replace_strict(found, default=None, return_dtype=pl.String)


def _ids(ids: pl.Series) -> Iterator[str]:
    empty = ids.fill_null("") == ""
    yield from _named(empty, "The id is empty. Give each person one of their own.")
    yield from _named(ids.is_duplicated() & ~empty, "This id is on more than one line. Keep one line for each person.")
    obeyed = ids.str.contains("^[=+@-]")
    yield from _named(obeyed, "The id begins with a sign that a spreadsheet obeys. Begin it with a letter or a digit.")


def _orders(days: pl.Series) -> Iterator[str]:
    """12/31/1990 and 31/12/1990 in one file: then nobody can tell what 04/05/1990 is."""
    slashed = days.str.extract_groups(r"^(\d\d?)[/-](\d\d?)[/-]\d{4}$").struct.unnest().cast(pl.Int32, strict=False)
    yield from _named(
        slashed["1"] > 12, "This date of birth begins with the day. Write dates year first, like 1990-12-31."
    )


def _named(wrong: pl.Series, sentence: str) -> Iterator[str]:
    lines = [place + 2 for place in wrong.arg_true()]  # the first line holds the names of the columns
    yield from (f", line {line}: {sentence}" for line in lines[:AT_MOST])
    if len(lines) > AT_MOST:
        yield f": The same is true of {len(lines) - AT_MOST} more lines."
