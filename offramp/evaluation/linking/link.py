"""Link two files of people: read, compare with invented people among them, decide, and say how sure that is."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from offramp.evaluation.linking import bands, model, records, reviewed
from offramp.evaluation.linking.bands import Band, Banded, Pair
from offramp.evaluation.linking.records import Records

INVENTED = "\x1f"  # before the ids of people who are nobody; no file has it
SEED = 7


@dataclass(frozen=True, slots=True)
class Linked:
    """What linking two files found."""

    left: Records
    right: Records
    fields: list[str]  # beyond name and date of birth
    kept: list[Pair]  # one to one, best first: the links and those below them
    rivals: set[Pair]
    found: Banded

    def rates(self, column: str) -> dict[str, tuple[int, int]]:
        """Of each group of the left file: how many have a partner in the band `link`, and how many there are."""
        groups = dict(zip(self.left.frame["id"], self.left.frame[column].fill_null("not said"), strict=True))
        linked = Counter(groups[link.left] for link in self.found.links if link.band is Band.LINK)
        return {group: (linked[group], number) for group, number in sorted(Counter(groups.values()).items())}


def link(left_file: Path, right_file: Path) -> Linked:
    """Who of one file is who of another. Each file has one line for each person. Raises `records.BadFile`."""
    left, right = records.read(left_file), records.read(right_file)
    fields = [name for name in left.fields if name in right.fields]
    is_left = len(left.frame) <= len(right.frame)  # the smaller file is the cheaper one to invent people from
    mine = with_invented(left) if is_left else left.frame
    theirs = right.frame if is_left else with_invented(right)
    scored = model.score([mine, theirs], fields)
    is_invented = pl.col("left" if is_left else "right").str.starts_with(INVENTED)
    pairs = _pairs(scored.filter(~is_invented))
    chance = bands.one_to_one(_pairs(scored.filter(is_invented)))
    kept = bands.one_to_one(pairs)
    rivals = bands.rivals_of(kept, pairs)
    found = bands.band(
        kept, alike=_alike(kept, left, right), rivals=rivals, chance=[pair.weight for pair in chance],
        people=min(len(left.frame), len(right.frame)),
    )  # fmt: skip
    return Linked(left, right, fields, kept, rivals, found)


def by_review(linked: Linked, decided: Mapping[tuple[str, str], bool]) -> Linked:
    """The same with bands by what a person decided about a sample."""
    return replace(linked, found=reviewed.decide(linked.kept, linked.found, linked.rivals, decided))


def write(found: Banded, file: Path) -> None:
    """The links as CSV: left, right, score, band. Ids alone; whoever may read names keeps them elsewhere."""
    rows = {name: [getattr(link, name) for link in found.links] for name in ("left", "right", "weight", "band")}
    types = {"left": pl.String, "right": pl.String, "weight": pl.Float64, "band": pl.String}
    write_whole(pl.DataFrame(rows, schema=types).rename({"weight": "score"}), file)


def write_sample(linked: Linked, file: Path) -> int:
    """Pairs for a person to decide, side by side, with an empty column `same`; how many. It holds names."""
    drawn = list(reviewed.draw(linked.kept, linked.found))
    shown = ["given_name", "surname", "date_of_birth", *linked.fields]
    frame = pl.DataFrame(
        [(*pair, part) for pair, part in drawn], schema=["left", "right", "score", "band"], orient="row"
    )
    for side, name in ((linked.left, "left"), (linked.right, "right")):
        theirs = side.frame.select(pl.col("id").alias(name), *(pl.col(each).alias(f"{each}_{name}") for each in shown))
        frame = frame.join(theirs, on=name, how="left", maintain_order="left")
    beside = [f"{each}_{name}" for each in shown for name in ("left", "right")]
    write_whole(frame.select("left", "right", "score", "band", *beside, same=pl.lit("")), file)
    return len(drawn)


def write_whole(frame: pl.DataFrame, file: Path) -> None:
    """A run that is cut off leaves the file of the last one. Nobody but its owner may read it."""
    beside = file.with_name(f".{file.name}.part")
    beside.touch(mode=0o600)
    frame.write_csv(beside)
    beside.replace(file)


def with_invented(side: Records) -> pl.DataFrame:
    """The people of a file, and as many who are nobody: every column in an order of its own."""
    names = [name for name in side.frame.columns if name not in ("id", "given_forms")]
    nobody = side.frame.select(
        pl.concat_str(pl.lit(INVENTED), "id").alias("id"),
        *(pl.col(name).shuffle(seed=SEED + place) for place, name in enumerate(names)),
    )
    return pl.concat([side.frame, records.with_forms(nobody).select(side.frame.columns)])


def _pairs(scored: pl.DataFrame) -> list[Pair]:
    return [Pair(*row) for row in scored.iter_rows()]


def _alike(kept: list[Pair], left: Records, right: Records) -> set[Pair]:
    """The pairs that agree on both names and the date of birth, all of them given."""
    mine, theirs = _said(left, {pair.left for pair in kept}), _said(right, {pair.right for pair in kept})
    return {pair for pair in kept if None not in mine[pair.left] and mine[pair.left] == theirs[pair.right]}


def _said(side: Records, ids: set[str]) -> dict[str, tuple[str | None, ...]]:
    few = side.frame.filter(pl.col("id").is_in(ids)).select("id", "given_name", "surname", "date_of_birth")
    return {name: tuple(said) for name, *said in few.iter_rows()}
