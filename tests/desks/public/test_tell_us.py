"""Anyone may ask that somebody be offered help; the answer never says anything about anyone (T11, T17)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from offramp.desks.public import limits
from offramp.referrals import actions as referrals
from offramp.referrals.models import Referral
from offramp.referrals.statements import EMERGENCY, RECEIPT
from tests import cast as play
from tests.cast import NOON
from tests.seats import every_page_of, page, said, text, the_time_is

pytestmark = pytest.mark.django_db
TOLD = {
    "relation": "Neighbor", "concerns": ["No place to stay"], "person": "Tall, green coat, called Red", "place": "Mill St",
    "contact": "(206) 555-0100", "call_back": "yes", "knows": "no",
}  # fmt: skip


@pytest.fixture(autouse=True)
def nobody_has_told_anything_today():
    cache.clear()


@pytest.fixture
def cast():
    return play.at_site("bureau")


def tell(slug="bureau", browser=None, *, at=NOON, **changes):
    fields = {**TOLD, "token": str(uuid4())} | changes
    with the_time_is(at):
        return (browser or Client()).post(reverse("public:tell_us", args=[slug]), fields, follow=True)


def test_the_first_words_are_what_to_do_in_an_emergency(cast):
    shown = said(Client().get(reverse("public:tell_us", args=["bureau"])))
    assert EMERGENCY["en"] in shown
    assert shown.index(EMERGENCY["en"]) < shown.index("Who are you to this person?")


def test_in_spanish_the_first_words_are_spanish(cast):
    browser = Client(headers={"accept-language": "es"})
    assert EMERGENCY["es"] in said(browser.get(reverse("public:tell_us", args=["bureau"])))
    assert RECEIPT["es"] in said(tell(browser=browser))


def test_what_is_told_waits_for_the_project_manager(cast):
    assert RECEIPT["en"] in said(tell())
    kept = Referral.objects.get()
    assert (kept.door, kept.status, kept.asked_role, kept.officer) == ("community", "asked", "project_manager", None)
    assert kept.concerns == ["No place to stay"]
    assert kept.wants_call_back


def test_everyone_gets_the_same_receipt(cast):
    first, repeated, about_another = tell(), tell(), tell(person="Short, red hat", contact="neighbor@example.org")
    assert text(first) == text(repeated) == text(about_another)
    assert text(first) == text(Client().get(reverse("public:received", args=["bureau"])))


def test_about_somebody_enrolled_and_somebody_unknown_it_is_the_same_page(cast):
    referral = play.offer(cast)
    play.hand_over(cast, referral)
    play.meet(cast, referral)
    known, unknown = tell(person="Jordan Ellery"), tell(person="Nobody at all", contact="206 555 0101")
    assert text(known) == text(unknown)


def test_the_same_words_again_add_nothing(cast):
    tell()
    tell(at=NOON + timedelta(days=7))
    assert Referral.objects.count() == 1


def test_a_double_tap_is_one_message(cast):
    token = str(uuid4())
    assert text(tell(token=token)) == text(tell(token=token))
    assert Referral.objects.count() == 1


def test_a_page_that_is_sent_again_about_another_person_says_so_and_keeps_the_first(cast):
    token = str(uuid4())
    tell(token=token)
    shown = said(tell(token=token, person="Short, red hat"))
    assert "This page was already sent" in shown
    assert "start a new form" in shown
    assert "Tall, green coat" in Referral.objects.get().person.description


def test_one_sender_may_send_a_few_and_then_waits(cast):
    for number in range(3):
        assert RECEIPT["en"] in said(tell(person=f"Person {number}"))
    shown = said(tell(person="One more", contact="206-555-0100"))
    assert "You have sent several. Please wait for our call." in shown
    assert "One more" in shown
    assert Referral.objects.count() == 3


def test_another_sender_is_not_held_up(cast):
    for number in range(4):
        tell(person=f"Person {number}")
    assert RECEIPT["en"] in said(tell(contact="another@example.org"))


def test_one_address_may_send_for_many_but_not_without_end(cast, caplog):
    for number in range(20):
        tell(contact=f"sender{number}@example.org", person=f"Person {number}")
    assert caplog.messages == []
    assert "You have sent several." in said(tell(contact="sender20@example.org", person="Person 20"))
    assert caplog.messages == ["held back, one too many: tell-us"]  # and nothing of who or about whom


@pytest.mark.parametrize(("proxies", "are_told_apart"), [(1, True), (0, False)])
def test_only_a_proxy_of_ours_says_which_address_it_is(cast, settings, monkeypatch, proxies, are_told_apart):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    monkeypatch.setattr(limits, "FROM_ONE_ADDRESS", 1)
    browsers = [Client(headers={"x-forwarded-for": f"198.51.100.{number}"}) for number in (1, 1, 2)]
    shown = [said(tell(browser=one, contact=f"{number}@example.org")) for number, one in enumerate(browsers)]
    assert ["You have sent several." in one for one in shown] == [False, True, not are_told_apart]


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("person", "", "Write a few words so we can find the person."),
        ("contact", "", "Enter a phone or an email."),
        ("contact", "me", "Enter a phone or an email."),
        ("relation", "", "Choose who you are to this person."),
        ("concerns", [], "Tick at least one."),
        ("call_back", "", "Choose yes or no."),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_gone(cast, field, value, sentence):
    shown = tell(**{field: value})
    assert sentence in said(shown)
    assert TOLD["person" if field != "person" else "place"] in shown.content.decode()
    assert not Referral.objects.exists()


MYSELF = {
    "relation": "Myself", "person": "", "place": "", "contact": "", "call_back": "", "knows": "",
    "called": "Ray, gray beard", "found": "Under the Mill St bridge, mornings. Ask for Ray; no police.",
}  # fmt: skip


def test_whoever_asks_for_themself_needs_no_phone(cast):
    assert RECEIPT["en"] in said(tell(**MYSELF))
    kept = Referral.objects.get()
    assert (kept.referrer_contact, kept.wants_call_back, kept.person.description) == ("", False, "Ray, gray beard")
    assert "The person knows about this" in kept.concerns


def test_the_worker_who_looks_reads_how_to_find_whoever_asked_for_themself(cast):
    tell(**MYSELF)
    referrals.take("agree", Referral.objects.get().pk, by=cast.pat, at=NOON)
    shown = said(page(cast.lou, reverse("responder:home"), at=NOON))
    assert "Ray, gray beard" in shown
    assert "Under the Mill St bridge, mornings. Ask for Ray; no police." in shown


@pytest.mark.parametrize(
    ("field", "english", "spanish"),
    [
        ("called", "Write what we should call you.", "Escriba cómo quiere que le llamemos."),
        (
            "found",
            "Write how a worker can find you. A place and a time of day is enough.",
            "Escriba cómo le puede encontrar un trabajador. Basta con un lugar y una hora.",
        ),
    ],
)
def test_whoever_asks_for_themself_is_told_what_is_missing_and_never_a_phone(cast, field, english, spanish):
    assert english in said(tell(**MYSELF | {field: ""}))
    in_spanish = said(tell(browser=Client(headers={"accept-language": "es"}), **MYSELF | {field: ""}))
    assert spanish in in_spanish
    assert "Escriba un teléfono o un correo electrónico." not in in_spanish
    assert not Referral.objects.exists()


def test_two_who_are_called_alike_and_have_no_phone_are_two(cast):
    tell(**MYSELF)
    tell(**MYSELF)
    tell(**MYSELF | {"found": "The library, afternoons"})
    assert Referral.objects.count() == 2


def test_about_somebody_else_a_place_does_not_stand_for_a_contact(cast):
    assert "Enter a phone or an email." in said(tell(contact="", found="The library, afternoons"))
    assert not Referral.objects.exists()


def test_where_the_door_is_closed_there_is_no_form_and_no_hint(cast):
    play.at_site("fayette")
    browser = Client()
    shown = said(browser.get(reverse("public:site", args=["fayette"])))
    assert "Tell us" not in shown
    assert "tell-us" not in browser.get(reverse("public:site", args=["fayette"])).content.decode()
    for route in ("tell_us", "received"):
        assert browser.get(reverse(f"public:{route}", args=["fayette"])).status_code == 404
    assert tell("fayette").status_code == 404
    assert not Referral.objects.exists()


def test_the_public_pages_do_not_show_the_on_call_line(cast):
    for route in ("site", "tell_us", "received"):
        shown = Client().get(reverse(f"public:{route}", args=["bureau"])).content.decode()
        assert cast.site.on_call_phone not in shown
    assert "911" in said(Client().get(reverse("public:site", args=["bureau"])))


def test_a_visitor_is_told_what_this_is_and_which_sites_there_are(cast):
    shown = said(Client().get("/", follow=True))
    assert "An offer instead of an arrest" in shown
    assert "Rivertown" in shown


def test_an_unknown_site_is_the_page_that_cannot_be_shown(cast):
    assert Client().get(reverse("public:site", args=["nowhere"])).status_code == 404


@pytest.mark.parametrize("name", ["dana", "ames", "vance"])
def test_police_and_prosecution_see_nothing_of_it_anywhere(cast, name):
    empty = [text(one) for one in every_page_of(cast.members[name], at=NOON)]
    tell()
    told = [text(one) for one in every_page_of(cast.members[name], at=NOON)]
    assert told == empty
    assert not any("green coat" in one or Referral.objects.get().code in one for one in told)


def test_who_tells_of_somebody_s_status_is_asked_to_look_again(cast):
    shown = said(tell(person="Tall, and undocumented"))
    assert "Take it out if you can: on file it can do harm." in shown
    assert "Tall, and undocumented" in shown
    assert not Referral.objects.exists()
    assert RECEIPT["en"] in said(tell(person="Tall, and undocumented", **{"person-stays": "on"}))


def test_what_was_typed_under_another_answer_is_not_looked_at(cast):
    own = {"relation": "Myself", "called": "Red", "found": "Mill St, mornings", "person": "an informant"}
    assert RECEIPT["en"] in said(tell(**own))
