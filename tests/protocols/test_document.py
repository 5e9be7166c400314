"""Protocol files: the five that ship, and what is said about a file that will not do."""

from decimal import Decimal
from time import perf_counter

import jsonschema
import pytest

from offramp.protocols import document
from offramp.protocols.clauses import LONGEST_ID, LONGEST_NAME, clauses_in
from offramp.protocols.faults import MOST_FAULTS, Page
from offramp.protocols.states import DoorName, NoticePolicy, ReliefKind
from tests.protocols.texts import ATLANTA, EVERY_KIND, SANTA_FE, SEATTLE_PILOT

FIVE = ("fayette-county-wv", "national-support-bureau", "rochester-monroe", "st-louis-county", "wv-regional")
OTHERS = {"Atlanta": ATLANTA, "Santa Fe": SANTA_FE, "Seattle pilot": SEATTLE_PILOT, "every kind": EVERY_KIND}
TEXTS = {key: document.shipped_text(key) for key in FIVE} | OTHERS
FAYETTE = document.shipped_text("fayette-county-wv")


def shipped(key):
    return document.load(document.shipped_text(key))


@pytest.fixture(params=FIVE)
def ours(request):
    """Each of the protocols that ship."""
    return shipped(request.param)


def faults(text):
    with pytest.raises(document.Faults) as caught:
        document.load(text)
    return caught.value.faults


def test_five_protocols_ship():
    assert document.shipped() == FIVE
    with pytest.raises(KeyError):
        document.shipped_text("seattle")


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_a_protocol_loads_and_satisfies_the_published_schema(text):
    assert document.load(text)
    schema = document.schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(Page(text).data)


def test_every_clause_of_a_shipped_file_has_its_own_id_a_sentence_and_an_authority(ours):
    clauses = clauses_in(ours)
    assert len({clause.id for clause in clauses}) == len(clauses) >= 20
    assert all(clause.says.endswith((".", "?")) and len(clause.says) <= 160 for clause in clauses)
    assert all(len(clause.authority) > 15 for clause in clauses)


def test_a_silent_clause_says_whether_it_is_the_bureaus_default_or_an_assumption(ours):
    silent = [clause for clause in clauses_in(ours) if clause.silent]
    assert silent
    for clause in silent:
        assert any(word in clause.authority for word in ("Bureau default", "assumption", "Follows from")), clause.id


def test_a_shipped_file_says_that_its_thirty_days_to_intake_are_an_assumption(ours):
    clock = ours.clock("intake_due")
    assert clock.days == 30
    assert "assumption" in clock.authority


def test_a_shipped_file_says_that_whom_it_asks_about_the_offense_is_no_word_of_its_seed(ours):
    said = ours.offences.authority
    assert ours.offences.unknown_asks == "supervisor"
    assert "where the offense is not known" in said
    assert "assumption" in said.split("not known")[1]
    assert ("no other offense is diverted" if ours.offences.unlisted == "no" else "any other offense") in said


def test_that_the_officer_calls_the_primary_contact_is_said_to_be_an_assumption():
    authority = shipped("wv-regional").hand_off.authority
    assert "that the officer is who calls there" in authority


def test_no_shipped_file_has_a_limit_of_grams_because_no_seed_names_one():
    kinds = {clause.kind for key in FIVE for clause in shipped(key).clauses}
    assert kinds == {"look_back"}


def test_fayette_county_prepares_the_notice_and_has_not_adopted_it():
    fayette = shipped("fayette-county-wv")
    assert fayette.program.expansion == "Law Enforcement Aided Diversion"
    assert fayette.consequence.compliance_notice is NoticePolicy.PREPARED
    assert fayette.consequence.decision is None
    assert [name for name, door in fayette.doors.items() if door.open] == [DoorName.ARREST_DIVERSION]
    assert "9(b)" in {warning.departs_at for warning in fayette.warnings}
    assert list(fayette.release.needs) == ["officer"]


def test_rochester_promises_to_expunge_after_thirty_days_of_participation():
    rochester = shipped("rochester-monroe")
    assert rochester.promised_when_met.promised is ReliefKind.NOT_FILED
    ((later, clock),) = rochester.promised_later
    assert later.promised is ReliefKind.EXPUNGED
    assert (clock.days, clock.stops, clock.count) == (30, ("participation",), "calendar")
    assert clock.means["participation"]


@pytest.mark.parametrize("key", document.shipped())
def test_no_shipped_protocol_lets_anybody_be_asked_for_what_they_cannot_stop(key):
    ours = shipped(key)
    assert ours.justice_consent is not None
    assert not ours.allows_justice_consent


def test_a_protocol_that_says_nothing_of_the_justice_consent_does_not_allow_it():
    assert not document.load(SEATTLE_PILOT).allows_justice_consent


def test_a_site_allows_the_justice_consent_by_a_decision_and_with_a_standing_warning():
    allowed = document.load(BINDING.replace("warnings: []", WARNED))
    assert allowed.allows_justice_consent
    assert [warning.departs_at for warning in allowed.warnings] == ["9(c)"]


def test_the_bureaus_protocol_has_three_doors_and_no_warning():
    bureau = shipped("national-support-bureau")
    assert all(door.open for _, door in bureau.doors.items())
    assert bureau.warnings == ()


def test_a_clause_and_a_clock_are_found_by_name():
    bureau = shipped("national-support-bureau")
    assert bureau.clause("3(b)").says == "Drug sales can be diverted."
    assert bureau.clause("99") is None
    assert bureau.clock("tea") is None


def test_numbers_are_decimals_and_never_floats():
    limit = document.load(SEATTLE_PILOT.replace("more_than: 3,", "more_than: 3.10,")).clauses[0].too_much[0].limit
    assert limit == Decimal("3.10")
    assert isinstance(limit, Decimal)


ALLOWED = """
justice_consent:
  {id: 9(c), says: It may be asked for., authority: test, allowed: yes, decision: PCG decision 15, decided_on: 2025-10-01}
"""
WARNED = (
    "warnings:\n  - {id: W1, says: It holds until its day., authority: test, principle: Any day., departs_at: 9(c)}"
)
BINDING = SEATTLE_PILOT + ALLOWED
COMMUNITY = EVERY_KIND.replace("doors: [arrest_diversion], kind: list", "doors: [community], kind: list")

AFTER_TEA = SEATTLE_PILOT.replace("after: intake_due", "after: tea").replace("clocks:\n", """clocks:
  - {id: 7(b), says: The person has had tea., authority: test, name: tea, starts: enrolment, stops: [tea],
     means: {tea: A cup.}, days: 30, count: calendar}
""")  # fmt: skip

BROKEN = {
    "not yaml": (SEATTLE_PILOT.replace("kind: quantity", "kind: [quantity"), "", "cannot be read", "indentation"),
    "empty": ("", "", "not a protocol", "Start from a copy"),
    "an id used twice": (SEATTLE_PILOT.replace("id: 3(e)", "id: 3(d)"), "3(d)", "also on line", "its own id"),
    "an unknown word": (
        SEATTLE_PILOT.replace("exception_by:", "exeption_by:"), "3(d)", '"exeption_by"', 'mean "exception_by"',
    ),
    "a missing authority": (
        SEATTLE_PILOT.replace("    authority: Seattle pilot protocol\n", "", 1),
        "3(d)", '"authority" is missing', "Add",
    ),
    "no comparator": (SEATTLE_PILOT.replace("more_than: 3, ", ""), "3(d)", "limit itself is allowed", "more_than: 3"),
    "a limit in quotes": (SEATTLE_PILOT.replace("more_than: 3,", "more_than: '3',"), "3(d)", "a number", "without"),
    "an unknown role": (
        SEATTLE_PILOT.replace("exception_by: prosecutor", "exception_by: mayor"), "3(d)", '"mayor"', "prosecutor",
    ),
    "an unknown kind": (SEATTLE_PILOT.replace("kind: quantity", "kind: guess"), "3(d)", '"guess"', "look_back"),
    "a window without its edge": (
        SEATTLE_PILOT.replace("    on_the_last_day: inside\n", ""), "3(e)", "last day is inside", "on_the_last_day",
    ),
    "a window that is no time": (SEATTLE_PILOT.replace("10 years\n", "a while\n"), "3(e)", '"within"', "10 years"),
    "a sentence without an end": (
        SEATTLE_PILOT.replace("says: It is called LEAD.", "says: LEAD"), "1(a)", '"says"', "period",
    ),
    "a day that does not exist": (
        SEATTLE_PILOT.replace("compliance_notice: off", "compliance_notice: off, decided_on: 2026-02-30"),
        "9(a)", '"decided_on"', "2026-06-01",
    ),
    "a NIBRS code that does not exist": (SEATTLE_PILOT.replace("[35A]", "[35Z]", 1), "3(a)", "35Z", "35A"),
    "an amount for an offense nobody listed": (
        SEATTLE_PILOT.replace("[possession, sales]", "[possession, arson]"), "3(d)", '"arson"', "possession, sales",
    ),
    "one fact asked in two ways": (
        SEATTLE_PILOT.replace("fact: serious_violence", "fact: amount"), "3(f)", "two ways", "another name",
    ),
    "a justice consent without a warning": (BINDING, "9(c)", "without a warning", "departs at this clause"),
    "a justice consent that nobody decided on": (
        BINDING.replace("warnings: []", WARNED).replace(", decision: PCG decision 15", ""),
        "9(c)", "Only a recorded decision", "decided_on",
    ),
    "a justice consent where nothing is due": (
        BINDING.replace("warnings: []", WARNED).replace("name: intake_due", "name: tea"),
        "9(c)", "no held charge has one here", "Add a clock intake_due",
    ),
    "a clock that stops on something nobody explained": (
        SEATTLE_PILOT.replace("release_signed]", "moon_landing]"), "7", "moon_landing", "means",
    ),
    "a clock that waits for what it starts with": (
        SEATTLE_PILOT.replace("starts: hand_off", "starts: enrolment"), "7", "Enrollment is when", "hand_off",
    ),
    "relief after a clock that is not there": (
        SEATTLE_PILOT.replace("after: intake_due", "after: tea"), "10", '"tea"', "Name a clock",
    ),
    "nothing promised for a met requirement": (
        AFTER_TEA, "", "Nothing says what", "Add a promise",
    ),
    "a clock where nothing follows": (
        SEATTLE_PILOT.replace("if_not_met: prosecutor_may_file", "if_not_met: none"), "7", "no charge is held",
        "Remove the clock",
    ),
    "more time from a prosecutor who decides nothing": (
        FAYETTE.replace("by: project_manager", "by: prosecutor"), "7", "no page on which to give more time",
        "by: project_manager",
    ),
    "a notice adopted without a decision": (
        FAYETTE.replace("notice: prepared", "notice: adopted"), "9(a)", "Only a recorded decision", "decided_on",
    ),
    "a notice without its warning": (
        FAYETTE.replace("departs_at: 9(b)", "departs_at: 9(a)"), "9(a)", "without a warning", "Add a warning",
    ),
    "a warning about no clause": (FAYETTE.replace("departs_at: 2(c)", "departs_at: 77"), "16(c)", "77", "Name"),
    "a door left out of the order": (
        SEATTLE_PILOT.replace("order: [arrest_diversion, ", "order: ["), "5", "one place in the order", "once each",
    ),
    "a ring that does not start at once": (
        SEATTLE_PILOT.replace("after_seconds: 0", "after_seconds: 9"), "6", "ring", "0",
    ),
    "office hours for nobody": (
        EVERY_KIND.replace(",\n    out_of_hours: supervisor", ""), "2(d)", "no door says who decides", "out_of_hours:",
    ),
    "office hours that end before they begin": (
        EVERY_KIND.replace('to: "17:00"', "to: 07:00"), "2(d)", "end before they begin", "two entries",
    ),
    "office hours of no length": (
        EVERY_KIND.replace('to: "17:00"', "to: 08:00"), "2(d)", "end before they begin", "two entries",
    ),
    "a time of day in words": (EVERY_KIND.replace('"17:00"', "5 PM"), "2(d)", '"to"', "like 17:30"),
    "a time of day that is not there": (EVERY_KIND.replace("from: 08:00", "from: 25:00"), "2(d)", '"from"', "like 08:00"),
    "a time of day with one digit": (EVERY_KIND.replace("from: 08:00", "from: 8:00"), "2(d)", '"from"', "like 08:00"),
    "a time of day as a number": (EVERY_KIND.replace("from: 08:00", "from: 8"), "2(d)", '"from"', "quotation marks"),
    "a day that is none": (EVERY_KIND.replace("[saturday]", "[caturday]"), "2(d)", '"caturday"', "saturday"),
    "office hours on no day": (EVERY_KIND.replace("[saturday]", "[]"), "2(d)", '"days"', "at least one entry"),
    "office hours without hours": (
        EVERY_KIND[: EVERY_KIND.index("  hours:")] + EVERY_KIND[EVERY_KIND.index("\noffenses:") :],
        "2(d)", '"hours" is missing', "Add",
    ),
    "a key written twice": (SEATTLE_PILOT.replace("key: test-site", "key: a\nkey: b"), "", "twice", "Keep one"),
    "a clock of a held charge by another name": (
        SEATTLE_PILOT.replace("name: intake_due", "name: two_steps").replace("after: intake_due", "after: two_steps"),
        "7", "would never run", '"name: intake_due"',
    ),
    "an extension by a sergeant": (
        SEATTLE_PILOT.replace("count: calendar", "count: calendar, extension: {by: supervisor, days: 30, times: 1}"),
        "7", '"supervisor"', "project_manager, prosecutor",
    ),
    "a sergeant who decides at the community door": (
        SEATTLE_PILOT.replace("says: Only officers refer.", "decides: supervisor, says: Only officers refer."),
        "2(c)", "never a sergeant", "project_manager",
    ),
    "a prosecutor who stands in at the community door": (
        SEATTLE_PILOT.replace("says: Only officers refer.", "out_of_hours: prosecutor, says: Only officers refer."),
        "2(c)", "never the prosecutor", "project_manager",
    ),
    "a clause of the community door that asks a prosecutor": (
        COMMUNITY.replace("otherwise: ask supervisor", "otherwise: ask prosecutor"),
        "3(f)", "never the prosecutor", "project_manager",
    ),
    "a clause of the community door that asks a sergeant what is not known": (
        COMMUNITY.replace("otherwise: ask supervisor", "otherwise: no, unknown_asks: supervisor"),
        "3(f)", "never a sergeant", "project_manager",
    ),
    "an answer at the community door that asks a prosecutor": (
        EVERY_KIND.replace(
            "doors: [arrest_diversion],\n      kind: choice,", "doors: [community],\n      kind: choice,"
        ),
        "3(j)", "never the prosecutor", "project_manager",
    ),
    "an offense at the community door that asks a prosecutor": (
        SEATTLE_PILOT.replace("  unlisted: no", "  unlisted: no\n  doors: [community]"),
        "3(b)", "never the prosecutor", "project_manager",
    ),
    "somebody harmed at the community door who is a sergeant's to hear": (
        SEATTLE_PILOT.replace("rule: not_asked", "rule: must_agree, doors: [community], otherwise: ask supervisor"),
        "4", "never a sergeant", "project_manager",
    ),
    "a clock that waits for a line of which the officer is told nothing": (
        FAYETTE.replace("news: [received, certificate, shared_update]", "news: [received, shared_update]"),
        "8", "no certificate goes to the officer", '"news"',
    ),
    "a clock that waits for a line that no release has": (
        FAYETTE.replace("needs: [officer]", "needs: [supervisor]"), "8", '"supervisor"', "prosecutor, officer",
    ),
    "a name longer than what is kept by it": (
        SEATTLE_PILOT.replace("code: theft", f"code: {'theft' * 13}"), "3(c)", '"code" is too long', "at most 60",
    ),
    "an id longer than what is kept by it": (
        SEATTLE_PILOT.replace('id: "7"', f"id: {'7' * 21}"), "7" * 21, '"id" is too long', "at most 20",
    ),
    "a number that is none": (
        EVERY_KIND.replace("must_be: {at_most: 2}", "must_be: {at_least: 9, at_most: 3}"),
        "3(l)", "No number can be both", "above the low end",
    ),
    "a number between an end and itself": (
        EVERY_KIND.replace("must_be: {at_most: 2}", "must_be: {more_than: 3, at_most: 3}"),
        "3(l)", "No number can be both", "above the low end",
    ),
    "a number below nothing": (
        EVERY_KIND.replace("must_be: {at_most: 2}", "must_be: {less_than: 0}"),
        "3(l)", "No number can be both", "above the low end",
    ),
    "a day after a later day": (
        EVERY_KIND.replace("{within: 6 months, on_the_last_day: inside}",
                           "{on_or_after: 2026-06-01, on_or_before: 2025-01-01}"),
        "3(m)", "No day can be both", "on_or_before",
    ),
    "a fact called as the door is": (
        EVERY_KIND.replace("fact: profit", "fact: door"), "3(h)", 'called "door"', "another name",
    ),
    "a fact called as the day is": (
        EVERY_KIND.replace("fact: profit", "fact: on"), "3(h)", 'called "on"', "another name",
    ),
    "an answer called unknown": (
        EVERY_KIND.replace("value: parole", "value: unknown"), "3(j)", "can never be given", "unknown_asks",
    ),
    "a word of a list called unknown": (
        EVERY_KIND.replace("north_*, south]", "unknown, south]"), "3(f)", "can never be given", "unknown_asks",
    ),
    "an answer with two rulings": (
        EVERY_KIND.replace("value: parole", "value: probation"), "3(j)", '"probation" is there twice', "Rename",
    ),
    "a second limit for the same thing": (
        EVERY_KIND.replace("substance: fentanyl}]", "substance: fentanyl}, {more_than: 1, unit: oz}]"),
        "3(d)", "another limit for the same thing", "Keep one",
    ),
    "a clock of no days": (
        SEATTLE_PILOT.replace("days: 30, count", "days: 0, count"), "7", '"days" is too small', "Write 1 or more",
    ),
    "an extension of no days": (
        SEATTLE_PILOT.replace("count: calendar", "count: calendar, extension: {by: prosecutor, days: 0, times: 1}"),
        "7", '"days" is too small', "Write 1 or more",
    ),
    "an extension given no times": (
        SEATTLE_PILOT.replace("count: calendar", "count: calendar, extension: {by: prosecutor, days: 9, times: 0}"),
        "7", '"times" is too small', "Write 1 or more",
    ),
    "a mode written twice": (
        SEATTLE_PILOT.replace("[scene, phone]", "[scene, scene]"), "6", '"scene" stands twice in "modes"', "Keep one",
    ),
    "room for nobody": (
        SEATTLE_PILOT.replace("authority: test, order:", "authority: test, places: 0, order:"),
        "5", '"places" is too small', "Write 1 or more",
    ),
    "a notice without the clock of a held charge": (
        FAYETTE.replace("name: intake_due", "name: tea"), "9(a)", "no held charge has one here",
        "Add a clock intake_due",
    ),
    "a list for a title": (
        SEATTLE_PILOT.replace("title: A protocol for a test", "title: [a, b]"), "", '"title" must be words', "Write words",
    ),
    "a number for a list": (
        SEATTLE_PILOT.replace("stages: [full]", "stages: 3"), "12", '"stages" must be a list', "Write a list",
    ),
    "a group for a word": (
        SEATTLE_PILOT.replace("promised: not_filed", "promised: {a: b}"), "10", '"promised" must be one word', "expunged",
    ),
    "a word for an extension": (
        SEATTLE_PILOT.replace("count: calendar", "count: calendar, extension: soon"),
        "7", '"extension" has parts of its own', "indented lines",
    ),
    "nothing for an id": (SEATTLE_PILOT.replace('id: "13"', "id: null"), "", '"id" must be words', "quotation marks"),
    "a list for an id": (SEATTLE_PILOT.replace('id: "13"', "id: [1, [2]]"), "", '"id" must be words', "quotation marks"),
    "a group for an id": (SEATTLE_PILOT.replace('id: "13"', "id: {a: b}"), "", '"id" must be words', "quotation marks"),
    "an escape in a title": (
        SEATTLE_PILOT.replace("A protocol for a test", r'"\e[31mred"'), "", "nobody can see", "Type these words anew",
    ),
    "half a character": (
        SEATTLE_PILOT.replace("A protocol for a test", r'"\ud800"'), "", "nobody can see", "Type these words anew",
    ),
    "an escape in a name": (
        SEATTLE_PILOT + r'"\e[31mred": 1', "", "nobody can see", "Type these words anew",
    ),
    "a number of very many digits": (
        SEATTLE_PILOT.replace("days: 30, count", f"days: {'9' * 5_000}, count"), "7", "must be a whole number", "like 30",
    ),
    "an id of very many digits": (
        SEATTLE_PILOT.replace('id: "13"', f"id: {'9' * 5_000}"), "9" * 5_000, '"id" is too long', "at most 20",
    ),
    "a list before the colon": (f"? [a, b]\n: c\n{SEATTLE_PILOT}", "", "a name belongs", "one word"),
    "a group before the colon": (f"{{{{ a }}}}: b\n{SEATTLE_PILOT}", "", "a name belongs", "one word"),
    "an anchor": (SEATTLE_PILOT.replace("[scene, phone]", "&a [scene]\n  also: *a"), "", "by reference", "in full"),
    "a tag": (SEATTLE_PILOT.replace("key: test-site", "key: !!python/name:os.system x"), "", "tag", "Remove"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "clause", "sentence", "remedy"), BROKEN.values(), ids=BROKEN.keys())
def test_a_faulty_file_is_answered_with_line_clause_sentence_and_remedy(text, clause, sentence, remedy):
    said = faults(text)
    found = [one for one in said if sentence in one.sentence and remedy in one.remedy]
    assert found, [str(one) for one in said]
    assert found[0].clause == clause
    assert 1 <= found[0].line <= text.count("\n") + 1


def test_a_name_and_an_id_have_as_much_room_as_the_columns_that_keep_them():
    from offramp.justice.models import Condition, Extension
    from offramp.referrals.models import Referral

    def room(model, field):
        return model._meta.get_field(field).max_length

    assert {room(Referral, "offense"), room(Condition, "clock"), room(Condition, "name")} == {LONGEST_NAME}
    assert room(Extension, "authority") == LONGEST_ID
    longest = SEATTLE_PILOT.replace("code: theft", f"code: {'t' * LONGEST_NAME}")
    longest = longest.replace('id: "7"', f'id: "{"7" * LONGEST_ID}"')
    assert document.load(longest)
    schema = jsonschema.Draft202012Validator(document.schema())
    assert schema.is_valid(Page(longest).data)
    assert not schema.is_valid(Page(BROKEN["a name longer than what is kept by it"][0]).data)


def test_a_fault_points_at_the_line_on_which_it_stands():
    text = BROKEN["an unknown role"][0]
    expected = next(n for n, line in enumerate(text.splitlines(), start=1) if "mayor" in line)
    assert [one.line for one in faults(text)] == [expected]


def test_all_faults_are_told_at_once_in_the_order_of_the_file():
    text = SEATTLE_PILOT.replace("kind: look_back", "kind: backward").replace("title: ", "tilte: ")
    lines = [one.line for one in faults(text)]
    assert len(lines) >= 4
    assert lines == sorted(lines)


ENGLISH_OF_THE_VALIDATOR = ("input", "tuple", "dictionary", "instance", "unicode", "None", "valid ", "Extension(")


@pytest.mark.parametrize("text", [text for text, *_ in BROKEN.values()], ids=BROKEN.keys())
def test_a_fault_is_said_in_the_words_of_the_format(text):
    said = " ".join(f"{one.clause} {one.sentence} {one.remedy}" for one in faults(text))
    assert [word for word in ENGLISH_OF_THE_VALIDATOR if word in said] == []
    assert said.isprintable()


def test_of_very_many_faults_the_first_are_told_and_that_there_are_more():
    begun = perf_counter()
    said = faults(SEATTLE_PILOT + "".join(f"line_{n}: a\n" for n in range(14_000)))
    assert len(said) == MOST_FAULTS + 1
    assert said[-1].sentence == "More is wrong with this file than these 50 faults."
    assert "check again" in said[-1].remedy
    assert perf_counter() - begun < 30  # it took 80 seconds when every line was looked at against every other


def test_exactly_as_many_faults_as_are_told_are_told_alone():
    said = faults(SEATTLE_PILOT + "".join(f"line_{n}: a\n" for n in range(MOST_FAULTS)))
    assert len(said) == MOST_FAULTS
    assert all("not a word for this place" in one.sentence for one in said)


def test_references_to_references_are_one_fault_and_not_one_for_each():
    levels = "".join(f"x{n}: &b{n} [{', '.join([f'*b{n - 1}'] * 9)}]\n" for n in range(1, 9))
    said = faults(f"x0: &b0 [moon]\n{levels}{SEATTLE_PILOT}")
    assert [one.sentence for one in said] == ["This repeats another part of the file by reference."]


def test_a_very_deep_file_is_refused_with_what_to_do():
    (said,) = faults(f"key: {'[' * 5_000}")
    assert said.sentence == "Too many lists or groups stand inside each other."
    assert said.remedy == "Compare it with a shipped protocol."


def test_what_is_no_protocol_says_how_to_start_one():
    assert faults("- moon")[0].remedy == "Start from a copy: offramp protocol show NAME > mine.yaml"


def test_a_very_long_file_is_refused_before_it_is_read():
    assert "too long" in faults("a: b\n" * 50_000)[0].sentence


def test_cutting_a_file_short_is_a_fault_and_never_a_crash():
    for end in range(0, len(FAYETTE) - 200, 1501):
        assert faults(FAYETTE[:end])


def test_no_shipped_file_invents_office_hours_or_a_stand_in(ours):
    assert ours.office_hours is None
    assert not ours.has_stand_ins
