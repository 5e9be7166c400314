"""The page of limits says what the code and the settings say."""

from datetime import timedelta

from django.conf import settings

from offramp.casework.questions import QUESTIONS
from offramp.consent.actions import HANDOFF_LASTS
from offramp.consent.rules import EMERGENCY_LASTS
from offramp.design import forms
from offramp.design.spoken import PhoneText
from offramp.desks.casemanager import scans
from offramp.desks.casemanager.parts import PartForm
from offramp.desks.casemanager.release_forms import A_SITTING
from offramp.desks.officer.forms import NAME_MOST
from offramp.desks.public import limits
from offramp.justice.rules import UNDO_LASTS
from offramp.kernel.paging import PAGE
from offramp.protocols import faults
from tests.house.tree import ROOT

SAID = " ".join((ROOT / "docs" / "reference" / "limits.md").read_text().split())


def hours(span: timedelta) -> int:
    return int(span.total_seconds() // 3600)


def minutes(span: timedelta) -> int:
    return int(span.total_seconds() // 60)


def test_what_the_page_says_of_sizes_is_so() -> None:
    parts = (PartForm(questions=questions) for questions in QUESTIONS.values())
    longest = {getattr(field, "max_length", None) for part in parts for field in part.fields.values()}
    assert f"{scans.LARGEST // 2**20} MB at most; a file" in SAID
    assert f"is at most {settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 2**20} MB" in SAID
    assert f"at most {faults._LONGEST:,} signs" in SAID
    assert f"up to {faults.MOST_FAULTS} faults" in SAID
    assert f"at most {NAME_MOST} signs in each part" in SAID
    assert f"between, {PhoneText().max_length} signs at most" in SAID
    assert f"at most {forms.LongText(readers='').max_length} signs, {max(filter(None, longest))} in an intake" in SAID
    assert f"at most {forms.DateText.furthest} years ahead" in SAID


def test_what_the_page_says_of_time_and_number_is_so() -> None:
    for said in (
        f"| {limits.FROM_ONE_CONTACT} in a week | one contact |", f"| {limits.FROM_ONE_ADDRESS} in a day | one address |",
        f"| {settings.SESSION_COOKIE_AGE // 60} minutes without a request, {settings.SESSION_LONGEST_HOURS} hours in all |",
        f"| {hours(A_SITTING)} hours | the worker |", f"| {minutes(UNDO_LASTS)} minutes, or until it was shown |",
        f"| {minutes(EMERGENCY_LASTS)} minutes | the supervisor |", f"| {hours(HANDOFF_LASTS)} hours | the person |",
        f"| {PAGE} rows, then the next |",
    ):  # fmt: skip
        assert said in SAID


def test_what_the_page_says_of_wrong_passwords_is_so() -> None:
    assert settings.ACCOUNT_RATE_LIMITS["login_failed"] == "10/m/ip,5/15m/key"
    assert "| wrong passwords | 5 in 15 minutes | one account from one address |" in SAID
    assert "| wrong passwords | 10 in a minute | one address |" in SAID
