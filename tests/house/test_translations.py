"""The second language is whole: every sentence has its Spanish, with the same gaps to fill, and a page shows it."""

import ast
import re
import shutil
from dataclasses import fields
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.core.management import call_command
from django.test import Client
from django.utils.translation import gettext, override

from offramp.casework.states import PART_NAMES, Naloxone, Need, Overdose
from offramp.consent.states import ReleaseKind, SignatureKind, Signer
from offramp.design.vocabulary import STATE_WORDS
from offramp.desks.officer.forms import KNOWS
from offramp.directory.states import ROLE_NAMES
from offramp.justice.rules import NoticeFacts, notice_conditions
from offramp.justice.states import Holder as JusticeHolder
from offramp.justice.states import Status
from offramp.kernel.management.commands.makemessages import GATHERED
from offramp.kernel.refusals import Incomplete, NotYours, Refusal
from offramp.oversight.items import NAMES
from offramp.oversight.states import About, ComplaintStatus, Paper, PaperStatus, Why
from offramp.oversight.states import Holder as OversightHolder
from offramp.people.states import AgeBand, Duty, Race, Sex
from offramp.protocols.states import CLOSURE_NAMES, DECIDER_NAMES, RELIEF_NAMES
from offramp.referrals.states import (
    Concern,
    DeclineReason,
    DeniedReason,
    Holder,
    NotAFitReason,
    NotAgreedReason,
    NotOfferedReason,
    Relation,
    SendBackReason,
)  # fmt: skip
from tests.house.tree import PACKAGE, name_of, parsed, python_files

SPANISH = PACKAGE / "locale/es/LC_MESSAGES/django.po"
SHOWN_AS_KEPT = (
    ROLE_NAMES.values(), Race, Sex, AgeBand, Duty, DeclineReason, NotOfferedReason, NotAFitReason, SendBackReason,
    NotAgreedReason, DeniedReason, ReleaseKind, SignatureKind, Signer, Status, PART_NAMES.values(), Need,
    CLOSURE_NAMES.values(), DECIDER_NAMES.values(), RELIEF_NAMES.values(),
    Holder, JusticeHolder, About, ComplaintStatus, OversightHolder,
    Why, Paper, PaperStatus, NAMES.values(), Naloxone, Overdose, Concern, Relation, [kept for kept, _said in KNOWS if kept],
)  # fmt: skip
#: What xgettext looks for; under any other name a sentence is in no catalogue, and stays English for ever.
GATHERED_AS = {None, "_"}


def read(file: Path) -> Catalog:
    with file.open("rb") as source:
        return read_po(source)


def said(words: object) -> list[str]:
    """A message's forms: one, or singular and plural."""
    return [str(one) for one in words] if isinstance(words, list | tuple) else [str(words)]


def gaps(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|</?\w+", text))


def sentences(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def same_gaps(message: Message) -> bool:
    """The last forms agree exactly; a singular may leave out its "1"."""
    english, spanish = said(message.id), said(message.string)
    return gaps(english[-1]) == gaps(spanish[-1]) and gaps(spanish[0]) <= gaps(english[-1])


def test_every_sentence_is_translated() -> None:
    untold = [message.id for message in sentences(read(SPANISH)) if not all(said(message.string))]
    assert untold == []


def test_no_translation_is_a_guess() -> None:
    assert [message.id for message in sentences(read(SPANISH)) if message.fuzzy] == []


def test_a_translation_has_the_gaps_of_its_sentence() -> None:
    assert [message.id for message in sentences(read(SPANISH)) if not same_gaps(message)] == []


@pytest.mark.parametrize(
    ("english", "spanish"),
    [("Due %(day)s", "Fecha"), ("Call {name}", "Llame"), (("%(n)s day", "%(n)s days"), ("un día", "los días"))],
)
def test_a_lost_gap_is_caught(english: str | tuple[str, str], spanish: str | tuple[str, str]) -> None:
    assert not same_gaps(Message(english, spanish))


def test_every_sentence_of_pages_and_code_is_in_the_catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not shutil.which("xgettext"):
        pytest.skip(
            "NOT CHECKED whether every sentence is in the catalogue: install gettext (apt-get install gettext)."
        )
    sources = shutil.copytree(
        PACKAGE, tmp_path / "offramp", ignore=shutil.ignore_patterns("static", "locale", "migrations")
    )
    (sources / "locale").mkdir()
    monkeypatch.setattr("django.conf.settings.LOCALE_PATHS", [])
    monkeypatch.chdir(sources)
    call_command("makemessages", locale=["es"], verbosity=0)
    gathered = sentences(read(sources / "locale/es/LC_MESSAGES/django.po"))
    known = {str(message.id) for message in sentences(read(SPANISH))}
    assert len(gathered) > 1000
    assert [message.id for message in gathered if str(message.id) not in known] == [], "Run ./run translate"


def test_every_translator_is_called_by_a_name_that_is_gathered() -> None:
    aliases = {
        f"{name_of(path)}: {alias.name} as {alias.asname}"
        for path in python_files(PACKAGE)
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if "gettext" in alias.name and alias.asname not in GATHERED_AS
    }
    assert aliases == set()


def refusals() -> set[str]:
    """The names of everything that refuses."""
    kinds, found = [Refusal], set[str]()
    while kinds:
        kind = kinds.pop()
        found.add(kind.__name__)
        kinds += kind.__subclasses__()
    return found


def marked_names(tree: ast.Module) -> set[str]:
    """The names of a module whose every string is marked for the translator."""
    assigned = [node for node in tree.body if isinstance(node, ast.Assign)]
    names = set[str]()
    for node in assigned:
        values = node.value.values if isinstance(node.value, ast.Dict) else [node.value]
        if all(isinstance(one, ast.Call) and ast.unparse(one.func) == "marked" for one in values):
            names |= {ast.unparse(target) for target in node.targets}
    return names


def untold(tree: ast.Module, marked: set[str], known: set[str]) -> list[str]:
    """The refusals of a module whose sentence a translator never sees, or whose gaps are not the words given."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in refusals():
            sentence, words = node.args[0], {word.arg for word in node.keywords} - {"field"}
            if isinstance(sentence, ast.Constant):
                is_told = sentence.value in known and set(re.findall(r"%\((\w+)\)s", str(sentence.value))) == words
            else:
                is_told = ast.unparse(sentence).rpartition(".")[2].partition("[")[0] in marked | {"reason"}
            if not is_told:
                found.append(ast.unparse(node))
    return found


def test_every_refusal_is_a_sentence_in_the_catalogue() -> None:
    known = {str(message.id) for message in sentences(read(SPANISH))}
    trees = {name_of(path): parsed(path) for path in python_files(PACKAGE)}
    marked = set[str]().union(*(marked_names(tree) for tree in trees.values()))
    assert {"NOT_OPEN", "_CARE_ONLY", "_MISSING_WORDS"} <= marked
    assert [f"{name}: {one}" for name, tree in trees.items() for one in untold(tree, marked, known)] == []


@pytest.mark.parametrize(
    "code",
    [
        'raise NotNow("This is in no catalogue.")',
        'raise NotNow(f"Call {name}.")',
        "raise NotNow(_PLAIN)",
        'raise Incomplete("Call %(name)s.", field="name")',
        'raise Incomplete("Call %(name)s.", who=name)',
    ],
)
def test_a_refusal_that_stays_english_is_caught(code: str) -> None:
    planted = ast.parse(f'_PLAIN = "Call."\n{code}')
    assert untold(planted, marked_names(planted), {"Call %(name)s.", "Call."})


def test_whatever_refuses_is_gathered() -> None:
    assert refusals() - {"Refusal"} <= set(GATHERED)


@pytest.mark.parametrize("holds", [True, False])
def test_the_reasons_of_a_notice_are_in_the_catalogue(holds: bool) -> None:
    known = {str(message.id) for message in sentences(read(SPANISH))}
    facts = NoticeFacts(*[holds] * len(fields(NoticeFacts)))
    assert [decision.reason for _name, decision in notice_conditions(facts) if decision.reason not in known] == []


def test_a_refusal_speaks_the_language_of_its_reader() -> None:
    """A word of the program is translated with it; a name stays a name, whatever it may mean."""
    of_a_role = NotYours("Only %(holder)s can do this.", holder=(Holder.CARE_TEAM.value,))
    of_a_name = Incomplete("%(name)s can never be told this. Untick it.", name="White")
    with override("es"):
        assert of_a_role.said(gettext) == "Solo el equipo de apoyo puede hacer esto."
        assert of_a_name.said(gettext) == "A White nunca se le puede decir esto. Quite la marca."
    assert of_a_role.sentence == "Only the care team can do this."


def test_words_kept_as_they_are_said_are_named_for_the_translator() -> None:
    assert {str(word) for words in SHOWN_AS_KEPT for word in words} == set(STATE_WORDS)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/sites/", "/sign-in/"])
def test_a_page_in_spanish_has_no_english_sentence(address: str) -> None:
    page = Client(headers={"accept-language": "es"}).get(address).content.decode()
    told = {str(message.id): str(message.string) for message in sentences(read(SPANISH)) if isinstance(message.id, str)}
    english = [one for one, other in told.items() if " " in one and one != other and f">{one}<" in page]
    assert '<html lang="es"' in page
    assert english == []
    assert any(f">{other}<" in page for one, other in told.items() if " " in one)
