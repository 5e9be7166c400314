"""Limits and amounts as they are said: "More than 3 g", "10 g of heroin or less", "At least 18"."""

from offramp.kernel.refusals import marked
from offramp.protocols.clauses import Bounds, Exempt, Measure
from offramp.protocols.said import Phrase, Said

#: What a number must be, by its low and its high end.
_WITHIN = {
    ("at_least", ""): marked("At least %(low)s"),
    ("more_than", ""): marked("More than %(low)s"),
    ("", "at_most"): marked("At most %(high)s"),
    ("", "less_than"): marked("Less than %(high)s"),
    ("at_least", "at_most"): marked("At least %(low)s and at most %(high)s"),
    ("at_least", "less_than"): marked("At least %(low)s and less than %(high)s"),
    ("more_than", "at_most"): marked("More than %(low)s and at most %(high)s"),
    ("more_than", "less_than"): marked("More than %(low)s and less than %(high)s"),
}


def more_than(size: str, what: Said | None = None) -> Said:
    return (
        Phrase("More than %(size)s of %(what)s", size=size, what=what)
        if what
        else Phrase("More than %(size)s", size=size)
    )


def or_more(size: str, what: Said | None = None) -> Said:
    return (
        Phrase("%(size)s or more of %(what)s", size=size, what=what) if what else Phrase("%(size)s or more", size=size)
    )


def less_than(size: str, what: Said | None = None) -> Said:
    return (
        Phrase("Less than %(size)s of %(what)s", size=size, what=what)
        if what
        else Phrase("Less than %(size)s", size=size)
    )


def or_less(size: str, what: Said | None = None) -> Said:
    return (
        Phrase("%(size)s of %(what)s or less", size=size, what=what) if what else Phrase("%(size)s or less", size=size)
    )


def within(bounds: Bounds) -> Said:
    """What a number must be: "At least 2 and at most 5"."""
    given = {name: str(value) for name, value in bounds if value is not None}
    low = next((name for name in ("at_least", "more_than") if name in given), "")
    high = next((name for name in ("at_most", "less_than") if name in given), "")
    return Phrase(_WITHIN[low, high], low=given.get(low, ""), high=given.get(high, ""))


def too_much(measure: Measure) -> Said:
    """The amount that is too much: "More than 3 g", "10 g or more of heroin"."""
    return (more_than if measure.more_than is not None else or_more)(size_of(measure), kind_of(measure))


def size_of(measure: Measure) -> Said:
    """The limit with its unit. A unit without Spanish, such as g, is the same in both languages."""
    spanish = measure.unit_in_spanish or measure.unit
    return Said(f"{measure.limit} {measure.unit}", f"{measure.limit} {spanish}")


def kind_of(measure: Measure | Exempt) -> Said | None:
    """The substance and the form; None where anything is meant."""
    english = [word.replace("_", " ") for word in (measure.substance, measure.form) if word]
    spanish = [word for word in (measure.substance_in_spanish, measure.form_in_spanish) if word]
    if not english:
        return None
    return Said(" ".join(english), ", ".join(spanish) if len(spanish) == len(english) else None)
