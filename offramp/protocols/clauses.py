"""The clauses that say who is eligible: one class for each kind of sentence a protocol can make about a person.

Every clause has an id, a sentence, its authority and its numbers. What a clause *does* with a fact is in `judgments`.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidatorFunctionWrapHandler,
    WithJsonSchema,
    WrapValidator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from offramp.protocols.states import CountedFrom, Decider, DoorName, Ruling

_YES_NO = {"yes": True, "no": False, True: True, False: False}
_ANY_NUMBER = {"type": "number", "minimum": 0, "maximum": 1_000_000}
#: The end of the name under which the Spanish of something stands.
IN_SPANISH = "_in_spanish"
#: The longest name and the longest id: what is kept by them (an offense, a condition, an extension) has as much room.
LONGEST_NAME, LONGEST_ID = 60, 20
#: Words that facts files and the pages use themselves, so that no fact can have them for its name.
TAKEN = frozenset({"door", "on", "exclusions"})
_SPAN = r"^(ever|[1-9][0-9]{0,3} (day|days|month|months|year|years))$"


def fault(sentence: str, remedy: str) -> PydanticCustomError:
    """A fault of a protocol file that says what to do about it."""
    return PydanticCustomError("protocol", "{sentence}", {"sentence": sentence, "remedy": remedy})


def _yes_or_no(value: object) -> object:
    if isinstance(value, str | bool) and value in _YES_NO:
        return _YES_NO[value]
    raise fault("This must be yes or no.", "Write yes or no.")


def _number(value: object, check: ValidatorFunctionWrapHandler) -> Any:
    """Quoted numbers are words, and a yes is not a 1."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise fault("This must be a number.", "Write a number without quotation marks, like 30 or 3.5.")
    return check(value)


def _text(value: object) -> object:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _means_not_known() -> PydanticCustomError:
    return fault(
        'An answer called "unknown" can never be given: it means that the fact is not known.',
        'Give it another name, or remove it: "unknown_asks" says who is asked then.',
    )


def _twice(words: Iterable[object]) -> str | None:
    """The first word that stands there a second time."""
    seen: set[str] = set()
    for word in words:
        if isinstance(word, str):
            if word in seen:
                return str(word)
            seen.add(word)
    return None


YesNo = Annotated[bool, BeforeValidator(_yes_or_no), WithJsonSchema({"enum": ["yes", "no", True, False]})]
Number = Annotated[
    Decimal, Field(ge=0, le=1_000_000, decimal_places=6), WrapValidator(_number), WithJsonSchema(_ANY_NUMBER)
]
Whole = Annotated[int, Field(ge=0, le=100_000, strict=True)]
AtLeastOne = Annotated[int, Field(ge=1, le=100_000, strict=True)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, strict=True)]
Sentence = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"(?s)^.+[.?!]$", strict=True)]
ClauseId = Annotated[
    str,
    BeforeValidator(_text),
    StringConstraints(pattern=r"^[0-9A-Za-z]+(\([0-9a-z]+\))*$", max_length=LONGEST_ID),
    WithJsonSchema({"type": ["string", "integer"], "maxLength": LONGEST_ID, "examples": ["2(a)"]}),
]
Name = Annotated[
    str,
    BeforeValidator(_text),
    StringConstraints(pattern=r"^[a-z0-9][a-z0-9_]*$", max_length=LONGEST_NAME, strict=True),
]
Otherwise = Literal[Ruling.NO, Ruling.NOTE, Ruling.ASK_SUPERVISOR, Ruling.ASK_PROJECT_MANAGER, Ruling.ASK_PROSECUTOR]


class Part(BaseModel):
    """A part of a protocol: it cannot be changed, and a word it does not know is a fault.

    What a page shows of it may have its Spanish beside it: `label` and `label_in_spanish`. See `protocols.said`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", use_enum_values=False)

    @model_validator(mode="after")
    def _says_in_spanish_what_it_says_in_english(self) -> "Part":
        for name in type(self).model_fields:
            english = name.removesuffix(IN_SPANISH)
            if name != english and getattr(self, name) is not None and getattr(self, english, "") is None:
                raise fault(f'"{name}" has no English beside it.', f'Add "{english}:", or remove the line.')
        return self

    @model_validator(mode="after")
    def _says_nothing_twice(self) -> "Part":
        for name, field in type(self).model_fields.items():
            words = getattr(self, name)
            if isinstance(words, tuple) and (word := _twice(words)):
                raise fault(f'"{word}" stands twice in "{field.alias or name}".', "Keep one of the two.")
        return self


class Clause(Part):
    """One numbered sentence of a protocol, and who said so."""

    id: ClauseId = Field(description="The number of the clause, used once in the file, like 2(a).")
    says: Sentence = Field(description="One plain sentence.")
    says_in_spanish: Sentence | None = None
    authority: Words = Field(description="The law, decision or document that says so.")
    silent: YesNo = Field(
        False, description="Yes when the site's own document says nothing, and this is a default or an assumption."
    )


class Eligibility(Clause):
    """A clause that judges one fact.

    `otherwise` is what happens when the clause is not satisfied. An unknown fact asks `unknown_asks`, or the role of
    `otherwise`, or whoever decides at the door, or the sergeant; at the community door, the project manager.
    """

    doors: tuple[DoorName, ...] = Field(min_length=1, description="The doors at which this clause is judged.")
    fact: Name = Field(description="The name of the fact, used in facts files.")
    question: Words = Field(description="The question, as it is asked.")
    question_in_spanish: Words | None = None
    label: Words = Field(description="The same in a few words, for a list.")
    label_in_spanish: Words | None = None
    only_for: tuple[Name, ...] = Field((), description="Offense categories this clause is for; none means all.")
    otherwise: Otherwise = Field(description="What happens when the clause is not satisfied.")
    unknown_asks: Decider | None = None
    exception_by: Decider | None = Field(None, description="Who may make an exception, with a reason.")

    @model_validator(mode="after")
    def _has_a_name_of_its_own(self) -> "Eligibility":
        if self.fact in TAKEN:
            raise fault(f'No fact can be called "{self.fact}": Offramp uses this name itself.', "Give it another name.")
        return self


class Measure(Part):
    """A limit with its comparator: exactly one of `more_than` (the limit itself is allowed) and `at_least`."""

    more_than: Number | None = None
    at_least: Number | None = None
    unit: Words
    unit_in_spanish: Words | None = Field(None, description="Left out, the unit is the same in both languages, like g.")
    substance: Name | None = None
    substance_in_spanish: Words | None = None
    form: Name | None = None
    form_in_spanish: Words | None = None

    @model_validator(mode="after")
    def _has_one_comparator(self) -> "Measure":
        if (self.more_than is None) is (self.at_least is None):
            raise fault(
                "This limit does not say whether the limit itself is allowed.",
                'Write either "more_than: 3" (3 is allowed) or "at_least: 3" (3 is not allowed).',
            )
        return self

    @property
    def limit(self) -> Decimal:
        return self.more_than if self.more_than is not None else self.at_least or Decimal(0)


class Exempt(Part):
    """A substance or form that a quantity clause leaves alone."""

    substance: Name | None = None
    substance_in_spanish: Words | None = None
    form: Name | None = None
    form_in_spanish: Words | None = None

    @model_validator(mode="after")
    def _names_something(self) -> "Exempt":
        if self.substance is None and self.form is None:
            raise fault("This exception names nothing.", 'Write "substance: ..." or "form: ..." or both.')
        return self


class QuantityClause(Eligibility):
    """How much is too much, per substance and form."""

    kind: Literal["quantity"]
    too_much: tuple[Measure, ...] = Field(min_length=1)
    exceptions: tuple[Exempt, ...] = Field((), alias="except")


class LookBackClause(Eligibility):
    """Something in the past that counts for a while, or for ever."""

    kind: Literal["look_back"]
    within: Annotated[str, StringConstraints(pattern=_SPAN)] = Field(
        description='A number of days, months or years, like "10 years", or "ever".'
    )
    counted_from: CountedFrom | None = None
    on_the_last_day: Literal["inside", "outside"] | None = None

    @model_validator(mode="after")
    def _a_window_has_its_edges(self) -> "LookBackClause":
        if self.within != "ever" and (self.counted_from is None or self.on_the_last_day is None):
            raise fault(
                "This window does not say what it is counted from, or whether its last day is inside.",
                'Write "counted_from: conviction" (or arrest, charge, release) and "on_the_last_day: inside".',
            )
        return self


class ListClause(Eligibility):
    """The answer must be one of a list, or none of it. A * stands for anything: 13* is every code that starts so."""

    kind: Literal["list"]
    one_of: tuple[Words, ...] = ()
    none_of: tuple[Words, ...] = ()
    exceptions: tuple[Words, ...] = Field((), alias="except")
    words_in_spanish: dict[Words, Words] = Field(default_factory=dict, description="Each of these words in Spanish.")

    @model_validator(mode="after")
    def _has_one_list(self) -> "ListClause":
        if bool(self.one_of) is bool(self.none_of):
            raise fault("This clause needs one list.", 'Write either "one_of: [...]" or "none_of: [...]".')
        if "unknown" in (*self.one_of, *self.none_of, *self.exceptions):
            raise _means_not_known()
        return self


class Bounds(Part):
    """What a number must be. Every comparator is spelled out."""

    at_least: Number | None = None
    more_than: Number | None = None
    at_most: Number | None = None
    less_than: Number | None = None

    @model_validator(mode="after")
    def _bounds_something(self) -> "Bounds":
        given = [getattr(self, name) is not None for name in ("at_least", "more_than", "at_most", "less_than")]
        if not any(given) or all(given[:2]) or all(given[2:]):
            raise fault(
                "This does not say plainly what the number must be.",
                'Write "at_least:" or "more_than:" for the low end, "at_most:" or "less_than:" for the high end.',
            )
        return self

    @model_validator(mode="after")
    def _leaves_something_between(self) -> "Bounds":
        low = self.at_least if self.at_least is not None else self.more_than
        high = self.at_most if self.at_most is not None else self.less_than
        is_open = self.more_than is not None or self.less_than is not None
        is_below_nothing = self.less_than == 0
        if is_below_nothing or (low is not None and high is not None and (low > high or (low == high and is_open))):
            raise fault("No number can be both.", "Write a high end that is above the low end.")
        return self


class AgeClause(Eligibility):
    """How old the person must be, in full years on the day."""

    kind: Literal["age"]
    must_be: Bounds


class YesNoClause(Eligibility):
    """A question of the protocol's own, answered yes or no."""

    kind: Literal["yes_no"]
    must_be: YesNo


class Choice(Part):
    """One answer that may be given, and what it leads to."""

    value: Name
    label: Words
    label_in_spanish: Words | None = None
    answer: Ruling

    @model_validator(mode="after")
    def _can_be_given(self) -> "Choice":
        if self.value == "unknown":
            raise _means_not_known()
        return self


class _Choices(Eligibility):
    answers: tuple[Choice, ...] = Field(min_length=2)
    # Each answer brings its own ruling, so `otherwise` is what an answer outside the list would lead to.
    otherwise: Otherwise = Ruling.NO

    @model_validator(mode="after")
    def _rules_once_on_each_answer(self) -> "_Choices":
        if value := _twice(choice.value for choice in self.answers):
            raise fault(f'The answer "{value}" is there twice.', "Rename one of the two, or remove it.")
        return self


class ChoiceClause(_Choices):
    """A question of the protocol's own, with exactly one answer from a list."""

    kind: Literal["choice"]


class ChoicesClause(_Choices):
    """A question of the protocol's own, with any number of answers from a list. The strictest answer given counts."""

    kind: Literal["choices"]


class NumberClause(Eligibility):
    """A question of the protocol's own, answered with a number."""

    kind: Literal["number"]
    must_be: Bounds
    unit: Words | None = None


class Days(Part):
    """When a date must be: fixed days, or within a stretch before the day of judgment."""

    on_or_after: date | None = None
    on_or_before: date | None = None
    within: Annotated[str, StringConstraints(pattern=_SPAN)] | None = None
    on_the_last_day: Literal["inside", "outside"] | None = None

    @model_validator(mode="after")
    def _says_when(self) -> "Days":
        if self.on_or_after is None and self.on_or_before is None and self.within is None:
            raise fault(
                "This does not say when the day must be.", 'Write "on_or_after:", "on_or_before:" or "within:".'
            )
        if self.within not in (None, "ever") and self.on_the_last_day is None:
            raise fault(
                "This window does not say whether its last day is inside.",
                'Write "on_the_last_day: inside" or "on_the_last_day: outside".',
            )
        if self.on_or_after and self.on_or_before and self.on_or_after > self.on_or_before:
            raise fault("No day can be both.", 'Write a day in "on_or_before" that is not before "on_or_after".')
        return self


class DateClause(Eligibility):
    """A question of the protocol's own, answered with a day."""

    kind: Literal["date"]
    must_be: Days


AnyEligibility = Annotated[
    QuantityClause
    | LookBackClause
    | ListClause
    | AgeClause
    | YesNoClause
    | ChoiceClause
    | ChoicesClause
    | NumberClause
    | DateClause,
    Field(discriminator="kind"),
]


def clauses_in(part: object) -> "list[Clause]":
    """Every clause in `part`, in the order of the file, itself first."""
    found: list[Clause] = [part] if isinstance(part, Clause) else []
    if isinstance(part, BaseModel):
        inner: list[object] = [getattr(part, name) for name in type(part).model_fields]
    elif isinstance(part, Mapping):
        inner = list(part.values())
    else:
        inner = list(part) if isinstance(part, tuple) else []
    return found + [clause for one in inner for clause in clauses_in(one)]
