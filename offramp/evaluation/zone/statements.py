"""The statements by which DuckDB reads an agency's file, in its own language: put together from a mapping.

Every name and every word that stands in one goes through `name_of` or `quoted`. What runs them is `zone.reading`.
"""

from dataclasses import dataclass
from pathlib import Path

from offramp.evaluation.zone.mapping import Mapping

OBEYED = "^[=@\\t\\r]"  # what a spreadsheet would run


@dataclass(frozen=True, slots=True)
class Statements:
    """Those of one file and one mapping. `staged` is where the clean cells lie once they are read."""

    file: Path
    mapping: Mapping
    staged: Path

    @property
    def is_parquet(self) -> bool:
        return self.file.suffix.lower() == ".parquet"

    def staging(self) -> str:
        """Every cell that the mapping names as clean text beside its days, with the number of its record."""
        words = [f"nullif(trim({name_of(column)}), '') AS {name_of(f'said_{n}')}"
                 for n, column in enumerate(self.mapping.named)]  # fmt: skip
        days = [f"{self._day(self.mapping.columns[name])} AS {name_of(name)}" for name in self.mapping.days_of]
        who = self.mapping.person
        birth = f"{self._day(who.date_of_birth, who.births or self.mapping.days)} AS birth"
        inner = f"SELECT row_number() OVER () AS record, {', '.join(words)} FROM {self.source()}"
        return f"COPY (SELECT *, {', '.join([*days, birth])} FROM ({inner})) TO '{quoted(self.staged)}'"

    def columns(self) -> str:
        """What the columns of the file are called."""
        whole = f"read_parquet('{quoted(self.file)}')" if self.is_parquet else self.source()
        return f"DESCRIBE SELECT * FROM {whole}"

    def counting(self) -> str:
        """Records and people within the days covered, records outside, and births that are no day."""
        said = self.said(self.mapping.person.date_of_birth)
        return f"""
            SELECT count(*) FILTER ({self.is_covered}), count(DISTINCT {self.whose}) FILTER ({self.is_covered}),
                   count(*) FILTER (NOT {self.is_covered}), count(*) FILTER (birth IS NULL AND {said} IS NOT NULL)
            FROM {self.stage}
        """

    def having(self, wrong: str, most: int) -> str:
        """How many records are `wrong`, and the first of them."""
        return f"SELECT count(*), list(record ORDER BY record)[1:{most}] FROM {self.stage} WHERE {wrong}"

    def twice(self, column: str) -> str:
        """Where a word stands in more than one record."""
        said = self.said(column)
        return f"{said} IN (SELECT {said} FROM {self.stage} GROUP BY 1 HAVING count(*) > 1)"

    def is_no_day(self, name: str) -> str:
        """Where the day of our word `name` cannot be read. A stay that goes on has no end yet."""
        said = self.said(self.mapping.columns[name])
        return f"{name_of(name)} IS NULL" + (f" AND {said} IS NOT NULL" if name == "end" else "")

    def has_no_code(self, column: str, codes: dict[str, str]) -> str:
        """Where a word stands that is none of the codes."""
        known = ", ".join(f"'{quoted(word)}'" for word in codes)
        return f"{self.said(column)} NOT IN ({known})"

    def table(self, who: str) -> str:
        """What analysis gets: pseudonyms, days, and the columns that are kept."""
        kept = "".join(f", {self._coded(name)} AS {name_of(name)}" for name in self.mapping.kept)
        days = ", ".join(name_of(name) for name in self.mapping.days_of)
        columns = f"{who} AS person_id, {days}, '{self.mapping.records}' AS type{kept}"
        rows = f"SELECT {columns} FROM {self.stage} WHERE {self.is_covered}"
        return _merged(rows) if self.mapping.merge_stays else rows

    def identities(self, who: str) -> str:
        """One line for each person: of each column the word that is written most often."""
        person = self.mapping.person
        columns = {"given_name": person.given_name, "surname": person.surname, **person.others}
        words = ", ".join(f"mode({self.said(column)}) AS {name_of(name)}" for name, column in columns.items())
        birth = f"mode(coalesce(strftime(birth, '%Y-%m-%d'), {self.said(person.date_of_birth)})) AS date_of_birth"
        return f"SELECT {who} AS id, {words}, {birth} FROM {self.stage} WHERE {self.is_covered} GROUP BY 1"

    @property
    def stage(self) -> str:
        """The clean cells."""
        return f"read_parquet('{quoted(self.staged)}')"

    @property
    def is_covered(self) -> str:
        """Where a record lies within the days of which the extract is whole; of a stay, any of its days."""
        since, until = self.mapping.covers.since, self.mapping.covers.until
        if self.mapping.is_stay:
            return f"(\"start\" <= DATE '{until}' AND coalesce(\"end\", DATE '{until}') >= DATE '{since}')"
        return f"(\"date\" BETWEEN DATE '{since}' AND DATE '{until}')"

    @property
    def whose(self) -> str:
        """The agency's number of the person; where it has none, the name and the day of birth as they are written."""
        person = self.mapping.person
        names = f"lower({self.said(person.given_name)}), lower({self.said(person.surname)})"
        written = f"concat_ws('|', {names}, {self.said(person.date_of_birth)})"
        return f"coalesce({self.said(person.number)}, {written})" if person.number else written

    def said(self, column: str) -> str:
        """The clean cell of one of the agency's columns."""
        return name_of(f"said_{self.mapping.named.index(column)}")

    def _coded(self, name: str) -> str:
        said, codes = self.said(self.mapping.columns[name]), self.mapping.codes.get(name)
        if not codes:
            return said
        cases = " ".join(f"WHEN '{quoted(word)}' THEN '{ours}'" for word, ours in codes.items())
        return f"CASE {said} {cases} END"

    def _day(self, column: str, written: str = "") -> str:
        moment = f"try_strptime({self.said(column)}, '{quoted(written or self.mapping.days)}')"
        if self.mapping.written_in and not written:  # a birth is a day, not a moment
            there, here = self.mapping.written_in, self.mapping.local_time
            moment = f"timezone('{here}', timezone('{there}', {moment}))"
        return f"CAST({moment} AS DATE)"

    def source(self) -> str:
        """The file, each cell as text."""
        file = quoted(self.file)
        if self.is_parquet:
            cells = ", ".join(f"CAST({name_of(one)} AS VARCHAR) AS {name_of(one)}" for one in self.mapping.named)
            return f"(SELECT {cells} FROM read_parquet('{file}'))"
        return (
            f"read_csv('{file}', all_varchar = true, header = true, delim = ',', quote = '\"', escape = '\"', "
            "strict_mode = true, null_padding = false, store_rejects = true, compression = 'none')"
        )


def _merged(rows: str) -> str:
    """Stays of one person that touch or overlap as one stay."""
    return f"""
        WITH stays AS ({rows}), marked AS (
            SELECT *, "start" > max(coalesce("end", DATE '9999-12-30')) OVER (
                PARTITION BY person_id ORDER BY "start", "end" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
            ) + 1 AS is_new FROM stays
        ), numbered AS (
            SELECT *, sum(CAST(coalesce(is_new, true) AS INT)) OVER (
                PARTITION BY person_id ORDER BY "start", "end" ROWS UNBOUNDED PRECEDING
            ) AS stay FROM marked
        )
        SELECT person_id, min("start") AS "start",
               CASE WHEN bool_or("end" IS NULL) THEN NULL ELSE max("end") END AS "end", first(type) AS type
        FROM numbered GROUP BY person_id, stay
    """


def name_of(column: str) -> str:
    """The name of a column as it stands in a statement."""
    return '"' + column.replace('"', '""') + '"'


def quoted(text: Path | str) -> str:
    """The inside of a text between quotation marks."""
    return str(text).replace("'", "''")
