"""When an intake can be called complete."""

from collections.abc import Collection, Iterable

from offramp.casework.states import PART_NAMES, Part
from offramp.kernel.refusals import Incomplete


def still_needed(needed: Iterable[str], touched: Collection[str]) -> list[Part]:
    """The parts that the protocol needs and nobody has touched yet, in the order of the page."""
    wanted = set(needed)
    return [part for part in Part if part in wanted and part not in touched]


def require_complete(needed: Iterable[str], touched: Collection[str]) -> None:
    """Raises `Incomplete` with the names of the parts that are left."""
    if left := still_needed(needed, touched):
        names = ", ".join(PART_NAMES[part] for part in left)
        raise Incomplete(f"Still needed: {names}. A part may be skipped by the person; open it and say so.")
