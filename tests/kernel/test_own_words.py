"""What should not be kept is found however it is written, in both languages; what people say every day is not."""

import pytest

from offramp.kernel.own_words import NUMBER, STANDING, harm_in

NUMBERS = [
    "SSN 123-45-6789", "123-45-6789", "123 45 6789", "123.45.6789", "123\u201145\u20136789", "his ssn is on file",
    "\uff11\uff12\uff13-45-6789", "social security number: 123456789", "seguro social número 123456789",
    "A012345678", "A 01234567", "A-012 345 678", "A# 012345678", "alien registration number 1234567", "USCIS no 12345",
    "FBI no. 12345AB6", "FBI # 77", "UCN 5", "NCIC hit", "III check", "N-DEx", "his rap sheet", "RAPSHEET",
    "su hoja de antecedentes penales",
]  # fmt: skip
WORDS = [
    "asked about her immigration status", "He is undocumented.", "an illegal alien", "was deported in May",
    "afraid of deportation", "lost her green card", "overstayed a visa", "has an ICE hold", "is not a U.S. citizen",
    "noncitizen", "DACA recipient", "su estatus migratorio", "Situación  migratoria: no sé", "es INDOCUMENTADA",
    "lo deportaron", "está sin papeles", "tarjeta verde", "inmigrante ilegal", "a confidential informant", "he is a snitch",
    "es informante", "un soplo\u0301n", "confidente de la policía", "in a gang", "gang-affiliated", "MS-13", "de la pandilla",
    "pandillero",
]  # fmt: skip
EVERYDAY = [
    "Two grams of a white powder.", "Case 26-4471, third and Mill", "Call 304-555-0142", "(304) 555-0142", "Aiii, he said",
    "304 555 0142 ext. 12", "apartment A 12", "A 1988 Ford", "the whole gangway", "informed her of the rules", "information",
    "wants to be a citizen scientist", "born 04 09 1988", "needs papers for the bus", "social security office at ten",
    "cita en el seguro social", "sus papeles del hospital", "quiere informarse", "status of the referral", "Visa card lost",
    "wants asylum from the noise", "confidential", "an ice storm", "FBI agent", "kit lot 23-45-678", "Mara vive cerca",
    "Mill St 1234 56", "R-2026-11-4471", "illegal parking", "estacionamiento ilegal", "deportes los lunes",
]  # fmt: skip


@pytest.mark.parametrize("text", NUMBERS)
def test_a_number_or_a_federal_file_is_found(text):
    assert harm_in(f"Well, {text}, today.") == NUMBER


@pytest.mark.parametrize("text", WORDS)
def test_status_informants_and_gangs_are_found(text):
    assert harm_in(f"{text}.") == STANDING


@pytest.mark.parametrize("text", EVERYDAY)
def test_what_people_say_every_day_is_not(text):
    assert harm_in(text) == ""
