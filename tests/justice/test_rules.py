"""Test vectors T3 and T4, and the truth table of the one negative message (T12, T13)."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offramp.directory.states import Role
from offramp.justice import rules
from offramp.justice.rules import INTAKE, RELEASE, NoticeFacts, NoticeTerms, Requirement, may_send_notice
from offramp.justice.states import NEVER_IN_AN_UPDATE
from offramp.kernel.clocks import DayCount, due_date
from offramp.kernel.decisions import Answer
from offramp.kernel.refusals import NotNow
from offramp.referrals.states import Door

ZONE = "America/New_York"
BOTH = (INTAKE, RELEASE)
READY = NoticeFacts(
    is_held=True,
    is_adopted=True,
    is_past_due=True,
    is_met=False,
    is_extended=False,
    names_recipient=True,
    prints_consequence=True,
    is_before_more_time=False,
    is_previewed=True,
    is_current=True,
    is_told=True,
)


def thirty_days():
    return Requirement(BOTH, date(2026, 2, 4), ZONE)


def day(number, hour=12, minute=0):
    """Day `number` of the clock at an hour of New York winter time."""
    return (
        datetime(2026, 1, 5, hour, minute, tzinfo=UTC)
        + (date(2026, 1, 5 + 1) - date(2026, 1, 5)) * number
        + _five_hours
    )


_five_hours = datetime(2026, 1, 1, 5, tzinfo=UTC) - datetime(2026, 1, 1, tzinfo=UTC)


def test_t3_an_intake_without_a_release_does_not_meet_the_requirement():
    happened = {INTAKE: day(10), RELEASE: None}
    assert not thirty_days().is_met(happened)
    assert thirty_days().done_at(happened) is None


def test_t4_both_done_at_ten_to_midnight_of_the_last_day_is_in_time():
    assert thirty_days().is_met({RELEASE: day(3), INTAKE: day(30, 23, 50)})
    assert not thirty_days().is_met({RELEASE: day(3), INTAKE: day(31, 0, 0)})


def test_done_late_is_done_all_the_same():
    late = {RELEASE: day(3), INTAKE: day(40)}
    assert thirty_days().done_at(late) == day(40)
    assert not thirty_days().is_met(late)


@given(st.datetimes(datetime(2026, 1, 5), datetime(2026, 6, 1), timezones=st.just(UTC)))
def test_whether_it_is_met_does_not_depend_on_when_anybody_looks(looked_at):
    happened = {RELEASE: day(3), INTAKE: day(30, 23, 50)}
    assert thirty_days().is_met(happened)
    assert thirty_days().is_past(looked_at) is (looked_at >= thirty_days().due_before)


moments = st.datetimes(datetime(2026, 1, 5), datetime(2026, 6, 1), timezones=st.just(UTC))
counted = st.sampled_from(DayCount)


@given(st.none() | moments, st.none() | moments, st.none() | moments)
def test_somebody_is_enrolled_once_both_steps_are_done_and_by_nothing_else(intake, release, other):
    enrolled = rules.enrolled_at({INTAKE: intake, RELEASE: release, "participation": other})
    assert enrolled == (max(intake, release) if intake and release else None)


@given(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.integers(0, 90), st.integers(1, 60), counted)
def test_the_day_of_a_clock_grows_from_0_to_its_last_and_reaches_that_on_the_last_day_alone(start, later, days, count):
    today, last = start + timedelta(days=later), due_date(start, days, count)
    day = rules.day_of(start, today, days, count)
    assert rules.day_of(start, start, days, count) == 0
    assert day <= rules.day_of(start, today + timedelta(days=1), days, count) <= day + 1
    assert (day == days) is (today >= last)


class Asked(list):
    """No holidays, and every day about which a clock asked."""

    def __contains__(self, day):
        self.append(day)
        return False


def test_a_clock_asks_about_each_of_its_days_once_however_many_they_are():
    holidays, start = Asked(), date(2026, 1, 5)
    today = start + timedelta(days=1000)
    assert rules.day_of(start, today, 730, DayCount.BUSINESS, holidays) == 714
    assert len(holidays) == len(set(holidays)) == 714
    assert rules.day_of(start, today, 20, DayCount.BUSINESS, holidays) == 20
    assert len(holidays) == 714 + 20


@given(st.dates(), st.dates())
def test_participation_is_recorded_from_the_last_of_its_days_on_and_anything_else_on_any_day(last, today):
    rules.require_open(rules.opens_on("orientation", last), today)
    opens = rules.opens_on("participation", last)
    if today >= last:
        rules.require_open(opens, today)
    else:
        with pytest.raises(NotNow, match=rf"from .*{last.day}, {last.year} on" if last != date.max else "enrollment"):
            rules.require_open(opens, today)


def test_participation_that_has_not_begun_says_when_it_begins():
    with pytest.raises(NotNow, match="begin at enrollment"):
        rules.require_open(rules.opens_on("participation", None), date(2026, 3, 2))


@given(st.lists(st.sampled_from([*BOTH, "participation", "orientation"]), unique=True))
def test_a_clock_with_conditions_of_its_own_is_met_only_when_each_of_them_happened(stops):
    assert set(rules.own_conditions(stops)) == set(stops) - set(BOTH)
    if stops:
        happened = dict.fromkeys(stops, day(3))
        wanted = replace(thirty_days(), stops=tuple(stops))
        assert wanted.is_met(happened)
        assert [wanted.done_at(happened | {stop: None}) for stop in stops] == [None] * len(stops)


def test_t12_a_notice_may_be_sent_only_when_every_condition_holds():
    assert may_send_notice(READY)


@pytest.mark.parametrize("condition", [field.name for field in fields(NoticeFacts)])
def test_t12_with_any_one_condition_missing_nothing_may_be_sent(condition):
    refused = may_send_notice(replace(READY, **{condition: not getattr(READY, condition)}))
    assert not refused
    assert refused.reason.endswith(".")


def test_of_all_combinations_exactly_one_sends_a_notice():
    names = [field.name for field in fields(NoticeFacts)]
    sending = [
        facts
        for values in product([True, False], repeat=len(names))
        if may_send_notice(facts := NoticeFacts(**dict(zip(names, values, strict=True))))
    ]
    assert sending == [READY]


def test_a_notice_that_would_say_something_else_today_asks_for_a_new_preview():
    assert "Preview it again, and tell the person again." in may_send_notice(replace(READY, is_current=False)).reason
    assert may_send_notice(replace(READY, is_previewed=False)).reason == "You preview it."


def test_a_paper_from_before_more_time_was_given_asks_for_a_new_one_and_one_without_its_terms_too():
    assert "More time was given after" in may_send_notice(replace(READY, is_before_more_time=True)).reason
    assert "It does not say what it can lead to" in may_send_notice(replace(READY, prints_consequence=False)).reason


TERMS = NoticeTerms("The officer may charge it.", ("26-4471", "K7-434"), "Nov. 20, 2026")
words = st.text(st.characters(categories=["L", "Nd", "Zs", "Po"]), max_size=30)


@given(st.permutations(["Ofc. Dana R.", TERMS.consequence, "26-4471", TERMS.due_on]), words)
def test_a_paper_prints_its_terms_in_any_order_among_any_words_and_with_none_missing(said, around):
    assert TERMS.are_printed(f" {around} ".join(said), "Ofc. Dana R.")
    for missing in range(4):
        rest = [word for number, word in enumerate(said) if number != missing]
        assert not TERMS.are_printed(" / ".join(rest), "Ofc. Dana R.")


@given(st.from_regex(r"[0-9a-z]{1,3}", fullmatch=True))
def test_the_beginning_of_another_number_is_not_the_incident_and_the_code_is(more):
    said = "Ofc. Dana R. / The officer may charge it. / Nov. 20, 2026 / "
    assert not TERMS.are_printed(said + "26-4471" + more, "Ofc. Dana R.")
    assert TERMS.are_printed(said + "K7-434.", "Ofc. Dana R.")


def test_the_certificate_names_the_two_steps_only_where_they_are_what_stops_the_clock_and_the_notice_has_one_wording():
    two_steps = ("intake_completed", "release_signed")
    assert rules.certificate(date(2026, 11, 3), two_steps) == "Intake and release completed on Nov 3, 2026."
    for stops in (two_steps[:1], two_steps[1:], (*two_steps, "orientation"), ("orientation",)):
        said = rules.certificate(date(2026, 11, 3), stops)
        assert said == "All that this site's protocol asks was completed on Nov 3, 2026."
    assert rules.notice_text("26-4471", date(2026, 11, 20), date(2026, 11, 23)) == (
        "Your incident 26-4471.\nDue date: Nov 20, 2026.\nRequirement not met by its due date.\nDated Nov 23, 2026."
    )


FACTS = {
    "door": list(Door), "is_held": [True, False], "is_decided": [True, False], "is_due_ahead": [True, False],
    "recipient": list(Role), "is_allowed": [True, False], "is_signed": [True, False],
}  # fmt: skip


def test_a_justice_consent_can_be_asked_for_in_exactly_one_of_all_combinations_of_facts():
    every = [dict(zip(FACTS, values, strict=True)) for values in product(*FACTS.values())]
    assert len(every) == len(Door) * len(Role) * 32
    open_to = [facts for facts in every if rules.may_ask_justice_consent(rules.JusticeConsentFacts(**facts))]
    assert open_to == [
        {
            "door": Door.ARREST_DIVERSION, "is_held": True, "is_decided": False, "is_due_ahead": True,
            "recipient": Role.PROSECUTOR, "is_allowed": True, "is_signed": False,
        }
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "sentence", "authority"),
    [
        ({"is_allowed": False}, "This site's protocol does not allow a justice consent.", "protocol"),
        ({"door": Door.SOCIAL_CONTACT}, "A justice consent is only for a charge that is held.", "42 CFR 2.35(a)"),
        ({"recipient": Role.OFFICER}, "A justice consent names only a prosecutor.", "42 CFR 2.35(a)"),
        ({"recipient": Role.LE_LIAISON}, "A justice consent names only a prosecutor.", "42 CFR 2.35(a)"),
        (
            {"is_decided": True},
            "This matter is decided, so a justice consent has nothing to tell.",
            "42 CFR 2.35(c)",
        ),
    ],
)
def test_each_no_to_a_justice_consent_says_why_and_by_what(change, sentence, authority):
    facts = rules.JusticeConsentFacts(
        door=Door.ARREST_DIVERSION, is_held=True, is_decided=False, is_due_ahead=True, recipient=Role.PROSECUTOR,
        is_allowed=True,
    )  # fmt: skip
    decision = rules.may_ask_justice_consent(replace(facts, **change))
    assert (decision.answer, decision.reason, decision.authority) == (Answer.NO, sentence, authority)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Jordan is in treatment.", ("treatment",)),
        ("The test results came back, and Treatment goes on.", ("test results", "Treatment")),
        ("Jordan lives\u00a0at Mill and stays with a friend.", ("lives\u00a0at", "stays with")),
        ("Treatment, treatment, TREATMENT.", ("Treatment",)),
        ("drug-free", ("drug",)),
        ("Jordan tomó sus MEDICINAS en la clinica.", ("MEDICINAS", "clinica")),
        ("Le dieron metadona; no cumplio\u0301.", ("metadona", "no cumplió")),
        ("Jordan missed a meeting.", ("missed",)),
    ],
)
def test_an_update_never_says_health_drug_use_a_place_or_anything_against_somebody(text, words):
    assert rules.never_told(text) == words


@pytest.mark.parametrize(
    "words",
    [
        "clinics", "hospitals", "shelters", "overdoses", "opiates", "marijuana", "narcotics", "psychiatrist", "therapists",
        "tests positive", "in-patient", "123 Main St", "4 North Mill Ave", "12 Oak Rd", "skipped", "did not come",
        "didn't come", "didn’t come", "stopped coming", "clínicas", "hospitales", "albergues", "opiáceos", "narcóticos",
        "marihuana", "psiquiatras", "da positivo", "no vino", "dejó de venir",
    ],
)  # fmt: skip
def test_other_endings_other_words_and_an_address_are_found_too(words):
    assert rules.never_told(f"Jordan {words}.") == (words,)


@pytest.mark.parametrize(
    "text",
    [
        "Kim O. has worked here for 2 years and can place a call.",
        "Jordan has met with us, is connected with help, needs nothing from you, and asks you to call Kim O.",
        "Jordan methodically paid the fine, campaigned downstreet, and contented everybody.",
        "Jordan asks to move the hearing by a week, and for more time until then.",
        "Jordan se reunió con nosotros, no necesita nada de usted y le pide llamar a Kim al 555-0142.",
        "Jordan callejeó, consumió su turno de palabra y saludó.",
        "",
    ],
)
def test_a_word_inside_a_longer_one_is_no_alarm(text):
    assert rules.never_told(text) == ()


def test_every_phrase_that_an_update_never_says_is_found_as_it_is_written():
    assert [phrase for phrase in NEVER_IN_AN_UPDATE if rules.never_told(f"Jordan: {phrase}.") != (phrase,)] == []
