"""Each kind of clause, and what holds for all of them."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from offramp.kernel.decisions import Answer
from offramp.protocols import document, readings, rules
from offramp.protocols.clauses import Measure
from offramp.protocols.judgments import judge, last_day
from offramp.protocols.states import IfNotMet
from tests.protocols.texts import EVERY_KIND, SEATTLE_PILOT, protocol_text

TODAY = date(2026, 11, 22)
EVERY = document.load(EVERY_KIND)
ALL_GOOD = {
    "offense": "theft", "amount": "0.5 g", "robbery": "no", "home": "south", "age": 40, "profit": "no",
    "willing": "yes", "supervision": "none",
    "needs": [], "before": 0, "last_seen": "2026-11-01", "aggrieved_party": "none_present",
}  # fmt: skip


def answer_of(facts, clause, protocol=EVERY):
    found = rules.assess(protocol, facts, door="arrest_diversion", on=TODAY)
    return next(one for one in found.findings if one.clause == clause)


def test_when_everything_is_good_the_answer_is_yes_and_nobody_is_asked():
    found = rules.assess(EVERY, ALL_GOOD, door="arrest_diversion", on=TODAY)
    assert (found.answer, found.ask) == (Answer.YES, None)


@pytest.mark.parametrize(
    ("fact", "value", "clause", "answer"),
    [
        pytest.param("amount", {"amount": 1, "unit": "g", "substance": "fentanyl", "form": "powder"}, "3(d)", "no",
                     id="1 g of fentanyl is at least 1 g"),
        pytest.param("amount", {"amount": 2, "unit": "g", "substance": "heroin", "form": "powder"}, "3(d)", "yes",
                     id="the fentanyl limit is not for heroin"),
        pytest.param("amount", "2 g", "3(d)", "ask", id="2 g of something that may be fentanyl"),
        pytest.param("amount", "none", "3(d)", "yes", id="nothing was found"),
        pytest.param("amount", 2, "3(d)", "ask", id="an amount without a unit is not known"),
        pytest.param("amount", "banana", "3(d)", "ask", id="an amount that cannot be read is not known"),
        pytest.param("robbery", "yes", "3(e)", "ask", id="robbery on an unknown day"),
        pytest.param("robbery", "inside", "3(e)", "ask", id="robbery inside the window asks the prosecutor"),
        pytest.param("robbery", "outside", "3(e)", "yes", id="robbery outside the window"),
        pytest.param("robbery", [{"release": "2016-11-22"}], "3(e)", "yes", id="the last day is outside"),
        pytest.param("robbery", [{"release": "2016-11-23"}], "3(e)", "ask", id="the day before the last is inside"),
        pytest.param("home", "north_side", "3(f)", "yes", id="north_* covers the north side"),
        pytest.param("home", "north_end", "3(f)", "ask", id="the north end is an exception"),
        pytest.param("home", "elsewhere", "3(f)", "ask", id="elsewhere is not on the list"),
        pytest.param("age", "2008-11-22", "3(g)", "yes", id="18 today"),
        pytest.param("age", "2008-11-23", "3(g)", "no", id="18 tomorrow"),
        pytest.param("age", {"less_than": 18}, "3(g)", "no", id="under 18"),
        pytest.param("age", {"at_least": 15}, "3(g)", "ask", id="15 or older does not say enough"),
        pytest.param("profit", "yes", "3(h)", "no", id="an exclusion applies"),
        pytest.param("willing", "no", "3(i)", "no", id="a requirement is not there"),
        pytest.param("supervision", "probation", "3(j)", "ask", id="an answer that asks"),
        pytest.param("supervision", "parole", "3(j)", "no", id="an answer that is a no"),
        pytest.param("supervision", "moon", "3(j)", "ask", id="an answer that is not offered"),
        pytest.param("needs", ["medical"], "3(k)", "yes", id="a remark is a yes"),
        pytest.param("needs", ["medical", "weapon"], "3(k)", "ask", id="the strictest answer counts"),
        pytest.param("needs", ["medical", "unknown"], "3(k)", "ask", id="one answer of several is not known"),
        pytest.param("before", 3, "3(l)", "yes", id="a note is a yes with a remark"),
        pytest.param("last_seen", "2026-05-22", "3(m)", "yes", id="exactly six months ago is inside"),
        pytest.param("last_seen", "2026-05-21", "3(m)", "no", id="six months and a day ago"),
        pytest.param("last_seen", "2026-13-01", "3(m)", "ask", id="a day that does not exist is not known"),
        pytest.param("aggrieved_party", "disagrees", "4", "no", id="whoever was harmed does not agree"),
    ],
)  # fmt: skip
def test_a_clause_answers(fact, value, clause, answer):
    assert answer_of(ALL_GOOD | {fact: value}, clause).answer == answer


@pytest.mark.parametrize(
    ("offense", "answer", "ask"),
    [
        pytest.param("possession", "yes", None, id="a category"),
        pytest.param("23C", "yes", None, id="a NIBRS code"),
        pytest.param("23c", "yes", None, id="a NIBRS code in small letters"),
        pytest.param("35A", "ask", "prosecutor", id="a code whose categories disagree asks whom the stricter one asks"),
        pytest.param(["theft", "sales"], "ask", "prosecutor", id="the strictest of several"),
        pytest.param(["unknown", "sales"], "ask", "prosecutor", id="of several who are asked, the most senior"),
        pytest.param(["sales", "unknown"], "ask", "prosecutor", id="in whatever order they are given"),
        pytest.param(["theft", "09A"], "no", None, id="one of several is in no category"),
        pytest.param(["theft", "unknown"], "ask", "supervisor", id="one of several is not known"),
        pytest.param("other", "no", None, id="another offense"),
        pytest.param("mischief?", "ask", "supervisor", id="a word that is no offense"),
        pytest.param([], "ask", "supervisor", id="no offense at all"),
    ],
)
def test_the_offense_is_judged_by_category_and_by_code(offense, answer, ask):
    found = rules.assess(EVERY, ALL_GOOD | {"offense": offense}, door="arrest_diversion", on=TODAY)
    assert (found.answer, found.ask) == (answer, ask)


def test_an_amount_is_not_asked_for_an_offense_it_is_not_for():
    facts = {"offense": "theft", "lesser_violence": "no", "serious_violence": "no"}
    assert answer_of(facts, "3(d)", document.load(SEATTLE_PILOT)).answer == "yes"
    assert answer_of(facts | {"offense": "35A"}, "3(d)", document.load(SEATTLE_PILOT)).answer == "ask"


SEATTLE = document.load(SEATTLE_PILOT)
SEATTLE_FACTS = {"lesser_violence": "no", "serious_violence": "no", "amount": "900 g"}


@pytest.mark.parametrize(
    ("offense", "amount", "answer"),
    [
        pytest.param(None, "900 g", "ask", id="no offense is given"),
        pytest.param(["theft", "unknown"], "900 g", "ask", id="one of two offenses is not known"),
        pytest.param({"code": "35A"}, "900 g", "ask", id="an offense that cannot be read"),
        pytest.param(["theft", "possession"], "900 g", "no", id="one of two offenses is surely meant"),
        pytest.param("35A", "900 g", "no", id="a code whose categories are all meant"),
        pytest.param("theft", "900 g", "yes", id="another offense"),
        pytest.param(None, "1 g", "yes", id="so little that it is a yes for every offense"),
    ],
)
def test_a_clause_for_some_offenses_says_no_only_to_these(offense, amount, answer):
    facts = SEATTLE_FACTS | {"offense": offense, "amount": amount}
    assert answer_of(facts, "3(d)", SEATTLE).answer == answer


def test_a_code_that_is_in_other_categories_too_leaves_a_clause_for_one_of_them_open():
    protocol = document.load(SEATTLE_PILOT.replace("[possession, sales]", "[possession]"))
    assert answer_of(SEATTLE_FACTS | {"offense": "35A"}, "3(d)", protocol).answer == "ask"


@pytest.mark.parametrize(
    ("told", "answer"),
    [
        pytest.param(["unknown"], "ask", id="one event, not known"),
        pytest.param([None], "ask", id="one event, nothing"),
        pytest.param([{}], "ask", id="one event without a day"),
        pytest.param([{"conviction": "unknown"}], "ask", id="one event on an unknown day"),
        pytest.param([{"conviction": "2027-01-01"}], "ask", id="one event in the future"),
        pytest.param([None, {"conviction": "1980-01-01"}], "no", id="one that is known is enough"),
        pytest.param([], "yes", id="no event"),
    ],
)
def test_what_counts_for_ever_needs_an_event_that_is_known(told, answer):
    facts = {"offense": "theft", "serious_violence": told}
    assert answer_of(facts, "3(f)", SEATTLE).answer == answer


SUBSTANCES = document.load(
    protocol_text(
        eligibility="""
eligibility:
  - {id: 3(d), says: No heroin and no fentanyl., authority: t, doors: [arrest_diversion], kind: list, fact: what,
     question: What?, label: Substances, none_of: [heroin, fentanyl], otherwise: no}
  - {id: 3(e), says: No cocaine either., authority: t, doors: [arrest_diversion], kind: list, fact: what,
     question: What?, label: Cocaine, none_of: [cocaine], otherwise: ask prosecutor}
  - {id: 3(f), says: No code of assault., authority: t, doors: [arrest_diversion], kind: list, fact: past,
     question: Which codes?, label: Codes, none_of: [13*], otherwise: no}
"""
    )
)


@pytest.mark.parametrize(
    "fact",
    [
        pytest.param({"what": "heorin"}, id="a slip of the pen"),
        pytest.param({"what": "heroin, cocaine"}, id="two in one word"),
        pytest.param({"what": {"name": "heroin"}}, id="a word in a box"),
        pytest.param({"what": [["heroin"]]}, id="a list in a list"),
        pytest.param({"what": 7}, id="a number"),
        pytest.param({"what": True}, id="a yes"),
        pytest.param({"past": "l3A"}, id="a code that no pattern covers"),
    ],
)
def test_a_word_outside_the_list_is_refused_and_never_a_yes(fact):
    (fault,) = rules.faults_in(SUBSTANCES, fact, on=TODAY)
    assert fault.startswith(f"{next(iter(fact))}: Write ")
    clauses = {"3(d)", "3(e)"} if "what" in fact else {"3(f)"}
    assert {answer_of(fact, clause, SUBSTANCES).answer for clause in clauses} == {Answer.ASK}


@pytest.mark.parametrize("word", ["heroin", " Cocaine ", ["heroin", "cocaine"], "other", "unknown", ["other", None]])
def test_a_word_of_any_clause_that_asks_the_same_fact_may_be_given(word):
    assert rules.faults_in(SUBSTANCES, {"what": word, "past": ["13A", "13b"]}, on=TODAY) == ()
    asked = next(one for one in rules.facts(SUBSTANCES) if one.id == "what")
    assert asked.values == ("heroin", "fentanyl", "cocaine", "other", "unknown")


@pytest.mark.parametrize(
    ("fact", "sentence"),
    [
        pytest.param({"amount": {"amount": 1, "more_than": 50, "unit": "g"}}, "not both", id="an amount and a range"),
        pytest.param({"amount": {"at_leats": 50, "at_most": 1, "unit": "g"}}, "parts of an amount", id="a misspelt end"),
        pytest.param({"amount": {"at_least": 1, "more_than": 0, "unit": "g"}}, "one low end", id="two low ends"),
        pytest.param({"amount": {"more_than": 1, "at_most": 1, "unit": "g"}}, "low end", id="a range with nothing in it"),
        pytest.param({"amount": "0,1 g"}, "decimal point", id="a decimal comma"),
        pytest.param({"amount": "0.1 grms"}, "the units g, gram", id="a misspelt unit"),
        pytest.param({"amount": {"amount": 9, "unit": "g", "form": "perscription_pills"}},
                     "forms prescription_pills, powder, liquid, other", id="a misspelt form"),
        pytest.param({"amount": {"amount": 1, "unit": "g", "substance": "fentanil"}}, "fentanyl", id="a substance"),
        pytest.param({"amount": {"amount": 1, "unit": "g", "form": ["powder"]}}, "Write a word", id="a form in a list"),
        pytest.param({"age": 500}, "up to 120", id="an age nobody has"),
        pytest.param({"age": "1500-01-01"}, "up to 120", id="a birth date of nobody alive"),
        pytest.param({"age": {"at_leats": 40, "at_most": 50}}, "a range like", id="a misspelt end of an age"),
    ],
)  # fmt: skip
def test_an_amount_or_age_that_cannot_be_meant_is_refused_and_asks(fact, sentence):
    (fault,) = rules.faults_in(EVERY, fact, on=TODAY)
    assert sentence in fault
    assert answer_of(ALL_GOOD | fact, CLAUSE_OF[next(iter(fact))]).answer == Answer.ASK


@pytest.mark.parametrize("form", ["prescription pills", "Prescription-Pills", "PRESCRIPTION_PILLS"])
def test_a_form_is_read_with_a_space_a_hyphen_or_capitals(form):
    facts = {"amount": {"amount": 9, "unit": "g", "substance": "heroin", "form": form}}
    assert rules.faults_in(EVERY, facts, on=TODAY) == ()
    assert answer_of(facts, "3(d)").answer == "yes"


def test_a_closed_door_is_a_no_with_its_own_finding():
    found = rules.assess(EVERY, ALL_GOOD, door="community", on=TODAY)
    assert [(one.clause, one.answer, one.reason) for one in found.findings] == [("2(c)", "no", "Only officers refer.")]


def test_a_door_with_a_decider_asks_that_role_about_everyone():
    found = rules.assess(EVERY, ALL_GOOD, door="social_contact", on=TODAY)
    assert (found.answer, found.ask) == ("ask", "supervisor")
    assert found.findings[0].reason == "A sergeant must agree to everyone at this door."


def test_at_the_community_door_the_project_manager_is_asked_and_never_a_sergeant():
    text = EVERY_KIND.replace(
        "says: Only officers refer., authority: test, open: no", "says: All., authority: t, open: yes"
    )
    text = text.replace("doors: [arrest_diversion], kind: age", "doors: [community], kind: age")
    found = rules.assess(document.load(text), {}, door="community", on=TODAY)
    assert (found.answer, found.ask) == ("ask", "project_manager")


def test_a_door_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="window"):
        rules.assess(EVERY, {}, door="window", on=TODAY)


@pytest.mark.parametrize(
    ("here", "is_out"),
    [
        pytest.param("2026-11-23 07:59", True, id="Monday, a minute before"),
        pytest.param("2026-11-23 08:00", False, id="Monday, as it begins"),
        pytest.param("2026-11-23 16:59", False, id="Monday, the last minute"),
        pytest.param("2026-11-23 17:00", True, id="Monday, as it ends"),
        pytest.param("2026-11-22 12:00", True, id="Sunday at noon"),
        pytest.param("2026-11-21 23:59", False, id="Saturday, the last minute before midnight"),
        pytest.param("2026-11-22 00:00", False, id="and over midnight"),
        pytest.param("2026-11-22 02:00", True, id="until two"),
    ],
)
def test_a_stand_in_may_answer_outside_the_office_hours(here, is_out):
    assert rules.is_out_of_hours(EVERY, datetime.fromisoformat(here)) is is_out


def test_without_office_hours_a_stand_in_may_answer_at_any_time():
    assert rules.is_out_of_hours(document.load(SEATTLE_PILOT), datetime.fromisoformat("2026-11-23 12:00"))


def test_the_most_senior_role_is_asked():
    found = rules.assess(
        EVERY, ALL_GOOD | {"home": "elsewhere", "supervision": "probation"}, door="arrest_diversion", on=TODAY
    )
    assert found.ask == "prosecutor"


def test_an_exception_is_offered_only_where_every_no_allows_one():
    one_no = ALL_GOOD | {"profit": "yes"}
    assert rules.assess(EVERY, one_no, door="arrest_diversion", on=TODAY).exception_by == "prosecutor"
    two = one_no | {"age": 12}
    assert rules.assess(EVERY, two, door="arrest_diversion", on=TODAY).exception_by is None


def test_no_reason_repeats_what_the_fact_was():
    facts = ALL_GOOD | {"amount": "47.11 g", "home": "moonbase", "age": 13, "before": 4711}
    said = " ".join(one.reason for one in rules.assess(EVERY, facts, door="arrest_diversion", on=TODAY).findings)
    assert not any(secret in said for secret in ("47.11", "moonbase", "13", "4711"))


@pytest.mark.parametrize(
    ("start", "span", "last"),
    [
        (date(2016, 2, 29), "10 years", date(2026, 2, 28)),
        (date(2016, 2, 29), "4 years", date(2020, 2, 29)),
        (date(2026, 1, 31), "1 month", date(2026, 2, 28)),
        (date(2024, 1, 31), "30 days", date(2024, 3, 1)),
        (date(2026, 12, 15), "13 months", date(2028, 1, 15)),
        (date(9990, 1, 1), "9000 days", date.max),
        (date(9990, 1, 1), "90 years", date.max),
    ],
)
def test_a_window_ends_on_a_day_that_exists(start, span, last):
    assert last_day(start, span) == last


def weighed(limit, unit, fact, comparator="at_least"):
    """What a limit of so many of a unit says of an amount."""
    measure = Measure.model_validate({comparator: Decimal(limit), "unit": unit})
    clause = SEATTLE.clause("3(d)").model_copy(update={"too_much": (measure,)})
    return judge(clause, fact, TODAY).ruling


@pytest.mark.parametrize(
    ("limit", "unit", "fact"),
    [
        pytest.param(1, "lb", "453.59237 g", id="a pound in grams"),
        pytest.param(1, "lb", "7000 grains", id="a pound in grains"),
        pytest.param(1, "lb", "16 oz", id="a pound in ounces"),
        pytest.param(1, "oz", ["14.1747615625 g", "0.5 oz"], id="an ounce in two parts"),
        pytest.param(1, "g", "1000 mg", id="a gram in milligrams"),
    ],
)
def test_exactly_the_limit_in_another_unit_is_the_limit(limit, unit, fact):
    assert weighed(limit, unit, fact) == "no"
    assert weighed(limit, unit, fact, "more_than") == "yes"


@given(
    st.decimals(1, 20, places=6),
    st.sampled_from(sorted(readings._GRAMS)),
    st.sampled_from(["", "0.00000000000001", "-0.00000000000001"]),
)
@settings(max_examples=60, deadline=None)
def test_a_limit_in_any_unit_is_exact_to_the_last_digit_in_grams(limit, unit, away):
    fact = f"{limit * readings._GRAMS[unit] + Decimal(away or 0):f} g"
    assert weighed(limit, unit, fact) == ("yes" if away.startswith("-") else "no")
    assert weighed(limit, unit, fact, "more_than") == ("no" if away.startswith("0") else "yes")


@pytest.mark.parametrize(
    ("home", "answer"),
    [
        pytest.param("Precinct [1]", "yes", id="with its brackets"),
        pytest.param("precinct 1", "ask", id="a bracket is no set"),
        pytest.param("Where?", "yes", id="with its question mark"),
        pytest.param("wherex", "ask", id="a question mark is no sign for anything"),
        pytest.param("north [2]?", "yes", id="a star is"),
    ],
)
def test_only_a_star_in_a_list_stands_for_anything(home, answer):
    protocol = document.load(EVERY_KIND.replace("[north_*, south]", '["Precinct [1]", "Where?", "north [2]*"]'))
    assert answer_of(ALL_GOOD | {"home": home}, "3(f)", protocol).answer == answer
    assert bool(rules.faults_in(protocol, {"home": home}, on=TODAY)) is (answer == "ask")


# What holds for every clause, whatever the facts ----------------------------------------------------------------------

CLAUSE_OF = {clause.fact: clause.id for clause in EVERY.clauses} | {"aggrieved_party": "4"}
VALUES = {
    "offense": st.sampled_from(["theft", "possession", "sales", "35A", "other", "unknown", "nonsense"]),
    "amount": st.sampled_from(["1 g", "9 g", "9 tablets", "none", "unknown", "?", {"more_than": 3, "unit": "g"}]),
    "robbery": st.sampled_from(["no", "yes", "inside", "unknown", [{"release": "2020-01-01"}], [{}], [{"release": 7}]]),
    "home": st.sampled_from(["south", "north_end", "x", "unknown", ["south", "unknown"]]),
    "age": st.sampled_from([3, 18, "1990-02-29", "2000-01-01", {"at_least": 18}, "unknown", -1]),
    "profit": st.sampled_from(["yes", "no", "unknown", True, "perhaps"]),
    "willing": st.sampled_from(["yes", "no", "unknown", None]),
    "supervision": st.sampled_from(["none", "probation", "parole", "unknown", ["none", "parole"]]),
    "needs": st.lists(st.sampled_from(["medical", "weapon", "unknown", "x"])),
    "before": st.sampled_from([0, 2, 3, "4", "unknown", {"at_most": 9}]),
    "last_seen": st.sampled_from(["2026-11-01", "2020-01-01", "2030-01-01", "inside", "unknown", "31-12-2020"]),
    "aggrieved_party": st.sampled_from(["agrees", "disagrees", "none_present", "unknown"]),
}  # fmt: skip
FACTS = st.fixed_dictionaries({}, optional=VALUES)
UNKNOWN = st.sampled_from([None, "unknown", "", " Unknown "])


@given(FACTS, st.sampled_from(sorted(CLAUSE_OF)), UNKNOWN)
@settings(max_examples=150, deadline=None)
def test_an_unknown_fact_is_never_a_yes_and_never_a_no(facts, fact, unknown):
    assert answer_of(facts | {fact: unknown}, CLAUSE_OF[fact]).answer == Answer.ASK


@given(FACTS)
@settings(max_examples=100, deadline=None)
def test_no_clause_is_skipped_whatever_the_facts(facts):
    found = rules.assess(EVERY, facts, door="arrest_diversion", on=TODAY)
    clauses = [one.clause for one in found.findings]
    assert [one for one in clauses if not one.startswith("3")] == ["2(a)", "4"]
    assert clauses[2:-1] == [clause.id for clause in EVERY.clauses]
    assert clauses[1] in {"3", "3(a)", "3(b)", "3(c)"}


@given(FACTS)
@settings(max_examples=50, deadline=None)
def test_the_same_facts_are_always_judged_the_same(facts):
    first = rules.assess(EVERY, facts, door="arrest_diversion", on=TODAY)
    assert rules.assess(EVERY, dict(reversed(facts.items())), door="arrest_diversion", on=TODAY) == first


@given(FACTS, FACTS)
@settings(max_examples=100, deadline=None)
def test_adding_facts_hides_no_finding_and_changes_no_other(facts, more):
    added = {fact: value for fact, value in more.items() if fact not in facts}
    before = {one.clause: one for one in rules.assess(EVERY, facts, door="arrest_diversion", on=TODAY).findings}
    after = {one.clause: one for one in rules.assess(EVERY, facts | added, door="arrest_diversion", on=TODAY).findings}
    touched = {CLAUSE_OF.get(fact) for fact in added} | {"3", "3(a)", "3(b)", "3(c)"}
    assert before.keys() - touched <= after.keys()
    assert all(after[clause] == one for clause, one in before.items() if clause not in touched)


@given(FACTS)
@settings(max_examples=50, deadline=None)
def test_a_role_is_named_exactly_where_somebody_is_asked(facts):
    found = rules.assess(EVERY, facts, door="arrest_diversion", on=TODAY)
    assert all((one.ask is not None) is (one.answer is Answer.ASK) for one in found.findings)
    assert (found.ask is not None) is (found.answer is Answer.ASK)


def test_a_clause_can_name_who_is_asked_when_its_fact_is_not_known():
    text = protocol_text(
        eligibility="""
eligibility:
  - {id: 3(d), says: No., authority: t, doors: [arrest_diversion], kind: yes_no, fact: x, question: X?, label: X,
     must_be: no, otherwise: no, unknown_asks: project_manager}
"""
    )
    assert answer_of({"offense": "theft"}, "3(d)", document.load(text)).ask == "project_manager"


@pytest.mark.parametrize(
    ("word", "whose"), [("none", None), ("prosecutor_may_file", "prosecutor"), ("officer_may_file", "officer")]
)
def test_whose_the_charge_is_to_decide_is_one_word_of_the_protocol(word, whose):
    ours = document.load(document.shipped_text("fayette-county-wv"))
    decided = ours.consequence.model_copy(update={"if_not_met": IfNotMet(word)})
    found = ours.model_copy(update={"consequence": decided})
    assert (found.may_charge, found.holds_a_charge, found.officer_decides) == (whose, bool(whose), whose == "officer")
