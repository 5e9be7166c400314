"""Read a date the way a person writes it: month, day, year, with any marks between them, or none."""

import re
from datetime import date

#: What an American writes for each month, in English and Spanish; the first three letters decide.
_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan ene", "feb", "mar", "apr abr", "may", "jun", "jul", "aug ago", "sep set", "oct", "nov", "dec dic"),
        start=1,
    )
    for name in names.split()
}
_EARLIEST = 1900


def read_date(text: str, *, today: date) -> date:
    """The date in `text`; two-digit years are the last such year that is not after `today`'s.

    Raises ValueError when there is no such day.
    """
    year, month, day = _parts(text)
    if year < 100:
        year += 2000 if year <= today.year % 100 else 1900
    if year < _EARLIEST:
        raise ValueError(text)
    return date(year, month, day)


def _parts(text: str) -> tuple[int, int, int]:
    words = re.findall(r"\d+|[^\W\d_]+", text.lower())
    words = [word for word in words if word not in ("de", "del", "st", "nd", "rd", "th")]
    if len(words) == 1:
        words = _without_marks(words[0])
    if len(words) != 3:
        raise ValueError(text)
    if len(words[0]) == 4 and words[0].isdigit():  # 1988-04-09
        return int(words[0]), _month(words[1]), int(words[2])
    first, second = (words[1], words[0]) if words[1].isalpha() else (words[0], words[1])  # 9 de abril
    return _year(words[2]), _month(first), int(second)


def _without_marks(digits: str) -> list[str]:
    if len(digits) not in (6, 8):
        raise ValueError(digits)
    return [digits[:2], digits[2:4], digits[4:]]


def _month(word: str) -> int:
    return int(word) if word.isdigit() else _MONTHS.get(word[:3], 0)


def _year(word: str) -> int:
    if len(word) not in (2, 4):
        raise ValueError(word)
    return int(word)
