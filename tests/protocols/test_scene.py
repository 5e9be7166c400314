"""What the officer's phone is told to ask: closed choices only, each with the finding of the protocol."""

from datetime import date

import pytest

from offramp.protocols import document, rules
from tests.protocols.texts import EVERY_KIND, SANTA_FE, SEATTLE_PILOT

TODAY = date(2026, 11, 22)
TEXTS = {key: document.shipped_text(key) for key in document.shipped()}
TEXTS |= {"Seattle pilot": SEATTLE_PILOT, "Santa Fe": SANTA_FE, "every kind": EVERY_KIND}


def panel(text, name):
    return next(one for one in rules.scene(document.load(text), "arrest_diversion") if one.id == name)


def said(question):
    return [(option.line, option.label, str(option.finding.answer)) for option in question.options]


def test_the_amount_is_offered_as_choices_made_from_the_protocols_own_limit():
    expected = [("", "3 g or less", "yes"), ("", "More than 3 g", "no"), ("", "Not weighed yet", "ask")]
    assert said(panel(SEATTLE_PILOT, "amount")) == expected


def test_an_amount_that_is_only_for_some_offenses_says_so():
    assert panel(SEATTLE_PILOT, "amount").only_for == ("possession", "sales")


def test_an_exception_from_the_limit_is_a_choice_of_its_own():
    assert ("", "Prescription pills", "yes") in said(panel(SANTA_FE, "amount"))


def test_all_exclusions_are_in_one_tick_list_with_yes_and_not_sure():
    question = panel(SEATTLE_PILOT, "exclusions")
    assert question.kind == "tick_list"
    assert said(question) == [
        ("Robbery, assault or burglary in the last 10 years", "Yes", "no"),
        ("Robbery, assault or burglary in the last 10 years", "Not sure", "ask"),
        ("Serious violence, ever", "Yes", "no"),
        ("Serious violence, ever", "Not sure", "ask"),
        ("", "None of these apply", "yes"),
    ]


def test_one_line_alone_is_asked_as_one_question():
    question = panel(TEXTS["st-louis-county"], "exclusions")
    assert question.question == "Does this apply?"
    assert said(question)[-1] == ("", "No", "yes")
    assert panel(SEATTLE_PILOT, "exclusions").question == "Does any of these apply?"


def test_an_age_limit_is_a_line_of_the_tick_list():
    assert ("Under 18", "Yes", "no") in said(panel(SANTA_FE, "exclusions"))


def test_the_aggrieved_party_is_asked_only_where_the_protocol_says_so():
    asked = said(panel(TEXTS["rochester-monroe"], "aggrieved_party"))
    assert [answer for _, _, answer in asked] == ["yes", "yes", "no"]
    assert "aggrieved_party" not in {one.id for one in rules.scene(document.load(SEATTLE_PILOT), "arrest_diversion")}


def test_every_kind_of_question_can_be_tapped():
    ids = {one.id for one in rules.scene(document.load(EVERY_KIND), "arrest_diversion")}
    assert ids == {
        "offense", "amount", "home", "willing", "supervision", "needs", "before", "last_seen",
        "exclusions", "aggrieved_party",
    }  # fmt: skip


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
@pytest.mark.parametrize("door", ["arrest_diversion", "social_contact", "community"])
def test_what_the_phone_shows_is_what_the_server_finds(text, door):
    protocol = document.load(text)
    for question in rules.scene(protocol, door):
        for option in question.options:
            shown_for = {"offense": question.only_for} if question.only_for else {}
            found = rules.assess(protocol, shown_for | option.fact, door=door, on=TODAY)
            assert option.findings
            assert set(option.findings) <= set(found.findings), option


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_the_good_choices_together_leave_nothing_unanswered(text):
    protocol = document.load(text)
    good = [
        next(option for option in reversed(question.options) if option.finding.answer == "yes")
        for question in rules.scene(protocol, "arrest_diversion")
    ]
    facts = {name: fact for option in good for name, fact in option.fact.items()}
    assert rules.assess(protocol, facts, door="arrest_diversion", on=TODAY).answer == "yes"


@pytest.mark.parametrize("text", [SEATTLE_PILOT, EVERY_KIND, TEXTS["st-louis-county"]])
def test_not_sure_anywhere_asks(text):
    unsure = {
        str(option.finding.answer)
        for question in rules.scene(document.load(text), "arrest_diversion")
        for option in question.options
        if option.label in ("Not sure", "Not weighed yet")
    }
    assert unsure == {"ask"}


def test_a_question_lists_what_may_be_answered():
    questions = {one.id: one for one in rules.facts(document.load(EVERY_KIND))}
    assert questions["amount"].unit == "g"
    assert questions["supervision"].values == ("none", "probation", "parole", "unknown")
    assert questions["offense"].values == ("possession", "sales", "theft", "23C", "23H", "35A", "other", "unknown")
    assert questions["last_seen"].doors == ("arrest_diversion", "social_contact")


def test_the_questions_of_one_door_are_fewer():
    assert [one.id for one in rules.facts(document.load(EVERY_KIND), "social_contact")] == ["last_seen"]


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"ofense": "theft"}, 'ofense: this protocol asks no such fact. Did you mean "offense"?'),
        ({"offense": "theftt"}, "offense: Write one of possession, sales, theft"),
        ({"amount": "3"}, "amount: Write a number and its unit"),
        ({"amount": {"amount": -1, "unit": "g"}}, "amount: Write a number that is 0 or more"),
        ({"robbery": "maybe"}, 'robbery: Write "no", "yes"'),
        ({"robbery": [{"sentence": "2020-01-01"}]}, "robbery: Give each event its dates"),
        ({"age": "2030-01-01"}, "age: A birth date cannot be in the future."),
        ({"age": {"at_least": 30, "at_most": 20}}, "age: The low end of this range is above its high end."),
        ({"before": "1e999999999"}, "before: Write a number up to 1000000"),
        ({"before": "0." + "1" * 30}, "before: Write a number up to 1000000 with at most 20 decimals."),
        ({"age": {}}, "age: Write a number, or a range"),
        ({"age": True}, "age: Write a number"),
        ({"profit": "perhaps"}, 'profit: Write "yes", "no"'),
        ({"supervision": ["none", "parole"]}, "supervision: Choose exactly one answer."),
        ({"needs": ["moon"]}, "needs: Write one of medical, weapon"),
        ({"last_seen": "31.12.2020"}, "last_seen: Write a day that exists"),
        ({"aggrieved_party": "shrugs"}, "aggrieved_party: Write"),
    ],
)
def test_a_fact_that_cannot_be_meant_is_named_with_its_remedy(facts, sentence):
    found = rules.faults_in(document.load(EVERY_KIND), facts, on=TODAY)
    assert len(found) == 1
    assert found[0].startswith(sentence)


@pytest.mark.parametrize("said", ["disagrees", "agrees", "unknown"])
def test_what_somebody_harmed_says_is_not_passed_over_where_the_protocol_does_not_ask_it(said):
    bureau = document.load(TEXTS["national-support-bureau"])
    facts = {"offense": "35A", "aggrieved_party": said}
    sentence = (
        "aggrieved_party: this protocol does not ask whether somebody harmed agrees (clause 4). Leave this fact out."
    )
    assert rules.faults_in(bureau, facts, on=TODAY) == (sentence,)
    assert "aggrieved_party" not in rules.faults_in(bureau, {"moon": "full"}, on=TODAY)[0]


def test_facts_that_can_be_meant_have_no_fault():
    facts = {"offense": ["35A", "unknown"], "amount": None, "age": "1990-01-01", "robbery": [], "needs": []}
    assert rules.faults_in(document.load(EVERY_KIND), facts, on=TODAY) == ()
