"""Why a clause answers as it does, in a sentence: the clause's own, or one of these.

What is kept with a referral is the sentence in English. The clause knows all that it can say, so it can say the same again
in Spanish: nothing is kept twice.
"""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum

from offramp.kernel.refusals import marked
from offramp.protocols.clauses import Clause, Eligibility, Measure, QuantityClause
from offramp.protocols.document import Protocol
from offramp.protocols.said import Phrase, Said, in_both
from offramp.protocols.sizes import too_much
from offramp.protocols.states import Decider


class Because(StrEnum):
    """The program's own sentences about a clause. None repeats what a fact was: findings are kept, facts are not."""

    NOT_KNOWN = marked("Not known yet: %(label)s.")
    NOT_ASKED = marked("Not asked for this offense: %(label)s.")
    OFFENSE_NOT_CLEAR = marked("The offense is not known well enough for this: %(label)s.")
    DOES_NOT_APPLY = marked("Does not apply: %(label)s.")
    AS_IT_MUST_BE = marked("As it must be: %(label)s.")
    WITHIN_BOUNDS = marked("Within bounds: %(label)s.")
    IN_TIME = marked("In time: %(label)s.")
    OF_AGE = marked("The person's age is within the protocol.")
    WITHIN_THE_LIMIT = marked("The amount is within the limit.")
    TOO_MUCH = marked("%(amount)s was found.")
    OFFENSE_NOT_KNOWN = marked("The offense is not known yet.")
    OFFENSE_NOT_LISTED = marked("This protocol does not list this offense.")
    OFFENSE_IN_SEVERAL = marked(
        "This offense code covers more than one category, and the protocol treats them differently."
    )
    NOBODY_HARMED_HERE = marked("No one who was harmed is here.")
    AGREES = marked("The person who was harmed agrees.")
    DOES_NOT_AGREE = marked("The person who was harmed does not agree.")
    HARM_NOT_KNOWN = marked("It is not known yet whether someone was harmed, and agrees.")
    SERGEANT_AGREES = marked("A sergeant must agree to everyone at this door.")
    PROJECT_MANAGER_AGREES = marked("The project manager must agree to everyone at this door.")
    PROSECUTOR_AGREES = marked("The prosecutor must agree to everyone at this door.")


AGREES_TO_EVERYONE = {
    Decider.SUPERVISOR: Because.SERGEANT_AGREES,
    Decider.PROJECT_MANAGER: Because.PROJECT_MANAGER_AGREES,
    Decider.PROSECUTOR: Because.PROSECUTOR_AGREES,
}


def because(sentence: Because, clause: Clause | None = None) -> Said:
    """One of the sentences, with the label of the clause where it has a place for it."""
    if "%(label)s" in sentence and isinstance(clause, Eligibility):
        return Phrase(sentence, label=in_both(clause, "label").lowered())
    return Phrase(sentence)


def too_much_was_found(measure: Measure) -> Said:
    """That an amount is beyond a limit: "More than 3 g was found."."""
    return Phrase(Because.TOO_MUCH, amount=too_much(measure))


def retold(protocol: Protocol, kept: Iterable[Mapping[str, str]]) -> list[dict[str, str]]:
    """Findings as they were kept, each reason with the Spanish that its clause has in `protocol`, the version that judged."""
    return [{**one, "reason": _again(protocol.clause(one["clause"]), one["reason"])} for one in kept]


def concerns(protocol: Protocol, kept: Iterable[str]) -> list[str]:
    """Why somebody was referred, as it was kept: a reason of the protocol knows its Spanish, any other word is as it was."""
    reasons = {one.label: in_both(one, "label") for one in protocol.social_contact_reasons.reasons}
    return [reasons.get(one, one) for one in kept]


def _again(clause: Clause | None, reason: str) -> Said:
    could_say = _all_of(clause) if clause else ()
    return next((one for one in could_say if one == reason), Said(reason))


def _all_of(clause: Clause) -> Iterator[Said]:
    """Everything that a clause can give as its reason."""
    yield in_both(clause, "says")
    if isinstance(clause, QuantityClause):
        yield from map(too_much_was_found, clause.too_much)
    is_labeled = isinstance(clause, Eligibility)
    yield from (because(one, clause) for one in Because if "%(" not in one or ("%(label)s" in one and is_labeled))
