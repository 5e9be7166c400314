"""The worked examples T5 to T11 of the domain reference, by the protocols of the places they are about."""

from datetime import date, timedelta

import pytest

from offramp.protocols import document, rules
from offramp.protocols.states import IfNotMet, NoticePolicy, PaperworkMode
from tests.protocols.texts import ATLANTA, SANTA_FE, SEATTLE_PILOT

TODAY = date(2026, 3, 2)
CLEAR = {"offense": "possession", "lesser_violence": "no", "serious_violence": "no"}


def judged(text, facts, door="arrest_diversion", on=TODAY):
    return rules.assess(document.load(text), facts, door=door, on=on)


def finding(assessment, clause):
    return next(one for one in assessment.findings if one.clause == clause)


@pytest.mark.parametrize(
    ("amount", "answer"),
    [
        pytest.param("3.0 g", "yes", id="exactly the limit of more than 3 g"),
        pytest.param("3.1 g", "no", id="a little more than 3 g"),
        pytest.param("3100 mg", "no", id="the same in milligrams"),
        pytest.param("0.1 oz", "yes", id="a tenth of an ounce is 2.8 g"),
        pytest.param("4 tablets", "ask", id="tablets cannot be compared with grams"),
        pytest.param(["2 g", "1.5 g"], "no", id="two bags are weighed together"),
        pytest.param({"at_most": 3, "unit": "g"}, "yes", id="3 g or less"),
        pytest.param({"at_least": 3, "unit": "g"}, "ask", id="3 g or more does not say enough"),
        pytest.param("unknown", "ask", id="not weighed yet"),
    ],
)
def test_t5_seattle_pilot_allows_3_grams_and_not_more(amount, answer):
    assert judged(SEATTLE_PILOT, CLEAR | {"amount": amount}).answer == answer


def test_t5_a_no_for_the_amount_says_so_and_may_be_lifted_by_the_prosecutor():
    found = judged(SEATTLE_PILOT, CLEAR | {"amount": "3.1 g"})
    assert finding(found, "3(d)").reason == "More than 3 g was found."
    assert found.exception_by == "prosecutor"


def test_t6_santa_fe_leaves_prescription_pills_out_of_the_limit_and_judges_the_rest():
    pills = {"amount": "9", "unit": "g", "form": "prescription_pills"}
    found = judged(SANTA_FE, {"offense": "possession", "amount": pills, "age": 17, "exploits_minors": "no"})
    assert finding(found, "3(d)").answer == "yes"
    assert finding(found, "3(e)").answer == "no"


def test_t6_nine_grams_of_something_else_are_too_much_in_santa_fe():
    powder = {"amount": "9", "unit": "g", "form": "powder"}
    assert finding(judged(SANTA_FE, {"amount": powder}), "3(d)").answer == "no"


def test_t6_nine_grams_in_a_form_nobody_named_ask_because_they_may_be_pills():
    assert finding(judged(SANTA_FE, {"amount": "9 g"}), "3(d)").answer == "ask"


@pytest.mark.parametrize(
    ("convicted", "answer"),
    [
        pytest.param("2016-03-01", "yes", id="ten years and a day ago"),
        pytest.param("2016-03-02", "no", id="exactly ten years ago, and the last day is inside"),
        pytest.param("2016-03-03", "no", id="a day short of ten years"),
        pytest.param("2026-03-03", "ask", id="a day in the future"),
    ],
)
def test_t7_seattle_pilot_looks_back_ten_years_on_robbery(convicted, answer):
    facts = CLEAR | {"amount": "1 g", "lesser_violence": [{"conviction": convicted}]}
    assert judged(SEATTLE_PILOT, facts).answer == answer


def test_t7_exactly_ten_years_passes_where_the_policy_says_outside():
    text = SEATTLE_PILOT.replace("on_the_last_day: inside", "on_the_last_day: outside")
    assert judged(text, CLEAR | {"amount": "1 g", "lesser_violence": [{"conviction": "2016-03-02"}]}).answer == "yes"


def test_t7_a_conviction_whose_date_is_missing_asks():
    facts = CLEAR | {"amount": "1 g", "lesser_violence": [{"arrest": "1990-01-01"}]}
    assert judged(SEATTLE_PILOT, facts).answer == "ask"


def test_t8_st_louis_county_counts_violence_however_long_ago():
    text = document.shipped_text("st-louis-county")
    long_ago = str(TODAY - timedelta(days=25 * 365))
    found = judged(text, {"offense": "drug_possession", "violent_history": [{"conviction": long_ago}]})
    assert (found.answer, finding(found, "3(e)").answer) == ("no", "no")


def test_t9_atlanta_asks_nothing_about_the_past_and_lets_the_same_person_pass():
    assert judged(ATLANTA, {"offense": "90J"}).answer == "yes"
    assert "violent_history" not in {question.id for question in rules.facts(document.load(ATLANTA))}


@pytest.mark.parametrize(
    ("said", "answer"), [("disagrees", "no"), ("agrees", "yes"), ("none_present", "yes"), (None, "ask")]
)
def test_t10_rochester_diverts_only_if_whoever_was_harmed_and_is_present_agrees(said, answer):
    text = document.shipped_text("rochester-monroe")
    assert judged(text, {"offense": "drug_use", "aggrieved_party": said}).answer == answer


def test_t11_atlanta_has_no_report_no_clock_and_no_notice():
    atlanta = document.load(ATLANTA)
    assert atlanta.paperwork.mode is PaperworkMode.NONE
    assert atlanta.clocks == ()
    assert atlanta.consequence.if_not_met is IfNotMet.NONE
    assert atlanta.consequence.compliance_notice is NoticePolicy.OFF


def test_t11_a_notice_cannot_be_prepared_where_there_is_no_clock():
    text = ATLANTA.replace("compliance_notice: off", "compliance_notice: prepared, requirement: Do it.")
    with pytest.raises(document.Faults, match="no held charge has one here"):
        document.load(text)
