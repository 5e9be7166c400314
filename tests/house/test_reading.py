"""What is read to a person is easy to read: grade 6 at most in English, quite easy and grade 6 at most in Spanish."""

import pytest

from tests.house import reading
from tests.house.tree import PACKAGE

FOR_A_PERSON = sorted(
    path for path in PACKAGE.glob("desks/*/templates/*/texts/*.txt") if path.name.split(".")[0] != "letter"
)


def named(path):
    return f"{path.parts[-3]} {path.name}"


def assert_easy(text, language):
    if language == "en":
        assert reading.flesch_kincaid_grade(text) <= 6
    else:
        assert reading.inflesz(text) >= 65
        assert reading.crawford_grade(text) <= 6


@pytest.mark.parametrize("path", FOR_A_PERSON, ids=named)
def test_what_is_read_to_a_person_is_easy(path):
    language, text = path.suffixes[-2].strip("."), reading.plain(path.read_text())
    assert_easy(text, language)


def test_every_text_is_there_in_both_languages():
    english = {path.with_suffix("").with_suffix("") for path in FOR_A_PERSON if ".en." in path.name}
    spanish = {path.with_suffix("").with_suffix("") for path in FOR_A_PERSON if ".es." in path.name}
    assert english == spanish
    assert len(english) > 8


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "Notwithstanding previously executed authorizations, redisclosure necessitates additional documentation.",
        ),
        (
            "es",
            "Independientemente de autorizaciones previamente formalizadas, la redivulgación requiere documentación.",
        ),
    ],
)
def test_what_a_lawyer_would_write_is_not(language, text):
    with pytest.raises(AssertionError):
        assert_easy(text, language)


@pytest.mark.parametrize(
    ("language", "word", "syllables"),
    [
        ("en", "charge", 1), ("en", "officer", 3), ("en", "worker", 2), ("en", "signed", 1), ("en", "wanted", 2),
        ("en", "people", 2), ("es", "agente", 3), ("es", "quiere", 2), ("es", "días", 2), ("es", "fiscal", 2),
        ("es", "leer", 2), ("es", "ayuda", 3), ("es", "aquí", 2), ("es", "trabajador", 4), ("es", "teléfono", 4),
    ],
)  # fmt: skip
def test_syllables_are_counted_as_they_are_said(language, word, syllables):
    assert reading.counts(word, language)[2] == syllables
