"""How alike two records are: the model of Fellegi and Sunter (1969), trained without examples by Splink on DuckDB.

What is compared, and which pairs are looked at, is ours; the rest is Splink's. The columns beyond the four get names of our
own first, so what stands in a file's first line is never part of a statement.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import polars as pl
import splink.comparison_level_library as level
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink.comparison_library import CustomComparison
from splink.internals.exceptions import SplinkException

ALIKE, SIMILAR = 0.92, 0.85  # Jaro-Winkler, as Splink's own library of names has them
FEW = 50  # values: fewer are a list to choose from, where one letter is a different answer
MANY = 0.5  # of the values differ: then one of them all but names a person
TRAINED_ON = 1_000_000  # pairs drawn to learn how often strangers agree
FAINTEST = -20.0  # bits: below, nothing is worth a look
LIKELIEST = """
    SELECT id_l AS left, id_r AS right, weight FROM pairs
    QUALIFY row_number() OVER (PARTITION BY smaller ORDER BY weight DESC, id_l, id_r) <= 10
"""  # ten partners of each record of the smaller file
RAREST = 1e-6  # the least probability that anything is given
SEED = 1

_SHARE = "list_has_any(string_split({0}_l, ' '), string_split({0}_r, ' '))"
SAME_YEAR, SAME_DAY = "substr(date_of_birth, 1, 4)", "substr(date_of_birth, 5, 4)"


def score(files: Sequence[pl.DataFrame], fields: Iterable[str]) -> pl.DataFrame:
    """Pairs that may be one person: left, right (ids) and weight, in bits: how much likelier they are one than two.

    `files` are two, and then each pair is of both, or one, in which people may be twice. They come from `records`; `fields`
    are columns beyond the four that each has. A weight is only comparable with others of the same call: it is no
    probability (see `bands`).
    """
    others = {f"field_{number}": name for number, name in enumerate(fields)}
    own_names = {name: own for own, name in others.items()}
    kept = ["id", "given_name", "surname", "date_of_birth", "given_forms", *own_names]
    sides = [side.select(kept).rename(own_names) for side in files]
    settings = SettingsCreator(
        link_type="link_only" if len(files) == 2 else "dedupe_only",
        unique_id_column_name="id", retain_intermediate_calculation_columns=False,
        comparisons=[_given_name(), _surname(), _date_of_birth(), *(_other(own, sides) for own in others)],
        blocking_rules_to_generate_predictions=_looked_at(list(others), sides),
    )  # fmt: skip
    trained = _train(sides, settings)
    found = _linker(sides, trained).inference.predict(threshold_match_weight=FAINTEST, warning_mode="never")
    smaller = "id_l" if len(files[0]) <= len(files[-1]) else "id_r"
    pairs = found.as_duckdbpyrelation().project(f"id_l, id_r, {smaller} AS smaller, round(match_weight, 4) AS weight")
    return pl.DataFrame(pairs.query("pairs", LIKELIEST).to_arrow_table())


def _train(sides: list[pl.DataFrame], settings: SettingsCreator) -> dict[str, Any]:
    """Learn from the two files how often one person's records agree, and how often strangers' do: the model as data.

    The first is learned from pairs that agree on a rule, so only records that do are given to it: with a million of them
    on one side that is most of the time. Files too small to learn from keep Splink's own starting values; `bands` then
    leaves their pairs to a person.
    """
    linker = _linker(sides, settings)
    linker.training.estimate_u_using_random_sampling(max_pairs=TRAINED_ON, seed=SEED)
    model = _nothing_impossible(linker.misc.save_model_to_json())
    for columns in (["date_of_birth"], ["given_name", "surname"]):
        few = _who_agree(sides, columns)
        if any(side.is_empty() for side in few):
            continue
        linker = _linker(few, model)
        try:
            linker.training.estimate_parameters_using_expectation_maximisation(block_on(*columns))
        except (SplinkException, ValueError):  # too few agree there, or nothing else differs: nothing can be learned
            continue
        model = _nothing_impossible(linker.misc.save_model_to_json())
    return model


def _who_agree(sides: list[pl.DataFrame], columns: list[str]) -> list[pl.DataFrame]:
    """Of each file, the records that agree with one of the other in these columns; of one file, with another one in it."""
    if len(sides) == 2:
        return [side.join(other, on=columns, how="semi") for side, other in (sides, reversed(sides))]
    said = sides[0].drop_nulls(columns)
    return [said.filter(pl.len().over(columns) > 1)]


def _nothing_impossible(model: dict[str, Any]) -> dict[str, Any]:
    """What was never seen in training is rare, and not impossible."""
    for compared in model["comparisons"]:
        for each in compared["comparison_levels"]:
            for name in each.keys() & {"m_probability", "u_probability"}:
                each[name] = max(each[name], RAREST)
    return model


def _linker(sides: list[pl.DataFrame], settings: SettingsCreator | dict[str, Any]) -> Any:
    database = DuckDBAPI()
    tables = [database.register(side.to_arrow(), table_name=f"side_{number}") for number, side in enumerate(sides)]
    return Linker(tables, settings, log_level="ERROR")


def _given_name() -> CustomComparison:
    """The same, one short for the other, written alike, or written where the surname belongs."""
    return CustomComparison(output_column_name="given_name", comparison_levels=[
        level.NullLevel("given_name"),
        level.ExactMatchLevel("given_name", term_frequency_adjustments=True),
        level.JaroWinklerLevel("given_name", ALIKE),
        level.CustomLevel(_SHARE.format("given_forms"), "a nickname of the same name"),
        level.CustomLevel("given_name_l = surname_r and surname_l = given_name_r", "given name and surname changed places"),
        level.JaroWinklerLevel("given_name", SIMILAR),
        level.ElseLevel(),
    ])  # fmt: skip


def _surname() -> CustomComparison:
    """The same, written alike, or one of two surnames the same: Ortiz, Ortiz Vega."""
    return CustomComparison(output_column_name="surname", comparison_levels=[
        level.NullLevel("surname"),
        level.ExactMatchLevel("surname", term_frequency_adjustments=True),
        level.JaroWinklerLevel("surname", ALIKE),
        level.CustomLevel(_SHARE.format("surname"), "one of two surnames"),
        level.JaroWinklerLevel("surname", SIMILAR),
        level.ElseLevel(),
    ])  # fmt: skip


def _date_of_birth() -> CustomComparison:
    day = "substr(date_of_birth_{}, {}, {})".format
    changed = " and ".join(
        f"{day('l', *mine)} = {day('r', *theirs)}"
        for mine, theirs in (((1, 4), (1, 4)), ((5, 2), (7, 2)), ((7, 2), (5, 2)))
    )
    return CustomComparison(output_column_name="date_of_birth", comparison_levels=[
        level.NullLevel("date_of_birth"),
        level.ExactMatchLevel("date_of_birth"),
        level.CustomLevel(changed, "day and month changed places"),
        level.DamerauLevenshteinLevel("date_of_birth", 1),
        level.DamerauLevenshteinLevel("date_of_birth", 2),
        level.ElseLevel(),
    ])  # fmt: skip


def _other(column: str, sides: list[pl.DataFrame]) -> CustomComparison:
    nearly = [level.DamerauLevenshteinLevel(column, 1), level.JaroWinklerLevel(column, ALIKE)]
    return CustomComparison(output_column_name=column, comparison_levels=[
        level.NullLevel(column),
        level.ExactMatchLevel(column, term_frequency_adjustments=True),
        *(nearly if _differ(column, sides) > FEW else []),
        level.ElseLevel(),
    ])  # fmt: skip


def _looked_at(others: list[str], sides: list[pl.DataFrame]) -> list[Any]:
    """Pairs worth a look agree on a date of birth, or on a good part of both names, or on a name and a part of the date."""
    return [
        block_on("date_of_birth"),
        block_on("given_name", "surname"),
        block_on("substr(given_name, 1, 3)", "substr(surname, 1, 3)"),
        "l.given_name = r.surname and l.surname = r.given_name",
        *(block_on(name, part) for name in ("surname", "given_name") for part in (SAME_YEAR, SAME_DAY)),
        *(rule for own in others for rule in _looked_at_by(own, sides)),
    ]


def _looked_at_by(column: str, sides: list[pl.DataFrame]) -> list[Any]:
    """What all but names a person is worth a look alone; what many share, together with a name."""
    if any(side[column].n_unique() > MANY * side[column].count() > 0 for side in sides):
        return [block_on(column)]
    return [block_on(column, name) for name in ("surname", "given_name")] if _differ(column, sides) > FEW else []


def _differ(column: str, sides: list[pl.DataFrame]) -> int:
    return max(side[column].n_unique() for side in sides)
