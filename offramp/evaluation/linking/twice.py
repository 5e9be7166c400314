"""Who stands in one file more than once: records that are likely one person, put together."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from offramp.evaluation.linking import bands, link, model, records
from offramp.evaluation.linking.records import Records

WRONG_SHARE = 0.002  # of the pairs: one that is wrong joins two people with all their records


@dataclass(frozen=True, slots=True)
class Together:
    """The records of one file, and of each the person: the first id in the file among those that are one person's."""

    file: Records
    person: dict[str, str]

    @property
    def people(self) -> int:
        """How many people the records are likely of."""
        return len(set(self.person.values()))


def find(file: Path) -> Together:
    """Put the records of each person together. Raises `records.BadFile`.

    Two records are one person's where at most one pair in five hundred that good is likely wrong, by how often invented people
    (see `bands`) fit real ones; so are all that hang together by such pairs.
    """
    side = records.read(file)
    scored = model.score([link.with_invented(side)], side.fields)
    invented = sum(pl.col(one).str.starts_with(link.INVENTED).cast(int) for one in ("left", "right"))
    pairs, chance = scored.filter(invented == 0), scored.filter(invented == 1)["weight"].sort()
    pairs = pairs.sort("weight", "left", "right", descending=[True, False, False])
    # Each pair of two real people stands against two of one who is real and one who is not.
    wrong = (len(chance) - chance.search_sorted(pairs["weight"]) + 1) / 2
    sure = bands.last([*wrong], WRONG_SHARE)
    return Together(side, _hang_together(side.frame["id"].to_list(), pairs[:sure]))


def write(found: Together, file: Path) -> None:
    """The records as CSV: id, person. Ids alone."""
    frame = pl.DataFrame({"id": list(found.person), "person": list(found.person.values())})
    link.write_whole(frame, file)


def _hang_together(ids: list[str], pairs: pl.DataFrame) -> dict[str, str]:
    places = {name: place for place, name in enumerate(ids)}
    ends = [[places[name] for name in pairs[side]] for side in ("left", "right")]
    graph = coo_array((np.ones(len(pairs)), ends), shape=(len(ids), len(ids)))
    _, labels = connected_components(graph, directed=False)
    first = dict[int, str]()
    return {name: first.setdefault(label, name) for name, label in zip(ids, labels.tolist(), strict=True)}
