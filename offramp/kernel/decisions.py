"""An answer that carries its reason: screen, test and trail all quote the same sentence."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Answer(StrEnum):
    YES = "yes"
    ASK = "ask"  # a person must decide; the code may not
    NO = "no"


@dataclass(frozen=True, slots=True)
class Decision:
    """One answer to one question.

    `reason` is a whole sentence, shown to the reader as it stands; `authority` is the clause, release or law that says so.
    """

    answer: Answer
    reason: str
    authority: str

    def __bool__(self) -> bool:
        return self.answer is Answer.YES  # ASK is not a yes


def strictest(answers: Iterable[Answer]) -> Answer:
    """The answer that wins where several speak: no before ask before yes. No answers at all is a yes to nothing asked."""
    return max(answers, key=list(Answer).index, default=Answer.YES)
