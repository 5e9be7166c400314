"""What leaves the program, or stays where others look over a shoulder: addresses, titles, files, messages, cookies, paper.

None of it holds a name, an agency, this program's name, or a word about health. A printed page carries its address and its
title at its edges, and a browser keeps both; so they are held to the same list.
"""

import base64
import re
import runpy
from collections.abc import Iterable, Iterator
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.template import engines
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation

from offramp.casework.states import Part
from offramp.desks.public import limits
from offramp.directory.models import User
from tests.house.test_dangers import SCRIPTS, imported
from tests.house.tree import PACKAGE, name_of, parsed, python_files, templates
from tests.routes import all_routes

THE_PROGRAM = ("LEAD(?![a-z])", "offramp", "law enforcement", "deflection")
#: In English and Spanish; each stands for whatever begins with it.
OF_HEALTH = (
    "naloxon", "narcan", "overdos", "sobredosis", "opioid", "opioide", "drug", "droga", "substance", "sustancia", "fentan",
    "heroin", "treatment", "tratamiento", "detox", "desintoxic", "rehab", "methadone", "metadona", "bupren", "suboxone",
    "addict", "adicc", "adicto", "withdrawal", "abstinencia", "health", "salud", "medical", "médic", "medic", "clinic",
    "clínic", "psych", "psiqu", "mental", "HIV", "VIH", "hepatitis", "syringe", "jeringa", "mood", "ánimo",
)  # fmt: skip
OF_AGENCIES = ("sheriff", "deput", "precinct", "counseling", "consejería", "hospital")
NEVER = re.compile(rf"(?<![^\W_])(?:{'|'.join([*THE_PROGRAM, *OF_HEALTH, *OF_AGENCIES])})", re.IGNORECASE)

TITLE = re.compile(r"{% block title %}(.*?){% endblock", re.DOTALL)
#: Words of that list that are right all the same, with the reason.
ALLOWED = {"healthz": "the machine that restarts the program asks there whether it lives; no person opens it"}
LANGUAGES = [code for code, _ in settings.LANGUAGES]
#: What fills the parts of addresses that are neither identifiers nor a site's own short name, each with all it can be.
WORDS_IN_ADDRESSES = {"part", "answer", "clock", "condition", "monday", "slug"}


def found(texts: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    return {where: words for where, text in texts if (words := NEVER.findall(text))}


def titles() -> Iterator[tuple[str, str]]:
    """Every title of every page in every language, without the site's own name that follows it."""
    for path in templates():
        for inner in TITLE.findall(path.read_text()):
            for code in LANGUAGES:
                with translation.override(code):
                    whole = "{% load i18n %}" + inner
                    said = engines["django"].from_string(whole).render({"call": SimpleNamespace(is_by_phone=False)})
                yield f"{name_of(path)} in {code}", said


def fixed_parts() -> Iterator[tuple[str, str]]:
    for route in all_routes():
        made_up = {name: uuid4() if "id" in name else 1 if name == "pk" else "x" for name in route.takes}
        yield route.name, reverse(route.name, kwargs=made_up)


def test_no_title_holds_a_name_a_program_or_a_word_of_health() -> None:
    all_of_them = list(titles())
    assert len(all_of_them) > 200
    assert found(all_of_them) == {}


def test_no_title_is_filled_with_anything_about_anybody() -> None:
    filled = {
        name_of(path): inner
        for path in templates()
        for inner in TITLE.findall(path.read_text())
        if "{{" in inner or re.search(r"blocktrans", inner)
    }
    assert filled == {}


def test_no_address_holds_a_name_a_program_or_a_word_of_health() -> None:
    parts = [(part, reverse("casemanager:intake-part", args=[uuid4(), part])) for part in Part]
    assert len({address.rpartition("intake/")[2] for _, address in parts}) == len(Part)
    assert found([*fixed_parts(), *parts]).keys() == ALLOWED.keys()


def test_no_address_takes_anything_but_identifiers_and_words_of_ours() -> None:
    taken = {name for route in all_routes() for name in route.takes}
    assert {name for name in taken if not name.endswith("_id") and name != "pk"} == WORDS_IN_ADDRESSES


def test_no_page_sends_a_file_or_names_one() -> None:
    """A file would have a name and an inside of its own. A page that is printed or kept as PDF bears its title."""
    files = re.compile(
        r"Content-Disposition|FileResponse|StreamingHttpResponse|as_attachment|default_storage|models\.(?:File|Image)Field|"
        r"weasyprint|reportlab|fpdf|pypdf|openpyxl|xlsxwriter|\bcsv\b"
    )
    code = [path for path in python_files(PACKAGE) if "evaluation" not in name_of(path)]  # it writes tables of counts
    assert [name_of(path) for path in code if files.search(path.read_text())] == []
    assert [name_of(path) for path in templates() if re.search(r"<a[^>]*\sdownload\b", path.read_text())] == []


def test_no_message_of_any_kind_can_leave() -> None:
    """No mail, text or push, and no address that writes one for its reader; what a library would send goes nowhere."""
    in_force = runpy.run_path(str(PACKAGE / "config" / "settings.py"))
    assert in_force["EMAIL_BACKEND"] == "django.core.mail.backends.dummy.EmailBackend"
    senders = {"smtplib", "twilio", "boto3", "vonage", "pywebpush", "firebase_admin", "django.core.mail", "requests"}
    assert {
        (name_of(path), module)
        for path in python_files(PACKAGE)
        for module in imported(parsed(path))
        if module in senders
    } == set()
    writing = re.compile(
        r"sms:|mailto:[^\"]*\?|rel=\"manifest\"|web-app-title|Notification\(|PushManager|navigator\.share"
    )
    assert [name_of(path) for path in [*templates(), *SCRIPTS] if writing.search(path.read_text())] == []


@pytest.mark.django_db
def test_what_a_code_app_or_a_passkey_keeps_names_no_program(rf: RequestFactory, settings: Any) -> None:
    """It stands in a list on somebody's own telephone."""
    settings.ALLOWED_HOSTS = ["desk.example.org"]
    with context.request_context(rf.get("/", headers={"host": "desk.example.org"})):
        adapter = get_adapter()
        kept = [
            adapter.build_totp_url(User(username="dana"), "A" * 32),
            str(adapter.get_public_key_credential_rp_entity()),
        ]
    assert found((one, one) for one in kept) == {}


def test_no_cookie_has_a_name_that_tells() -> None:
    names = [value for name, value in vars(settings._wrapped).items() if name.endswith("COOKIE_NAME")]
    assert len(names) > 3
    assert found((name, name) for name in names) == {}


@pytest.mark.django_db
def test_no_cache_holds_a_word_that_somebody_wrote() -> None:
    """What the public says is counted by keyed fingerprints alone."""
    cache.clear()
    for number in range(2):
        limits.require_few_told("(304) 555-0142", "203.0.113.7", uuid4())
        limits.require_few_complaints("ann@example.org", f"203.0.113.{number}", uuid4())
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM kernel_cache")
        rows = cursor.fetchall()
    assert len(rows) > 6
    kept = " ".join(f"{key} {base64.b64decode(value)!r}" for key, value in rows)
    # Long enough that no fingerprint holds one of them by chance.
    assert not re.search(r"555.?0142|ann.{1,3}example|example\.|203\.0\.113", kept)


@pytest.mark.parametrize(
    "text",
    [
        "/responder/naloxone-card/",
        "Substance use",
        "/intake/mind-and-mood/",
        "LEAD",
        "My Offramp",
        "Salud",
        "Uso de drogas",
    ],
)
def test_a_word_that_tells_is_caught(text: str) -> None:
    assert found([("here", text)])


@pytest.mark.parametrize(
    "text", ["/officer/referrals/", "Recovery codes", "My sign-in", "Leading", "Meeting saved", "Hoy"]
)
def test_a_word_that_does_not_tell_is_not(text: str) -> None:
    assert not found([("here", text)])
