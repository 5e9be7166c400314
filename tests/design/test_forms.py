"""Forms: what is typed stays, what is wrong is said twice, and a signature is a signature."""

import json
import re
from typing import Any
from uuid import UUID, uuid4

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.test import Client, RequestFactory
from django.utils.translation import override

from offramp.design.answers import refusals_on
from offramp.design.forms import DateText, Form, LongText, Options, Signature, Ticks, token_from
from offramp.design.pages import refused
from offramp.kernel.refusals import Incomplete, NotNow


class Meeting(Form):
    name = forms.CharField(label="First name", help_text="As they say it")
    born = DateText(label="Birth date", required=False)
    where = forms.ChoiceField(label="Where?", choices=[("here", "Here"), ("station", "Station")], widget=Options)
    needs = forms.MultipleChoiceField(label="Needs", choices=[("bed", "A bed")], widget=Ticks, required=False)
    note = LongText(label="Note", readers="you and Ana M.", required=False)


def sent(**what: Any) -> Meeting:
    return Meeting({"token": str(uuid4()), "name": "Jordan", "where": "here"} | what)


def test_a_form_carries_a_token_of_its_own() -> None:
    first, second = Meeting()["token"].value(), Meeting()["token"].value()
    assert UUID(first).version == 4
    assert first != second
    form = sent(token="0190a0a0-0000-7000-8000-000000000001")
    assert form.is_valid()
    assert form.cleaned_data["token"] == UUID("0190a0a0-0000-7000-8000-000000000001")


def test_a_form_without_its_token_says_to_send_again() -> None:
    form = sent(token="")
    assert not form.is_valid()
    assert "Look it over and send it again." in str(form)


def test_the_error_stands_in_the_panel_and_at_the_field() -> None:
    page = str(sent(name="", born="13 09 1988"))
    assert "Fix 2 things" in page
    assert '<a href="#id_born">That date is not real. Write it like 12 31 2000.</a>' in page
    assert page.count(">That date is not real.") == 2
    assert 'aria-invalid="true"' in page
    assert 'aria-describedby="id_born_helptext id_born_error"' in page


def test_what_is_too_long_is_said_and_never_cut() -> None:
    form = sent(note="a" * 241)
    assert form.errors == {"note": ["This is too long. Shorten it to 240 characters."]}
    assert "a" * 241 in str(form)
    assert "maxlength" not in str(form)
    with override("es"):
        assert sent(note="a" * 241).errors == {"note": ["Esto es demasiado largo. Acórtelo a 240 caracteres."]}
    assert sent(note="a" * 240).is_valid()


def test_a_character_that_nobody_sees_is_answered_with_what_to_do() -> None:
    sentence = "A character that cannot be seen came with these words. Delete them, and type them instead of pasting."
    assert sent(name="by the\x00 bridge", note="\x00").errors == {"name": [sentence], "note": [sentence]}
    with override("es"):
        (said,) = sent(note="\x00").errors["note"]
        assert said.startswith("Con estas palabras vino un carácter que no se ve.")


def test_what_was_typed_is_kept() -> None:
    page = str(sent(name="", born="13 09 1988", where="station", note="by the bridge"))
    assert 'value="13 09 1988"' in page
    assert "by the bridge" in page
    assert re.search(r'value="station"[^>]* checked', page)


def test_fields_about_people_are_not_kept_or_sent_by_the_browser() -> None:
    page = str(Meeting())
    assert 'autocomplete="off"' in page
    assert 'spellcheck="false"' in page
    assert "placeholder" not in page
    assert " required" not in page


def test_only_optional_fields_are_marked() -> None:
    assert str(Meeting()).count("(optional)") == 3


def test_free_text_names_its_readers() -> None:
    assert "Who can see this: you and Ana M." in " ".join(str(Meeting()).split())


def test_a_refusal_lands_on_its_field() -> None:
    form = sent()
    assert form.is_valid()
    with refusals_on(form):
        raise Incomplete("Enter a family name, or tick Name not given.", field="name")
    assert form.errors["name"] == ["Enter a family name, or tick Name not given."]


@pytest.mark.parametrize("field", ["", "a field this form does not have"])
def test_a_refusal_without_a_field_lands_on_top(field: str) -> None:
    form = sent()
    with refusals_on(form):
        raise NotNow("This was already sent.", field=field)
    assert form.non_field_errors() == ["This was already sent."]


def test_a_refusal_is_said_in_the_language_of_the_page() -> None:
    form = sent()
    with override("es"), refusals_on(form):
        raise NotNow("Only the care team can do this.")
    assert form.non_field_errors() == ["Solo el equipo de apoyo puede hacer esto."]


def test_a_refusal_that_no_form_caught_is_a_page_in_the_language_of_the_reader(rf: RequestFactory) -> None:
    request = rf.get("/")
    request.user = AnonymousUser()
    with override("es"):
        page = refused(request, NotNow("You confirmed this already.")).content.decode()
    assert "Usted ya confirmó esto." in page


def test_asked_under_another_servers_name_the_site_shows_nothing_and_does_not_break(client: Client) -> None:
    answer = client.get("/sites/", headers={"host": "elsewhere.example"})
    assert (answer.status_code, "We cannot show this page" in answer.content.decode()) == (404, True)


def test_a_fault_is_not_taken_for_a_refusal() -> None:
    with pytest.raises(ZeroDivisionError), refusals_on(sent()):
        raise ZeroDivisionError


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"signature_typed": "Jordan E."}, {"typed": "Jordan E."}),
        ({"signature": '{"paths": [[1, 2, 3, 4]]}'}, {"paths": [[1, 2, 3, 4]]}),
        ({"signature": '{"paths": [[1, 2, 3, 4]]}', "signature_typed": "Jordan E."}, {"typed": "Jordan E."}),
    ],
)
def test_a_signature_is_drawn_or_typed(given: dict[str, str], kept: dict[str, Any]) -> None:
    field = Signature()
    assert json.loads(field.clean(field.widget.value_from_datadict(given, {}, "signature"))) == kept


@pytest.mark.parametrize(
    "value",
    [
        "", "{}", "[]", "null", "not json", '{"paths": []}', '{"paths": [[1, 2]]}', '{"paths": [[1, 2, 3]]}',
        '{"paths": [["a", 2, 3, 4]]}', '{"paths": [[1, 2, 3, 4]], "more": 1}', '{"typed": ""}', '{"typed": 5}',
        '{"paths": [[' + "1, " * 20_000 + "1]]}", "[" * 5_000,
    ],
)  # fmt: skip
def test_nothing_else_is_a_signature(value: str) -> None:
    with pytest.raises(ValidationError):
        Signature().clean(value)


@pytest.mark.parametrize(("token", "read"), [("", None), ("nonsense", None)])
def test_a_mangled_token_is_no_token(token: str, read: None) -> None:
    assert token_from(RequestFactory().post("/", {"token": token})) is read


def test_a_button_sends_its_token() -> None:
    token = uuid4()
    assert token_from(RequestFactory().post("/", {"token": str(token)})) == token


class Answers(Form):
    words_may_stay = True

    note = LongText(label="Note", readers="you", required=False)
    name = forms.CharField(label="Name", required=False)
    as_written = frozenset({"name"})


def answered(**what: Any) -> Answers:
    return Answers({"token": str(uuid4())} | what)


def test_what_should_not_be_kept_is_refused_and_what_was_typed_stays_typed() -> None:
    form = sent(note="He is an informant.")
    [said] = form.errors["note"]
    assert said.startswith("This looks like somebody's immigration status")
    assert said.endswith("Take it out: it is not needed here and may not be kept.")
    assert "He is an informant." in str(form)
    assert not sent(note="He is an informant.", **{"note-stays": "on"}).is_valid()
    assert sent(note="He gave information.").is_valid()


def test_where_people_tell_their_own_life_they_are_asked_to_look_again_and_it_may_stay() -> None:
    form = answered(note="Lost her SSN card.")
    [said] = form.errors["note"]
    assert said.endswith("If it must stay, tick the box below it.")
    assert 'name="note-stays" id="id_note-stays"' in str(form)
    again = answered(note="Lost her SSN card.", **{"note-stays": "on"})
    assert again.is_valid()
    assert again.cleaned_data["note"] == "Lost her SSN card."


def test_the_tick_is_shown_only_where_it_is_needed_and_stays_ticked() -> None:
    assert "note-stays" not in str(answered(note="Lost her card."))
    assert re.search(r'name="note-stays"[^>]* checked', str(answered(note="SSN", token="", **{"note-stays": "on"})))


def test_a_name_is_taken_as_it_is_written() -> None:
    assert answered(name="Gang Li").is_valid()


def test_the_warning_is_read_in_spanish() -> None:
    with override("es"):
        assert "Quítelo si puede" in str(answered(note="Es informante."))
